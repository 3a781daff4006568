"""Publications as records of named fields: objects of a JSON answer, or of a script in a page. Names are data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from watcher.discovery.dates import read_date
from watcher.discovery.model import ListedItem
from watcher.discovery.words import words

CHINA = timezone(timedelta(hours=8))
_MARKUP = re.compile(r"<[^>]{1,60}>")


def is_item(entry: Mapping[str, Any]) -> bool:
    """Whether a record has a title and an address."""
    return bool(_first(entry, words().json_titles) and _first(entry, words().json_addresses))


def item_of(entry: Mapping[str, Any], resolve: Callable[[object], str | None]) -> ListedItem | None:
    """The publication that a record names; None where it has no title or leads nowhere."""
    title = _MARKUP.sub("", _first(entry, words().json_titles))
    url = resolve(_first(entry, words().json_addresses))
    return ListedItem.of(url, re.sub(r"\s+", " ", title).strip(), _date(entry)) if title and url else None


def _first(entry: Mapping[str, Any], names: tuple[str, ...]) -> str:
    lower = {name.lower(): value for name, value in entry.items() if isinstance(value, str)}
    return next((lower[name].strip() for name in names if lower.get(name, "").strip()), "")


def _date(entry: Mapping[str, Any]) -> date | None:
    lower = {name.lower(): value for name, value in entry.items()}
    stated = (lower.get(name) for name in words().json_dates)
    return next((day for value in stated if value and (day := _day(value))), None)


def _day(value: object) -> date | None:
    """A day written out, or seconds or milliseconds since 1970, in China's time."""
    text = str(value)
    if re.fullmatch(r"\d{10}(?:\d{3})?", text):
        return datetime.fromtimestamp(int(text[:10]), UTC).astimezone(CHINA).date()
    return read_date(text)
