"""Tables without vertical rules: columns told by the gaps between texts, rows by rules, else by the lines with figures.

Strict on purpose: lines become a table only where figures stand below each other; all else stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.lattice import Held, Lattice, Rule, Table
from parsers.lines import FULL, Char, Piece, by_line, pieces
from parsers.open_rows import Row, rows_of

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

FIGURE = re.compile(r"[-−—]?[\d,，]*\d(?:\.\d+)?[%％]?|[-−—]{1,2}")
_DIGIT = re.compile(r"\d")
_LEADERS = re.compile(r"[.…·]{4,}")

PieceLine = list[Piece]


@dataclass(frozen=True, slots=True)
class Span:
    """The stretch of x in which a column's texts stand."""

    left: float
    right: float

    def meets(self, piece: Piece) -> bool:
        """Whether the piece stands above or below a part of the column."""
        return piece.left < self.right and self.left < piece.right


def open_tables(chars: list[Char], loose: Sequence[Rule]) -> tuple[list[Table], list[Char]]:
    """The tables among characters outside of ruled ones, and the characters that are left. ``loose`` are horizontal."""
    if not chars or sum(char.text in "0123456789" for char in chars) < FEWEST_LINES:
        return [], chars
    printed = by_line(chars)
    cut = [pieces(line) for line in printed]
    found: list[tuple[int, int, Table]] = []
    for start, end, edges in (*_bands(cut, loose), *_stretches(cut)):
        if any(start < other_end and other_start < end for other_start, other_end, _ in found):
            continue
        table = _table(cut[start:end], edges)
        if table is not None:
            found.append((start, end, table))
    taken = {number for start, end, _ in found for number in range(start, end)}
    rest = [char for number, line in enumerate(printed) if number not in taken for char in line]
    return [table for _, _, table in found], rest if found else chars


def without_inner_rules(lattice: Lattice, held: Held) -> Table | None:
    """The table of a lattice of one column whose rows hold several texts side by side; None for any other lattice."""
    if len({column for _, column in lattice.cells.values()}) > 1:
        return None
    printed = by_line([char for chars in held.values() for char in chars])
    return _table([pieces(line) for line in printed], lattice.rows)


# --- where a table may stand -------------------------------------------------------------------------


def _bands(cut: Sequence[PieceLine], loose: Sequence[Rule]) -> Iterator[tuple[int, int, list[float]]]:
    """First and last line of what stands between rules of the same extent, and the y of these rules."""
    for rules in _alike(loose):
        inner = [
            (top.at, bottom.at, [n for n, line in enumerate(cut) if top.at < line[0].base <= bottom.at])
            for top, bottom in pairwise(rules)
        ]
        open_at: list[tuple[float, float, list[int]]] = []
        for top, bottom, numbers in inner:
            figures = any(_figures(cut[number]) for number in numbers)
            prose = any(_is_prose(cut[number], rules[0]) for number in numbers)
            if open_at and (prose or not figures) and any(_figures(cut[n]) for _, _, held in open_at for n in held):
                yield _band(open_at)
                open_at = []
            if prose or not numbers:
                open_at = []
            elif not figures:  # a head; of two only the nearer one belongs to the table
                open_at = [(top, bottom, numbers)]
            else:
                open_at.append((top, bottom, numbers))
        if any(_figures(cut[number]) for _, _, held in open_at for number in held):
            yield _band(open_at)


def _band(held: Sequence[tuple[float, float, list[int]]]) -> tuple[int, int, list[float]]:
    numbers = [number for _, _, inner in held for number in inner]
    return min(numbers), max(numbers) + 1, [held[0][0], *(bottom for _, bottom, _ in held)]


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


def _stretches(cut: Sequence[PieceLine]) -> Iterator[tuple[int, int, list[float]]]:
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


def _figures(line: PieceLine) -> bool:
    return len(line) > 1 and _columns_with_figures(line) > 0


def _columns_with_figures(line: PieceLine) -> int:
    if any(_LEADERS.search(piece.text) for piece in line):
        return 0
    return sum(1 for piece in line if FIGURE.fullmatch(piece.text))


# --- columns -----------------------------------------------------------------------------------------


def _table(cut: Sequence[PieceLine], edges: Sequence[float]) -> Table | None:
    """The lines as a table; None where they do not stand in columns."""
    figures = [number for number, line in enumerate(cut) if _figures(line) and _has_digit(line)]
    if not figures:
        return None
    first = figures[0]
    if first and all(FIGURE.fullmatch(piece.text) for piece in cut[first]) and len(cut[first - 1]) == 1:
        first -= 1
    if edges and len(edges) > 2:  # a rule parts the head from the body
        first = min(first, next((n for n, line in enumerate(cut) if line[0].base > edges[1]), first))
    columns = _columns([line for line in cut[first:] if len(line) > 1], cut[:first])
    if columns is None or len(columns) < 2 or not _stand_apart(cut[first:], columns):
        return None
    head = _head(cut[:first], columns)
    body = [Row.of(line, [_column(piece, columns) for piece in line], _room(columns)) for line in cut[first:]]
    rows = [*head, *rows_of(body, edges)]
    if len(rows) < 2:
        return None
    width = range(len(columns))
    return Table(
        rows=[[row.text(column) for column in width] for row in rows],
        edges=[columns[0].left, *((one.right + other.left) / 2 for one, other in pairwise(columns)), columns[-1].right],
        boxes=[(columns[0].left, row.top, columns[-1].right, row.bottom) for row in rows],
        loose=True,
    )


def _has_digit(line: PieceLine) -> bool:
    return any(_DIGIT.search(piece.text) and FIGURE.fullmatch(piece.text) for piece in line)


def _columns(body: Sequence[PieceLine], head: Sequence[PieceLine]) -> list[Span] | None:
    """The stretches of x that the body's texts cover, and those of the head under which nothing stands."""
    spans = _covered([Span(piece.left, piece.right) for line in body for piece in line])
    for line in body:  # two texts of one line in one column: the gaps do not tell the columns
        places = [next(at for at, span in enumerate(spans) if span.meets(piece)) for piece in line]
        if any(_both_in_one(line, places, at) for at in range(1, len(line))):
            return None
    alone = [Span(p.left, p.right) for line in head for p in line if not any(span.meets(p) for span in spans)]
    return _covered([*spans, *alone])


def _both_in_one(line: PieceLine, places: Sequence[int], at: int) -> bool:
    """Whether a piece shares its column with the one before it; the words of a spaced label may."""
    return places[at] == places[at - 1] and any(FIGURE.fullmatch(line[n].text) for n in (at - 1, at))


def _covered(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: span.left):
        if merged and span.left < merged[-1].right:
            merged[-1] = Span(merged[-1].left, max(merged[-1].right, span.right))
        else:
            merged.append(span)
    return merged


def _stand_apart(body: Sequence[PieceLine], columns: Sequence[Span]) -> bool:
    """Whether each single text of the body stays in one column: a text across columns is no part of a table."""
    return all(sum(span.meets(piece) for span in columns) <= 1 for line in body for piece in line)


def _column(piece: Piece, columns: Sequence[Span]) -> int:
    return next(at for at, span in enumerate(columns) if span.meets(piece))


def _room(columns: Sequence[Span]) -> list[float]:
    """From where on a text fills its column to the edge."""
    return [span.right - FULL * 5 for span in columns]


def _head(head: Sequence[PieceLine], columns: Sequence[Span]) -> list[Row]:
    """The head's rows; where no text of it stands over several columns, its lines are one wrapped row."""
    lines = [Row.of(line, [_column(piece, columns) for piece in line], _room(columns)) for line in head]
    spanning = any(sum(span.meets(piece) for span in columns) > 1 for line in head for piece in line)
    if spanning or len(lines) < 2:
        return lines
    whole = lines[0]
    for line in lines[1:]:
        whole = whole.above(line)
    return [whole]
