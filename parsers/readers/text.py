"""Plain text: paragraphs, tables whose cells stand between tabs, and lines that a PDF has wrapped."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from parsers.encoding import decode
from parsers.model import Block, Document, Grid, Paragraph, Unread
from parsers.wrapping import is_wrapped

#: A cell split over lines goes on after a blank line only where the next cell begins within so many lines.
NEXT_CELL_WITHIN = 3


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    rules = tomllib.loads(resources.files(__package__).joinpath("text.toml").read_text(encoding="utf-8"))
    return tuple(re.compile(pattern) for pattern in rules[key])


def read(content: bytes, name: str, sha256: str) -> Document:
    """The text's paragraphs and tables in order. Raises Unreadable where its encoding is not known."""
    decoded = decode(content)
    text, residue = _without_residue(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    notes = [*([decoded.loss] if decoded.loss else []), *(f"文字中残留的程序标记：{mark}" for mark in residue)]
    return Document(
        name=name,
        sha256=sha256,
        media_type="text/plain",
        blocks=tuple(_blocks(text.split("\n"))),
        unread=tuple(Unread(file=name, where="", what=note) for note in notes),
    )


def _without_residue(text: str) -> tuple[str, list[str]]:
    found: list[str] = []
    for pattern in _patterns("residue"):
        found += [match.group(0)[:60] for match in pattern.finditer(text)]
        text = pattern.sub("", text)
    return text, list(dict.fromkeys(found))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    wrapped = is_wrapped([text for line in lines if "\t" not in line and (text := line.strip())])
    at = 0
    while at < len(lines):
        if "\t" in lines[at]:
            grid, at = _table(lines, at)
            yield grid
        else:
            text = lines[at].strip()
            at += 1
            if text:
                yield Paragraph(text=text, line=wrapped)


def _table(lines: Sequence[str], at: int) -> tuple[Grid, int]:
    """The table that begins at line ``at``, and the line after it."""
    rows, end = _rows_of_cell_lines(lines, at) if _has_a_line_for_each_cell(lines, at) else _rows_of_lines(lines, at)
    width = max(map(len, rows))
    return Grid(rows=tuple((*row, *[""] * (width - len(row))) for row in rows)), end


def _has_a_line_for_each_cell(lines: Sequence[str], at: int) -> bool:
    """A pasted form: each line of the run is one cell, marked by the tab before it."""
    run = [line for line in lines[at : at + 8] if "\t" in line]
    return len(run) > 1 and all(line.startswith("\t") and "\t" not in line[1:] for line in run)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("\t")]


def _rows_of_lines(lines: Sequence[str], at: int) -> tuple[list[list[str]], int]:
    rows: list[list[str]] = []
    while at < len(lines):
        if "\t" in lines[at]:
            rows.append(_cells(lines[at]))
            at += 1
            continue
        after = _after_blank(lines, at)
        if not _goes_on(rows, lines, at, after):
            break
        at = after
    return rows, at


def _goes_on(rows: list[list[str]], lines: Sequence[str], at: int, after: int) -> bool:
    """A blank line inside a table is the end of a page: rows of the same width follow, and no new head."""
    if after == at or after >= len(lines) or "\t" not in lines[after]:
        return False
    following = _cells(lines[after])
    return len(following) == len(rows[-1]) and following[0] != rows[0][0]


def _after_blank(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip() and "\t" not in lines[at]:
        at += 1
    return at


def _rows_of_cell_lines(lines: Sequence[str], at: int) -> tuple[list[list[str]], int]:
    """Rows of a form whose cells stand one to a line; a blank line before a new cell ends the row."""
    rows: list[list[str]] = [[]]
    blank = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("\t"):
            if blank and rows[-1]:
                rows.append([])
            rows[-1] += _cells(line[1:])
        elif line.strip():
            if not _belongs_to_cell(rows[-1][-1], lines, at, blank):
                return rows, at
            rows[-1][-1] += line.strip()
        blank = 0 if line.strip() or line.startswith("\t") else blank + 1
        at += 1
    return rows, at


def _belongs_to_cell(cell: str, lines: Sequence[str], at: int, blank: int) -> bool:
    if any(pattern.search(lines[at].strip()) for pattern in _patterns("between_tables")):
        return False
    if not blank:
        return True
    near = lines[at + 1 : at + 1 + NEXT_CELL_WITHIN]
    return bool(cell) and blank == 1 and any(line.startswith("\t") for line in near)
