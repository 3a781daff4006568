"""What a channel takes at a time and in a minute: limits.toml, and a token bucket that is pure arithmetic."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.notify.services import schema_of, table

MAIL = ("mailto", "mailtos")


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Of one channel."""

    html: bool = False  # it shows HTML
    characters: int = 100_000  # of one message
    per_minute: int | None = None  # messages; None: as many as we like


def limits_of(url: str) -> Limits:
    """The limits of the service that an Apprise URL names."""
    scheme = schema_of(url)
    return Limits(html=scheme in MAIL, **table("limits").get(scheme, {}))


def channel_of(url: str) -> str:
    """A name for the channel that tells nothing of its address: recipients of one robot share its limit."""
    return hashlib.sha256(url.encode()).hexdigest()[:24]


def take(
    limits: Limits, before: tuple[float, datetime] | None, now: datetime
) -> tuple[float, datetime | None]:  # fmt: skip
    """Take one message out of the bucket: what is left, and when there is one again where there was none.

    A bucket holds a quarter of a minute's messages, at least one, so that no minute sees more than the limit by much;
    a clock that went back adds nothing.
    """
    if limits.per_minute is None:
        return 0.0, None
    size = max(1.0, limits.per_minute / 4)
    per_second = limits.per_minute * 0.75 / 60
    tokens, at = before or (size, now)
    elapsed = max(0.0, (now - at).total_seconds())
    tokens = min(size, tokens + elapsed * per_second)
    if tokens >= 1:
        return tokens - 1, None
    return tokens, now + timedelta(seconds=(1 - tokens) / per_second)
