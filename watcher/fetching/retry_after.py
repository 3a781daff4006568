"""What a server means by Retry-After: seconds, or a date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST = timedelta(days=7)  # nobody means ten years


def retry_at(value: str | None, now: datetime) -> datetime | None:
    """When to come again; None where the header is missing or not to be understood."""
    if value is None:
        return None
    if value.strip().isdecimal():
        seconds = min(int(value.strip()[:9]), int(_LONGEST.total_seconds()))
        return now + timedelta(seconds=seconds)
    try:
        stated = parsedate_to_datetime(value.strip())
    except ValueError:
        return None
    stated = stated if stated.tzinfo else stated.replace(tzinfo=UTC)
    return min(max(stated, now), now + _LONGEST)
