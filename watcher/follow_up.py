"""How the follow-up of an alert stands: the labels that people give it on the way from a lead to its settling."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from alerts.model import Alert
from storage.records import AlertEventRecord
from watcher.wording import STATES

#: label → the word for it, in the order in which a case runs.
LABELS = {"asked": "已函询", "answered": "已回复", "corrected": "已整改"}


def label_of(word: str) -> str | None:
    """The label for a word as people write it; None where it is none."""
    return next((label for label, named in LABELS.items() if word.strip() in (label, named)), None)


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
BY_HAND = "已办结"  # settled by somebody and not by a newer reading
BY_ITSELF = "watcher"  # the actor of what nobody did


HANDLED = ("知悉", "排除", "办结", "消除", "重新打开")  # what a digest counts


def what_was_done(event: AlertEventRecord) -> str:
    """The word for an entry of the history; what somebody settled is not what a newer reading settled."""
    by_hand = event.action == "settled" and event.actor != BY_ITSELF
    return "办结" if by_hand else ACTIONS.get(event.action, event.action)


def event_line(event: AlertEventRecord, zone: ZoneInfo) -> str:
    """One entry of an alert's history: when, who, what, to which state, why."""
    what = what_was_done(event)
    label = f" {LABELS.get(event.label, event.label)}" if event.label else ""
    due = f" 期限 {event.due_on}" if event.due_on else ""
    state = BY_HAND if what == "办结" else STATES[event.to_state]
    moved = "" if event.from_state == event.to_state else f" → {state}"
    reason = f"：{event.reason}" if event.reason else ""
    actor = "系统" if event.actor == BY_ITSELF else event.actor
    return f"{event.at.astimezone(zone):%Y-%m-%d %H:%M} {actor} {what}{label}{due}{moved}{reason}"


def state_of(alert: Alert) -> str:
    """The word for where an alert stands: what somebody settled is not what a newer reading settled."""
    return BY_HAND if alert.settled_reason else STATES[alert.state]
