"""Notices that are due go out, one at a time; a row is marked delivered only after the receiver took it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import repeat
from zoneinfo import ZoneInfo

from alerts.model import Delivered, DeliveryFailed, Notice, Severity
from alerts.notify.limits import channel_of, limits_of, take
from alerts.notify.retry import next_attempt
from alerts.routing import DAILY, WEEKLY, is_machine, quiet_until
from storage import Unit
from storage.failpoints import failpoint
from storage.records import DeliveryRecord
from watcher.context import Context
from watcher.patience import patiently
from watcher.steps.tell import recipients_of, tell

LEASE = timedelta(minutes=2)  # longer than the slowest receiver may take


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """How a round of deliveries went."""

    delivered: int = 0
    failed: int = 0

    def __add__(self, other: Sent) -> Sent:
        """Both rounds together."""
        return Sent(delivered=self.delivered + other.delivered, failed=self.failed + other.failed)


def deliver_due(
    context: Context, limit: int | None = 100, *, due_by: datetime | None = None, untried: bool = False
) -> Sent:
    """Send what is due now, or was by ``due_by``. What fails waits for its next time or goes to the dead letters."""
    sent = Sent()
    for _ in range(limit) if limit is not None else repeat(None):
        with context.database.transaction() as unit:
            claimed = unit.deliveries.claim_due(context.now(), LEASE, 1, due_by=due_by, untried=untried)
            free = not claimed or (_awake(context, unit, claimed[0]) and _channel_takes(context, unit, claimed[0]))
        if not claimed:
            break
        if free:
            failpoint("delivery_claimed")
            arrived = _send(context, claimed[0])
            sent += Sent(delivered=int(arrived), failed=int(not arrived))
    return sent


def _url_of(context: Context, name: str) -> str | None:
    return next((r.url for r in context.settings.recipients if r.name == name), None)


def _awake(context: Context, unit: Unit, delivery: DeliveryRecord) -> bool:
    """Whether its recipient may be disturbed now: a second try, or one that people asked for, may fall into the night.

    Where not, it waits for the end of the quiet hours. Digests have an hour of their own.
    """
    recipient = next((r for r in recipients_of(context.settings) if r.name == delivery.recipient), None)
    if recipient is None or is_machine(recipient) or delivery.severity == Severity.CRITICAL:
        return True
    until = quiet_until(recipient, context.now(), ZoneInfo(context.settings.service.timezone))
    if until is None or delivery.kind in (DAILY, WEEKLY):
        return True
    unit.deliveries.postpone(delivery.id, until)
    return False


def _channel_takes(context: Context, unit: Unit, delivery: DeliveryRecord) -> bool:
    """Whether the channel takes one more just now; where not, everything for it waits until it does."""
    url = _url_of(context, delivery.recipient)
    limits = limits_of(url) if url else None
    if not url or limits is None or limits.per_minute is None:
        return True
    channel = channel_of(url)
    tokens, free_at = take(limits, unit.channels.get(channel), context.now())
    unit.channels.save(channel, tokens, context.now())
    if free_at is None:
        return True
    unit.deliveries.postpone(delivery.id, free_at)
    sharing = [r.name for r in context.settings.recipients if r.url == url]
    unit.deliveries.hold_up(sharing, free_at)
    return False


def _send(context: Context, delivery: DeliveryRecord) -> bool:
    url = _url_of(context, delivery.recipient)
    if url is None:
        outcome: Delivered | DeliveryFailed = DeliveryFailed(
            error=f"配置中已没有接收人“{delivery.recipient}”", permanent=True
        )
    else:
        notice = Notice(title=delivery.title, text=delivery.text, html=delivery.html or "")
        outcome = context.notifier.send(url, notice)
    failpoint("delivery_sent")
    patiently(lambda: _record(context, delivery, outcome))  # who has it must not get it again for a lock
    failpoint("delivery_marked")
    return isinstance(outcome, Delivered)


def _record(context: Context, delivery: DeliveryRecord, outcome: Delivered | DeliveryFailed) -> None:
    now = context.now()
    with context.database.transaction() as unit:
        if isinstance(outcome, Delivered):
            unit.deliveries.delivered(delivery.id, now)
            _tell_what_came_after(context, unit, delivery)
            return
        again = next_attempt(delivery.attempts, now, outcome, random.random(), since=delivery.created_at)  # noqa: S311 - spreads load, guards nothing
        unit.deliveries.failed(delivery.id, outcome.error, again, ambiguous=outcome.ambiguous)
        if again is None:
            _tell_what_came_after(context, unit, delivery)
    fate = "将重试" if again else "已转入死信，请用 watcher deliveries --dead 查看"
    context.record(f"通知未送达：{delivery.recipient}：{outcome.error}（{fate}）")


def _tell_what_came_after(context: Context, unit: Unit, delivery: DeliveryRecord) -> None:
    """An alert that changed while the notice of its former state was on its way: only now is it known what was told."""
    for alert_id in unit.deliveries.overtaken(delivery.id):
        alert = unit.alerts.get(alert_id)
        if alert is not None:
            tell(context, unit, alert)
