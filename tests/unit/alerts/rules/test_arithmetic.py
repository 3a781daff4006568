"""A40, A41, A45: a statement against itself, against another of the same figure, against a table."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alerts.model import Outcome, Severity
from parsers.model import Base, Report
from tests.unit.alerts.reports import against, cell, fact, final, judge, only

SPENT = "general_budget.expenditure"


def test_a_percentage_that_does_not_follow_from_the_amounts_is_a_contradiction() -> None:
    finding = only(judge("A40", final(fact(SPENT, "1113.23", against(Base.PRIOR_FINAL, "-819.51", "-42.29")))))
    assert (finding.severity, finding.measure, finding.subject) == (Severity.HIGH, SPENT, f"{SPENT}:prior_final")
    assert finding.values["computed"] == "-42.40"
    assert "下降42.40%" in finding.message
    assert "减少819.51万元、下降42.29%" in finding.message


@pytest.mark.parametrize(("amount", "change", "percent"), [
    ("1113.23", "-815.91", "-42.29"), ("0.68", "-0.45", "-39.64"), ("0.68", "-0.99", "-59.2"),
    ("30.49", "-140.65", "-82.19"),
    ("1099.63", "-829.51", "-43"), ("1.02", "0.05", "4.7"), ("48.29", "3.3", "7.3"), ("0.00", "-0.54", "-100"),
])  # fmt: skip
def test_percentages_within_the_printed_digits_are_in_order(amount: str, change: str, percent: str) -> None:
    assert judge("A40", final(fact(SPENT, amount, against(Base.PRIOR_FINAL, change, percent)))).outcome == Outcome.OK


@given(now=st.integers(0, 10**7), before=st.integers(1, 10**7), places=st.integers(0, 2), cut=st.booleans())
def test_a_true_statement_is_never_called_wrong(now: int, before: int, places: int, cut: bool) -> None:
    amount, base = Decimal(now).scaleb(-2), Decimal(before).scaleb(-2)
    true = (amount - base) / base * 100
    percent = true.quantize(Decimal(1).scaleb(-places), ROUND_DOWN if cut else ROUND_HALF_UP)
    assume(abs(percent) < 10**12)
    stated = against(Base.PRIOR_FINAL, str(amount - base), str(percent))
    assert judge("A40", final(fact(SPENT, str(amount), stated))).outcome == Outcome.OK


def test_a_wrong_direction_is_a_contradiction() -> None:
    assert (
        judge("A40", final(fact(SPENT, "100.00", against(Base.PRIOR_FINAL, "20.00", "-25")))).outcome
        == Outcome.VIOLATED
    )


def test_a_percentage_on_a_base_of_nought_is_no_contradiction() -> None:
    assert (
        judge("A40", final(fact(SPENT, "25.00", against(Base.PRIOR_BUDGET, "25.00", "100.00")))).outcome == Outcome.OK
    )


def test_a_change_without_its_own_figure_is_held_against_the_printed_base() -> None:
    stated = against(Base.PRIOR_FINAL, "50.00", "40", base_amount="100.00")
    assert judge("A40", final(fact(SPENT, None, stated))).outcome == Outcome.VIOLATED


def test_one_sentence_on_several_totals_is_one_finding() -> None:
    stated = against(Base.PRIOR_FINAL, "-819.51", "-42.29")
    report = final(fact("revenue.total", "1113.23", stated), fact("expenditure.total", "1113.23", stated))
    assert len(only(judge("A40", report)).evidence) == 2


def test_two_bases_of_one_measure_have_subjects_of_their_own() -> None:
    report = final(
        fact(SPENT, "100.00", against(Base.PRIOR_FINAL, "20.00", "60"), against(Base.OPENING_BUDGET, "10.00", "60"))
    )
    assert [f.subject for f in judge("A40", report).findings] == [f"{SPENT}:prior_final", f"{SPENT}:opening_budget"]


def test_without_a_change_and_a_percentage_there_is_nothing_to_hold_together() -> None:
    assert judge("A40", final(fact(SPENT, "1.00", against(Base.PRIOR_FINAL, "0.50")))).outcome == Outcome.NO_DATA


def test_one_measure_with_two_amounts_in_the_text_is_a_contradiction() -> None:
    finding = only(judge("A41", final(fact("training", "3.10"), fact("training", "3.40"))))
    assert (finding.severity, finding.subject, finding.values) == (
        Severity.HIGH,
        "training",
        {"first": "3.10", "second": "3.40"},
    )
    assert len(finding.evidence) == 2


def test_many_measures_stated_twice_have_one_cause_and_are_one_finding() -> None:
    measures = [f"general_budget.function.{201 + n}" for n in range(9)]
    twice = [fact(measure, amount) for measure in measures for amount in ("3.10", "3.40")]
    finding = only(judge("A41", final(*twice)))
    assert (finding.subject, finding.severity) == ("mixed", "medium")
    assert "9个指标" in finding.message
    assert len(finding.values) == 8
    assert len(judge("A41", final(*twice[2:])).findings) == 8


@pytest.mark.parametrize(("one", "other"), [("1865.42", "1865.43"), ("1.5E+4", "15023.45"), ("13.6", "13.60")])
def test_rounding_is_no_contradiction(one: str, other: str) -> None:
    assert judge("A41", final(fact(SPENT, one), fact(SPENT, other))).outcome == Outcome.OK


def test_figures_given_for_one_class_of_projects_at_a_time_are_no_contradiction() -> None:
    report = final(
        fact("performance.self_evaluated_amount", "201.93"), fact("performance.self_evaluated_amount", "1433.12")
    )
    assert judge("A41", report).outcome == Outcome.NO_DATA


def test_one_measure_with_two_changes_against_one_base_is_a_contradiction() -> None:
    report = final(fact("expenditure.current", "1113.23", against(Base.PRIOR_FINAL, "-815.91")),
                   fact("expenditure.current", "1113.23", against(Base.PRIOR_FINAL, "-819.51")))  # fmt: skip
    finding = only(judge("A41", report))
    assert finding.subject == "expenditure.current:prior_final"
    assert finding.values == {"first": "-815.91", "second": "-819.51"}


def test_two_bases_can_both_be_right() -> None:
    report = final(
        fact(SPENT, "10.00", against(Base.PRIOR_FINAL, "1.00")),
        fact(SPENT, "10.00", against(Base.OPENING_BUDGET, "-2.00")),
    )
    assert judge("A41", report).outcome == Outcome.OK


def kin(left: str, moved: str) -> Report:
    return final(fact("expenditure.total", "1113.23", against(Base.PRIOR_FINAL, "-819.51")),
                 fact("expenditure.current", "1113.23", against(Base.PRIOR_FINAL, "-815.91")),
                 fact("carryover.closing", left, against(Base.PRIOR_FINAL, moved)))  # fmt: skip


def test_a_total_that_is_the_same_money_must_have_moved_alike() -> None:
    finding = only(judge("A41", kin("0.00", "0.00")))
    assert finding.subject == "expenditure.total:prior_final"
    assert "本年支出合计" in finding.message


def test_a_total_with_something_left_over_last_year_may_have_moved_otherwise() -> None:
    assert judge("A41", kin("0.00", "-3.60")).outcome == Outcome.OK


def test_tables_alone_contradict_no_text() -> None:
    assert judge("A41", final(cell(SPENT, "1.00"))).outcome == Outcome.NO_DATA


def test_the_text_against_the_table() -> None:
    report = final(fact("three_public.foreign_guest_batches", "45"), cell("three_public.foreign_guest_batches", "0"))
    finding = only(judge("A45", report))
    assert (finding.severity, finding.values) == (Severity.HIGH, {"stated": "45", "computed": "0"})
    assert "45批次" in finding.message


@pytest.mark.parametrize(("text", "table"), [("600.13", "600.12"), ("2348.72", "2348.73"), ("1.5E+4", "15023.450000")])
def test_text_and_table_within_rounding_agree(text: str, table: str) -> None:
    assert judge("A45", final(fact(SPENT, text), cell(SPENT, table))).outcome == Outcome.OK


def test_figures_that_are_off_by_the_same_amount_are_one_finding() -> None:
    parts = ("general_budget.basic", "5377.64", "5364.75"), ("general_budget.personnel", "4896.98", "4884.09")
    facts = [f for measure, text, kept in parts for f in (fact(measure, text), cell(measure, kept))]
    finding = only(judge("A45", final(*facts)))
    assert finding.message.endswith("（人员经费亦同）")
    assert len(finding.evidence) == 4
    assert len(judge("A45", final(*facts, fact(SPENT, "10.00"), cell(SPENT, "9.00"))).findings) == 2


def test_a_rate_whose_direction_was_left_open_in_the_form_is_not_held_against_the_change() -> None:
    stated = against(Base.PRIOR_FINAL, "-0.15", "27.78")
    assert judge("A40", final(fact(SPENT, "0.39", stated))).outcome == Outcome.VIOLATED
    left_open = replace(stated, quote="比2023年度减少0.15万元，下降（增长）27.78%")
    assert judge("A40", final(fact(SPENT, "0.39", left_open))).outcome == Outcome.NO_DATA


def test_a_blank_cell_contradicts_no_printed_nought() -> None:
    assert judge("A45", final(fact("three_public.overseas", "0.00"))).outcome == Outcome.NO_DATA


def test_where_one_of_two_statements_is_the_tables_the_text_contradicts_itself_and_not_the_table() -> None:
    report = final(fact(SPENT, "10.00"), fact(SPENT, "12.00"), cell(SPENT, "12.00"))
    assert judge("A45", report).outcome == Outcome.OK
    assert judge("A41", report).outcome == Outcome.VIOLATED


def test_revenue_with_and_without_last_years_carry_over_are_both_right() -> None:
    report = final(fact("general_budget.revenue", "110.00"), cell("general_budget.revenue", "100.00"),
                   cell("general_budget.revenue.current", "110.00"))  # fmt: skip
    assert judge("A45", report).outcome == Outcome.OK
