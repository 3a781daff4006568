"""Standard tables: found by name, read row by row, with the facts that their cells state.

``StandardTable.rows`` hold the meanings that the accounting relations join on (see ``TableRow``): of a row's name
(rows.toml), of its side (收入 | 支出) and of each column (columns.toml). Amounts are in 万元 whatever the table prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.extract import performance_wrapped, table_captions, table_facts, table_wrapped
from parsers.extract.table_captions import Found
from parsers.extract.table_facts import ReadTable
from parsers.extract.table_head import Asked, is_amount
from parsers.extract.table_rows import Body, Reading
from parsers.extract.table_words import bare, tables
from parsers.model import Document, Evidence, Fact, Grid, Identity, Remark, StandardTable, TableStatus, Unread

#: Kinds whose rows have names from a closed list: a name that is not in it is reported. On the side of expenditure
#: the items of the classification may stand, which is no closed list.
CLOSED = ("summary", "appropriation_summary", "agency_operations")


@dataclass(frozen=True, kw_only=True, slots=True)
class TablesRead:
    """What the standard tables of a publication say."""

    tables: tuple[StandardTable, ...] = ()
    facts: tuple[Fact, ...] = ()
    listed: tuple[str, ...] = ()  # kinds that a list of tables names
    remarks: tuple[Remark, ...] = ()
    unread: tuple[Unread, ...] = ()


#: Fewer names in a row are no list of tables.
FEWEST_LISTED = 3


def standard_tables(documents: Sequence[Document], identity: Identity) -> TablesRead:
    """The standard tables of all files of one publication.

    Where not one table stands in the files and a list names several, they are said to be in a file that was not given:
    their status is ``unavailable``.
    """
    read: list[ReadTable] = []
    remarks: list[Remark] = []
    unread: list[Unread] = []
    listed: list[Found] = []
    for document in documents:
        walked = table_captions.find(document, identity)
        unit = table_captions.only_unit(walked.found)
        listed += walked.listed
        for table in walked.found:
            result = _read(table, identity, unit)
            if result is None:
                listed.append(table)
                continue
            read.append(_said_empty(result[0], walked.listed))
            remarks += _remarks(result[0])
            unread += [Unread(file=document.name, where=where, what=what) for where, what in result[1].strange]
            unread += _unknown_rows(document, result[0])
        unread += [_nameless(document, grid) for grid in walked.nameless]
    return TablesRead(
        tables=(*(table.table for table in read), *(() if read else _elsewhere(listed))),
        facts=tuple(table_facts.facts(read)),
        listed=_listed(listed),
        remarks=tuple(remarks),
        unread=tuple(unread),
    )


def _said_empty(read: ReadTable, listed: Sequence[Found]) -> ReadTable:
    """A table without figures of which the list of tables says that it is empty, and why."""
    if read.table.status != TableStatus.BLANK:
        return read
    notes = [note for entry in listed if entry.caption.kind == read.table.kind for note in entry.notes]
    if not notes:
        return read
    return replace(read, table=replace(read.table, status=TableStatus.DECLARED_EMPTY, note=notes[0]))


def _listed(listed: Sequence[Found]) -> tuple[str, ...]:
    """The kinds that a list names, each once; a few names by themselves are no list."""
    kinds = tuple(dict.fromkeys(table.caption.kind for table in listed))
    return kinds if len(kinds) >= FEWEST_LISTED else ()


def _elsewhere(listed: Sequence[Found]) -> Iterator[StandardTable]:
    """The tables that the files only name, one for each kind."""
    named = {table.caption.kind: table for table in reversed(listed)}
    if len(named) < FEWEST_LISTED:
        return
    for kind, table in reversed(named.items()):
        yield StandardTable(
            kind=kind, title=table.caption.title, status=TableStatus.UNAVAILABLE, evidence=_evidence(table)
        )


def _read(table: Found, identity: Identity, only_unit: str | None) -> tuple[ReadTable, Body] | None:
    """The table as read; None where the name stood alone, as in a list of tables."""
    form = "performance" in table.caption.kind
    if not table.grids and not (performance_wrapped.read_forms(table, None) if form else table_wrapped.is_table(table)):
        return None
    unit = table_captions.unit_of(table)
    if form:
        return _form_table(table, unit), Body()
    body = _body(table, identity, unit or only_unit)
    notes = [*table.notes, *body.notes]
    evidence = _evidence(table)
    standard = StandardTable(
        kind=table.caption.kind,
        title=table.caption.title,
        status=_status(table, body, notes),
        unit=unit,
        rows=tuple(read.row for read in body.rows),
        note="\n".join(notes),
        evidence=evidence,
    )
    return ReadTable(table=standard, rows=tuple(body.rows)), body


def _body(table: Found, identity: Identity, unit: str | None) -> Body:
    grids = [cell for grid in table.grids for row in grid.rows for cell in row if tables().note.match(bare(cell))]
    revised = any(tables().revised.search(bare(note)) for note in (*table.notes, *grids))
    asked = Asked(kind=table.caption.kind, year=identity.fiscal_year, body=identity.department or "", revised=revised)
    if table.grids:
        return Reading(table.document, table.caption.title, unit, asked).read(table.grids)
    return table_wrapped.read(table, unit, asked)


def _evidence(table: Found) -> Evidence:
    grid = table.grids[0] if table.grids else None
    where = (grid.where if grid else "") or table.where or table.caption.title
    page = (grid.page if grid else None) or table.page
    return Evidence(
        file=table.document.name, where=where, quote=table.caption.title, sha256=table.document.sha256, page=page
    )


def _status(table: Found, body: Body, notes: Sequence[str]) -> TableStatus:
    """Figures make a table present, whatever a note says; zeros alone do not where the note says it is empty."""
    amounts = [amount for read in body.rows for amount in read.row.cells.values()]
    said_empty = any(tables().empty.search(bare(note)) for note in notes)
    unread = body.strange and any(is_amount(cell) for grid in table.grids for row in grid.rows for cell in row)
    if any(amounts) or (amounts and not said_empty) or (unread and not amounts):
        return TableStatus.PRESENT
    return TableStatus.DECLARED_EMPTY if said_empty else TableStatus.BLANK


def _form_table(table: Found, unit: str | None) -> ReadTable:
    """A performance form as a standard table: its content is read by ``parsers.extract.performance``."""
    cells = [bare(cell) for grid in table.grids for row in grid.rows for cell in row if cell.strip()]
    notes = [*table.notes, *(cell for cell in cells if tables().note.match(cell))]
    said_empty = any(tables().empty.search(bare(note)) for note in notes)
    figures = any(cell[0].isdigit() for cell in cells) or bool(table.lines and not table.grids)
    status = TableStatus.PRESENT if figures else TableStatus.DECLARED_EMPTY if said_empty else TableStatus.BLANK
    return ReadTable(
        table=StandardTable(
            kind=table.caption.kind,
            title=table.caption.title,
            status=status,
            unit=unit,
            note="\n".join(notes),
            evidence=_evidence(table),
        ),
        rows=(),
    )


def _remarks(read: ReadTable) -> Iterator[Remark]:
    if any(key.startswith("revised_budget.") for row in read.table.rows for key in row.cells):
        yield Remark(code="revised_budget_column", evidence=read.table.evidence, sections=("three_public",))


def _unknown_rows(document: Document, read: ReadTable) -> Iterator[Unread]:
    if read.table.kind.split(".")[1] not in CLOSED:
        return
    for row in read.rows:
        known = row.row.meaning or row.row.code or row.row.side == "expenditure"
        if not known and any(row.row.cells.values()):
            what = f"行名未识别：{row.row.label[:40]}"
            yield Unread(file=document.name, where=row.evidence.where, what=what)


def _nameless(document: Document, grid: Grid) -> Unread:
    text = "".join(bare(cell) for row in grid.rows[:2] for cell in row)
    return Unread(file=document.name, where=grid.where, what=f"表格没有已知的名称：{text[:60]}")
