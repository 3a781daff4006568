"""What stands on a list page and on an article page: HTML in, values out. A file per content management system.

A new site: add a file like ``trs_wcm.py`` and its name to ``ADAPTERS``; the first that recognises a page reads it.
"""

from __future__ import annotations

from watcher.discovery.adapter import Adapter
from watcher.discovery.generic import ADAPTER as GENERIC
from watcher.discovery.model import Article, Attachment, ListedItem, Listing
from watcher.discovery.page import Page, parse
from watcher.discovery.titles import looks_like_report
from watcher.discovery.trs_wcm import ADAPTER as TRS_WCM

__all__ = ["Article", "Attachment", "ListedItem", "Listing", "looks_like_report", "read_article", "read_listing"]

ADAPTERS: tuple[Adapter, ...] = (TRS_WCM, GENERIC)  # the last one recognises everything


def read_listing(body: bytes, url: str) -> Listing:
    """The publications that a list page names, its further pages and where it leads on to. ``url``: after redirects."""
    page = parse(body, url)
    return _adapter_for(page).read_listing(page)


def read_article(body: bytes, url: str) -> Article:
    """Title, date, attachments and child articles of an article page. ``url``: after redirects."""
    page = parse(body, url)
    return _adapter_for(page).read_article(page)


def _adapter_for(page: Page) -> Adapter:
    return next(adapter for adapter in ADAPTERS if adapter.recognises(page))
