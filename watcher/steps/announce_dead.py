"""A notice could not be delivered for good: somebody on another channel is told, once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from alerts.entry import sentence
from alerts.letter import letter
from alerts.model import Reason, Recipient, Severity
from alerts.routing import is_machine
from alerts.safe_text import plain, words
from storage import Unit
from storage.records import DeliveryRecord
from watcher.context import Desk
from watcher.steps.tell import paper_of, recipients_of

_LONGEST_LIST = 30


def announce_dead(desk: Desk, unit: Unit) -> None:
    """Queue one letter for each recipient whose notices have died since the last one."""
    by_recipient: dict[str, list[DeliveryRecord]] = defaultdict(list)
    for one in unit.letters.unannounced():
        by_recipient[one.recipient].append(one)
    for name, dead in by_recipient.items():
        others = _others(desk, name)
        for other in others:
            unit.deliveries.add(_letter(desk, unit, other, name, dead))
        if others:
            unit.letters.announced([one.id for one in dead], desk.now())


def _others(desk: Desk, dead_recipient: str) -> list[Recipient]:
    """Whom to tell: those that the configuration names for it, else the first people on another channel."""
    recipients = recipients_of(desk.settings)
    url = next((r.url for r in recipients if r.name == dead_recipient), "")
    others = [r for r in recipients if r.name != dead_recipient and r.url != url and not is_machine(r)]
    named = desk.settings.alerting.dead_letters_to
    return [r for r in others if r.name in named] if named else others[:1]


def _letter(
    desk: Desk, unit: Unit, recipient: Recipient, dead_recipient: str, dead: Sequence[DeliveryRecord]
) -> DeliveryRecord:  # fmt: skip
    now = desk.now()
    title = words()["letter"]["dead_title"].format(count=len(dead), recipient=plain(dead_recipient))
    ids = [alert_id for one in dead for alert_id in _alert_ids(unit, one)]
    lines = [f"{_ids(unit, one)} {plain(one.title)}：{plain(one.last_error or '')}" for one in dead[:_LONGEST_LIST]]
    sections = [{"title": "重新发送：watcher redeliver --dead", "lines": [*lines, *_more(len(dead) - len(lines))]}]
    values = {"sections": sections, "disclaimer": sentence("disclaimer")}
    notice = letter("digest", title, ids[-1] if ids else "", paper_of(desk.settings, recipient), values)
    key = "\n".join(["dead", recipient.name, now.isoformat(), *(one.key for one in dead)])
    return DeliveryRecord(
        key=hashlib.sha256(key.encode()).hexdigest(),
        kind="dead",
        alert_id=None,
        recipient=recipient.name,
        reason=Reason.DIGEST,
        alert_revision=0,
        severity=Severity.HIGH,
        title=notice.title,
        text=notice.text,
        html=notice.html or None,
        created_at=now,
        due_at=now,
    )


def _alert_ids(unit: Unit, dead: DeliveryRecord) -> list[str]:
    told = [dead] if dead.alert_id else unit.letters.told_by(dead.id)
    return [one.alert_id for one in told if one.alert_id]


def _ids(unit: Unit, dead: DeliveryRecord) -> str:
    return " ".join(_alert_ids(unit, dead)[:_LONGEST_LIST])


def _more(number: int) -> list[str]:
    return [f"另有 {number} 条"] if number > 0 else []
