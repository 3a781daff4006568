"""The request for the page after the one that a request asked for: the number of the page is one higher.

It stands in the query of the address, in the form or in the JSON that is posted, or in a parameter that is JSON itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote_plus, unquote_plus, urlencode, urlsplit, urlunsplit

from watcher.discovery.model import PageRequest
from watcher.discovery.words import words
from watcher.fetching.model import FORM, Posted

_WITHIN = re.compile(r"(\"pageNo\"\s*:\s*\"?)(\d+)")

Next = Callable[[str, object], Any]  # the value of a field as the next page has it


def following(asked: PageRequest) -> PageRequest | None:
    """The same request for the next page; None where it names no page."""
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
    return name.lower() in words().page_keys


def _turner(asked: PageRequest) -> Next:
    def turned(name: str, value: object) -> Any:
        if (name == asked.page_key) if asked.page_key else is_page_key(name):
            if isinstance(value, int) and not isinstance(value, bool):
                return value + asked.step
            return str(int(value) + asked.step) if isinstance(value, str) and value.isdecimal() else value
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
