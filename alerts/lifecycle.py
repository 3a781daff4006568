"""The life of an alert, pure: who it is, what a new reading makes of it, and why somebody is told.

open → acknowledged → settled; dismissed with a reason; historic where it was true before we watched.

- *Same finding.* Severity and values decide, as numbers: other words, another printed precision, a new address or other
  bytes with the same reading change nothing, so a better wording of ours never reads as a correction of theirs.
- *History.* What a source holds when it is first seen is listed and never sent, and such a reading moves no alert that
  is already alive. A historic finding becomes open only when a later reading of other bytes changed it: that change
  happened on our watch. The same bytes read better by a newer reader stay history.
- *Acknowledged.* A changed value is still corrected to who was told; a graver one opens the alert again, because it is
  not what was acknowledged.
- *Dismissed, or settled by somebody.* Both mute their cause, not the rule: an equal finding stays as it is, a changed
  one opens. What a newer reading settled is open again as soon as it is seen again.
- *Reopening what was settled is a revision*, so that the notices of each round have keys of their own.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

from alerts.model import Alert, AlertState, Body, Finding, Outcome, Reason, Told

FINGERPRINT_VERSION = 1  # raising it needs a migration that maps old to new, or everything is told again
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: read over the telephone without mistakes


class Action(StrEnum):
    """What happened to an alert."""

    RAISED = "raised"
    REVISED = "revised"
    SETTLED = "settled"
    REOPENED = "reopened"
    ACKNOWLEDGED = "acknowledged"
    DISMISSED = "dismissed"
    LABELLED = "labelled"  # how the follow-up stands
    SILENCED = "silenced"
    MUTED = "muted"  # a notice is kept back for now
    UNMUTED = "unmuted"


class IllegalStepError(ValueError):
    """That step is not possible; ``state`` is the one that the alert is in, where that is why."""

    def __init__(self, message: str, state: AlertState | None = None) -> None:
        super().__init__(message)
        self.state = state


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One entry of the history of an alert: from which state to which, and why."""

    action: Action
    from_state: AlertState | None
    to_state: AlertState
    reason: str = ""


class Change(NamedTuple):
    """The alert as it is now, and what happened to it: ``event`` is None where nothing did."""

    alert: Alert
    event: Event | None


def fingerprint(body: Body, rule: str, subject: str) -> str:
    """SHA-256 (hex) of what a finding is about. No URL, value, time, wording or hash of a document is in it."""
    named = [FINGERPRINT_VERSION, rule, body.department, body.district, body.scope.value, body.fiscal_year]
    return _digest([*named, body.kind.value, subject])


def alert_id(fingerprint: str, length: int = 7) -> str:
    """The short name of an alert: "A-" and ``length`` Crockford base32 characters of its fingerprint.

    Seven characters are 35 bits: whoever stores two alerts of one name gives the second a longer one.
    """
    bits = int(fingerprint, 16) >> (4 * len(fingerprint) - 5 * length)
    return "A-" + "".join(CROCKFORD[bits >> 5 * place & 31] for place in reversed(range(length)))


def delivery_key(fingerprint: str, revision: int, reason: Reason, occurrence: int, recipient: str) -> str:
    """SHA-256 (hex) that is the same for each attempt at one notice, and for nothing else."""
    return _digest([fingerprint, revision, reason.value, occurrence, recipient])


def raised(
    existing: Alert | None,
    finding: Finding,
    body: Body,
    now: datetime,
    historic: bool,
    source_url: str,
    document_sha256: str,
    hold_until: datetime | None = None,
) -> Change:
    """A reading shows the finding: make the alert, or change the one that is there."""
    if existing is None:
        return _first_seen(finding, body, now, historic, source_url, document_sha256, hold_until)
    state = _next_state(existing, finding, historic, document_sha256)
    same = same_finding(existing.finding, finding)
    if state is None or (same and state == existing.state):
        return Change(existing, None)
    alert = replace(
        existing,
        state=state,
        finding=finding,
        previous=existing.previous if same else existing.finding,
        revision=existing.revision + 1,
        updated_at=now,
        source_url=source_url,
        document_sha256=document_sha256,
        settled_reason=None,
        hold_until=hold_until if existing.state == AlertState.SETTLED else existing.hold_until,
    )
    return Change(alert, _moved(existing, alert))


def settled(existing: Alert, now: datetime, reason: str) -> Change:
    """A newer reading shows the finding no more. Ask ``settles`` first: silence of a rule is not "all fine"."""
    if existing.state in (AlertState.SETTLED, AlertState.DISMISSED):
        return Change(existing, None)
    return _step(existing, AlertState.SETTLED, Action.SETTLED, now, reason)


def settled_by_hand(existing: Alert, now: datetime, reason: str) -> Change:
    """Somebody has brought it to its end. Raises IllegalStepError without a reason or once it is over."""
    _require(existing, AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.HISTORIC)
    if not reason.strip():
        raise IllegalStepError("办结须写明理由")
    change = _step(existing, AlertState.SETTLED, Action.SETTLED, now, reason)
    return change._replace(alert=replace(change.alert, settled_reason=reason.strip()))


def settles(outcome: Outcome) -> bool:
    """Whether this outcome of the rule on a newer reading lets its alerts be settled: OK and nothing else."""
    return outcome is Outcome.OK


def comes_back(existing: Alert, finding: Finding) -> bool:
    """Whether a finding opens a settled alert again; not one that somebody settled while it said the same."""
    by_hand = existing.settled_reason is not None and same_finding(existing.finding, finding)
    return existing.state == AlertState.SETTLED and not by_hand


def acknowledged(existing: Alert, now: datetime, reason: str = "") -> Change:
    """Somebody has seen it and takes care of it. Raises IllegalStepError unless it is open."""
    _require(existing, AlertState.OPEN)
    return _step(existing, AlertState.ACKNOWLEDGED, Action.ACKNOWLEDGED, now, reason)


def dismissed(existing: Alert, now: datetime, reason: str) -> Change:
    """Somebody found that it deserves no attention. Raises IllegalStepError without a reason or once it is over."""
    _require(existing, AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.HISTORIC)
    if not reason.strip():
        raise IllegalStepError("排除须写明理由")
    return _step(existing, AlertState.DISMISSED, Action.DISMISSED, now, reason)


def reopened(existing: Alert, now: datetime, reason: str = "") -> Change:
    """Somebody wants it looked at again. Raises IllegalStepError where it is open already."""
    _require(existing, AlertState.ACKNOWLEDGED, AlertState.DISMISSED, AlertState.SETTLED, AlertState.HISTORIC)
    over = existing.state == AlertState.SETTLED  # a new round of notices begins
    round_of = replace(existing, revision=existing.revision + 1, settled_reason=None) if over else existing
    return _step(round_of, AlertState.OPEN, Action.REOPENED, now, reason)


def reason_to_tell(alert: Alert, told: Told | None, now: datetime) -> Reason | None:
    """Why the recipient who was last told ``told`` hears of the alert now; None where there is nothing to say."""
    if alert.state == AlertState.SETTLED:
        return None if told is None or told.reason == Reason.SETTLED else Reason.SETTLED
    if alert.state == AlertState.OPEN:
        held = alert.hold_until is not None and now < alert.hold_until
        return None if held else _reason_while_open(alert, told)
    if alert.state == AlertState.ACKNOWLEDGED:
        return None if told is None else _reason_of_change(alert, told)
    return None  # historic and dismissed


def reminds(alert: Alert, told: Told | None) -> bool:
    """Whether a follow-up whose day has come is a reason to tell this recipient: told before, and not over."""
    return told is not None and alert.state in (AlertState.OPEN, AlertState.ACKNOWLEDGED)


def same_finding(one: Finding, other: Finding) -> bool:
    """Whether two findings of one fingerprint say the same: severity and values, compared as numbers."""
    if one.severity != other.severity or one.values.keys() != other.values.keys():
        return False
    return all(_number(value) == _number(other.values[key]) for key, value in one.values.items())


def _reason_while_open(alert: Alert, told: Told | None) -> Reason | None:
    if told is None:
        return Reason.FIRST
    if told.reason == Reason.SETTLED:
        return Reason.REOPENED
    return _reason_of_change(alert, told)


def _reason_of_change(alert: Alert, told: Told) -> Reason | None:
    if alert.finding.severity.rank > told.severity.rank:
        return Reason.WORSENED
    back = told.finding is not None and same_finding(told.finding, alert.finding)  # to what they were told
    revised = alert.revision > told.revision and alert.previous is not None and not back
    return Reason.CORRECTED if revised else None


def _first_seen(
    finding: Finding,
    body: Body,
    now: datetime,
    historic: bool,
    source_url: str,
    document_sha256: str,
    hold_until: datetime | None,
) -> Change:
    mark = fingerprint(body, finding.rule, finding.subject)
    alert = Alert(
        id=alert_id(mark),
        fingerprint=mark,
        body=body,
        finding=finding,
        state=AlertState.HISTORIC if historic else AlertState.OPEN,
        revision=1,
        first_seen_at=now,
        updated_at=now,
        source_url=source_url,
        document_sha256=document_sha256,
        hold_until=hold_until,
    )
    return Change(alert, Event(action=Action.RAISED, from_state=None, to_state=alert.state))


def _next_state(existing: Alert, finding: Finding, historic: bool, document_sha256: str) -> AlertState | None:
    """The state after the finding was seen again; None where this reading may not touch the alert."""
    if existing.state == AlertState.HISTORIC:
        same_bytes = document_sha256 == existing.document_sha256 != ""
        news = not historic and not same_bytes and not same_finding(existing.finding, finding)
        return AlertState.OPEN if news else AlertState.HISTORIC
    if historic:
        return None
    if existing.state == AlertState.ACKNOWLEDGED:
        graver = finding.severity.rank > existing.finding.severity.rank
        return AlertState.OPEN if graver else AlertState.ACKNOWLEDGED
    closed_by_people = existing.state == AlertState.DISMISSED or existing.settled_reason is not None
    if closed_by_people and same_finding(existing.finding, finding):
        return existing.state
    return AlertState.OPEN


def _moved(before: Alert, after: Alert) -> Event:
    reopens = before.state in (AlertState.SETTLED, AlertState.DISMISSED)
    action = Action.REOPENED if reopens else Action.REVISED
    return Event(action=action, from_state=before.state, to_state=after.state)


def _step(existing: Alert, state: AlertState, action: Action, now: datetime, reason: str) -> Change:
    event = Event(action=action, from_state=existing.state, to_state=state, reason=reason)
    return Change(replace(existing, state=state, updated_at=now), event)


def _require(existing: Alert, *states: AlertState) -> None:
    if existing.state not in states:
        raise IllegalStepError(f"not from {existing.state.value}", existing.state)


def _number(text: str) -> Decimal | str:
    """The value as a number where it is one: 1.50 is 1.5."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _digest(parts: list[object]) -> str:
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
