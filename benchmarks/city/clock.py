"""The clock of the city: it stands still while we compute, and moves by what waiting and asking take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Clock:
    """One clock for everything: the service, the fetcher's pauses, the site."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        """The time, with its zone."""
        return self._now

    def monotonic(self) -> float:
        """The same as seconds since some day."""
        return (self._now - EPOCH).total_seconds()

    def sleep(self, seconds: float) -> None:
        """Time passes."""
        self._now += timedelta(seconds=max(seconds, 0.0))

    def advance_to(self, moment: datetime) -> None:
        """Time passes until then; never back."""
        self._now = max(self._now, moment.astimezone(UTC))
