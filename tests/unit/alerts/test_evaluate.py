"""The whole engine: one outcome for each rule, whatever a report holds and whatever a rule does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts import evaluate as engine
from alerts.evaluate import JUDGES, evaluate
from alerts.model import History, Outcome
from alerts.rules.case import Case
from alerts.settings import Rule, load
from parsers.model import Base, Comparison, Fact, Identity, Kind, Report
from tests.unit.alerts.reports import against, budget, cell, fact, final, form, judge, remark, table

MEASURES = [
    "three_public.total", "three_public.reception", "general_budget.expenditure", "revenue.total", "revenue.current",
    "expenditure.total", "expenditure.current", "carryover.opening", "expenditure.basic",
]  # fmt: skip
amounts = st.none() | st.decimals(min_value=-1000, max_value=100000, places=2) | st.decimals(0, 9, places=0)
comparisons = st.builds(Comparison, base=st.sampled_from(Base) | st.none(), change=amounts, percent=amounts,
                        base_amount=amounts, completion=amounts)  # fmt: skip


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    make = draw(st.sampled_from([fact, cell]))
    amount = draw(amounts)
    text = "0" if amount is None and make is cell else None if amount is None else str(amount)
    return make(draw(st.sampled_from(MEASURES)), text, *draw(st.lists(comparisons, max_size=2)))  # type: ignore[arg-type]


@given(st.lists(facts(), max_size=8), st.lists(facts(), max_size=3), st.sampled_from(Kind))
def test_whatever_a_report_states_every_rule_comes_to_one_outcome_and_none_fails(
    stated: list[Fact], kept: list[Fact], kind: Kind
) -> None:
    made = final if kind == Kind.FINAL_ACCOUNTS else budget
    results = evaluate(made(*stated), History(prior=made(*kept, year=2023), budget=budget(*kept)), load())
    assert [result.rule for result in results] == list(JUDGES)
    assert [result.reason for result in results if result.outcome == Outcome.ERROR] == []
    for result in results:
        assert (result.outcome == Outcome.VIOLATED) == bool(result.findings)
        assert result.reason or result.outcome in (Outcome.OK, Outcome.VIOLATED)
        subjects = [finding.subject for finding in result.findings]
        assert len(subjects) == len(set(subjects))


def test_every_rule_of_the_book_is_judged_here_or_over_time() -> None:
    assert {rule.id for rule in load().rules if rule.id[0] not in "TS"} == set(JUDGES)  # T and S judge no report


def test_a_rule_that_fails_says_so_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_case: Case, _rule: Rule) -> None:
        raise ArithmeticError("broken")

    monkeypatch.setattr(engine, "JUDGES", {**JUDGES, "G1": failing})
    report = final(fact("three_public.total", "12.40", against(Base.PRIOR_FINAL, "5.00")))
    results = {result.rule: result for result in evaluate(report, History(), load())}
    assert results["G1"].outcome == Outcome.ERROR
    assert "broken" in results["G1"].reason
    assert results["G2"].outcome == Outcome.VIOLATED


def test_a_rule_switched_off_finds_nothing_and_says_why() -> None:
    report = final(fact("three_public.total", "12.40", against(Base.OPENING_BUDGET, "5.00")))
    result = judge("G1", report, enabled=False)
    assert (result.outcome, result.findings) == (Outcome.NOT_APPLICABLE, ())
    assert "停用" in result.reason


def test_modifiers_switched_off_change_nothing() -> None:
    report = final(fact("three_public.total", "12.40", against(Base.PRIOR_FINAL, "5.00")),
                   remarks=[remark("scope_break"), remark("truncated", "agency_operation")])  # fmt: skip
    off = load({"Q6": {"enabled": False}, "N7": {"enabled": False}})
    found = [f for result in evaluate(report, History(), off) for f in result.findings]
    assert {f.modifiers for f in found} == {()}


def test_something_that_is_no_report_is_judged_by_no_rule() -> None:
    other = Report(
        files=("公告.html",), identity=Identity(not_a_report="政府决算"), facts=(fact("revenue.total", "1.00"),)
    )
    results = evaluate(other, History(), load())
    assert {result.outcome for result in results} == {Outcome.NOT_APPLICABLE}
    assert "政府决算" in results[0].reason


def test_messages_name_their_figures_and_never_pass_a_verdict() -> None:
    report = final(
        fact("three_public.total", "12.40", against(Base.OPENING_BUDGET, "5.00"),
             against(Base.PRIOR_FINAL, "5.00", "1")),
        fact("revenue.total", "10.00"), fact("revenue.total", "20.00"), fact("expenditure.total", "30.00"),
        cell("revenue.total", "40.00"), tables=[table("final_accounts.summary")],
        forms=[form("河道清淤", executed="1.00", revised_budget="10.00", score="120")], remarks=[remark("truncated")],
    )  # fmt: skip
    found = [finding for result in evaluate(report, History(), load()) for finding in result.findings]
    assert {f.rule for f in found} >= {"G1", "G2", "A20", "A40", "A41", "A45", "C2", "C5", "C8", "E1", "N7", "P1"}
    for finding in found:
        assert finding.message.endswith("。")
        assert "请对照原文" in finding.message
        assert "{" not in finding.message
        assert not any(word in finding.message + finding.formula for word in ("违法", "违规", "造假", "舞弊", "None"))
        assert finding.evidence
