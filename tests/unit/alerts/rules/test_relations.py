"""A1–A9, A21–A31: a worked example of each rule, violated and satisfied, on composed tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from alerts.model import Outcome, Severity
from parsers.model import Indicator, Kind, Report, StandardTable, TableRow, TableStatus
from tests.unit.alerts.reports import budget, cell, fact, final, form, judge, only, remark, report, table

#: rule, kind, tables as {kind: [(side, code, meaning, {column: amount})]}, the cell that is wrong, its wrong amount
R, E = "revenue", "expenditure"
Rows = list[tuple[str | None, str | None, str | None, dict[str, str]]]
EXAMPLES: list[tuple[str, Kind, dict[str, Rows], tuple[str, int, str], str]] = [
    ("A1", Kind.BUDGET, {"appropriation_summary": [
        (R, None, "current", {"total": "90.00"}), (R, None, "general_budget", {"total": "80.00"}),
        (R, None, "government_fund", {"total": "10.00"}), (R, None, "opening_carryover", {"total": "5.00"}),
        (R, None, "total", {"total": "95.00"})]}, ("appropriation_summary", 4, "total"), "98.00"),
    ("A2", Kind.BUDGET, {"general_expenditure": [
        (None, None, "total", {"total": "95.00", "basic": "60.00", "project": "35.00"})]},
     ("general_expenditure", 0, "project"), "30.00"),
    ("A3", Kind.BUDGET, {"general_basic": [
        (None, None, "total", {"total": "60.00", "personnel": "50.00", "public_use": "10.00"})]},
     ("general_basic", 0, "personnel"), "40.00"),
    ("A4", Kind.BUDGET, {"three_public": [
        (None, None, "total", {"total": "3.00", "vehicles": "2.00", "vehicle_operation": "2.00", "reception": "1.00"})],
        "general_basic": [(None, "30217", None, {"total": "0.80"})]}, ("three_public", 0, "reception"), "0.50"),
    ("A5", Kind.BUDGET, {"summary": [(R, None, "total", {"total": "95.00"}), (E, None, "total", {"total": "95.00"})]},
     ("summary", 1, "total"), "93.00"),
    ("A2", Kind.BUDGET, {"general_expenditure": [
        (None, None, "total", {"total": "60.00", "basic": "60.00", "personnel": "50.00", "public_use": "10.00"})]},
     ("general_expenditure", 0, "public_use"), "40.00"),
    ("A2", Kind.BUDGET, {"general_expenditure": [
        (None, None, "total", {"total": "95.00", "personnel": "50.00", "public_use": "10.00", "project": "35.00"})]},
     ("general_expenditure", 0, "personnel"), "40.00"),
    ("A4", Kind.BUDGET, {"three_public": [(None, None, "total", {
        "prior_budget.total": "3.00", "prior_budget.vehicles": "2.00", "prior_budget.reception": "1.00"})]},
     ("three_public", 0, "prior_budget.vehicles"), "4.00"),
    ("A5", Kind.BUDGET, {"summary": [
        (E, "204", "function.204", {"total": "9.00", "personnel": "5.00", "public_use": "1.00", "project": "3.00"})]},
     ("summary", 0, "personnel"), "8.00"),
    ("A5", Kind.BUDGET, {"revenue": [(None, None, "total", {"total": "9.00", "fiscal_appropriation": "8.00",
                                                            "institutional": "1.00"})]},
     ("revenue", 0, "fiscal_appropriation"), "3.00"),
    ("A6", Kind.BUDGET, {"procurement": [
        (None, None, "total", {"total": "9.00"}), (None, "A", "goods", {"total": "4.00"}),
        (None, "C", "services", {"total": "5.00"})]}, ("procurement", 2, "total"), "3.00"),
    ("A9", Kind.BUDGET, {"government_fund": [(None, None, "total", {"total": "10.00", "project": "10.00"})],
     "appropriation_summary": [(E, None, "current", {"government_fund": "10.00"})]},
     ("government_fund", 0, "total"), "12.00"),
    ("A21", Kind.FINAL_ACCOUNTS, {"revenue": [
        (None, None, "total", {"total": "90.00", "fiscal_appropriation": "80.00", "other": "10.00"})]},
     ("revenue", 0, "other"), "15.00"),
    ("A22", Kind.FINAL_ACCOUNTS, {"expenditure": [
        (None, None, "total", {"total": "90.00", "basic": "60.00", "project": "30.00"})]},
     ("expenditure", 0, "basic"), "66.00"),
    ("A23", Kind.FINAL_ACCOUNTS, {"appropriation_summary": [
        (R, None, "current", {"total": "80.00"}), (R, None, "opening_carryover", {"total": "3.00"}),
        (R, None, "total", {"total": "83.00"})]}, ("appropriation_summary", 2, "total"), "80.00"),
    ("A24", Kind.FINAL_ACCOUNTS, {"general_expenditure": [
        (None, None, "total", {"total": "80.00"}), (None, "205", "function.205", {"total": "50.00"}),
        (None, "221", "function.221", {"total": "30.00"})]}, ("general_expenditure", 2, "total"), "20.00"),
    ("A25", Kind.FINAL_ACCOUNTS, {"general_expenditure": [(None, None, "total", {"basic": "60.00"})], "general_basic": [
        ("personnel", None, "personnel", {"total": "50.00"}), ("public_use", None, "public_use", {"total": "10.00"})]},
     ("general_basic", 1, "total"), "15.00"),
    ("A26", Kind.FINAL_ACCOUNTS, {"government_fund": [(None, None, "total", {
        "opening_carryover": "1.00", "revenue": "9.00", "total": "8.00", "closing_carryover": "2.00"})]},
     ("government_fund", 0, "closing_carryover"), "5.00"),
    ("A27", Kind.FINAL_ACCOUNTS, {"agency_operations": [
        (None, None, "three_public", {"total": "3.00"}), (None, None, "vehicles", {"total": "2.00"}),
        (None, None, "reception", {"total": "1.00"})]}, ("agency_operations", 0, "total"), "3.50"),
    ("A28", Kind.FINAL_ACCOUNTS, {"agency_operations": [(None, None, "agency_operation", {"total": "10.00"})],
     "general_basic": [("public_use", None, "public_use", {"total": "10.00"})]},
     ("agency_operations", 0, "total"), "10.20"),
    ("A29", Kind.FINAL_ACCOUNTS, {"agency_operations": [
        (None, None, "procurement", {"total": "9.00"}), (None, None, "procurement_sme", {"total": "8.00"}),
        (None, None, "procurement_small_micro", {"total": "5.00"})]}, ("agency_operations", 2, "total"), "8.50"),
    ("A30", Kind.FINAL_ACCOUNTS, {"agency_operations": [
        (None, None, "vehicles_owned", {"total": "3"}), (None, None, "vehicles_other", {"total": "3"})]},
     ("agency_operations", 1, "total"), "2"),
]  # fmt: skip


def made(kind: Kind, drawn: dict[str, Rows], wrong: tuple[str, int, str] | None = None, amount: str = "") -> Report:
    tables: list[StandardTable] = []
    for name, rows in drawn.items():
        read = []
        for at, (side, code, meaning, cells) in enumerate(rows):
            changed = cells | ({wrong[2]: amount} if wrong and wrong[:2] == (name, at) else {})
            amounts = {column: Decimal(text) for column, text in changed.items()}
            read.append(TableRow(label=meaning or code or "", code=code, meaning=meaning, side=side, cells=amounts))
        tables.append(table(f"{kind.value}.{name}", TableStatus.PRESENT, *read))
    return report(kind, [], tables=tables)


@pytest.mark.parametrize(
    ("rule", "kind", "drawn", "wrong", "amount"), EXAMPLES, ids=[example[0] for example in EXAMPLES]
)
def test_the_relations_of_a_rule_hold_and_break(
    rule: str, kind: Kind, drawn: dict[str, Rows], wrong: tuple[str, int, str], amount: str
) -> None:
    assert judge(rule, made(kind, drawn)).outcome == Outcome.OK
    finding = only(judge(rule, made(kind, drawn, wrong, amount)))
    assert finding.rule == rule
    assert amount in finding.formula
    assert "请对照原文" in finding.message


def test_a_difference_above_one_percent_and_ten_thousand_yuan_is_high_below_it_medium() -> None:
    _, kind, drawn, wrong, _ = EXAMPLES[0]
    assert only(judge("A1", made(kind, drawn, wrong, "98.00"))).severity == Severity.HIGH
    assert only(judge("A1", made(kind, drawn, wrong, "95.80"))).severity == Severity.MEDIUM
    assert only(judge("A1", made(kind, drawn, wrong, "98.00"), high_above="5")).severity == Severity.MEDIUM


@pytest.mark.parametrize("rule", ["A1", "A7"])
def test_final_accounts_have_no_tables_of_a_budget(rule: str) -> None:
    assert judge(rule, final()).outcome == Outcome.NOT_APPLICABLE
    assert judge(rule, budget()).outcome == Outcome.NO_DATA


def test_a1_what_the_text_says_is_appropriated_is_the_total_of_its_table() -> None:
    drawn = table("budget.appropriation_summary", TableStatus.PRESENT,
                  TableRow(label="支出总计", meaning="total", side=E, cells={"total": Decimal("95.00")}))  # fmt: skip
    said = fact("expenditure.fiscal_appropriation", "95.00")
    assert judge("A1", budget(said, tables=[drawn])).outcome == Outcome.OK
    assert only(judge("A1", budget(fact(said.measure, "59.00"), tables=[drawn]))).severity == Severity.HIGH


def test_a7_the_target_form_gives_the_departments_expenditure() -> None:
    spent = made(
        Kind.BUDGET, {"expenditure": [(None, None, "total", {"total": "95.00", "basic": "60.00", "project": "35.00"})]}
    )
    target = form("水务局", overall=True, opening_budget="90.00")
    assert only(judge("A7", budget(tables=spent.tables, forms=[target]))).values["stated"] == "90.00"


def test_a8_weights_make_ninety_or_a_hundred() -> None:
    def weighted(*weights: str) -> Report:
        return budget(forms=[form("巡查", *(Indicator(name=f"指标{w}", weight=w) for w in weights))])

    assert judge("A8", weighted("50", "40")).outcome == Outcome.OK
    assert only(judge("A8", weighted("50", "30"))).severity == Severity.MEDIUM


def test_a28_the_whole_of_public_use_of_a_department_with_units_is_worth_a_word() -> None:
    facts = [cell("agency_operation", "10.00"), cell("general_budget.public_use", "10.00")]
    assert only(judge("A28", final(*facts, remarks=[remark("subordinate_units")]))).severity == Severity.INFO
    assert judge("A28", final(*facts)).findings == ()


def test_a31_the_cost_of_a_guest_follows_from_money_and_guests() -> None:
    def guests(each: str) -> Report:
        return final(fact("three_public.reception_per_person", each), fact("three_public.reception", "0.68"),
                     fact("three_public.reception_persons", "66"))  # fmt: skip

    assert judge("A31", guests("103.03")).outcome == Outcome.OK
    assert only(judge("A31", guests("130.03"))).values["computed"] == "103.03"
