"""The requests that scripts of a page post to its own site: ``$.post``, ``$.ajax``, ``axios`` and ``fetch``.

What a field holds is found without running the script: written there, given to a variable, in a hidden field of the
page, or in its address. The first page is asked for where nothing says which.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from watcher.discovery.model import PageRequest
from watcher.discovery.page import Page
from watcher.discovery.script_values import Expression, value_at
from watcher.discovery.turning import is_page_key
from watcher.discovery.words import words
from watcher.fetching.model import JSON, Posted

_MOST = 40  # calls of a page that are looked at
_SIZE = 15  # items on a page where the script does not say
_POST = re.compile(r"(?<![\w$])([\w$]{1,60})\.post\s*\(")
_CALLS = re.compile(r"(?:(\.ajax)|\baxios|\bfetch|\brequest|\$http)\s*\(")
_JQUERY = frozenset(("$", "jQuery"))  # sends objects as forms; others send them as JSON
LONGEST_CALL = 4000  # characters
_SERIAL = re.compile(r"(?:(JSON\.stringify)|(?:\$\.param|[qQ]s\.stringify))\(")
_FIELD = re.compile(r"(?:\$|jQuery)\([\"']#([\w-]+)[\"']\)\.val\(\)|getElementById\([\"']([\w-]+)[\"']\)\.value")
_FROM_QUERY = re.compile(r"[gG]et\w*\([\"'](\w+)[\"']\)")  # getQueryString("id")
_SIZES = re.compile(r"size|limit|rows|perpage|pagecount", re.IGNORECASE)
_MADE = (
    re.compile(
        r"(?<![\w./%?&=:-])([\w./%?&=:-]{0,200}[/=])[\"']\s*\+\s*(?:\w{1,40}(?:\[\w{1,40}\])?\.){1,6}(\w+)\s*(?:\+\s*[\"']([\w./?&=-]*))?"
    ),
    re.compile(r"(?<![\w./%?&=:-])([\w./%?&=:-]{0,200}[/=])\$\{(?:\w{1,40}\.){1,6}(\w+)\}([\w./?&=-]*)"),
)


def posted_by_scripts(page: Page) -> Iterator[PageRequest]:
    """What the scripts of a page post, each once, where its address sounds like that of a list."""
    made, seen = item_addresses(page.scripts), set()
    for address, data, as_json in _calls(page.scripts):
        url = page.resolve(address)
        if not url or not re.search(words().likely_lists, address, re.IGNORECASE):
            continue
        posted = _posted(_known(data, page), as_json)
        if (url, posted) not in seen:
            seen.add((url, posted))
            yield PageRequest(url=url, posted=posted, optional=True, own_list=True, item_addresses=made)


def item_addresses(scripts: str) -> tuple[str, ...]:
    """How scripts make the address of an item from its fields: ``/info.html?id={id}``."""
    found = (match for pattern in _MADE for match in pattern.finditer(scripts))
    made = (f"{match[1]}{{{match[2]}}}{match[3] or ''}" for match in found)
    return tuple(dict.fromkeys(one for one in made if re.search(r"[./]\w", one.partition("{")[0])))[:8]


def _calls(scripts: str) -> Iterator[tuple[str, Any, bool]]:
    """Address, data and whether it goes as JSON, of each call that posts."""
    for found in list(_POST.finditer(scripts))[:_MOST]:
        given = value_at(f"[{scripts[found.end() : found.end() + LONGEST_CALL]}", 0)
        address = _text(given[0], scripts) if given else ""
        data, serial = _data(given[1] if len(given) > 1 else {}, scripts)
        if address:
            yield address, data, (found[1] not in _JQUERY) if serial is None else serial
    for found in list(_CALLS.finditer(scripts))[:_MOST]:
        given = value_at(f"[{scripts[found.end() : found.end() + LONGEST_CALL]}", 0)
        options = next((one for one in given[:2] if isinstance(one, dict)), {})
        address = _text(options.get("url") if given[:1] == [options] else given[0], scripts) if given else ""
        if address and _method(options) == "post":
            data, serial = _data(options.get("data", options.get("body", {})), scripts)
            stated = "json" in f"{options.get('contentType', '')}{options.get('headers', '')}".lower()
            yield address, data, stated or (found[1] is None if serial is None else serial)


def _method(options: dict[str, Any]) -> str:
    return str(options.get("type") or options.get("method") or "").lower()


def _text(value: Any, scripts: str) -> str:
    """An address as far as it is written out: the first texts of an expression, or what a variable was given."""
    if isinstance(value, Expression):
        literals = re.findall(r"[\"'`]([^\"'`$]*)[\"'`]?", value)
        known = _given(value, scripts)
        return "".join(literals) or (known if isinstance(known, str) else "")
    return value if isinstance(value, str) else ""


def _data(value: Any, scripts: str) -> tuple[Any, bool | None]:
    """The data of a call; whether the script makes it JSON, or a form, or leaves that to whoever sends it."""
    if not isinstance(value, Expression):
        return value, None
    if serial := _SERIAL.match(value):
        inner, _ = _data(value_at(value, serial.end()), scripts)
        return inner, bool(serial[1])
    found = _given(value, scripts)
    return (found if isinstance(found, dict) else {}), None


def _given(name: str, scripts: str) -> Any:
    """What a variable or a property was given first; None where that stands nowhere."""
    own = name.rpartition(".")[2]
    found = (
        re.search(rf"\b{re.escape(own)}\s*[:=]\s*(?=[\"'{{\d\[])", scripts) if re.fullmatch(r"[\w$]+", own) else None
    )
    return value_at(scripts, found.end()) if found else None


def _known(data: Any, page: Page, depth: int = 0) -> Any:
    """The data with every expression worked out as far as the page tells."""
    if isinstance(data, dict) and depth < 4:
        return {name: _worked_out(name, value, page, depth) for name, value in data.items()}
    return (
        data
        if isinstance(data, list)
        else dict(parse_qsl(data, keep_blank_values=True))
        if isinstance(data, str)
        else {}
    )


def _worked_out(name: str, value: Any, page: Page, depth: int) -> Any:
    if isinstance(value, dict):
        return _known(value, page, depth + 1)
    if not isinstance(value, Expression):
        return value
    if is_page_key(name):
        first = _given(value, page.scripts)
        return first if isinstance(first, int) and first in (0, 1) else 1
    found = _in_page(value, page)
    return found if found is not None else _SIZE if _SIZES.search(name) else ""


def _in_page(value: str, page: Page) -> Any:
    """A value in a hidden field, in the address of the page, or in a variable of the script."""
    if field := _FIELD.search(value):
        wanted = field[1] or field[2]
        holders = (one for one in page.tree.find_all(("input", "select", "textarea")) if one.get("id") == wanted)
        return next((holder.get("value") or "" for holder in holders), None)
    if asked := _FROM_QUERY.search(value):
        return dict(parse_qsl(urlsplit(page.url).query)).get(asked[1], "")
    found = _given(value, page.scripts)
    return found if isinstance(found, str | int) and not isinstance(found, Expression) else None


def _posted(data: Any, as_json: bool) -> Posted:
    if as_json:
        return Posted(body=json.dumps(data, ensure_ascii=False).encode(), media_type=JSON)
    fields = data.items() if isinstance(data, dict) else ()
    return Posted.form((name, value if isinstance(value, str) else json.dumps(value)) for name, value in fields)
