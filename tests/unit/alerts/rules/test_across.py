"""A50-A53: what one report says that another stated. Each rule fires, keeps still where it must, and can not tell."""

from __future__ import annotations

import pytest

from alerts.model import History, Outcome, Severity
from parsers.model import Base, Report, Scope
from tests.unit.alerts.reports import against, budget, cell, fact, final, judge, only, remark

LAST = Base.PRIOR_FINAL
OPENING = Base.OPENING_BUDGET
TOTAL = "three_public.total"


def spent(*facts: object, year: int = 2024, **parts: object) -> Report:
    return final(*facts, year=year, **parts)  # type: ignore[arg-type]


# --- A50 ------------------------------------------------------------------------------------------


def test_a_year_before_that_the_change_does_not_lead_to_is_asked_about() -> None:
    now = spent(fact(TOTAL, "12.35", against(LAST, "3.93", "46.67")))
    found = only(judge("A50", now, History(prior=spent(fact(TOTAL, "9.42"), year=2023))))
    assert found.severity == Severity.HIGH
    assert found.values == {"implied": "8.42", "kept": "9.42", "difference": "1.00"}
    assert "12.35 − (+3.93) = 8.42" in found.formula
    assert "疑似" in found.message
    assert len(found.evidence) == 2


@pytest.mark.parametrize("kept", ["8.42", "8.44", "8.40"])
def test_what_rounding_explains_is_no_difference(kept: str) -> None:
    now = spent(fact(TOTAL, "12.35", against(LAST, "3.93")))
    assert judge("A50", now, History(prior=spent(fact(TOTAL, kept), year=2023))).outcome == Outcome.OK


def test_a_percentage_alone_leaves_an_interval_open() -> None:
    now = spent(fact(TOTAL, "1.48", against(LAST, percent="11.3")))  # 1.32 to 1.34
    assert judge("A50", now, History(prior=spent(fact(TOTAL, "1.33"), year=2023))).outcome == Outcome.OK
    found = only(judge("A50", now, History(prior=spent(fact(TOTAL, "1.53"), year=2023))))
    assert found.values["implied"] == "1.33"


def test_a_figure_much_like_the_one_compared_is_enough() -> None:
    now = spent(fact("revenue.total", "1100.00", against(LAST, "100.00")))
    prior = spent(fact("revenue.total", "1050.00"), fact("revenue.current", "1000.00"), year=2023)
    assert judge("A50", now, History(prior=prior)).outcome == Outcome.OK


def test_much_that_is_off_is_one_finding_about_another_edition() -> None:
    measures = ("meetings", "training", TOTAL, "agency_operation", "expenditure.basic")
    now = spent(*(fact(m, "9.00", against(LAST, f"{at}.00")) for at, m in enumerate(measures, 1)))
    prior = spent(*(fact(m, "20.00") for m in measures), year=2023)
    found = only(judge("A50", now, History(prior=prior)))
    assert "另有4项指标也不符" in found.message
    assert len(found.evidence) == 10
    assert len(judge("A50", now, History(prior=prior), many_from=9).findings) == 5


def test_several_figures_that_are_off_by_the_same_amount_are_one_finding() -> None:
    now = spent(
        fact("expenditure.total", "1100.00", against(LAST, "100.00")),
        fact("general_budget.expenditure", "1100.00", against(LAST, "100.00")),
        fact(TOTAL, "2.00", against(LAST, "1.00")),
    )
    prior = spent(
        fact("expenditure.total", "980.00"),
        fact("general_budget.expenditure", "980.00"),
        fact(TOTAL, "1.00"),
        year=2023,
    )
    found = only(judge("A50", now, History(prior=prior)))
    assert "一般公共预算财政拨款支出亦同" in found.message


@pytest.mark.parametrize(
    "prior",
    [
        None,
        spent(fact(TOTAL, "5.00"), year=2022),
        spent(fact(TOTAL, "5.00"), year=2023, scope=Scope.OWN_LEVEL),
        spent(fact("meetings", "5.00"), year=2023),
        budget(fact(TOTAL, "5.00"), year=2023),
    ],
)
def test_without_last_years_report_of_the_same_scope_nothing_can_be_told(prior: Report | None) -> None:
    now = spent(fact(TOTAL, "12.35", against(LAST, "3.93")))
    assert judge("A50", now, History(prior=prior)).outcome == Outcome.NO_DATA


def test_a_declared_change_of_scope_softens_the_difference() -> None:
    now = spent(fact(TOTAL, "12.35", against(LAST, "3.93")), remarks=(remark("scope_break"),))
    found = only(judge("A50", now, History(prior=spent(fact(TOTAL, "9.42"), year=2023))))
    assert (found.severity, found.modifiers) == (Severity.MEDIUM, ("Q6",))


def test_a_budget_is_held_against_last_years_budget() -> None:
    now = budget(fact(TOTAL, "9.60", against(Base.PRIOR_BUDGET, "-0.40")))
    prior = budget(fact(TOTAL, "11.00"), year=2023)
    assert only(judge("A50", now, History(prior=prior))).values["implied"] == "10.00"


# --- A51 ------------------------------------------------------------------------------------------


def test_an_opening_budget_that_the_budget_report_does_not_state_is_asked_about() -> None:
    now = spent(cell(TOTAL, "12.35", against(OPENING, base_amount="9.90")))
    found = only(judge("A51", now, History(budget=budget(fact(TOTAL, "9.60")))))
    assert found.severity == Severity.HIGH
    assert found.values == {"implied": "9.90", "kept": "9.60", "difference": "0.30"}


@pytest.mark.parametrize("stated", ["9.60", "9.62"])
def test_the_same_opening_budget_is_fine(stated: str) -> None:
    now = spent(cell(TOTAL, "12.35", against(OPENING, base_amount=stated)))
    assert judge("A51", now, History(budget=budget(fact(TOTAL, "9.60")))).outcome == Outcome.OK


def test_a_completion_of_the_budget_leads_back_to_it() -> None:
    now = spent(fact("general_budget.expenditure", "1034.74", against(OPENING, completion="98.0")))
    assert (
        judge("A51", now, History(budget=budget(fact("general_budget.expenditure", "1055.86")))).outcome == Outcome.OK
    )
    off = judge("A51", now, History(budget=budget(fact("general_budget.expenditure", "1105.86"))))
    assert only(off).values["implied"] == "1055.86"


def test_without_the_budget_report_nothing_can_be_told() -> None:
    now = spent(fact(TOTAL, "12.35", against(OPENING, "2.75")))
    assert judge("A51", now).outcome == Outcome.NO_DATA
    assert judge("A51", budget(fact(TOTAL, "9.60"))).outcome == Outcome.NOT_APPLICABLE


# --- A52 ------------------------------------------------------------------------------------------


def test_an_opening_carry_over_that_is_not_last_years_closing_one_is_asked_about() -> None:
    now = spent(fact("carryover.opening", "13.60"))
    found = only(judge("A52", now, History(prior=spent(fact("carryover.closing", "23.60"), year=2023))))
    assert (found.severity, found.values["difference"]) == (Severity.MEDIUM, "10.00")


def test_a_carry_over_within_rounding_is_fine_and_one_without_its_other_half_can_not_be_told() -> None:
    now = spent(fact("carryover.opening", "13.60"))
    assert judge("A52", now, History(prior=spent(fact("carryover.closing", "13.62"), year=2023))).outcome == Outcome.OK
    assert judge("A52", now, History(prior=spent(fact(TOTAL, "1.00"), year=2023))).outcome == Outcome.NO_DATA
    assert judge("A52", now).outcome == Outcome.NO_DATA


# --- A53 and the family ---------------------------------------------------------------------------


def member(name: str, scope: Scope, amount: str, measure: str = "expenditure.total", year: int = 2024) -> Report:
    return spent(fact(measure, amount), year=year, department=name, scope=scope)


OWN = member("重庆市澄湖区水务局", Scope.OWN_LEVEL, "600.00")
UNIT = member("水文中心", Scope.UNIT, "300.00")
MEMBERS = frozenset({"水文中心"})


def test_a_unit_larger_than_its_department_is_pointed_out() -> None:
    whole = spent(fact("expenditure.total", "250.00"))
    found = only(judge("A53", whole, History(family=(UNIT,))))
    assert (found.severity, found.subject) == (Severity.INFO, "expenditure.total:水文中心")


@pytest.mark.parametrize(
    ("whole", "fires"),
    [("900.00", False), ("899.98", False), ("860.00", False), ("910.00", True), ("800.00", True)],
)
def test_the_parts_together_are_about_the_whole(whole: str, fires: bool) -> None:
    """More than the whole by 5 % may be what was offset between them; less than the whole is never explained by it."""
    result = judge("A53", spent(fact("expenditure.total", whole)), History(family=(OWN, UNIT), members=MEMBERS))
    assert (result.outcome == Outcome.VIOLATED) == fires


def test_a_sum_without_all_registered_units_is_not_drawn() -> None:
    whole = spent(fact("expenditure.total", "1200.00"))
    two = MEMBERS | {"河道所"}
    assert judge("A53", whole, History(family=(OWN, UNIT), members=two)).outcome == Outcome.OK
    assert judge("A53", whole).outcome == Outcome.NO_DATA
    assert judge("A53", OWN, History(family=(UNIT,))).outcome == Outcome.NOT_APPLICABLE


def test_where_scope_broke_the_family_is_compared_too() -> None:
    now = spent(
        fact(TOTAL, "6.00", against(LAST, "2.00", "50.0")), scope=Scope.OWN_LEVEL, remarks=(remark("scope_break"),)
    )
    unit = member("水文中心", Scope.UNIT, "1.00", TOTAL)
    before = member("重庆市澄湖区水务局", Scope.DEPARTMENT, "8.00", TOTAL, 2023)
    known = History(family=(now, unit), family_prior=(before,), members=MEMBERS)
    found = only(judge("G2", now, known))
    assert found.modifiers == ("Q6",)
    assert (found.values["family_now"], found.values["family_before"]) == ("7.00", "8.00")
    assert "-12.50%" in found.message
    alone = only(judge("G2", now, History(family=(now,), members=MEMBERS)))
    assert "family_now" not in alone.values


def test_what_another_body_bears_is_compared_within_the_family() -> None:
    now = spent(fact(TOTAL, "0.00"), scope=Scope.OWN_LEVEL, remarks=(remark("borne_elsewhere"),))
    unit = member("水文中心", Scope.UNIT, "9.00", TOTAL)
    before = member("重庆市澄湖区水务局", Scope.DEPARTMENT, "8.00", TOTAL, 2023)
    found = only(judge("G9", now, History(family=(now, unit), family_prior=(before,), members=MEMBERS)))
    assert (found.values["family_now"], found.values["family_before"]) == ("9.00", "8.00")
    assert only(judge("G9", now)).values == {}
