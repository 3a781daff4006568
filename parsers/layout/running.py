"""A table that runs over several pages: whether a further part continues it, and its cut rows and cells made whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.layout.cut_cells import rejoined
from parsers.layout.grid import Line, Table
from parsers.layout.two_readings import Doubt, settle
from parsers.model import Grid

Box = tuple[float, float, float, float]

#: Column edges of a continued table agree to this many points.
SAME_EDGE = 4.0
#: A frame around the first page may make it wider than the table that goes on; not by more than this.
SAME_WIDTH = 0.85

#: Text between two pages of a table flowed over from its cells where so much of it lies in columns, of so many, and
#: where nothing of it heads a table.
OVERFLOWN = 0.6
FEWEST_EDGES = 6
FEWEST_AT_RIGHT = 4
_HEADS = re.compile(
    r"^公开|^(?:附|预算)?表\s*[\d一二三四五六七八九十]|^预算\d+表|^附件|单位[：:]|部门[：:]"
    r"|(?:预算|决算|支出|收入|总|情况|绩效|目标|采购|明细|汇总)表(?:（[^（）]*）)?$"
)

_FIGURE = re.compile(r"^[-+\d.,%]+$")
#: So many rows tell which columns are always filled.
FEWEST_ROWS = 3
_NEW_ITEM = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、]|其中)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What stands on one page, from top to bottom."""

    number: int  # counted from 1
    height: float
    items: Sequence[Line | Table]
    as_shown: Callable[[Box], Box] = lambda box: box  # from the page as read to the page as shown


@dataclass(slots=True)
class Running:
    """A table while further pages may continue it."""

    rows: list[list[str]]
    edges: list[float]
    boxes: list[tuple[float, float, float, float]]
    pages: list[int]
    full: frozenset[int]
    loose: bool = False
    doubts: list[Doubt] = field(default_factory=list)
    cut: dict[int, int] = field(default_factory=dict)  # column and first row of the cells that the last page end cuts
    ever_cut: set[tuple[int, int]] = field(default_factory=set)  # row and column of all that page ends cut

    def settled(self) -> list[tuple[int, str]]:
        """Puts the readings that add up into the rows; page and reason of each doubt that the sums leave open."""
        return [(self.pages[row], reason) for row, reason in settle(self.rows, self.doubts)]

    def grid(self) -> Grid | None:
        """The table without the rows and columns in which nothing stands (they come from frames). None for no more."""
        filled = [at for at, row in enumerate(self.rows) if any(row)]
        columns = [column for column in range(len(self.edges) - 1) if any(row[column] for row in self.rows)]
        pages = [self.pages[at] for at in filled]
        if not pages:
            return None
        first, last = pages[0], pages[-1]
        return Grid(
            rows=tuple(tuple(self.rows[at][column] for column in columns) for at in filled),
            where=f"第{first}页" if first == last else f"第{first}-{last}页",
            page=first,
            boxes=tuple(self.boxes[at] for at in filled),
            pages=() if first == last else tuple(pages),
            lost=self._lost(filled, columns),
        )

    def _lost(self, filled: Sequence[int], columns: Sequence[int]) -> frozenset[tuple[int, int]]:
        empty = (place for place in self.ever_cut if not self.rows[place[0]][place[1]])
        kept = (place for place in empty if place[0] in filled and place[1] in columns)
        return frozenset((filled.index(row), columns.index(column)) for row, column in kept)


def running(table: Table, page: Page) -> Running:
    """The table as it begins on a page."""
    pages = [page.number] * len(table.rows)
    boxes = [page.as_shown(box) for box in table.boxes]
    cut = dict(table.cut_below)
    ends = {(row, column) for column, row in cut.items()} | {(0, column) for column in table.cut_above}
    return Running(table.rows, table.edges, boxes, pages, table.full, table.loose, list(table.doubts), cut, ends)


def may_continue(running: Running, table: Table, between: Sequence[Line]) -> bool:
    """Whether no text stands between two tables but what flowed over from cells that the page end cuts."""
    if not between:
        return True
    inside = [line for line in between if _in_a_column(line, running.edges) or _in_a_column(line, table.edges)]
    heads = any(_HEADS.search(line.text) for line in between)
    enough = len(inside) >= OVERFLOWN * len(between) and len(between) >= FEWEST_ROWS
    return enough and not heads and len(running.edges) >= FEWEST_EDGES


def _in_a_column(line: Line, edges: Sequence[float]) -> bool:
    """Whether a line lies in one of the columns as the text of a cell does."""
    return any(left <= line.left + SAME_EDGE and line.right <= right + SAME_EDGE for left, right in pairwise(edges))


def continues(running: Running, table: Table, page: Page, *, cut: bool) -> bool:
    """Joins ``table`` to the one that ended the page before, where its columns are among that one's; whether it did.

    ``cut``: text that flowed over from cells stands between the two.
    """
    if running.pages[-1] != page.number - 1:
        return False
    _widen(running, table)
    places = _columns_of(running, table, cut=cut)
    if places is None:
        return False
    rows = [_moved(row, places, len(running.edges) - 1) for row in table.rows]
    first = _repeated_head(running.rows, rows)
    tops = {places[column] for column in table.cut_above}
    whole = _join_cut(running, rows[first], tops, headed=first > 0)
    if not tops and _is_rest_of(running, rows[first]):
        running.rows[-1] = [above + below for above, below in zip(running.rows[-1], rows[first], strict=True)]
        first += 1
    start = len(running.rows) - first
    below = {places[column]: row for column, row in table.cut_below.items() if row >= first}
    running.cut = {at: whole[at] if at in whole and row == first else row + start for at, row in below.items()}
    running.ever_cut |= {(row, at) for at, row in running.cut.items()}
    if cut:  # what flowed over stands between the tables, and which cell it came from can not be told
        running.ever_cut |= {(first + start, at) for at in range(len(running.edges) - 1)}
    moved = {(row, at): (row + start, place) for row in range(first, len(rows)) for at, place in enumerate(places)}
    running.doubts += [doubt.moved(moved) for doubt in table.doubts]
    running.rows += rows[first:]
    running.boxes += [page.as_shown(box) for box in table.boxes[first:]]
    running.pages += [page.number] * (len(rows) - first)
    running.full = frozenset(places[column] for column in table.full)
    return True


def _widen(running: Running, table: Table) -> None:
    """Gives the beginning of a form the columns of what follows, where the page end cuts its last row.

    A form's first rows may have fewer columns than those below them.
    """
    edges, further = running.edges, table.edges
    found = [next((at for at, x in enumerate(further) if abs(edge - x) <= SAME_EDGE), -1) for edge in edges]
    if running.loose or table.loose or len(edges) >= len(further) or [found[0], found[-1]] != [0, len(further) - 1]:
        return
    if -1 in found or running.cut or table.cut_above or not _goes_on(running, table.rows[0], found):
        return
    running.rows = [_moved(row, found[:-1], len(further) - 1) for row in running.rows]
    moved = {(row, at): (row, place) for row in range(len(running.rows)) for at, place in enumerate(found[:-1])}
    running.doubts = [doubt.moved(moved) for doubt in running.doubts]
    running.edges, running.full = further, frozenset(found[column] for column in running.full)


def _goes_on(running: Running, row: list[str], places: Sequence[int]) -> bool:
    """Whether all that a row holds goes on in columns of ``places`` whose last line was full."""
    filled = {at for at, text in enumerate(row) if text}
    figures = any(_FIGURE.match(row[at]) for at in filled)
    return bool(filled) and not figures and filled <= {places[column] for column in running.full}


def _join_cut(running: Running, row: list[str], tops: set[int], *, headed: bool) -> dict[int, int]:
    """Moves the rests of cut cells out of ``row`` up to where the cells begin: column and first row of each of them.

    Under a head that is printed again the edge is drawn, but a cell that is open below must go on there all the same.
    """
    found: dict[int, int] = {}
    for column, first in running.cut.items():
        above = running.rows[first][column]
        text = rejoined(above, row[column]) if column in tops or headed else None
        if text is not None:
            running.rows[first][column], row[column] = text, ""
            found[column] = first
    return found


def _columns_of(running: Running, table: Table, *, cut: bool) -> list[int] | None:
    """For each column of the further table the column of the first one it begins at; None where they do not fit.

    Where the page end cut cells, their columns may be drawn no more: those at the right are enough then.
    """
    edges, further = running.edges, table.edges
    if running.loose or table.loose:
        return _same_columns(edges, further) if running.loose and table.loose else None
    found = [next((at for at, edge in enumerate(edges) if abs(edge - x) <= SAME_EDGE), -1) for x in further]
    narrow = further[-1] - further[0] < SAME_WIDTH * (edges[-1] - edges[0])
    at_right = cut and len(further) >= FEWEST_AT_RIGHT and abs(further[-1] - edges[-1]) <= SAME_EDGE
    if -1 in found or (narrow and not at_right):
        return None
    return found[:-1]


def _same_columns(edges: list[float], further: list[float]) -> list[int] | None:
    """Edges told by texts lie somewhere in the gaps: as many of them, each between the neighbours of its fellow."""
    if len(edges) != len(further):
        return None
    inner = range(1, len(edges) - 1)
    fit = all(
        edges[at - 1] < further[at] < edges[at + 1] and further[at - 1] < edges[at] < further[at + 1] for at in inner
    )
    return list(range(len(edges) - 1)) if fit else None


def _moved(row: list[str], places: list[int], width: int) -> list[str]:
    moved = [""] * width
    for place, text in zip(places, row, strict=True):
        moved[place] = text
    return moved


def _repeated_head(rows: list[list[str]], further: list[list[str]]) -> int:
    """How many rows at the top of the further part repeat the head of the table."""
    count = 0
    while count < min(len(rows), len(further) - 1, 4) and any(rows[count]) and _is_again(rows[count], further[count]):
        count += 1
    for row, head in zip(further[:count], rows, strict=False):
        further[count] = [text[len(own) :] + below for text, own, below in zip(row, head, further[count], strict=True)]
    return count


def _is_again(head: list[str], row: list[str]) -> bool:
    """Whether a row is the head again; a line of a cell that the page end cuts may reach into it from below."""
    same = sum(bool(text) and text == own for text, own in zip(row, head, strict=True))
    rest = [text for text, own in zip(row, head, strict=True) if text != own]
    reaches = all(text.startswith(own) and own for text, own in zip(row, head, strict=True) if text != own)
    return not rest or (reaches and same > len(rest) and same >= FEWEST_ROWS)


def _is_rest_of(running: Running, row: list[str]) -> bool:
    """Whether a row is the rest of one that the page end cut: no figure, no new number, and nothing else begins in it.

    It is one where the last line above each of its texts was full, or where the column that has a code or a figure in
    every row of the table has none.
    """
    last = running.rows[-1]
    filled = [at for at, text in enumerate(row) if text]
    if not filled or any(not last[at] or _FIGURE.match(row[at]) or _NEW_ITEM.match(row[at]) for at in filled):
        return False
    return all(at in running.full for at in filled) or any(not row[at] for at in _figured(running.rows))


def _figured(rows: list[list[str]]) -> list[int]:
    """The columns in which each row has a code or a figure, the head apart."""
    columns = range(len(rows[-1]))
    body = next((at for at, row in enumerate(rows) if sum(bool(_FIGURE.match(text)) for text in row) > 1), len(rows))
    if len(rows) - body < FEWEST_ROWS:
        return []
    return [column for column in columns if all(_FIGURE.match(row[column]) for row in rows[body:])]
