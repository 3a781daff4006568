"""Waiting longer while something keeps failing."""

from __future__ import annotations

from datetime import timedelta

from watcher.backoff import growing

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_the_wait_doubles_up_to_the_longest() -> None:
    assert [growing(MINUTE, n, HOUR) for n in (0, 1, 2, 3, 7, 500)] == [
        MINUTE,
        MINUTE,
        2 * MINUTE,
        4 * MINUTE,
        HOUR,
        HOUR,
    ]
