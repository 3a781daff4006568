"""A directory of columns: a page that lists no reports but the bodies, years or kinds whose lists stand elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from watcher.discovery.keys import leads_to_article, site_of, suffix_of
from watcher.discovery.model import ListedItem
from watcher.discovery.page import Page, in_furniture, spaced_text
from watcher.discovery.tree import Element
from watcher.discovery.words import words

FEWEST = 2  # a single link is a sign-post, not a directory


def columns_of(page: Page) -> tuple[ListedItem, ...]:
    """The columns that a page leads to, in its order; none where it is no directory."""
    places: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for link, url, title in _candidates(page):
        places[_place(link)].setdefault(url, title)
    best = max(places.values(), key=len, default={})
    return tuple(ListedItem.of(url, title) for url, title in best.items()) if len(best) >= FEWEST else ()


def _candidates(page: Page) -> Iterator[tuple[Element, str, str]]:
    """Links to lists that lie below this page, or whose words name a body, a year or a kind, wherever those lie."""
    folder = urljoin(page.url, ".")
    for link, url in page.links:
        title = spaced_text(link)
        wanted = title and _of_house(url, page) and (_below(url, folder) or re.search(words().columns, title))
        known = leads_to_article(url) or suffix_of(url) or _is_page(url, page)
        if wanted and not known and not in_furniture(link):
            yield link, url, title


def _of_house(url: str, page: Page) -> bool:
    """Whether an address is on the page's site or on one below it: bodies may have hosts of their own."""
    return f".{site_of(url)}".endswith(f".{site_of(page.url)}")


def _below(url: str, folder: str) -> bool:
    """Whether an address lies in the folder of this page. The folder of a front page holds everything."""
    return urlsplit(folder).path != "/" and url.partition("://")[2].startswith(folder.partition("://")[2])


def _is_page(url: str, page: Page) -> bool:
    """Whether an address is that of this page itself, or of the next one of its list."""
    path = re.sub(r"(?:_\d+)?(?=\.\w+$)", "", urlsplit(url).path)
    return site_of(url) == site_of(page.url) and path.removesuffix("index.html") in (
        urlsplit(page.url).path, urlsplit(urljoin(page.url, ".")).path
    )  # fmt: skip


def _place(link: Element) -> tuple[str, ...]:
    """Where a link hangs, by the names of what holds it."""
    return tuple(holder.name for holder in (link, *link.parents))
