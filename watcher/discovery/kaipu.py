"""Kaipu, the system of many cities in the south: content/post_2578298.html, index_2.html."""

from __future__ import annotations

import re

from watcher.discovery.adapter import Adapter
from watcher.discovery.article import article_of
from watcher.discovery.keys import site_of
from watcher.discovery.listing import listing_of
from watcher.discovery.model import Article, Listing
from watcher.discovery.page import Page

NAME = "kaipu"
_ARTICLE = re.compile(r"/(?:content/)?(?:post|content|mpost)_\d+(?:_\d+)?\.s?html?")


def recognises(page: Page) -> bool:
    """By the addresses of its articles: this page's own, or those that it links to."""
    if _ARTICLE.search(page.url):
        return True
    return any(_ARTICLE.search(url) and site_of(url) == site_of(page.url) for _, url in page.links)


def read_listing(page: Page) -> Listing:
    """Items, further pages and redirect of a column."""
    return listing_of(page, NAME)


def read_article(page: Page) -> Article:
    """What an article page holds."""
    return article_of(page, NAME)


ADAPTER = Adapter(name=NAME, recognises=recognises, read_listing=read_listing, read_article=read_article)
