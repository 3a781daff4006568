"""A paragraph as a row of marks: figures, bases, words of no change, and what steers the reading between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from parsers.extract.comparisons import Against, bare_zeros, base_numbers, bases, flats, without_unit
from parsers.lexicon import load
from parsers.model import Kind
from parsers.money import Figure, UnitClass, figures


class Mark(StrEnum):
    """What a token does to the reading."""

    STOP = "stop"  # end of a sentence
    PAUSE = "pause"  # semicolon
    OPEN = "open"  # a bracket that holds a statement of its own
    CLOSE = "close"
    LIST = "list"  # 其中, 包括: parts of what was named last
    LIST_END = "list_end"  # 此外
    USE = "use"  # 主要用于: what follows are uses, no facts
    REASON = "reason"
    BASE = "base"
    FLAT = "flat"
    FIGURE = "figure"


#: Where two tokens begin at one place the earlier kind counts.
_ORDER = {mark: place for place, mark in enumerate(Mark)}
_GUESTS = (UnitClass.BATCHES, UnitClass.PERSONS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A mark and where it stands; with the figure or base that it is."""

    mark: Mark
    start: int
    end: int
    figure: Figure | None = None
    against: Against | None = None
    weak: bool = False  # a word of no change that needs its base right before it


def tokens(text: str, kind: Kind, year: int | None) -> list[Token]:
    """The tokens of ``text`` (plain) in order; of two that overlap the one that begins first is kept."""
    found = [*_steering(text), *_brackets(text), *_measured(text, kind, year)]
    found.sort(key=lambda token: (token.start, _ORDER[token.mark]))
    kept: list[Token] = []
    for token in found:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return kept


def _steering(text: str) -> Iterator[Token]:
    for mark, pattern in _patterns():
        for match in pattern.finditer(text):
            yield Token(mark=mark, start=match.start(), end=match.end())


def _measured(text: str, kind: Kind, year: int | None) -> Iterator[Token]:
    for figure in (*figures(text), *without_unit(text), *bare_zeros(text), *base_numbers(text)):
        yield Token(mark=Mark.FIGURE, start=figure.start, end=figure.end, figure=figure)
    for against in bases(text, kind, year):
        yield Token(mark=Mark.BASE, start=against.start, end=against.end, against=against)
    for start, end, weak in flats(text):
        yield Token(mark=Mark.FLAT, start=start, end=end, weak=weak)


def _brackets(text: str) -> Iterator[Token]:
    """Brackets around a statement ("（其中购置费0万元，…）"); those inside a name are none."""
    for match in re.finditer(r"（([^（）]|（[^（）]*）)*）", text):
        inner = match[0][1:-1]
        sums = [figure for figure in figures(inner) if figure.counts is UnitClass.MONEY]
        guests = inner.startswith(("其中", "含")) and any(one.counts in _GUESTS for one in figures(inner))
        if ("，" in inner and sums) or ("、" in inner and len(sums) > 1) or guests:
            yield Token(mark=Mark.OPEN, start=match.start(), end=match.start() + 1)
            yield Token(mark=Mark.CLOSE, start=match.end() - 1, end=match.end())


@cache
def _patterns() -> tuple[tuple[Mark, re.Pattern[str]], ...]:
    words = load("words")
    return (
        (Mark.STOP, re.compile(r"[。！？]|[，；：](?=[一二三四五六]、(?:20\d\d年度?)?(?:因公|公务))")),
        (Mark.PAUSE, re.compile("；")),
        (Mark.LIST, re.compile(words["list_begins"])),
        (Mark.LIST_END, re.compile("|".join(words["list_ends"]))),
        (Mark.USE, re.compile(words["use_begins"])),
        (Mark.REASON, re.compile(words["reason"])),
    )
