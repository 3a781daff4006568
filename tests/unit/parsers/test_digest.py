"""Equal readings have equal digests."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from parsers.digest import reading_sha256
from parsers.extract import extract
from parsers.model import Document, Paragraph, Report

LINES = (
    "重庆市澄湖区档案馆",
    "2024年部门预算情况说明",
    "四、“三公”经费情况说明",
    "2024年“三公”经费预算6.40万元，比2023年减少1.20万元。",
)


def report(*lines: str, name: str = "a.txt", page: int | None = None) -> Report:
    blocks = tuple(Paragraph(text=line, page=page, where=f"第{page}页" if page else "") for line in lines)
    return extract([Document(name=name, sha256=name, media_type="text/plain", blocks=blocks)])


def test_another_file_page_or_spacing_is_the_same_reading() -> None:
    spaced = [" ".join(line) for line in LINES]

    assert reading_sha256(report(*LINES)) == reading_sha256(report(*spaced, name="b.pdf", page=3))


def test_page_furniture_is_outside_it() -> None:
    assert reading_sha256(report(*LINES)) == reading_sha256(report(*LINES, "- 12 -"))


def test_another_figure_is_another_reading() -> None:
    changed = [line.replace("6.40", "6.41") for line in LINES]

    assert reading_sha256(report(*LINES)) != reading_sha256(report(*changed))


def test_another_sentence_is_another_reading() -> None:
    assert reading_sha256(report(*LINES)) != reading_sha256(report(*LINES, "主要原因是压减接待。"))


def test_one_more_printed_digit_is_another_reading() -> None:
    plain = report(*LINES)
    (fact,) = plain.facts
    finer = replace(plain, facts=(replace(fact, amount=Decimal("6.400")),))

    assert reading_sha256(plain) != reading_sha256(finer)
