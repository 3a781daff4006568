"""`watcher alerts history` and `silences`: who did what when."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from alerts.model import Alert, Silence
from storage import Unit
from storage.records import AlertEventRecord
from watcher.cli.options import print_json
from watcher.context import FrontDesk
from watcher.follow_up import LABELS
from watcher.steps.act_on_alert import NoSuchAlertError
from watcher.wording import STATES

ACTIONS = {
    "raised": "发现",
    "revised": "更正",
    "settled": "消除",
    "reopened": "重新打开",
    "acknowledged": "知悉",
    "dismissed": "排除",
    "labelled": "跟进",
    "silenced": "静默",
    "muted": "暂不发送",
    "unmuted": "恢复发送",
}


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
        print(_line(event, ZoneInfo(desk.settings.service.timezone)))
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


def show_silences(desk: FrontDesk, arguments: argparse.Namespace) -> int:
    """0"""
    now = desk.now()
    with desk.database.reading() as unit:
        silences = unit.silences.all()
    if arguments.json:
        print_json({"silences": [_silence(s, now) for s in silences]})
        return 0
    for s in silences:
        means = " ".join(part for part in (s.rule, s.district, s.department) if part)
        state = "生效中" if _holds(s, now) else "已结束"
        print(f"{s.id} {state} {means} 至 {s.until:%Y-%m-%d %H:%M} {s.author}：{s.reason}")
    if not silences:
        print("没有静默")
    return 0


def _line(event: AlertEventRecord, zone: ZoneInfo) -> str:
    what = ACTIONS.get(event.action, event.action)
    label = f" {LABELS.get(event.label, event.label)}" if event.label else ""
    due = f" 期限 {event.due_on}" if event.due_on else ""
    moved = "" if event.from_state == event.to_state else f" → {STATES[event.to_state]}"
    reason = f"：{event.reason}" if event.reason else ""
    return f"{event.at.astimezone(zone):%Y-%m-%d %H:%M} {event.actor} {what}{label}{due}{moved}{reason}"


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


def _silence(silence: Silence, now: datetime) -> dict[str, Any]:
    return {
        "id": silence.id,
        "rule": silence.rule,
        "district": silence.district,
        "department": silence.department,
        "until": silence.until.isoformat(),
        "author": silence.author,
        "reason": silence.reason,
        "created_at": silence.created_at.isoformat(),
        "holds": _holds(silence, now),
        "ended_by": silence.ended_by,
    }


def _holds(silence: Silence, now: datetime) -> bool:
    return silence.ended_at is None and now < silence.until


def _iso(day: object) -> str | None:
    return str(day) if day else None
