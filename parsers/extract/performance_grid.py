"""Performance forms drawn as grids: labels beside values, a row of money heads, a table of indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from parsers import money
from parsers.extract.performance_cells import FormRead, Row, beside, heads_of, indicator_in, number_of
from parsers.extract.performance_list import list_head, read_list
from parsers.extract.performance_money import MoneyRow, aligned, joined
from parsers.extract.performance_words import (
    field_of,
    form_words,
    is_indicator_head,
    is_label,
    label,
    without_code,
)
from parsers.extract.table_words import bare
from parsers.model import Indicator

#: So many heads of money or of indicators in one row make it a row of heads.
FEWEST_HEADS = 2
#: The budget of the year, and that of all the years of a project.
BUDGETS = ("opening_budget", "whole_period")
#: A head that names its unit is no longer.
LONGEST_HEAD = 20


def read_forms(rows: Sequence[Row], unit: str | None, lost: Iterable[tuple[int, int]] = ()) -> list[FormRead]:
    """All forms of a grid: a list with one line for each project, or forms one under the other.

    ``lost`` are row and column of cells that may have lost their text.
    """
    head = list_head(rows)
    if head is not None:
        return list(read_list(rows, head, unit, frozenset(lost)))
    starts = [at for at, row in enumerate(rows) if any(field_of(cell) == "name" for cell in row[:1])]
    bounds = [0, *starts[1:], len(rows)]
    return [_single(rows[first:end], first, unit) for first, end in pairwise(bounds)]


# --- one form: labels beside values ------------------------------------------------------------


def _single(rows: Sequence[Row], at: int, unit: str | None) -> FormRead:
    form = FormRead(at=at)
    indicators_at, heads = _indicator_head(rows)
    above = (cell for row in rows[:indicators_at] for cell in row)
    unit = next((found for cell in above if (found := _unit_of_head(cell))), unit)
    heads_at = next((at for at, row in enumerate(rows) if len(heads_of(row, form_words().money)) >= FEWEST_HEADS), None)
    _values(form, rows, heads_at, unit)
    _budget_told_otherwise(form, rows, unit)
    if heads_at is not None:
        form.money_at = at + min(heads_at + 1, len(rows) - 1)
        money_rows = _money_rows(rows, heads_at, indicators_at)
        form.moved = any(row.moved for row in money_rows)
        stated = {name: value for name, value in form.figures.items() if name in ("score", "rate_score")}
        form.figures = {**form.figures, **joined(money_rows, unit), **stated}
    if indicators_at < len(rows):
        drawn = list(_indicators(rows, indicators_at, heads))
        form.indicators = [indicator for _, indicator in drawn]
        form.rows = [(at + row, at + row) for row, _ in drawn]
    return form


def _unit_of_head(cell: str) -> str | None:
    """The unit that a short text without figures ends with, whether or not it is known as a label."""
    text = bare(cell)
    found = form_words().unit.search(text)
    short = found is not None and found.end() == len(text) <= LONGEST_HEAD and not any(map(str.isdigit, text))
    return found.group(1) if found and (short or is_label(cell)) else None


def _values(form: FormRead, rows: Sequence[Row], heads_at: int | None, unit: str | None) -> None:
    """Fills what stands beside a label: name, department, score, the budget of a target form."""
    for at, row in enumerate(rows):
        of_tasks = any(label(cell) in form_words().tasks for cell in row)
        for column, cell in enumerate(row):
            name = field_of(cell)
            if name is None or (at == heads_at and name not in ("score", "name")):
                continue
            if of_tasks and name == "opening_budget":
                continue
            value, down = beside(row, column), 0
            if name == "opening_budget" and (value is None or number_of(value) is None):
                value, down = _below(rows[at + 1 :], column)
            if value is not None:
                of_row = column == 0 and name not in BUDGETS
                _take(form, name, value, _last_number(row) if of_row else number_of(value), unit)
            if form.money_at is None and "opening_budget" in form.figures:
                form.money_at = form.at + at + down


def _take(form: FormRead, name: str, value: str, number: Decimal | None, unit: str | None) -> None:
    """Keeps the first value of a field; a score at the head of its row is the last number of the row."""
    if name == "name":
        form.name = form.name or without_code(value)
    elif name == "department":
        form.department = form.department or without_code(value)
    elif name in BUDGETS:
        if number is not None and unit:
            form.figures.setdefault(name, money.move(number, unit, "万元"))
    elif number is not None:
        form.figures.setdefault(name, number)


def _budget_told_otherwise(form: FormRead, rows: Sequence[Row], unit: str | None) -> None:
    """The budget of a form that prints no sum of the year: that of the whole period, or the sum of the tasks."""
    whole = form.figures.pop("whole_period", None)
    sums = (row for row in rows if any(label(cell) in form_words().sum_of_tasks for cell in row))
    of_tasks = next((number for row in sums for cell in row if (number := number_of(cell)) is not None), None)
    if whole is None and of_tasks is not None and unit:
        whole = money.move(of_tasks, unit, "万元")
    if whole is not None:
        form.figures.setdefault("opening_budget", whole)


def _below(rows: Sequence[Row], column: int) -> tuple[str | None, int]:
    """The number under a label whose row holds only labels, with no more than one row of labels between; how far."""
    under = [(row[column], down) for down, row in enumerate(rows[:2], start=1) if row[column].strip()]
    return under[0] if under and number_of(under[0][0]) is not None else (None, 0)


def _last_number(row: Row) -> Decimal | None:
    numbers = [number for cell in row if (number := number_of(cell)) is not None]
    return numbers[-1] if numbers else None


def _money_rows(rows: Sequence[Row], heads_at: int, end: int) -> list[MoneyRow]:
    """The rows of amounts under the money heads, up to the next row without a number."""
    heads = heads_of(rows[heads_at], form_words().money)
    found: list[MoneyRow] = []
    for row in rows[heads_at + 1 : end]:
        values = [(column, number) for column, cell in enumerate(row) if (number := number_of(cell)) is not None]
        if len(values) < FEWEST_HEADS:
            break
        found.append(aligned(heads, values))
    return found


# --- indicators ---------------------------------------------------------------------------------


def _indicator_head(rows: Sequence[Row]) -> tuple[int, list[tuple[int, str]]]:
    """The row that heads the indicators, and its heads; the number of rows where there is none."""
    at = next((at for at, row in enumerate(rows) if is_indicator_head(row)), None)
    if at is not None:
        return at, heads_of(rows[at], form_words().indicators)
    for at, (row, below) in enumerate(pairwise(rows)):
        heads = heads_of(row, {**form_words().indicators, form_words().plain_name: "name"})
        named = {"name", "target"} <= {meaning for _, meaning in heads}
        if named and label(row[0]) != form_words().plain_name and not any(map(is_label, below)):
            return at, heads
    return len(rows), []


def _indicators(rows: Sequence[Row], head_at: int, heads: Sequence[tuple[int, str]]) -> Iterator[tuple[int, Indicator]]:
    """The indicators under their head, each with its row."""
    for at, row in enumerate(rows[head_at + 1 :], start=head_at + 1):
        first = next((bare(cell) for cell in row if cell.strip()), "")
        if form_words().ends.match(first):
            return
        indicator = indicator_in(row, heads)
        if indicator is not None and not is_indicator_head(row):
            yield at, indicator
