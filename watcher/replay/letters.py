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
from alerts.allowance import DAY, is_last
from alerts.allowance import letters as pace
from alerts.digest import Gathered, compose_digest
from alerts.letter import Item, compose_one, last_to_spare
from alerts.lifecycle import raised
from alerts.model import Alert, AlertState, Body, Notice, Reason, Recipient, Silence
from alerts.replay import Replayed, Standing
from alerts.routing import (
    CRITICAL,
    DAILY,
    ORDINARY,
    URGENT,
    WEEKLY,
    batch_of,
    due_at,
    is_machine,
    next_digest,
    quiet_until,
    route,
)
from alerts.settings import RuleBook
from watcher.config import Settings
from watcher.steps.gathered import composed
from watcher.steps.tell import allowance_of, paper_of, recipients_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One notice or letter that one recipient would have got."""

    recipient: str
    at: datetime
    batch: str | None  # the most urgent that it holds; None: a notice by itself
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
    """Digests at their hours, all else as the recipient's allowance lets letters go."""
    ordered = sorted(events, key=lambda event: event.at)
    batches = [batch_of(event.item.alert, recipient, event.item.reason) for event in ordered]
    gathered = [(e, b) for e, b in zip(ordered, batches, strict=True) if b and b not in (DAILY, WEEKLY)]
    digests = [(e, b) for e, b in zip(ordered, batches, strict=True) if b in (DAILY, WEEKLY)]
    if not settings.alerting.group_wait_minutes:  # letters are switched off, digests are not
        yield from (_alone(settings, recipient, event) for event, _ in gathered)
    else:
        yield from _gathered(settings, recipient, gathered)
    yield from _digests(settings, recipient, digests)


def _alone(settings: Settings, recipient: Recipient, event: _Event) -> Letter:
    item, zone = event.item, ZoneInfo(settings.service.timezone)
    due = due_at(item.alert, recipient, event.at, zone, reason=item.reason)
    return Letter(recipient=recipient.name, at=due, batch=None, notice=compose_one(item, paper_of(settings, recipient)))


def _gathered(settings: Settings, recipient: Recipient, events: Sequence[tuple[_Event, str]]) -> Iterator[Letter]:
    allowance, paper = allowance_of(settings, recipient), paper_of(settings, recipient)
    zone, sent = ZoneInfo(settings.service.timezone), list[datetime]()
    arrivals = [(event.at, batch) for event, batch in events]

    def free(moment: datetime) -> datetime:
        return quiet_until(recipient, moment, zone) or moment

    for at, told in pace(arrivals, allowance, free):
        items = _still_to_tell([events[each][0].item for each in told])
        note = last_to_spare(free(at + DAY), zone) if is_last(sent, at, allowance) else ""
        sent.append(at)
        if items:
            batch = min((events[each][1] for each in told), key=(CRITICAL, URGENT, ORDINARY).index)
            for notice, _ in composed(items, paper, note):
                yield Letter(recipient=recipient.name, at=at, batch=batch, notice=notice)


def _still_to_tell(items: Sequence[Item]) -> list[Item]:
    """What was over before its first word went is not told at all."""
    told = [(item.alert.id, item.reason) for item in items]
    both = {alert for alert, reason in told if reason == Reason.SETTLED and (alert, Reason.FIRST) in told}
    return [item for item in items if item.alert.id not in both]


def _digests(settings: Settings, recipient: Recipient, events: Sequence[tuple[_Event, str]]) -> Iterator[Letter]:
    zone, paper = ZoneInfo(settings.service.timezone), paper_of(settings, recipient)
    by_hour: dict[tuple[datetime, str], list[Item]] = defaultdict(list)
    for event, batch in events:
        by_hour[next_digest(event.at, zone, weekly=batch == WEEKLY), batch].append(event.item)
    for (at, batch), items in by_hour.items():
        gathered = Gathered(day=at.astimezone(zone).date(), weekly=batch == WEEKLY, told=items)
        for notice, _ in compose_digest(gathered, paper):
            yield Letter(recipient=recipient.name, at=at, batch=batch, notice=notice)
