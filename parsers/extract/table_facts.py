"""Facts that the cells of standard tables state: table_facts.toml says which cell states which figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parsers import measures
from parsers.extract import table_words
from parsers.extract.table_names import FUNCTION
from parsers.extract.table_rows import ReadRow
from parsers.model import Base, Comparison, Fact, Source, StandardTable


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadTable:
    """A standard table and the rows it was read from."""

    table: StandardTable
    rows: tuple[ReadRow, ...]


def facts(read: Sequence[ReadTable]) -> Iterator[Fact]:
    """One fact for each figure of the vocabulary that a table states; of several tables the first source counts."""
    for entry in table_words.fact_sources():
        for source in entry["sources"]:
            tables = [table for table in read if table.table.kind == source["table"]]
            found = [fact for table in tables for fact in _of(table, entry, source)]
            if found:
                yield from _once(found)
                break


def _once(found: Sequence[Fact]) -> Iterator[Fact]:
    """A figure that a table repeats is one fact; another amount under the same name is another."""
    seen = set()
    for fact in found:
        key = (fact.measure, fact.amount)
        if key not in seen:
            seen.add(key)
            yield fact


def _of(table: ReadTable, entry: Mapping[str, Any], source: Mapping[str, str]) -> Iterator[Fact]:
    column = source.get("column", "total")
    rows = [read for read in table.rows if _is_asked(read, source) and column in read.row.cells]
    if _is_barred(table, source.get("unless")):
        return
    if source["row"] == f"{FUNCTION}*":
        several = Counter(read.row.meaning for read in rows)
        for read in rows:
            code = (read.row.meaning or "").removeprefix(FUNCTION)
            if several[read.row.meaning] > 1:  # a list by unit: no line of it is the department's
                continue
            yield _fact(table, read, str(entry["measure"]).replace("<code>", code), column)
    elif rows:
        yield _fact(table, rows[0], str(entry["measure"]), column)


def _is_asked(read: ReadRow, source: Mapping[str, str]) -> bool:
    meaning = read.row.meaning or ""
    fits = meaning.startswith(FUNCTION) if source["row"] == f"{FUNCTION}*" else meaning == source["row"]
    return fits and source.get("side") in (None, read.row.side)


def _is_barred(table: ReadTable, meaning: str | None) -> bool:
    rows = [read.row for read in table.rows if meaning is not None and read.row.meaning == meaning]
    return any(any(row.cells.values()) for row in rows)


def _fact(table: ReadTable, read: ReadRow, measure: str, column: str) -> Fact:
    return Fact(
        measure=measure,
        source=Source.TABLE,
        unit=measures.unit(measure),
        amount=read.row.cells[column],
        comparisons=tuple(_comparisons(read, column)),
        evidence=read.evidence,
        table=table.table.kind,
    )


def _comparisons(read: ReadRow, column: str) -> Iterator[Comparison]:
    """The other columns of the row that hold the same figure of another year or of the budget."""
    for base in Base:
        amount = read.row.cells.get(f"{base}.{column}")
        if amount is not None:
            yield Comparison(base=base, base_amount=amount, quote=read.evidence.quote)
