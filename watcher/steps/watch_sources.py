"""Is what we look at in order? One alert when a host gets into trouble, one when it is out of it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from alerts.model import AlertState, Body, Outcome, RuleResult
from alerts.rules.health import ALL_RULES, SourceState, judge_all, judge_host
from alerts.rules.timeliness import CHINA
from parsers.model import Kind, Scope
from storage import Unit
from storage.records import SourceRecord
from watcher.config import Source
from watcher.context import Context
from watcher.fetching import FailureReason
from watcher.known_sources import KnownSources
from watcher.steps.back_again import ask_all
from watcher.steps.judge_report import Case, apply_results
from watcher.steps.watch_deadlines import local_day

US = "本机网络"
HOST = "来源网站"


READ_EVERY = timedelta(hours=2)  # the share of unreadable reports is counted so often; a city has many


@dataclass(kw_only=True, slots=True)
class SourceLooks:
    """What the last judgement rested on. One for a process; a single pass judges everything."""

    known: KnownSources = field(default_factory=KnownSources)
    states: dict[int, SourceState] = field(default_factory=dict)
    judged: Mapping[int, SourceState] = field(default_factory=dict)
    readability: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    counted_at: datetime | None = None

    def refresh(self, unit: Unit, configured: Iterable[Source], now: datetime) -> list[SourceRecord]:
        """Bring ``states`` up to date; the sources that were ever checked. Readability is counted where it is time."""
        changed = self.known.changed(unit, now)
        if self.counted_at is None or now - self.counted_at >= READ_EVERY:
            self.readability, self.counted_at = unit.publications.readability(), now
            changed = set(self.known.by_id)
        sources = [s for s in self.known.by_id.values() if s.active and s.last_checked_at]
        fresh = states_of(configured, [s for s in sources if s.id in changed], self.readability) if changed else {}
        self.states = {s.id: fresh.get(s.id) or self.states[s.id] for s in sources}
        return sources


def watch_sources(context: Context, looks: SourceLooks | None = None) -> None:
    """Judge every host by the last checks of its columns. With ``looks``, only where something changed."""
    looks = looks or SourceLooks()
    with context.database.reading() as unit:
        sources, states = looks.refresh(unit, context.settings.sources, context.now()), looks.states
        if states == looks.judged:
            return
        alive = {alert.body.department: alert.body for alert in unit.alerts.alive(ALL_RULES)}
        back_at = _back_at(unit, states.values(), context.now())
    everything = judge_all(list(states.values()), context.rules)
    ours = everything.outcome is Outcome.VIOLATED
    by_host: dict[str, list[SourceRecord]] = defaultdict(list)
    for source in sources:
        by_host[states[source.id].host].append(source)
    for host, columns in by_host.items():
        not_since = back_at is not None and all(
            (s.last_checked_at or back_at) <= back_at for s in columns if s.last_error
        )
        results = judge_host([states[s.id] for s in columns], context.rules, ours=ours or not_since)
        _apply(context, alive, f"{HOST}{host}", columns, results)
    if sources:
        _apply(context, alive, US, sources, [everything])
    if US in alive and not ours:
        ask_all(context)
    looks.judged = states


def _back_at(unit: Unit, states: Iterable[SourceState], now: datetime) -> datetime | None:
    """When our own line came back, as far as known: how a site failed before then says nothing of the site."""
    if all(state.answered for state in states):
        return None
    ours = unit.alerts.newest("S9")
    if ours is None:
        return None
    return now if ours.state in (AlertState.OPEN, AlertState.ACKNOWLEDGED) else ours.updated_at


def states_of(
    configured: Iterable[Source], sources: Sequence[SourceRecord], readability: Mapping[int, tuple[int, int]]
) -> dict[int, SourceState]:
    """What the last checks showed, by the id of the source; ``readability``: how many were read, how many were not."""
    entries = {entry.url: entry for entry in configured}
    return {s.id: _state(s, entries.get(s.url), *readability.get(s.id, (0, 0))) for s in sources}


def _state(source: SourceRecord, entry: Source | None, readable: int, unreadable: int) -> SourceState:
    return SourceState(
        url=source.url, host=urlsplit(source.url).netloc, failures=source.consecutive_failures,
        error=source.last_error or "", challenged=source.last_reason == FailureReason.CHALLENGE,
        drifted=source.last_reason == "drift", page_items=source.page_items or source.items,
        usual_items=source.usual_items or source.items,  # a list behind a frame stands on no first page
        filled_percent=source.filled_percent, min_items=entry.min_items if entry else 0,
        min_filled_percent=entry.min_filled_percent if entry else 0, lost_permille=source.lost_permille,
        readable=readable, unreadable=unreadable, newest_within_days=entry.newest_within_days if entry else 0,
        too_old=_too_old(source, entry.newest_within_days) if entry and entry.newest_within_days else "",
    )  # fmt: skip


def _too_old(source: SourceRecord, days: int) -> str:
    """The day of the newest item where it is older than the office said it may be; what stands for none."""
    if source.newest_on is None:
        return "未读到"
    seen = (source.last_checked_at or source.added_at).astimezone(CHINA).date()
    return f"是{source.newest_on}" if (seen - source.newest_on).days > days else ""


def _apply(
    context: Context, alive: Mapping[str, Body], name: str, columns: Sequence[SourceRecord], results: list[RuleResult]
) -> None:
    """Write down what was found; where nothing is the matter and nothing was, nothing is written."""
    if name not in alive and all(result.outcome is not Outcome.VIOLATED for result in results):
        return
    body = alive.get(name) or _body(context, name, columns)
    case = Case(body=body, report_id=None, historic=False, source_url=columns[0].url if name != US else "")
    with context.database.transaction() as unit:
        apply_results(context, unit, case, results)


def _body(context: Context, name: str, columns: Sequence[SourceRecord]) -> Body:
    """A host stands where a department would: under its district, in the year in which the trouble began."""
    districts = list(dict.fromkeys(source.district for source in columns))
    year = local_day(context.now(), context.settings.service.timezone).year
    kind = columns[0].kind or Kind.FINAL_ACCOUNTS
    district = districts[0] if len(districts) == 1 or name != US else "全部区县"
    return Body(department=name, district=district, fiscal_year=year, kind=kind, scope=Scope.DEPARTMENT)
