"""The soup of a page, for articles: their bodies and headings are found by the selectors of ``site_words.toml``."""

from __future__ import annotations

from bs4 import BeautifulSoup

from watcher.discovery.tree import UNSEEN, markup_of


def soup_of(text: str) -> BeautifulSoup:
    """The soup of a text without what nobody sees. Only for a text of which ``tree_of`` has made a tree."""
    soup = BeautifulSoup(markup_of(text), "lxml")
    for one in soup.find_all(list(UNSEEN)):
        one.decompose()
    return soup
