"""How each duty to publish stands: not due, due soon, on time, late by so many days, missing, withdrawn, cannot tell.

Pure but for ``load_ledger``, which reads what is stored once and indexes it: a city has tens of thousands of duties.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from statistics import median_low

from alerts.model import Body
from alerts.register import Register, bare
from alerts.rules.timeliness import CHINA, Duty
from alerts.settings import RuleBook
from parsers.model import Kind, Scope
from storage import Unit
from storage.records import PublicationRecord, SourceRecord
from watcher.config import Deadline, Settings
from watcher.duties.deadlines import Obligation, found_on, mentions, obligations
from watcher.rulebook import register_of
from watcher.steps.approvals import approved_days

UNREAD_STATES = ("found", "fetched", "unreadable")
SUSPECTED_AFTER = timedelta(days=20)  # behind the district's own median day, where no approval day is known

Group = tuple[str, Kind, int]  # district, kind, fiscal year


class DutyState(StrEnum):
    """How a duty stands."""

    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"
    CANNOT_TELL = "cannot_tell"
    PUBLISHED = "published"  # no approval day is known: published, and nothing can be said of the term


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """One duty, how it stands, and what that rests on."""

    duty: Duty
    state: DutyState
    due_on: date | None
    days_late: int = 0
    suspected: bool = False  # long after the district's median day; shown, never alerted
    historic: bool = False  # what was found had been there before we watched
    report_id: int | None = None
    publications: tuple[PublicationRecord, ...] = ()


def standing_of(
    duty: Duty, rules: RuleBook, today: date, *, withdrawn: bool = False
) -> tuple[DutyState, date | None, int]:
    """State, last day and days late of a duty."""
    term = rules.rule("T1")
    if withdrawn:
        return DutyState.WITHDRAWN, None, 0
    if duty.approved_on is None:
        return (DutyState.PUBLISHED if duty.found_on else DutyState.CANNOT_TELL), None, 0
    department = duty.body.scope == Scope.DEPARTMENT
    due = duty.approved_on + timedelta(days=term.whole("department_days" if department else "unit_days"))
    if duty.found_on is not None:
        late = max((duty.found_on - due).days, 0)
        return (DutyState.LATE if late else DutyState.ON_TIME), due, late
    if today <= due:
        near = duty.approved_on + timedelta(
            days=rules.rule("T2").whole("department_days" if department else "unit_days")
        )
        return (DutyState.DUE_SOON if today >= near else DutyState.NOT_DUE), due, 0
    seen = duty.sources_checked_ok and duty.last_checked_at and duty.last_checked_at.astimezone(CHINA).date() >= due
    return (DutyState.MISSING if seen else DutyState.CANNOT_TELL), due, (today - due).days if seen else 0


@dataclass(kw_only=True)
class Ledger:
    """What is stored, by district, kind and year."""

    register: Register
    sources: Sequence[SourceRecord]
    departments: dict[Group, list[str]] = field(default_factory=lambda: defaultdict(list))
    reports: dict[tuple[Group, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    publications: dict[int, list[PublicationRecord]] = field(default_factory=lambda: defaultdict(list))
    unread: dict[str, list[PublicationRecord]] = field(default_factory=lambda: defaultdict(list))

    def columns(self, body: Body) -> list[SourceRecord]:
        """The active sources in which a report would stand."""
        return [s for s in self.sources if s.active and s.district == body.district and s.kind in (None, body.kind)]

    def doubtful(self, obligation: Obligation) -> bool:
        """Whether something stands there that may be the report but could not be read."""
        body = obligation.body
        titles = (p.title for p in self.unread.get(body.district, ()))
        return any(mentions(title, obligation.names, body.district, body.fiscal_year) for title in titles)

    def found(self, obligation: Obligation) -> tuple[list[int], list[PublicationRecord]]:
        """The reports of a department under any of its names, and where they stand or stood."""
        body = obligation.body
        group = (body.district, body.kind, body.fiscal_year)
        keys = dict.fromkeys(bare(name, body.district) for name in obligation.names)
        ids = [one for key in keys for one in self.reports.get((group, key), ())]
        return ids, [p for one in ids for p in self.publications.get(one, ())]


def load_ledger(unit: Unit, settings: Settings, district: str | None = None) -> Ledger:
    """Everything stored that speaks of duties, everywhere or in a district."""
    sources = [s for s in unit.sources.all() if district in (None, s.district)]
    ledger = Ledger(register=register_of(settings, unit), sources=sources)
    for report in unit.reports.all(district):
        body = report.body
        group = (body.district, body.kind, body.fiscal_year)
        if body.department not in ledger.departments[group]:
            ledger.departments[group].append(body.department)
        ledger.reports[group, bare(body.department, body.district)].append(report.id)
    for publication in unit.publications.answering(UNREAD_STATES, district):
        if publication.report_id is not None:
            ledger.publications[publication.report_id].append(publication)
        else:
            ledger.unread[publication.district].append(publication)
    return ledger


def standings(
    unit: Unit, settings: Settings, rules: RuleBook, today: date, *, undated: bool = False, district: str | None = None
) -> list[Standing]:
    """How every duty stands, everywhere or in a district; with ``undated`` also where no approval day is known."""
    ledger = load_ledger(unit, settings, district)
    deadlines = [day for day in approved_days(unit, settings) if district in (None, day.district)]
    owed = obligations(deadlines, settings.roster, ledger.register, ledger.departments)
    found = [_standing(ledger, one, one.deadline.approved_on, rules, today) for one in owed]
    if undated:
        known = {(d.district, d.kind, d.fiscal_year) for d in deadlines}
        found += _without_approval(ledger, settings, known, rules, today)
    return found


def _standing(ledger: Ledger, one: Obligation, approved: date | None, rules: RuleBook, today: date) -> Standing:
    columns = ledger.columns(one.body)
    ids, publications = ledger.found(one)
    there = [p for p in publications if p.state != "withdrawn"]
    readable = bool(columns) and all(_readable(s) for s in columns)
    duty = Duty(
        body=one.body, approved_on=approved,
        found_on=found_on((p.published_on for p in publications), (p.first_seen_at.date() for p in publications)),
        sources_checked_ok=readable and not ledger.doubtful(one),
        last_checked_at=min((s.last_success_at for s in columns if s.last_success_at), default=None),
        sources=tuple(s.url for s in columns), proof=tuple(_proof(s) for s in columns), confirmed=one.confirmed,
    )  # fmt: skip
    state, due, late = standing_of(duty, rules, today, withdrawn=bool(publications) and not there)
    return Standing(
        duty=duty, state=state, due_on=due, days_late=late, report_id=ids[0] if ids else None,
        historic=bool(publications) and all(p.is_history for p in publications), publications=tuple(publications),
    )  # fmt: skip


def _without_approval(
    ledger: Ledger, settings: Settings, known: set[Group], rules: RuleBook, today: date
) -> Iterable[Standing]:
    """Duties whose clock nobody has started: told by what the district did itself."""
    for group in sorted(set(ledger.departments) - known, key=str):
        district, kind, year = group
        placeholder = Deadline(district=district, kind=kind, fiscal_year=year, approved_on=date(year, 1, 1))
        owed = obligations([placeholder], settings.roster, ledger.register, ledger.departments)
        named = {bare(one.body.department, district) for one in owed}
        others = [n for n in ledger.departments[group] if bare(n, district) not in named]
        owed += [_also(placeholder, name, ledger.register) for name in others]
        found = [_standing(ledger, one, None, rules, today) for one in owed]
        yield from _suspected(found, today)


def _also(deadline: Deadline, name: str, register: Register) -> Obligation:
    """A department that published without being expected: its duty is in the table all the same."""
    body = Body(
        department=name, district=deadline.district, fiscal_year=deadline.fiscal_year, kind=deadline.kind,
        scope=Scope.DEPARTMENT,
    )  # fmt: skip
    return Obligation(body=body, deadline=deadline, names=register.names(name, deadline.district), confirmed=True)


def _suspected(found: list[Standing], today: date) -> list[Standing]:
    days = [s.duty.found_on for s in found if s.duty.found_on]
    limit = median_low(days) + SUSPECTED_AFTER if len(days) >= 3 else None
    return [
        Standing(duty=s.duty, state=s.state, due_on=None, publications=s.publications, report_id=s.report_id,
                 suspected=limit is not None and (s.duty.found_on or today) > limit)
        for s in found
    ]  # fmt: skip


def _readable(source: SourceRecord) -> bool:
    return source.first_read_at is not None and source.last_error is None and source.last_success_at is not None


def _proof(source: SourceRecord) -> str:
    """How well a column could be read, for whoever doubts it."""
    if source.last_success_at is None:
        return "从未成功读取"
    seen = source.last_success_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    newest = f"，最新一条{source.newest_on}" if source.newest_on else ""
    return f"{seen}成功读取，列表{source.items}条{newest}"
