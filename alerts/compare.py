"""Comparing: what the printed digits of a number allow, one year beside another, one reading beside another.

A printed amount stands for every amount that rounds to it, so a ratio of printed amounts is an interval (rule book N3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from alerts.rules.wording import COMPARISON_PARTS, measure_name
from parsers.model import Fact, PerformanceForm, Report, Source, StandardTable

HUNDRED = Decimal(100)
CENT = Decimal("0.01")
MONEY = "万元"


# --- printed digits -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included."""

    low: Decimal
    high: Decimal

    def __contains__(self, number: Decimal) -> bool:
        return self.low <= number <= self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __truediv__(self, other: Interval) -> Interval:
        """Raises ZeroDivisionError where the divisor may be 0: such a ratio is undefined (N4)."""
        if Decimal(0) in other:
            raise ZeroDivisionError("the divisor may be 0")
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def times(self, factor: Decimal) -> Interval:
        """Every number of the interval multiplied by a factor."""
        ends = (self.low * factor, self.high * factor)
        return Interval(min(ends), max(ends))

    def meets(self, other: Interval) -> bool:
        """Whether some number is in both."""
        return self.low <= other.high and other.low <= self.high


def last_digit(number: Decimal) -> Decimal:
    """The worth of one unit of the last printed digit: 0.01 for 1.48, 1E+3 for 1.5E+4."""
    return Decimal(1).scaleb(_exponent(number))


def printed(number: Decimal, digit: Decimal | None = None) -> Interval:
    """What a printed number may stand for: half a unit of its last digit to both sides.

    ``digit`` is the finest digit printed beside it: 13.6 next to 1099.63 is 13.60 without its nought.
    """
    unit = last_digit(number)
    half = (min(unit, digit) if digit is not None and unit <= 1 else unit) / 2
    return Interval(number - half, number + half)


def finest(*numbers: Decimal) -> Decimal:
    """The finest last digit among numbers of one sentence, never coarser than 1."""
    return min([Decimal(1), *(last_digit(number) for number in numbers)])


def stated_percent(percent: Decimal) -> Interval:
    """What a printed percentage may stand for: one unit of its last digit, since many are cut and not rounded."""
    unit = min(last_digit(percent), Decimal(1))
    return Interval(percent - unit, percent + unit)


def sum_tolerance(addends: Iterable[Decimal]) -> Decimal:
    """How far a sum of printed amounts may be off (N2): max(0.02, 0.005·(n+1)), in 万元.

    A nought adds nothing to the error; an amount printed in coarser units than 1 adds half its last digit.
    """
    numbers = [number for number in addends if number]
    coarse = sum((last_digit(n) / 2 for n in numbers if last_digit(n) > 1), Decimal(0))
    return max(Decimal("0.02"), Decimal("0.005") * (len(numbers) + 1)) + coarse


def same_amount(one: Decimal, other: Decimal, unit: str) -> bool:
    """Whether two printings can be of one figure: counts exactly, money within its printed digits and N2."""
    if unit not in (MONEY, "元"):
        return one == other
    if unit == MONEY and abs(one - other) <= Decimal("0.02"):
        return True
    return one != 0 != other and printed(one).meets(printed(other))  # a printed 0 says: nothing at all


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{number} is no finite number")
    return exponent


# --- year on year -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Growth:
    """How a figure moved; ``percent`` has two decimals and is None where the base is 0 (N4: not comparable)."""

    change: Decimal
    percent: Decimal | None


def growth(now: Decimal, before: Decimal) -> Growth:
    """From ``before`` to ``now``."""
    return Growth(now - before, share(now - before, before))


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """``part`` in percent of ``whole`` with two decimals; None where the whole is 0."""
    return None if whole == 0 else (part / whole * HUNDRED).quantize(CENT, ROUND_HALF_UP)


# --- one reading beside another -----------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A figure that one reading has and the other has not, or has with another amount."""

    what: str  # measure, or kind of table with row and column
    label: str  # for people
    before: str | None  # decimal text; None where it was not there
    after: str | None


def changed_figures(before: Report, after: Report) -> tuple[Change, ...]:
    """The figures that differ between two readings of one report: of the text, of the tables, of the forms.

    1.5 and 1.50 are one figure. A table's figure or a cell that changed just as a figure told before is not told again.
    """
    said = list(_unlike(_stated(before, Source.NARRATIVE), _stated(after, Source.NARRATIVE)))
    told = {(change.label, change.before, change.after) for change in said}
    listed = _unlike(_stated(before, Source.TABLE), _stated(after, Source.TABLE))
    said += [
        replace(change, what=f"{change.what}@table", label=f"{change.label}（报表）")
        for change in listed
        if (change.label, change.before, change.after) not in told
    ]
    amounts = {(change.before, change.after) for change in said}
    cells = [c for c in _unlike(_cells(before), _cells(after)) if (c.before, c.after) not in amounts]
    return (*said, *cells, *_unlike(_forms(before), _forms(after)))


Labelled = dict[str, tuple[str, Decimal]]


def _unlike(before: Labelled, after: Labelled) -> Iterator[Change]:
    for what in dict.fromkeys((*before, *after)):
        old, new = before.get(what), after.get(what)
        if old is None or new is None or old[1] != new[1]:
            label = (new or old or (what, None))[0]
            yield Change(what=what, label=label, before=_text(old), after=_text(new))


def _text(figure: tuple[str, Decimal] | None) -> str | None:
    return None if figure is None else format(figure[1], "f")


def _stated(report: Report, source: Source) -> Labelled:
    """Each figure under its measure; a second, different figure of one measure under ``measure#2``."""
    figures: Labelled = {}
    for fact in (fact for fact in report.facts if fact.source == source):
        for what, label, amount in _amounts(fact):
            if not any(known[1] == amount for key, known in figures.items() if key.partition("#")[0] == what):
                figures[_free(figures, what)] = (label, amount)
    return figures


def _amounts(fact: Fact) -> Iterator[tuple[str, str, Decimal]]:
    name = measure_name(fact.measure)
    if fact.amount is not None:
        yield fact.measure, name, fact.amount
    for comparison in fact.comparisons:
        against = f"{fact.measure}/{comparison.base.value if comparison.base else 'unclear'}"
        parts = {"change": comparison.change, "percent": comparison.percent, "base_amount": comparison.base_amount}
        for part, amount in parts.items():
            if amount is not None:
                yield f"{against}/{part}", f"{name}{COMPARISON_PARTS[part]}", amount


def _cells(report: Report) -> Labelled:
    """Each cell under its table, row and column."""
    return _once_each(_table_cells(table) for table in report.tables)


def _once_each(groups: Iterable[Iterable[tuple[str, str, Decimal]]]) -> Labelled:
    """The figures of tables or forms; one that stands in two files alike is one."""
    figures: Labelled = {}
    for group in dict.fromkeys(tuple(group) for group in groups):
        for what, label, amount in group:
            figures[_free(figures, what)] = (label, amount)
    return figures


def _table_cells(table: StandardTable) -> Iterator[tuple[str, str, Decimal]]:
    for row in table.rows:
        name = f"{row.code or ''}{row.label}"
        for column, amount in row.cells.items():
            yield f"{table.kind}/{name}/{column}", f"{table.title} {name}", amount


def _forms(report: Report) -> Labelled:
    return _once_each(_form_amounts(form) for form in report.performance)


def _form_amounts(form: PerformanceForm) -> Iterator[tuple[str, str, Decimal]]:
    amounts = {
        "年初预算数": form.opening_budget, "全年预算数": form.revised_budget, "全年执行数": form.executed,
        "执行率": form.execution_rate, "自评得分": form.score,
    }  # fmt: skip
    for part, amount in amounts.items():
        if amount is not None:
            yield f"{form.table}/{form.name}/{part}", f"{form.name}{part}", amount


def _free(figures: Labelled, what: str) -> str:
    """The key, numbered where it is taken: the second row of one name is not the first."""
    number, key = 1, what
    while key in figures:
        number += 1
        key = f"{what}#{number}"
    return key
