"""Notices that are due go out, one at a time; a row is marked delivered only after the receiver took it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from alerts.model import Delivered, DeliveryFailed, Notice
from alerts.notify.retry import next_attempt
from storage.records import DeliveryRecord
from watcher.context import Context

LEASE = timedelta(minutes=2)  # longer than the slowest receiver may take


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """How a round of deliveries went."""

    delivered: int = 0
    failed: int = 0


def deliver_due(context: Context, limit: int = 100) -> Sent:
    """Send what is due now, each notice once. What fails waits for its next time or goes to the dead letters."""
    delivered = failed = 0
    for _ in range(limit):
        with context.database.transaction() as unit:
            claimed = unit.deliveries.claim_due(context.now(), LEASE, 1)
        if not claimed:
            break
        arrived = _send(context, claimed[0])
        delivered, failed = delivered + arrived, failed + (not arrived)
    return Sent(delivered=delivered, failed=failed)


def _send(context: Context, delivery: DeliveryRecord) -> bool:
    url = next((r.url for r in context.settings.recipients if r.name == delivery.recipient), None)
    if url is None:
        outcome: Delivered | DeliveryFailed = DeliveryFailed(
            error=f"配置中已没有接收人“{delivery.recipient}”", permanent=True
        )
    else:
        outcome = context.notifier.send(url, Notice(title=delivery.title, text=delivery.text))
    _record(context, delivery, outcome)
    return isinstance(outcome, Delivered)


def _record(context: Context, delivery: DeliveryRecord, outcome: Delivered | DeliveryFailed) -> None:
    now = context.now()
    with context.database.transaction() as unit:
        if isinstance(outcome, Delivered):
            unit.deliveries.delivered(delivery.id, now)
            return
        again = next_attempt(delivery.attempts, now, outcome, random.random(), since=delivery.created_at)  # noqa: S311 - spreads load, guards nothing
        unit.deliveries.failed(delivery.id, outcome.error, again, ambiguous=outcome.ambiguous)
    fate = "将重试" if again else "已转入死信，请用 watcher alerts 查看"
    context.record(f"通知未送达：{delivery.recipient}：{outcome.error}（{fate}）")
