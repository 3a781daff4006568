"""TRS WCM, the system of most district sites: t20231020_12451922.html, createPage, TRS_UEDITOR."""

from __future__ import annotations

import re

from watcher.discovery.adapter import Adapter
from watcher.discovery.article import article_of
from watcher.discovery.keys import site_of
from watcher.discovery.listing import listing_of
from watcher.discovery.model import Article, Listing
from watcher.discovery.page import Page, redirect_of

NAME = "trs_wcm"
_ARTICLE = re.compile(r"/t\d{8}_\d+(?:_wap)?(?:_\d+)?\.s?html?")


def recognises(page: Page) -> bool:
    """By the addresses of its articles: this page's own, those that it links to, or the one that it leads on to."""
    if _ARTICLE.search(page.url):
        return True
    if any(_ARTICLE.search(url) and site_of(url) == site_of(page.url) for _, url in page.links):
        return True
    return _ARTICLE.search(redirect_of(page) or "") is not None


def read_listing(page: Page) -> Listing:
    """Items, further pages and redirect of a column."""
    return listing_of(page, NAME)


def read_article(page: Page) -> Article:
    """What an article page holds."""
    return article_of(page, NAME)


ADAPTER = Adapter(name=NAME, recognises=recognises, read_listing=read_listing, read_article=read_article)
