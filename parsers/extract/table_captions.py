"""Finds the standard tables of a document: a name, and the grid or the lines that stand under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from parsers.extract import table_words
from parsers.extract.table_words import bare, tables
from parsers.model import Document, Grid, Identity, Kind, Paragraph

#: A name stands in one line with little else; a longer paragraph is prose that mentions it.
LONGEST_CAPTION = 70
#: Rows at the top of a grid that may hold its name and unit (a sheet's title rows).
TITLE_ROWS = 4
#: Paragraphs that may stand between a name and its grid: unit, department, "公开01表".
LONGEST_BETWEEN = 60
MOST_BETWEEN = 8
#: A line that stands on so many pages is a running head.
FEWEST_PAGES = 3

_YEARS = re.compile(r"\(?20\d\d年?(度)?\)?(?=\D|$)|\(\d+\)$")
_TAIL = re.compile(r"\((续|续表|空表|公开|.{0,8}第?\d+页?|汇总|部门汇总|本级|20\d\d.{0,3})\)$")
_FURNITURE = re.compile(r"^([-—–\s]*\d{1,3}[-—–\s]*|第?\d+页.{0,8}|—.{0,6}—|(附件|附表|附|表|公开).{0,6}[:：]?)$")
_PUNCTUATION = re.compile(r"[，。；！？,;!?《》、]|详见|如下|见附")


@dataclass(frozen=True, kw_only=True, slots=True)
class Caption:
    """A standard table's name as it was met."""

    kind: str
    title: str


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


def caption_of(text: str, identity: Identity) -> Caption | None:
    """The standard table that this text names, if it does nothing else."""
    words = tables()
    plain = bare(text)
    if not plain or len(plain) > LONGEST_CAPTION or words.contents.search(plain):
        return None
    key = _TAIL.sub("", _YEARS.sub("", words.numbers.sub("", plain)))
    key = words.numbers.sub("", key)
    for name in words.longest_first:
        if key.endswith(name):
            kind = _fitting(words.kinds[name], identity.kind)
            if _is_owner(key[: -len(name)], kind, identity):
                return Caption(kind=kind, title=_title(text))
            return None
    return None


def _fitting(kinds: Sequence[str], kind: Kind | None) -> str:
    """Where both kinds of report have a table of this name, the one of this report."""
    return next((known for known in kinds if kind is not None and known.startswith(kind.value)), kinds[0])


def _is_owner(rest: str, kind: str, identity: Identity) -> bool:
    """Whether what stands before the name only says whose table it is."""
    words = tables()
    rest = table_words.without_owner(rest, words.owners)
    owner = rest
    for owner_word in words.owners:
        owner = owner.removesuffix(owner_word)
    if not owner:
        return True
    if _PUNCTUATION.search(owner):
        return False
    department = bare(identity.department or "")
    if department and owner in (department, department.removeprefix("重庆市")):
        return True
    return words.bodies.search(owner) is not None or "performance" in kind


def _title(text: str) -> str:
    return re.sub(r"\s+", "", text)


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
            walk.grid(block)
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
            self._begin(caption, block.page, block.where)
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
        """A name cut in two by a line end: neither half is a name, both together are."""
        if caption_of(following.text, self.identity) is not None or _FURNITURE.match(bare(block.text)):
            return None
        if not re.search(r"20\d\d|预算|决算", block.text):
            return None
        caption = caption_of(block.text + following.text, self.identity)
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
            small_print = _FURNITURE.match(plain) or _says_unit(plain) or plain in self.furniture
            table.closed = not small_print
        else:
            table.lines.append(block)
            if len(table.lines) <= MOST_BETWEEN and len(plain) <= LONGEST_BETWEEN:
                table.before.append(block.text)

    def grid(self, grid: Grid) -> None:
        """A grid that bears a name is that table; one without goes on with the open table or has no name."""
        caption = _inner_caption(grid, self.identity)
        if caption is not None:
            unit = self.open.before if self.open is not None and not self.open.grids else []
            self._drop_empty_twin(caption)
            self._begin(caption, grid.page, grid.where).before += unit
        if self.open is not None and _goes_on(self.open):
            self.open.grids.append(grid)
        else:
            self.nameless.append(grid)

    def _drop_empty_twin(self, caption: Caption) -> None:
        """A name before the grid and again inside it is one table, not two."""
        if self.open is not None and self.open.caption.kind == caption.kind and not self.open.grids:
            self.found.remove(self.open)


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


def _says_unit(plain: str) -> bool:
    return tables().unit.search(plain) is not None


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
