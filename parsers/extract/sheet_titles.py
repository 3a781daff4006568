"""What sheets say of whose report they hold: in their names, their title rows, the cells beside 编制单位."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.extract.narrative_text import plain
from parsers.extract.table_titles import named_in
from parsers.extract.titles import Title, body_in, labelled, titles
from parsers.model import Document, Grid, Kind

#: The rows of a sheet in which titles stand, and so many sheets at most.
TITLE_ROWS = 6
MOST_SHEETS = 20
LONGEST = 60

_YEAR = re.compile(r"^(?:.*[^\d])?(20\d\d)年度?$|^(20\d\d)年")
_ENDS_IN_TABLE = re.compile(r"表(?:（[^（）]*）)?$")


def sheet_titles(documents: Sequence[Document]) -> list[Title]:
    """The titles that sheets bear; else one put together from tables' names, a year alone, a name beside its label."""
    texts = list(dict.fromkeys(text for document in documents for text in title_texts(document)))
    found = titles(texts)
    return found or _put_together(texts)


def title_texts(document: Document) -> Iterator[str]:
    """The sheets' names, the cells of their first rows, and these rows whole: a name may stand beside its label."""
    for grid in [block for block in document.blocks if isinstance(block, Grid)][:MOST_SHEETS]:
        yield plain(grid.name)
        for row in grid.rows[:TITLE_ROWS]:
            cells = [plain(cell) for cell in row if cell.strip()]
            yield from (cell for cell in cells if len(cell) <= LONGEST)
            if 1 < len(cells) <= 4:
                yield "".join(cells)


def _put_together(texts: Sequence[str]) -> list[Title]:
    tables = [text for text in texts if _ENDS_IN_TABLE.search(text)]
    years = {found.group(1) or found.group(2) for text in texts if (found := _YEAR.match(text))}
    kinds = {kind for text in tables if (kind := _kind(text))}
    if len(years) != 1 or len(kinds) != 1:
        return []
    return [Title(text=tables[0], body=body_of(texts), year=int(years.pop()), kind=kinds.pop(), unit="")]


def body_of(texts: Sequence[str]) -> str | None:
    """The body's name beside its label, or before the name of a table."""
    beside = (labelled(text) for text in texts)
    before = (body_in(plain(each.owner)) for text in texts if _ENDS_IN_TABLE.search(text) for each in named_in(text))
    return next((name for name in (*beside, *before) if name), None)


def _kind(text: str) -> Kind | None:
    """What the name of a table says of the report; the budgets in the name of an account say nothing."""
    plain_name = re.sub("一般公共预算|政府性基金预算|国有资本经营预算", "", text)
    if "决算" in plain_name:
        return Kind.FINAL_ACCOUNTS
    only_budget = any(each.kind.startswith(Kind.BUDGET) for each in named_in(text))
    return Kind.BUDGET if "预算" in plain_name or only_budget else None
