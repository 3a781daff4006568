"""Performance forms drawn as grids: labels beside values, a row of money heads, a table of indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from parsers import money
from parsers.extract.performance_money import MoneyRow, aligned, joined
from parsers.extract.performance_words import (
    field_of,
    form_words,
    indicator_of,
    is_indicator_head,
    is_label,
    label,
    without_code,
)
from parsers.extract.table_words import bare
from parsers.model import Indicator

Row = Sequence[str]

#: So many heads of money or of indicators in one row make it a row of heads.
FEWEST_HEADS = 2
MOST_HEAD_ROWS = 3
#: The budget of the year, and that of all the years of a project.
BUDGETS = ("opening_budget", "whole_period")
#: A head that names its unit is no longer.
LONGEST_HEAD = 20
#: A list may bear its name and unit in rows of its own.
MOST_TITLE_ROWS = 4


@dataclass(kw_only=True)
class FormRead:
    """One form as it was read; ``at`` is the row where it begins, ``rows`` where each indicator stands: first, last."""

    at: int
    money_at: int | None = None
    name: str | None = None
    department: str | None = None
    figures: dict[str, Decimal] = field(default_factory=dict)
    indicators: list[Indicator] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    moved: bool = False
    doubts: list[str] = field(default_factory=list)


def read_forms(rows: Sequence[Row], unit: str | None) -> list[FormRead]:
    """All forms of a grid: a list with one line for each project, or forms one under the other."""
    listed = _list_heads(rows)
    if listed is not None:
        return list(_listed(rows, listed, unit))
    starts = [at for at, row in enumerate(rows) if any(field_of(cell) == "name" for cell in row[:1])]
    bounds = [0, *starts[1:], len(rows)]
    return [_single(rows[first:end], first, unit) for first, end in pairwise(bounds)]


# --- one form: labels beside values ------------------------------------------------------------


def _single(rows: Sequence[Row], at: int, unit: str | None) -> FormRead:
    form = FormRead(at=at)
    indicators_at = next((at for at, row in enumerate(rows) if is_indicator_head(row)), len(rows))
    above = (cell for row in rows[:indicators_at] for cell in row)
    unit = next((found for cell in above if (found := _unit_of_head(cell))), unit)
    heads_at = next((at for at, row in enumerate(rows) if len(_heads(row, form_words().money)) >= FEWEST_HEADS), None)
    _values(form, rows, heads_at, unit)
    _budget_told_otherwise(form, rows, unit)
    if heads_at is not None:
        form.money_at = at + min(heads_at + 1, len(rows) - 1)
        money_rows = _money_rows(rows, heads_at, indicators_at)
        form.moved = any(row.moved for row in money_rows)
        stated = {name: value for name, value in form.figures.items() if name in ("score", "rate_score")}
        form.figures = {**form.figures, **joined(money_rows, unit), **stated}
    if indicators_at < len(rows):
        drawn = list(_indicators(rows, indicators_at))
        form.indicators = [indicator for _, indicator in drawn]
        form.rows = [(at + row, at + row) for row, _ in drawn]
    return form


def _unit_of_head(cell: str) -> str | None:
    """The unit that a short text without figures ends with, whether or not it is known as a label."""
    text = bare(cell)
    found = form_words().unit.search(text)
    short = found is not None and found.end() == len(text) <= LONGEST_HEAD and not any(map(str.isdigit, text))
    return found.group(1) if found and (short or is_label(cell)) else None


def _unit(cell: str) -> str | None:
    found = form_words().unit.search(bare(cell))
    return found.group(1) if found and is_label(cell) else None


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
            value, down = _beside(row, column), 0
            if name == "opening_budget" and (value is None or _number(value) is None):
                value, down = _below(rows[at + 1 :], column)
            if value is not None:
                of_row = column == 0 and name not in BUDGETS
                _take(form, name, value, _last_number(row) if of_row else _number(value), unit)
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
    of_tasks = next((number for row in sums for cell in row if (number := _number(cell)) is not None), None)
    if whole is None and of_tasks is not None and unit:
        whole = money.move(of_tasks, unit, "万元")
    if whole is not None:
        form.figures.setdefault("opening_budget", whole)


def _beside(row: Row, column: int) -> str | None:
    """The value at the right of a label: the next cell with text, if that is no label again."""
    value = next((cell for cell in row[column + 1 :] if cell.strip()), None)
    return None if value is None or is_label(value) else value


def _below(rows: Sequence[Row], column: int) -> tuple[str | None, int]:
    """The number under a label whose row holds only labels, with no more than one row of labels between; how far."""
    under = [(row[column], down) for down, row in enumerate(rows[:2], start=1) if row[column].strip()]
    return under[0] if under and _number(under[0][0]) is not None else (None, 0)


def _number(cell: str) -> Decimal | None:
    return money.number(bare(cell).removesuffix("%"))


def _last_number(row: Row) -> Decimal | None:
    numbers = [number for cell in row if (number := _number(cell)) is not None]
    return numbers[-1] if numbers else None


def _heads(row: Row, words: Mapping[str, str]) -> list[tuple[int, str]]:
    """The known heads of a row with their columns; of two with one meaning the first."""
    heads: dict[str, int] = {}
    for column, cell in enumerate(row):
        meaning = words.get(label(cell))
        if meaning is not None:
            heads.setdefault(meaning, column)
    return sorted((column, meaning) for meaning, column in heads.items())


def _money_rows(rows: Sequence[Row], heads_at: int, end: int) -> list[MoneyRow]:
    """The rows of amounts under the money heads, up to the next row without a number."""
    heads = _heads(rows[heads_at], form_words().money)
    found: list[MoneyRow] = []
    for row in rows[heads_at + 1 : end]:
        values = [(column, number) for column, cell in enumerate(row) if (number := _number(cell)) is not None]
        if len(values) < FEWEST_HEADS:
            break
        found.append(aligned(heads, values))
    return found


# --- indicators --------------------------------------------------------------------------------


def _indicators(rows: Sequence[Row], head_at: int) -> Iterator[tuple[int, Indicator]]:
    """The indicators under their head, each with its row."""
    heads = _heads(rows[head_at], form_words().indicators)
    for at, row in enumerate(rows[head_at + 1 :], start=head_at + 1):
        first = next((bare(cell) for cell in row if cell.strip()), "")
        if form_words().ends.match(first):
            return
        indicator = _indicator(row, heads)
        if indicator is not None and not is_indicator_head(row):
            yield at, indicator


def _indicator(row: Row, heads: Sequence[tuple[int, str]]) -> Indicator | None:
    texts = {meaning: row[column].strip() for column, meaning in heads if row[column].strip()}
    name = texts.pop("name", "")
    if not name and not _is_nameless(row, texts):
        return None
    return indicator_of({"name": name, **texts}) if texts else None


def _is_nameless(row: Row, texts: Mapping[str, str]) -> bool:
    """Whether the row is an indicator whose name was left empty: its kind, a weight and a score are printed."""
    return {"weight", "score"} <= texts.keys() and any(form_words().kinds.fullmatch(bare(cell)) for cell in row)


# --- a list of projects, one under the other -----------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class _List:
    """The head of a list of projects: where its lines begin, and the columns of name, budget, goal and indicators."""

    first: int
    fields: Mapping[str, int]
    heads: Sequence[tuple[int, str]]
    unit: str | None


def is_list(rows: Sequence[Row]) -> bool:
    """Whether the rows are a list with one line for each project."""
    return _list_heads(rows) is not None


def _list_heads(rows: Sequence[Row]) -> _List | None:
    """The head of a list of projects: name and budget, and a goal or indicators, are columns of one head.

    In a single form the name's label has its value in its own row; in a list that row holds nothing but heads.
    """
    at = next((at for at, row in enumerate(rows[:MOST_TITLE_ROWS]) if "name" in dict(_named(row))), None)
    if at is None or _beside(rows[at], dict(_named(rows[at]))["name"]) is not None:
        return None
    fields = dict(_named(rows[at]))
    unit = next((found for cell in rows[at] if (found := _unit(cell))), None)
    for end in range(at + 1, min(at + MOST_HEAD_ROWS, len(rows)) + 1):
        heads: dict[str, int] = {}
        for row in rows[at:end]:
            heads = {**{meaning: column for column, meaning in _heads(row, form_words().indicators)}, **heads}
        if fields.keys() & {"opening_budget", "goal"} and {"name", "target"} <= heads.keys():
            columns = sorted((column, meaning) for meaning, column in heads.items())
            return _List(first=end, fields=fields, heads=columns, unit=unit)
    goals = {"name", "opening_budget", "goal"} <= fields.keys()
    return _List(first=at + 1, fields=fields, heads=(), unit=unit) if goals else None


def _named(row: Row) -> Iterator[tuple[str, int]]:
    """The columns of a list that are no indicators; a plain word for the budget counts after its full names."""
    for words in (form_words().lists, form_words().fields):
        yield from ((meaning, column) for column, meaning in _heads(row, words))


def _listed(rows: Sequence[Row], head: _List, unit: str | None) -> Iterator[FormRead]:
    """One form for each line that names a project; the lines under it are its further indicators.

    A line without any indicator or goal is a sum (the unit's, the table's) and no project.
    """
    forms: list[FormRead] = []
    told: set[int] = set()
    unit = head.unit or unit
    for at, row in enumerate(rows[head.first :], start=head.first):
        name = without_code(row[head.fields["name"]])
        indicator = _indicator(row, head.heads)
        budget = head.fields.get("opening_budget")
        amount = None if budget is None else _number(row[budget])
        if name and (amount is not None or (budget is None and indicator is not None)):
            figures = {"opening_budget": money.move(amount, unit, "万元")} if unit and amount is not None else {}
            forms.append(FormRead(at=at, money_at=at, name=name, figures=figures))
        if forms and indicator is not None:
            forms[-1].indicators.append(indicator)
            forms[-1].rows.append((at, at))
        if forms and not head.heads and row[head.fields["goal"]].strip():
            told.add(forms[-1].at)
    yield from (form for form in forms if form.indicators or form.at in told)
