"""What the scripts of a page ask its own site for, as requests that we can make.

What a field holds is found without running the script: written there, given to a variable, in a hidden field of the
page, or in its address. The first page is asked for where nothing says which.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from watcher.discovery.model import PageRequest
from watcher.discovery.page import Page
from watcher.discovery.script_calls import Call, calls, given, put_into
from watcher.discovery.script_values import Expression, unquoted
from watcher.discovery.turning import is_page_key, is_record_key
from watcher.discovery.words import words
from watcher.fetching.model import JSON, Posted

_SIZE = 15  # items on a page where the script does not say
_DEEPEST = 4
_FIELDS = 40  # of one request, parts of one address
_FIELD = re.compile(r"(?:\$|jQuery)\([\"']#([\w-]+)[\"']\)\.val\(\)|getElementById\([\"']([\w-]+)[\"']\)\.value")
_FROM_QUERY = re.compile(r"[gG]et\w{0,40}\([\"'](\w+)[\"']\)|\bquery\.(\w{1,40})")  # getQueryString("id")
_SIZES = re.compile(r"size|limit|rows|perpage|pagecount", re.IGNORECASE)
_PARTS = re.compile(r"\"[^\"]*\"|'[^']*'|`[^`]*`|[A-Za-z_$][\w$.]*(?:\([^()]*\))?")
_HOLES = re.compile(r"\$\{([^{}]*)\}")
_KEY = re.compile(r"(\w+)=$")
_MADE = (
    re.compile(
        r"(?<![\w./%?&=:-])([\w./%?&=:-]{0,200}[/=])[\"']\s*\+\s*(?:\w{1,40}(?:\[\w{1,40}\])?\.){1,6}(\w+)"
        r"\s*(?:\+\s*[\"']([\w./?&=-]*))?"
    ),
    re.compile(r"(?<![\w./%?&=:-])([\w./%?&=:-]{0,200}[/=])\$\{(?:\w{1,40}\.){1,6}(\w+)\}([\w./?&=-]*)"),
)


def requests_of_scripts(page: Page, *, any_sound: bool = False) -> Iterator[PageRequest]:
    """What the scripts of a page ask for, each once, where its address sounds like that of a list, or ``any_sound``."""
    made, seen = item_addresses(page.scripts), set()
    for call in calls(page.scripts):
        address = _address(call.address, page)
        url = page.resolve(address)
        sounds = any_sound or _is_paged(call) or re.search(words().likely_lists, address, re.IGNORECASE)
        if not url or not sounds:
            continue
        request = _request(call, url, page, made)
        if request.posted and changes(url, call.data):
            continue
        if (request.url, request.posted) not in seen:
            seen.add((request.url, request.posted))
            yield request


def changes(url: str, data: Any = None) -> bool:
    """Whether to ask this would apply for something, change or send it, by what it calls."""
    return re.search(words().no_posts, called_by(url, data), re.IGNORECASE) is not None


def called_by(url: str, data: Any = None) -> str:
    """What an address calls on its site: its path, and the actions that its query or what goes with it names."""
    parts = urlsplit(url)
    told = (*parse_qsl(parts.query), *(data.items() if isinstance(data, dict) else ()))
    return " ".join((parts.path, *(f"{value}" for name, value in told if name.lower() in words().action_keys)))


def item_addresses(scripts: str) -> tuple[str, ...]:
    """How scripts make the address of an item from its fields: ``/info.html?id={id}``."""
    found = (match for pattern in _MADE for match in pattern.finditer(scripts))
    made = (f"{match[1]}{{{match[2]}}}{match[3] or ''}" for match in found)
    return tuple(dict.fromkeys(one for one in made if re.search(r"[./]\w", one.partition("{")[0])))[:8]


def _is_paged(call: Call) -> bool:
    """Whether a call asks for a page of something."""
    return isinstance(call.data, dict) and any(is_page_key(name) for name in call.data)


def _request(call: Call, url: str, page: Page, made: tuple[str, ...]) -> PageRequest:
    data, posted = _known(call.data, page), None
    if call.post:
        posted = _posted(data, call.as_json)
    elif isinstance(data, dict) and data:
        url = f"{url}{'&' if '?' in url else '?'}{urlencode(_fields(data))}"
    return PageRequest(url=url, posted=posted, optional=True, own_list=True, item_addresses=made)


def _address(value: Any, page: Page) -> str:
    """An address put together of texts, and of variables as far as the page tells what they hold."""
    if not isinstance(value, Expression):
        return value if isinstance(value, str) else ""
    made = ""
    for part in _PARTS.findall(value)[:_FIELDS]:
        if part[0] == "`":
            for place, piece in enumerate(_HOLES.split(part[1:-1])):
                made += _within(piece.strip(), made, page) if place % 2 else piece
        elif part[0] in "\"'":
            made += unquoted(part)
        elif part != "new":
            made += _within(part, made, page)
    return made


def _within(name: str, before: str, page: Page) -> str:
    """What a variable adds to an address, behind what stands before it."""
    key = _KEY.search(before)
    found = _worked_out(key[1] if key else "", Expression(name), page, 0)
    return str(found) if isinstance(found, str | int) else ""


def _known(data: Any, page: Page, depth: int = 0) -> Any:
    """The data with every expression worked out as far as the page tells."""
    if isinstance(data, dict) and depth < _DEEPEST:
        return {name: _worked_out(name, value, page, depth) for name, value in list(data.items())[:_FIELDS]}
    if isinstance(data, str) and not isinstance(data, Expression):
        return dict(parse_qsl(data, keep_blank_values=True))
    return data if isinstance(data, list) else {}


def _worked_out(name: str, value: Any, page: Page, depth: int) -> Any:
    if isinstance(value, dict):
        return _known(value, page, depth + 1)
    if not isinstance(value, Expression):
        return value
    if is_page_key(name):
        first = given(value, page.scripts)
        return first if isinstance(first, int) and first in (0, 1) else 1
    if is_record_key(name):
        return first if isinstance(first := given(value, page.scripts), int) else 0
    found = _in_page(value, page)
    return found if found is not None else _SIZE if _SIZES.search(name) else ""


def _in_page(value: str, page: Page) -> Any:
    """A value in a hidden field, in the address of the page, or in a variable of the script that holds one of these."""
    told = _outside(value, page)
    told = _outside(put_into(value, page.scripts), page) if told is None else told
    if told is not None:
        return told
    found = given(value, page.scripts)
    return found if isinstance(found, str | int) and not isinstance(found, Expression) else None


def _outside(value: str, page: Page) -> str | None:
    """A value that the script takes from a hidden field, or from the address of the page."""
    if field := _FIELD.search(value):
        wanted = field[1] or field[2]
        holders = (one for one in page.tagged("input", "select", "textarea") if one.get("id") == wanted)
        return next((holder.get("value") or "" for holder in holders), None)
    if asked := _FROM_QUERY.search(value):
        stated = dict(parse_qsl(urlsplit(page.url).query))
        return stated.get(asked[1], "") if asked[1] else stated.get(asked[2])
    return None


def _posted(data: Any, as_json: bool) -> Posted:
    if as_json:
        return Posted(body=json.dumps(data, ensure_ascii=False).encode(), media_type=JSON)
    return Posted.form(_fields(data) if isinstance(data, dict) else ())


def _fields(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, value if isinstance(value, str) else json.dumps(value)) for name, value in data.items()]
