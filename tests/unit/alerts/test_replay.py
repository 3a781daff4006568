"""A replay: what would appear, vanish and change beside the alerts that are there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alerts.lifecycle import raised
from alerts.model import Alert, AlertState, Body, Finding, Outcome, RuleResult, Severity
from alerts.replay import beside_alerts, together
from parsers.model import Kind, Scope

BODY = Body(department="水务局", district="澄湖区", fiscal_year=2024, kind=Kind.FINAL_ACCOUNTS, scope=Scope.DEPARTMENT)
FOUND = Finding(
    rule="G1",
    severity=Severity.HIGH,
    subject="three_public.total",
    message="超出",
    topic="三公经费",
    values={"now": "12.35"},
)


def alert(finding: Finding = FOUND, state: AlertState = AlertState.OPEN) -> Alert:
    now = datetime(2025, 11, 1, tzinfo=UTC)
    made = raised(None, finding, BODY, now, historic=False, source_url="", document_sha256="").alert
    return replace(made, state=state)


def hit(finding: Finding = FOUND) -> RuleResult:
    return RuleResult(rule=finding.rule, outcome=Outcome.VIOLATED, findings=(finding,))


@pytest.mark.parametrize("state", [s for s in AlertState if s != AlertState.SETTLED])
def test_the_same_finding_changes_nothing_in_any_state_but_settled(state: AlertState) -> None:
    found = beside_alerts(BODY, [hit()], [alert(state=state)])
    assert (found.unchanged, found.appearing, found.vanishing, found.changing) == (1, (), (), ())


def test_a_new_finding_appears_and_one_that_was_settled_would_open_again() -> None:
    assert beside_alerts(BODY, [hit()], []).appearing[0].settled is None
    settled = alert(state=AlertState.SETTLED)
    assert beside_alerts(BODY, [hit()], [settled]).appearing[0].settled == settled.id


@pytest.mark.parametrize("outcome", [Outcome.OK, Outcome.NO_DATA, Outcome.NOT_APPLICABLE, Outcome.ERROR])
def test_an_alert_that_is_found_no_more_vanishes_with_what_its_rule_came_to(outcome: Outcome) -> None:
    result = RuleResult(rule="G1", outcome=outcome, reason="缺")
    gone = beside_alerts(BODY, [result], [alert()]).vanishing[0]
    assert (gone.outcome, gone.reason) == (outcome, "缺")


def test_everything_that_the_rules_find_stands_with_its_alert() -> None:
    known = alert(state=AlertState.SETTLED)
    found = beside_alerts(BODY, [hit(), hit(replace(FOUND, subject="other"))], [known], source_url="http://a.example/")
    assert [(s.finding.subject, s.alert) for s in found.standing] == [(FOUND.subject, known), ("other", None)]


def test_what_is_over_already_can_not_vanish() -> None:
    over = [alert(state=s) for s in (AlertState.SETTLED, AlertState.DISMISSED)]
    assert beside_alerts(BODY, [RuleResult(rule="G1", outcome=Outcome.OK)], over).vanishing == ()


def test_an_alert_whose_rule_is_gone_vanishes_and_one_of_a_deadline_is_left_alone() -> None:
    late = alert(replace(FOUND, rule="T1"))
    own = alert(replace(FOUND, rule="X1"))
    gone = beside_alerts(BODY, [], [late, own]).vanishing
    assert [v.alert.finding.rule for v in gone] == ["X1"]


def test_another_value_or_severity_is_a_change() -> None:
    worse = replace(FOUND, severity=Severity.CRITICAL)
    other = replace(FOUND, values={"now": "13.00"})
    assert beside_alerts(BODY, [hit(worse)], [alert()]).changing[0].finding == worse
    assert beside_alerts(BODY, [hit(other)], [alert()]).changing[0].finding == other
    assert beside_alerts(BODY, [hit(replace(FOUND, message="别样的话"))], [alert()]).changing == ()


def test_all_reports_together_have_the_gravest_first() -> None:
    low = beside_alerts(BODY, [hit(replace(FOUND, severity=Severity.LOW))], [])
    whole = together([low, beside_alerts(BODY, [hit()], [])])
    assert whole.reports == 2
    assert [a.finding.severity for a in whole.appearing] == [Severity.HIGH, Severity.LOW]
