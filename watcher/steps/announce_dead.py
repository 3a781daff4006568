"""A notice could not be delivered for good: somebody on another channel is told, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from alerts.model import Recipient, Severity
from alerts.parts import Line, Section, compose_parts
from alerts.routing import is_machine
from alerts.safe_text import plain, words
from storage import Unit
from storage.records import DeliveryRecord
from watcher.context import Desk
from watcher.steps.gathered import may_get_letter
from watcher.steps.letter_row import letter_key, letter_row
from watcher.steps.tell import paper_of, recipients_of

_LONGEST_LIST = 30  # notices
_LONGEST_IDS = 10  # alerts of one letter


def announce_dead(desk: Desk, unit: Unit, *, everything: bool = False) -> None:
    """Queue one letter for each recipient whose notices have died since the last one.

    It waits until somebody who is to be told may get another letter; with ``everything``, at the end of a pass, it does
    not.
    """
    by_recipient: dict[str, list[DeliveryRecord]] = defaultdict(list)
    for one in unit.letters.unannounced():
        by_recipient[one.recipient].append(one)
    for name, dead in by_recipient.items():
        others = _others(desk, name)
        if not everything and not any(may_get_letter(desk, unit, other) for other in others):
            continue
        for other in others:
            for letter in _letters(desk, unit, other, name, dead):
                unit.deliveries.add(letter)
        if others:
            unit.letters.announced([one.id for one in dead], desk.now())


def _others(desk: Desk, dead_recipient: str) -> list[Recipient]:
    """Whom to tell: those that the configuration names for it, else the first people on another channel."""
    recipients = recipients_of(desk.settings)
    url = next((r.url for r in recipients if r.name == dead_recipient), "")
    others = [r for r in recipients if r.name != dead_recipient and r.url != url and not is_machine(r)]
    named = desk.settings.alerting.dead_letters_to
    return [r for r in others if r.name in named] if named else others[:1]


def _letters(
    desk: Desk, unit: Unit, recipient: Recipient, dead_recipient: str, dead: Sequence[DeliveryRecord]
) -> list[DeliveryRecord]:  # fmt: skip
    title = words()["letter"]["dead_title"].format(count=len(dead), recipient=plain(dead_recipient))
    lines = [_line(one, _alert_ids(unit, one)) for one in dead[:_LONGEST_LIST]]
    section = Section(title="重新发送：watcher redeliver --dead", lines=(*lines, *_more(len(dead) - len(lines))))
    parts = compose_parts(title, [section], paper_of(desk.settings, recipient))
    key = ["dead", recipient.name, desk.now().isoformat(), *(one.key for one in dead)]
    return [
        letter_row(desk, recipient, "dead", notice, letter_key([*key, str(number)]), Severity.HIGH)
        for number, (notice, _) in enumerate(parts, 1)
    ]


def _alert_ids(unit: Unit, dead: DeliveryRecord) -> list[str]:
    told = [dead] if dead.alert_id else unit.letters.told_by(dead.id)
    return [one.alert_id for one in told if one.alert_id]


def _line(dead: DeliveryRecord, alert_ids: Sequence[str]) -> Line:
    named = " ".join(alert_ids[:_LONGEST_IDS]) + ("…" if len(alert_ids) > _LONGEST_IDS else "")
    text = f"{named} {plain(dead.title)}：{plain(dead.last_error or '')}"
    return Line(text=text, alert_id=alert_ids[-1] if alert_ids else "")


def _more(number: int) -> list[Line]:
    return [Line(text=f"另有 {number} 条")] if number > 0 else []
