"""The figures of one report at hand for the accounting relations: cells by row and column, measures, forms.

A figure that can not be told for certain (two rows of one name with two amounts, two tables of one kind, two different
statements of one measure) is ``Unclear``, never the first of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property

from alerts.compare import last_digit, same_amount
from alerts.doubts import doubts
from alerts.formulas import AT_HAND, EVERY_CLASS, EVERY_ROW, Cell, Form, Measure, words
from alerts.rules.case import Case
from alerts.rules.profiles import table_name
from alerts.rules.wording import measure_name
from parsers.model import Evidence, PerformanceForm, StandardTable, TableRow, TableStatus

TEXT = "文字"
READ = (TableStatus.PRESENT, TableStatus.DECLARED_EMPTY)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount with its name for people and its place."""

    amount: Decimal
    name: str
    table: str  # its kind; TEXT for a figure of the text, empty for a number of the relation itself
    key: tuple[str, ...]  # the same for the same cell, whichever relation asks
    digit: Decimal  # the finest digit of the table or sentence it stands in
    place: Evidence
    quote: str = ""  # of a cell: the row as the reading has it

    @property
    def evidence(self) -> Evidence:
        """The place, quoting the cell."""
        return replace(self.place, quote=f"{self.place.quote}：{self.quote}") if self.quote else self.place


@dataclass(frozen=True, slots=True)
class Blank:
    """The table was read and holds nothing there."""

    name: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """What is asked for was not read, or not for certain."""

    why: str


Found = Figure | Blank | Unclear


class Sheet:
    """A read table with its rows by meaning, code and printed name."""

    def __init__(self, table: StandardTable, doubts: Sequence[str]) -> None:
        self.table = table
        self.doubts = tuple(doubts)
        self.own = {id(row) for row in table.rows}
        self._figures: dict[tuple[int, str], Found] = {}
        self.rows: dict[tuple[str | None, str], list[TableRow]] = defaultdict(list)
        for row in table.rows:
            for name in (row.meaning, row.code, f"'{row.label}'"):  # of different make: none is another's
                if name is not None:
                    self.rows[row.side, name].append(row)
                    if row.side is not None:
                        self.rows[None, name].append(row)

    @cached_property
    def digit(self) -> Decimal:
        """The finest digit that the table prints, never finer than 0.01."""
        digits = {last_digit(amount) for row in self.table.rows for amount in row.cells.values() if amount}
        return max(Decimal("0.01"), min(digits, default=Decimal("0.01")))

    @cached_property
    def columns(self) -> frozenset[str]:
        """The columns in which some row has an amount."""
        return frozenset(column for row in self.table.rows for column in row.cells)

    def strange(self, side: str | None) -> Iterator[Decimal]:
        """The amounts of rows that no name or code explains."""
        for row in self.table.rows:
            if row.meaning is None and row.code is None and (side is None or row.side == side):
                yield from (amount for amount in row.cells.values() if amount)

    def figure(self, row: TableRow, column: str) -> Found:
        """One cell, the same object whichever relation asks: some cells are asked for a dozen times."""
        place = (id(row), column)
        if place not in self._figures:
            self._figures[place] = self._figure(row, column)
        return self._figures[place]

    def _figure(self, row: TableRow, column: str) -> Found:
        name = f"{row.label or row.code or '合计'}{_column(column)}"
        amount = row.cells.get(column)
        if amount is None:
            return Blank(name)
        kind = self.table.kind
        key = (kind, row.side or "", row.code or row.meaning or row.label, column)
        quote = f"{row.code or ''}{row.label} {amount:f}"
        return Figure(amount, name, kind, key, self.digit, self.table.evidence, quote)


@cache
def _column(column: str) -> str:
    return f"（{words()['columns'].get(column, column)}）" if column != "total" else ""


class Book:
    """All that relations may ask of a report."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.sheets: dict[str, list[Sheet]] = defaultdict(list)
        found = case.once(doubts)
        for table in case.report.tables:
            if table.status in READ and not any(t.table.rows == table.rows for t in self.sheets[table.kind]):
                self.sheets[table.kind].append(Sheet(table, found.get(id(table), ())))

    def sheet(self, kind: str) -> Sheet | Unclear:
        """The one table of a kind."""
        sheets = self.sheets.get(kind, [])
        if len(sheets) == 1:
            return sheets[0]
        return Unclear(f"{table_name(kind)}{'不止一张' if sheets else '未读到'}")

    def cells(self, cell: Cell, at_hand: TableRow | None = None) -> Iterator[Found]:
        """What stands in a cell, or in each of the rows that ``function.*`` means."""
        sheet = self.sheet(cell.table)
        if isinstance(sheet, Unclear):
            yield sheet
            return
        for name in cell.rows:
            if name == EVERY_CLASS:
                yield from (sheet.figure(row, cell.column) for row in _classes(sheet, cell.side))
            elif name == AT_HAND and at_hand is not None:
                yield self._at_hand(sheet, cell, at_hand)
            else:
                yield _one(sheet, sheet.rows.get((cell.side, name), ()), cell, name)

    def _at_hand(self, sheet: Sheet, cell: Cell, row: TableRow) -> Found:
        if id(row) in sheet.own:
            return sheet.figure(row, cell.column)
        name = row.meaning or row.code or ""
        return _one(sheet, sheet.rows.get((cell.side, name), ()), cell, row.label)

    def rows(self, cell: Cell) -> Iterator[TableRow]:
        """The rows that a relation for each row speaks of."""
        sheet = self.sheet(cell.table)
        if isinstance(sheet, Unclear):
            return
        for row in sheet.table.rows:
            if row.cells and (cell.side is None or row.side == cell.side):
                every = cell.rows == (EVERY_ROW,) or (cell.rows == (EVERY_CLASS,) and _is_class(row))
                if every or row.meaning in cell.rows or row.code in cell.rows:
                    yield row

    def measure(self, wanted: Measure) -> Iterator[Found]:
        """The figure of a measure; of each class where the code ends in ``*``."""
        if wanted.code.endswith("*"):
            start = wanted.code[:-1]
            codes = [m for m in self.case.by_measure if m.startswith(start) and len(m) == len(start) + 3]
        else:
            codes = [wanted.code]
        yield from (self._measure(Measure(code, wanted.source)) for code in codes)

    def _measure(self, wanted: Measure) -> Found:
        facts = [f for f in self.case.facts(wanted.code, wanted.source) if f.amount is not None]
        name = measure_name(wanted.code)
        if not facts or facts[0].amount is None:
            return Unclear(f"{name}未读到")
        fact, amount = facts[0], facts[0].amount
        if any(f.source == fact.source and not same_amount(amount, f.amount or Decimal(0), f.unit) for f in facts[1:]):
            return Unclear(f"{name}有不同的数")
        digit = max(Decimal("0.01"), min(Decimal(1), last_digit(amount)))
        where = fact.table or TEXT
        return Figure(amount, name, where, (wanted.code, fact.source.value), digit, fact.evidence)

    def forms(self, wanted: Form, at_hand: PerformanceForm | None) -> Iterator[Found]:
        """The figure of the forms that are meant; unknown where one of them lacks it."""
        overall = wanted.which == "overall"
        chosen = [at_hand] if at_hand else [f for f in self.case.report.performance if f.overall == overall]
        if not chosen:
            yield Unclear("未读到绩效表")
        for form in chosen:
            amount = _weights(form) if wanted.field == "weights" else getattr(form, wanted.field)
            name = f"“{form.name}”{words()['fields'].get(wanted.field, wanted.field)}"
            if amount is None:
                yield Unclear(f"{name}未读到")
            else:
                key = (form.table, form.name, wanted.field)
                yield Figure(amount, name, form.table, key, Decimal("0.01"), form.evidence)


def _weights(form: PerformanceForm) -> Decimal | None:
    """The weights of all indicators together; None where one has none or may be missing."""
    weights = [_mark(indicator.weight) for indicator in form.indicators]
    scores = [_mark(indicator.score) for indicator in form.indicators]
    if not weights or None in weights or (form.score is not None and not _all_read(form, scores)):
        return None
    return sum((weight for weight in weights if weight is not None), Decimal(0))


def _all_read(form: PerformanceForm, scores: Sequence[Decimal | None]) -> bool:
    """Whether the scores make the total: else an indicator may be missing from the reading."""
    marks = sum((score for score in scores if score is not None), form.rate_score or Decimal(0))
    return None not in scores and marks == form.score


def _mark(text: str | None) -> Decimal | None:
    number = (text or "").strip().removesuffix("分")
    return Decimal(number) if number.replace(".", "", 1).isdigit() else None


def _is_class(row: TableRow) -> bool:
    return (row.meaning or "").startswith("function.")


def _classes(sheet: Sheet, side: str | None) -> Iterable[TableRow]:
    return (row for row in sheet.table.rows if _is_class(row) and (side is None or row.side == side))


def _one(sheet: Sheet, rows: Sequence[TableRow], cell: Cell, name: str) -> Found:
    """The one row of a name; rows of one name must agree."""
    filled = [row for row in rows if cell.column in row.cells]
    if not filled:
        return Blank(rows[0].label or name if rows else name.strip("'"))
    if any(row.cells[cell.column] != filled[0].cells[cell.column] for row in filled[1:]):
        return Unclear(f"{table_name(cell.table)}的“{filled[0].label}”不止一行")
    return sheet.figure(filled[0], cell.column)
