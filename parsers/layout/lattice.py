"""Ruled lines → lattices of cells, and the tables that the characters in them make. Points, origin top left.

    rules → snapped and joined → groups that touch → lattice → merged cells → text by the centre of each character

A cell is what the rules enclose, whatever the font says about itself; nothing here looks at words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.layout.lines import Char, by_line, cell_text, is_full
from parsers.layout.two_readings import Doubt, across_rules, inside_cell

#: Two rules this close are one rule drawn twice (double borders, neighbours that each draw their own).
SNAP = 2.5
#: A rule reaches another that ends this close to it.
REACH = 3.0

Place = tuple[int, int]
Held = dict[Place, list[Char]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: ``at`` is its y (horizontal) or x (vertical), from ``start`` to ``end`` along the other axis."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: rectangular rows, the x of its column edges, the box of each row."""

    rows: list[list[str]]
    edges: list[float]
    boxes: list[tuple[float, float, float, float]]
    full: frozenset[int] = frozenset()  # columns of the last row whose text fills its last line to the cell's edge
    doubts: Sequence[Doubt] = ()  # numbers that can be read in two ways
    loose: bool = False  # columns told by the gaps between texts: their edges are approximate
    cut_above: frozenset[int] = frozenset()  # columns whose first cell goes on from the page before
    cut_below: Mapping[int, int] = field(default_factory=dict)  # column and first row of each cell the page end cuts

    @property
    def top(self) -> float:
        return self.boxes[0][1]


@dataclass(frozen=True, slots=True)
class Lattice:
    """The edges of a ruled table; ``cells`` tells for each place the top left place of its cell."""

    columns: list[float]
    rows: list[float]
    cells: dict[Place, Place] = field(default_factory=dict)
    #: Columns without a rule above or below, where other columns have one: the page end cuts their cells.
    open_above: frozenset[int] = frozenset()
    open_below: frozenset[int] = frozenset()

    def cell(self, x: float, y: float) -> Place | None:
        """The cell around a point."""
        return self.cells.get((bisect_right(self.rows, y) - 1, bisect_right(self.columns, x) - 1))

    def right(self, cell: Place) -> float:
        """The right edge of a cell."""
        row, column = cell
        while self.cells.get((row, column + 1)) == cell:
            column += 1
        return self.columns[column + 1]


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


def lattices(across: Iterable[Rule], down: Iterable[Rule]) -> tuple[list[Lattice], list[Rule]]:
    """The ruled tables of a page, and the horizontal rules that no vertical one touches."""
    level, upright = _joined(across), _joined(down)
    found, loose = [], []
    groups = list(_groups(level, upright))
    lonely = [rule for group in groups if not group[0] for rule in group[1]]
    for group in groups:
        if group[0] and group[1]:
            found.append(_lattice(group[0], [*group[1], *_beside(lonely, group[1])]))
        elif group[0]:
            loose += group[0]
    return [lattice for lattice in found if len(set(lattice.cells.values())) > 1], loose


def _groups(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that touch each other, directly or through others: each group with both kinds is one table."""
    parent = list(range(len(across) + len(down)))
    for number, vertical in enumerate(down, start=len(across)):
        for other, horizontal in enumerate(across):
            if _touch(horizontal, vertical):
                parent[_root(parent, number)] = _root(parent, other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate([*across, *down]):
        groups.setdefault(_root(parent, number), ([], []))[number >= len(across)].append(rule)
    return [group for group in groups.values() if len(group[0]) != 1 or not group[1]]


def _beside(lonely: list[Rule], down: list[Rule]) -> list[Rule]:
    """The upright rules that no level one touches and that are as long as the table: they part cells as high as it."""
    top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
    return [rule for rule in lonely if abs(rule.start - top) <= REACH and abs(rule.end - bottom) <= REACH]


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


def _lattice(across: list[Rule], down: list[Rule]) -> Lattice:
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
    cells = {place: places[_root(parent, number[place])] for place in places}
    return Lattice(columns, rows, cells, _open(floors, 0, columns), _open(floors, len(rows) - 1, columns))


def _open(floors: set[tuple[int, int]], row: int, columns: list[float]) -> frozenset[int]:
    """The columns in which an outer edge is not drawn; none where it is drawn nowhere, as in tables without a frame."""
    spans = range(len(columns) - 1)
    found = frozenset(column for column in spans if (row, column) not in floors)
    return found if len(found) < len(spans) else frozenset()


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
        position = _nearest(positions, rule.at)
        first, end = bisect_left(middles, rule.start), bisect_right(middles, rule.end)
        covered |= {(position, span) for span in range(first, end)}
    return covered


def _nearest(positions: list[float], at: float) -> int:
    """The number of the position that lies nearest; of two as near, the first."""
    after = bisect_left(positions, at)
    if after == len(positions):
        return after - 1
    return after - 1 if after and at - positions[after - 1] <= positions[after] - at else after


def table(lattice: Lattice, held: Held, runs: Sequence[Sequence[Char]] = ()) -> Table:
    """Rows of texts; edges that part no cell anywhere, and rows that are only a gap, are left out.

    ``runs`` are numbers in drawing order that cross a rule.
    """
    origins = sorted(set(lattice.cells.values()))
    columns = sorted({column for _, column in origins})
    used_rows = sorted({row for row, _ in origins})
    texts = {origin: cell_text(chars, lattice.right(origin)) for origin, chars in held.items()}
    rows = [[texts.get((row, column), "") for column in columns] for row in used_rows]
    left, right = lattice.columns[0], lattice.columns[-1]
    ends = [*used_rows[1:], len(lattice.rows) - 1]
    boxes = [(left, lattice.rows[row], right, lattice.rows[end]) for row, end in zip(used_rows, ends, strict=True)]
    full = {
        columns.index(origin[1])
        for origin, chars in held.items()
        if origin[0] == used_rows[-1] and is_full(by_line(chars)[-1], lattice.right(origin))
    }
    places = {(row, column): (used_rows.index(row), columns.index(column)) for row, column in origins}
    doubts = [doubt.moved(places) for doubt in _doubts(held, texts, runs)]
    edges = [*(lattice.columns[column] for column in columns), right]
    above = frozenset(places[lattice.cells[0, column]][1] for column in lattice.open_above)
    last = len(lattice.rows) - 2
    below = {column: row for row, column in (places[lattice.cells[last, at]] for at in sorted(lattice.open_below))}
    return Table(rows, edges, boxes, frozenset(full), doubts, cut_above=above, cut_below=below)


def _doubts(held: Held, texts: dict[Place, str], runs: Sequence[Sequence[Char]]) -> Iterable[Doubt]:
    crossing = list(across_rules(held, runs)) if runs else []
    shared = {cell for doubt in crossing for cell in doubt.readings}
    yield from crossing
    for cell, chars in held.items():
        if len(chars) > 1 and cell not in shared:
            yield from inside_cell(cell, texts[cell], chars)
