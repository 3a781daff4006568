"""Files that a person fetched (behind a wall, on paper) become a publication, as if they had been found there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from mimetypes import guess_type

from storage import Unit
from storage.records import CaptureRecord, PublicationRecord, SourceRecord
from watcher.context import Context
from watcher.discovery.keys import key_of, site_of
from watcher.messages import Message
from watcher.steps.files import BY_HAND, content_sha256


class NoSuchSourceError(Exception):
    """The address belongs to no column that is watched: nobody knows whose district it is."""


def take_in(context: Context, url: str, files: Sequence[tuple[str, bytes]]) -> int:
    """Archive the files under this address and ask for them to be read. The id of the publication.

    ``url``: the article's, or the column's where the article has none. Raises NoSuchSourceError.
    """
    digests = [context.archive.put(content) for _, content in files]
    now = context.now()
    with context.database.transaction() as unit:
        source = _source(unit, url)
        key = (
            f"by-hand-{sha256(''.join(sorted(digests)).encode()).hexdigest()[:16]}"
            if source.url == url
            else key_of(url)
        )
        publication, _ = unit.publications.find_or_add(
            source_id=source.id, site=site_of(url), key=key, url=url, title=files[0][0].rpartition(".")[0],
            district=source.district, published_on=None, is_history=source.first_read_at is None, now=now, parent_id=0,
        )  # fmt: skip
        captures = [
            _capture(context, publication, url, name, content, digest)
            for (name, content), digest in zip(files, digests, strict=True)
        ]
        for capture in captures:
            unit.publications.add_capture(capture)
        digest = content_sha256(captures)
        unit.publications.save(
            replace(
                publication, state="fetched", attempted_at=now, fetched_at=now, content_sha256=digest, last_error=None,
                consecutive_failures=0,
            )
        )  # fmt: skip
        payload = {"publication_id": publication.id}
        unit.messages.emit(
            Message.PUBLICATION_FETCHED, f"{publication.id}@{digest}@{now.isoformat()}", payload, now, now
        )
    return publication.id


def _source(unit: Unit, url: str) -> SourceRecord:
    """The column itself, else the one on the same site whose address is most like this one."""
    active = [source for source in unit.sources.all() if source.active]
    same_site = [source for source in active if source.url == url or site_of(source.url) == site_of(url)]
    if not same_site:
        raise NoSuchSourceError(url)
    return max(same_site, key=lambda source: (source.url == url, _alike(source.url, url)))


def _alike(one: str, other: str) -> int:
    """How many characters two addresses share from their path on."""
    pairs = zip(one.partition("://")[2].partition("/")[2], other.partition("://")[2].partition("/")[2], strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _capture(
    context: Context, publication: PublicationRecord, url: str, name: str, content: bytes, digest: str
) -> CaptureRecord:
    page = name.lower().endswith((".html", ".htm", ".shtml", ".mht", ".mhtml"))
    return CaptureRecord(
        publication_id=publication.id, role="page" if page else "attachment", url=f"{url.partition('#')[0]}#{name}",
        name=name, fetched_at=context.now(), sha256=digest, media_type=guess_type(name)[0] or "", size=len(content),
        headers=BY_HAND,
    )  # fmt: skip
