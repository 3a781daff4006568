"""A43, A44, A47: classes, shares and words of direction against the numbers beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.model import Outcome
from parsers.model import Base, Fact
from tests.unit.alerts.reports import against, fact, final, judge, only

OPENING = Base.OPENING_BUDGET


def classes(*changes: str) -> list[Fact]:
    return [fact(f"general_budget.function.{code}", "100.00", against(OPENING, change))
            for code, change in zip((201, 205, 208), changes, strict=False)]  # fmt: skip


def test_a43_the_changes_of_the_classes_make_the_change_of_the_whole() -> None:
    whole = fact("general_budget.expenditure", "300.00", against(OPENING, "21.44"))
    assert judge("A43", final(whole, *classes("12.79", "-1.08", "9.73"))).outcome == Outcome.OK
    finding = only(judge("A43", final(whole, *classes("12.79", "1.08", "9.73"))))
    assert (finding.values["stated"], finding.values["computed"]) == ("21.44", "23.60")


def test_a43_classes_that_are_not_the_whole_or_tell_no_change_are_not_judged() -> None:
    whole = fact("general_budget.expenditure", "350.00", against(OPENING, "21.44"))
    assert judge("A43", final(whole, *classes("12.79", "-1.08", "9.73"))).outcome == Outcome.NO_DATA
    quiet = fact("general_budget.function.208", "100.00")
    right = fact("general_budget.expenditure", "300.00", against(OPENING, "21.44"))
    assert judge("A43", final(right, *classes("12.79", "-1.08"), quiet)).outcome == Outcome.NO_DATA


def said(measure: str, amount: str, text: str) -> Fact:
    told = fact(measure, amount)
    return replace(told, evidence=replace(told.evidence, quote=f"{amount}{text}"))


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("万元，占24.3%", Outcome.OK),
        ("万元，占比24.35%", Outcome.OK),
        ("万元，占本年支出合计的24%", Outcome.OK),
        ("万元，占27.3%", Outcome.VIOLATED),
        ("万元，增长27.3%", Outcome.NO_DATA),
    ],
)
def test_a44_a_share_follows_from_the_amount_and_its_whole(text: str, outcome: Outcome) -> None:
    whole = fact("expenditure.current", "2465.55")
    assert judge("A44", final(whole, said("expenditure.basic", "600.13", text))).outcome == outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("万元，占政府采购支出总额的80.0%", Outcome.OK),
        ("万元，占授予中小企业合同金额的88.9%", Outcome.OK),
        ("万元，占授予中小企业合同金额的98.9%", Outcome.VIOLATED),
    ],
)
def test_a44_the_part_of_a_part_may_be_told_as_a_share_of_either(text: str, outcome: Outcome) -> None:
    wholes = (fact("procurement.total", "50.00"), fact("procurement.sme", "45.00"))
    assert judge("A44", final(*wholes, said("procurement.small_micro", "40.00", text))).outcome == outcome


@pytest.mark.parametrize(
    ("word", "change", "outcome"),
    [
        ("决算数大于预算数", "12.00", Outcome.OK),
        ("决算数大于年初预算数", "-12.00", Outcome.VIOLATED),
        ("决算小于预算数", "12.00", Outcome.VIOLATED),
        ("决算数等于预算数", "0.01", Outcome.OK),
        ("决算数与预算数持平", "3.00", Outcome.VIOLATED),
        ("主要原因是任务增加", "3.00", Outcome.NO_DATA),
    ],
)
def test_a47_the_word_of_direction_fits_the_two_numbers(word: str, change: str, outcome: Outcome) -> None:
    stated = replace(against(OPENING, change), quote=f"{word}的主要原因")
    assert judge("A47", final(fact("three_public.total", "50.00", stated))).outcome == outcome
