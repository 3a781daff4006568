"""The tables and forms of a report as a workbook, one sheet each; amounts are real numbers."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side

from watcher.demo.press.made import Made
from watcher.demo.press.sheet import Sheet
from watcher.demo.press.spans import cells
from watcher.demo.press.stable_zip import stable
from watcher.demo.press.words import numeral

AMOUNT = re.compile(r"-?\d+\.\d\d")
THIN = Border(*(Side(style="thin"),) * 4)


def write(made: Made) -> bytes:
    """The workbook: standard tables first, then the forms."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in made.tables:
        _write_sheet(book.create_sheet(sheet.number), sheet)
    for number, form in enumerate(made.forms, 1):
        _write_sheet(book.create_sheet(f"绩效{numeral(number)}"), form)
    out = BytesIO()
    book.save(out)
    return stable(out.getvalue())


def _write_sheet(target: Any, sheet: Sheet) -> None:
    target["A1"] = sheet.number or "附件"
    target["A2"] = sheet.title
    target["A2"].font = Font(bold=True)
    target.merge_cells(start_row=2, start_column=1, end_row=2, end_column=sheet.width)
    for text, column in zip(sheet.line, (1, max(2, sheet.width // 2), sheet.width), strict=True):
        if text:
            target.cell(3, column, text)
    _write_cells(target, sheet, first=4)
    for number, note in enumerate(sheet.notes):
        target.cell(4 + len(sheet.rows) + number, 1, note)


def _write_cells(target: Any, sheet: Sheet, first: int) -> None:
    for cell in cells(sheet):
        row, column = first + cell.row, 1 + cell.column
        place = target.cell(row, column, _value(cell.text))
        place.border = THIN
        place.alignment = Alignment(wrap_text=True, vertical="center")
        if AMOUNT.fullmatch(cell.text):
            place.number_format = "#,##0.00"
        if cell.height > 1 or cell.breadth > 1:
            end = (row + cell.height - 1, column + cell.breadth - 1)
            target.merge_cells(start_row=row, start_column=column, end_row=end[0], end_column=end[1])


def _value(text: str) -> str | float | None:
    """An amount as the number that a spreadsheet program stores; codes and counts stay text."""
    return float(text) if AMOUNT.fullmatch(text) else text or None
