"""An alert has changed: one delivery row for each recipient who is to hear of it, in the same transaction."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from alerts.lifecycle import delivery_key, reason_to_tell
from alerts.message import compose
from alerts.model import Alert, AlertState, Reason, Recipient
from alerts.routing import due_at, route
from storage import Unit
from storage.records import DeliveryRecord
from watcher.config import Settings
from watcher.context import Context


def recipients_of(settings: Settings) -> tuple[Recipient, ...]:
    """The recipients that the configuration names."""
    return tuple(Recipient(**entry.model_dump()) for entry in settings.recipients)


def tell(context: Context, unit: Unit, alert: Alert) -> None:
    """Queue a notice for each recipient whom this alert concerns and who has not heard of this state of it yet."""
    over = alert.state not in (AlertState.OPEN, AlertState.ACKNOWLEDGED)
    unit.deliveries.supersede(alert.id, alert.revision, over=over)
    for recipient in route(alert, recipients_of(context.settings)):
        reason = reason_to_tell(alert, unit.alerts.told(alert.id, recipient.name), context.now())
        if reason is not None:
            unit.deliveries.add(_delivery(context, alert, recipient, reason))


def _delivery(context: Context, alert: Alert, recipient: Recipient, reason: Reason) -> DeliveryRecord:
    now = context.now()
    notice = compose(alert, reason)
    return DeliveryRecord(
        id=0,
        key=delivery_key(alert.fingerprint, alert.revision, reason, 1, recipient.name),
        alert_id=alert.id,
        recipient=recipient.name,
        reason=reason,
        alert_revision=alert.revision,
        severity=alert.finding.severity,
        title=notice.title,
        text=notice.text,
        state="pending",
        attempts=0,
        created_at=now,
        due_at=due_at(alert, recipient, now, ZoneInfo(context.settings.service.timezone)),
        lease_until=None,
        delivered_at=None,
        last_error=None,
        ambiguous=False,
    )
