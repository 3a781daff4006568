"""Row ↔ noun: the only place where the two meet. A field and its column bear the same name."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Row

from alerts.model import Alert, Body, Finding, RuleResult, Told
from parsers import wire
from parsers.model import Fact, Report
from storage.records import AlertEventRecord, DeliveryRecord, ReportRecord

T = TypeVar("T")
Values = dict[str, Any]


def record(row: Row[Any], kind: type[T]) -> T:
    """The record of a row; text becomes the enum or literal that the record names."""
    return msgspec.convert(_columns(row), kind)


def _columns(row: Row[Any]) -> Values:
    """What ``row._asdict()`` gives, at a fifth of its cost."""
    return dict(zip(row._fields, row, strict=True))


def values(noun: object) -> Values:
    """The columns of a record, without its id: that is the database's to give."""
    found: Values = msgspec.to_builtins(noun, builtin_types=(date, datetime))
    found.pop("id", None)
    return found


def json_values(nouns: object) -> Any:
    """Nouns as what a JSON column holds; a Decimal becomes text with its printed precision."""
    return msgspec.to_builtins(nouns)


def exact(noun: object) -> str:
    """A noun whole, as JSON text."""
    return wire.encode(noun).decode()


def body_values(body: Body) -> Values:
    """The columns that name a body."""
    return values(body)


def body(row: Row[Any]) -> Body:
    """The body that a row is about."""
    return record(row, Body)


def report(row: Row[Any]) -> ReportRecord:
    """A report without its revisions."""
    return ReportRecord(id=row.id, body=body(row), first_seen_at=row.first_seen_at)


def reading(text: str) -> Report:
    """A reading as it was stored, to the digit."""
    return wire.decode(text, Report)


def fact_values(revision_id: int, fact: Fact) -> Values:
    """A figure for questions across reports."""
    return {
        "revision_id": revision_id,
        "measure": fact.measure,
        "source": fact.source.value,
        "amount": None if fact.amount is None else str(fact.amount),
        "unit": fact.unit,
        "comparisons": json_values(fact.comparisons),
        "evidence": json_values(fact.evidence),
    }


def result_values(revision_id: int, result: RuleResult) -> Values:
    """A rule's outcome with its findings whole."""
    return {
        "revision_id": revision_id,
        "rule": result.rule,
        "outcome": result.outcome.value,
        "reason": result.reason,
        "findings": exact(result.findings),
    }


def result(row: Row[Any]) -> RuleResult:
    """A rule's outcome as it was judged."""
    findings = wire.decode(row.findings, tuple[Finding, ...])
    return msgspec.convert(_columns(row) | {"findings": findings}, RuleResult)


def alert_values(alert: Alert) -> Values:
    """The columns of an alert: its finding whole, and beside it what is searched for."""
    finding = alert.finding
    return body_values(alert.body) | {
        "id": alert.id,
        "fingerprint": alert.fingerprint,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "state": alert.state.value,
        "measure": finding.measure,
        "finding": exact(finding),
        "previous": exact(alert.previous) if alert.previous else None,
        "revision": alert.revision,
        "source_url": alert.source_url,
        "document_sha256": alert.document_sha256,
        "first_seen_at": alert.first_seen_at,
        "updated_at": alert.updated_at,
        "hold_until": alert.hold_until,
        "settled_reason": alert.settled_reason,
    }


def alert(row: Row[Any]) -> Alert:
    """An alert as it was saved."""
    parts = {"body": body(row), "finding": _finding(row.finding), "previous": _finding(row.previous)}
    return msgspec.convert(_columns(row) | parts, Alert)


def event(row: Row[Any]) -> AlertEventRecord:
    """A line of an alert's history."""
    return msgspec.convert(_columns(row) | {"finding": _finding(row.finding)}, AlertEventRecord)


def told(delivery: DeliveryRecord) -> Told | None:
    """What a delivered notice said; None for one that never arrived."""
    if delivery.delivered_at is None:
        return None
    return Told(
        revision=delivery.alert_revision,
        severity=delivery.severity,
        reason=delivery.reason,
        at=delivery.delivered_at,
    )


def _finding(text: str | None) -> Finding | None:
    return None if text is None else wire.decode(text, Finding)
