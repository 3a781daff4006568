"""Time has passed: look for reports that are owed and missing. "Missing" is said only when we could look."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

from alerts.rules.timeliness import Duty, judge_deadline
from parsers.model import Kind
from storage import Unit
from storage.records import PublicationRecord, SourceRecord
from watcher.context import Context
from watcher.deadlines import Obligation, found_on, mentions, obligations, same_department
from watcher.rulebook import register_of
from watcher.steps.judge_report import Case, apply_results

UNREAD_STATES = ("found", "fetched", "unreadable")


def watch_deadlines(context: Context) -> None:
    """Judge every obligation under a known approval day (rule T1)."""
    settings = context.settings
    if not settings.deadlines:
        return
    with context.database.transaction() as unit:
        owed = obligations(settings.deadlines, settings.roster, register_of(settings, unit), _published(unit))
        sources, publications = unit.sources.all(), unit.publications.all()
        for obligation in owed:
            _judge(context, unit, obligation, sources, publications)


def _published(unit: Unit) -> dict[tuple[str, Kind, int], list[str]]:
    published: dict[tuple[str, Kind, int], list[str]] = defaultdict(list)
    for report in unit.reports.all():
        body = report.body
        published[body.district, body.kind, body.fiscal_year].append(body.department)
    return published


def _judge(
    context: Context,
    unit: Unit,
    obligation: Obligation,
    sources: list[SourceRecord],
    publications: list[PublicationRecord],
) -> None:
    columns = _columns(obligation, sources)
    readable = bool(columns) and all(_readable(s) for s in columns)
    duty = Duty(
        body=obligation.body,
        approved_on=obligation.deadline.approved_on,
        found_on=_found_on(unit, obligation, publications),
        sources_checked_ok=readable and not _doubtful(obligation, publications),
        last_checked_at=min((s.last_success_at for s in columns if s.last_success_at), default=None),
        sources=tuple(s.url for s in columns),
        confirmed=obligation.confirmed,
    )
    result = judge_deadline(duty, _today(context), context.rules)
    case = Case(body=obligation.body, report_id=None, historic=False, source_url=columns[0].url if columns else "")
    apply_results(context, unit, case, [result])


def _columns(obligation: Obligation, sources: list[SourceRecord]) -> list[SourceRecord]:
    """The active sources in which this report would stand."""
    body = obligation.body
    return [s for s in sources if s.active and s.district == body.district and s.kind in (None, body.kind)]


def _readable(source: SourceRecord) -> bool:
    return source.first_read_at is not None and source.last_error is None and source.last_success_at is not None


def _doubtful(obligation: Obligation, publications: list[PublicationRecord]) -> bool:
    """Whether something stands there that may be the report but could not be read."""
    body = obligation.body
    return any(
        p.district == body.district
        and p.state in UNREAD_STATES
        and mentions(p.title, obligation.names, body.district, body.fiscal_year)
        for p in publications
    )


def _found_on(unit: Unit, obligation: Obligation, publications: list[PublicationRecord]) -> date | None:
    wanted = obligation.body
    ids = {
        r.id
        for r in unit.reports.all()
        if (r.body.district, r.body.kind, r.body.fiscal_year) == (wanted.district, wanted.kind, wanted.fiscal_year)
        and same_department(obligation.names, r.body.department, wanted.district)
    }
    ours = [p for p in publications if p.report_id in ids]
    return found_on((p.published_on for p in ours), (p.first_seen_at.date() for p in ours))


def _today(context: Context) -> date:
    return local_day(context.now(), context.settings.service.timezone)


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day of a moment in the service's time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()
