"""P1, P2: marks above their maximum, full marks for missed targets."""

from __future__ import annotations

import pytest

from alerts.model import Outcome, Severity
from parsers.model import Indicator, Report
from tests.unit.alerts.reports import budget, final, form, judge, only


def indicator(target: str | None, actual: str | None, score: str = "10", *, relation: str | None = None,
              name: str = "清淤河段数", unit: str | None = None) -> Indicator:  # fmt: skip
    return Indicator(name=name, target=target, actual=actual, weight="10", score=score, relation=relation, unit=unit)


def report(*indicators: Indicator, **amounts: str) -> Report:
    return final(forms=[form("河道清淤", *indicators, **amounts)])


def test_a_form_above_the_full_mark_is_one_finding_that_names_each_slip() -> None:
    finding = only(judge("P1", report(score="190", rate_score="100", rate_weight="10")))
    assert (finding.severity, finding.subject) == (Severity.HIGH, "河道清淤")
    assert finding.values == {"预算执行率": "100", "score": "190"}
    assert "190" in finding.message
    assert "权重10" in finding.message


def test_an_indicator_above_its_weight_is_a_finding() -> None:
    assert "清淤河段数" in only(judge("P1", report(indicator("1", "1", "12分")))).message


@pytest.mark.parametrize("score", ["100", "99.5", "0"])
def test_a_score_up_to_the_full_mark_is_in_order(score: str) -> None:
    assert (
        judge("P1", report(indicator("1", "1"), score=score, rate_score="10", rate_weight="10")).outcome == Outcome.OK
    )


def test_another_full_mark_can_be_set() -> None:
    assert judge("P1", report(score="110"), full_score="120").outcome == Outcome.OK


def test_without_marks_there_is_nothing_to_judge() -> None:
    assert judge("P1", final()).outcome == Outcome.NO_DATA
    assert judge("P1", report(executed="1.00")).outcome == Outcome.NO_DATA
    assert judge("P1", budget()).outcome == judge("P2", budget()).outcome == Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(("target", "actual", "relation", "unit"), [
    ("350个", "321个", None, None), ("350", "321", "≥", "个"), ("≥95%", "90%", None, None),
    ("不低于 95 ％", "90%", None, "%"),
    ("1,000", "999", None, None), ("5", "6", "≤", "天"), ("≤5天", "6天", None, None),
])  # fmt: skip
def test_a_full_mark_for_a_missed_target_is_a_finding(
    target: str, actual: str, relation: str | None, unit: str | None
) -> None:
    finding = only(judge("P2", report(indicator(target, actual, relation=relation, unit=unit))))
    assert (finding.severity, finding.subject) == (Severity.HIGH, "河道清淤/清淤河段数")
    assert target in finding.message
    assert actual in finding.message


@pytest.mark.parametrize(("target", "actual", "score", "relation"), [
    ("350", "350", "10", None), ("350", "400", "10", None), ("350", "321", "9.2", None), ("5", "4", "10", "≤"),
    ("5", "5", "10", "≤"),
])  # fmt: skip
def test_a_met_target_or_a_lowered_mark_is_in_order(target: str, actual: str, score: str, relation: str | None) -> None:
    assert judge("P2", report(indicator(target, actual, score, relation=relation))).outcome == Outcome.OK


@pytest.mark.parametrize("unclear", [
    indicator("95%", "0.90"), indicator("350个", "321件"), indicator("全年完成", "完成"), indicator(None, "321"),
    indicator("3-5", "2"), indicator("50", "40", name="单位成本"), indicator("95", "90%", unit="个"),
    indicator("1977374元", "1777499.28"), indicator("90", "80", unit="万元"),
])  # fmt: skip
def test_targets_that_can_not_be_compared_are_not_judged(unclear: Indicator) -> None:
    assert judge("P2", report(unclear)).outcome == Outcome.NO_DATA


def test_two_indicators_of_one_name_have_subjects_of_their_own() -> None:
    missed = indicator("350", "321")
    assert [f.subject for f in judge("P2", report(missed, missed)).findings] == [
        "河道清淤/清淤河段数",
        "河道清淤/清淤河段数#2",
    ]
