"""The made reports in the forms in which departments publish: page, page with workbook, Word, PDF, plain text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from parsers.extract import extract
from parsers.model import Report
from parsers.read import read
from watcher.demo.press.made import Made
from watcher.demo.press.sheet import LEFT, UP, Sheet
from watcher.demo.press.writers import docx, html, pdf, workbook

File = tuple[str, bytes]


def _page(made: Made) -> list[File]:
    return [("report.html", html.write(made))]


def _page_and_workbook(made: Made) -> list[File]:
    return [("report.html", html.write_explanation(made)), ("tables.xlsx", workbook.write(made))]


def _word(made: Made) -> list[File]:
    return [("report.docx", docx.write(made))]


def _pdf(made: Made) -> list[File]:
    return [("report.pdf", pdf.write(made))]


def _text(made: Made) -> list[File]:
    lines: list[str] = []
    for part in made.parts:
        lines += _sheets(made.forms) if part.role == "forms" else [part.text]
    lines += _sheets([*made.tables, *(() if made.forms_inside else made.forms)])
    return [("report.txt", "\n\n".join(lines).encode())]


def _sheets(sheets: Sequence[Sheet]) -> list[str]:
    """Tables as text copied out of a document has them: a line for each row, empty cells gone."""
    lines: list[str] = []
    for sheet in sheets:
        rows = [" ".join(c for c in row if c and c not in (LEFT, UP)) for row in sheet.rows]
        lines += [sheet.number, sheet.title, "    ".join(filter(None, sheet.line)), *rows, *sheet.notes]
    return [line for line in lines if line]


FORMS: Mapping[str, Callable[[Made], list[File]]] = {
    "html": _page,
    "html+xlsx": _page_and_workbook,
    "docx": _word,
    "pdf": _pdf,
    "text": _text,
}


def reading(made: Made, form: str = "html") -> Report:
    """What the readers read in the report, printed in that form."""
    return extract([read(content, name) for name, content in FORMS[form](made)])
