"""The made reports in the forms in which departments publish: page, page with workbook, Word, PDF, plain text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

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


def _text(made: Made, rows: Callable[[Sequence[str]], list[str]]) -> list[File]:
    lines: list[str] = []
    for part in made.parts:
        lines += _sheets(made.forms, rows) if part.role == "forms" else [part.text]
    lines += _sheets([*made.tables, *(() if made.forms_inside else made.forms)], rows)
    return [("report.txt", "\n\n".join(lines).encode())]


def _sheets(sheets: Sequence[Sheet], rows: Callable[[Sequence[str]], list[str]]) -> list[str]:
    lines: list[str] = []
    for sheet in sheets:
        drawn = [[c for c in row if c not in (LEFT, UP)] for row in sheet.rows]
        above = [sheet.number, sheet.title, "    ".join(filter(None, sheet.line))]
        lines += [*above, *(line for row in drawn for line in rows(row)), *sheet.notes]
    return [line for line in lines if line.strip()]


#: How tables look in text that was copied out of a document: a line for each row, its empty cells gone or kept, or a
#: line for each cell.
TEXTS: Mapping[str, Callable[[Sequence[str]], list[str]]] = {
    "text": lambda row: [" ".join(filter(None, row))],
    "tabs": lambda row: ["\t".join(row)],
    "cells": lambda row: [cell for cell in row if cell],
}

FORMS: Mapping[str, Callable[[Made], list[File]]] = {
    "html": _page,
    "html+xlsx": _page_and_workbook,
    "docx": _word,
    "pdf": _pdf,
    **{name: partial(_text, rows=rows) for name, rows in TEXTS.items()},
}


def reading(made: Made, form: str = "html") -> Report:
    """What the readers read in the report, printed in that form."""
    return extract([read(content, name) for name, content in FORMS[form](made)])
