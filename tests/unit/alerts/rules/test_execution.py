"""E1 to E3: the levels of the rule book, the wish for every rate below 100, and rates that do not exist."""

from __future__ import annotations

import pytest

from alerts.model import History, Outcome, Severity
from parsers.model import Base, Report
from tests.unit.alerts.reports import against, budget, fact, final, form, judge, only


def project(executed: str, revised: str, **amounts: str) -> Report:
    return final(forms=[form("河道清淤", executed=executed, revised_budget=revised, **amounts)])


@pytest.mark.parametrize(("executed", "severity"), [
    ("0.00", "critical"), ("0.01", "high"), ("49.99", "high"), ("50.00", "medium"), ("79.99", "medium"),
    ("80.00", "low"), ("94.99", "low"), ("95.00", "info"), ("99.98", "info"),
])  # fmt: skip
def test_the_levels_of_a_projects_rate(executed: str, severity: str) -> None:
    finding = only(judge("E1", project(executed, "100.00")))
    assert finding.severity == Severity(severity)
    assert (finding.subject, finding.topic) == ("河道清淤", "执行率")


@pytest.mark.parametrize(("executed", "revised"), [("146.51", "146.51"), ("146.50", "146.51"), ("120.00", "100.00")])
def test_all_spent_within_rounding_is_in_order(executed: str, revised: str) -> None:
    assert judge("E1", project(executed, revised)).outcome == Outcome.OK


@pytest.mark.parametrize("executed", ["99.98", "95.00", "80.00", "79.99"])
def test_an_office_that_wants_every_rate_below_100_is_alerted_on_each(executed: str) -> None:
    assert only(judge("E1", project(executed, "100.00"), alert_below="100")).severity == Severity.MEDIUM


def test_graver_levels_stay_under_that_wish_and_a_rate_of_100_is_in_order() -> None:
    assert only(judge("E1", project("10.00", "100.00"), alert_below="100")).severity == Severity.HIGH
    assert judge("E1", project("100.00", "100.00"), alert_below="100").outcome == Outcome.OK


def test_a_rate_that_only_rounds_to_100_is_shown_below_it() -> None:
    finding = only(judge("E1", project("24999.50", "25000.00"), alert_below="100"))
    assert finding.values["rate"] == "99.99"


def test_the_message_names_both_numbers_and_the_formula() -> None:
    finding = only(judge("E1", project("61.20", "90.00")))
    assert all(part in finding.message for part in ("61.20", "90.00", "68.00%", "项目口径"))
    assert finding.formula == "61.20 ÷ 90.00 = 68.00%"


def test_a_rate_that_is_only_printed_is_taken() -> None:
    assert only(judge("E1", final(forms=[form("河道清淤", execution_rate="62.5")]))).values == {"rate": "62.50"}


def test_a_rate_on_a_budget_of_nought_does_not_exist() -> None:
    assert judge("E1", project("0.00", "0.00")).outcome == Outcome.NO_DATA


def test_forms_of_one_name_are_told_apart() -> None:
    low = form("运维", executed="1.00", revised_budget="10.00")
    assert [f.subject for f in judge("E1", final(forms=[low, low])).findings] == ["运维", "运维#2"]


def test_no_form_gives_no_data_and_a_budget_has_no_execution() -> None:
    assert judge("E1", final()).outcome == Outcome.NO_DATA
    assert {judge(rule, budget()).outcome for rule in ("E1", "E2", "E3")} == {Outcome.NOT_APPLICABLE}


def test_a_budget_cut_before_it_was_all_spent_is_shown() -> None:
    report = project("1062.764977", "1062.764977", opening_budget="1433.115305")
    finding = only(judge("E2", report))
    assert finding.severity == Severity.MEDIUM
    assert finding.values["share"] == "74.16"
    assert "年初预算数" in finding.message


def test_where_only_the_declared_amount_is_printed_it_is_named_as_such() -> None:
    assert "系统申报数" in only(judge("E2", project("88.00", "88.00", declared_amount="100.00"))).message


@pytest.mark.parametrize(("executed", "revised", "first"), [
    ("146.51", "146.51", "148.11"), ("90.00", "90.00", "100.00"), ("60.00", "70.00", "100.00"),
])  # fmt: skip
def test_a_small_cut_or_an_open_shortfall_is_not_masked(executed: str, revised: str, first: str) -> None:
    assert judge("E2", project(executed, revised, opening_budget=first)).outcome == Outcome.OK


def test_a_form_without_a_first_budget_gives_no_data() -> None:
    assert judge("E2", project("1.00", "1.00")).outcome == Outcome.NO_DATA
    assert judge("E2", project("0.00", "0.00", opening_budget="0.00")).outcome == Outcome.NO_DATA


@pytest.mark.parametrize(
    ("change", "outcome"), [("-20.01", Outcome.VIOLATED), ("-20.00", Outcome.OK), ("93.30", Outcome.OK)]
)
def test_a_department_far_below_its_opening_budget(change: str, outcome: Outcome) -> None:
    amount = f"{100 + float(change):.2f}"
    report = final(fact("general_budget.expenditure", amount, against(Base.OPENING_BUDGET, change)))
    assert judge("E3", report).outcome == outcome


def test_the_revised_budget_is_preferred_and_the_formula_is_named() -> None:
    report = final(fact("general_budget.expenditure", "45.00", against(Base.OPENING_BUDGET, base_amount="40.00"),
                        against(Base.REVISED_BUDGET, base_amount="100.00")))  # fmt: skip
    finding = only(judge("E3", report))
    assert (finding.severity, finding.subject) == (Severity.HIGH, "execution_rate")
    assert "全年口径" in finding.message


def test_the_opening_budget_alone_never_makes_it_high() -> None:
    report = final(fact("general_budget.expenditure", "45.00", against(Base.OPENING_BUDGET, base_amount="100.00")))
    finding = only(judge("E3", report))
    assert finding.severity == Severity.MEDIUM
    assert "年初口径" in finding.message


def test_the_overall_form_gives_the_revised_budget_of_the_department() -> None:
    whole = form("澄湖区水务局", overall=True, executed="70.00", revised_budget="100.00")
    assert only(judge("E3", final(forms=[whole]))).values["rate"] == "70.00"
    assert judge("E1", final(forms=[whole])).outcome == Outcome.NO_DATA


def test_the_stored_budget_serves_where_the_report_names_none() -> None:
    report = final(fact("general_budget.expenditure", "60.00"))
    assert (
        only(judge("E3", report, History(budget=budget(fact("general_budget.expenditure", "100.00"))))).values["rate"]
        == "60.00"
    )
    assert judge("E3", report).outcome == Outcome.NO_DATA


def test_a_department_without_a_budget_has_no_rate() -> None:
    report = final(fact("general_budget.expenditure", "0.00", against(Base.OPENING_BUDGET, "0.00")))
    assert judge("E3", report).outcome == Outcome.NOT_APPLICABLE
