"""The calls by which scripts of a page ask for something: ``$.post``, ``axios.get``, ``fetch``, tables that fill up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from watcher.discovery.script_values import Expression, value_at
from watcher.discovery.words import words

LONGEST_CALL = 4000  # characters
MOST = 25  # calls of a page that are looked at
_BY_METHOD = re.compile(r"(?<![\w$])([\w$]{1,60})\.(post|get|getJSON)\s*\(")
_WITH_OPTIONS = re.compile(r"(?:(\.ajax)|\baxios|\bfetch|\brequest|\$http)\s*\(")
_OPENED = re.compile(r"\.open\s*\(\s*[\"'](get|post)[\"']\s*,", re.IGNORECASE)
_SENT = re.compile(r"\.send\s*\(")
_COMPONENT = re.compile(r"\.(\w{1,40})\s*\(\s*\{")
_SERIAL = re.compile(r"(?:(JSON\.stringify)|(?:\$\.param|[qQ]s\.stringify))\(")
_JQUERY = frozenset(("$", "jQuery"))  # sends objects as forms; others send them as JSON


_READ = 400_000  # characters of scripts in which a variable is looked for


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A request as a script writes it: what only the script can work out is an ``Expression``."""

    address: Any
    data: Any  # dict, text or list
    post: bool
    as_json: bool = False


def calls(scripts: str) -> Iterator[Call]:
    """What the scripts of a page ask for."""
    yield from (call for found in _some(_BY_METHOD, scripts) if (call := _by_method(found, scripts)))
    yield from (call for found in _some(_WITH_OPTIONS, scripts) if (call := _with_options(found, scripts)))
    yield from (call for found in _some(_OPENED, scripts) if (call := _opened(found, scripts)))
    yield from (call for found in _some(_COMPONENT, scripts) if (call := _of_component(found, scripts)))


@lru_cache(maxsize=64)
def given(name: str, scripts: str) -> Any:
    """What a variable or a property was given first; None where that stands nowhere."""
    own = name.rpartition(".")[2]
    if not re.fullmatch(r"[\w$]+", own):
        return None
    found = re.compile(rf"\b{re.escape(own)}\s*[:=]\s*(?=[\"'{{\d\[])").search(scripts, 0, _READ)
    return value_at(scripts, found.end()) if found else None


def put_into(name: str, scripts: str) -> str:
    """What a variable is set to first, as the script writes it; "" where that stands nowhere."""
    if not re.fullmatch(r"[\w$]{1,60}", name):
        return ""
    found = re.compile(rf"(?<![\w$.]){re.escape(name)}\s*=(?!=)([^;\n]{{1,200}})").search(scripts, 0, _READ)
    return found[1] if found else ""


def _some(pattern: re.Pattern[str], scripts: str) -> list[re.Match[str]]:
    return list(pattern.finditer(scripts))[:MOST]


def _arguments(found: re.Match[str], scripts: str) -> list[Any]:
    values = value_at(f"[{scripts[found.end() : found.end() + LONGEST_CALL]}", 0)
    return values if isinstance(values, list) else []


def _by_method(found: re.Match[str], scripts: str) -> Call | None:
    arguments = _arguments(found, scripts)
    if not arguments or isinstance(arguments[0], dict | list):
        return None
    held = arguments[1] if len(arguments) > 1 else {}
    if found[2] != "post":
        held = held.get("params", held) if isinstance(held, dict) else held
        return Call(address=arguments[0], data=_data(held, scripts)[0], post=False)
    data, serial = _data(held, scripts)
    return Call(address=arguments[0], data=data, post=True, as_json=_as_json(serial, found[1] not in _JQUERY))


def _with_options(found: re.Match[str], scripts: str) -> Call | None:
    arguments = _arguments(found, scripts)
    options = next((one for one in arguments[:2] if isinstance(one, dict)), {})
    address = options.get("url") if arguments[:1] == [options] else next(iter(arguments), None)
    if address is None:
        return None
    post = str(options.get("type") or options.get("method") or "").lower() == "post"
    data, serial = _data(options.get("data", options.get("params", options.get("body", {}))), scripts)
    stated = "json" in f"{options.get('contentType', '')}{options.get('headers', '')}".lower()
    return Call(address=address, data=data, post=post, as_json=stated or _as_json(serial, found[1] is None))


def _opened(found: re.Match[str], scripts: str) -> Call | None:
    """A request as browsers have always made it: what is sent stands behind what opens it."""
    address = next(iter(_arguments(found, scripts)), None)
    sent = _SENT.search(scripts, found.end(), found.end() + LONGEST_CALL) if found[1].lower() == "post" else None
    data, serial = _data(value_at(scripts, sent.end()), scripts) if sent else ({}, None)
    return None if address is None else Call(address=address, data=data, post=sent is not None, as_json=bool(serial))


def _of_component(found: re.Match[str], scripts: str) -> Call | None:
    """A component that asks for its pages itself and adds their numbers to what it is told."""
    known = words().components.get(found[1])
    options = value_at(scripts, found.end() - 1) if known else None
    if known is None or not isinstance(options, dict) or not options.get("url"):
        return None
    method = str(options.get("method") or options.get("type") or known["method"]).lower()
    size = next((options[name] for name in ("limit", "pageSize") if isinstance(options.get(name), int)), 10)
    told, _ = _data(options.get(known["data"], {}), scripts)
    data = {**(told if isinstance(told, dict) else {}), known["page"]: 1, known["size"]: size}
    return Call(address=options["url"], data=data, post=method == "post")


def _as_json(serial: bool | None, usual: bool) -> bool:
    return usual if serial is None else serial


def _data(value: Any, scripts: str) -> tuple[Any, bool | None]:
    """The data of a call; whether the script makes it JSON, or a form, or leaves that to whoever sends it."""
    if not isinstance(value, Expression):
        return value, None
    if serial := _SERIAL.match(value):
        inner, _ = _data(value_at(value, serial.end()), scripts)
        return inner, bool(serial[1])
    found = given(value, scripts)
    return (found if isinstance(found, dict) else {}), None
