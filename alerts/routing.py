"""Who is told of an alert, when, and in which letter: filters, digests, quiet hours, publishing batches. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta, tzinfo
from fnmatch import fnmatchcase

from alerts.model import Alert, Reason, Recipient, Severity

NO_WAIT = timedelta(0)
DIGEST_AT = time(8, 30)  # local
DIGEST_WEEKDAY = 0  # Monday
DAILY, WEEKLY = "daily", "weekly"  # batches that are digests
CRITICAL, URGENT, ORDINARY = "critical", "urgent", "ordinary"  # what waits for the next letter, by when that may go
HOOK = "hook+"  # a recipient that is a program: told everything at once


def route(alert: Alert, recipients: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """The recipients whose filters all let the alert through, in the order given."""
    return tuple(recipient for recipient in recipients if _concerns(alert, recipient))


def due_at(
    alert: Alert, recipient: Recipient, now: datetime, timezone: tzinfo, wait: timedelta = NO_WAIT,
    reason: Reason = Reason.FIRST,
) -> datetime:  # fmt: skip
    """When this recipient may get this alert, in UTC; ``now`` is aware and ``timezone`` is where 08:30 is meant.

    Immediate recipients may get high and critical alerts now. Others, and the word that a high one is over, have waited
    ``wait`` for their like; what is below its materiality floor (low, info) waits for the daily hour, because it
    belongs into digests only. In quiet hours all but critical alerts wait for their end.
    """
    batch = batch_of(alert, recipient, reason)
    if batch in (DAILY, WEEKLY):
        return next_digest(now, timezone, weekly=batch == WEEKLY)
    due = now + wait if batch == ORDINARY else now
    if is_machine(recipient) or batch == CRITICAL:
        return due.astimezone(UTC)
    return quiet_until(recipient, due, timezone) or due.astimezone(UTC)


def batch_of(alert: Alert, recipient: Recipient, reason: Reason = Reason.FIRST) -> str | None:
    """The letter that this word of an alert goes in; None for a program, which is told each by itself.

    That a high one is over is no alarm; that the day of a follow-up has come goes as high ones do: people have set it.
    """
    severity = alert.finding.severity
    if is_machine(recipient):
        return None
    if recipient.digest == WEEKLY:
        return WEEKLY
    if recipient.digest == DAILY or severity.rank <= Severity.LOW.rank:
        return DAILY
    if reason == Reason.REMINDER:
        return URGENT
    if severity.rank < Severity.HIGH.rank or reason == Reason.SETTLED:
        return ORDINARY
    return CRITICAL if severity == Severity.CRITICAL else URGENT


def is_alarm(reason: Reason) -> bool:
    """Whether it is told because there is something new to look at."""
    return reason not in (Reason.SETTLED, Reason.REMINDER)


def is_machine(recipient: Recipient) -> bool:
    """Whether the recipient is a program and not people."""
    return recipient.url.lower().startswith(HOOK)


def quiet_until(recipient: Recipient, moment: datetime, timezone: tzinfo) -> datetime | None:
    """When the quiet hours that ``moment`` lies in end, in UTC; None where it lies in none."""
    if not recipient.quiet_hours:
        return None
    begin, end = quiet_span(recipient.quiet_hours)
    local = moment.astimezone(timezone)
    clock = local.time()
    if not (begin <= clock < end if begin <= end else clock >= begin or clock < end):
        return None
    day = local.date() + timedelta(days=1 if begin > end and clock >= begin else 0)
    return datetime.combine(day, end, timezone).astimezone(UTC)


def quiet_span(text: str) -> tuple[time, time]:
    """ "22:00-07:00" as two times of day. Raises ValueError."""
    begin, _, end = text.partition("-")
    return time.fromisoformat(begin.strip()), time.fromisoformat(end.strip())


def next_digest(now: datetime, timezone: tzinfo, *, weekly: bool) -> datetime:
    """The next digest hour from ``now`` on, in UTC."""
    local = now.astimezone(timezone)
    day = local.date()
    if weekly:
        day += timedelta(days=(DIGEST_WEEKDAY - day.weekday()) % 7)
    due = datetime.combine(day, DIGEST_AT, timezone)
    if due < local:
        due = datetime.combine(day + timedelta(days=7 if weekly else 1), DIGEST_AT, timezone)
    return due.astimezone(UTC)


def last_digest(now: datetime, timezone: tzinfo, *, weekly: bool) -> datetime:
    """The newest digest hour up to ``now``, in UTC."""
    step = timedelta(days=7 if weekly else 1)
    return next_digest(now - step + timedelta(microseconds=1), timezone, weekly=weekly)


def _concerns(alert: Alert, recipient: Recipient) -> bool:
    finding, body = alert.finding, alert.body
    return (
        finding.severity.rank >= recipient.min_severity.rank
        and (not recipient.kinds or body.kind in recipient.kinds)
        and (not recipient.rules or any(fnmatchcase(finding.rule, rule) for rule in recipient.rules))
        and is_named(body.district, recipient.districts)
        and is_named(body.department, recipient.departments)
    )


def is_named(name: str, wanted: tuple[str, ...]) -> bool:
    """Whether one of the names means ``name``: 水务局 means 重庆市澄湖区水务局, and the other way round."""
    return not wanted or any(name.endswith(one) or one.endswith(name) for one in wanted if one and name)
