"""Sources are due: walk their list pages and note every publication that stands there, and every one that is gone.

Most checks find nothing new, so they are done in batches: one transaction claims a few sources, one writes down that
they are unchanged. A source with news is written down in a transaction of its own, with the messages that follow.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import sha256

from storage import Unit
from storage.records import ListedRecord, SourceRecord
from watcher.config import Source
from watcher.context import Context
from watcher.discovery import ListedItem
from watcher.fetching import FailureReason, thinking
from watcher.named_requests import request_of
from watcher.patience import patiently
from watcher.scheduling import Column, Intervals, intervals_of, next_check
from watcher.seasons import SeasonLooks, Seasons
from watcher.steps.back_again import ask_neighbours
from watcher.steps.gone import listed_again, note_missing
from watcher.steps.listed import look_at, note_publications
from watcher.steps.shown import archive_shown, note_shown
from watcher.steps.walking import Key, Walk, walk_column
from watcher.steps.watch_deadlines import local_day

LEASE = timedelta(minutes=30)
SWEEP_AFTER = timedelta(days=7)  # a list is read to its end that often, whatever its first page says
LOOK_AGAIN_AFTER = timedelta(minutes=100)  # where something is missing: several looks a day, not each hour

Listed = dict[Key, ListedRecord]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What looking at a column rests on, found out once for many: what may come, how often to look, what is wished."""

    seasons: Seasons
    intervals: Intervals
    entries: Mapping[str, Source]  # by address


def outlook_now(context: Context, looks: SeasonLooks | None = None) -> Outlook:
    """The outlook of this moment."""
    seasons = (looks or SeasonLooks()).at(context.database, context.settings, context.now(), _today(context))
    entries = {entry.url: entry for entry in context.settings.sources}
    return Outlook(seasons=seasons, intervals=intervals_of(context.settings), entries=entries)


def check_source(context: Context, source_id: int, *, only_due: bool = False) -> bool:
    """Check one source now. False where its list could not be read; that is on record with the reason."""
    if only_due:
        with context.database.reading() as unit:
            if unit.sources.get(source_id).next_due_at > context.now():
                return True  # another worker has checked it meanwhile
    return not check_sources(context, [source_id])


def check_sources(
    context: Context, source_ids: Iterable[int], *, outlook: Outlook | None = None, sweep: bool = False
) -> list[str]:
    """Check these now, one after the other; the addresses of those that could not be read."""
    with thinking():
        return _check(context, source_ids, outlook, sweep=sweep)


def _check(context: Context, source_ids: Iterable[int], outlook: Outlook | None, *, sweep: bool) -> list[str]:
    with context.database.transaction() as unit:
        claimed = unit.sources.claim_many(source_ids, context.now(), LEASE)
    outlook = outlook or outlook_now(context)
    quiet: list[SourceRecord] = []
    answering: list[SourceRecord] = []  # that did not at their last check
    failed = []
    for source in claimed:
        walk, listed = _look(context, source, outlook.entries.get(source.url), sweep=sweep)
        answering += [source] if source.consecutive_failures and walk.complete else []
        if walk.unchanged and not source.index_ids:
            quiet.append(_unchanged(source, walk, context, outlook))
            continue
        patiently(partial(_keep, context, source, walk, listed, outlook))
        if walk.items and walk.whole and walk.problems:
            context.record(f"来源未能读全：{source.url}：{'；'.join(walk.problems)}")
        if walk.error:
            failed.append(source.url)
            context.record(f"来源检查失败：{source.url}：{walk.error}")
    if quiet:
        patiently(partial(_keep_quiet, context, quiet))
    if answering:
        patiently(partial(ask_neighbours, context, answering, outlook.intervals))
    return failed


def _keep(context: Context, source: SourceRecord, walk: Walk, listed: Callable[[], Listed], outlook: Outlook) -> None:
    shown = archive_shown(context, walk, listed()) if walk.shown else {}
    with context.database.transaction() as unit:
        ids = _write(context, unit, source, walk, listed, outlook)
        note_shown(unit, shown, ids)


def _keep_quiet(context: Context, quiet: Sequence[SourceRecord]) -> None:
    with context.database.transaction() as unit:
        unit.sources.save_looks(quiet)


def _look(
    context: Context, source: SourceRecord, entry: Source | None, *, sweep: bool
) -> tuple[Walk, Callable[[], Listed]]:
    """Walk the column; what its list showed before is asked of the database only where the walk needs it."""
    loaded: list[Listed] = []

    def listed() -> Listed:
        if not loaded:
            with context.database.reading() as unit:
                loaded.append(unit.publications.known(source.id))
        return loaded[0]

    since = context.now() - source.swept_at if source.swept_at else None
    due = since is None or since > (LOOK_AGAIN_AFTER if source.doubts else SWEEP_AFTER)
    fetch = partial(
        walk_column, context.fetcher, source, adapter=entry.adapter if entry else None, asked=request_of(entry)
    )
    walk = fetch(lambda: listed().keys(), sweep=sweep or due)
    if _lost_more_than_came(source, walk, listed):
        walk = fetch(lambda: listed().keys(), sweep=True)
    return walk, listed


def _lost_more_than_came(source: SourceRecord, walk: Walk, listed: Callable[[], Listed]) -> bool:
    """Whether the first page lost items that its new ones can not have pushed off its end."""
    if walk.unchanged or not walk.complete or walk.swept or not source.page_ids:
        return False
    known = listed()
    seen = {known[key].id for key in walk.items if key in known}
    new = sum(key not in known for key in walk.page_keys)
    lost = [one for one in source.page_ids if one not in seen]
    return len(lost) > new or lost != list(source.page_ids[len(source.page_ids) - len(lost) :])


def _write(
    context: Context, unit: Unit, source: SourceRecord, walk: Walk, listed: Callable[[], Listed], outlook: Outlook
) -> dict[Key, int]:
    """Write down what a walk showed: new publications with their messages, what is gone, the source's own state.

    The ids of the publications that it showed.
    """
    now = context.now()
    known: Listed = {} if walk.unchanged or not walk.items else listed()
    ids = {key: known[key].id for key in walk.items if key in known}
    ids |= note_publications(unit, source, [item for key, item in walk.items.items() if key not in known], now)
    if walk.complete:
        _note_presence(context, unit, source, walk, known, ids)
        for publication in unit.publications.some(source.index_ids):
            look_at(unit, publication, f"index@{now.isoformat()}", now)
    if walk.reason == FailureReason.STOPPED:  # we stop, the site has done nothing wrong: it is due as before
        changed = replace(source, lease_until=None)
    elif not walk.complete:
        changed = _failure(source, walk, context, outlook)
    elif walk.unchanged:
        changed = _unchanged(source, walk, context, outlook)
    else:
        doubts = _missing(context, unit, source, walk, known, ids) if walk.swept else source.doubts
        changed = _changed(source, walk, context, outlook, ids, doubts)
    unit.sources.save(changed)
    return ids


def _note_presence(
    context: Context, unit: Unit, source: SourceRecord, walk: Walk, known: Listed, ids: dict[Key, int]
) -> None:
    back = [ids[key] for key in walk.items if key in known and known[key].gone]
    if back:
        unit.publications.listed(source.id, back, context.now())
        listed_again(context, unit, back)


def _missing(context: Context, unit: Unit, source: SourceRecord, walk: Walk, known: Listed, ids: dict[Key, int]) -> int:
    if source.walked_at is None or not walk.items:
        return 0
    missing = [entry.id for key, entry in known.items() if key not in ids]
    fresh = [entry.id for key, entry in known.items() if key not in ids and not entry.gone]
    if len(fresh) < len(missing) and not source.doubts:
        missing = fresh  # the others were confirmed long ago
    pushed = _pushed_off(unit, source, walk, known, missing)
    return note_missing(context, unit, source, [one for one in missing if one not in pushed], len(walk.items))


def _pushed_off(unit: Unit, source: SourceRecord, walk: Walk, known: Listed, missing: Collection[int]) -> set[int]:
    """Items that a list of limited length has dropped at its end, as it does when something new comes on top."""
    if not missing or len(walk.items) < source.items or all(key in known for key in walk.items):
        return set()
    lost = [one for one in source.page_ids if one in missing]
    tail = set(source.page_ids[len(source.page_ids) - len(lost) :]) if lost else set()
    oldest = min((item.published_on for item in walk.items.values() if item.published_on), default=None)
    others = unit.publications.some(one for one in missing if one not in lost)
    return tail | {p.id for p in others if oldest is None or p.published_on is None or p.published_on <= oldest}


def _unchanged(source: SourceRecord, walk: Walk, context: Context, outlook: Outlook) -> SourceRecord:
    """Looked at, and nothing that matters differs."""
    now, answer, first = context.now(), walk.not_modified or walk.first, walk.first
    return replace(
        source, last_checked_at=now, last_success_at=now, consecutive_failures=0, last_error=None, last_reason=None,
        lease_until=None, next_due_at=_due(source, outlook, now),
        etag=None if walk.framed else answer.etag if answer else source.etag,
        last_modified=None if walk.framed else answer.last_modified if answer else source.last_modified,
        body_sha256=None if walk.framed else sha256(first.body).hexdigest() if first else source.body_sha256,
        lost_permille=walk.lost_permille if first else source.lost_permille,
    )  # fmt: skip


def _changed(
    source: SourceRecord, walk: Walk, context: Context, outlook: Outlook, ids: dict[Key, int], doubts: int
) -> SourceRecord:
    now = context.now()
    page = [walk.items[key] for key in walk.page_keys]
    known = len({*source.page_ids, *ids.values()}) if not walk.swept else 0
    return replace(
        _unchanged(source, walk, context, outlook), adapter=walk.adapter or source.adapter,
        walked_at=source.walked_at or now, swept_at=now if walk.whole else source.swept_at, doubts=doubts,
        links_sha256=walk.links_sha256, page_items=len(page), usual_items=max(source.usual_items, len(page)),
        page_ids=tuple(ids[key] for key in walk.page_keys), filled_percent=_filled(page),
        items=len(walk.items) if walk.swept else max(source.items, known),
        newest_on=max((i.published_on for i in walk.items.values() if i.published_on), default=source.newest_on),
    )  # fmt: skip


def _filled(page: list[ListedItem]) -> int:
    return sum(bool(item.title and item.published_on) for item in page) * 100 // len(page) if page else 100


def _failure(source: SourceRecord, walk: Walk, context: Context, outlook: Outlook) -> SourceRecord:
    now, failures = context.now(), source.consecutive_failures + 1
    challenged = walk.reason == FailureReason.CHALLENGE
    due = _due(source, outlook, now, failures=failures, challenged=challenged, not_before=walk.retry_at)
    return replace(
        source, last_checked_at=now, consecutive_failures=failures, last_error=walk.error, last_reason=walk.reason,
        lease_until=None, next_due_at=due,
    )  # fmt: skip


def _due(
    source: SourceRecord, outlook: Outlook, now: datetime, *, failures: int = 0, challenged: bool = False,
    not_before: datetime | None = None,
) -> datetime:  # fmt: skip
    column = Column(
        added_at=source.added_at, newest_on=source.newest_on, failures=failures, challenged=challenged,
        expected=outlook.seasons.expects(source.district, source.kind), not_before=not_before,
    )  # fmt: skip
    chance = random.random()  # noqa: S311 - spreads load, guards nothing
    return next_check(column, outlook.intervals, now, chance)


def _today(context: Context) -> date:
    return local_day(context.now(), context.settings.service.timezone)
