"""What keeps notices back for now, looked up in what is stored; and what is told once nothing does so any more."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts import muting
from alerts.lifecycle import Action, reason_to_tell
from alerts.model import Alert, Recipient
from alerts.routing import due_at, is_machine
from storage import Unit
from storage.records import DeliveryRecord
from watcher.context import Desk


def muted_by(desk: Desk, unit: Unit, alert: Alert) -> str | None:
    """What keeps the notices of an alert back now: "silence:3", "alert:A-7F3K2QX", "source:2"; None where nothing."""
    silence = muting.silenced_by(alert, unit.silences.holding(desk.now()), desk.now())
    if silence is not None:
        return f"silence:{silence.id}"
    if muting.rests_on_values(alert):
        missing = muting.inhibited_by(alert, unit.alerts.about(alert.body, muting.MISSING))
        return f"alert:{missing.id}" if missing else None
    return _failing_source(unit, alert) if alert.finding.rule in muting.ABOUT_TIME else None


def _failing_source(unit: Unit, alert: Alert) -> str | None:
    """A column in which the report would stand and that can't be read now: what is missing there can't be told."""
    body = alert.body
    columns = [s for s in unit.sources.all() if s.active and s.district == body.district]
    failing = next((s for s in columns if s.last_error and s.kind in (None, body.kind)), None)
    return f"source:{failing.id}" if failing else None


def muted_words(muted: str) -> str:
    """What keeps it back, in words."""
    kind, _, which = muted.partition(":")
    words = {"silence": "静默 {}", "alert": "由 {} 说明", "source": "来源 {} 未能读取"}
    return words.get(kind, "{}").format(which)


@dataclass(slots=True)
class MuteLooks:
    """What could keep notices back at the last sweep. One for a process: it ticks every few seconds."""

    known: Hashable = None
    _seen: Hashable = None

    def changed(self, desk: Desk, unit: Unit) -> bool:
        """Whether there is another silence, graver alert or failing source than at the last sweep."""
        silences = tuple(one.id for one in unit.silences.holding(desk.now()))
        missing = frozenset(alert.id for alert in unit.alerts.alive(muting.MISSING))
        failing = frozenset(unit.sources.failing())
        self._seen = (silences, missing, failing)
        return self._seen != self.known

    def swept(self) -> None:
        """What was seen has been acted on, and is written."""
        self.known = self._seen


def sweep_muted(desk: Desk, unit: Unit, looks: MuteLooks | None = None) -> None:
    """Keep back what waits and is muted by now; let go what nothing keeps back any more.

    With ``looks``, only where that may have changed: a notice is queued as what it is to be at that moment.
    """
    if looks is not None and not looks.changed(desk, unit):
        return
    reasons: dict[str, str | None] = {}
    for delivery in unit.deliveries.mutable():
        alerts = _alerts_of(unit, delivery)
        for alert in alerts:
            if alert.id not in reasons:
                reasons[alert.id] = muted_by(desk, unit, alert)
        muted = [reasons[alert.id] for alert in alerts]
        whole = muted[0] if muted and all(muted) else None  # of a letter that is written only the whole can wait
        if whole and delivery.state == "pending":
            unit.deliveries.mute(delivery.id, whole)
            for alert in alerts:
                _note(desk, unit, alert, Action.MUTED, f"{delivery.recipient}（{muted_words(whole)}）")
        elif muted and not whole and delivery.state == "suppressed":
            _let_go(desk, unit, alerts, delivery)


def _alerts_of(unit: Unit, delivery: DeliveryRecord) -> list[Alert]:
    told = [delivery] if delivery.kind == "notice" else unit.letters.told_by(delivery.id)
    found = (unit.alerts.get(one.alert_id) for one in told if one.alert_id)
    return [alert for alert in found if alert is not None]


def _let_go(desk: Desk, unit: Unit, alerts: Sequence[Alert], delivery: DeliveryRecord) -> None:
    from watcher.steps.tell import recipients_of

    recipient = next((r for r in recipients_of(desk.settings) if r.name == delivery.recipient), None)
    if delivery.kind == "notice" and (recipient is None or not _holds(desk, unit, alerts[0], delivery, recipient)):
        unit.deliveries.unmute(delivery.id, None)
        return
    unit.deliveries.unmute(delivery.id, _due_again(desk, alerts[0], delivery, recipient))
    for alert in alerts:
        _note(desk, unit, alert, Action.UNMUTED, f"{delivery.recipient}（{muted_words(delivery.muted_by or '')}）")


def _due_again(desk: Desk, alert: Alert, delivery: DeliveryRecord, recipient: Recipient | None) -> datetime:
    now, zone = desk.now(), ZoneInfo(desk.settings.service.timezone)
    return now if recipient is None else due_at(alert, recipient, now, zone, reason=delivery.reason)


def _holds(desk: Desk, unit: Unit, alert: Alert, delivery: DeliveryRecord, recipient: Recipient) -> bool:
    """Whether what was kept back is still to be said; one that may have arrived is, whatever has come after it."""
    if delivery.ambiguous:
        return True
    if delivery.alert_revision != alert.revision:
        return False
    told = unit.alerts.told(alert.id, delivery.recipient)
    return is_machine(recipient) or reason_to_tell(alert, told, desk.now()) == delivery.reason


def _note(desk: Desk, unit: Unit, alert: Alert, action: Action, reason: str) -> None:
    unit.alerts.add_event(alert.id, desk.now(), "watcher", action, alert.state, alert.state, reason)
