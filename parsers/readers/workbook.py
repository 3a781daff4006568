"""Workbooks (.xlsx, .xls, .et): each visible sheet is one grid, its numbers as exact decimal text."""

from __future__ import annotations

import io
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

from parsers.errors import Encrypted, LimitExceeded, Unreadable
from parsers.model import Document, Grid, Unread
from parsers.package import Package
from parsers.sniff import SHEET

OLD_EXCEL = "application/vnd.ms-excel"
MOST_CELLS = 1_000_000

#: A spreadsheet shows at most 15 significant digits; the binary value behind them has a longer, false tail.
SIGNIFICANT_DIGITS = 15


def read(content: bytes, name: str, sha256: str) -> Document:
    """The sheets in workbook order. Raises Unreadable, Encrypted or LimitExceeded."""
    zipped = content.startswith(b"PK")
    if zipped:
        Package(content)  # weighs the members before the library unpacks them
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids, hidden = _sheets(book)
    except PasswordError as error:
        raise Encrypted from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("工作簿已损坏，无法读取。") from error
    if not grids:
        raise Unreadable("工作簿中没有可见的内容。")
    return Document(
        name=name,
        sha256=sha256,
        media_type=SHEET if zipped else OLD_EXCEL,
        blocks=grids,
        unread=tuple(Unread(file=name, where=sheet, what="隐藏的工作表，未读取") for sheet in hidden),
    )


def _sheets(book: CalamineWorkbook) -> tuple[tuple[Grid, ...], list[str]]:
    grids, hidden = [], []
    for sheet in book.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        grid = _grid(book.get_sheet_by_name(sheet.name))
        if grid and sheet.visible == SheetVisibleEnum.Visible:
            grids.append(grid)
        elif grid:
            hidden.append(sheet.name)
    return tuple(grids), hidden


def _grid(sheet: CalamineSheet) -> Grid | None:
    """The used area without the empty rows and columns around it; None for an empty sheet."""
    if sheet.width * sheet.height > MOST_CELLS:
        raise LimitExceeded(f"工作表“{sheet.name}”过大，已停止读取。")
    rows = [[cell_text(value) for value in row] for row in sheet.to_python()]
    used = max((at + 1 for row in rows for at, text in enumerate(row) if text), default=0)
    while rows and not any(rows[-1]):
        rows.pop()
    if not used or sheet.start is None:
        return None
    corner = f"{sheet.name}!{column_letters(sheet.start[1])}{sheet.start[0] + 1}"
    return Grid(rows=tuple(tuple(row[:used]) for row in rows), where=corner, name=sheet.name)


def cell_text(value: object) -> str:
    """The value as text: numbers exact and without an exponent, dates as YYYY-MM-DD."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        exact = Decimal(f"{value:.{SIGNIFICANT_DIGITS}g}")
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
