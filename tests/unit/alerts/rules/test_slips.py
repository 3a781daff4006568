"""Q1–Q8: template text, units, years and names, scans and residue."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from alerts.evaluate import evaluate
from alerts.model import History, Outcome, Severity
from alerts.settings import load
from parsers.model import Comparison, TableRow, TableStatus, Unread
from tests.unit.alerts.reports import budget, cell, fact, final, judge, only, remark, table


def test_q1_instructions_are_graver_than_marks() -> None:
    assert only(judge("Q1", final(remarks=[remark("template_mark")]))).severity == Severity.LOW
    both = [remark("template_mark"), remark("template_instruction")]
    assert only(judge("Q1", final(remarks=both))).severity == Severity.MEDIUM
    assert judge("Q1", final()).outcome == Outcome.OK


def test_q2_ten_thousand_times_as_much_in_the_table_is_a_unit_gone_wrong_and_nothing_else() -> None:
    measures = ("expenditure.total", "expenditure.basic", "expenditure.project")
    said = [fact(m, a) for m, a in zip(measures, ("300.00", "200.00", "100.00"), strict=True)]
    listed = [cell(m, a, table="budget.expenditure")
              for m, a in zip(measures, ("3000000.00", "2000000.00", "1000000.00"), strict=True)]  # fmt: skip
    report = budget(*said, *listed)
    finding = only(judge("Q2", report))
    assert (finding.severity, finding.values["pairs"]) == (Severity.HIGH, "3")
    assert judge("A45", report).findings == ()


def test_q2_one_table_in_yuan_is_one_finding_whatever_relations_it_breaks() -> None:
    def drawn(kind: str, factor: int):  # type: ignore[no-untyped-def]
        cells = {c: Decimal(a) * factor for c, a in (("total", 300), ("basic", 200), ("project", 100))}
        side = "expenditure" if kind == "summary" else None
        return table(f"budget.{kind}", TableStatus.PRESENT,
                     TableRow(label="合计", meaning="total", side=side, cells=cells))  # fmt: skip

    report = budget(tables=[drawn("summary", 1), drawn("expenditure", 10000), drawn("general_expenditure", 1)])
    rules = {f.rule for r in evaluate(report, History(), load()) for f in r.findings if f.rule[0] in "AQ"}
    assert rules == {"Q2"}


def test_q2_a_small_body_with_a_thousand_million_is_asked_about() -> None:
    rich = fact("expenditure.total", "120000.00")
    assert only(judge("Q2", budget(rich, department="重庆市澄湖区机关事务中心"))).subject == "expenditure.total"
    assert judge("Q2", budget(rich, department="重庆市澄湖区教育委员会")).outcome == Outcome.OK


def test_q3_another_year_another_body_an_impossible_base_are_one_finding_each() -> None:
    impossible = Comparison(base=None, base_text="2024年预算", change=Decimal("1.00"))
    told = fact("expenditure.total", "300.00", impossible)
    slips = [remark("other_year", where="二"), remark("other_year", where="三"), remark("other_body", where="四")]
    found = judge("Q3", budget(told, remarks=slips)).findings
    assert [f.subject for f in found] == ["year", "body", "base"]
    assert {f.severity for f in found} == {Severity.MEDIUM}


def test_q3_a_form_that_still_says_some_bureau_is_told_once_and_not_as_a_mark() -> None:
    left = remark("template_mark")
    told = budget(remarks=[replace(left, evidence=replace(left.evidence, quote="第二部分重庆市澄湖区XX局部门预算表"))])
    assert only(judge("Q3", told)).subject == "name"
    assert judge("Q1", told).outcome == Outcome.OK
    assert judge("Q3", budget(remarks=[left])).outcome == Outcome.OK


def test_q3_a_table_under_another_years_name_is_a_slip() -> None:
    assert only(judge("Q3", budget(tables=[table("budget.summary", title="2023年部门收支总表")]))).subject == "year"
    assert judge("Q3", budget(tables=[table("budget.summary", title="2024年部门收支总表")])).outcome == Outcome.OK


def test_q4_and_q7_tell_of_what_the_reading_had_to_leave() -> None:
    scan = Unread(file="表.pdf", where="第3页", what="整页为图片，未做文字识别")
    residue = Unread(file="说明.html", where="", what="文字中残留的程序标记：[bookmark: x]")
    report = budget(unread=[scan, residue])
    assert [only(judge(rule, report)).severity for rule in ("Q4", "Q7")] == [Severity.LOW, Severity.LOW]
    assert [judge(rule, budget()).outcome for rule in ("Q4", "Q7")] == [Outcome.OK, Outcome.OK]


def test_q5_and_q8_are_kept_elsewhere() -> None:
    assert {judge(rule, budget()).outcome for rule in ("Q5", "Q8")} == {Outcome.NOT_APPLICABLE}
