"""One digit of a made report is changed: the facts that stand on it change, and no others."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab import rl_config

from parsers.extract import extract
from parsers.model import Block, Document, Fact, Grid, Paragraph, Source
from parsers.outline import bare
from parsers.read import read
from tests.rich_text import rich_text
from watcher.demo.press.made import Made as Report
from watcher.demo.press.publication import plan
from watcher.demo.press.writers import docx, html, pdf, workbook

#: How a number stands in a file: plain, or as a PDF writes the two bytes of each character.
PLAIN = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])")
IN_PDF = re.compile(r"(?:\\000[\d,])+\\000\.(?:\\000\d)+")
#: A workbook stores 64.24 as 64.23999999999999: of such a number not every digit is shown.
MOST_DECIMALS = 4
#: What a reader shows of a file: texts and values between two tags.
BETWEEN_TAGS = re.compile(r">([^<>]*\d[^<>]*)<")

Key = tuple[object, ...]


@dataclass(frozen=True)
class Number:
    """A number with decimals (an amount, a change or a percent) and the place of each of its characters in the text."""

    printed: str
    places: tuple[int, ...]

    def changed(self, text: str, offset: int, digit: str) -> tuple[str, Decimal]:
        """The text with another digit at an offset of the number, and what the number is then."""
        at = self.places[offset]
        new = self.printed[:offset] + digit + self.printed[offset + 1 :]
        return text[:at] + digit + text[at + 1 :], Decimal(new)


@dataclass(frozen=True)
class Made:
    """A report as a file: the text that can be changed, how the file is made of it, and what is read from it."""

    text: str
    packed: Callable[[str], bytes]
    numbers: tuple[Number, ...]

    def read(self, text: str) -> tuple[Document, tuple[Fact, ...]]:
        document = read(self.packed(text), "决算")
        return document, extract([document]).facts

    @cached_property
    def unchanged(self) -> tuple[Document, tuple[Fact, ...]]:
        return self.read(self.text)


def in_tags(text: str) -> tuple[Number, ...]:
    shown = [match.span(1) for match in BETWEEN_TAGS.finditer(text)]
    found = (number(match) for start, end in shown for match in PLAIN.finditer(text, start, end))
    return tuple(one for one in found if len(one.printed.partition(".")[2]) <= MOST_DECIMALS)


def number(match: re.Match[str]) -> Number:
    """The number of a match; separators and the bytes between its characters are no part of it."""
    places = [at for at in range(*match.span()) if match.string[at] in "0123456789." and not _escaped(match.string, at)]
    return Number("".join(match.string[at] for at in places), tuple(places))


def _escaped(text: str, at: int) -> bool:
    r"""Whether the digit is one of a byte's: \000."""
    return "\\" in text[max(0, at - 3) : at]


def page(report: Report) -> Made:
    text = html.write(report).decode()
    return Made(text, str.encode, in_tags(text))


def word(report: Report) -> Made:
    return package(docx.write(report), "word/document.xml")


def sheets(report: Report) -> Made:
    return package(workbook.write(report), "xl/worksheets/")


def package(content: bytes, members: str) -> Made:
    """The members of a package that hold its text, one after the other."""
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        files = {name: held.read(name) for name in held.namelist()}
    names = [name for name in files if name.startswith(members)]
    text = "\0".join(files[name].decode() for name in names)

    def packed(changed: str) -> bytes:
        with zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as new:
            texts = dict(zip(names, changed.split("\0"), strict=True))
            for name, data in files.items():
                new.writestr(name, texts[name].encode() if name in texts else data)
        return buffer.getvalue()

    return Made(text, packed, in_tags(text))


def printed(report: Report) -> Made:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rl_config, "pageCompression", 0)
        text = pdf.write(report).decode("latin-1")
    return Made(text, lambda changed: changed.encode("latin-1"), tuple(map(number, IN_PDF.finditer(text))))


def rich(report: Report) -> Made:
    blocks = [block for block in read(docx.write(report), "决算.docx").blocks if isinstance(block, (Paragraph, Grid))]
    text = rich_text(blocks).decode("latin-1")
    return Made(text, lambda changed: changed.encode("latin-1"), tuple(map(number, PLAIN.finditer(text))))


FORMS: Mapping[str, Callable[[Report], Made]] = {
    "docx": word, "html": page, "xlsx": sheets, "pdf": printed, "rtf": rich,
}  # fmt: skip


@cache
def made(form: str, kind: str) -> Made:
    """The report of the first department in ``form``."""
    return FORMS[form](next(planned for planned in plan() if planned.kind == kind).make())


def key(fact: Fact) -> Key:
    changes = tuple((c.base, c.change, c.percent, c.base_amount, c.completion) for c in fact.comparisons)
    return fact.measure, fact.source, fact.table, fact.amount, changes


def plain(text: str) -> str:
    """Without blanks and the separators of thousands."""
    return bare(text).replace(",", "")


def texts(document: Document) -> list[str]:
    """Every paragraph and row."""
    return [plain(text) for block in document.blocks for text in rows(block)]


def rows(block: Block) -> list[str]:
    return ["".join(row) for row in block.rows] if isinstance(block, Grid) else [block.text]


def place_of(before: Document, after: Document) -> tuple[str, str]:
    """The one paragraph or row in which the two differ, in both versions."""
    [place] = [pair for pair in zip(texts(before), texts(after), strict=True) if pair[0] != pair[1]]
    return place


def stands_on(fact: Fact, places: tuple[str, str]) -> bool:
    """Whether the fact was read here: its words or those of a change stand here, or it is stated here once more."""
    quotes = [plain(quote) for quote in (fact.evidence.quote, *(each.quote for each in fact.comparisons)) if quote]
    again = fact.source == Source.NARRATIVE and any(f"{fact.amount}万元" in place for place in places)
    around = [words for at in (differs_at(*places),) for place in places for words in _around(place, at)]
    return (
        again
        or any(quote in place or place in quote for quote in quotes for place in places)
        or any(
            words in quote
            for quote in quotes
            for words in around  # a line that ends a sentence and begins the next
        )
    )


def differs_at(one: str, other: str) -> int:
    return next(at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)


def _around(line: str, at: int) -> list[str]:
    """The number there with the words before it, and with those after it: a quote may begin or end at it."""
    [place] = [match.span() for match in re.finditer(r"[\d.]+", line) if match.start() <= at < match.end()]
    start, end = place
    return [words for words in (line[max(0, start - 2) : end], line[start : end + 2]) if len(words) >= end - start + 2]


def check(report: Made, changed: Number, offset: int, digit: str) -> None:
    """Reads the report with this digit, and holds every fact against what it was."""
    before, facts = report.unchanged
    text, new = changed.changed(report.text, offset, digit)
    after, read_anew = report.read(text)
    places = place_of(before, after)

    # a figure stated twice is one fact that stands on two places
    touched = {(fact.measure, fact.source) for fact in (*facts, *read_anew) if stands_on(fact, places)}
    told, tells = {key(fact): fact for fact in facts}, {key(fact): fact for fact in read_anew}
    for other in told.keys() ^ tells.keys():
        fact = told.get(other) or tells[other]
        assert (fact.measure, fact.source) in touched, (fact, places)

    old = Decimal(changed.printed)
    if places[0].count(changed.printed) == 1 and texts(before).count(places[0]) == 1:
        for fact in facts:
            quote = plain(fact.evidence.quote)
            here = quote == places[0] if fact.source == Source.TABLE else quote in places[0]
            if fact.amount == old and here and changed.printed in quote:
                same = (fact.measure, fact.source, new)
                assert any((f.measure, f.source, f.amount) == same for f in read_anew), fact


@pytest.mark.parametrize("kind", ["final", "budget"])
@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_changed_digit_changes_the_facts_that_stand_on_it_and_no_others(
    form: str, kind: str, data: st.DataObject
) -> None:
    report = made(form, kind)
    one = data.draw(st.sampled_from(report.numbers))
    offset = data.draw(st.sampled_from([at for at, char in enumerate(one.printed) if char.isdigit()]))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != one.printed[offset]]))
    check(report, one, offset, digit)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", ["final", "budget"])
@pytest.mark.parametrize("form", FORMS)
def test_each_number_of_a_report_stands_for_its_own_facts(form: str, kind: str) -> None:
    """Every number once, at its first digits, its last and those between in turn."""
    report = made(form, kind)
    assert len(report.numbers) > 100
    for turn, one in enumerate(report.numbers):
        digits = [at for at, char in enumerate(one.printed) if char.isdigit()]
        offset = digits[turn % len(digits)]
        check(report, one, offset, "7" if one.printed[offset] != "7" else "2")
