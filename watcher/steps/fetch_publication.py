"""A publication is due: its page and attachments go to the archive, each before the row that names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from parsers.version import reader_version
from storage import Unit
from storage.records import CaptureRecord, PublicationRecord, RevisionRecord
from watcher.backoff import growing
from watcher.context import Context
from watcher.discovery import Article, read_article
from watcher.discovery.keys import suffix_of
from watcher.discovery.titles import whole_title
from watcher.fetching import FailureReason
from watcher.messages import Message
from watcher.scheduling import until_next_look
from watcher.steps.files import (
    Part,
    as_read,
    content_sha256,
    fetch_part,
    is_by_hand,
    is_gone,
    looks_for,
    missed,
    role_of,
    sought,
    still_by_hand,
    unlinked,
)
from watcher.steps.gone import found_again, note_gone
from watcher.steps.listed import note_publications
from watcher.steps.unfinished import SOON, awaits_figures

FIRST_RETRY = timedelta(minutes=5)
FIRST_RETRY_OF_KNOWN = timedelta(hours=2)  # what was read before can wait: a host that is down has hundreds of them
DRAWN = "page.json"  # what a script draws a page from
LONGEST_RETRY = timedelta(days=7)
FIRST_LOOK_FOR_THE_MISSING = timedelta(hours=4)  # what answered 404; three looks over a day prove it gone


def fetch_publication(context: Context, publication_id: int) -> None:
    """Fetch one publication now and say so in the outbox where its bytes are new."""
    with context.database.reading() as unit:
        publication = unit.publications.get(publication_id)
        known = {c.url: c for c in unit.publications.newest_captures(publication_id)}
        revision = unit.reports.latest_revision(publication.report_id) if publication.report_id else None
    page = fetch_part(context, publication, "page", publication.url, _page_name(publication), known)
    if page.capture is None or page.failure:
        _record_failure(context, publication, page)
        return
    if not page.new and revision and _read_whole(publication, known, revision):
        _look_at_others(context, publication, page, known)
        return
    article = read_article(context.archive.get(page.capture.sha256 or ""), page.capture.url)
    parts = [page]
    if article.redirect:  # a page that only leads on: what it leads to is the article
        target = fetch_part(context, publication, "page", article.redirect, _name_of(article.redirect), known)
        parts.append(target)
        if target.capture is not None:
            content = context.archive.get(target.capture.sha256 or "")
            article = read_article(content, target.capture.url)
    for asked in article.asked:  # a page whose text a script draws: what that asks for is the article
        drawn = fetch_part(
            context, publication, "page", asked.url, DRAWN, known, asked.record() if asked.posted else None
        )
        parts.append(drawn)
        if drawn.capture is not None:
            told = read_article(context.archive.get(drawn.capture.sha256 or ""), publication.url)
            article = replace(article, attachments=(*article.attachments, *told.attachments))
    for problem in article.problems:
        context.record(f"公开页面未能读全：{publication.url}：{problem}")
    parts += _other_parts(context, publication, article, known)
    _record(context, publication, article, parts, known)


def _read_whole(
    publication: PublicationRecord, known: dict[str, CaptureRecord], revision: RevisionRecord
) -> bool:  # fmt: skip
    """Whether this version of ours has read all that is known of it: then the same page leads to the same files."""
    whole = all(capture.sha256 for capture in known.values())
    same = as_read(content_sha256(known.values())) == publication.read_sha256
    return publication.state == "read" and whole and same and revision.reader_version == reader_version()


def _look_at_others(
    context: Context, publication: PublicationRecord, page: Part, known: dict[str, CaptureRecord]
) -> None:  # fmt: skip
    """The page is as it was: ask for its other parts without taking it apart, which costs most of a second look."""
    others = [c for c in known.values() if c.url != publication.url and not is_by_hand(c)]
    parts = [page, *(fetch_part(context, publication, role_of(c), c.url, c.name, known) for c in others)]
    _record(context, publication, Article(), parts, known)


def _record(
    context: Context, publication: PublicationRecord, article: Article, parts: list[Part],
    known: dict[str, CaptureRecord],
) -> None:  # fmt: skip
    parts = [*parts, *still_by_hand(parts, known)]
    with context.database.transaction() as unit:
        for dropped in unlinked(context, parts, known):
            unit.publications.add_capture(dropped)
        _record_parts(context, unit, publication, article, parts)


def _page_name(publication: PublicationRecord) -> str:
    """A list may name a document itself: its name then says what it is."""
    suffix = suffix_of(publication.url)
    return f"{publication.title or 'page'}{suffix}" if suffix else "page.html"


def _name_of(url: str) -> str:
    return url.partition("?")[0].rsplit("/", 1)[-1] or "page.html"


def _other_parts(
    context: Context, publication: PublicationRecord, article: Article, known: dict[str, CaptureRecord]
) -> Iterator[Part]:
    for url in article.page_urls:
        yield fetch_part(context, publication, "page", url, url.rsplit("/", 1)[-1], known)
    for attachment in article.attachments:
        yield fetch_part(context, publication, "attachment", attachment.url, attachment.name, known)


def _record_failure(context: Context, publication: PublicationRecord, page: Part) -> None:
    """The page itself could not be fetched: say when to try again; what was read before stays."""
    now, failure = context.now(), page.failure
    failures = publication.consecutive_failures + 1
    missing = failure is not None and failure.reason is FailureReason.NOT_FOUND
    first = FIRST_RETRY if publication.fetched_at is None else FIRST_RETRY_OF_KNOWN
    wait = growing(FIRST_LOOK_FOR_THE_MISSING if missing else first, failures, LONGEST_RETRY)
    message = failure.message if failure else "页面没有内容"
    retry_at = max((failure.retry_at if failure else None) or now, now + wait)
    tried = replace(
        publication, attempted_at=now, consecutive_failures=failures, last_error=message, next_due_at=retry_at
    )
    with context.database.transaction() as unit:
        if missing and publication.report_id is not None:
            note_gone(context, unit, tried, "page")
        else:
            unit.publications.save(tried)
    context.record(f"公开页面未能取得：{publication.url}：{message}")


def _record_parts(
    context: Context, unit: Unit, publication: PublicationRecord, article: Article, parts: list[Part]
) -> None:
    parts = _captured(context, unit, publication, parts)
    if publication.gone_why == "page":
        publication = found_again(context, unit, publication)
    _note_children(unit, publication, article, context)
    if article.children and not article.attachments:
        _record_list(context, unit, publication, article)
    else:
        _record_report(context, unit, publication, article, parts)


def _record_list(context: Context, unit: Unit, publication: PublicationRecord, article: Article) -> None:
    """A list, not a report: its children are read."""
    now = context.now()
    unit.publications.save(
        replace(
            publication, title=publication.title or article.title, state="not_a_report", attempted_at=now,
            fetched_at=now, next_due_at=None, consecutive_failures=0, last_error="本文只列出其他文章",
        )
    )  # fmt: skip


def _record_report(
    context: Context, unit: Unit, publication: PublicationRecord, article: Article, parts: list[Part]
) -> None:
    """What may be a report: said in the outbox where its bytes, or their reader, are new."""
    now, digest = context.now(), content_sha256(p.capture for p in parts if p.capture)
    to_read = as_read(digest) != publication.read_sha256
    fetched = _fetched(
        context, publication, article, digest,
        changed=digest != (publication.read_sha256 or "").partition("@")[0],
        again=_next_try(unit, publication, parts), first=_first_interval(context, unit, publication),
    )  # fmt: skip
    stale = [p.failure.message for p in parts if p.capture and p.failure]
    if stale:
        fetched = replace(fetched, last_error="附件这次未能取得，沿用已存的：" + "；".join(stale)[:500])
    if publication.gone_why == "content" and not to_read:  # still no report there: one more look
        waited = growing(FIRST_LOOK_FOR_THE_MISSING, publication.gone_looks, LONGEST_RETRY)
        told = replace(fetched, next_due_at=now + waited, last_error=publication.last_error)
        note_gone(context, unit, told, "content")
        return
    unit.publications.save(fetched)
    if to_read:
        payload = {"publication_id": publication.id}
        unit.messages.emit(
            Message.PUBLICATION_FETCHED, f"{publication.id}@{digest}@{now.isoformat()}", payload, now, now
        )


def _captured(context: Context, unit: Unit, publication: PublicationRecord, parts: list[Part]) -> list[Part]:
    """The parts as they count, each new answer noted."""
    counted = sought(context, unit, publication, parts)
    for part in counted:
        if part.new and part.capture:
            unit.publications.add_capture(part.capture)
        if part.failure and part.capture is None:
            unit.publications.add_capture(missed(context, publication, part))
    return counted


def _next_try(unit: Unit, publication: PublicationRecord, parts: Iterable[Part]) -> timedelta | None:
    """How long to wait for a part that the next try may bring, longer each time; None where nothing is missing.

    What is there is read and judged meanwhile: one broken attachment must not hold a finding back.
    """
    captures = unit.publications.captures(publication.id)
    missing = {p.url for p in parts if p.capture is None and p.failure is not None and not p.failure.permanent}
    tries = sum(c.url in missing for c in captures) // max(len(missing), 1)
    waits = [growing(FIRST_RETRY, max(tries, 1), LONGEST_RETRY)] if missing else []
    looks = [len(looks_for(p.url, captures)) for p in parts if is_gone(p)]
    return min([*waits, *(growing(FIRST_LOOK_FOR_THE_MISSING, n, LONGEST_RETRY) for n in looks if n)], default=None)


def _fetched(
    context: Context,
    publication: PublicationRecord,
    article: Article,
    digest: str,
    *,
    changed: bool,
    again: timedelta | None,
    first: timedelta,
) -> PublicationRecord:
    now, schedule = context.now(), context.settings.schedule
    same_since = now - (publication.fetched_at or now)
    longest = timedelta(days=schedule.reread_max_days)
    interval = first if changed else until_next_look(same_since, first, longest)
    return replace(
        publication,
        title=whole_title(publication.title, article.title),
        attempted_at=now,
        consecutive_failures=0,
        published_on=publication.published_on or article.published_on,
        last_error=None,
        content_sha256=digest,
        fetched_at=now if changed or publication.fetched_at is None else publication.fetched_at,
        next_due_at=now + min(interval, again or interval),
        state="fetched" if publication.state == "found" else publication.state,
    )


def _first_interval(context: Context, unit: Unit, publication: PublicationRecord) -> timedelta:
    """How soon a page is looked at again at first: within the hour where its figures are still to come."""
    usual = timedelta(hours=context.settings.schedule.reread_hours)
    young = publication.fetched_at is not None and context.now() - publication.fetched_at < usual
    return min(usual, SOON) if young and awaits_figures(unit, publication) else usual


def _note_children(unit: Unit, publication: PublicationRecord, article: Article, context: Context) -> None:
    """An article that lists the articles of its units: each child is a publication of the same column.

    The column fetches it at each check from now on, like a list page of its own.
    """
    for source in unit.sources.listing(publication.id) if article.children else ():
        note_publications(unit, source, article.children, context.now(), publication.id)
        if publication.id not in source.index_ids:
            unit.sources.save(replace(source, index_ids=(*source.index_ids, publication.id)))
