"""The request for the page after the one that a request asked for: the number of the page is one higher.

It stands in the query of the address, in the form or in the JSON that is posted, or in a parameter that is JSON itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote_plus, unquote_plus, urlencode, urlsplit, urlunsplit

from watcher.discovery.model import PageRequest
from watcher.discovery.words import words
from watcher.fetching.model import FORM, Posted

_SIZE, _COUNT = re.compile(r"[1-9]\d{0,3}"), re.compile(r"\d{1,6}")
_WITHIN = re.compile(r"(\"pageNo\"\s*:\s*\"?)(\d{1,6})\b")

Next = Callable[[str, object], Any]  # the value of a field as the next page has it


def following(asked: PageRequest) -> PageRequest | None:
    """The same request for the next page; None where it names no page."""
    asked = _by_records(asked)
    turned = _turner(asked)
    asked = replace(asked, otherwise=None, optional=False, own_list=False, continued=True)
    if asked.posted is not None:
        posted = _posted(asked.posted, turned)
        if posted != asked.posted:
            return replace(asked, posted=posted)
    parts = urlsplit(asked.url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    moved = _pairs(query, turned)
    if moved == query:
        return None
    return replace(asked, url=urlunsplit(parts._replace(query=urlencode(moved))))


def is_page_key(name: str) -> bool:
    """Whether a field of this name holds the number of a page."""
    return _plain(name) in words().page_keys


def is_record_key(name: str) -> bool:
    """Whether a field of this name holds the number of the first record that is wanted."""
    return _plain(name) in words().record_keys


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _by_records(asked: PageRequest) -> PageRequest:
    """The request with the field named that counts records, where no field counts pages: from 0 to 10 to 20."""
    fields = [] if asked.page_key else list(_fields(asked))
    if any(is_page_key(name) for name, _ in fields):
        return asked
    size = next((int(v) for name, v in fields if _plain(name) in words().size_keys and _SIZE.fullmatch(v)), 0)
    counted = (name for name, v in fields if is_record_key(name) and _COUNT.fullmatch(v))
    key = next((name for name in counted if size), "")
    return replace(asked, page_key=key, step=size) if key else asked


def _fields(asked: PageRequest) -> Iterator[tuple[str, str]]:
    """Every field of a request with its value as text: of its query, and of what it posts."""
    yield from parse_qsl(urlsplit(asked.url).query, keep_blank_values=True)
    if asked.posted and asked.posted.media_type == FORM:
        yield from parse_qsl(asked.posted.body.decode("ascii", "replace"), keep_blank_values=True)
    elif asked.posted:
        yield from _leaves(json.loads(asked.posted.body))


def _leaves(value: Any) -> Iterator[tuple[str, str]]:
    inside = value.items() if isinstance(value, dict) else (("", one) for one in value)
    for name, inner in inside:
        yield from _leaves(inner) if isinstance(inner, dict | list) else ((name, f"{inner}"),)


def _turner(asked: PageRequest) -> Next:
    def turned(name: str, value: object) -> Any:
        if (name == asked.page_key) if asked.page_key else is_page_key(name):
            if isinstance(value, int) and not isinstance(value, bool):
                return value + asked.step
            return str(int(value) + asked.step) if isinstance(value, str) and _COUNT.fullmatch(value) else value
        if isinstance(value, str):
            return _WITHIN.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", value)
        return value

    return turned


def _posted(posted: Posted, turned: Next) -> Posted:
    if posted.media_type != FORM:
        return replace(posted, body=json.dumps(_moved(json.loads(posted.body), turned), ensure_ascii=False).encode())
    moved = (_written(field, turned) for field in posted.body.decode("ascii", "replace").split("&"))
    return replace(posted, body="&".join(moved).encode())


def _written(field: str, turned: Next) -> str:
    """A field as it is written in a form, in whatever charset; one that does not turn stays as it is."""
    name, equals, value = field.partition("=")
    plain = unquote_plus(value)
    moved = str(turned(unquote_plus(name), plain))
    return field if moved == plain else f"{name}{equals}{quote_plus(moved)}"


def _pairs(fields: Iterable[tuple[str, str]], turned: Next) -> list[tuple[str, str]]:
    return [(name, str(turned(name, value))) for name, value in fields]


def _moved(value: Any, turned: Next) -> Any:
    """The numbers of pages below a value of JSON, one higher each."""
    if isinstance(value, dict):
        return {k: _moved(v, turned) if isinstance(v, dict | list) else turned(k, v) for k, v in value.items()}
    return [_moved(one, turned) for one in value] if isinstance(value, list) else value
