"""JPAAS (Hanweb's newer system): units of a page that a script asks of build/unit, answered as JSON with markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode, urljoin

from bs4 import BeautifulSoup, Tag

from watcher.discovery.adapter import Adapter
from watcher.discovery.article import article_of
from watcher.discovery.listing import listing_of
from watcher.discovery.model import Article, Listing, PageRequest
from watcher.discovery.page import Page
from watcher.fetching.model import Posted

NAME = "jpaas"
_SCRIPT = re.compile(r"<script\b[^<>]{0,4000}?\burl=[\"'][^\"'<>]{0,300}/build/unit[\"'][^<>]{0,4000}>", re.IGNORECASE)
_UNIT_TAG = re.compile(r"<\w{1,40}\b[^<>]{0,4000}?\bquerydata\s*=\s*[^<>]{0,4000}>", re.IGNORECASE)
_LISTS = re.compile(r"列表|list|信息|内容", re.IGNORECASE)
_MOST_UNITS = 6
_PAGE_SIZE = 20


def recognises(page: Page) -> bool:
    """By the units that its scripts ask for, or by the addresses of its articles."""
    return "/build/unit" in page.text or re.search(r"/art/\d{4}/art_[0-9a-f]{16,}", page.url) is not None


def read_listing(page: Page) -> Listing:
    """What the page shows already, and the units that its scripts would ask for."""
    found = listing_of(page, NAME)
    requests = tuple(_requests(page)) or found.requests
    return replace(found, requests=requests, problems=() if requests else found.problems)


def _requests(page: Page) -> Iterator[PageRequest]:
    units = list(_units(page))
    named = [unit for unit in units if _LISTS.search(unit[1].get("tagId", ""))]
    for address, query in (named or units)[:_MOST_UNITS]:
        paged = {**query, "paramJson": json.dumps({"pageNo": 1, "pageSize": _PAGE_SIZE}, separators=(",", ":"))}
        posted = PageRequest(url=address, posted=Posted.form(paged.items()))
        yield PageRequest(url=f"{address}?{urlencode(paged)}", otherwise=posted, own_list=True)


def _units(page: Page) -> Iterator[tuple[str, dict[str, str]]]:
    """Address and query of each unit; parsing took the scripts away, so their tags are read from the text."""
    seen: set[str] = set()
    for tag in [*_SCRIPT.findall(page.text), *_UNIT_TAG.findall(page.text)]:
        element = BeautifulSoup(tag, "lxml").find(True, attrs={"querydata": True})
        if not isinstance(element, Tag) or not element.get("url"):
            continue
        query = dict(re.findall(r"[\"'](\w+)[\"']\s*:\s*[\"']([^\"']*)[\"']", str(element["querydata"])))
        mark = f"{query.get('pageId')} {query.get('tagId')}"
        if query and mark not in seen:
            seen.add(mark)
            yield urljoin(page.url, str(element["url"])), query


def read_article(page: Page) -> Article:
    """What an article page holds."""
    return article_of(page, NAME)


ADAPTER = Adapter(name=NAME, recognises=recognises, read_listing=read_listing, read_article=read_article)
