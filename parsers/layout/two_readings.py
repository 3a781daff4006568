"""Where a number can be read in two ways: by the cell its characters stand in, or as it was laid out in one run.

A number wider than its column runs over the rule; two numbers may be printed over each other; a number may wrap inside
its cell, or two may stand there. Neither reading is believed until the sums of the table settle it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsers.layout.lines import FIGURE_CHARS, Char, cell_text, height, widest_gap
from parsers.sums import adds_up

Place = tuple[int, int]

#: A whole number of these forms is a code of the classification, no amount.
_CODE = re.compile(r"[235]\d\d(?:\d\d){0,2}")
_AMOUNT = re.compile(r"-?\d[\d,，]*(?:\.\d+)?")
_TAIL = re.compile(r"\d[\d,，]*\.\d{2}")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Places of a table (row, column) with both readings of each: by its cell, and as laid out."""

    readings: Mapping[Place, tuple[str, str]]

    def moved(self, places: Mapping[Place, Place]) -> Doubt:
        """The same readings at other places; what has no new place is left out."""
        return Doubt({places[at]: texts for at, texts in self.readings.items() if at in places})


def one_run(last: Char, char: Char) -> bool:
    """Whether ``char``, drawn right after ``last``, goes on with the same number."""
    gap = char.left - last.right
    if char.text not in FIGURE_CHARS or last.text not in FIGURE_CHARS:
        return False
    tallest = max(height(last), height(char))
    return abs(char.base - last.base) < 0.1 * tallest and -0.5 * tallest < gap < widest_gap(last, char) * tallest


def run_around(chars: Sequence[Char], at: int) -> list[Char]:
    """The number in drawing order that the character ``at`` belongs to."""
    start, end = at, at + 1
    while start and one_run(chars[start - 1], chars[start]):
        start -= 1
    while end < len(chars) and one_run(chars[end - 1], chars[end]):
        end += 1
    return list(chars[start:end])


def is_amount(run: Sequence[Char]) -> bool:
    """Whether the run is a number that could be an amount, and no code."""
    text = "".join(char.text for char in run)
    return bool(_AMOUNT.fullmatch(text)) and not _CODE.fullmatch(text)


def across_rules(held: Mapping[Place, Sequence[Char]], runs: Sequence[Sequence[Char]]) -> Iterator[Doubt]:
    """Doubts about cells that share a number: each run as a whole belongs where most of it stands."""
    cells = {id(char): cell for cell, chars in held.items() for char in chars}
    for run in runs:
        if not is_amount(run):
            continue
        inside = [cells[id(char)] for char in run if id(char) in cells]
        home = max(sorted(set(inside)), key=inside.count, default=None)
        if home is None:
            continue
        own = {id(char) for char in run}
        readings = {}
        for cell in sorted(set(inside)):
            rest = [char for char in held[cell] if id(char) not in own]
            laid_out = [*rest, *run] if cell == home else rest
            readings[cell] = (cell_text(held[cell]), cell_text(laid_out) if laid_out else "")
        yield Doubt(readings)


def inside_cell(cell: Place, text: str, chars: Sequence[Char]) -> Iterator[Doubt]:
    """Doubts about one cell: numbers printed over each other, figures in two lines that may be one amount.

    ``chars`` as drawn. A number that fills its line and goes on in the next is no doubt: it had to wrap.
    """
    if "\n" in text:
        rows = text.split("\n")
        whole = "".join(rows)
        if _TAIL.fullmatch(rows[-1]) and rows[0].isdigit() and _AMOUNT.fullmatch(whole):
            yield Doubt({cell: (text, whole)})
    elif text.count(".") > 1:
        runs = list(_runs(chars))
        if any(is_amount(run) and _text(run) not in text for run in runs):
            yield Doubt({cell: (text, "\n".join(map(_text, runs)))})


def _runs(chars: Sequence[Char]) -> Iterator[list[Char]]:
    at = 0
    while at < len(chars):
        run = run_around(chars, at)
        yield run
        at += len(run)


def _text(run: Sequence[Char]) -> str:
    return "".join(char.text for char in run)


def settle(rows: list[list[str]], doubts: Sequence[Doubt]) -> list[tuple[int, str]]:
    """Puts the reading that adds up into ``rows``; cells where none or both do become empty.

    Returns for each of those the row and a sentence with both readings.
    """
    open_doubts = []
    for doubt in doubts:
        believed = [way for way in (0, 1) if _fits(rows, doubt, way)]
        for (row, column), texts in doubt.readings.items():
            label = "" if _has_figure(texts[1]) else texts[1]  # a label into which a number has run is no doubt
            rows[row][column] = texts[believed[0]] if len(believed) == 1 else label
        if len(believed) != 1 and doubt.readings:
            open_doubts.append((min(row for row, _ in doubt.readings), _sentence(doubt)))
    return open_doubts


def _fits(rows: Sequence[Sequence[str]], doubt: Doubt, way: int) -> bool:
    """Whether every amount of this reading takes part in a sum of its row or its column."""
    tried = {place: texts[way] for place, texts in doubt.readings.items()}

    def figure(row: int, column: int) -> Decimal | None:
        return _number(tried.get((row, column), rows[row][column]))

    stated = [place for place, text in tried.items() if _has_figure(text)]
    return bool(stated) and all(
        adds_up([figure(row, at) for at in range(len(rows[row]))], column)
        or adds_up([figure(at, column) for at in range(len(rows))], row)
        for row, column in stated
    )


def _has_figure(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _number(text: str) -> Decimal | None:
    plain = text.replace(",", "").replace("，", "")
    return Decimal(plain) if _AMOUNT.fullmatch(text) else None


def _sentence(doubt: Doubt) -> str:
    by_cell = "｜".join(texts[0] for texts in doubt.readings.values())
    laid_out = "｜".join(texts[1] for texts in doubt.readings.values())
    return f"数字有两种读法，合计关系不能判定：按单元格“{by_cell}”，按排版“{laid_out}”".replace("\n", "／")
