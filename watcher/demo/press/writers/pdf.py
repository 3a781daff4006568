"""A report as a PDF with ruled tables and page numbers; the font is one that every viewer brings along."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from watcher.demo.press.made import Made
from watcher.demo.press.narrative import Part
from watcher.demo.press.sheet import Sheet
from watcher.demo.press.spans import cells

FONT = "STSong-Light"
WIDTH = 180 * mm
PADDING = 2
LONG = 14  # characters: what is longer wraps inside its cell
AMOUNT = re.compile(r"-?\d{4,}\.\d\d")

BODY = ParagraphStyle("body", fontName=FONT, fontSize=11, leading=18, firstLineIndent=22, wordWrap="CJK")
HEADING = ParagraphStyle("heading", parent=BODY, fontSize=12, leading=22)
TITLE = ParagraphStyle("title", parent=BODY, fontSize=16, leading=26, alignment=1, firstLineIndent=0)
CAPTION = ParagraphStyle("caption", parent=TITLE, fontSize=13, leading=20)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=9, leading=13, firstLineIndent=0)
STYLES = {"title": TITLE, "heading": HEADING, "subheading": HEADING, "paragraph": BODY}


def write(made: Made) -> bytes:
    """The whole report; each table begins a page."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    flow: list[Any] = []
    for part in made.parts:
        flow += _forms(made) if part.role == "forms" else [_part(part)]
    for sheet in made.tables:
        flow += [PageBreak(), *_sheet(sheet)]
    if not made.forms_inside:
        flow += [PageBreak(), *_forms(made)]
    return _pages(made.title, flow)


def _pages(title: str, flow: list[Any]) -> bytes:
    out = BytesIO()
    margins = {"leftMargin": 15 * mm, "rightMargin": 15 * mm, "topMargin": 18 * mm, "bottomMargin": 18 * mm}
    template = SimpleDocTemplate(out, pagesize=A4, title=title, author="", invariant=1, **margins)
    template.build(flow, onFirstPage=_page_number, onLaterPages=_page_number)
    return out.getvalue()


def _page_number(canvas: Any, template: Any) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawCentredString(A4[0] / 2, 10 * mm, f"- {template.page} -")


def _part(part: Part) -> Any:
    return Paragraph(part.text, STYLES[part.role])


def _forms(made: Made) -> list[Any]:
    flow: list[Any] = []
    for form in made.forms:
        flow += [KeepTogether(_sheet(form)), Spacer(1, 6 * mm)]
    return flow


def _sheet(sheet: Sheet) -> list[Any]:
    above = [Paragraph(sheet.number, SMALL)] if sheet.number else []
    line = "　　　　".join(each for each in sheet.line if each)
    widths = _widths(sheet)
    table = Table(_texts(sheet, widths), colWidths=widths, repeatRows=sheet.header)
    table.setStyle(TableStyle(_rules(sheet)))
    return [
        *above,
        Paragraph(sheet.title, CAPTION),
        Paragraph(line, SMALL),
        table,
        *(Paragraph(x, SMALL) for x in sheet.notes),
    ]


def _font_size(sheet: Sheet) -> float:
    return 8 if sheet.width <= 7 else 7 if sheet.width <= 9 else 6


def _texts(sheet: Sheet, widths: list[float]) -> list[list[str]]:
    """Cell texts, broken into lines that fit; what a merged cell covers is empty."""
    rows = [[""] * sheet.width for _ in sheet.rows]
    for cell in cells(sheet):
        room = sum(widths[cell.column : cell.column + cell.breadth]) - 2 * PADDING
        rows[cell.row][cell.column] = "\n".join(_lines(_printed(cell.text), room / _font_size(sheet)))
    return rows


def _printed(text: str) -> str:
    """An amount with the thousands set apart, as PDFs print them; anything else as it is."""
    if not AMOUNT.fullmatch(text):
        return text
    whole, cents = text.split(".")
    return f"{int(whole):,}.{cents}"


def _lines(text: str, room: float) -> list[str]:
    """The text in lines of at most ``room`` ems.

    A reader without the font sees no width in a line of one character and drops it: a blank gives it some.
    """
    lines, used = [""], 0.0
    for character in text:
        width = 0.55 if character.isascii() else 1.0
        if lines[-1] and used + width > room:
            lines.append("")
            used = 0.0
        lines[-1] += character
        used += width
    return [f"{line} " if len(line) == 1 else line for line in lines]


def _widths(sheet: Sheet) -> list[float]:
    """Columns share the width by the longest text that stands in them alone."""
    needs = [4.0] * sheet.width
    for cell in cells(sheet):
        if cell.breadth == 1:
            needs[cell.column] = max(needs[cell.column], min(len(cell.text), LONG))
    return [WIDTH * need / sum(needs) for need in needs]


def _rules(sheet: Sheet) -> list[tuple[Any, ...]]:
    size = _font_size(sheet)
    spans = [
        ("SPAN", (x.column, x.row), (x.column + x.breadth - 1, x.row + x.height - 1))
        for x in cells(sheet)
        if x.height > 1 or x.breadth > 1
    ]
    ruled = [
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ("FONT", (0, 0), (-1, -1), FONT, size),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    tight = [(f"{side}PADDING", (0, 0), (-1, -1), PADDING) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    return [*ruled, *tight, *spans]
