"""The day of a follow-up has come and its alert is not over: who was told is reminded, once for each such day.

Recipients of digests find it in theirs; programs keep their own calendars.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from alerts.letter import Item
from alerts.lifecycle import reminds
from alerts.model import Reason
from alerts.routing import DIGEST_AT, is_machine, route
from storage import Unit
from watcher.context import Desk
from watcher.steps.item import standing
from watcher.steps.tell import queue_notice, recipients_of

_OVER = "corrected"  # nothing is awaited any more


def remind(desk: Desk, unit: Unit) -> None:
    """Queue the reminders of today and of days when nobody looked; not before the hour of digests."""
    local = desk.now().astimezone(ZoneInfo(desk.settings.service.timezone))
    if local.time() < DIGEST_AT:
        return
    people = [r for r in recipients_of(desk.settings) if r.digest == "immediate" and not is_machine(r)]
    for label in unit.alerts.labelled():
        if label.label == _OVER or label.due_on is None or label.due_on > local.date():
            continue
        alert = unit.alerts.get(label.alert_id)
        if alert is None:
            continue
        for recipient in route(alert, people):
            if reminds(alert, unit.alerts.told(alert.id, recipient.name)):
                item = Item(alert=alert, reason=Reason.REMINDER, follow_up=standing(label, local.date()))
                queue_notice(desk, unit, recipient, item, occurrence=label.due_on.toordinal())
