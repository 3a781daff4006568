"""Performance forms as a list: one line for each project, its further indicators in the lines under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from parsers import money
from parsers.extract.performance_cells import FormRead, Row, beside, heads_of, indicator_in, number_of, unit_of_label
from parsers.extract.performance_words import form_words, is_indicator_head, without_code
from parsers.model import Indicator

MOST_HEAD_ROWS = 3
#: A list may bear its name and unit in rows of its own.
MOST_TITLE_ROWS = 4

Place = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class ListHead:
    """The head of a list of projects: where its lines begin, and the columns of name, budget, goal and indicators."""

    first: int
    fields: Mapping[str, int]
    heads: Sequence[tuple[int, str]]
    unit: str | None

    def name(self, row: Row) -> str:
        """The project's name, without its code."""
        return without_code(row[self.fields["name"]])

    def amount(self, row: Row) -> Decimal | None:
        """The project's budget as printed."""
        column = self.fields.get("opening_budget")
        return None if column is None else number_of(row[column])


def list_head(rows: Sequence[Row]) -> ListHead | None:
    """The head of a list of projects: name and budget, and a goal or indicators, are columns of one head.

    In a single form the name's label has its value in its own row; in a list that row holds nothing but heads.
    """
    at = next((at for at, row in enumerate(rows[:MOST_TITLE_ROWS]) if "name" in dict(_named(row))), None)
    if at is None or beside(rows[at], dict(_named(rows[at]))["name"]) is not None:
        return None
    fields = dict(_named(rows[at]))
    unit = next((found for cell in rows[at] if (found := unit_of_label(cell))), None)
    for end in range(at + 1, min(at + MOST_HEAD_ROWS, len(rows)) + 1):
        heads: dict[str, int] = {}
        for row in rows[at:end]:
            heads = {**{meaning: column for column, meaning in heads_of(row, form_words().indicators)}, **heads}
        if fields.keys() & {"opening_budget", "goal"} and {"name", "target"} <= heads.keys():
            columns = sorted((column, meaning) for meaning, column in heads.items())
            return ListHead(first=end, fields=fields, heads=columns, unit=unit)
    goals = {"name", "opening_budget", "goal"} <= fields.keys()
    return ListHead(first=at + 1, fields=fields, heads=(), unit=unit) if goals else None


def _named(row: Row) -> Iterator[tuple[str, int]]:
    """The columns of a list that are no indicators; a plain word for the budget counts after its full names."""
    for words in (form_words().lists, form_words().fields):
        yield from ((meaning, column) for column, meaning in heads_of(row, words))


def read_list(rows: Sequence[Row], head: ListHead, unit: str | None, lost: Set[Place]) -> Iterator[FormRead]:
    """One form for each line that names a project; the lines under it are its further indicators.

    A line without any indicator or goal is a sum (the unit's, the table's) and no project. Where it can not be told
    which project a line begins, its indicators and those under it are nobody's: a form with a doubt and nothing else.
    """
    forms: list[FormRead] = []
    told: set[int] = set()
    unit = head.unit or unit
    for at, row in enumerate(rows[head.first :], start=head.first):
        if is_indicator_head(row):  # printed again on a further page
            continue
        indicator = indicator_in(row, head.heads)
        begun = _begun(at, row, head, unit, indicator) or _unnamed(at, row, head, indicator, lost)
        forms += [begun] if begun else []
        if forms and indicator is not None:
            forms[-1].indicators.append(indicator)
            forms[-1].rows.append((at, at))
        if forms and not head.heads and row[head.fields["goal"]].strip():
            told.add(forms[-1].at)
    for form in forms:
        if form.indicators and form.name is None:
            doubt = f"{form.doubts[0]}，{len(form.indicators)}项指标不知属于哪个项目，未读"
            yield FormRead(at=form.at, nobodys=form.rows, doubts=[doubt])
        elif form.indicators or (form.at in told and form.name):
            yield form


def _begun(at: int, row: Row, head: ListHead, unit: str | None, indicator: Indicator | None) -> FormRead | None:
    """The form of the project that the row names; None where it names none."""
    name, amount = head.name(row), head.amount(row)
    if not name or (amount is None and ("opening_budget" in head.fields or indicator is None)):
        return None
    figures = {"opening_budget": money.move(amount, unit, "万元")} if unit and amount is not None else {}
    return FormRead(at=at, money_at=at, name=name, figures=figures)


def _unnamed(at: int, row: Row, head: ListHead, indicator: Indicator | None, lost: Set[Place]) -> FormRead | None:
    """The form of which the row tells only that it begins: its name is lost, or a name stands there without its sum."""
    name = head.name(row)
    if not name and (at, head.fields["name"]) in lost:
        return FormRead(at=at, doubts=["绩效表中一个项目的名称被页面截断"])
    if name and indicator is not None:
        return FormRead(at=at, doubts=[f"绩效表中“{name}”一行没有金额"])
    return None
