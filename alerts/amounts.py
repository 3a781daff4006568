"""How much money a finding is about, in 万元: what has changed, or by how much two places differ. Pure.

A letter's longest list begins with the largest amount: a percent of little is little.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from alerts.model import Finding
from alerts.safe_text import words
from parsers import measures

MONEY = "万元"


def amount_of(finding: Finding) -> Decimal | None:
    """The amount, never negative; None where the finding is about no money, or about none that we can name."""
    named = words()["amounts"]
    if finding.rule in named["without"] or not _in_money(finding.measure):
        return None
    found = (_number(finding.values.get(key)) for key in named["single"])
    single = next((number for number in found if number is not None), None)
    return abs(single) if single is not None else _difference(finding, named["pairs"])


def _difference(finding: Finding, pairs: list[list[str]]) -> Decimal | None:
    for one, other in pairs:
        first, second = _number(finding.values.get(one)), _number(finding.values.get(other))
        if first is not None and second is not None:
            return abs(first - second)
    return None


def _in_money(measure: str | None) -> bool:
    """Counts of cars and guests are no money; what has no measure is told by the names of its values."""
    if measure is None:
        return True
    try:
        return measures.measure(measure).unit == MONEY
    except KeyError:
        return False


def _number(text: str | None) -> Decimal | None:
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
