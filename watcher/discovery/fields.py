"""Publications as records of named fields: objects of a JSON answer, or of a script in a page. Names are data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from email.utils import parsedate
from html import unescape
from typing import Any
from urllib.parse import quote

from watcher.discovery.dates import CHINA, read_date
from watcher.discovery.keys import suffix_of
from watcher.discovery.model import Attachment, ListedItem
from watcher.discovery.words import words

_FIELD = re.compile(r"\{(\w+)\}")
_MARKUP = re.compile(r"<[^>]{1,60}>")


def is_item(entry: Mapping[str, Any], patterns: Sequence[str] = ()) -> bool:
    """Whether a record has a title and an address, or what one of the patterns makes its address of."""
    return bool(_title(entry) and (_address(entry) or _made(entry, patterns)))


def item_of(
    entry: Mapping[str, Any], resolve: Callable[[object], str | None], patterns: Sequence[str] = ()
) -> ListedItem | None:
    """The publication that a record names; None where it has no title or leads nowhere.

    ``patterns`` say how the site makes an address of the fields of a record that has none.
    """
    title, url = unescape(_MARKUP.sub("", _title(entry))), resolve(_address(entry) or _made(entry, patterns))
    return ListedItem.of(url, re.sub(r"\s+", " ", title).strip(), _date(entry)) if title and url else None


def lists_of(value: Any, patterns: Sequence[str] = ()) -> Iterator[Sequence[Mapping[str, Any]]]:
    """Every array below a value whose objects have a title and an address, or hold one that has."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from lists_of(inner, patterns)
    elif isinstance(value, list):
        found = [item for entry in value if isinstance(entry, dict) and (item := _record(entry, patterns))]
        if found:
            yield found
        else:
            for inner in value:
                yield from lists_of(inner, patterns)


def _record(entry: Mapping[str, Any], patterns: Sequence[str]) -> Mapping[str, Any] | None:
    """The record that an object of an array is, or wraps: search services put it under "data" or "_source"."""
    held = (inner for inner in entry.values() if isinstance(inner, dict))
    return entry if is_item(entry, patterns) else next((inner for inner in held if is_item(inner, patterns)), None)


def files_in(value: Any, resolve: Callable[[object], str | None]) -> Iterator[Attachment]:
    """The documents that records below a value name: an address with the suffix of one, and what it is called."""
    for record in _records(value):
        texts = {name: one.strip() for name, one in record.items() if isinstance(one, str)}
        urls = (resolve(one) for one in texts.values() if "/" in one and suffix_of(one))
        if url := next((one for one in urls if one), None):
            names = (one for name, one in texts.items() if name.lower().endswith(("name", "title")) and "/" not in one)
            name = next(names, url.rpartition("/")[2])
            suffix = suffix_of(url)
            yield Attachment(url=url, name=name if suffix_of(f"/{name}") else name + suffix, suffix=suffix)


def _records(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for inner in inside:
        yield from _records(inner)


def _title(entry: Mapping[str, Any]) -> str:
    return next(_texts(entry, words().json_titles, words().json_title_ends), "")


def _address(entry: Mapping[str, Any]) -> str:
    return next(_texts(entry, words().json_addresses, words().json_address_ends), "")


def _made(entry: Mapping[str, Any], patterns: Sequence[str]) -> str:
    """The address by the first pattern all of whose fields the record has."""
    for pattern in patterns:
        values = [entry.get(name) for name in _FIELD.findall(pattern)]
        if values and all(isinstance(value, str | int) and str(value) for value in values):
            return _FIELD.sub(lambda found: quote(str(entry[found[1]])), pattern)
    return ""


def _texts(entry: Mapping[str, Any], names: tuple[str, ...], ends: tuple[str, ...]) -> Iterator[str]:
    return (value.strip() for value in _values(entry, names, ends) if isinstance(value, str) and value.strip())


def _values(entry: Mapping[str, Any], names: tuple[str, ...], ends: tuple[str, ...]) -> Iterator[Any]:
    """The values of fields so named, best first, then of those whose names end so and speak of nothing else."""
    lower = {name.lower(): value for name, value in entry.items()}
    yield from (lower[name] for name in names if name in lower)
    yield from (lower[name] for name in lower if name.endswith(ends) and not re.search(words().json_others, name))


def _date(entry: Mapping[str, Any]) -> date | None:
    stated = _values(entry, words().json_dates, words().json_date_ends)
    return next((day for value in stated if value and (day := _day(value))), None)


def _day(value: object) -> date | None:
    """A day written out, or seconds or milliseconds since 1970, in China's time."""
    text = str(value)
    if re.fullmatch(r"\d{10}(?:\d{3})?", text):
        return datetime.fromtimestamp(int(text[:10]), UTC).astimezone(CHINA).date()
    return read_date(text) or _in_english(text)


def _in_english(text: str) -> date | None:
    """A day as programs write it that were never told of another language: Sep 12, 2025 9:00:00 AM."""
    told = parsedate(text)
    try:
        return date(*told[:3]) if told and 1900 < told[0] < 2100 else None
    except ValueError:
        return None
