"""C2, C3, C5, C8: what is missing is said only after all that was published has been read."""

from __future__ import annotations

import pytest

from alerts.model import History, Outcome, Severity
from alerts.rules.completeness import required
from parsers.model import Identity, Kind, Level, Report, SectionStatus, StandardTable, TableStatus, Unread
from tests.unit.alerts.reports import budget, cell, fact, final, judge, only, remark, table

FINAL = ["summary", "revenue", "expenditure", "appropriation_summary", "general_expenditure", "general_basic",
         "government_fund", "state_capital", "agency_operations"]  # fmt: skip
BUDGET = ["summary", "revenue", "expenditure", "appropriation_summary", "general_expenditure", "general_basic",
          "three_public", "government_fund", "procurement"]  # fmt: skip
PROSE = fact("revenue.total", "100.00")
ITEMS = ["total", "overseas", "vehicle_purchase", "vehicle_operation", "reception"]


def tables_of(kind: str, names: list[str], *without: str) -> list[StandardTable]:
    return [table(f"{kind}.{name}") for name in names if name not in without]


def finals(*without: str) -> list[StandardTable]:
    return tables_of("final_accounts", FINAL, *without)


def items(*without: str) -> Report:
    return final(*[fact(f"three_public.{name}", "1.00") for name in ITEMS if name not in without])


def test_all_nine_tables_are_in_order() -> None:
    assert judge("C2", final(tables=finals())).outcome == Outcome.OK
    assert judge("C2", budget(tables=tables_of("budget", BUDGET))).outcome == Outcome.OK


def test_each_missing_table_is_a_finding_with_its_name() -> None:
    result = judge("C2", final(tables=finals("government_fund", "state_capital")))
    assert [f.subject for f in result.findings] == ["final_accounts.government_fund", "final_accounts.state_capital"]
    assert {f.severity for f in result.findings} == {Severity.HIGH}
    assert "政府性基金预算财政拨款收入支出决算表" in result.findings[0].message
    assert result.findings[0].topic == "缺表"


def test_a_declared_empty_or_blank_table_is_there() -> None:
    empty = table("final_accounts.government_fund", TableStatus.DECLARED_EMPTY)
    blank = table("final_accounts.state_capital", TableStatus.BLANK)
    assert judge("C2", final(tables=[*finals("government_fund", "state_capital"), empty, blank])).outcome == Outcome.OK


def test_a_text_without_any_standard_table_waits_for_its_attachments() -> None:
    result = judge("C2", final(tables=[table("final_accounts.performance_project")]))
    assert (result.outcome, result.reason) == (Outcome.NO_DATA, "正文无表，待查附件")


def test_a_table_said_to_be_elsewhere_is_waited_for() -> None:
    elsewhere = table("final_accounts.summary", TableStatus.UNAVAILABLE, title="收入支出决算总表")
    result = judge("C2", final(tables=[*finals("summary"), elsewhere]))
    assert result.outcome == Outcome.NO_DATA
    assert "收入支出决算总表" in result.reason


def test_an_attachment_not_fetched_or_a_page_not_read_is_waited_for() -> None:
    unfetched = judge("C2", final(tables=finals("summary")), History(unfetched=("附件1.xls",)))
    page = Unread(file="决算.pdf", where="第7页", what="整页为图片，未做文字识别")
    unread = judge("C2", final(tables=finals("summary"), unread=[page]))
    assert (unfetched.outcome, unread.outcome) == (Outcome.NO_DATA, Outcome.NO_DATA)
    assert "附件1.xls" in unfetched.reason
    assert "第7页" in unread.reason
    apart = Unread(file="本级.xlsx", where="整个文件", what="是另一份报告（水务局2024年度），数字不同，未并入本报告")
    assert judge("C2", final(tables=finals("summary"), unread=[apart])).outcome == Outcome.NO_DATA


def test_a_label_not_understood_hides_no_table() -> None:
    label = Unread(file="决算.pdf", where="第7页", what="label not in the lexicon: 杂项")
    assert judge("C2", final(tables=finals("summary"), unread=[label])).outcome == Outcome.VIOLATED


def test_the_table_of_state_capital_is_asked_for_since_2020() -> None:
    assert judge("C2", final(tables=finals("state_capital"), year=2019)).outcome == Outcome.OK
    assert judge("C2", final(tables=finals("state_capital"), year=2020)).outcome == Outcome.VIOLATED


def test_performance_forms_are_never_asked_for_here() -> None:
    kinds = {kind for r in required(Identity(kind=Kind.BUDGET, fiscal_year=2026)) for kind in r.kinds}
    assert not [kind for kind in kinds if "performance" in kind]
    assert required(Identity()) == ()


@pytest.mark.parametrize(("department", "level", "asked"), [
    ("重庆市澄湖区水务局", Level.DISTRICT, True), ("澄湖区水务局", None, True),
    ("上海市某区水务局", Level.DISTRICT, False), ("江城市水务局", None, False), ("某部", Level.CENTRAL, False),
])  # fmt: skip
def test_other_provinces_have_no_procurement_table(department: str, level: Level | None, *, asked: bool) -> None:
    kinds = {k for r in required(Identity(department=department, level=level, kind=Kind.BUDGET)) for k in r.kinds}
    assert ("budget.procurement" in kinds) is asked


def test_elsewhere_one_of_two_tables_of_three_public_expenses_is_enough() -> None:
    tables = [*finals("agency_operations"), table("final_accounts.three_public")]
    assert judge("C2", final(tables=tables, department="上海市某区水务局")).outcome == Outcome.OK


def test_a_table_without_figures_and_without_a_note_is_a_finding() -> None:
    finding = only(judge("C3", final(tables=[table("final_accounts.government_fund", TableStatus.BLANK)])))
    assert (finding.severity, finding.subject) == (Severity.MEDIUM, "final_accounts.government_fund")


@pytest.mark.parametrize("status", [TableStatus.PRESENT, TableStatus.DECLARED_EMPTY, TableStatus.UNAVAILABLE])
def test_a_filled_explained_or_unread_table_is_not_blank(status: TableStatus) -> None:
    assert judge("C3", final(tables=[table("final_accounts.government_fund", status)])).outcome == Outcome.OK


def test_a_blank_table_that_the_report_explains_elsewhere_is_a_small_matter() -> None:
    blank = table("final_accounts.government_fund", TableStatus.BLANK)
    declared = {"government_fund": SectionStatus.NOT_APPLICABLE}
    assert only(judge("C3", final(fact("government_fund.revenue", "0.00"), tables=[blank]))).severity == Severity.LOW
    assert only(judge("C3", final(tables=[blank], sections=declared))).severity == Severity.LOW
    spent = fact("government_fund.expenditure", "5.00")
    assert only(judge("C3", final(spent, tables=[blank]))).severity == Severity.MEDIUM


def test_without_tables_nothing_is_blank() -> None:
    assert judge("C3", final()).outcome == Outcome.NO_DATA
    assert (
        judge("C3", final(tables=[table("final_accounts.performance_project", TableStatus.BLANK)])).outcome
        == Outcome.NO_DATA
    )


def test_all_items_of_three_public_expenses_are_in_order() -> None:
    assert judge("C5", items()).outcome == Outcome.OK


@pytest.mark.parametrize("missing", ITEMS)
def test_each_missing_item_is_named(missing: str) -> None:
    finding = only(judge("C5", items(missing)))
    assert finding.severity == (Severity.LOW if missing == "total" else Severity.HIGH)  # a total can be added up
    assert (finding.subject, finding.values) == ("three_public", {"missing_1": f"three_public.{missing}"})


def test_nothing_said_at_all_is_one_finding() -> None:
    assert len(only(judge("C5", budget(PROSE))).values) == 5


def test_a_text_of_which_no_figure_was_read_is_not_called_incomplete() -> None:
    for rule in ("C5", "C8"):
        assert judge(rule, budget()).outcome == Outcome.NO_DATA
        assert judge(rule, budget(cell("revenue.total", "1.00"))).outcome == Outcome.NO_DATA


def test_where_the_whole_is_nought_so_are_its_parts() -> None:
    assert judge("C5", final(fact("three_public.total", "0.00"))).outcome == Outcome.OK
    vehicles = [
        fact(f"three_public.{n}", a)
        for n, a in {"total": "1", "overseas": "0", "vehicles": "0", "reception": "1"}.items()
    ]
    assert judge("C5", final(*vehicles)).outcome == Outcome.OK


def test_a_subtotal_of_vehicles_alone_does_not_tell_purchase_from_operation() -> None:
    report = final(*[fact(f"three_public.{n}", "1.00") for n in ("total", "overseas", "vehicles", "reception")])
    assert list(only(judge("C5", report)).values.values()) == [
        "three_public.vehicle_purchase",
        "three_public.vehicle_operation",
    ]


def test_a_blank_cell_of_a_filled_table_is_an_item_told() -> None:
    report = budget(cell("three_public.total", "1.00", table="budget.three_public"))
    assert judge("C5", report).outcome == Outcome.OK


def test_a_report_that_declares_none_has_no_items() -> None:
    assert judge("C5", final(sections={"three_public": SectionStatus.NOT_APPLICABLE})).outcome == Outcome.NOT_APPLICABLE
    empty = table("budget.three_public", TableStatus.DECLARED_EMPTY)
    assert judge("C5", budget(tables=[empty])).outcome == Outcome.NOT_APPLICABLE


def test_items_in_a_file_that_was_not_read_are_waited_for() -> None:
    waiting = table("budget.three_public", TableStatus.UNAVAILABLE)
    assert judge("C5", budget(tables=[waiting])).outcome == Outcome.NO_DATA
    assert judge("C8", budget(tables=[waiting])).outcome == Outcome.NO_DATA
    assert judge("C5", budget(), History(unfetched=("附件.pdf",))).outcome == Outcome.NO_DATA


def test_agency_operation_must_be_explained() -> None:
    assert only(judge("C8", final(PROSE))).severity == Severity.HIGH
    assert judge("C8", final(fact("agency_operation", "30.49"))).outcome == Outcome.OK
    assert judge("C8", final(sections={"agency_operation": SectionStatus.PRESENT})).outcome == Outcome.OK


def test_an_institution_that_says_so_is_exempt() -> None:
    assert judge("C8", final(remarks=[remark("institution_exempt")])).outcome == Outcome.NOT_APPLICABLE
    exempt = final(sections={"agency_operation": SectionStatus.NOT_APPLICABLE})
    assert judge("C8", exempt).outcome == Outcome.NOT_APPLICABLE


def test_gaps_under_a_truncated_heading_are_printed_and_marked_as_doubtful() -> None:
    report = budget(
        PROSE, remarks=[remark("truncated", "three_public", "agency_operation", where="四、三公经费情况说明")]
    )
    lost = only(judge("N7", report))
    assert (lost.severity, lost.subject) == (Severity.MEDIUM, "three_public+agency_operation")
    for rule in ("C5", "C8"):
        finding = only(judge(rule, report))
        assert finding.message.startswith("【待核】")
        assert finding.modifiers == ("N7",)
        assert finding.severity == Severity.HIGH


def test_a_gap_elsewhere_than_under_the_truncated_heading_is_not_doubted() -> None:
    report = budget(PROSE, remarks=[remark("truncated", "procurement")])
    assert only(judge("C5", report)).modifiers == ()
    assert judge("N7", budget(PROSE)).outcome == Outcome.OK
    assert judge("N7", budget(remarks=[remark("truncated")])).outcome == Outcome.NO_DATA
