"""A table's next page that has lost its empty columns: which column each of its columns is, told by the sums alone.

Only what adds up is believed: the parts of every item whose total is the sum of theirs must add up in each column.
Where several ways of giving the columns hold, or none, the page stays unread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from parsers import money
from parsers.extract.table_head import Column, Head, Row, is_amount
from parsers.extract.table_words import bare
from parsers.model import Grid, TableRow

#: Printed figures may differ from the sum of their parts by rounding.
TOLERANCE = Decimal("0.05")
_TOTAL = "total"
_MOST_WAYS = 500

#: Code of an item ("" for the whole table) → its amounts by column.
Items = dict[str, Mapping[str, Decimal]]


def widened(
    grid: Grid, head: Head, known: Sequence[TableRow], amount: Callable[[Decimal, Column], Decimal | None]
) -> Grid | None:
    """The grid with its empty columns put back, or None where the sums do not tell which they are."""
    side = head.sides[0]
    names, columns = len(side.names), [column for column in side.amounts if column.key]
    width = len(grid.rows[0]) if grid.rows else 0
    few = width - names
    if len(head.sides) != 1 or side.names != tuple(range(names)) or not 0 < few < len(columns):
        return None
    told = [
        way for way in _ways(len(columns), few) if _adds_up(grid, [columns[at] for at in way], names, known, amount)
    ]
    if len(told) != 1:
        return None
    places = [*range(names), *(columns[at].index for at in told[0])]
    return replace(
        grid, rows=tuple(_spread(row, places, 1 + max(column.index for column in columns)) for row in grid.rows)
    )


def _ways(columns: int, few: int) -> Sequence[tuple[int, ...]]:
    """The ways to give the page's columns to those of the table; the first is that of totals, and none of too many."""
    ways = [(0, *rest) for rest in combinations(range(1, columns), few - 1)]
    return ways if len(ways) <= _MOST_WAYS else []


def _spread(row: Row, places: Sequence[int], width: int) -> tuple[str, ...]:
    cells = [""] * width
    for place, cell in zip(places, row, strict=False):
        cells[place] = cell
    return tuple(cells)


def _adds_up(
    grid: Grid,
    columns: Sequence[Column],
    names: int,
    known: Sequence[TableRow],
    amount: Callable[[Decimal, Column], Decimal | None],
) -> bool:
    """Whether the parts of each item that is complete add up in every column, and such an item is on the page."""
    items: Items = {row.code or "": row.cells for row in known if row.code or row.meaning == _TOTAL}
    here = {code: cells for code, cells in _here(grid, columns, names, amount) if code}
    items |= here
    sums = [(parent, parts) for parent in items if (parts := list(_parts(parent, items))) and here.keys() & set(parts)]
    complete = [(parent, parts) for parent, parts in sums if _matches(items, parent, parts, _TOTAL)]
    keys = {key for cells in items.values() for key in cells}
    return bool(complete) and all(_matches(items, parent, parts, key) for parent, parts in complete for key in keys)


def _here(
    grid: Grid, columns: Sequence[Column], names: int, amount: Callable[[Decimal, Column], Decimal | None]
) -> Iterator[tuple[str, dict[str, Decimal]]]:
    for row in grid.rows:
        code = next((bare(cell) for cell in row[:names] if bare(cell).isdigit()), "")
        cells = {}
        for column, cell in zip(columns, row[names:], strict=False):
            number = money.number(bare(cell)) if is_amount(cell) else None
            moved = amount(number, column) if number is not None else None
            if moved is not None and column.key:
                cells[column.key] = moved
        yield code, cells


def _parts(parent: str, items: Items) -> Iterator[str]:
    """The items right under ``parent``: classes under the whole table, codes two digits longer under a code."""
    longer = 3 if not parent else len(parent) + 2
    yield from (code for code in items if len(code) == longer and code.startswith(parent))


def _matches(items: Items, parent: str, parts: Sequence[str], key: str) -> bool:
    parted = sum((items[part].get(key, Decimal(0)) for part in parts), Decimal(0))
    return abs(items[parent].get(key, Decimal(0)) - parted) <= TOLERANCE
