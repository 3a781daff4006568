"""Where a table without inner rules may stand among the lines of a page: between rules, or where figures line up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from parsers.layout.lattice import Rule
from parsers.layout.lines import Piece
from parsers.layout.open_rows import FIGURE

#: Rules of one table begin and end at the same places.
SAME_END = 4.0
SHORTEST_RULE = 100.0
#: Lines of one table do not stand further apart than so many of their heights.
WIDEST_STEP = 3.5
#: So many lines with figures in so many columns make a table where no rule is drawn.
FEWEST_LINES = 3
FEWEST_FIGURE_COLUMNS = 2
MOST_HEAD_LINES = 3
#: A line of prose fills more than this share of the table's width with one text.
PROSE = 0.6
#: So many stretches with text between rules of one extent are the rows of one table.
FEWEST_STEPS = 6
#: A row without figures is not much higher than those with some.
TALLEST_ROW = 1.6
_LEADERS = re.compile(r"[.…·]{4,}")

PieceLine = list[Piece]
#: First line, the line behind the last one, and the y of the rules above, between and below.
Stretch = tuple[int, int, list[float]]


class _Between(NamedTuple):
    """What stands between two rules: the numbers of its lines."""

    top: float
    bottom: float
    lines: list[int]
    figures: bool
    prose: bool


def bands(cut: Sequence[PieceLine], loose: Sequence[Rule]) -> Iterator[Stretch]:
    """What stands between rules of the same extent."""
    for rules in _alike(loose):
        found = [_between(cut, top, bottom) for top, bottom in pairwise(rules)]
        ladder = _ladder(found)
        held: list[_Between] = []
        for between in found:
            if between.lines and not between.prose and (between.figures or _goes_on(held, between, ladder)):
                held.append(between)
                continue
            yield from _band(held)
            held = [between] if between.lines and not between.prose else []  # a head: the nearest one counts
        yield from _band(held)


def _between(cut: Sequence[PieceLine], top: Rule, bottom: Rule) -> _Between:
    lines = [number for number, line in enumerate(cut) if top.at < line[0].base <= bottom.at]
    figures = any(has_figures(cut[number]) for number in lines)
    return _Between(top.at, bottom.at, lines, figures, any(_is_prose(cut[number], top) for number in lines))


def _ladder(found: Sequence[_Between]) -> float:
    """How high a row of a table is at most whose rows are all parted by rules; 0 where too few rules tell it."""
    heights = [between.bottom - between.top for between in found if between.lines]
    return TALLEST_ROW * median(heights) if len(heights) >= FEWEST_STEPS else 0.0


def _goes_on(held: Sequence[_Between], between: _Between, ladder: float) -> bool:
    """Whether a stretch without figures is a row of the table above it: about as high as its other rows."""
    height = between.bottom - between.top
    if held and height <= ladder and held[-1].bottom == between.top:
        return True
    heights = [above.bottom - above.top for above in held if above.figures]
    return len(heights) >= FEWEST_LINES and height <= TALLEST_ROW * median(heights)


def _band(held: Sequence[_Between]) -> Iterator[Stretch]:
    if any(between.figures for between in held):
        numbers = [number for between in held for number in between.lines]
        yield min(numbers), max(numbers) + 1, [held[0].top, *(between.bottom for between in held)]


def _alike(loose: Sequence[Rule]) -> Iterator[list[Rule]]:
    rest = [rule for rule in sorted(loose, key=lambda rule: rule.at) if rule.end - rule.start >= SHORTEST_RULE]
    while rest:
        first = rest[0]
        same = [rule for rule in rest if abs(rule.start - first.start) + abs(rule.end - first.end) <= 2 * SAME_END]
        if len(same) > 1:
            yield same
        rest = [rule for rule in rest if rule not in same]


def _is_prose(line: PieceLine, rule: Rule) -> bool:
    return any(piece.right - piece.left > PROSE * (rule.end - rule.start) for piece in line)


def stretches(cut: Sequence[PieceLine]) -> Iterator[Stretch]:
    """Lines with figures below each other, with what wraps between them and the head above them."""
    number = 0
    while number < len(cut):
        end = _end_of_stretch(cut, number)
        if end > number:
            yield _with_head(cut, number), end, []
        number = max(end, number + 1)


def _end_of_stretch(cut: Sequence[PieceLine], start: int) -> int:
    """Behind the last line with figures that belongs to the stretch beginning at ``start``; ``start`` for none."""
    if _columns_with_figures(cut[start]) < FEWEST_FIGURE_COLUMNS:
        return start
    end, lines = start + 1, 1
    for at in range(start + 1, len(cut)):
        if not _near(cut[at - 1], cut[at]) or at - end >= 2:
            break
        if _columns_with_figures(cut[at]) >= 1 and len(cut[at]) > 1:
            end, lines = at + 1, lines + 1
        elif len(cut[at]) > 1:
            end = at + 1
    return _with_tail(cut, start, end) if lines >= FEWEST_LINES else start


def _with_tail(cut: Sequence[PieceLine], start: int, end: int) -> int:
    """One line more where the last label goes on in it."""
    if end < len(cut) and _near(cut[end - 1], cut[end]) and len(cut[end]) == 1:
        label = cut[end][0]
        first = min((piece for line in cut[start:end] for piece in line if not FIGURE.fullmatch(piece.text)),
                    key=lambda piece: piece.left, default=None)  # fmt: skip
        bare = all(FIGURE.fullmatch(piece.text) for piece in cut[end - 1])
        if first and bare and abs(label.left - first.left) < (label.bottom - label.top):
            return end + 1
    return end


def _with_head(cut: Sequence[PieceLine], start: int) -> int:
    """Where the head above the line ``start`` begins: lines of several short texts."""
    first = start
    if start and all(FIGURE.fullmatch(piece.text) for piece in cut[start]) and len(cut[start - 1]) == 1:
        first -= 1  # the label of the first row begins above its figures
    while first and start - first < MOST_HEAD_LINES:
        line = cut[first - 1]
        if len(line) < 2 or not _near(line, cut[first]) or any(_LEADERS.search(piece.text) for piece in line):
            break
        first -= 1
    return first


def _near(line: PieceLine, below: PieceLine) -> bool:
    tallest = max(piece.bottom - piece.top for piece in (*line, *below))
    return below[0].base - line[0].base < WIDEST_STEP * max(tallest, 4.0)


def has_figures(line: PieceLine) -> bool:
    return len(line) > 1 and _columns_with_figures(line) > 0


def _columns_with_figures(line: PieceLine) -> int:
    if any(_LEADERS.search(piece.text) for piece in line):
        return 0
    return sum(1 for piece in line if FIGURE.fullmatch(piece.text))
