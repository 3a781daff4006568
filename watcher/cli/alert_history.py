"""`watcher alerts history`: who did what when."""

from __future__ import annotations

import argparse
from typing import Any
from zoneinfo import ZoneInfo

from alerts.model import Alert
from storage import Unit
from storage.records import AlertEventRecord
from watcher.cli.options import print_json
from watcher.context import FrontDesk
from watcher.follow_up import event_line
from watcher.steps.act_on_alert import NoSuchAlertError
from watcher.wording import STATES


def show_history(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    """0; raises NoSuchAlertError."""
    with desk.database.reading() as unit:
        alert = unit.alerts.get(arguments.id.strip().upper())
        if alert is None:
            raise NoSuchAlertError(arguments.id)
        events = unit.alerts.events(alert.id)
        others = unit.alerts.same_elsewhen(alert)
    if arguments.json:
        print_json({"id": alert.id, "events": [_event(e) for e in events], "other_years": [_other(a) for a in others]})
        return 0
    for event in events:
        print(event_line(event, ZoneInfo(desk.settings.service.timezone)))
    for other in others:
        print(f"其他年度的同类线索：{other.id} {other.body.fiscal_year} {STATES[other.state]}")
    return 0


def follow_up(unit: Unit, alert: Alert) -> list[dict[str, Any]]:
    """The labels of an alert, the oldest first."""
    return [
        {"label": e.label, "at": e.at.isoformat(), "by": e.actor, "due_on": _iso(e.due_on), "note": e.reason}
        for e in unit.alerts.events(alert.id)
        if e.label
    ]


def _event(event: AlertEventRecord) -> dict[str, Any]:
    return {
        "at": event.at.isoformat(),
        "actor": event.actor,
        "action": event.action,
        "from_state": event.from_state,
        "to_state": event.to_state,
        "reason": event.reason,
        "label": event.label,
        "due_on": _iso(event.due_on),
    }


def _other(alert: Alert) -> dict[str, Any]:
    return {"id": alert.id, "fiscal_year": alert.body.fiscal_year, "state": alert.state}


def _iso(day: object) -> str | None:
    return str(day) if day else None
