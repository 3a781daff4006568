"""A list as JSON: gkmlpt's articles, JPAAS units whose markup is wrapped in JSON, and other list interfaces.

The list is the longest array of objects that have a title and an address; names of the fields are data. The number of
the next page is put where this page's stands in the address: in its query, or in a parameter that is JSON itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from watcher.discovery.adapter import Adapter
from watcher.discovery.article import article_of
from watcher.discovery.fields import is_item, item_of
from watcher.discovery.listing import listing_of
from watcher.discovery.model import Article, ListedItem, Listing, PageRequest
from watcher.discovery.page import Page, parse
from watcher.discovery.words import words

NAME = "json_list"
_WRAPPED = re.compile(r"^\s*[\w$.]+\((.*)\)\s*;?\s*$", re.DOTALL)


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
    further = _following(page.url) if items else None
    problems = () if items else (f"接口返回的内容中没有条目：{page.url}",)
    return Listing(items=items, requests=(further,) if further else (), adapter=NAME, problems=problems)


def _value(page: Page) -> Any:
    """What the text is as JSON; None where it is none."""
    text = page.text.strip().lstrip("\ufeff")
    wrapped = _WRAPPED.match(text) if not text.startswith(("{", "[", "<")) else None
    text = wrapped.group(1).strip() if wrapped else text
    if not text.startswith(("{", "[")):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict | list) else None


def _items(value: Any, page: Page) -> Iterator[ListedItem]:
    lists = sorted(_lists(value), key=len)
    found = (item_of(entry, page.resolve) for entry in (lists[-1] if lists else ()))
    yield from (item for item in found if item)


def _lists(value: Any) -> Iterator[Sequence[Mapping[str, Any]]]:
    """Every array below a value whose objects have a title and an address, or hold one that has."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _lists(inner)
    elif isinstance(value, list):
        found = [item for entry in value if isinstance(entry, dict) and (item := _record(entry))]
        if found:
            yield found
        else:
            for inner in value:
                yield from _lists(inner)


def _record(entry: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The record that an object of an array is, or wraps: search services put it under "data" or "_source"."""
    held = (inner for inner in entry.values() if isinstance(inner, dict))
    return entry if is_item(entry) else next((inner for inner in held if is_item(inner)), None)


def _texts(value: Any) -> Iterator[str]:
    """Every text below a value that is markup with links."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
    elif isinstance(value, str) and "<a" in value and "href" in value:
        yield value


def _following(url: str) -> PageRequest | None:
    """The same request for the next page; None where the address names no page."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    moved = [(name, _next_number(name, value)) for name, value in query]
    if moved == query:
        return None
    return PageRequest(url=urlunsplit(parts._replace(query=urlencode(moved))))


def _next_number(name: str, value: str) -> str:
    if name.lower() in words().page_keys and value.isdecimal():
        return str(int(value) + 1)
    return re.sub(r"(\"pageNo\"\s*:\s*\"?)(\d+)", lambda found: f"{found[1]}{int(found[2]) + 1}", value)


def read_article(page: Page) -> Article:
    """An article that comes as JSON: the markup in it is its page."""
    markup = max(_texts(_value(page)), key=len, default="")
    inner = parse(f'<meta charset="utf-8">{markup}'.encode(), page.url) if markup else page
    return replace(article_of(inner, NAME), adapter=NAME)


ADAPTER = Adapter(name=NAME, recognises=recognises, read_listing=read_listing, read_article=read_article)
