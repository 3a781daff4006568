"""A report as the body of a TRS article: paragraphs with inline styles, tables in the page."""

from __future__ import annotations

from html import escape

from watcher.demo.press.made import Made
from watcher.demo.press.narrative import Part
from watcher.demo.press.sheet import Sheet
from watcher.demo.press.spans import Cell, cells

STYLES = {
    "title": ("text-align: center; font-size: 22px;", "strong"),
    "heading": ("text-indent: 2em; font-size: 18px;", "strong"),
    "subheading": ("text-indent: 2em;", "strong"),
    "paragraph": ("text-indent: 2em;", ""),
}


def write(made: Made) -> bytes:
    """The whole report in one page."""
    sheets = [*made.tables, *(() if made.forms_inside else made.forms)]
    return "\n".join([*_explanation(made), *map(_sheet, sheets)]).encode()


def write_explanation(made: Made) -> bytes:
    """The page where the tables stand in an attachment: the explanation without forms."""
    return "\n".join(_part(each) for each in made.parts if each.role != "forms").encode()


def _explanation(made: Made) -> list[str]:
    lines: list[str] = []
    for part in made.parts:
        lines += [_sheet(each) for each in made.forms] if part.role == "forms" else [_part(part)]
    return lines


def _part(part: Part) -> str:
    style, tag = STYLES[part.role]
    text = escape(part.text, quote=False)
    return f'<p style="{style}">{f"<{tag}>{text}</{tag}>" if tag else text}</p>'


def _sheet(sheet: Sheet) -> str:
    above = [f"<p>{sheet.number}</p>"] if sheet.number else []
    above.append(f'<p style="text-align: center;"><strong>{escape(sheet.title, quote=False)}</strong></p>')
    above.append(f"<p>{'&nbsp;&nbsp;&nbsp;&nbsp;'.join(escape(each) for each in sheet.line if each)}</p>")
    below = [f"<p>{escape(note, quote=False)}</p>" for note in sheet.notes]
    return "\n".join([*above, _table(sheet), *below])


def _table(sheet: Sheet) -> str:
    rows: list[list[str]] = [[] for _ in sheet.rows]
    for cell in cells(sheet):
        rows[cell.row].append(_cell(cell))
    body = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f'<table border="1" cellspacing="0" cellpadding="0"><tbody>\n{body}\n</tbody></table>'


def _cell(cell: Cell) -> str:
    spans = f' rowspan="{cell.height}"' if cell.height > 1 else ""
    spans += f' colspan="{cell.breadth}"' if cell.breadth > 1 else ""
    return f"<td{spans}>{escape(cell.text, quote=False)}</td>"
