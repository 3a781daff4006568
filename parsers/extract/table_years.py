"""Tables that have a row for each year: the rows of one item made one, and the accounts of an item made whole again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from parsers.extract.table_head import Asked
from parsers.extract.table_words import bare
from parsers.model import Base, Kind, TableRow

#: The figure of the report's own year.
OWN = "own"
_YEAR = re.compile(r"(20\d\d)(?:年度?)?(?:预算|决算|执行)?数?")
_CHANGE = re.compile(r"增减|变化|变动|增长")
_ACCOUNTS = ("general_budget", "government_fund", "state_capital")
_ITEMS = ("overseas", "vehicles", "vehicle_purchase", "vehicle_operation", "reception")


def period(cell: str, asked: Asked) -> str | None:
    """Whose figures a row holds by its year: "own", a base, "change", "percent"; None where the cell does not tell."""
    text = bare(cell)
    if _CHANGE.search(text):
        return "percent" if re.search("%|率|比例|幅度", text) else "change"
    year = _YEAR.fullmatch(text)
    if year is None or asked.year is None:
        return None
    gap = asked.year - int(year.group(1))
    final = asked.kind.startswith(Kind.FINAL_ACCOUNTS)
    prior = Base.PRIOR_FINAL if final else Base.PRIOR_BUDGET
    return {0: OWN, 1: prior.value}.get(gap)


def of_period(cells: Mapping[str, Decimal], when: str) -> dict[str, Decimal]:
    """The cells of a row under the period that the row has."""
    return dict(cells) if when == OWN else {f"{when}.{key}": value for key, value in cells.items()}


def one_item(first: TableRow, second: TableRow) -> bool:
    """Whether the second row speaks of another year of the same item."""
    same = (first.code, first.side) == (second.code, second.side) and second.label in ("", first.label)
    return same and not first.cells.keys() & second.cells.keys()


def joined(rows: Sequence[TableRow]) -> TableRow:
    """The rows of one item as one row."""
    cells: dict[str, Decimal] = {}
    for row in rows:
        cells |= row.cells
    return replace(rows[0], cells=cells)


def with_wholes(cells: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The cells with the figure of each item that is split by account, where all of it is of the general budget."""
    return {**dict(_wholes(cells)), **cells}


def _wholes(cells: Mapping[str, Decimal]) -> Iterator[tuple[str, Decimal]]:
    for before in sorted({_before(key) for key in cells}):
        for item in ("", *_ITEMS):
            parts = {account: f"{before}{item and item + '.'}{account}" for account in _ACCOUNTS}
            told = [cells[key] for account, key in parts.items() if account != _ACCOUNTS[0] and key in cells]
            if parts[_ACCOUNTS[0]] in cells and told and not any(told):
                yield f"{before}{item or 'three_public'}", cells[parts[_ACCOUNTS[0]]]


def _before(key: str) -> str:
    """The period that stands before a cell's meaning, with its dot."""
    first = key.partition(".")[0]
    return f"{first}." if first in (*Base, "change", "percent") else ""
