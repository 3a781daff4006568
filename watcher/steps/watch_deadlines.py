"""Time has passed: look for reports that are owed and missing. "Missing" is said only when we could look."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.lifecycle import same_finding, settles
from alerts.model import Alert, Body, RuleResult
from alerts.register import bare
from alerts.rules.punctuality import Dating, judge_against_peers, judge_dating, judge_family, judge_nearing
from alerts.rules.timeliness import judge_deadline
from storage import Unit
from watcher.context import Context
from watcher.discovery.dates import date_in_address
from watcher.duties.deadline_looks import DeadlineLooks, urgent_stamps
from watcher.duties.states import Group, Standing, standings
from watcher.rulebook import register_of
from watcher.steps.approvals import approved_days
from watcher.steps.judge_report import Case, apply_results

RULES = ("T1", "T2", "T3", "T4", "T6")
NEWS_FOR = timedelta(days=30)  # the days of what was seen longer ago were judged then


def watch_deadlines(context: Context, looks: DeadlineLooks | None = None) -> None:
    """Judge every duty under a known approval day: T1 to T4 and T6. With ``looks``, only where something changed."""
    looks = looks or DeadlineLooks()
    now = context.now()
    today = local_day(now, context.settings.service.timezone)
    with context.database.reading() as unit:
        looks.known.changed(unit, now)
        approved = approved_days(unit, context.settings)
        urgent = urgent_stamps(today, approved, looks.known.by_id.values() if approved else ())
        answered = _answered(unit, looks, now) if looks.counting(now) else ()
    for district in looks.wanted(urgent, answered):
        _watch_district(context, district, today)
        looks.judged(district, urgent)


def _answered(unit: Unit, looks: DeadlineLooks, now: datetime) -> set[str]:
    """The districts in which a department that is called late has a report now."""
    came = looks.came(unit.publications.presence(), now)
    late = [alert.body for alert in unit.alerts.alive(("T1",)) if alert.body.district in came]
    there = {
        (district, kind, year): {bare(name, district) for name, _, _ in unit.reports.departments(district, kind, year)}
        for district, kind, year in {(body.district, body.kind, body.fiscal_year) for body in late}
    }
    found = (b for b in late if bare(b.department, b.district) in there[b.district, b.kind, b.fiscal_year])
    return {body.district for body in found}


def _watch_district(context: Context, district: str, today: date) -> None:
    with context.database.reading() as unit:
        found = standings(unit, context.settings, context.rules, today, district=district)
        alive: dict[Body, list[Alert]] = defaultdict(list)
        for alert in unit.alerts.alive(RULES, district):
            alive[alert.body].append(alert)
        missing_units = _missing_units(context, unit, found)
    peers = {group: _days(members) for group, members in _peers(found).items()}
    judged = [(s, _judge(context, s, peers, missing_units.get(i, []), today)) for i, s in enumerate(found)]
    news = [(s, r) for s, r in judged if _is_news(alive.get(s.duty.body, ()), r)]
    if not news:
        return
    with context.database.transaction() as unit:
        for standing, results in news:
            _apply(context, unit, standing, results)


def _is_news(alive: Sequence[Alert], results: Sequence[RuleResult]) -> bool:
    """Whether the results say anything that the alerts which stand do not say: something new, changed or over."""
    said = {(alert.finding.rule, alert.finding.subject): alert.finding for alert in alive}
    found = {(one.rule, one.subject): one for result in results for one in result.findings}
    if any(key not in said or not same_finding(said[key], one) for key, one in found.items()):
        return True
    over = {result.rule for result in results if settles(result.outcome)}
    return any(key not in found and key[0] in over for key in said)


def _judge(
    context: Context,
    standing: Standing,
    peers: Mapping[Group, tuple[int, Sequence[date]]],
    missing_units: list[str],
    today: date,
) -> list[RuleResult]:
    duty, rules = standing.duty, context.rules
    results = [judge_deadline(duty, today, rules), judge_nearing(duty, today, rules)]
    if duty.found_on is None or standing.historic:
        return results
    number, days = peers[_group(standing)]
    own = bisect_left(days, duty.found_on)
    others = [*days[:own], *days[own + 1 :]]
    results.append(judge_against_peers(duty.body, duty.found_on, others, number - 1, rules))
    results.append(judge_family(duty.body, duty.found_on, missing_units, today, rules))
    results += [judge_dating(duty.body, dating, rules) for dating in _datings(context, standing)]
    return results


def _peers(found: Sequence[Standing]) -> dict[Group, list[Standing]]:
    by_group: dict[Group, list[Standing]] = defaultdict(list)
    for standing in found:
        by_group[_group(standing)].append(standing)
    return by_group


def _days(members: Sequence[Standing]) -> tuple[int, Sequence[date]]:
    """How many owe a report, and the days of those that came, in order."""
    return len(members), sorted(s.duty.found_on for s in members if s.duty.found_on)


def _group(standing: Standing) -> Group:
    body = standing.duty.body
    return body.district, body.kind, body.fiscal_year


def _datings(context: Context, standing: Standing) -> list[Dating]:
    """The days of what came while we watched."""
    since = context.now() - NEWS_FOR
    return [
        Dating(
            url=p.url, published_on=p.published_on, address_on=date_in_address(p.url), first_seen_at=p.first_seen_at,
            watched=not p.is_history, approved_on=standing.duty.approved_on,
        )
        for p in standing.publications
        if not p.is_history and p.first_seen_at >= since
    ]  # fmt: skip


def _missing_units(context: Context, unit: Unit, found: Sequence[Standing]) -> dict[int, list[str]]:
    """The units of each department that published, as far as the register names them, which did not."""
    register = register_of(context.settings, unit)
    if not any(entry.parent for entry in register.entries):
        return {}
    published = {(r.body.district, r.body.kind, r.body.fiscal_year, r.body.department) for r in unit.reports.all()}
    keys = {(d, k, y, register.key(name, d, y)) for d, k, y, name in published}
    missing: dict[int, list[str]] = {}
    for place, standing in enumerate(found):
        district, kind, year = _group(standing)
        members = register.members(register.key(standing.duty.body.department, district, year), district, year)
        missing[place] = sorted(one for one in members if (district, kind, year, one) not in keys)
    return missing


def _apply(context: Context, unit: Unit, standing: Standing, results: list[RuleResult]) -> None:
    """What concerns the report itself is about it; that it is owed is about nothing stored."""
    duty = standing.duty
    url = standing.publications[0].url if standing.publications else next(iter(duty.sources), "")
    case = Case(body=duty.body, report_id=None, historic=False, source_url=url)
    apply_results(context, unit, case, results)


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day of a moment in the service's time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()
