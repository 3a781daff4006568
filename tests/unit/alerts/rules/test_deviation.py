"""E4, E5, E6: the accounts against the budget, what is left over, running costs for staff."""

from __future__ import annotations

from alerts.model import History, Outcome, Severity
from parsers.model import Base
from tests.unit.alerts.reports import against, budget, fact, final, judge, only, remark

OPENING = Base.OPENING_BUDGET


def function(code: str, amount: str, change: str):  # type: ignore[no-untyped-def]
    return fact(f"general_budget.function.{code}", amount, against(OPENING, change))


def test_e4_a_class_far_from_its_budget_is_asked_about() -> None:
    finding = only(judge("E4", final(function("201", "1075.83", "533.34"))))
    assert (finding.severity, finding.measure, finding.values["percent"]) == (
        Severity.MEDIUM, "general_budget.function.201", "98.31",
    )  # fmt: skip
    assert only(judge("E4", final(function("208", "10.00", "-9.00")))).values["percent"] == "-47.37"


def test_e4_a_small_base_or_a_small_deviation_is_silent() -> None:
    assert judge("E4", final(function("205", "0.15", "-1.08"))).outcome == Outcome.OK
    assert judge("E4", final(function("208", "21.30", "4.02"))).outcome == Outcome.OK
    assert judge("E4", final(function("205", "0.15", "-1.08")), min_base="1").outcome == Outcome.VIOLATED


def test_e4_the_whole_is_told_only_where_no_class_explains_it() -> None:
    whole = fact("general_budget.expenditure", "200.00", against(OPENING, "60.00"))
    assert only(judge("E4", final(whole))).measure == "general_budget.expenditure"
    assert only(judge("E4", final(whole, function("201", "160.00", "60.00")))).measure == "general_budget.function.201"
    assert judge("E4", budget(whole)).outcome == Outcome.NOT_APPLICABLE
    assert judge("E4", final(fact("general_budget.expenditure", "200.00"))).outcome == Outcome.NO_DATA


def left(closing: str, year: int = 2024):  # type: ignore[no-untyped-def]
    return final(fact("carryover.closing", closing), fact("expenditure.current", "300.00"), year=year)


def test_e5_more_than_a_tenth_left_over_is_asked_about() -> None:
    assert only(judge("E5", left("36.00"))).values["share"] == "12.00"
    assert judge("E5", left("24.00")).outcome == Outcome.OK
    assert judge("E5", left("9.00"), max_share="1").outcome == Outcome.OK  # below ten 万元


def test_e5_what_rises_two_years_running_is_asked_about() -> None:
    history = History(series=(left("15.00", 2023), left("12.00", 2022)))
    assert "连续两年上升" in only(judge("E5", left("24.00"), history)).message
    assert judge("E5", left("24.00"), History(series=(left("25.00", 2023), left("12.00", 2022)))).outcome == Outcome.OK


def test_e6_running_costs_for_staff_are_told_with_the_sentence() -> None:
    assert only(judge("E6", final(remarks=[remark("staff_gap")]))).severity == Severity.INFO
    assert judge("E6", final()).outcome == Outcome.OK
