"""What people do with an alert: each step is one transaction with its line in the history and the notices it causes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from alerts import lifecycle, muting
from alerts.lifecycle import Action, Change
from alerts.model import Alert, Silence
from storage import Unit
from watcher.context import Desk
from watcher.steps.mute import sweep_muted
from watcher.steps.tell import tell


class NoSuchAlertError(LookupError):
    """No alert has this id."""


def acknowledge(desk: Desk, alert_id: str, by: str, reason: str = "") -> Alert:
    """Somebody takes care of it. Raises NoSuchAlertError, IllegalStepError."""
    return _step(desk, alert_id, by, lambda alert: lifecycle.acknowledged(alert, desk.now(), reason))


def dismiss(desk: Desk, alert_id: str, by: str, reason: str) -> Alert:
    """It deserves no attention, and this is why. Raises NoSuchAlertError, IllegalStepError."""
    return _step(desk, alert_id, by, lambda alert: lifecycle.dismissed(alert, desk.now(), reason))


def settle(desk: Desk, alert_id: str, by: str, reason: str) -> Alert:
    """It has come to its end, and how: who was told of it hears so. Raises NoSuchAlertError, IllegalStepError."""
    return _step(desk, alert_id, by, lambda alert: lifecycle.settled_by_hand(alert, desk.now(), reason))


def reopen(desk: Desk, alert_id: str, by: str, reason: str = "") -> Alert:
    """It shall be looked at again. Raises NoSuchAlertError, IllegalStepError."""
    return _step(desk, alert_id, by, lambda alert: lifecycle.reopened(alert, desk.now(), reason))


def label(desk: Desk, alert_id: str, by: str, word: str, due_on: date | None = None, note: str = "") -> Alert:
    """The follow-up has come so far; by ``due_on`` an answer or a correction is expected. Raises NoSuchAlertError."""
    with desk.database.transaction() as unit:
        alert = _alert(unit, alert_id)
        unit.alerts.add_event(
            alert.id, desk.now(), by, Action.LABELLED, alert.state, alert.state, note, label=word, due_on=due_on
        )
        return alert


def silence(desk: Desk, wanted: Silence) -> tuple[int, int]:
    """Keep the notices of some alerts back until a moment: the number of the silence, and how many alerts it means.

    Raises NoSuchAlertError where it means one alert that is not there.
    """
    now, zone = desk.now(), ZoneInfo(desk.settings.service.timezone)
    with desk.database.transaction() as unit:
        if wanted.alert_id is not None:
            _alert(unit, wanted.alert_id)
        number = unit.silences.add(wanted)
        meant = [a for a in unit.alerts.all() if muting.matches(wanted, a)]
        for alert in meant:
            reason = f"静默 {number}，至 {wanted.until.astimezone(zone):%Y-%m-%d %H:%M}：{wanted.reason}"
            unit.alerts.add_event(alert.id, now, wanted.author, Action.SILENCED, alert.state, alert.state, reason)
        sweep_muted(desk, unit)
    return number, len(meant)


def end_silence(desk: Desk, number: int, by: str) -> bool:
    """End a silence before its time: what it kept back and still holds is told. False where none is in force."""
    with desk.database.transaction() as unit:
        ended = unit.silences.end(number, desk.now(), by)
        sweep_muted(desk, unit)
    return ended


def _step(desk: Desk, alert_id: str, by: str, change: Callable[[Alert], Change]) -> Alert:
    with desk.database.transaction() as unit:
        alert, event = change(_alert(unit, alert_id))
        if event is not None:
            unit.alerts.save(alert)
            unit.alerts.add_event(
                alert.id,
                desk.now(),
                by,
                event.action,
                event.from_state,
                event.to_state,
                event.reason,
                alert.finding,
                revision=alert.revision,
            )
            tell(desk, unit, alert)
        return alert


def _alert(unit: Unit, alert_id: str) -> Alert:
    alert = unit.alerts.get(alert_id.strip().upper())
    if alert is None:
        raise NoSuchAlertError(alert_id)
    return alert
