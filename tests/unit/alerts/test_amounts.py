"""How much money a finding is about: amounts and differences, never percents, counts or scores."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from alerts.amounts import amount_of
from tests.desk import FINDING

TOTAL, GUESTS = "three_public.total", "three_public.foreign_guest_persons"


@pytest.mark.parametrize(
    ("rule", "measure", "values", "amount"),
    [
        ("G2", TOTAL, {"now": "1.48", "before": "1.33", "change": "0.15", "percent": "11.28"}, "0.15"),
        ("A40", TOTAL, {"change": "-819.51", "stated": "-42.29", "computed": "-42.40"}, "819.51"),
        ("E4", TOTAL, {"now": "29.50", "before": "19.72", "percent": "49.59"}, "9.78"),
        ("A42", TOTAL, {"stated": "0.15", "computed": "0.25", "tolerance": "0.02"}, "0.10"),
        ("P7", "expenditure.current", {"executed": "1844.925826", "spent": "2465.55"}, "620.624174"),
        ("E2", None, {"first": "201.93", "revised_budget": "177.75", "executed": "177.75", "share": "88"}, "24.18"),
        ("A45", GUESTS, {"stated": "286", "computed": "0"}, None),
        ("A44", TOTAL, {"stated": "42.1", "computed": "43.2"}, None),
        ("P4", None, {"stated": "0", "computed": "6.25"}, None),
        ("P1", None, {"score": "190"}, None),
        ("C2", None, {"missing_1": TOTAL}, None),
        ("X1", "no.such.measure", {"change": "5"}, None),
        ("G2", TOTAL, {"change": "NaN", "now": "—"}, None),
        ("G2", TOTAL, {}, None),
    ],
)
def test_the_amount_of_a_finding(rule: str, measure: str | None, values: dict[str, str], amount: str | None) -> None:
    found = amount_of(replace(FINDING, rule=rule, measure=measure, values=values))
    assert found == (None if amount is None else Decimal(amount))
