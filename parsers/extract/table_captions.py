"""Finds the standard tables of a document: a name, and the grid or the lines that stand under it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from parsers.extract import table_lists, table_words
from parsers.extract.table_titles import Caption, caption_of, form_caption
from parsers.extract.table_words import bare, tables
from parsers.model import Document, Grid, Identity, Paragraph

#: Rows at the top of a grid that may hold its name and unit (a sheet's title rows).
TITLE_ROWS = 4
#: Paragraphs that may stand between a name and its grid: unit, department, "公开01表".
LONGEST_BETWEEN = 60
MOST_BETWEEN = 8
#: What is left of an empty table's body where a page ends before it.
ONLY_TOTAL = frozenset({"合计", "总计"})
#: A line that stands on so many pages is a running head.
FEWEST_PAGES = 3

_FURNITURE = re.compile(r"^([-—–\s]*\d{1,3}[-—–\s]*|第?\d+页.{0,8}|—.{0,6}—|(附件|附表|附|表|公开).{0,6}[:：]?)$")


@dataclass(kw_only=True)
class Found:
    """A name and what stands under it, while the document is walked."""

    caption: Caption
    document: Document
    page: int | None = None
    where: str = ""
    before: list[str] = field(default_factory=list)  # unit line and the like
    grids: list[Grid] = field(default_factory=list)
    lines: list[Paragraph] = field(default_factory=list)  # what followed a name without a grid
    notes: list[str] = field(default_factory=list)
    closed: bool = False  # other text has begun: what follows is no part of the table


@dataclass(frozen=True, kw_only=True, slots=True)
class Walked:
    """What a document holds of standard tables, in reading order."""

    found: tuple[Found, ...]
    nameless: tuple[Grid, ...]  # grids under no known name
    listed: tuple[Found, ...]  # names in a table of contents


def find(document: Document, identity: Identity) -> Walked:
    """The standard tables of a document, and what looks like one and is none."""
    walk = _Walk(document, identity)
    blocks = document.blocks
    for at, block in enumerate(blocks):
        if isinstance(block, Grid):
            if entries := table_lists.entries(block, identity):
                walk.listed += [
                    Found(caption=each.caption, document=document, page=block.page, where=block.where, notes=each.notes)
                    for each in entries
                ]
                continue
            for piece in _pieces(block, identity):
                walk.grid(piece)
        else:
            following = blocks[at + 1] if at + 1 < len(blocks) else None
            walk.paragraph(block, following if isinstance(following, Paragraph) else None)
    return Walked(
        found=tuple(table for table in walk.found if table.caption.kind != table_words.OTHER),
        nameless=tuple(walk.nameless),
        listed=tuple(walk.listed),
    )


class _Walk:
    """One pass over the blocks of a document; keeps the table that is open."""

    def __init__(self, document: Document, identity: Identity) -> None:
        self.document = document
        self.identity = identity
        self.found: list[Found] = []
        self.nameless: list[Grid] = []
        self.listed: list[Found] = []
        self.open: Found | None = None
        self.joined = False
        self.furniture = _page_furniture(document)

    def paragraph(self, block: Paragraph, following: Paragraph | None) -> None:
        """A name opens a table; other text belongs to the open one or closes it."""
        if self.joined:  # the second half of a name that a line end has cut
            self.joined = False
            return
        if self._is_contents(block):
            return
        caption = caption_of(block.text, self.identity)
        if caption is None and following is not None and (block.line or len(block.text) < LONGEST_BETWEEN):
            caption = self._cut_caption(block, following)
        if caption is not None:
            self._begin(caption, block.page, block.where).before.append(block.text)
        elif self.open is not None:
            self._add(self.open, block)

    def _is_contents(self, block: Paragraph) -> bool:
        """Whether the line is one of a table of contents: a name, dots and the number of a page."""
        name = tables().contents.sub("", bare(block.text))
        caption = caption_of(name, self.identity) if name != bare(block.text) else None
        if caption is not None and caption.kind != table_words.OTHER:
            self.listed.append(Found(caption=caption, document=self.document, page=block.page, where=block.where))
        return caption is not None

    def _cut_caption(self, block: Paragraph, following: Paragraph) -> Caption | None:
        """A name cut in two by a line end: both halves are one, and not the one that the second half may be alone."""
        if _FURNITURE.match(bare(block.text)) or not re.search(r"20\d\d|预算|决算", block.text):
            return None
        caption, second = (caption_of(text, self.identity) for text in (block.text + following.text, following.text))
        if caption is not None and second is not None and caption.kind == second.kind:
            return None
        self.joined = caption is not None
        return caption

    def _begin(self, caption: Caption, page: int | None, where: str) -> Found:
        if self.open is not None and _is_again(self.open, caption, page):
            self.open.closed = False
            return self.open
        self.open = Found(caption=caption, document=self.document, page=page, where=where)
        self.found.append(self.open)
        return self.open

    def _add(self, table: Found, block: Paragraph) -> None:
        plain = bare(block.text)
        if table.closed:
            return
        if tables().note.match(plain) or (table.notes and tables().empty.search(plain)):
            table.notes.append(block.text)
        elif table.grids or table.notes:
            table.closed = not (_is_small_print(plain) or plain in self.furniture)
        else:
            table.lines.append(block)
            if len(table.lines) <= MOST_BETWEEN and len(plain) <= LONGEST_BETWEEN:
                table.before.append(block.text)

    def grid(self, grid: Grid) -> None:
        """A grid that bears a name is that table; one without goes on with the open table or has no name."""
        if not any(grid.rows):
            return
        caption = _inner_caption(grid, self.identity)
        if caption is not None:
            unit = self.open.before if self.open is not None and not self.open.grids else []
            self._drop_empty_twin(caption)
            self._begin(caption, grid.page, grid.where).before += unit
        if self.open is not None and _goes_on(self.open) and not _is_other_sheet(self.open, grid):
            self.open.grids.append(grid)
        elif (form := form_caption(grid, self.identity)) is not None:
            self._begin(form, grid.page, grid.where).grids.append(grid)
        else:
            self.nameless.append(grid)

    def _drop_empty_twin(self, caption: Caption) -> None:
        """A name before the grid and again inside it is one table, not two."""
        if self.open is not None and self.open.caption.kind == caption.kind and not self.open.grids:
            self.found.remove(self.open)


def _pieces(grid: Grid, identity: Identity) -> Iterator[Grid]:
    """The grid, cut before each row that is the name of another table: pages were put together that are not one."""
    cuts = [0]
    last = _inner_caption(grid, identity)
    for at in range(TITLE_ROWS, len(grid.rows)):
        cells = [cell for cell in grid.rows[at] if cell.strip()]
        caption = caption_of(cells[0], identity) if len(cells) == 1 else None
        if caption is not None and caption != last and "performance" not in caption.kind:
            cuts.append(at)
            last = caption
    if len(cuts) == 1:
        yield grid
        return
    for first, end in pairwise([*cuts, len(grid.rows)]):
        pages = grid.pages[first:end]
        yield replace(
            grid, rows=grid.rows[first:end], boxes=grid.boxes[first:end], pages=pages,
            page=pages[0] if pages else grid.page, where=f"第{pages[0]}页" if pages else grid.where,
        )  # fmt: skip


def _is_again(table: Found, caption: Caption, page: int | None) -> bool:
    """Whether the name only heads the next page of the open table; forms of projects bear one name and differ."""
    if table.caption != caption or not table.grids or page is None or "performance" in caption.kind:
        return False
    last = table.grids[-1]
    return page == (last.pages[-1] if last.pages else last.page or page) + 1


def _page_furniture(document: Document) -> frozenset[str]:
    """Lines that stand on several pages: running heads, not the text after a table."""
    pages: dict[str, set[int]] = {}
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.page is not None and len(block.text) <= LONGEST_BETWEEN:
            pages.setdefault(bare(block.text), set()).add(block.page)
    return frozenset(text for text, on in pages.items() if len(on) >= FEWEST_PAGES)


def _goes_on(table: Found) -> bool:
    """Whether a grid that comes now is this table's: nothing but small print stands between."""
    return not table.closed if table.grids or table.notes else len(table.lines) <= MOST_BETWEEN


def _is_other_sheet(table: Found, grid: Grid) -> bool:
    """Whether the grid bears a name of its own, as each sheet of a workbook does."""
    return bool(table.grids) and grid.name != table.grids[-1].name and bool(grid.name)


def _is_small_print(plain: str) -> bool:
    """Whether the line belongs to a table's surroundings: a page number, a unit, whose table it is."""
    words = tables()
    return plain in ONLY_TOTAL or any(pattern.search(plain) for pattern in (_FURNITURE, words.unit, words.title))


def unit_of(table: Found) -> str | None:
    """The unit as printed beside the table: above it, in its title rows, in the first lines under its name."""
    texts = [*table.before, *(line.text for line in table.lines[:MOST_BETWEEN])]
    texts += [cell for grid in table.grids[:1] for row in grid.rows[:TITLE_ROWS] for cell in row]
    return next((match.group(2) for text in texts if (match := tables().unit.search(bare(text)))), None)


def only_unit(found: Iterable[Found]) -> str | None:
    """The unit of a document whose tables name no other: it serves tables that name none."""
    units = {unit for table in found if (unit := unit_of(table)) is not None}
    return units.pop() if len(units) == 1 else None


def _inner_caption(grid: Grid, identity: Identity) -> Caption | None:
    """The name in the grid's own title rows, or the sheet's name."""
    for row in _title_rows(grid):
        caption = caption_of(row, identity)
        if caption is not None:
            return caption
    return caption_of(grid.name, identity)


def _title_rows(grid: Grid) -> Iterator[str]:
    for row in grid.rows[:TITLE_ROWS]:
        cells = [cell for cell in row if cell.strip()]
        if len(cells) <= 2:
            yield from cells
