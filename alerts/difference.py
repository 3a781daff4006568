"""The figures of one year beside another's: every measure, and the rows of the functional and economic tables. Pure.

What only one year has is new or gone, never 0. A table that one of the reports lacks is named and its rows are left
out: without it everything would look new. A row is known by its code; a code whose name changed, and a name whose code
changed, are one row with both shown.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

from alerts.compare import growth
from parsers import measures
from parsers.model import Fact, Kind, Report, Source, StandardTable, TableRow, TableStatus

_NUMBERING = re.compile(r"^(?:其中[:：]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、．])+")

RowStatus = Literal["new", "gone", "changed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasureChange:
    """One measure in both years; an amount is None where that year does not state it."""

    measure: str
    unit: str
    before: Decimal | None
    after: Decimal | None
    change: Decimal | None
    percent: Decimal | None  # two decimals; None where the base is 0 (N4) or one year is silent


@dataclass(frozen=True, kw_only=True, slots=True)
class RowChange:
    """A row that only one year has, or that has another amount or name."""

    table: str
    code: str
    name: str
    status: RowStatus
    before: Decimal | None
    after: Decimal | None
    name_before: str | None = None  # the code was renamed
    code_before: str | None = None  # the name was given another code


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """What a measure was in one year, by one kind of report."""

    year: int
    kind: Kind
    amount: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One report beside another of the same kind."""

    measures: tuple[MeasureChange, ...]
    rows: tuple[RowChange, ...]
    not_compared: tuple[str, ...]  # tables that one of the two lacks


def difference(before: Report, after: Report) -> Difference:
    """What changed from one report to the other."""
    rows, lacking = list[RowChange](), list[str]()
    for family in _tables().values():
        kinds = family.get(after.identity.kind.value if after.identity.kind else "", ())
        found = next((pair for kind in kinds if (pair := _both(before, after, kind))), None)
        if found:
            rows += _rows(*found)
        else:
            lacking += _only_one(before, after, kinds)
    return Difference(measures=tuple(_measures(before, after)), rows=tuple(rows), not_compared=tuple(lacking))


def series(measure: str, reports: Iterable[Report]) -> tuple[Point, ...]:
    """What each of these reports states of its own year, the earliest first; reports that are silent are left out."""
    points = [
        Point(year=r.identity.fiscal_year, kind=r.identity.kind, amount=amount)
        for r in reports
        if r.identity.fiscal_year and r.identity.kind and (amount := figures(r).get(measure)) is not None
    ]
    return tuple(sorted(points, key=lambda p: (p.year, p.kind)))


def figures(report: Report) -> Mapping[str, Decimal]:
    """The figure that stands for each measure: the first that the text states, else the first of a table."""
    found: dict[str, Decimal] = {}
    for fact in sorted(report.facts, key=_text_first):
        if fact.amount is not None:
            found.setdefault(fact.measure, fact.amount)
    return found


def _text_first(fact: Fact) -> bool:
    return fact.source != Source.NARRATIVE


def _measures(before: Report, after: Report) -> Iterator[MeasureChange]:
    old, new = figures(before), figures(after)
    for measure in sorted({*old, *new}, key=_place):
        one, other = old.get(measure), new.get(measure)
        moved = growth(other, one) if one is not None and other is not None else None
        yield MeasureChange(
            measure=measure, unit=measures.unit(measure), before=one, after=other,
            change=moved.change if moved else None, percent=moved.percent if moved else None,
        )  # fmt: skip


def _place(measure: str) -> tuple[int, str]:
    """The order of the vocabulary, members of a family by their codes."""
    order = list(measures.vocabulary())
    return order.index(measures.measure(measure).code), measure


@cache
def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(files("alerts").joinpath("difference.toml").read_text("utf-8"))


def _both(before: Report, after: Report, kind: str) -> tuple[StandardTable, StandardTable] | None:
    one, other = _table(before, kind), _table(after, kind)
    return (one, other) if one and other else None


def _table(report: Report, kind: str) -> StandardTable | None:
    readable = (TableStatus.PRESENT, TableStatus.DECLARED_EMPTY)
    return next((t for t in report.tables if t.kind == kind and t.status in readable), None)


def _only_one(before: Report, after: Report, kinds: Sequence[str]) -> list[str]:
    return [kind for kind in kinds[:1] if (_table(before, kind) is None) != (_table(after, kind) is None)]


# --- rows -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    name: str
    amount: Decimal


def _coded(table: StandardTable) -> dict[str, _Row]:
    """Rows with a code and an amount, by code; a code that comes twice is added up (one code in several projects)."""
    rows: dict[str, _Row] = {}
    for row in table.rows:
        amount = row.cells.get("total")
        if row.code and amount is not None:
            known = rows.get(row.code)
            rows[row.code] = _Row(
                row.code, known.name if known else _name(row), amount + (known.amount if known else 0)
            )
    return rows


def _name(row: TableRow) -> str:
    return _NUMBERING.sub("", "".join(row.label.split()))


def _rows(before: StandardTable, after: StandardTable) -> Iterator[RowChange]:
    old, new = _coded(before), _coded(after)
    moved = _recoded(old, new)
    for code, row in new.items():
        was = old.get(code) or old.get(moved.get(code, ""))
        if was is None:
            yield _change(after.kind, row, "new", None, row.amount)
        elif was != row:
            yield _changed(after.kind, was, row)
    left = set(moved.values())
    yield from (
        _change(after.kind, row, "gone", row.amount, None)
        for code, row in old.items()
        if code not in new and code not in left
    )


def _recoded(old: Mapping[str, _Row], new: Mapping[str, _Row]) -> dict[str, str]:
    """New code → old code, where a name stands once on each side under codes of one length that the other lacks."""
    gone = _by_name(row for code, row in old.items() if code not in new)
    come = _by_name(row for code, row in new.items() if code not in old)
    return {
        come[key][0].code: gone[key][0].code
        for key in come.keys() & gone.keys()
        if len(come[key]) == len(gone[key]) == 1
    }


def _by_name(rows: Iterable[_Row]) -> dict[tuple[str, int], list[_Row]]:
    named: dict[tuple[str, int], list[_Row]] = {}
    for row in rows:
        named.setdefault((row.name, len(row.code)), []).append(row)
    return named


def _change(table: str, row: _Row, status: RowStatus, before: Decimal | None, after: Decimal | None) -> RowChange:
    return RowChange(table=table, code=row.code, name=row.name, status=status, before=before, after=after)


def _changed(table: str, was: _Row, row: _Row) -> RowChange:
    return RowChange(
        table=table, code=row.code, name=row.name, status="changed", before=was.amount, after=row.amount,
        name_before=was.name if was.name != row.name else None, code_before=was.code if was.code != row.code else None,
    )  # fmt: skip
