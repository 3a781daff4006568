"""Publications as records of named fields: objects of a JSON answer, or of a script in a page. Names are data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from watcher.discovery.dates import read_date
from watcher.discovery.model import ListedItem
from watcher.discovery.words import words

CHINA = timezone(timedelta(hours=8))
_MARKUP = re.compile(r"<[^>]{1,60}>")


def is_item(entry: Mapping[str, Any]) -> bool:
    """Whether a record has a title and an address."""
    return bool(_title(entry) and _address(entry))


def item_of(entry: Mapping[str, Any], resolve: Callable[[object], str | None]) -> ListedItem | None:
    """The publication that a record names; None where it has no title or leads nowhere."""
    title, url = _MARKUP.sub("", _title(entry)), resolve(_address(entry))
    return ListedItem.of(url, re.sub(r"\s+", " ", title).strip(), _date(entry)) if title and url else None


def _title(entry: Mapping[str, Any]) -> str:
    return next(_texts(entry, words().json_titles, words().json_title_ends), "")


def _address(entry: Mapping[str, Any]) -> str:
    return next(_texts(entry, words().json_addresses, words().json_address_ends), "")


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
    return read_date(text)
