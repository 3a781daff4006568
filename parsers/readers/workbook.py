"""Workbooks (.xlsx, .xls, .et): each visible sheet is one grid, its numbers exact and with the digits shown.

A sheet that fills one column only holds text: a cover, a list of tables, an explanation.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from parsers import money
from parsers.errors import Encrypted, LimitExceeded, Unreadable
from parsers.model import Block, Document, Grid, Paragraph, Unread
from parsers.office.number_formats import Format
from parsers.office.package import Package
from parsers.office.sheet_formats import CellFormats, SheetFormats
from parsers.sniff import SHEET

OLD_EXCEL = "application/vnd.ms-excel"
MOST_CELLS = 1_000_000

#: A spreadsheet shows at most 15 significant digits; the binary value behind them has a longer, false tail.
SIGNIFICANT_DIGITS = 15


def read(content: bytes, name: str, sha256: str) -> Document:
    """The sheets in workbook order. Raises Unreadable, Encrypted or LimitExceeded."""
    zipped = content.startswith(b"PK")
    package = Package(content) if zipped else None  # weighs the members before the library unpacks them
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        blocks, hidden = _sheets(book, SheetFormats(package) if package else None)
    except PasswordError as error:
        raise Encrypted from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("工作簿已损坏，无法读取。") from error
    if not blocks:
        raise Unreadable("工作簿中没有可见的内容。")
    return Document(
        name=name,
        sha256=sha256,
        media_type=SHEET if zipped else OLD_EXCEL,
        blocks=blocks,
        unread=tuple(Unread(file=name, where=sheet, what="隐藏的工作表，未读取") for sheet in hidden),
    )


def _sheets(book: CalamineWorkbook, formats: SheetFormats | None) -> tuple[tuple[Block, ...], list[str]]:
    blocks: list[Block] = []
    hidden: list[str] = []
    for sheet in book.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        grid = _grid(book.get_sheet_by_name(sheet.name), formats.of(sheet.name) if formats else {})
        if grid and sheet.visible == SheetVisibleEnum.Visible:
            blocks += _paragraphs(grid) if _is_text(grid) else [grid]
        elif grid:
            hidden.append(sheet.name)
    return tuple(blocks), hidden


def _is_text(grid: Grid) -> bool:
    return len(grid.rows[0]) == 1 and not any(money.number(cell) is not None for (cell,) in grid.rows)


def _paragraphs(grid: Grid) -> Iterator[Paragraph]:
    for (cell,) in grid.rows:
        yield from (Paragraph(text=line.strip(), where=grid.name) for line in cell.splitlines() if line.strip())


def _grid(sheet: CalamineSheet, formats: CellFormats) -> Grid | None:
    """The used area without the empty rows and columns around it; None for an empty sheet."""
    if sheet.width * sheet.height > MOST_CELLS:
        raise LimitExceeded(f"工作表“{sheet.name}”过大，已停止读取。")
    if sheet.start is None:
        return None
    top, left = sheet.start
    rows = [
        [cell_text(value, formats.get((top + down, left + across))) for across, value in enumerate(row)]
        for down, row in enumerate(sheet.to_python())
    ]
    used = max((at + 1 for row in rows for at, text in enumerate(row) if text), default=0)
    while rows and not any(rows[-1]):
        rows.pop()
    if not used:
        return None
    corner = f"{sheet.name}!{column_letters(left)}{top + 1}"
    return Grid(rows=tuple(tuple(row[:used]) for row in rows), where=corner, name=sheet.name)


def cell_text(value: object, shown_as: Format | None = None) -> str:
    """The value as the sheet shows it: numbers with the digits of their format, else exact; dates as YYYY-MM-DD."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        exact = Decimal(f"{value:.{SIGNIFICANT_DIGITS}g}")
        if shown_as is not None:
            return shown_as.shown(exact)
        return f"{int(exact)}" if exact == exact.to_integral_value() else f"{exact:f}"
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def column_letters(number: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        letters = chr(ord("A") + rest) + letters
        number -= 1
    return letters
