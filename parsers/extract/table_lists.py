"""Lists of tables drawn as a grid: they name tables and hold none; some say of a table that it is empty, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.extract.table_titles import Caption, caption_of
from parsers.extract.table_words import bare, tables
from parsers.model import Grid, Identity

#: Fewer names under each other are no list of tables.
FEWEST_LISTED = 3

_AMOUNT = re.compile(r"\d[.,]\d\d")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A table that the list names, and what it says of it being empty."""

    caption: Caption
    notes: list[str] = field(default_factory=list)


def entries(grid: Grid, identity: Identity) -> list[Entry]:
    """What the grid lists: hardly a row of it is without a name, and it holds no amounts. Else nothing."""
    rows = [[cell for cell in row if cell.strip()] for row in grid.rows if any(map(str.strip, row))]
    if any(_AMOUNT.search(row[-1]) for row in rows):
        return []
    found = [entry for row in rows if (entry := _entry(row, identity))]
    return (
        found if len({entry.caption.kind for entry in found}) >= FEWEST_LISTED and 2 * len(found) >= len(rows) else []
    )


def _entry(row: Sequence[str], identity: Identity) -> Entry | None:
    for at, cell in enumerate(row):
        if "表" not in cell:
            continue
        caption = caption_of(tables().contents.sub("", bare(cell)), identity)
        if caption is not None:
            return Entry(
                caption=caption, notes=[other for other in row[at + 1 :] if tables().empty.search(bare(other))]
            )
    return None
