"""Who is told of an alert, and when: filters of the recipients and the hours of the digests. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta, tzinfo
from fnmatch import fnmatchcase

from alerts.model import Alert, Recipient, Severity

DIGEST_AT = time(8, 30)  # local
DIGEST_WEEKDAY = 0  # Monday


def route(alert: Alert, recipients: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """The recipients whose filters all let the alert through, in the order given."""
    return tuple(recipient for recipient in recipients if _concerns(alert, recipient))


def due_at(alert: Alert, recipient: Recipient, now: datetime, timezone: tzinfo) -> datetime:
    """When this recipient gets this alert, in UTC; ``now`` is aware and ``timezone`` is where 08:30 is meant.

    Immediate recipients get it now, high and critical always so; what is below its materiality floor (low, info) waits
    for the daily hour, because it belongs into digests only.
    """
    if recipient.digest == "weekly":
        return _next_digest(now, timezone, weekly=True)
    if recipient.digest == "daily" or alert.finding.severity.rank <= Severity.LOW.rank:
        return _next_digest(now, timezone, weekly=False)
    return now.astimezone(UTC)


def _concerns(alert: Alert, recipient: Recipient) -> bool:
    finding, body = alert.finding, alert.body
    return (
        finding.severity.rank >= recipient.min_severity.rank
        and (not recipient.kinds or body.kind in recipient.kinds)
        and (not recipient.rules or any(fnmatchcase(finding.rule, rule) for rule in recipient.rules))
        and _named(body.district, recipient.districts)
        and _named(body.department, recipient.departments)
    )


def _named(name: str, wanted: tuple[str, ...]) -> bool:
    """Whether one of the names means ``name``: 水务局 means 重庆市澄湖区水务局, and the other way round."""
    return not wanted or any(name.endswith(one) or one.endswith(name) for one in wanted if one and name)


def _next_digest(now: datetime, timezone: tzinfo, *, weekly: bool) -> datetime:
    """The next digest hour from ``now`` on, in UTC."""
    local = now.astimezone(timezone)
    day = local.date()
    if weekly:
        day += timedelta(days=(DIGEST_WEEKDAY - day.weekday()) % 7)
    due = datetime.combine(day, DIGEST_AT, timezone)
    if due < local:
        due = datetime.combine(day + timedelta(days=7 if weekly else 1), DIGEST_AT, timezone)
    return due.astimezone(UTC)
