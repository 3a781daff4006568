"""Alerts for programs: the JSON of an alert, and the event that a webhook gets. Pure. docs/webhook.md is the schema."""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from alerts.model import Alert, AlertState, Reason
from alerts.safe_text import without_contacts

VERSION = 1


class Verb(StrEnum):
    """What a program does with its incident: open or update it, mark it as taken, close it."""

    OPEN = "open"
    ACK = "ack"
    SETTLE = "settle"


REASONS = {Verb.OPEN: Reason.FIRST, Verb.ACK: Reason.ACKNOWLEDGED, Verb.SETTLE: Reason.SETTLED}
_VERBS = {
    AlertState.OPEN: Verb.OPEN,
    AlertState.ACKNOWLEDGED: Verb.ACK,
    AlertState.DISMISSED: Verb.SETTLE,
    AlertState.SETTLED: Verb.SETTLE,
}


def verb_to_say(alert: Alert, last: tuple[Reason, int] | None, now: datetime) -> Verb | None:
    """The event that a program has not heard yet; ``last`` is the reason and revision that it was told last.

    Each state of each revision is told once. What was never opened is never closed.
    """
    verb = _VERBS.get(alert.state)
    if verb is None or (verb is Verb.OPEN and alert.hold_until is not None and now < alert.hold_until):
        return None
    if last is None:
        return verb if verb is Verb.OPEN else None
    reason, revision = last
    if verb is Verb.SETTLE and reason == Reason.SETTLED:
        return None
    return None if (REASONS[verb], alert.revision) == (reason, revision) else verb


def event_text(verb: Verb, alert: Alert, event_id: str) -> str:
    """The body of the webhook: one JSON object, the same for each attempt at the same event."""
    event = {
        "version": VERSION,
        "event": verb.value,
        "event_id": event_id,
        "dedup_key": alert.fingerprint,
        "at": alert.updated_at.isoformat(),
        "alert": described(alert),
    }
    return json.dumps(event, ensure_ascii=False, sort_keys=True)


def described(alert: Alert) -> dict[str, Any]:
    """An alert as programs see it: the keys are a promise."""
    body, finding = alert.body, alert.finding
    return {
        "id": alert.id,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "state": alert.state.value,
        "settled_reason": alert.settled_reason,
        "department": body.department,
        "district": body.district,
        "fiscal_year": body.fiscal_year,
        "kind": body.kind.value,
        "scope": body.scope.value,
        "measure": finding.measure,
        "message": without_contacts(finding.message),
        "first_seen_at": alert.first_seen_at.isoformat(),
        "revision": alert.revision,
        "source_url": alert.source_url,
    }
