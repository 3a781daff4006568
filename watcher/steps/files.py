"""The files of a publication: asked for under their addresses, archived where their bytes are new.

A file is dropped when the page leads to it no more. One that answers 404 is kept as it was read through three looks
over a day, like a page that does so; then it counts as not to be had, and the report is read without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from parsers.version import reader_version
from storage import Unit
from storage.records import CaptureRecord, PublicationRecord
from watcher.context import Context
from watcher.fetching import Failed, FailureReason, Fetched, NotModified, Posted
from watcher.steps.gone import LONG_ENOUGH, LOOKS

Role = Literal["page", "attachment"]
BY_HAND = {
    "x-taken-in": "by hand"
}  # where headers of the site would stand: a person fetched it, the site may not give it
UNLINKED = "网页不再链接这个文件"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One URL of a publication and what came of it this time."""

    role: Role
    url: str
    name: str
    capture: CaptureRecord | None  # None: nothing is known of it yet, and it failed
    new: bool
    failure: Failed | None = None


def fetch_part(
    context: Context, publication: PublicationRecord, role: Role, url: str, name: str, known: dict[str, CaptureRecord],
    request: Mapping[str, str] | None = None,
) -> Part:  # fmt: skip
    """Ask for one file; what is known of it goes along, so that an unchanged one costs nothing.

    ``request``: what is posted for it; what was posted the last time is posted again.
    """
    before = known.get(url)
    had = before if before and before.sha256 else None
    request = request or (had.request if had else None)
    headers = had.headers if had and not request else {}
    answer = context.fetcher.fetch(
        url, etag=headers.get("etag"), last_modified=headers.get("last-modified"), posted=_posted(request)
    )
    if isinstance(answer, NotModified):
        return Part(role=role, url=url, name=name, capture=had, new=False)
    if isinstance(answer, Failed):
        return Part(role=role, url=url, name=name, capture=had, new=False, failure=answer)
    part = _archived(context, publication, role, url, name, had, answer)
    return replace(part, capture=replace(part.capture, request=request)) if request and part.capture else part


def _posted(request: Mapping[str, str] | None) -> Posted | None:
    """What a request on record posts; None where it is a plain GET."""
    return Posted(body=request["body"].encode(), media_type=request["media_type"]) if request else None


def _archived(
    context: Context,
    publication: PublicationRecord,
    role: Role,
    url: str,
    name: str,
    had: CaptureRecord | None,
    answer: Fetched,
) -> Part:
    digest = context.archive.put(answer.body)
    if had and had.sha256 == digest:
        return Part(role=role, url=url, name=name, capture=had, new=False)
    capture = CaptureRecord(
        publication_id=publication.id,
        role=role,
        url=url,
        name=name,
        fetched_at=answer.fetched_at,
        status=answer.status,
        sha256=digest,
        media_type=answer.media_type,
        size=len(answer.body),
        headers={k.lower(): v for k, v in answer.headers.items()},
    )
    return Part(role=role, url=url, name=name, capture=capture, new=True)


def missed(context: Context, publication: PublicationRecord, part: Part) -> CaptureRecord:
    """That a file could not be had, and why."""
    failure = part.failure
    return CaptureRecord(
        publication_id=publication.id, role=part.role, url=part.url, name=part.name, fetched_at=context.now(),
        status=failure.status if failure else None, error=failure.message if failure else None,
    )  # fmt: skip


def unlinked(context: Context, parts: Iterable[Part], known: Mapping[str, CaptureRecord]) -> list[CaptureRecord]:
    """That files which were part of a publication are so no more: its page leads to others, or to none.

    An editor who exchanges a file gives it a new address: read together, the old and the new one would contradict each
    other.
    """
    there = {part.url for part in parts}
    return [
        replace(c, id=0, role="dropped", fetched_at=context.now(), status=None, sha256=None, error=UNLINKED)
        for c in known.values()
        if c.url not in there
    ]


def sought(context: Context, unit: Unit, publication: PublicationRecord, parts: Iterable[Part]) -> list[Part]:
    """The parts as they count now: those that answered 404 are noted, and given up when they did so for long."""
    return [_sought(context, unit, publication, part) if is_gone(part) else part for part in parts]


def is_gone(part: Part) -> bool:
    """Whether a file that was there answers 404."""
    return part.capture is not None and part.failure is not None and part.failure.reason is FailureReason.NOT_FOUND


def _sought(context: Context, unit: Unit, publication: PublicationRecord, part: Part) -> Part:
    now, before = context.now(), looks_for(part.url, unit.publications.captures(publication.id))
    if len(before) + 1 >= LOOKS and now - before[0] >= LONG_ENOUGH:
        return replace(part, capture=None)
    unit.publications.add_capture(replace(missed(context, publication, part), role="sought"))
    return part


def looks_for(url: str, captures: Iterable[CaptureRecord]) -> list[datetime]:
    """When a file was looked for and answered 404, since it was last there."""
    looks: list[datetime] = []
    for capture in (one for one in captures if one.url == url):
        looks = [*looks, capture.fetched_at] if capture.role == "sought" else []
    return looks


def still_by_hand(parts: Iterable[Part], known: Mapping[str, CaptureRecord]) -> list[Part]:
    """What a person fetched, which stays until the site itself gives files, and all that its page names."""
    asked = list(parts)
    whole = any(part.role == "attachment" for part in asked) and not any(part.failure for part in asked)
    return [] if whole else [_as_it_is(c) for c in known.values() if is_by_hand(c)]


def is_by_hand(capture: CaptureRecord) -> bool:
    """Whether a person fetched this: nobody asks a site for it."""
    return capture.headers.keys() == BY_HAND.keys()


def _as_it_is(capture: CaptureRecord) -> Part:
    return Part(role=role_of(capture), url=capture.url, name=capture.name, capture=capture, new=False)


def role_of(capture: CaptureRecord) -> Role:
    """What a file is to its publication."""
    return "page" if capture.role == "page" else "attachment"


def content_sha256(captures: Iterable[CaptureRecord]) -> str:
    """One hash over all parts of a publication, whatever their order."""
    lines = sorted(f"{c.role} {c.url} {c.sha256}" for c in captures)
    return sha256("\n".join(lines).encode()).hexdigest()


def as_read(content: str) -> str:
    """What a publication remembers of its last reading: which bytes, and which reader. Either may be another now."""
    return f"{content}@{reader_version()}"
