"""Ruled lines and characters of one page → tables and lines of text. Pure geometry: points, origin top left.

    rules → snapped and joined → groups that touch → lattice → merged cells → text by the centre of each character

A cell is what the rules enclose, whatever the font says about itself; nothing here looks at words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

#: Two rules this close are one rule drawn twice (double borders, neighbours that each draw their own).
SNAP = 2.5
#: A rule reaches another that ends this close to it.
REACH = 3.0
#: Characters whose baselines differ by less than this share of their height stand on one line.
SAME_LINE = 0.5
#: A gap wider than this share of the height is a space that was printed by moving on.
SPACE = 1.0

_WHOLE_AMOUNT = re.compile(r"\d\.\d{2}$")


class Char(NamedTuple):
    """One printed character; ``base`` is the baseline, which no font metric blurs. A tuple: pages hold thousands."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: ``at`` is its y (horizontal) or x (vertical), from ``start`` to ``end`` along the other axis."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside of tables."""

    text: str
    top: float
    bottom: float
    left: float = 0.0
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: rectangular rows, the x of its column edges, the box of each row."""

    rows: list[list[str]]
    edges: list[float]
    boxes: list[tuple[float, float, float, float]]
    full: frozenset[int] = frozenset()  # columns of the last row whose text fills its last line to the cell's edge

    @property
    def top(self) -> float:
        return self.boxes[0][1]


@dataclass(frozen=True, slots=True)
class _Lattice:
    columns: list[float]
    rows: list[float]
    cells: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # place → top left place of its cell

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        row, column = bisect_right(self.rows, y) - 1, bisect_right(self.columns, x) - 1
        inside = 0 <= row < len(self.rows) - 1 and 0 <= column < len(self.columns) - 1
        return (row, column) if inside else None


def lay_out(chars: Sequence[Char], across: Iterable[Rule], down: Iterable[Rule]) -> list[Line | Table]:
    """The page's lines and tables from top to bottom. ``across`` are horizontal rules, ``down`` vertical ones."""
    lattices = [_lattice(*group) for group in _groups(_joined(across), _joined(down))]
    lattices = [lattice for lattice in lattices if len(set(lattice.cells.values())) > 1]
    inside: list[dict[tuple[int, int], list[Char]]] = [{} for _ in lattices]
    outside: list[Char] = []
    for char in chars:
        _deal(char, lattices, inside, outside)
    tables = [_table(lattice, held) for lattice, held in zip(lattices, inside, strict=True) if held]
    items: list[Line | Table] = [*tables, *lines(outside)]
    return sorted(items, key=lambda item: item.top)


def _deal(
    char: Char, lattices: list[_Lattice], inside: list[dict[tuple[int, int], list[Char]]], outside: list[Char]
) -> None:
    x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
    for lattice, held in zip(lattices, inside, strict=True):
        place = lattice.place(x, y)
        if place is not None:
            held.setdefault(lattice.cells[place], []).append(char)
            return
    outside.append(char)


# --- rules -----------------------------------------------------------------------------------------


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules at nearly the same place are one; pieces that touch are one long rule."""
    joined: list[Rule] = []
    for level in _levels(sorted(rules, key=lambda rule: rule.at)):
        at = sum(rule.at for rule in level) / len(level)
        start, end = None, 0.0
        for rule in sorted(level, key=lambda rule: rule.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + REACH:
                end = max(end, rule.end)
            else:
                joined.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            joined.append(Rule(at, start, end))
    return joined


def _levels(rules: list[Rule]) -> list[list[Rule]]:
    levels: list[list[Rule]] = []
    for rule in rules:
        if levels and rule.at - levels[-1][0].at <= SNAP:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    return levels


def _groups(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that touch each other, directly or through others: each group is one table."""
    parent = list(range(len(across) + len(down)))
    for number, vertical in enumerate(down, start=len(across)):
        for other, horizontal in enumerate(across):
            if _touch(horizontal, vertical):
                parent[_root(parent, number)] = _root(parent, other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate([*across, *down]):
        groups.setdefault(_root(parent, number), ([], []))[number >= len(across)].append(rule)
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


def _touch(horizontal: Rule, vertical: Rule) -> bool:
    return (
        horizontal.start - REACH <= vertical.at <= horizontal.end + REACH
        and vertical.start - REACH <= horizontal.at <= vertical.end + REACH
    )


# --- cells -----------------------------------------------------------------------------------------


def _lattice(across: list[Rule], down: list[Rule]) -> _Lattice:
    """Every edge drawn through the whole table; then places that no rule parts become one cell."""
    columns = _positions(down, across)
    rows = _positions(across, down)
    places = [(row, column) for row in range(len(rows) - 1) for column in range(len(columns) - 1)]
    number = {place: at for at, place in enumerate(places)}
    parent = list(range(len(places)))
    walls, floors = _covered(down, columns, rows), _covered(across, rows, columns)
    for row, column in places:
        if column and (column, row) not in walls:
            _join(parent, number[row, column], number[row, column - 1])
        if row and (row, column) not in floors:
            _join(parent, number[row, column], number[row - 1, column])
    return _Lattice(columns, rows, {place: places[_root(parent, number[place])] for place in places})


def _join(parent: list[int], one: int, other: int) -> None:
    one, other = _root(parent, one), _root(parent, other)
    parent[max(one, other)] = min(one, other)


def _positions(rules: list[Rule], crossing: list[Rule]) -> list[float]:
    """Where the rules stand, and the outer edges that are not drawn but at which the crossing rules end."""
    found = sorted({rule.at for rule in rules})
    for end in (min(rule.start for rule in crossing), max(rule.end for rule in crossing)):
        if all(abs(end - at) > 2 * REACH for at in found):
            found.append(end)
    distinct: list[float] = []
    for at in sorted(found):
        if not distinct or at - distinct[-1] > SNAP:
            distinct.append(at)
    return distinct


def _covered(rules: list[Rule], positions: list[float], spans: list[float]) -> set[tuple[int, int]]:
    """(number of the position, number of the span) for each piece of an edge that is really drawn."""
    middles = [(start + end) / 2 for start, end in pairwise(spans)]
    covered = set()
    for rule in rules:
        position = min(range(len(positions)), key=lambda at, rule=rule: abs(positions[at] - rule.at))  # type: ignore[misc]
        covered |= {(position, span) for span, middle in enumerate(middles) if rule.start <= middle <= rule.end}
    return covered


def _table(lattice: _Lattice, held: dict[tuple[int, int], list[Char]]) -> Table:
    """Rows of texts; edges that part no cell anywhere, and rows that are only a gap, are left out."""
    origins = sorted(set(lattice.cells.values()))
    columns = sorted({column for _, column in origins})
    used_rows = sorted({row for row, _ in origins})
    texts = {origin: cell_text(chars) for origin, chars in held.items()}
    rows = [[texts.get((row, column), "") for column in columns] for row in used_rows]
    left, right = lattice.columns[0], lattice.columns[-1]
    ends = [*used_rows[1:], len(lattice.rows) - 1]
    boxes = [(left, lattice.rows[row], right, lattice.rows[end]) for row, end in zip(used_rows, ends, strict=True)]
    full = {
        columns.index(origin[1])
        for origin, chars in held.items()
        if origin[0] == used_rows[-1] and _fills(lattice, origin, chars)
    }
    return Table(rows, [*(lattice.columns[column] for column in columns), right], boxes, frozenset(full))


def _fills(lattice: _Lattice, origin: tuple[int, int], chars: list[Char]) -> bool:
    """Whether the last line of the cell has no room for two more characters: it may go on elsewhere."""
    last_column = max(column for (row, column), cell in lattice.cells.items() if cell == origin and row == origin[0])
    last_line = _by_line(chars)[-1]
    return lattice.columns[last_column + 1] - last_line[-1].right < 2 * max(map(_height, last_line))


# --- text ------------------------------------------------------------------------------------------


def cell_text(chars: list[Char]) -> str:
    """The cell's lines joined: a label that wraps is one label; two whole amounts stay two lines."""
    text = ""
    for line in _by_line(chars):
        printed = _printed(line)
        apart = _WHOLE_AMOUNT.search(text) and printed[:1].isdigit()
        text += ("\n" if apart else "") + printed
    return text


def lines(chars: list[Char]) -> list[Line]:
    """Lines of text from top to bottom."""
    found = []
    for line in _by_line(chars):
        text = _printed(line)
        if text:
            top, bottom = min(char.top for char in line), max(char.bottom for char in line)
            found.append(Line(text, top, bottom, line[0].left, max(char.right for char in line)))
    return found


def _by_line(chars: list[Char]) -> list[list[Char]]:
    grouped: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: char.base):
        height = max(char.bottom - char.top, 4.0)
        if grouped and char.base - grouped[-1][0].base < SAME_LINE * max(height, _height(grouped[-1][0])):
            grouped[-1].append(char)
        else:
            grouped.append([char])
    return [sorted(line, key=lambda char: char.left) for line in grouped]


def _height(char: Char) -> float:
    return max(char.bottom - char.top, 4.0)


def _printed(line: list[Char]) -> str:
    """The line's text; a wide gap is one space, a character drawn twice for weight is one."""
    height = max(map(_height, line))
    text = ""
    last: Char | None = None
    for char in line:
        if last is not None:
            if char.text == last.text and abs(char.left - last.left) < 0.2 * height:
                continue
            if char.left - last.right > SPACE * height:
                text += " "
        text += char.text
        last = char
    return " ".join(text.split())
