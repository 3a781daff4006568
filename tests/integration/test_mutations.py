"""One digit of a made report is changed: the facts that stand on it change, and no others."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.extract import extract
from parsers.model import Block, Document, Fact, Grid, Source
from parsers.outline import bare
from parsers.read import read
from watcher.demo.press.publication import plan
from watcher.demo.press.writers import docx, html

NUMBER = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])")
#: A digit of a text between two tags, as it stands in the file.
TEXT = re.compile(r">([^<>]*\d[^<>]*)<")

Key = tuple[object, ...]


@dataclass(frozen=True)
class Made:
    """A report as a file: the text that can be changed, how the file is made of it, and what is read from it."""

    text: str
    packed: Callable[[str], bytes]
    numbers: tuple[re.Match[str], ...]

    def read(self, text: str) -> tuple[Document, tuple[Fact, ...]]:
        document = read(self.packed(text), "决算")
        return document, extract([document]).facts

    @cached_property
    def unchanged(self) -> tuple[Document, tuple[Fact, ...]]:
        return self.read(self.text)


@cache
def made(form: str, kind: str) -> Made:
    """The report of the first department in ``form``; its numbers with decimals are amounts, changes and percents."""
    planned = next(planned for planned in plan() if planned.kind == kind)
    content = html.write(planned.make()) if form == "html" else docx.write(planned.make())
    text = content.decode() if form == "html" else member(content).decode()
    shown = [match.span(1) for match in TEXT.finditer(text)]
    numbers = [match for start, end in shown for match in NUMBER.finditer(text, start, end)]
    return Made(text, str.encode if form == "html" else lambda changed: repacked(content, changed), tuple(numbers))


def member(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read("word/document.xml")


def repacked(content: bytes, text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text.encode() if name == "word/document.xml" else old.read(name))
    return buffer.getvalue()


def key(fact: Fact) -> Key:
    changes = tuple((c.base, c.change, c.percent, c.base_amount, c.completion) for c in fact.comparisons)
    return fact.measure, fact.source, fact.table, fact.amount, changes


def texts(document: Document) -> list[str]:
    """Every paragraph and row."""
    return [bare(text) for block in document.blocks for text in rows(block)]


def rows(block: Block) -> list[str]:
    return ["".join(row) for row in block.rows] if isinstance(block, Grid) else [block.text]


def place_of(before: Document, after: Document) -> tuple[str, str]:
    """The one paragraph or row in which the two differ, in both versions."""
    [place] = [pair for pair in zip(texts(before), texts(after), strict=True) if pair[0] != pair[1]]
    return place


def stands_on(fact: Fact, places: tuple[str, str]) -> bool:
    """Whether the fact was read here: its words or those of a change stand here, or it is stated here once more."""
    quotes = [bare(quote) for quote in (fact.evidence.quote, *(each.quote for each in fact.comparisons)) if quote]
    again = fact.source == Source.NARRATIVE and any(f"{fact.amount}万元" in place for place in places)
    return again or any(quote in place or place in quote for quote in quotes for place in places)


@pytest.mark.parametrize("kind", ["final", "budget"])
@pytest.mark.parametrize("form", ["docx", "html"])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_changed_digit_changes_the_facts_that_stand_on_it_and_no_others(
    form: str, kind: str, data: st.DataObject
) -> None:
    report = made(form, kind)
    number = data.draw(st.sampled_from(report.numbers))
    offset = data.draw(st.sampled_from([at for at, char in enumerate(number[0]) if char.isdigit()]))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != number[0][offset]]))
    at = number.start() + offset
    before, facts = report.unchanged
    after, changed = report.read(report.text[:at] + digit + report.text[at + 1 :])
    places = place_of(before, after)

    # a figure stated twice is one fact that stands on two places
    touched = {(fact.measure, fact.source) for fact in (*facts, *changed) if stands_on(fact, places)}
    told, tells = {key(fact): fact for fact in facts}, {key(fact): fact for fact in changed}
    for other in told.keys() ^ tells.keys():
        fact = told.get(other) or tells[other]
        assert (fact.measure, fact.source) in touched, (fact, places)

    old, new = Decimal(number[0]), Decimal(number[0][:offset] + digit + number[0][offset + 1 :])
    if places[0].count(number[0]) == 1 and texts(before).count(places[0]) == 1:
        for fact in facts:
            quote = bare(fact.evidence.quote)
            here = quote == places[0] if fact.source == Source.TABLE else quote in places[0]
            if fact.amount == old and here and number[0] in quote:
                assert any((f.measure, f.source, f.amount) == (fact.measure, fact.source, new) for f in changed), fact
