"""Conservation: each indicator that a drawn form prints is read once or reported as unread, never passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from parsers.extract.performance_cells import FormRead, Row
from parsers.extract.performance_words import form_words
from parsers.extract.table_captions import Found
from parsers.extract.table_words import bare
from parsers.model import Document, Grid, Unread

#: A form printed empty has one text at most behind the kind of an indicator: another word for the kind.
FEWEST_TEXTS = 2


class Taken:
    """The rows of a document's grids that a form took, or of which a doubt tells."""

    def __init__(self) -> None:
        self._rows: set[tuple[int, int]] = set()

    def add(self, table: Found, form: FormRead) -> None:
        """Notes the rows of one form of a table."""
        places = [(id(grid), row) for grid in table.grids for row in range(len(grid.rows))]
        for first, last in (*form.rows, *form.nobodys):
            self._rows.update(places[first : last + 1])

    def left(self, document: Document) -> Iterator[Unread]:
        """The rows that print an indicator and were not taken, counted by page."""
        for grid in (block for block in document.blocks if isinstance(block, Grid)):
            left = [at for at, row in enumerate(grid.rows) if (id(grid), at) not in self._rows and is_indicator(row)]
            for page, count in Counter(grid.pages[at] if grid.pages else grid.page for at in left).items():
                where = f"第{page}页" if page else grid.where or grid.name
                yield Unread(file=document.name, where=where, what=f"{count}行绩效指标不在读出的绩效表中，未读")


def is_indicator(row: Row) -> bool:
    """Whether a row prints an indicator: behind its kind, in the same cell or in others, stand a name and a target."""
    kind = next((at for at, cell in enumerate(row) if form_words().kinds.match(bare(cell))), None)
    return kind is not None and sum(map(_says_more, row[kind:])) >= FEWEST_TEXTS


def _says_more(cell: str) -> bool:
    return bool(cell.strip()) and not form_words().kinds.fullmatch(bare(cell))
