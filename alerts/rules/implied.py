"""The figure of another report that a comparison implies, as wide as the printed digits leave it open (N3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from alerts.compare import CENT, HUNDRED, Interval, finest, printed, stated_percent
from alerts.rules.case import Case
from alerts.rules.wording import shown, signed
from parsers.model import Base, Comparison, Fact

MONEY = "万元"


@dataclass(frozen=True, kw_only=True, slots=True)
class Implied:
    """What a sentence or a cell says that the other report must have stated."""

    fact: Fact
    amount: Decimal  # the middle of ``span``, rounded to 0.01 where it had to be worked out of a percentage
    span: Interval
    how: str  # the calculation with its numbers
    reason: str = ""  # what the department gives as the reason of the change

    @property
    def measure(self) -> str:
        """The measure that it is of."""
        return self.fact.measure


def implied(case: Case, bases: tuple[Base, ...]) -> Iterator[Implied]:
    """Every implied figure of money against one of these bases; of one sentence the narrowest statement only."""
    for facts in case.by_measure.values():
        for fact in facts:
            for stated in fact.comparisons:
                if fact.unit == MONEY and stated.base in bases and (found := _worked_out(fact, stated)):
                    yield replace(found, reason=stated.reason or "")


def _worked_out(fact: Fact, stated: Comparison) -> Implied | None:
    """From the base's own amount, else from the change, else from a percentage."""
    if stated.base_amount is not None:
        amount = stated.base_amount
        return Implied(fact=fact, amount=amount, span=printed(amount), how=f"文中载明 {shown(amount)}")
    if fact.amount is None:
        return None
    if stated.change is not None:
        return _from_change(fact, fact.amount, stated.change)
    return _from_rate(fact, fact.amount, stated)


def _from_change(fact: Fact, now: Decimal, change: Decimal) -> Implied:
    digit = finest(now, change)
    how = f"{shown(now)} − ({signed(change)}) = {shown(now - change)}"
    return Implied(fact=fact, amount=now - change, span=printed(now, digit) - printed(change, digit), how=how)


def _from_rate(fact: Fact, now: Decimal, stated: Comparison) -> Implied | None:
    """now ÷ (1 + percent), or now ÷ completion; None where the rate leaves everything open."""
    if stated.percent is not None:
        share, how = stated_percent(stated.percent) + Interval(HUNDRED, HUNDRED), f"(1 {signed(stated.percent)}%)"
    elif stated.completion is not None:
        share, how = stated_percent(stated.completion), f"{shown(stated.completion)}%"
    else:
        return None
    if share.low <= 0:
        return None
    span = printed(now).times(HUNDRED) / share
    amount = ((span.low + span.high) / 2).quantize(CENT, ROUND_HALF_UP)
    return Implied(fact=fact, amount=amount, span=span, how=f"{shown(now)} ÷ {how} ≈ {shown(amount)}")
