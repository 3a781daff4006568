"""Column types that both engines treat alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept as UTC. SQLite forgets zones, so they are taken off and put back here.

    In one step each way: a column of a site has a dozen times, and they were a tenth of what looking at it took.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Refuse a time without a zone: nobody could say what it means."""
        return _to_text if dialect.name == "sqlite" else _to_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # noqa: ARG002
        """Give the zone back."""
        return _from_text if dialect.name == "sqlite" else _to_utc


def _to_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"a time without a zone: {value!r}")
    return value.astimezone(UTC)


def _to_text(value: datetime | None) -> str | None:
    """As SQLAlchemy writes times for SQLite: texts of one length, so that they sort as times do."""
    aware = _to_utc(value)
    return None if aware is None else aware.replace(tzinfo=None).isoformat(" ", "microseconds")


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


class Words(TypeDecorator[str]):
    """Text of any length. What no database takes (NUL, half a surrogate pair; broken files hold both) turns U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Leave every other character as it is."""
        if value is None:
            return None
        whole = value.replace("\0", "\ufffd")
        try:
            whole.encode()  # nearly every text: looking costs less than writing it anew
        except UnicodeEncodeError:
            return whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return whole
