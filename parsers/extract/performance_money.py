"""The money of a performance form: budget, execution, rate and its score, from a row of heads and the rows under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from parsers import money

#: The fields that are money; the others are a percent, a weight and a score.
AMOUNTS = frozenset({"declared_amount", "opening_budget", "revised_budget", "executed"})
#: A printed rate and the rate of the printed amounts may differ by rounding only.
RATE_TOLERANCE = Decimal("0.51")
#: Fewer values do not show that they stand one column off.
FEWEST_SHIFTED = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class MoneyRow:
    """One row of amounts under the heads."""

    values: Mapping[str, Decimal] = field(default_factory=dict)
    moved: bool = False  # the values stood one head off; only so do the amounts give the rate


def aligned(heads: Sequence[tuple[int, str]], values: Sequence[tuple[int, Decimal]]) -> MoneyRow:
    """Gives each value to its head: by column, or in order where the values stand in other columns than the heads.

    Where the amounts contradict the rate so, and agree with it one head further on, the row has slipped by one: some
    forms lose the head of the last column. No other correction is made.
    """
    by_column = {name: value for column, name in heads for at, value in values if at == column}
    in_order = _zipped([name for _, name in heads], [value for _, value in values])
    taken = by_column if len(by_column) == len(values) else in_order
    if _contradicts(taken) and len(values) >= FEWEST_SHIFTED:
        names = [*(name for _, name in heads[1:]), "rate_score"]
        slipped = _zipped(names, [value for _, value in values])
        if _agrees(slipped):
            return MoneyRow(values=slipped, moved=True)
    return MoneyRow(values=taken)


def _zipped(names: Sequence[str], values: Sequence[Decimal]) -> dict[str, Decimal]:
    return dict(zip(names, values, strict=False))


def _rate(values: Mapping[str, Decimal]) -> Decimal | None:
    budget = values.get("revised_budget") or values.get("opening_budget")
    executed = values.get("executed")
    return executed * 100 / budget if budget and executed is not None else None


def _agrees(values: Mapping[str, Decimal]) -> bool:
    computed, printed = _rate(values), values.get("execution_rate")
    return computed is not None and printed is not None and abs(computed - printed) <= RATE_TOLERANCE


def _contradicts(values: Mapping[str, Decimal]) -> bool:
    return _rate(values) is not None and values.get("execution_rate") is not None and not _agrees(values)


def joined(rows: Sequence[MoneyRow], unit: str | None) -> dict[str, Decimal]:
    """The form's figures: the first row (the total) before the rows of its parts; amounts moved to 万元.

    The rate, its weight and its score stand for the whole form wherever they are printed. An amount of a part never
    stands for the total's, and without a known unit no amount is taken.
    """
    found: dict[str, Decimal] = {}
    for at, row in enumerate(rows):
        for name, value in row.values.items():
            if name in found or (name in AMOUNTS and (at > 0 or unit is None)):
                continue
            found[name] = money.move(value, unit, "万元") if name in AMOUNTS and unit else value
    return found
