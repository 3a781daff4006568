"""P3–P9: what a self-evaluation tells of itself and of its projects."""

from __future__ import annotations

from dataclasses import replace

from alerts.model import Outcome, Severity
from parsers.model import Indicator, Unread
from tests.unit.alerts.reports import budget, fact, final, form, judge, only, remark, table

COUNT = "performance.self_evaluated_projects"
AMOUNT = "performance.self_evaluated_amount"


def counted(quote: str, whole: str = "6"):  # type: ignore[no-untyped-def]
    told = fact(COUNT, whole)
    return replace(told, evidence=replace(told.evidence, quote=quote))


def test_p3_an_indicator_of_nothing_earns_nothing() -> None:
    empty = Indicator(name="无", target="无", weight="10", score="10")
    assert only(judge("P3", final(forms=[form("巡查", empty)]))).severity == Severity.MEDIUM
    assert judge("P3", final(forms=[form("巡查", replace(empty, score="0"))])).outcome == Outcome.OK
    assert judge("P3", final(forms=[form("巡查")])).outcome == Outcome.NO_DATA


def test_p4_a_printed_deviation_follows_from_target_and_result() -> None:
    def deviated(printed: str) -> Outcome:
        measured = Indicator(name="知晓率", target="80", actual="85", deviation=printed)
        return judge("P4", final(forms=[form("巡查", measured)])).outcome

    assert deviated("0") == Outcome.VIOLATED
    assert deviated("6.25") == Outcome.OK
    assert deviated("-6.25") == Outcome.OK
    assert deviated("无") == Outcome.NO_DATA


def test_p5_the_parts_are_no_more_than_the_whole() -> None:
    wrong = counted("对6个项目开展了绩效自评，其中，填报自评表自评12项，委托第三方评价0个")
    assert only(judge("P5", final(wrong))).values == {"whole": "6", "parts": "12"}
    right = counted("对6个项目开展了绩效自评，其中，填报自评表自评5项，委托第三方评价1个")
    assert judge("P5", final(right)).outcome == Outcome.OK
    assert judge("P5", final(counted("对6个项目开展了绩效自评"))).outcome == Outcome.NO_DATA


def test_p6_waits_for_forms_and_totals_that_were_not_read() -> None:
    told = budget(fact("performance.target_amount", "361.00"), fact("general_budget.project", "335.00"))
    assert judge("P6", told).outcome == Outcome.VIOLATED
    form = Unread(file="水务局.html", where="第三部分", what="绩效表没有读出：项目绩效目标表")
    assert judge("P6", replace(told, unread=(form,))).outcome == Outcome.NO_DATA
    row = Unread(file="水务局.html", where="表格", what="表格行未识别：合计 361.00")
    drawn = replace(told, tables=(table("budget.expenditure"),), unread=(row,))
    assert judge("P6", drawn).outcome == Outcome.NO_DATA


def test_p6_the_money_under_evaluation_is_project_spending_or_that_of_the_forms() -> None:
    spent = fact("general_budget.project", "66.70")
    assert judge("P6", final(fact(AMOUNT, "66.70"), spent)).outcome == Outcome.OK
    assert (
        judge("P6", final(fact(AMOUNT, "50.70"), spent, forms=[form("巡查", executed="50.70")])).outcome == Outcome.OK
    )
    wrong = final(fact(AMOUNT, "71.93"), spent)
    assert only(judge("P6", wrong)).severity == Severity.MEDIUM
    elsewhere = final(fact(AMOUNT, "71.93"), spent, department="上海市静安区水务局")
    assert only(judge("P6", elsewhere)).severity == Severity.INFO
    assert judge("P6", final(fact(AMOUNT, "71.93"))).outcome == Outcome.NO_DATA


def test_p7_the_overall_form_covers_all_that_was_spent() -> None:
    whole = form("水务局", overall=True, executed="1844.93")
    assert only(judge("P7", final(fact("expenditure.current", "2465.55"), forms=[whole]))).severity == Severity.HIGH
    assert judge("P7", final(fact("expenditure.current", "1844.93"), forms=[whole])).outcome == Outcome.OK
    assert judge("P7", final(fact("expenditure.current", "1844.93"))).outcome == Outcome.NO_DATA


def test_p8_all_full_marks_are_worth_a_look() -> None:
    assert only(judge("P8", final(forms=[form("巡查", score="100")]))).severity == Severity.INFO
    assert judge("P8", final(forms=[form("巡查", score="100"), form("清漂", score="98.5")])).outcome == Outcome.OK


def test_p9_a_goal_of_another_year_is_told() -> None:
    assert only(judge("P9", budget(remarks=[remark("stale_goal")]))).severity == Severity.LOW
    assert judge("P9", budget(forms=[form("巡查")])).outcome == Outcome.OK
    assert judge("P9", budget()).outcome == Outcome.NO_DATA
