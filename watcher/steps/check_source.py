"""A source is due: walk its list pages and note every publication that stands there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256

from storage import Unit
from storage.records import SourceRecord
from watcher.backoff import growing
from watcher.context import Context
from watcher.discovery import ListedItem, Listing, looks_like_report, read_listing
from watcher.fetching import Failed, Fetched, Fetcher, NotModified
from watcher.messages import Message

MAX_LIST_PAGES = 500  # 15,000 reports in one column: more is a loop of the site
LEASE = timedelta(minutes=30)


@dataclass(kw_only=True)
class Walk:
    """What walking a column showed. ``complete`` is false where a page of it could not be read."""

    items: list[ListedItem] = field(default_factory=list)
    unchanged: bool = False
    error: str | None = None
    retry_at: datetime | None = None
    adapter: str | None = None
    first: Fetched | None = None

    @property
    def complete(self) -> bool:
        """All pages that had to be seen were seen."""
        return self.error is None


def check_source(context: Context, source_id: int, *, only_due: bool = False) -> bool:
    """Check one source now. False where its list could not be read; that is on record with the reason."""
    with context.database.transaction() as unit:
        if not unit.sources.claim(source_id, context.now(), LEASE, only_due=only_due):
            return True  # another worker has it
        source = unit.sources.get(source_id)
    walk = walk_column(context.fetcher, source, _known(context, source))
    with context.database.transaction() as unit:
        record_walk(unit, source, walk, context)
    if walk.error:
        context.record(f"来源检查失败：{source.url}：{walk.error}")
    return walk.complete


def _known(context: Context, source: SourceRecord) -> Callable[[ListedItem], bool]:
    """Whether an item is known already: walking stops at a page that holds nothing new."""
    with context.database.reading() as unit:
        keys = {(p.site, p.key) for p in unit.publications.of_source(source.id)}
    return lambda item: (item.site, item.key) in keys


def walk_column(fetcher: Fetcher, source: SourceRecord, known: Callable[[ListedItem], bool]) -> Walk:
    """Fetch the first list page and, as far as needed, the following ones. Never raises for a bad site."""
    walked = source.walked_at is not None
    answer = fetcher.fetch(
        source.url, etag=source.etag if walked else None, last_modified=source.last_modified if walked else None
    )
    if isinstance(answer, NotModified):
        return Walk(unchanged=True)
    if isinstance(answer, Failed):
        return Walk(error=answer.message, retry_at=answer.retry_at)
    if walked and sha256(answer.body).hexdigest() == source.body_sha256:
        return Walk(unchanged=True, first=answer)
    return _walk_from(fetcher, answer, source, known)


def _walk_from(fetcher: Fetcher, first: Fetched, source: SourceRecord, known: Callable[[ListedItem], bool]) -> Walk:
    listing = read_listing(first.body, first.final_url)
    if listing.redirect and not listing.items:
        return _follow(fetcher, first, listing)
    walk = Walk(items=list(listing.items), adapter=listing.adapter, first=first)
    if not listing.items and source.items:
        walk.error = f"列表原有 {source.items} 条，现在一条也读不出，可能改版，请核对 {source.url}"
    if source.walked_at is None or not all(known(item) for item in listing.items):
        _walk_on(fetcher, listing, walk, None if source.walked_at is None else known)
    return walk


def _follow(fetcher: Fetcher, first: Fetched, listing: Listing) -> Walk:
    """A column index that only forwards to its newest article: that article is the item."""
    target = listing.redirect or ""
    answer = fetcher.fetch(target)
    if not isinstance(answer, Fetched):
        return Walk(error=answer.message if isinstance(answer, Failed) else f"无法读取 {target}")
    inner = read_listing(answer.body, answer.final_url)
    items = list(inner.items) or [ListedItem.of(answer.final_url)]
    return Walk(items=items, adapter=listing.adapter, first=first)


def _walk_on(fetcher: Fetcher, listing: Listing, walk: Walk, known: Callable[[ListedItem], bool] | None) -> None:
    for url in listing.page_urls[:MAX_LIST_PAGES]:
        answer = fetcher.fetch(url)
        if not isinstance(answer, Fetched):
            walk.error = answer.message if isinstance(answer, Failed) else f"无法读取 {url}"
            walk.retry_at = answer.retry_at if isinstance(answer, Failed) else None
            return
        items = read_listing(answer.body, answer.final_url).items
        walk.items += items
        if known and items and all(known(item) for item in items):
            return


def record_walk(unit: Unit, source: SourceRecord, walk: Walk, context: Context) -> None:
    """Write down what the walk showed: new publications with their messages, and the source's own state."""
    now = context.now()
    for item in walk.items:
        note_publication(unit, source, item, now)
    unit.sources.save(_success(source, walk, context) if walk.complete else _failure(source, walk, context))


def note_publication(unit: Unit, source: SourceRecord, item: ListedItem, now: datetime) -> None:
    """Remember a listed item; what is new and may be a report is to be fetched."""
    publication, new = unit.publications.find_or_add(
        source_id=source.id,
        site=item.site,
        key=item.key,
        url=item.url,
        title=item.title,
        district=source.district,
        published_on=item.published_on,
        is_history=source.first_read_at is None,
        now=now,
    )
    if not new:
        return
    if looks_like_report(item.title) is False:
        unit.publications.save(replace(publication, state="not_a_report", attempted_at=now))
    else:
        key = f"{publication.id}@found"
        unit.messages.emit(Message.PUBLICATION_FOUND, key, {"publication_id": publication.id}, now, now)


def _success(source: SourceRecord, walk: Walk, context: Context) -> SourceRecord:
    now = context.now()
    first = walk.first
    return replace(
        source,
        adapter=walk.adapter or source.adapter,
        walked_at=source.walked_at or now,
        last_checked_at=now,
        last_success_at=now,
        consecutive_failures=0,
        last_error=None,
        lease_until=None,
        next_due_at=now + timedelta(minutes=context.settings.schedule.check_minutes),
        items=max(len({i.key for i in walk.items}), source.items) if not walk.unchanged else source.items,
        etag=first.etag if first else source.etag,
        last_modified=first.last_modified if first else source.last_modified,
        body_sha256=sha256(first.body).hexdigest() if first else source.body_sha256,
    )


def _failure(source: SourceRecord, walk: Walk, context: Context) -> SourceRecord:
    now = context.now()
    failures = source.consecutive_failures + 1
    wait = growing(timedelta(minutes=context.settings.schedule.check_minutes), failures, timedelta(days=1))
    return replace(
        source,
        last_checked_at=now,
        consecutive_failures=failures,
        last_error=walk.error,
        lease_until=None,
        next_due_at=max(walk.retry_at or now, now + wait),
    )
