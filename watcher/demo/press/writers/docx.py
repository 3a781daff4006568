"""A report as a Word document: explanation, then each table on its own."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from watcher.demo.press.made import Made
from watcher.demo.press.narrative import Part
from watcher.demo.press.sheet import Sheet
from watcher.demo.press.spans import cells
from watcher.demo.press.stable_zip import stable

FONT = "宋体"
LEVELS = {"heading": 1, "subheading": 2}


def write(made: Made) -> bytes:
    """The whole report in one document."""
    document = docx.Document()
    _set_font(document)
    for part in made.parts:
        if part.role == "forms":
            _sheets(document, made.forms)
        else:
            _part(document, part)
    _sheets(document, made.tables)
    if not made.forms_inside:
        _sheets(document, made.forms)
    out = BytesIO()
    document.save(out)
    return stable(out.getvalue())


def _set_font(document: Any) -> None:
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = FONT
        style.font.size = Pt(10.5)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def _part(document: Any, part: Part) -> None:
    if part.role in LEVELS:
        document.add_heading(part.text, LEVELS[part.role])
        return
    paragraph = document.add_paragraph(part.text)
    if part.role == "title":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _sheets(document: Any, sheets: tuple[Sheet, ...]) -> None:
    for sheet in sheets:
        if sheet.number:
            document.add_paragraph(sheet.number)
        document.add_paragraph(sheet.title).alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_paragraph("    ".join(each for each in sheet.line if each))
        _table(document, sheet)
        for note in sheet.notes:
            document.add_paragraph(note)


def _table(document: Any, sheet: Sheet) -> None:
    table = document.add_table(rows=len(sheet.rows), cols=sheet.width, style="Table Grid")
    grid = list(table._cells)  # noqa: SLF001 - the public accessor walks the whole table for each cell
    for cell in cells(sheet):
        first = grid[cell.row * sheet.width + cell.column]
        if cell.height > 1 or cell.breadth > 1:
            last = grid[(cell.row + cell.height - 1) * sheet.width + cell.column + cell.breadth - 1]
            first = first.merge(last)
        first.text = cell.text
