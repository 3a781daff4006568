"""Open groups become letters: what was published together, digests, reminders, and dead letters."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.digest import compose_digest
from alerts.letter import Item, compose_group
from alerts.model import Notice, Reason, Recipient, Severity
from alerts.routing import DAILY, WEEKLY, is_machine, last_digest, quiet_until
from storage import Unit
from storage.failpoints import failpoint
from storage.records import DeliveryKind, DeliveryRecord
from watcher.context import Desk
from watcher.steps.announce_dead import announce_dead
from watcher.steps.gather import gather
from watcher.steps.item import item_of
from watcher.steps.mute import MuteLooks, sweep_muted
from watcher.steps.remind import remind
from watcher.steps.tell import paper_of, recipients_of


def close_letters(desk: Desk, *, everything: bool = False, looks: MuteLooks | None = None) -> None:
    """Write the letters whose time has come; with ``everything`` also those of groups that still wait."""
    with desk.database.transaction() as unit:
        sweep_muted(desk, unit, looks)
        recipients = {r.name: r for r in recipients_of(desk.settings)}
        for name, batch, due in unit.letters.open_batches():
            _close(desk, unit, recipients.get(name), unit.letters.waiting(name, batch), batch, due, everything)
        for recipient in recipients.values():
            if recipient.digest in (DAILY, WEEKLY) and not is_machine(recipient):
                _write_digest(desk, unit, recipient, (), recipient.digest)
        remind(desk, unit)
        announce_dead(desk, unit)
    if looks is not None:
        looks.swept()
    failpoint("letters_closed")


def _close(
    desk: Desk, unit: Unit, recipient: Recipient | None, waiting: Sequence[DeliveryRecord], batch: str, due: datetime,
    everything: bool,
) -> None:  # fmt: skip
    now = desk.now()
    if recipient is None:  # no longer configured: said by the delivery itself
        for one in waiting:
            unit.letters.send_alone(one.id, now)
        return
    if batch in (DAILY, WEEKLY):
        if due <= now:
            _write_digest(desk, unit, recipient, waiting, batch)
        return
    quiet = quiet_until(recipient, now, ZoneInfo(desk.settings.service.timezone)) is not None
    if (everything or (due <= now and not _put_off(desk, unit, recipient, batch))) and not quiet:
        _write_group(desk, unit, recipient, waiting)


def _put_off(desk: Desk, unit: Unit, recipient: Recipient, batch: str) -> bool:
    """Reports of a batch come for days: after a letter, what follows gathers for a while."""
    last = unit.letters.last(recipient.name, batch)
    until = last + timedelta(hours=desk.settings.alerting.group_interval_hours) if last else desk.now()
    if until > desk.now():
        unit.letters.put_off(recipient.name, batch, until)
    return until > desk.now()


def _write_group(desk: Desk, unit: Unit, recipient: Recipient, waiting: Sequence[DeliveryRecord]) -> None:
    if len(waiting) == 1:  # an ordinary notice
        (one,) = waiting
        notice = Notice(title=one.title, text=one.text, html=one.html or "")
        unit.letters.add(_letter(desk, recipient, "group", notice, _key(one.key)), waiting)
        return
    told = [one for one, _ in _told(desk, unit, waiting)]
    by_alert = {one.alert_id: one for one in waiting}
    for notice, part in compose_group(told, paper_of(desk.settings, recipient)):
        members = [by_alert[one.alert.id] for one in part]
        unit.letters.add(_letter(desk, recipient, "group", notice, _key(*(m.key for m in members))), members)


def _write_digest(
    desk: Desk, unit: Unit, recipient: Recipient, waiting: Sequence[DeliveryRecord], batch: str
) -> None:  # fmt: skip
    """The digest of the newest digest hour, once; without notices only where there is something else to say."""
    weekly = batch == WEEKLY
    slot = last_digest(desk.now(), ZoneInfo(desk.settings.service.timezone), weekly=weekly)
    due = [one for one in waiting if one.due_at <= slot]
    key = _key(batch, recipient.name, slot.isoformat())
    if unit.letters.has(key) or not (due or _watched_since(unit, slot)):
        return
    gathered = gather(desk, unit, recipient, [one for one, _ in _told(desk, unit, due)], slot, weekly=weekly)
    if not gathered.worth_sending:
        return
    kind: DeliveryKind = "weekly" if weekly else "daily"
    by_alert = {one.alert_id: one for one in due}
    for number, (notice, part) in enumerate(compose_digest(gathered, paper_of(desk.settings, recipient)), 1):
        part_key = key if number == 1 else _key(key, str(number))
        unit.letters.add(_letter(desk, recipient, kind, notice, part_key), [by_alert[alert_id] for alert_id in part])


def _watched_since(unit: Unit, slot: datetime) -> bool:
    return any(source.added_at <= slot for source in unit.sources.all())


def _told(desk: Desk, unit: Unit, waiting: Sequence[DeliveryRecord]) -> list[tuple[Item, DeliveryRecord]]:
    found = [(unit.alerts.get(one.alert_id), one) for one in waiting if one.alert_id]
    return [(item_of(desk, unit, alert, one.reason), one) for alert, one in found if alert is not None]


def _letter(desk: Desk, recipient: Recipient, kind: DeliveryKind, notice: Notice, key: str) -> DeliveryRecord:
    return DeliveryRecord(
        key=key,
        kind=kind,
        alert_id=None,
        recipient=recipient.name,
        reason=Reason.DIGEST,
        alert_revision=0,
        severity=Severity.MEDIUM,
        title=notice.title,
        text=notice.text,
        html=notice.html or None,
        created_at=desk.now(),
        due_at=desk.now(),
    )


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
