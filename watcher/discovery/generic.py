"""Any site: addresses that look like articles, dates beside links, the places where texts usually stand."""

from __future__ import annotations

from watcher.discovery.adapter import Adapter
from watcher.discovery.article import article_of
from watcher.discovery.listing import listing_of
from watcher.discovery.model import Article, Listing
from watcher.discovery.page import Page

NAME = "generic"


def recognises(page: Page) -> bool:
    """Every page that nobody else knows."""
    return page is not None


def read_listing(page: Page) -> Listing:
    """Items, further pages and redirect of a list page."""
    return listing_of(page, NAME)


def read_article(page: Page) -> Article:
    """What an article page holds."""
    return article_of(page, NAME)


ADAPTER = Adapter(name=NAME, recognises=recognises, read_listing=read_listing, read_article=read_article)
