"""G1 to G4: each comparison by its own name, floors on amount and percent, bases of nought."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.model import History, Outcome, Severity
from parsers.model import Base, Comparison, Report, Scope, Unread
from tests.unit.alerts.reports import against, budget, cell, fact, final, judge, only, remark, table

TOTAL = "three_public.total"
RECEPTION = "three_public.reception"
OVERSEAS = "three_public.overseas"
OPERATION = "three_public.vehicle_operation"
PURCHASE = "three_public.vehicle_purchase"


def test_final_accounts_above_the_opening_budget_are_critical_and_name_both_numbers_and_the_base() -> None:
    report = final(fact(TOTAL, "12.40", against(Base.OPENING_BUDGET, "2.40", "24", reason="接待增加")))
    finding = only(judge("G1", report))
    assert (finding.severity, finding.subject, finding.measure) == (Severity.CRITICAL, TOTAL, TOTAL)
    assert "12.40" in finding.message
    assert "10.00" in finding.message
    assert "+24.00%" in finding.message
    assert finding.basis == "决算较年初预算"
    assert finding.reason_given == "接待增加"
    assert finding.formula == "12.40 − 10.00 = +2.40；+2.40 ÷ 10.00 = +24.00%"
    assert finding.values == {"now": "12.40", "before": "10.00", "change": "2.40", "percent": "24.00"}
    assert finding.evidence == (report.facts[0].evidence,)


@pytest.mark.parametrize(
    ("change", "outcome"), [("0.03", Outcome.VIOLATED), ("0.02", Outcome.OK), ("-7.02", Outcome.OK)]
)
def test_an_excess_within_rounding_is_none(change: str, outcome: Outcome) -> None:
    assert judge("G1", final(fact(TOTAL, "1.48", against(Base.OPENING_BUDGET, change)))).outcome == outcome


def test_a_revised_budget_is_no_opening_budget() -> None:
    report = final(
        fact(TOTAL, "62.07", against(Base.REVISED_BUDGET, base_amount="60.00")),
        remarks=[remark("revised_budget_column")],
    )
    result = judge("G1", report)
    assert result.outcome == Outcome.NOT_APPLICABLE
    assert "全年" in result.reason


def test_beside_a_revised_budget_the_stored_opening_budget_is_compared() -> None:
    report = final(fact(TOTAL, "62.07", against(Base.REVISED_BUDGET, base_amount="84.82")))
    history = History(budget=budget(fact(TOTAL, "60.00")))
    assert only(judge("G1", report, history)).values["before"] == "60.00"


def test_without_a_stated_budget_the_stored_one_is_compared_and_shown_as_evidence() -> None:
    kept = budget(fact(TOTAL, "10.00"))
    finding = only(judge("G1", final(fact(TOTAL, "12.40")), History(budget=kept)))
    assert len(finding.evidence) == 2


@pytest.mark.parametrize("kept", [
    budget(fact(TOTAL, "10.00"), scope=Scope.OWN_LEVEL), budget(fact(TOTAL, "10.00"), year=2023),
    final(fact(TOTAL, "10.00")),
])  # fmt: skip
def test_a_stored_report_of_another_scope_year_or_kind_is_never_compared(kept: Report) -> None:
    assert judge("G1", final(fact(TOTAL, "12.40")), History(budget=kept)).outcome == Outcome.NO_DATA


def test_without_figures_or_a_budget_it_says_what_is_lacking() -> None:
    assert "三公" in judge("G1", final()).reason
    assert "年初预算" in judge("G1", final(fact(TOTAL, "1.00"))).reason
    assert judge("G1", budget(fact(TOTAL, "1.00"))).outcome == Outcome.NOT_APPLICABLE


def test_a_rise_above_both_floors_is_high() -> None:
    finding = only(judge("G2", final(fact(TOTAL, "11.00", against(Base.PRIOR_FINAL, "1.00", "10")))))
    assert finding.severity == Severity.HIGH
    assert finding.basis == "决算较上年决算"


@pytest.mark.parametrize(("amount", "change"), [("1.48", "0.15"), ("110.00", "9.99"), ("10.99", "0.99")])
def test_a_rise_below_one_of_its_floors_goes_to_the_digest_only(amount: str, change: str) -> None:
    assert only(judge("G2", final(fact(TOTAL, amount, against(Base.PRIOR_FINAL, change))))).severity == Severity.LOW


@pytest.mark.parametrize("change", ["0.02", "0", "-0.99"])
def test_no_rise_is_no_finding(change: str) -> None:
    assert judge("G2", final(fact(TOTAL, "5.00", against(Base.PRIOR_FINAL, change)))).outcome == Outcome.OK


def test_floors_can_be_set() -> None:
    report = final(fact(TOTAL, "1.48", against(Base.PRIOR_FINAL, "0.15")))
    assert only(judge("G2", report, min_change="0.1")).severity == Severity.HIGH


def test_a_rise_from_nought_has_no_percentage_and_the_amount_decides() -> None:
    finding = only(judge("G2", final(fact(TOTAL, "3.00", against(Base.PRIOR_FINAL, "3.00", "100")))))
    assert finding.severity == Severity.HIGH
    assert "基数为0，不可比" in finding.message
    assert "percent" not in finding.values
    assert "100" not in finding.message


def test_last_years_final_accounts_are_taken_from_what_is_stored() -> None:
    history = History(prior=final(fact(TOTAL, "8.00"), year=2023))
    assert only(judge("G2", final(fact(TOTAL, "12.00")), history)).severity == Severity.HIGH
    assert judge("G2", final(fact(TOTAL, "12.00"))).outcome == Outcome.NO_DATA


def test_what_the_report_states_is_preferred_to_what_is_stored() -> None:
    history = History(prior=final(fact(TOTAL, "8.00"), year=2023))
    report = final(fact(TOTAL, "12.00", against(Base.PRIOR_FINAL, "-1.00")))
    assert judge("G2", report, history).outcome == Outcome.OK


@pytest.mark.parametrize("stated", [
    against(Base.PRIOR_FINAL, base_amount="8.00"), against(Base.PRIOR_FINAL, None, "50"),
])  # fmt: skip
def test_a_base_may_be_printed_or_follow_from_the_percentage(stated: Comparison) -> None:
    finding = only(judge("G2", final(fact(TOTAL, "12.00", stated))))
    assert finding.values == {"now": "12.00", "before": "8.00", "change": "4.00", "percent": "50.00"}


def test_a_completion_rate_gives_the_budget_it_is_measured_against() -> None:
    report = final(fact(TOTAL, "12.00", against(Base.OPENING_BUDGET, completion="120")))
    assert only(judge("G1", report)).values["before"] == "10.00"


def test_each_item_that_rose_is_a_finding_of_its_own() -> None:
    report = final(
        fact(OVERSEAS, "0", against(Base.PRIOR_FINAL, "0")), fact(PURCHASE, "0", against(Base.PRIOR_FINAL, "0")),
        fact(OPERATION, "5.05", against(Base.PRIOR_FINAL, "0.05")),
        fact(RECEPTION, "4.60", against(Base.PRIOR_FINAL, "2.00")),
    )  # fmt: skip
    found = {finding.subject: finding.severity for finding in judge("G3", report).findings}
    assert found == {OPERATION: Severity.LOW, RECEPTION: Severity.MEDIUM}


def test_the_subtotal_of_vehicles_is_judged_only_where_its_parts_are_not_told_apart() -> None:
    vehicles = fact("three_public.vehicles", "9.00", against(Base.PRIOR_FINAL, "3.00"))
    assert only(judge("G3", final(vehicles))).subject == "three_public.vehicles"
    parts = final(vehicles, fact(OPERATION, "9.00", against(Base.PRIOR_FINAL, "3.00")))
    assert only(judge("G3", parts)).subject == OPERATION


def test_items_without_last_years_figure_give_no_data_and_a_budget_has_no_final_items() -> None:
    assert judge("G3", final(fact(RECEPTION, "1.00"))).outcome == Outcome.NO_DATA
    assert judge("G3", budget(fact(RECEPTION, "1.00"))).outcome == Outcome.NOT_APPLICABLE
    assert judge("G2", budget(fact(TOTAL, "1.00"))).outcome == Outcome.NOT_APPLICABLE


def test_a_budget_is_compared_with_last_years_budget_and_never_with_its_final_accounts() -> None:
    report = budget(
        fact(TOTAL, "14.01", against(Base.PRIOR_BUDGET, "2.01", "16.75"), against(Base.PRIOR_FINAL, "9.00"))
    )
    finding = only(judge("G4", report))
    assert finding.values["before"] == "12.00"
    assert finding.basis == "预算较上年预算"
    only_final = budget(fact(TOTAL, "14.01", against(Base.PRIOR_FINAL, "9.00")))
    assert judge("G4", only_final).outcome == Outcome.NO_DATA
    assert judge("G4", final(fact(TOTAL, "1.00"))).outcome == Outcome.NOT_APPLICABLE


def test_a_budget_that_fell_is_in_order() -> None:
    assert judge("G4", budget(fact(TOTAL, "2.90", against(Base.PRIOR_BUDGET, "-2.10")))).outcome == Outcome.OK


def test_where_no_total_is_printed_the_items_are_judged() -> None:
    report = budget(fact(RECEPTION, "6.00", against(Base.PRIOR_BUDGET, "3.00")))
    assert only(judge("G4", report)).subject == RECEPTION


def test_a_table_serves_where_the_text_states_no_comparison() -> None:
    report = final(fact(TOTAL, "12.40"), cell(TOTAL, "12.40", against(Base.OPENING_BUDGET, base_amount="10.00")))
    assert only(judge("G1", report)).values["change"] == "2.40"


def test_a_change_of_scope_softens_comparisons_over_years_by_one_level_and_no_other() -> None:
    report = final(fact(TOTAL, "12.40", against(Base.OPENING_BUDGET, "2.40"), against(Base.PRIOR_FINAL, "5.00")),
                   remarks=[remark("scope_break")])  # fmt: skip
    yearly, budgeted = only(judge("G2", report)), only(judge("G1", report))
    assert (yearly.severity, yearly.modifiers) == (Severity.MEDIUM, ("Q6",))
    assert "口径变化，同比仅供参考" in yearly.message
    assert (budgeted.severity, budgeted.modifiers) == (Severity.CRITICAL, ())
    assert judge("Q6", report).reason


def test_what_is_least_grave_stays_so_under_a_change_of_scope() -> None:
    report = final(fact(TOTAL, "1.48", against(Base.PRIOR_FINAL, "0.15")), remarks=[remark("scope_break")])
    assert only(judge("G2", report)).severity == Severity.INFO
    assert only(judge("G2", report, severity="info")).severity == Severity.INFO


def test_g4_a_last_year_from_a_table_whose_head_was_half_understood_is_not_taken() -> None:
    kind = "budget.three_public"
    listed = cell(TOTAL, "28.38", against(Base.PRIOR_BUDGET, base_amount="2.86"), table=kind)
    told = budget(listed, tables=[table(kind)])
    assert judge("G4", told).outcome == Outcome.VIOLATED
    strange = Unread(file="水务局.html", where="表格", what="列名未识别：2018年/公务接待费")
    assert judge("G4", replace(told, unread=(strange,))).outcome == Outcome.NO_DATA
