"""Cells that span rows and columns → rectangular rows: a merged cell's text stands once, at its top left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.errors import LimitExceeded

#: No real table comes near these; a made-up rowspan must not fill the memory.
MOST_SPANNED = 2_000
MOST_CELLS = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One drawn cell: its text and how many rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


def rectangle(drawn: Iterable[Sequence[Cell]]) -> tuple[tuple[str, ...], ...]:
    """Rows of equal length; places that a merged cell covers are "". Raises LimitExceeded for an absurd size."""
    rows: list[dict[int, str]] = []
    covered: dict[int, set[int]] = {}
    area = 0
    for number, cells in enumerate(drawn):
        area += sum(min(cell.columns, MOST_SPANNED) * min(cell.rows, MOST_SPANNED) for cell in cells)
        if area > MOST_CELLS:
            raise LimitExceeded("表格过大，已停止读取。")
        rows.append(_placed(number, cells, covered))
        covered.pop(number, None)
    width = max((max(row, default=-1) + 1 for row in rows), default=0)
    if width * len(rows) > MOST_CELLS:
        raise LimitExceeded("表格过大，已停止读取。")
    return tuple(tuple(row.get(column, "") for column in range(width)) for row in rows)


def _placed(number: int, cells: Sequence[Cell], covered: dict[int, set[int]]) -> dict[int, str]:
    row: dict[int, str] = {}
    column = 0
    taken = covered.get(number, set())
    for cell in cells:
        while column in taken:
            column += 1
        across, down = min(cell.columns, MOST_SPANNED), min(cell.rows, MOST_SPANNED)
        row |= dict.fromkeys(range(column, column + across), "") | {column: cell.text}
        for below in range(number + 1, number + down):
            covered.setdefault(below, set()).update(range(column, column + across))
        column += across
    return row
