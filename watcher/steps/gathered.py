"""What waits for one recipient, whatever it is about, becomes one letter as soon as its allowance lets one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.allowance import DAY, DAYS, Allowance, earliest, is_last
from alerts.group_letter import compose_group
from alerts.letter import Item, Paper, compose_one, last_to_spare
from alerts.model import Notice, Recipient
from alerts.routing import CRITICAL, URGENT, quiet_until
from storage import Unit
from storage.records import DeliveryRecord
from watcher.context import Desk
from watcher.steps.item import items_told
from watcher.steps.letter_row import letter_key, letter_row
from watcher.steps.tell import allowance_of, paper_of

_NIGHT = timedelta(days=1)  # quiet hours are shorter


def close_gathered(
    desk: Desk, unit: Unit, recipient: Recipient, due: Mapping[str, datetime], *, everything: bool
) -> None:  # fmt: skip
    """Write the letter if anything that waits, due by batch, may go now; else put off what is due.

    With ``everything``, at the end of a pass, only quiet hours hold something up: who starts a pass wants its news.
    """
    now, allowance = desk.now(), allowance_of(desk.settings, recipient)
    ripe = [batch for batch, at in due.items() if everything or at <= now or _out_of_reach(at, now, allowance)]
    if not ripe:
        return
    sent, newest = _sent(unit, recipient, now, allowance), unit.letters.newest(recipient.name, list(due))
    may_go = {b: now if everything else earliest(b, sent, now, allowance, newest) for b in ripe}
    may_go = {b: at if b == CRITICAL else _after_quiet_hours(desk, recipient, at) for b, at in may_go.items()}
    if min(may_go.values()) <= now:
        told = list(due) if _after_quiet_hours(desk, recipient, now) == now else [CRITICAL]
        last = not everything and is_last(sent, now, allowance)
        _write(desk, unit, recipient, unit.letters.waiting(recipient.name, told), last=last)
    for batch, until in may_go.items():
        if until > now:
            unit.letters.put_off(recipient.name, [batch], until)


def may_get_letter(desk: Desk, unit: Unit, recipient: Recipient) -> bool:
    """Whether something urgent could go to this recipient now."""
    now, allowance = desk.now(), allowance_of(desk.settings, recipient)
    return not allowance.wait or earliest(URGENT, _sent(unit, recipient, now, allowance), now, allowance) <= now


def _sent(unit: Unit, recipient: Recipient, now: datetime, allowance: Allowance) -> list[datetime]:
    return unit.letters.sent(recipient.name, now - DAY * DAYS - allowance.longest)


def _out_of_reach(due: datetime, now: datetime, allowance: Allowance) -> bool:
    """Whether it was put off further than anything ever is: the clock has been set back since."""
    return due - now > allowance.longest + allowance.wait + _NIGHT


def _after_quiet_hours(desk: Desk, recipient: Recipient, moment: datetime) -> datetime:
    return quiet_until(recipient, moment, ZoneInfo(desk.settings.service.timezone)) or moment


def _write(desk: Desk, unit: Unit, recipient: Recipient, waiting: Sequence[DeliveryRecord], *, last: bool) -> None:
    if not waiting:  # called back meanwhile
        return
    until, zone = _after_quiet_hours(desk, recipient, desk.now() + DAY), ZoneInfo(desk.settings.service.timezone)
    note = last_to_spare(until, zone) if last else ""
    for notice, ids in composed(items_told(desk, unit, waiting), paper_of(desk.settings, recipient), note):
        told = [one for one in waiting if one.alert_id in ids]
        gravest = max((one.severity for one in told), key=lambda severity: severity.rank)
        row = letter_row(desk, recipient, "group", notice, letter_key([one.key for one in told]), gravest)
        unit.letters.add(row, told)


def composed(items: Sequence[Item], paper: Paper, note: str = "") -> list[tuple[Notice, tuple[str, ...]]]:
    """The letter, mostly one, with the alerts that it tells. One alert is an ordinary notice."""
    if len(items) == 1:
        return [(compose_one(items[0], paper, note), (items[0].alert.id,))]
    return compose_group(items, paper, note)
