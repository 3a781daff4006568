"""Parsed HTML → paragraphs and grids in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Comment, NavigableString, PageElement, Tag
from bs4.element import PreformattedString

from parsers.model import Block, Grid, Paragraph
from parsers.spans import MOST_SPANNED, Cell, rectangle

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCK_TAGS = HEADINGS | {
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
}
BLOCK_TAGS |= {"figure", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "option", "p", "pre", "section"}
BLOCK_TAGS |= {"td", "th", "tr", "ul"}

#: A cell with so many paragraphs and characters, and so much of its table's text, holds an article beside a menu.
PARAGRAPHS = ("p", "br", "div")
ARTICLE_PARAGRAPHS, ARTICLE_LENGTH, ARTICLE_SHARE = 6, 600, 0.7

_SOURCE_BREAK = re.compile(r"(?<=[^\x00-\x7f])\s*[\r\n]\s*(?=[^\x00-\x7f])")
_SPACE = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")


def printed(text: str) -> str:
    """The text as a browser prints it; a line break of the source between two Chinese characters is nothing."""
    return _SPACE.sub(" ", _SOURCE_BREAK.sub("", text)).strip()


def blocks(body: Tag) -> Iterator[Block]:
    """The body's paragraphs and tables. Raises LimitExceeded for a table of absurd size."""
    texts: list[str] = []
    heading = False
    for item in _flow(body):
        if isinstance(item, str):
            texts.append(item)
            continue
        text = printed("".join(texts))
        texts.clear()
        if text:
            yield Paragraph(text=text, heading=heading)
        heading = isinstance(item, Tag) and item.name in HEADINGS
        if isinstance(item, Grid):
            yield item


def _flow(node: Tag) -> Iterator[str | Tag | Grid | None]:
    """Text, tables, and a break (the tag that opens it, None where one closes) wherever a block begins or ends."""
    for child in node.children:
        if isinstance(child, NavigableString):
            if not isinstance(child, PreformattedString):
                yield from _lines(child) if node.name == "pre" else (str(child),)
        elif isinstance(child, Tag):
            yield from _inside(child)
    yield None


def _lines(text: str) -> Iterator[str | None]:
    """The text of a <pre>, whose lines are printed as they stand."""
    for line in text.splitlines():
        yield from (line, None)


def _inside(tag: Tag) -> Iterator[str | Tag | Grid | None]:
    if tag.name == "table":
        yield None
        yield from _table(tag)
    elif tag.name in BLOCK_TAGS:
        yield tag
        yield from _flow(tag)
    else:
        yield from list(_flow(tag))[:-1]


def _table(table: Tag) -> Iterator[str | Tag | Grid | None]:
    """A grid; a table that only lays out the page gives what stands in its cells."""
    rows = [_own_cells(row) for row in table.find_all("tr") if row.find_parent("table") is table]
    caption = table.find("caption")
    if isinstance(caption, Tag):
        yield from (caption.get_text(), None)
    if _lays_out(rows):
        for cell in (cell for row in rows for cell in row):
            yield from _flow(cell)
        return
    yield Grid(rows=rectangle([_cell(cell) for cell in row] for row in rows))
    for inner in table.find_all("table"):
        if inner.find_parent("table") is table:
            yield from _table(inner)


def _own_cells(row: Tag) -> list[Tag]:
    return [cell for cell in row.find_all(["td", "th"], recursive=False) if isinstance(cell, Tag)]


def _lays_out(rows: list[list[Tag]]) -> bool:
    """Whether no table is meant: one column, text in no cell but those with tables, or an article in a cell."""
    cells = [cell for row in rows for cell in row]
    if all(len(row) <= 1 for row in rows):
        return True
    holders = [cell for cell in cells if cell.find("table")]
    if holders and not any(printed(cell.get_text()) for cell in cells if cell not in holders):
        return True
    return any(len(cell.find_all(PARAGRAPHS)) >= ARTICLE_PARAGRAPHS for cell in cells) and _holds_an_article(cells)


def _holds_an_article(cells: list[Tag]) -> bool:
    lengths = [len(printed(cell.get_text())) for cell in cells]
    return max(lengths) >= ARTICLE_LENGTH and max(lengths) >= ARTICLE_SHARE * sum(lengths)


def _cell(cell: Tag) -> Cell:
    return Cell(text=cell_text(cell), rows=_span(cell, "rowspan"), columns=_span(cell, "colspan"))


def cell_text(cell: Tag) -> str:
    """The paragraphs of a cell, a line each; a table inside it is read on its own."""
    lines: list[str] = [""]
    for item in _outside_tables(cell):
        if item is None:
            lines.append("")
        else:
            lines[-1] += item
    return "\n".join(filter(None, map(printed, lines)))


def _outside_tables(node: Tag) -> Iterator[str | None]:
    for child in node.children:
        if isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield str(child)
        elif isinstance(child, Tag) and child.name != "table":
            edge: Iterable[None] = [None] if child.name in BLOCK_TAGS else []
            yield from edge
            yield from _outside_tables(child)
            yield from edge


def _span(cell: Tag, name: str) -> int:
    match = re.match(r"\s*(\d{1,6})", str(cell.get(name, "")))
    return min(max(int(match.group(1)), 1), MOST_SPANNED) if match else 1


def without(soup: BeautifulSoup, names: Iterable[str]) -> None:
    """Takes out comments and the elements of these names: no reader of the page ever sees them."""
    for tag in soup.find_all(list(names)):
        tag.decompose()
    comments: list[PageElement] = list(soup.find_all(string=lambda text: isinstance(text, Comment)))
    for comment in comments:
        comment.extract()
