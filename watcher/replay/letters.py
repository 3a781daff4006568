"""What each recipient would have got since a day, with today's rules and recipients. Sent to nobody.

A finding is told when it was first seen, with the figures of the newest reading; what was settled since is settled.
Silences, missing reports, quiet hours, batches and digests count as they would have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts import muting
from alerts.digest import Gathered, compose_digest
from alerts.letter import Item, Paper, compose_group, compose_one
from alerts.lifecycle import raised
from alerts.model import Alert, AlertState, Body, Notice, Reason, Recipient, Silence
from alerts.replay import Replayed, Standing
from alerts.routing import DAILY, WEEKLY, batch_of, due_at, is_machine, route
from alerts.settings import RuleBook
from watcher.config import Settings
from watcher.steps.tell import paper_of, recipients_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One notice or letter that one recipient would have got; ``batch`` names what it would have waited for."""

    recipient: str
    at: datetime
    batch: str | None  # None: at once
    notice: Notice


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """From when to when, and what was kept back then."""

    since: datetime
    until: datetime
    silences: Sequence[Silence] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Event:
    at: datetime
    item: Item


def letters(
    settings: Settings, rules: RuleBook, found: Replayed, stored: Sequence[Alert], period: Period
) -> list[Letter]:
    """In the order of time. ``stored`` are all alerts; history is told to nobody, programs are left out."""
    events = [e for e in _events(rules, found, stored) if period.since <= e.at <= period.until]
    first = _first_words(events)
    told = [e for e in events if not _kept_back(e, first[e.item.alert.body], period)]
    written = [
        letter
        for recipient in recipients_of(settings)
        if not is_machine(recipient)
        for letter in _for(settings, recipient, [e for e in told if route(e.item.alert, [recipient])])
        if letter.at <= period.until
    ]
    return sorted(written, key=lambda letter: letter.at)


def _events(rules: RuleBook, found: Replayed, stored: Iterable[Alert]) -> Iterator[_Event]:
    """First words by today's rules; and what no report's rules judge, or what is over, as it was."""
    judged = {s.alert.id for s in found.standing if s.alert} | {v.alert.id for v in found.vanishing}
    for standing in found.standing:
        if not _is_history(standing):
            yield from _of_standing(rules, standing)
    for alert in stored:
        if alert.id not in judged and alert.state != AlertState.HISTORIC:
            yield _Event(at=alert.first_seen_at, item=Item(alert=alert, reason=Reason.FIRST))
            if alert.state == AlertState.SETTLED:
                yield _Event(at=alert.updated_at, item=Item(alert=alert, reason=Reason.SETTLED))


def _is_history(standing: Standing) -> bool:
    return standing.alert.state == AlertState.HISTORIC if standing.alert else standing.historic


def _of_standing(rules: RuleBook, standing: Standing) -> Iterator[_Event]:
    """The first word, and the last one where somebody has settled what still stands."""
    first, alert = _first(rules, standing), standing.alert
    if first is not None:
        yield first
    if first is not None and alert is not None and alert.settled_reason:
        yield _Event(at=alert.updated_at, item=Item(alert=alert, reason=Reason.SETTLED))


def _first(rules: RuleBook, standing: Standing) -> _Event | None:
    at = standing.alert.first_seen_at if standing.alert else standing.seen_at
    if at is None:
        return None
    if standing.alert:
        alert = replace(standing.alert, finding=standing.finding, previous=None)
    else:
        url, finding = standing.source_url, standing.finding
        alert = raised(None, finding, standing.body, at, historic=False, source_url=url, document_sha256="").alert
    hours = rules.get(standing.finding.rule, "confirm_after_hours")
    return _Event(at=at + timedelta(hours=float(str(hours or 0))), item=Item(alert=alert, reason=Reason.FIRST))


def _first_words(events: Iterable[_Event]) -> Mapping[Body, Sequence[Alert]]:
    """What was first said of each body: thousands of them are asked for, each by all that is said of it."""
    found = defaultdict[Body, list[Alert]](list)
    for event in events:
        if event.item.reason == Reason.FIRST:
            found[event.item.alert.body].append(event.item.alert)
    return found


def _kept_back(event: _Event, same_body: Sequence[Alert], period: Period) -> bool:
    """Whether a silence or a missing report would have kept it back."""
    alert = event.item.alert
    then = [replace(s, ended_at=None, until=s.ended_at or s.until) for s in period.silences if s.created_at <= event.at]
    if muting.silenced_by(alert, then, event.at):
        return True
    return muting.inhibited_by(alert, same_body) is not None


def _for(settings: Settings, recipient: Recipient, events: Sequence[_Event]) -> Iterator[Letter]:
    """What gathers in one batch until it is due is one letter."""
    zone = ZoneInfo(settings.service.timezone)
    wait = timedelta(minutes=settings.alerting.group_wait_minutes)
    interval = timedelta(hours=settings.alerting.group_interval_hours)
    open_ones: dict[str, datetime] = {}
    gathered: dict[tuple[str | None, datetime, str], list[Item]] = defaultdict(list)
    for event in sorted(events, key=lambda e: e.at):
        alert = event.item.alert
        reason = event.item.reason
        batch = batch_of(alert, recipient, reason)
        due = due_at(alert, recipient, event.at, zone, wait, reason)
        if batch is None or not (wait or batch in (DAILY, WEEKLY)):  # batches may be switched off, digests not
            gathered[None, due, alert.id + reason].append(event.item)
            continue
        closed = open_ones.get(batch)
        if closed is None or event.at > closed:
            apart = closed + interval if closed and batch not in (DAILY, WEEKLY) else due
            open_ones[batch] = max(due, apart)
        gathered[batch, open_ones.setdefault(batch, due), ""].append(event.item)
    paper = paper_of(settings, recipient)
    for (batch, due, _), items in gathered.items():
        for notice in _notices(batch, due.astimezone(zone), items, paper):
            yield Letter(recipient=recipient.name, at=due, batch=batch, notice=notice)


def _notices(batch: str | None, due: datetime, items: Sequence[Item], paper: Paper) -> Iterator[Notice]:
    if batch in (DAILY, WEEKLY):
        parts = compose_digest(Gathered(day=due.date(), weekly=batch == WEEKLY, told=items), paper)
        yield from (notice for notice, _ in parts)
    elif len(items) == 1:
        yield compose_one(items[0], paper)
    else:
        yield from (notice for notice, _ in compose_group(items, paper))
