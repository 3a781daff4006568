"""A list as JSON: gkmlpt's articles, JPAAS units whose markup is wrapped in JSON, and other list interfaces.

The list is the longest array of objects that have a title and an address; names of the fields are data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from watcher.discovery.adapter import Adapter
from watcher.discovery.article import article_of
from watcher.discovery.fields import files_in, item_of, lists_of
from watcher.discovery.listing import listing_of
from watcher.discovery.model import Article, ListedItem, Listing, PageRequest
from watcher.discovery.page import Page, parse
from watcher.discovery.turning import following
from watcher.discovery.words import words

NAME = "json_list"
_DEEPEST = 4  # levels of an answer in which it states how many there are
_WRAPPED = re.compile(r"^[\w$.]+\((.*)\)[\s;]*$", re.DOTALL)


def recognises(page: Page) -> bool:
    """By its first character; a callback around it is allowed."""
    return _value(page) is not None


def read_listing(page: Page) -> Listing:
    """Items of the list, and the request for the page after it where this one holds any."""
    value = _value(page)
    items = tuple(_items(value, page))
    markup = "" if items else max(_texts(value), key=len, default="")
    if markup:
        inner = listing_of(parse(f'<meta charset="utf-8">{markup}'.encode(), page.url), NAME)
        items = inner.items
    further = following(page.asked or PageRequest(url=page.url)) if items else None
    return Listing(
        items=items, requests=(further,) if further else (), adapter=NAME,
        problems=tuple(_amiss(value, len(items), page, last=further is None)),
    )  # fmt: skip


def _amiss(value: Any, found: int, page: Page, *, last: bool) -> Iterator[str]:
    """What was not understood: no items, or fewer than there are said to be with no way to the others."""
    if not found:
        yield f"接口返回的内容中没有条目：{page.url}"
    elif last and (total := max(_totals(value, _DEEPEST), default=0)) > found:
        yield f"列表共 {total} 条，看不懂翻页方式，只读了 {found} 条：{page.url}"


def _totals(value: Any, left: int) -> Iterator[int]:
    """The numbers of records that an answer states."""
    for name, inner in value.items() if isinstance(value, dict) and left else ():
        if name.lower().replace("_", "") in words().json_totals and re.fullmatch(r"\d{1,6}", f"{inner}"):
            yield int(inner)
        yield from _totals(inner, left - 1)


def _value(page: Page) -> Any:
    """What the text is as JSON; None where it is none."""
    text = page.text.strip().lstrip("\ufeff")
    wrapped = _WRAPPED.match(text) if not text.startswith(("{", "[", "<")) else None
    text = wrapped.group(1).strip() if wrapped else text
    if not text.startswith(("{", "[")):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None


def _items(value: Any, page: Page) -> Iterator[ListedItem]:
    patterns = page.asked.item_addresses if page.asked else ()
    lists = sorted(lists_of(value, patterns), key=len)
    found = (item_of(entry, page.resolve, patterns) for entry in (lists[-1] if lists else ()))
    yield from (item for item in found if item)


def _texts(value: Any) -> Iterator[str]:
    """Every text below a value that is markup with links."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
    elif isinstance(value, str) and "<a" in value and "href" in value:
        yield value


def read_article(page: Page) -> Article:
    """An article that comes as JSON: the markup in it is its page, and records with files are its attachments."""
    value = _value(page)
    markup = max(_texts(value), key=len, default="")
    inner = parse(f'<meta charset="utf-8">{markup}'.encode(), page.url) if markup else page
    found = article_of(inner, NAME)
    linked = {one.url for one in found.attachments}
    files = tuple(one for one in files_in(value, page.resolve) if one.url not in linked)
    return replace(found, adapter=NAME, attachments=(*found.attachments, *files))


ADAPTER = Adapter(name=NAME, recognises=recognises, read_listing=read_listing, read_article=read_article)
