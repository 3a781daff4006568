"""What a digest tells one recipient, gathered from what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.digest import Gathered
from alerts.entry import level, own_name
from alerts.letter import Item
from alerts.model import Alert, AlertState, Recipient
from alerts.routing import is_named, route
from storage import Unit
from watcher.context import Desk
from watcher.follow_up import HANDLED, LABELS, what_was_done
from watcher.wording import KINDS

WEEK = timedelta(days=7)


def gather(
    desk: Desk, unit: Unit, recipient: Recipient, told: Sequence[Item], slot: datetime, *, weekly: bool
) -> Gathered:
    """Everything for the digest of ``recipient`` at the digest hour ``slot``."""
    day = slot.astimezone(ZoneInfo(desk.settings.service.timezone)).date()
    period = WEEK if weekly else timedelta(days=1)
    mine = [a for a in unit.alerts.all() if a.state != AlertState.HISTORIC and route(a, [recipient])]
    new = {one.alert.id for one in told}
    return Gathered(
        day=day,
        weekly=weekly,
        told=told,
        still_open=[a for a in mine if a.state in (AlertState.OPEN, AlertState.ACKNOWLEDGED) and a.id not in new],
        counts=(_counts(mine, slot - period, slot), _counts(mine, slot - 2 * period, slot - period)),
        handled=_handled(unit, mine, slot - period, slot),
        progress=_progress(desk, unit, recipient) if weekly else (),
        follow_ups=_follow_ups(unit, mine, day, day + (WEEK if weekly else timedelta(0))),
        dead=_dead(unit),
        unchecked=_unchecked(unit, recipient),
        deadlines=_deadlines(desk, recipient, day) if weekly else (),
    )


def _counts(alerts: Sequence[Alert], since: datetime, until: datetime) -> dict[str, int]:
    return Counter(level(a.finding.severity) for a in alerts if since <= a.first_seen_at < until)


def _handled(unit: Unit, mine: Sequence[Alert], since: datetime, until: datetime) -> dict[str, int]:
    """How many alerts people have taken, dismissed or brought to an end, and how many a newer reading settled."""
    ids = {alert.id for alert in mine}
    newest = {event.alert_id: event for event in unit.alerts.moved(since, until) if event.alert_id in ids}
    counts = Counter(what_was_done(event) for event in newest.values())
    return {word: counts[word] for word in HANDLED}


def _progress(desk: Desk, unit: Unit, recipient: Recipient) -> list[str]:
    """For each known approval day: how many of those who must publish have done so."""
    lines = []
    for entry in desk.settings.deadlines:
        if not is_named(entry.district, recipient.districts):
            continue
        published = {name for name, _, _ in unit.reports.departments(entry.district, entry.kind, entry.fiscal_year)}
        named = [n for r in desk.settings.roster if r.district == entry.district for n in r.departments]
        before = {n for n, _, _ in unit.reports.departments(entry.district, entry.kind, entry.fiscal_year - 1)}
        owed = len(set(named) or before)
        lines.append(f"{entry.district} {entry.fiscal_year}年度{KINDS[entry.kind]}：已公开 {len(published)}/{owed}")
    return lines


def _follow_ups(unit: Unit, mine: Sequence[Alert], today: date, until: date) -> list[str]:
    """Labels of alerts that are not over whose day has come, the longest overdue first."""
    by_id = {a.id: a for a in mine if a.state in (AlertState.OPEN, AlertState.ACKNOWLEDGED)}
    due = [e for e in unit.alerts.labelled() if e.alert_id in by_id and e.due_on is not None and e.due_on <= until]
    return [
        f"{e.alert_id} {own_name(by_id[e.alert_id])} {LABELS.get(e.label or '', e.label)}，"
        f"{'已过期' if e.due_on and e.due_on < today else '到期日'} {e.due_on}"
        for e in sorted(due, key=lambda e: (e.due_on or until, e.id))
    ]


def _dead(unit: Unit) -> list[str]:
    counts = Counter(d.recipient for d in unit.deliveries.all("dead") if d.letter_id is None)
    return [f"{name}：{number} 条（watcher deliveries --dead）" for name, number in counts.items()]


def _unchecked(unit: Unit, recipient: Recipient) -> list[str]:
    failing = [s for s in unit.sources.all() if s.active and s.last_error and is_named(s.district, recipient.districts)]
    return [f"{s.district}：{s.last_error}（最近成功 {_day(s.last_success_at)}）" for s in failing]


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "从未"


def _deadlines(desk: Desk, recipient: Recipient, today: date) -> list[str]:
    days = desk.rules.rule("T1").whole("department_days")
    lines = []
    for entry in desk.settings.deadlines:
        due = entry.approved_on + timedelta(days=days)
        if today <= due <= today + WEEK and is_named(entry.district, recipient.districts):
            lines.append(f"{due} {entry.district} {entry.fiscal_year}年度{KINDS[entry.kind]}")
    return lines
