"""C4, C7, C9–C17: parts that are lacking, and why nothing can be said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from alerts.model import History, Outcome, Severity
from parsers.model import Evidence, Remark, SectionStatus, StandardTable, TableRow, TableStatus, Unread
from tests.unit.alerts.reports import budget, cell, fact, final, form, judge, only, remark, table

PROSE = fact("expenditure.total", "300.00")
THERE = {"government_fund": SectionStatus.PRESENT, "state_capital": SectionStatus.NOT_APPLICABLE}


def test_c4_an_account_that_neither_text_nor_table_names_is_asked_for() -> None:
    assert judge("C4", budget(PROSE, sections=THERE)).outcome == Outcome.OK
    silent = {"government_fund": SectionStatus.PRESENT, "state_capital": SectionStatus.MISSING}
    assert only(judge("C4", budget(PROSE, sections=silent))).subject == "state_capital"
    assert judge("C4", budget(PROSE, sections=silent, year=2019)).outcome == Outcome.OK
    drawn = table("budget.state_capital", TableStatus.BLANK)
    assert judge("C4", budget(PROSE, sections=silent, tables=[drawn])).outcome == Outcome.OK


def test_c4_waits_for_what_was_not_fetched() -> None:
    assert judge("C4", budget(PROSE), History(unfetched=("附件.xlsx",))).outcome == Outcome.NO_DATA
    assert judge("C4", budget()).outcome == Outcome.NO_DATA


COUNTS = (
    "overseas_groups",
    "overseas_persons",
    "vehicles_purchased",
    "vehicles_held",
    "reception_batches",
    "reception_persons",
)


def test_c7_money_spent_on_receptions_needs_their_number() -> None:
    amounts = {
        "total": "1.48",
        "overseas": "0",
        "vehicle_purchase": "0",
        "vehicle_operation": "1.02",
        "reception": "0.46",
    }
    money = [fact(f"three_public.{measure}", amount) for measure, amount in amounts.items()]
    counts = [fact(f"three_public.{count}", "1") for count in COUNTS]
    assert judge("C7", final(*money, *counts)).outcome == Outcome.OK
    finding = only(judge("C7", final(*money, *counts[:4])))
    assert "批次" in finding.message
    assert "团组" not in finding.message  # nothing was spent on journeys
    assert judge("C7", final(fact("three_public.total", "0"))).outcome == Outcome.OK
    assert judge("C7", budget(*money)).outcome == Outcome.NOT_APPLICABLE


def test_c9_procurement_is_told_apart_and_names_the_small_firms_in_accounts() -> None:
    whole = [fact("procurement.total", "9.00"), fact("procurement.goods", "4.00"), fact("procurement.sme", "8.00")]
    assert judge("C9", final(*whole)).outcome == Outcome.OK
    assert "中小企业" in only(judge("C9", final(*whole[:2]))).message
    assert "货物" in only(judge("C9", budget(whole[0]))).message
    assert only(judge("C9", budget(PROSE))).subject == "procurement"
    assert judge("C9", final(fact("procurement.total", "0.00"))).outcome == Outcome.OK
    none = {"procurement": SectionStatus.NOT_APPLICABLE}
    assert judge("C9", final(PROSE, sections=none)).outcome == Outcome.OK


@pytest.mark.parametrize(("rule", "section"), [("C10", "assets"), ("C11", "glossary"), ("C12", "contact")])
def test_a_part_of_the_explanation_that_is_missing_is_a_small_matter(rule: str, section: str) -> None:
    assert only(judge(rule, budget(PROSE))).severity == Severity.LOW
    assert judge(rule, budget(PROSE, sections={section: SectionStatus.PRESENT})).outcome == Outcome.OK
    assert judge(rule, budget()).outcome == Outcome.NO_DATA


def test_c12_a_telephone_is_asked_for_only_where_the_local_format_has_one() -> None:
    assert judge("C12", budget(PROSE, department="上海市静安区水务局")).outcome == Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(("code", "outcome"), [("2130301", Outcome.OK), ("21303", Outcome.VIOLATED)])
def test_c13_expenditure_goes_down_to_seven_digits(code: str, outcome: Outcome) -> None:
    rows = [TableRow(label="农林水支出", code=c, cells={"total": Decimal(5)}) for c in ("213", code)]
    listed = table("budget.general_expenditure", TableStatus.PRESENT, *rows)
    assert judge("C13", budget(tables=[listed])).outcome == outcome
    assert judge("C13", budget(PROSE)).outcome == Outcome.NO_DATA


PROJECT = form("巡查")
COUNT = "performance.self_evaluated_projects"


def test_c14_fewer_forms_than_the_text_counts_are_asked_for() -> None:
    finding = only(judge("C14", final(fact(COUNT, "2"), forms=[PROJECT])))
    assert finding.values == {"stated": "2", "published": "1"}
    assert judge("C14", final(fact(COUNT, "1"), forms=[PROJECT])).outcome == Outcome.OK


def test_c14_a_budget_without_target_forms_is_asked_for_them_once_its_tables_are_there() -> None:
    drawn = [table("budget.summary")]
    assert "整体绩效目标表" in only(judge("C14", budget(PROSE, tables=drawn))).message
    assert judge("C14", budget(PROSE)).outcome == Outcome.NO_DATA
    assert judge("C14", budget(PROSE, tables=drawn), History(unfetched=("表.xlsx",))).outcome == Outcome.NO_DATA
    elsewhere = budget(PROSE, tables=drawn, department="江苏省水利厅")
    assert judge("C14", elsewhere).outcome == Outcome.NOT_APPLICABLE


def test_c15_meetings_and_training_in_the_accounts_of_chongqing() -> None:
    assert only(judge("C15", final(PROSE))).severity == Severity.LOW
    assert judge("C15", final(PROSE, sections={"meetings_training": SectionStatus.PRESENT})).outcome == Outcome.OK
    assert judge("C15", budget(PROSE)).outcome == Outcome.NOT_APPLICABLE
    assert judge("C15", final(PROSE, department="上海市静安区水务局")).outcome == Outcome.NOT_APPLICABLE


def test_c16_a_table_that_only_the_list_names_is_asked_for_unless_c2_asks() -> None:
    listed = replace(
        budget(PROSE, tables=[table("budget.summary")]), listed=("budget.summary", "budget.agency_operation")
    )
    assert only(judge("C16", listed)).message.startswith("目录列有而未见：机关运行经费预算表")
    assert judge("C16", replace(listed, listed=("budget.summary", "budget.revenue"))).outcome == Outcome.OK
    assert judge("C16", budget(PROSE)).outcome == Outcome.NOT_APPLICABLE


def test_c17_a_secret_needs_its_ground() -> None:
    place = Evidence(file="水务局.html", where="第二部分", quote="部分项目涉密")
    assert only(judge("C17", budget(PROSE, remarks=[remark("secrecy")]))).severity == Severity.INFO
    grounded = Remark(code="secrecy", evidence=place, sections=("basis",))
    assert judge("C17", budget(PROSE, remarks=[grounded])).outcome == Outcome.OK
    assert judge("C17", budget(PROSE)).outcome == Outcome.NOT_APPLICABLE


LOST = Unread(file="水务局.html", where="表格", what="表格行未识别：205 教育支出 1.10 1.10")


@pytest.mark.parametrize(
    ("rule", "made"),
    [
        ("C3", table("budget.revenue", TableStatus.BLANK)),
        ("C4", table("budget.appropriation_summary")),
        ("C5", table("budget.three_public", TableStatus.BLANK)),
        ("C13", table("budget.general_expenditure", TableStatus.PRESENT,
                      TableRow(label="农林水支出", code="213", cells={"total": Decimal(5)}))),
    ],
)  # fmt: skip
def test_what_a_table_lacks_may_be_in_the_lines_that_were_not_understood(rule: str, made: StandardTable) -> None:
    told = budget(PROSE, tables=[made])
    assert judge(rule, told).outcome in (Outcome.VIOLATED, Outcome.NO_DATA)
    doubtful = judge(rule, replace(told, unread=(LOST,)))
    assert (doubtful.outcome, doubtful.findings) == (Outcome.NO_DATA, ())


def test_c7_counts_may_stand_in_lines_of_the_table_that_were_not_understood() -> None:
    spent = [fact("three_public.reception", "0.50"), fact("three_public.total", "0.50")]
    told = final(*spent, tables=[table("final_accounts.agency_operations")])
    assert judge("C7", told).outcome == Outcome.VIOLATED
    assert judge("C7", replace(told, unread=(LOST,))).outcome == Outcome.NO_DATA


def test_figures_that_were_taken_for_a_head_are_figures_too() -> None:
    empty = table("budget.revenue", TableStatus.BLANK)
    head = replace(LOST, what="表头未识别：合计518.35518.35")
    assert judge("C3", budget(PROSE, tables=[empty], unread=[head])).outcome == Outcome.NO_DATA
    head = replace(LOST, what="表头未识别：收入支出")
    assert judge("C3", budget(PROSE, tables=[empty], unread=[head])).outcome == Outcome.VIOLATED


def test_c11_a_part_of_the_text_does_not_hide_in_a_table() -> None:
    told = budget(PROSE, tables=[table("budget.summary")], unread=[LOST])
    assert judge("C11", told).outcome == Outcome.VIOLATED


def test_c14_a_form_that_stands_there_unread_is_not_missing() -> None:
    lost = Unread(file="水务局.html", where="第三部分", what="绩效表没有读出：项目绩效目标表")
    told = budget(PROSE, tables=[table("budget.summary")])
    assert judge("C14", told).outcome == Outcome.VIOLATED
    assert judge("C14", replace(told, unread=(lost,))).outcome == Outcome.NO_DATA


def test_c5_an_empty_table_of_three_public_is_c3s_affair() -> None:
    empty = table("budget.three_public", TableStatus.BLANK)
    assert judge("C5", budget(PROSE, tables=[empty])).outcome == Outcome.NO_DATA
    assert judge("C5", budget(PROSE, cell("revenue.total", "1.00"))).outcome == Outcome.VIOLATED
