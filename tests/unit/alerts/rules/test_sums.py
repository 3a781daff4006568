"""A20, A42, A46: totals from their parts, within the rounding of the parts."""

from __future__ import annotations

import pytest

from alerts.model import Outcome, Severity
from parsers.model import Base, Fact, Report, TableRow, TableStatus
from tests.unit.alerts.reports import against, budget, cell, fact, final, judge, number, only, table

PARTS = ("overseas", "vehicle_purchase", "vehicle_operation", "reception")


def balanced(source: object = fact, **changed: str | None) -> Report:
    amounts = {
        "revenue.total": "1113.23", "revenue.current": "1099.63", "balance.used": "0.00", "carryover.opening": "13.6",
        "expenditure.total": "1113.23", "expenditure.current": "1113.23", "balance.distributed": "0",
        "carryover.closing": "0.00",
    } | {name.replace("__", "."): amount for name, amount in changed.items()}  # fmt: skip
    facts = [source(measure, amount) for measure, amount in amounts.items() if amount]  # type: ignore[operator]
    rows = [TableRow(label=measure, cells={"own": number(amount)}) for measure, amount in amounts.items() if amount]  # type: ignore[dict-item]
    return final(*facts, tables=[table("final_accounts.summary", TableStatus.PRESENT, *rows)] if source is cell else [])


def three_public(total: str | None, *parts: str | None, base: Base = Base.PRIOR_FINAL) -> Report:
    stated = [
        fact(f"three_public.{n}", "1.00", against(base, c)) for n, c in zip(PARTS, parts, strict=True) if c is not None
    ]
    return final(fact("three_public.total", "4.00", *([against(base, total)] if total else [])), *stated)


def test_a_balanced_summary_is_in_order() -> None:
    assert judge("A20", balanced()).outcome == Outcome.OK
    assert judge("A20", balanced(cell)).outcome == Outcome.OK


def test_a_side_that_does_not_add_up_is_a_contradiction_with_its_difference() -> None:
    finding = only(judge("A20", balanced(carryover__opening="33.60")))
    assert (finding.severity, finding.subject, finding.measure) == (Severity.HIGH, "revenue.total", "revenue.total")
    assert finding.values == {"stated": "1113.23", "computed": "1133.23", "tolerance": "0.02"}
    assert "相差20.00万元" in finding.message


@pytest.mark.parametrize(("opening", "outcome"), [("13.62", Outcome.OK), ("13.63", Outcome.VIOLATED)])
def test_rounding_is_allowed_and_no_more(opening: str, outcome: Outcome) -> None:
    assert judge("A20", balanced(carryover__opening=opening)).outcome == outcome


def test_a_small_difference_is_medium() -> None:
    assert only(judge("A20", balanced(carryover__opening="13.90"))).severity == Severity.MEDIUM
    assert only(judge("A20", balanced(carryover__opening="24.00"))).severity == Severity.MEDIUM
    assert only(judge("A20", balanced(carryover__opening="24.00"), high_above_percent="0.5")).severity == Severity.HIGH


def test_a_part_the_text_does_not_name_leaves_it_open() -> None:
    assert judge("A20", balanced(carryover__opening=None, expenditure__total=None)).outcome == Outcome.NO_DATA


def test_a_blank_row_of_a_table_adds_nothing() -> None:
    assert judge("A20", balanced(cell, carryover__opening=None)).outcome == Outcome.VIOLATED
    assert judge("A20", balanced(cell, balance__used=None)).outcome == Outcome.OK


def test_a_row_that_was_not_understood_and_holds_what_is_lacking_leaves_it_open() -> None:
    report = balanced(cell, carryover__opening=None, expenditure__total=None)
    row = TableRow(label="年初结余（含专项）", cells={"own": number("13.60")})  # type: ignore[dict-item]
    read = table("final_accounts.summary", TableStatus.PRESENT, *report.tables[0].rows, row)
    assert judge("A20", final(*report.facts, tables=[read])).outcome == Outcome.NO_DATA


def test_two_totals_that_differ_are_a_contradiction_where_neither_side_is_known() -> None:
    report = final(fact("revenue.total", "100.00"), fact("expenditure.total", "120.00"))
    assert only(judge("A20", report)).subject == "revenue.total=expenditure.total"


def test_without_totals_there_is_nothing_to_balance_and_a_budget_has_other_tables() -> None:
    assert judge("A20", final()).outcome == Outcome.NO_DATA
    assert judge("A20", budget()).outcome == Outcome.NOT_APPLICABLE


def test_items_that_do_not_add_up_to_the_change_of_the_whole() -> None:
    finding = only(judge("A42", three_public("0.15", "0", "0", "0.05", "0.20")))
    assert (finding.severity, finding.subject) == (Severity.HIGH, "three_public.total:prior_final")
    assert finding.values == {"stated": "0.15", "computed": "0.25", "tolerance": "0.02"}
    assert finding.basis == "决算较上年决算"


@pytest.mark.parametrize("changes", [
    ("-0.99", "0", "0", "-0.54", "-0.45"), ("-7.02", "0", "0", "-3.48", "-3.54"), ("0.17", "0", "0", "0.05", "0.10"),
])  # fmt: skip
def test_items_that_add_up_within_rounding_are_in_order(changes: tuple[str, ...]) -> None:
    assert judge("A42", three_public(*changes)).outcome == Outcome.OK


def test_where_a_part_states_no_change_nothing_is_judged() -> None:
    assert judge("A42", three_public("0.15", "0", None, "0.05", "0.20")).outcome == Outcome.NO_DATA
    assert judge("A42", three_public(None, "0", "0", "0.05", "0.20")).outcome == Outcome.NO_DATA


def test_changes_against_two_bases_are_never_added_together() -> None:
    report = three_public("0.15", "0", "0", "0.05", None)
    mixed = final(*report.facts, fact("three_public.reception", "1.00", against(Base.OPENING_BUDGET, "0.20")))
    assert judge("A42", mixed).outcome == Outcome.NO_DATA


def test_the_subtotal_of_vehicles_stands_for_its_parts_where_they_state_nothing() -> None:
    report = final(fact("three_public.total", "4.00", against(Base.PRIOR_FINAL, "1.00")),
                   fact("three_public.overseas", "0", against(Base.PRIOR_FINAL, "0")),
                   fact("three_public.vehicles", "3.00", against(Base.PRIOR_FINAL, "0.40")),
                   fact("three_public.reception", "1.00", against(Base.PRIOR_FINAL, "0.60")))  # fmt: skip
    assert judge("A42", report).outcome == Outcome.OK


def test_a_table_with_both_columns_is_judged_where_the_text_states_no_changes() -> None:
    columns = {
        "total": ("4.00", "3.00"),
        "overseas": ("0", "0"),
        "vehicles": ("3.00", "2.00"),
        "reception": ("1.00", "0.50"),
    }
    facts = [
        cell(f"three_public.{n}", now, against(Base.OPENING_BUDGET, base_amount=before))
        for n, (now, before) in columns.items()
    ]
    assert only(judge("A42", final(*facts))).values["computed"] == "1.50"


def parts(total: str, basic: str, project: str, *more: Fact, whole: str = "100.00") -> Report:
    family = {"total": (whole, total), "basic": ("60.00", basic), "project": ("40.00", project)}
    stated = [fact(f"expenditure.{name}", a, against(Base.PRIOR_BUDGET, c)) for name, (a, c) in family.items()]
    return budget(*stated, *more)


@pytest.mark.parametrize("changes", [("5.83", "41.34", "-35.51"), ("19.32", "66.60", "-47.28"), ("0.02", "0", "0")])
def test_basic_and_project_that_add_up_are_in_order(changes: tuple[str, str, str]) -> None:
    assert judge("A46", parts(*changes)).outcome == Outcome.OK


@pytest.mark.parametrize(("total", "severity"), [("30.00", Severity.HIGH), ("20.00", Severity.MEDIUM)])
def test_basic_and_project_that_do_not_add_up(total: str, severity: Severity) -> None:
    finding = only(judge("A46", parts(total, "66.60", "-47.28")))
    assert (finding.severity, finding.subject) == (severity, "expenditure.total:prior_budget")


def test_a_reserve_is_a_part_too_and_one_without_a_change_leaves_it_open() -> None:
    reserve = fact("expenditure.reserve", "50.00", against(Base.PRIOR_BUDGET, "10.00"))
    assert judge("A46", parts("29.32", "66.60", "-47.28", reserve, whole="150.00")).outcome == Outcome.OK
    silent = fact("expenditure.reserve", "50.00")
    assert judge("A46", parts("29.32", "66.60", "-47.28", silent, whole="150.00")).outcome == Outcome.NO_DATA


def test_parts_that_are_not_the_whole_leave_it_open() -> None:
    assert judge("A46", parts("29.32", "66.60", "-47.28", whole="150.00")).outcome == Outcome.NO_DATA


def test_one_slip_in_two_accounts_is_one_finding() -> None:
    account = {"expenditure": "30.00", "basic": "66.60", "project": "-47.28"}
    facts = [fact(f"general_budget.{n}", None, against(Base.PRIOR_BUDGET, c)) for n, c in account.items()]
    assert only(judge("A46", parts("30.00", "66.60", "-47.28", *facts))).subject == "expenditure.total:prior_budget"


def test_final_accounts_are_not_added_up_so() -> None:
    assert judge("A46", final()).outcome == Outcome.NOT_APPLICABLE
    assert judge("A46", budget()).outcome == Outcome.NO_DATA
