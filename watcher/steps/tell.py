"""An alert has changed: one delivery row for each recipient who is to hear of it, in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from alerts.allowance import Allowance
from alerts.letter import Item, Paper, compose_one
from alerts.lifecycle import Action, delivery_key, reason_to_tell
from alerts.machine import REASONS, Verb, event_text, verb_to_say
from alerts.model import Alert, AlertState, Notice, Reason, Recipient, Severity
from alerts.notify.limits import limits_of
from alerts.routing import DAILY, WEEKLY, batch_of, due_at, is_machine, route
from storage import Unit
from storage.records import DeliveryRecord
from watcher.config import Settings
from watcher.context import Desk
from watcher.steps.item import as_known_to, item_of
from watcher.steps.mute import muted_by, muted_words


def recipients_of(settings: Settings) -> tuple[Recipient, ...]:
    """The recipients that the configuration names."""
    return tuple(Recipient(**entry.model_dump()) for entry in settings.recipients)


def paper_of(settings: Settings, recipient: Recipient) -> Paper:
    """What this recipient's channel shows and takes."""
    limits = limits_of(recipient.url)
    zone = ZoneInfo(settings.service.timezone)
    return Paper(html=limits.html, characters=limits.characters, templates=settings.alerting.templates, zone=zone)


def allowance_of(settings: Settings, recipient: Recipient) -> Allowance:
    """How many letters this recipient gets, and how they are written."""
    alerting, own = settings.alerting, recipient.letters_per_week
    general = alerting.letters_per_week if alerting.group_interval_hours else 0  # who wants no pause wants no limit
    return Allowance(
        per_week=general if own is None else own,
        interval=timedelta(hours=alerting.group_interval_hours),
        wait=timedelta(minutes=alerting.group_wait_minutes),
    )


def tell(desk: Desk, unit: Unit, alert: Alert) -> None:
    """Queue a notice for each recipient whom this alert concerns and who has not heard of this state of it yet.

    What a silence or a graver alert keeps back is queued as suppressed: it is told when nothing does so any more.
    """
    over = alert.state not in (AlertState.OPEN, AlertState.ACKNOWLEDGED)
    unit.deliveries.supersede(alert.id, alert.revision, over=over)
    recipients = route(alert, recipients_of(desk.settings))
    queued = [
        _for_machine(desk, unit, alert, r) if is_machine(r) else _for_people(desk, unit, alert, r) for r in recipients
    ]
    due = [delivery for delivery in queued if delivery is not None]
    muted = muted_by(desk, unit, alert) if due else None
    for delivery in due:
        _queue(desk, unit, alert, delivery, muted)


def queue_notice(desk: Desk, unit: Unit, recipient: Recipient, item: Item, occurrence: int) -> None:
    """Queue what is told for another reason than a change of the alert, once for each occurrence whatever changes.

    Not while another notice of the alert may be out: it would come again after this one, with what held before.
    """
    if unit.deliveries.under_way(item.alert.id, recipient.name):
        return
    key = delivery_key(item.alert.fingerprint, 0, item.reason, occurrence, recipient.name)
    delivery = replace(_written(desk, recipient, item), key=key)
    _queue(desk, unit, item.alert, delivery, muted_by(desk, unit, item.alert))


def _queue(desk: Desk, unit: Unit, alert: Alert, delivery: DeliveryRecord, muted: str | None) -> None:
    known = unit.deliveries.by_key(delivery.key)
    if known is not None and (known.state != "suppressed" or known.muted_by == muted is not None):
        return
    unit.deliveries.add(replace(delivery, state="suppressed" if muted else "pending", muted_by=muted))
    if muted:
        reason = f"{delivery.recipient}（{muted_words(muted)}）"
        unit.alerts.add_event(
            alert.id, desk.now(), "watcher", Action.MUTED, alert.state, alert.state, reason
        )  # fmt: skip


def _for_people(desk: Desk, unit: Unit, alert: Alert, recipient: Recipient) -> DeliveryRecord | None:
    if unit.deliveries.under_way(alert.id, recipient.name):
        if alert.finding.severity == Severity.CRITICAL and alert.state == AlertState.OPEN:
            unit.deliveries.urge(alert.id, recipient.name, desk.now())  # it may wait for the end of the night
        return None  # told when it is known whether that one arrived
    told = unit.alerts.told(alert.id, recipient.name)
    reason = reason_to_tell(alert, told, desk.now())
    if reason is None:
        return None
    return _written(desk, recipient, item_of(desk, unit, as_known_to(unit, recipient.name, alert, told), reason))


def _written(desk: Desk, recipient: Recipient, item: Item) -> DeliveryRecord:
    alert, reason = item.alert, item.reason
    notice = compose_one(item, paper_of(desk.settings, recipient))
    key = delivery_key(alert.fingerprint, alert.revision, reason, 1, recipient.name)
    return _delivery(desk, alert, recipient, reason, notice, key)


def _for_machine(desk: Desk, unit: Unit, alert: Alert, recipient: Recipient) -> DeliveryRecord | None:
    """Each event of an alert is queued after the one before it, whether or not that has arrived yet."""
    before = [d for d in unit.deliveries.of_alert(alert.id) if d.recipient == recipient.name]
    said = [d for d in before if d.state != "suppressed" or d.muted_by]
    last = (said[-1].reason, said[-1].alert_revision) if said else None
    verb = verb_to_say(alert, last, desk.now())
    if verb is None:
        return None
    key = delivery_key(alert.fingerprint, alert.revision, REASONS[verb], len(before) + 1, recipient.name)
    notice = Notice(title=_title(verb), text=event_text(verb, alert, key))
    return _delivery(desk, alert, recipient, REASONS[verb], notice, key)


def _title(verb: Verb) -> str:
    return f"alert.{verb.value}"


def _delivery(
    desk: Desk, alert: Alert, recipient: Recipient, reason: Reason, notice: Notice, key: str
) -> DeliveryRecord:  # fmt: skip
    now = desk.now()
    wait = timedelta(minutes=desk.settings.alerting.group_wait_minutes)
    batch = batch_of(alert, recipient, reason)
    alone = not wait and batch not in (DAILY, WEEKLY)  # letters are switched off, digests are not
    return DeliveryRecord(
        key=key,
        alert_id=alert.id,
        recipient=recipient.name,
        reason=reason,
        alert_revision=alert.revision,
        severity=alert.finding.severity,
        title=notice.title,
        text=notice.text,
        html=notice.html or None,
        batch=None if alone else batch,
        created_at=now,
        due_at=due_at(alert, recipient, now, ZoneInfo(desk.settings.service.timezone), wait, reason),
    )
