"""Printed characters → lines and cell texts. Order comes from baselines and edges, never from font metrics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

#: Characters whose baselines differ by less than this share of their height stand on one line.
SAME_LINE = 0.5
#: A gap wider than this share of the height is a space that was printed by moving on.
SPACE = 1.0
#: Two figures are apart where their gap is wider than this share of the height: no number has a space in it.
FIGURE_SPACE = 0.35
#: A character drawn again this close, in shares of the height, is drawn twice for weight.
TWICE = 0.2
#: The least height that counts, in points.
LOWEST = 4.0
#: A line is full where its cell has no room for two more characters.
FULL = 2.0

#: What the name of a row begins with that may stand close behind a figure at its column's right edge.
BEGINS_NAME = frozenset("一二三四五六七八九十（本支结年总")
#: Digits of a code of the classification, or of a unit.
CODE_LENGTHS = (3, 5, 6, 7, 9)
FIGURE_CHARS = frozenset("0123456789.,，-−%％")
_AMOUNT_ENDS = re.compile(r"\d\.\d{2}$")
_FIGURES = re.compile(r"-?\d[\d.,，]*")
_BASE, _LEFT = attrgetter("base"), attrgetter("left")


class Char(NamedTuple):
    """One printed character; ``base`` is the baseline, which no font metric blurs. A tuple: pages hold thousands."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside of tables."""

    text: str
    top: float
    bottom: float
    left: float = 0.0
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line without a wide gap in it."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    base: float


def height(char: Char) -> float:
    """A dash has next to no height; no character is printed smaller than this."""
    return max(char.bottom - char.top, LOWEST)


def by_line(chars: Sequence[Char]) -> list[list[Char]]:
    """The characters of each line from left to right, lines from top to bottom."""
    grouped: list[list[Char]] = []
    first: Char | None = None
    for char in sorted(chars, key=_BASE):
        step = char.base - first.base if first is not None else LOWEST
        if first is not None and (step < SAME_LINE * LOWEST or step < SAME_LINE * max(height(char), height(first))):
            grouped[-1].append(char)
        else:
            grouped.append([char])
            first = char
    for line in grouped:
        line.sort(key=_LEFT)
    return grouped


def printed(line: Sequence[Char]) -> str:
    """The line's text; a wide gap is one space, a character drawn twice for weight is one."""
    tallest = 0.0  # worked out where a gap asks for it
    text = ""
    last: Char | None = None
    for char in line:
        if last is not None:
            gap = char.left - last.right
            again = char.text == last.text
            if again or gap > SPACE * LOWEST:
                tallest = tallest or max(map(height, line))
                if again and char.left - last.left < TWICE * tallest:
                    continue
                if gap > SPACE * tallest:
                    text += " "
        text += char.text
        last = char
    return text


def lines(chars: Sequence[Char]) -> list[Line]:
    """Lines of text from top to bottom."""
    found = []
    for line in by_line(chars):
        text = printed(line)
        if text:
            top, bottom = min(char.top for char in line), max(char.bottom for char in line)
            found.append(Line(text, top, bottom, line[0].left, max(char.right for char in line)))
    return found


def pieces(line: Sequence[Char]) -> list[Piece]:
    """The line cut at its wide gaps, and between figures at narrow ones."""
    return [piece_of(chars) for chars in stretches(line)]


def stretches(line: Sequence[Char]) -> list[list[Char]]:
    """The characters of each piece of a line."""
    tallest = max(map(height, line))
    cut: list[list[Char]] = [[line[0]]]
    for char in line[1:]:
        last = cut[-1][-1]
        if char.left - last.right > _gap_between(cut[-1], char) * tallest:
            cut.append([char])
        else:
            cut[-1].append(char)
    return cut


def _gap_between(chars: Sequence[Char], char: Char) -> float:
    """Behind a figure or a code the name of what comes next may stand close: columns have narrow edges."""
    if chars[-1].text.isdigit() and (char.text in BEGINS_NAME or _is_code(chars)):
        return FIGURE_SPACE
    return widest_gap(chars[-1], char)


def _is_code(chars: Sequence[Char]) -> bool:
    return len(chars) in CODE_LENGTHS and all(char.text.isdigit() for char in chars)


def widest_gap(last: Char, char: Char) -> float:
    """The gap between two characters of one stretch at most, in heights; a point stands loose in some fonts."""
    digits = last.text.isdigit() and char.text in FIGURE_CHARS and char.text not in ".,，"
    return FIGURE_SPACE if digits else SPACE


def piece_of(chars: Sequence[Char]) -> Piece:
    """The characters of one line, from left to right, as one stretch."""
    return Piece(
        printed(chars),
        chars[0].left,
        max(char.right for char in chars),
        min(char.top for char in chars),
        max(char.bottom for char in chars),
        chars[0].base,
    )


def cell_text(chars: Sequence[Char], right: float | None = None) -> str:
    """The cell's lines joined: a label that wraps is one label; two whole amounts stay two lines.

    ``right`` is the cell's right edge: a figure that had room to go on in its line does not go on in the next.
    """
    rows = by_line(chars)
    text = here = printed(rows[0])
    for above, line in pairwise(rows):
        last, here = here, printed(line)
        apart = bool(_AMOUNT_ENDS.search(text)) and here[:1].isdigit()
        if right is not None and not apart and last[-1:].isdigit() and _FIGURES.fullmatch(here):
            apart = bool(_FIGURES.fullmatch(last)) and not is_full(above, right)
        text += ("\n" if apart else "") + here
    return text


def is_full(line: Sequence[Char], right: float) -> bool:
    """Whether the line has no room for two more characters before the edge at ``right``."""
    return right - line[-1].right < FULL * max(map(height, line))
