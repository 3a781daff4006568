"""The life of an alert: who it is, what a reading makes of it, why somebody is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alerts import lifecycle
from alerts.lifecycle import (
    Action,
    Change,
    IllegalStepError,
    delivery_key,
    fingerprint,
    raised,
    reason_to_tell,
    settled,
)
from alerts.model import Alert, AlertState, Body, Finding, Outcome, Reason, Severity, Told
from parsers.model import Evidence, Kind, Scope

NOW = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
BODY = Body(
    department="重庆市澄湖区水务局",
    district="澄湖区",
    fiscal_year=2024,
    kind=Kind.FINAL_ACCOUNTS,
    scope=Scope.DEPARTMENT,
)
FINDING = Finding(
    rule="G2",
    severity=Severity.MEDIUM,
    subject="three_public.total",
    message="三公经费比上年增加",
    topic="三公经费",
    values={"current": "12.30", "prior": "8.10"},
)
CHANGED = replace(FINDING, values={"current": "11.30", "prior": "8.10"})
GRAVER = replace(FINDING, severity=Severity.HIGH)


def seen(
    existing: Alert | None,
    finding: Finding = FINDING,
    *,
    historic: bool = False,
    sha256: str = "b" * 64,
    hold_until: datetime | None = None,
) -> Change:
    return raised(
        existing, finding, BODY, LATER if existing else NOW, historic, "http://a.example/1", sha256, hold_until
    )


def in_state(state: AlertState, **changes: object) -> Alert:
    first = raised(None, FINDING, BODY, NOW, False, "http://a.example/0", "a" * 64).alert
    return replace(first, state=state, **changes)  # type: ignore[arg-type]


def told(reason: Reason = Reason.FIRST, revision: int = 1, severity: Severity = Severity.MEDIUM) -> Told:
    return Told(revision=revision, severity=severity, reason=reason, at=NOW)


def test_a_fingerprint_is_stable_across_releases() -> None:
    # Were it to change without a migration, every stored alert would be raised and sent again. Made with sha256sum of
    # [1,"G2","重庆市澄湖区水务局","澄湖区","department",2024,"final_accounts","three_public.total"]
    assert fingerprint(BODY, "G2", "three_public.total").startswith("b5defc3ff83225df44f9bdc7debc7b7c")


@pytest.mark.parametrize(
    "other",
    [
        fingerprint(replace(BODY, department="重庆市澄湖区档案馆"), "G2", "three_public.total"),
        fingerprint(replace(BODY, district="青崖区"), "G2", "three_public.total"),
        fingerprint(replace(BODY, fiscal_year=2023), "G2", "three_public.total"),
        fingerprint(replace(BODY, kind=Kind.BUDGET), "G2", "three_public.total"),
        fingerprint(replace(BODY, scope=Scope.OWN_LEVEL), "G2", "three_public.total"),
        fingerprint(BODY, "G1", "three_public.total"),
        fingerprint(BODY, "G2", "three_public.reception"),
    ],
)
def test_a_fingerprint_tells_bodies_rules_and_subjects_apart(other: str) -> None:
    assert other != fingerprint(BODY, "G2", "three_public.total")


def test_an_alert_id_is_short_and_can_be_read_aloud() -> None:
    mark = fingerprint(BODY, "G2", "three_public.total")
    assert re.fullmatch(r"A-[0-9A-HJKMNP-TV-Z]{7}", lifecycle.alert_id(mark))
    assert lifecycle.alert_id("0" * 64) == "A-0000000"
    assert lifecycle.alert_id("f" * 64) == "A-ZZZZZZZ"
    assert lifecycle.alert_id("08" + "0" * 62) == "A-1000000"


def test_a_longer_id_begins_with_the_short_one() -> None:
    mark = fingerprint(BODY, "G2", "three_public.total")
    assert lifecycle.alert_id(mark, 9).startswith(lifecycle.alert_id(mark))


def test_a_delivery_key_depends_on_each_of_its_parts() -> None:
    keys = {
        delivery_key("f", 1, Reason.FIRST, 1, "甲"),
        delivery_key("g", 1, Reason.FIRST, 1, "甲"),
        delivery_key("f", 2, Reason.FIRST, 1, "甲"),
        delivery_key("f", 1, Reason.SETTLED, 1, "甲"),
        delivery_key("f", 1, Reason.FIRST, 2, "甲"),
        delivery_key("f", 1, Reason.FIRST, 1, "乙"),
    }
    assert len(keys) == 6
    assert delivery_key("f", 1, Reason.FIRST, 1, "甲") in keys


def test_a_new_finding_is_open() -> None:
    alert, event = seen(None, hold_until=LATER)
    assert (alert.state, alert.revision, alert.previous) == (AlertState.OPEN, 1, None)
    assert (alert.first_seen_at, alert.updated_at, alert.hold_until) == (NOW, NOW, LATER)
    assert alert.fingerprint == fingerprint(BODY, "G2", "three_public.total")
    assert event is not None
    assert (event.action, event.from_state, event.to_state) == (Action.RAISED, None, AlertState.OPEN)


def test_what_a_source_held_when_it_was_first_seen_is_history() -> None:
    alert, event = seen(None, historic=True)
    assert alert.state == AlertState.HISTORIC
    assert event is not None
    assert event.to_state == AlertState.HISTORIC


@pytest.mark.parametrize("state", [AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.DISMISSED, AlertState.HISTORIC])
@pytest.mark.parametrize(
    "again",
    [
        FINDING,
        replace(FINDING, message="换了说法", formula="12.30 > 8.10"),
        replace(FINDING, values={"current": "12.3", "prior": "8.100"}),
        replace(FINDING, evidence=(Evidence(file="b.pdf", where="第9页", sha256="b" * 64),)),
    ],
)
def test_the_same_finding_again_changes_nothing(state: AlertState, again: Finding) -> None:
    alert = in_state(state)
    assert seen(alert, again) == (alert, None)


@pytest.mark.parametrize("changed", [CHANGED, GRAVER, replace(FINDING, values={"current": "12.30"})])
def test_a_changed_value_or_severity_is_a_revision_that_keeps_the_one_before(changed: Finding) -> None:
    alert, event = seen(in_state(AlertState.OPEN), changed)
    assert (alert.state, alert.revision) == (AlertState.OPEN, 2)
    assert (alert.finding, alert.previous) == (changed, FINDING)
    assert (alert.first_seen_at, alert.updated_at) == (NOW, LATER)
    assert (alert.source_url, alert.document_sha256) == ("http://a.example/1", "b" * 64)
    assert event is not None
    assert event.action == Action.REVISED


# existing state, finding, historic reading, same bytes as before → state after, None: untouched
STATES = [
    (AlertState.ACKNOWLEDGED, CHANGED, False, False, AlertState.ACKNOWLEDGED),
    (AlertState.ACKNOWLEDGED, GRAVER, False, False, AlertState.OPEN),
    (AlertState.SETTLED, FINDING, False, False, AlertState.OPEN),
    (AlertState.SETTLED, CHANGED, False, False, AlertState.OPEN),
    (AlertState.SETTLED, FINDING, True, False, None),
    (AlertState.DISMISSED, CHANGED, False, False, AlertState.OPEN),
    (AlertState.DISMISSED, CHANGED, True, False, None),
    (AlertState.OPEN, CHANGED, True, False, None),
    (AlertState.HISTORIC, CHANGED, False, False, AlertState.OPEN),
    (AlertState.HISTORIC, CHANGED, True, False, AlertState.HISTORIC),
    (AlertState.HISTORIC, CHANGED, False, True, AlertState.HISTORIC),
]


@pytest.mark.parametrize(("before", "finding", "historic", "same_bytes", "after"), STATES)
def test_what_a_further_reading_makes_of_an_alert(
    before: AlertState, finding: Finding, historic: bool, same_bytes: bool, after: AlertState | None
) -> None:
    existing = in_state(before)
    alert, event = seen(existing, finding, historic=historic, sha256="a" * 64 if same_bytes else "b" * 64)
    if after is None:
        assert (alert, event) == (existing, None)
        return
    assert (alert.state, alert.revision, alert.finding) == (after, 2, finding)
    assert event is not None
    assert (event.from_state, event.to_state) == (before, after)


def test_what_was_settled_and_comes_back_is_reopened_and_waits_for_its_second_look_anew() -> None:
    alert, event = seen(in_state(AlertState.SETTLED), hold_until=LATER + timedelta(days=1))
    assert event is not None
    assert event.action == Action.REOPENED
    assert alert.previous is None
    assert alert.hold_until == LATER + timedelta(days=1)


def test_a_revision_keeps_the_hold_it_was_raised_with() -> None:
    held = in_state(AlertState.OPEN, hold_until=NOW)
    assert seen(held, CHANGED, hold_until=LATER + timedelta(days=1)).alert.hold_until == NOW


@pytest.mark.parametrize("state", [AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.HISTORIC])
def test_a_newer_reading_that_is_in_order_settles(state: AlertState) -> None:
    alert, event = settled(in_state(state), LATER, "新读取中已不存在")
    assert (alert.state, alert.revision, alert.updated_at) == (AlertState.SETTLED, 1, LATER)
    assert event is not None
    assert (event.action, event.from_state, event.reason) == (Action.SETTLED, state, "新读取中已不存在")


@pytest.mark.parametrize("state", [AlertState.SETTLED, AlertState.DISMISSED])
def test_what_is_over_is_not_settled_again(state: AlertState) -> None:
    assert settled(in_state(state), LATER, "") == (in_state(state), None)


@pytest.mark.parametrize("outcome", Outcome)
def test_only_an_outcome_that_is_in_order_settles(outcome: Outcome) -> None:
    assert lifecycle.settles(outcome) is (outcome == Outcome.OK)


def test_a_dismissal_needs_a_reason() -> None:
    with pytest.raises(IllegalStepError):
        lifecycle.dismissed(in_state(AlertState.OPEN), LATER, "  ")
    alert, event = lifecycle.dismissed(in_state(AlertState.OPEN), LATER, "已电话核实为填报口径")
    assert alert.state == AlertState.DISMISSED
    assert event is not None
    assert event.reason == "已电话核实为填报口径"


def test_somebody_settles_it_with_a_reason_and_the_same_cause_stays_settled() -> None:
    with pytest.raises(IllegalStepError):
        lifecycle.settled_by_hand(in_state(AlertState.OPEN), LATER, "  ")
    with pytest.raises(IllegalStepError):
        lifecycle.settled_by_hand(in_state(AlertState.DISMISSED), LATER, "已整改")
    alert, event = lifecycle.settled_by_hand(in_state(AlertState.ACKNOWLEDGED), LATER, " 部门已更正说明 ")
    assert (alert.state, alert.settled_reason) == (AlertState.SETTLED, "部门已更正说明")
    assert event is not None
    assert (event.action, event.to_state) == (Action.SETTLED, AlertState.SETTLED)
    assert seen(alert) == (alert, None), "read again: nothing new"
    assert settled(alert, LATER, "") == (alert, None)
    again, event = seen(alert, CHANGED)
    assert (again.state, again.settled_reason, again.revision) == (AlertState.OPEN, None, 2)
    assert event is not None
    assert event.action == Action.REOPENED
    by_hand = lifecycle.reopened(alert, LATER).alert
    assert (by_hand.state, by_hand.settled_reason, by_hand.revision) == (AlertState.OPEN, None, 2)


def test_steps_that_are_not_possible_are_refused() -> None:
    with pytest.raises(IllegalStepError):
        lifecycle.acknowledged(in_state(AlertState.HISTORIC), LATER)
    with pytest.raises(IllegalStepError):
        lifecycle.dismissed(in_state(AlertState.SETTLED), LATER, "为何")
    with pytest.raises(IllegalStepError):
        lifecycle.reopened(in_state(AlertState.OPEN), LATER)


def test_reopening_by_hand_begins_a_new_round_of_notices_only_where_the_old_one_was_over() -> None:
    assert lifecycle.reopened(in_state(AlertState.SETTLED), LATER).alert.revision == 2
    assert lifecycle.reopened(in_state(AlertState.DISMISSED), LATER).alert.revision == 1
    assert lifecycle.reopened(in_state(AlertState.ACKNOWLEDGED), LATER).alert.state == AlertState.OPEN


REVISED = {"revision": 2, "finding": CHANGED, "previous": FINDING}
WORSE = {"revision": 2, "finding": GRAVER, "previous": FINDING}
BETTER = {"revision": 2, "finding": replace(FINDING, severity=Severity.LOW), "previous": FINDING}

# state, what is different, last told → why told now
REASONS = [
    (AlertState.OPEN, {}, None, Reason.FIRST),
    (AlertState.OPEN, {}, told(), None),
    (AlertState.OPEN, REVISED, told(), Reason.CORRECTED),
    (AlertState.OPEN, REVISED, told(revision=2), None),
    (AlertState.OPEN, REVISED, None, Reason.FIRST),
    (AlertState.OPEN, WORSE, told(), Reason.WORSENED),
    (AlertState.OPEN, WORSE, told(Reason.WORSENED, 2, Severity.HIGH), None),
    (AlertState.OPEN, BETTER, told(), Reason.CORRECTED),
    (AlertState.OPEN, {"revision": 2}, told(), None),  # settled and reopened before anybody heard of it
    (AlertState.OPEN, {"revision": 2}, told(Reason.SETTLED), Reason.REOPENED),
    (AlertState.OPEN, REVISED, told(Reason.SETTLED), Reason.REOPENED),
    (AlertState.OPEN, {"hold_until": LATER + timedelta(seconds=1)}, None, None),
    (AlertState.OPEN, {"hold_until": LATER}, None, Reason.FIRST),
    (AlertState.SETTLED, {}, told(), Reason.SETTLED),
    (AlertState.SETTLED, {}, told(Reason.CORRECTED, 2), Reason.SETTLED),
    (AlertState.SETTLED, {}, told(Reason.SETTLED), None),
    (AlertState.SETTLED, {}, None, None),
    (AlertState.ACKNOWLEDGED, {}, None, None),
    (AlertState.ACKNOWLEDGED, {}, told(), None),
    (AlertState.ACKNOWLEDGED, REVISED, told(), Reason.CORRECTED),
    (AlertState.DISMISSED, REVISED, told(), None),
    (AlertState.DISMISSED, {}, None, None),
    (AlertState.HISTORIC, {}, None, None),
    (AlertState.HISTORIC, REVISED, told(), None),
]


@pytest.mark.parametrize(("state", "changes", "last", "expected"), REASONS)
def test_why_somebody_is_told(
    state: AlertState, changes: dict[str, object], last: Told | None, expected: Reason | None
) -> None:
    assert reason_to_tell(in_state(state, **changes), last, LATER) == expected
