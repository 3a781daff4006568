"""Walking a column: its first list page and, as far as needed, the others. Network only; nothing is written here."""

from __future__ import annotations

from hashlib import sha256
from http.cookiejar import CookieJar

from storage.errors import StorageError
from storage.records import SourceRecord
from watcher.discovery import PageRequest, links_sha256
from watcher.fetching import Failed, Fetched, Fetcher, NotModified
from watcher.steps.list_pages import ListPages
from watcher.steps.walk import Key, Known, Walk

__all__ = ["Key", "Walk", "walk_column"]


def walk_column(
    fetcher: Fetcher, source: SourceRecord, known: Known, *, adapter: str | None = None,
    asked: PageRequest | None = None, sweep: bool = False,
) -> Walk:  # fmt: skip
    """Look at a column. ``sweep``: read every list page, whatever the first one says. Never raises for a bad site.

    ``asked``: the request that brings its list, where the configuration names one.
    """
    whole = sweep or source.walked_at is None
    afresh = whole or source.body_sha256 is None  # the first page is a frame: its list stands behind it, changes alone
    conditional = not afresh and (asked is None or asked.posted is None)
    cookies = CookieJar()
    answer = fetcher.fetch(
        asked.url if asked else source.url, etag=source.etag if conditional else None,
        last_modified=source.last_modified if conditional else None,
        posted=asked.posted if asked else None, cookies=cookies,
    )  # fmt: skip
    if isinstance(answer, NotModified):
        return Walk(unchanged=True, not_modified=answer)
    walk = Walk(first=answer if isinstance(answer, Fetched) else None)
    if isinstance(answer, Failed):
        walk.fail(answer, source.url)
        return walk
    if not afresh and sha256(answer.body).hexdigest() == source.body_sha256:
        walk.unchanged, walk.links_sha256, walk.lost_permille = True, source.links_sha256, source.lost_permille
        return walk
    walk.links_sha256, walk.lost_permille = links_sha256(answer.body), lost_permille(answer.body)
    if not afresh and walk.links_sha256 == source.links_sha256:
        walk.unchanged = True
        return walk
    walk.whole = whole
    try:
        ListPages(fetcher, source, walk, known, adapter, cookies).read(answer, asked)
    except StorageError:
        raise
    except Exception as error:  # a page that trips a reader costs its own column only, and must be seen
        walk.error, walk.reason = f"读取列表时出错（{type(error).__name__}）：{source.url}", "unread"
    return walk


def lost_permille(body: bytes) -> int:
    """How many in a thousand characters were lost to a wrong encoding already at the site."""
    lost = body.count(b"\xef\xbf\xbd")
    return lost * 1000 // max(len(body.decode("utf-8", "replace")), 1) if lost else 0
