"""Merged cells: which rectangle of a sheet each visible cell covers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from watcher.demo.press.sheet import LEFT, UP, Sheet


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A visible cell with its place, counted from 0, and the rows and columns that it covers."""

    row: int
    column: int
    text: str
    height: int = 1
    breadth: int = 1


def cells(sheet: Sheet) -> Iterator[Cell]:
    """The visible cells in reading order."""
    for r, row in enumerate(sheet.rows):
        for c, text in enumerate(row):
            if text not in (LEFT, UP):
                yield Cell(row=r, column=c, text=text, height=_height(sheet, r, c), breadth=_breadth(row, c))


def _breadth(row: tuple[str, ...], column: int) -> int:
    end = column + 1
    while end < len(row) and row[end] == LEFT:
        end += 1
    return end - column


def _height(sheet: Sheet, row: int, column: int) -> int:
    end = row + 1
    while end < len(sheet.rows) and sheet.rows[end][column] == UP:
        end += 1
    return end - row
