"""An alert as it is told: with how its follow-up stands and where the same was found in other years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from alerts.entry import sentence
from alerts.letter import Item
from alerts.model import Alert, Reason, Told
from storage import Unit
from storage.records import AlertEventRecord, DeliveryRecord
from watcher.context import Desk
from watcher.follow_up import LABELS, state_of

_MOST_YEARS = 4


def items_told(desk: Desk, unit: Unit, waiting: Sequence[DeliveryRecord]) -> list[Item]:
    """What these notices tell, as it is now."""
    found = [(unit.alerts.get(one.alert_id), one) for one in waiting if one.alert_id]
    return [
        item_of(desk, unit, as_known_to(unit, one.recipient, alert), one.reason)
        for alert, one in found
        if alert is not None
    ]


def as_known_to(unit: Unit, recipient: str, alert: Alert, told: Told | None = None) -> Alert:
    """The alert with "from … to …" starting at what this recipient knows, ``told`` where that is at hand."""
    if alert.previous is None:
        return alert
    known = told or unit.alerts.told(alert.id, recipient)
    return alert if known is None or known.finding is None else replace(alert, previous=known.finding)


def item_of(desk: Desk, unit: Unit, alert: Alert, reason: Reason) -> Item:
    """What is told of ``alert`` for ``reason``."""
    label = unit.alerts.newest_label(alert.id)
    today = desk.now().astimezone(ZoneInfo(desk.settings.service.timezone)).date()
    return Item(
        alert=alert,
        reason=reason,
        follow_up=standing(label, today) if label else "",
        other_years=_other_years(unit.alerts.same_elsewhen(alert)),
    )


def standing(label: AlertEventRecord, today: date) -> str:
    """How a follow-up stands: what has been done, and until when an answer or a correction is expected."""
    word = LABELS.get(label.label or "", "")
    if label.due_on is None or label.label == "corrected":
        return word
    named = "due_today" if label.due_on == today else "overdue" if label.due_on < today else "due_later"
    return sentence(named).format(label=word, day=label.due_on)


def _other_years(alerts: list[Alert]) -> str:
    """The newest years first, each with its alert and how that stands."""
    newest = sorted(alerts, key=lambda alert: -alert.body.fiscal_year)[:_MOST_YEARS]
    return "；".join(f"{a.body.fiscal_year}年度 {a.id} {state_of(a)}" for a in newest)
