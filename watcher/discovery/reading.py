"""Which adapter reads a page: the one that the configuration names, else the first that recognises it."""

from __future__ import annotations

from watcher.discovery import feed, gkmlpt, jcms, jpaas, json_list, kaipu
from watcher.discovery.adapter import Adapter
from watcher.discovery.generic import ADAPTER as GENERIC
from watcher.discovery.keys import shape_of
from watcher.discovery.model import Article, Listing, PageRequest
from watcher.discovery.page import Page, parse
from watcher.discovery.trs_wcm import ADAPTER as TRS_WCM

ADAPTERS: tuple[Adapter, ...] = (
    json_list.ADAPTER, feed.ADAPTER, jcms.ADAPTER, gkmlpt.ADAPTER, jpaas.ADAPTER, TRS_WCM, kaipu.ADAPTER, GENERIC,
)  # fmt: skip
# The last one recognises everything.


def read_listing(
    body: bytes, url: str, adapter: str | None = None, fragment: str = "", asked: PageRequest | None = None
) -> Listing:
    """What a list page holds."""
    page = parse(body, url, fragment, asked)
    found = _adapter_for(page, adapter).read_listing(page)
    return (
        found if asked is None or not asked.shapes or _shares(found, asked.shapes) else Listing(adapter=found.adapter)
    )


def _shares(found: Listing, shapes: frozenset[str]) -> bool:
    """Whether a page that a guess brought holds items like those of the list that it may belong to."""
    return any(shape_of(item.url) in shapes for item in found.items)


def read_article(body: bytes, url: str) -> Article:
    """What an article page holds."""
    page = parse(body, url)
    return _adapter_for(page, None).read_article(page)


def _adapter_for(page: Page, named: str | None) -> Adapter:
    """The named one, but for an answer in JSON: whatever the site is built with, that is read as JSON."""
    first = next(adapter for adapter in ADAPTERS if adapter.recognises(page))
    if named is None or first is json_list.ADAPTER:
        return first
    return next((adapter for adapter in ADAPTERS if adapter.name == named), first)
