"""gkmlpt, the directory of Guangdong's sites: an empty frame whose script asks api/all/<column>?page=1&sid=<site>.

The column stands behind the # of the address (``/gkmlpt/index#14313``); without one, the columns of the tree that
speak of budgets and accounts are asked for, else everything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from watcher.discovery.adapter import Adapter
from watcher.discovery.article import article_of
from watcher.discovery.listing import listing_of
from watcher.discovery.model import Article, Listing, PageRequest
from watcher.discovery.page import Page

NAME = "gkmlpt"
_API = re.compile(r"[\"']([^\"'\s]*/gkmlpt/api/all/\d+\?[^\"'\s]*)[\"']")
_SITE = re.compile(r"\bSID\s*[:=]\s*[\"']?(\d+)")
_TREE = re.compile(r"\bTREE\s*:\s*(?=\[)")
_WANTED = re.compile(r"[预决]算|财政资金|三公")


def recognises(page: Page) -> bool:
    """By its path, with the configuration that its frame holds, or by the address that a script asks."""
    framed = "/gkmlpt/" in page.url or ("_CONFIG" in page.scripts and "/gkmlpt/" in page.text)
    return (framed and _SITE.search(page.scripts) is not None) or bool(_API.search(page.scripts))


def read_listing(page: Page) -> Listing:
    """What the frame shows already, and what its script would ask for."""
    found = listing_of(page, NAME)
    requests = tuple(PageRequest(url=url, own_list=True) for url in _addresses(page)) or found.requests
    shown = found.items if not requests or _SITE.search(page.scripts) is None else ()
    return replace(found, items=shown, requests=requests, problems=() if requests else found.problems)


def _addresses(page: Page) -> list[str]:
    """The first page of each column to be asked for."""
    if named := [urljoin(page.url, address) for address in _API.findall(page.scripts)]:
        return list(dict.fromkeys(named))
    site = _SITE.search(page.scripts)
    if site is None:
        return []
    parts = urlsplit(page.url)
    root = f"{parts.scheme}://{parts.netloc}{parts.path.partition('/gkmlpt')[0]}/gkmlpt/api/all"
    chosen = re.match(r"\d+", page.fragment)
    columns = [chosen.group()] if chosen else [str(one) for one in _columns(page)] or ["0"]
    return [f"{root}/{column}?page=1&sid={site.group(1)}" for column in columns]


def _columns(page: Page) -> Iterator[int]:
    tree = _TREE.search(page.scripts)
    try:
        nodes = json.JSONDecoder().raw_decode(page.scripts, tree.end())[0] if tree else []
    except (ValueError, RecursionError):
        return
    yield from _wanted(nodes)


def _wanted(nodes: list[Any]) -> Iterator[int]:
    """The deepest columns whose names speak of budgets and accounts."""
    for node in nodes if isinstance(nodes, list) else []:
        below = list(_wanted(node.get("children") or []))
        yield from below
        if not below and _WANTED.search(str(node.get("name", ""))) and isinstance(node.get("id"), int):
            yield node["id"]


def read_article(page: Page) -> Article:
    """What an article page holds."""
    return article_of(page, NAME)


ADAPTER = Adapter(name=NAME, recognises=recognises, read_listing=read_listing, read_article=read_article)
