"""What waits becomes letters: one with everything for each recipient, digests, reminders, and dead letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.digest import compose_digest
from alerts.model import Recipient
from alerts.routing import DAILY, WEEKLY, is_machine, last_digest
from storage import Unit
from storage.failpoints import failpoint
from storage.records import DeliveryKind, DeliveryRecord
from watcher.context import Desk
from watcher.steps.announce_dead import announce_dead
from watcher.steps.gather import gather
from watcher.steps.gathered import close_gathered
from watcher.steps.item import items_told
from watcher.steps.letter_row import letter_key, letter_row
from watcher.steps.mute import MuteLooks, sweep_muted
from watcher.steps.remind import remind
from watcher.steps.tell import paper_of, recipients_of


def close_letters(desk: Desk, *, everything: bool = False, looks: MuteLooks | None = None) -> None:
    """Write the letters whose time has come; with ``everything`` also those of groups that still wait."""
    with desk.database.transaction() as unit:
        sweep_muted(desk, unit, looks)
        recipients = {r.name: r for r in recipients_of(desk.settings)}
        for name, due in _open_by_recipient(unit).items():
            _close(desk, unit, recipients.get(name), name, due, everything=everything)
        for recipient in recipients.values():
            if recipient.digest in (DAILY, WEEKLY) and not is_machine(recipient):
                _write_digest(desk, unit, recipient, (), recipient.digest)
        remind(desk, unit)
        announce_dead(desk, unit, everything=everything)
    if looks is not None:
        looks.swept()
    failpoint("letters_closed")


def _open_by_recipient(unit: Unit) -> dict[str, dict[str, datetime]]:
    """By recipient, when each batch that waits is due."""
    found: dict[str, dict[str, datetime]] = defaultdict(dict)
    for name, batch, due in unit.letters.open_batches():
        found[name][batch] = due
    return found


def _close(
    desk: Desk, unit: Unit, recipient: Recipient | None, name: str, due: Mapping[str, datetime], *, everything: bool
) -> None:  # fmt: skip
    now = desk.now()
    if recipient is None:  # no longer configured: said by the delivery itself
        for one in unit.letters.waiting(name, list(due)):
            unit.letters.send_alone(one.id, now)
        return
    for batch in (DAILY, WEEKLY):
        if batch in due and due[batch] <= now:
            _write_digest(desk, unit, recipient, unit.letters.waiting(name, [batch]), batch)
    gathered = {batch: at for batch, at in due.items() if batch not in (DAILY, WEEKLY)}
    if gathered:
        close_gathered(desk, unit, recipient, gathered, everything=everything)


def _write_digest(
    desk: Desk, unit: Unit, recipient: Recipient, waiting: Sequence[DeliveryRecord], batch: str
) -> None:  # fmt: skip
    """The digest of the newest digest hour, once; without notices only where there is something else to say."""
    weekly = batch == WEEKLY
    slot = last_digest(desk.now(), ZoneInfo(desk.settings.service.timezone), weekly=weekly)
    due = [one for one in waiting if one.due_at <= slot]
    key = letter_key([batch, recipient.name, slot.isoformat()])
    if unit.letters.has(key) or not (due or _watched_since(unit, slot)):
        return
    gathered = gather(desk, unit, recipient, items_told(desk, unit, due), slot, weekly=weekly)
    if not gathered.worth_sending:
        return
    kind: DeliveryKind = "weekly" if weekly else "daily"
    by_alert = {one.alert_id: one for one in due}
    for number, (notice, part) in enumerate(compose_digest(gathered, paper_of(desk.settings, recipient)), 1):
        part_key = key if number == 1 else letter_key([key, str(number)])
        row = letter_row(desk, recipient, kind, notice, part_key)
        unit.letters.add(row, [by_alert[alert_id] for alert_id in part])


def _watched_since(unit: Unit, slot: datetime) -> bool:
    return any(source.added_at <= slot for source in unit.sources.all())
