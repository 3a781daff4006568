"""What one wrong cell breaks is one finding; what one wrong statement breaks is one finding."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from alerts.evaluate import evaluate
from alerts.model import Finding, History, Outcome, Severity
from alerts.settings import load
from parsers.model import Base, Fact, Report, TableRow, TableStatus
from tests.unit.alerts.reports import against, budget, cell, fact, final, judge, table


def row(label: str, meaning: str, *, side: str | None = None, code: str | None = None, **cells: str) -> TableRow:
    return TableRow(label=label, meaning=meaning, side=side, code=code, cells={c: Decimal(a) for c, a in cells.items()})


def tables(total: str = "300.00", listed: str = "300.00") -> Report:
    """表六 and 表八 of one budget; ``total`` stands in 表六 on the side of expenditure, ``listed`` in 表八."""
    summary = table(
        "budget.summary", TableStatus.PRESENT,
        row("合计", "total", side="revenue", total="300.00"), row("合计", "total", side="expenditure", total=total),
        row("教育支出", "function.205", side="expenditure", total="180.00"),
        row("住房保障支出", "function.221", side="expenditure", total="120.00"),
    )  # fmt: skip
    expenditure = table(
        "budget.expenditure", TableStatus.PRESENT, row("合计", "total", total=listed, basic="200.00", project="100.00"),
        row("教育支出", "function.205", code="205", total="180.00", basic="80.00", project="100.00"),
        row("住房保障支出", "function.221", code="221", total="120.00", basic="120.00"),
    )  # fmt: skip
    return budget(tables=[summary, expenditure])


def grave(report: Report, history: History | None = None) -> list[Finding]:
    results = evaluate(report, history or History(), load())
    return [f for r in results for f in r.findings if f.rule.startswith("A")]


def test_tables_that_agree_have_no_cause() -> None:
    assert grave(tables()) == []


def test_a_wrong_total_that_breaks_three_relations_is_one_finding_with_three_witnesses() -> None:
    (finding,) = grave(tables(total="310.00"))
    assert (finding.rule, finding.severity) == ("A5", Severity.HIGH)
    assert (finding.values["suspect"], finding.values["witnesses"]) == ("310.00", "3")
    assert finding.formula.count("310.00") == 3
    assert finding.subject == "budget.summary/expenditure/total/total"


def test_two_wrong_cells_are_two_findings() -> None:
    both = tables(total="310.00", listed="305.00")
    assert {f.values["suspect"] for f in grave(both)} >= {"310.00"}
    assert len(grave(both)) == 2


def test_a_rule_whose_relations_break_for_another_ones_cause_says_so() -> None:
    summary = table("final_accounts.summary", TableStatus.PRESENT,
                    row("本年支出合计", "current", side="expenditure", total="310.00"))  # fmt: skip
    spent = table("final_accounts.expenditure", TableStatus.PRESENT,
                  row("合计", "total", total="300.00", basic="200.00", project="100.00"))  # fmt: skip
    assert judge("A22", final(tables=[summary, spent])).outcome == Outcome.VIOLATED


def test_the_text_that_has_the_right_figure_is_a_witness_and_no_finding_of_its_own() -> None:
    facts = [fact("expenditure.total", "300.00"), cell("expenditure.total", "310.00", table="budget.summary")]
    wrong = tables(total="310.00")
    report = budget(*facts, tables=wrong.tables)
    (finding,) = grave(report)
    assert "文字“支出总计” 300.00" in finding.formula


def test_one_wrong_amount_of_the_text_is_told_once_with_what_else_it_breaks() -> None:
    parts = [
        fact("procurement.goods", "11.26"),
        fact("procurement.works", "0.00"),
        fact("procurement.services", "60.38"),
    ]
    said = fact("procurement.total", "76.14")
    quoted = [_quoted(f) for f in (said, *parts)]
    report = final(*quoted, cell("procurement.total", "71.64", table="final_accounts.agency_operations"))
    (finding,) = grave(report)
    assert finding.rule == "A45"
    assert "71.64" in finding.formula
    assert finding.values["witnesses"] == "2"


def _quoted(said: Fact) -> Fact:
    """As a sentence of the text quotes it."""
    return replace(said, evidence=replace(said.evidence, quote=f"{said.measure}{said.amount}万元"))


def test_a_rate_that_does_not_follow_and_a_change_said_twice_stay_two_findings() -> None:
    one = _quoted(fact("expenditure.total", "900.00", against(Base.PRIOR_FINAL, "-100.00", "-10.00")))
    two = _quoted(fact("expenditure.total", "900.00", against(Base.PRIOR_FINAL, "-120.00", "-12.90")))
    assert {f.rule for f in grave(final(one, two))} == {"A40", "A41"}
