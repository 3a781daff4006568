"""When a notice that did not arrive is tried again. Pure: the clock and the dice are arguments."""

from __future__ import annotations

from datetime import datetime, timedelta

from alerts.model import DeliveryFailed

FIRST_STEP = timedelta(seconds=30)
LONGEST_STEP = timedelta(hours=6)
TRIES = 12
PERSISTENCE = timedelta(hours=48)


def next_attempt(
    attempts: int, now: datetime, error: DeliveryFailed, random: float, *, since: datetime | None = None
) -> datetime | None:
    """When to try again after ``attempts`` failed tries (1 or more); None where the notice goes to the dead letters.

    The wait is 30 s · 2ⁿ, at most 6 h, times ``random`` in [0, 1): full jitter, so that a receiver which recovers is
    not met by everybody at once. What the receiver itself asked for (Retry-After) is waited for in full, within
    6 h. A permanent failure is dead at once, any other after 12 tries; where ``since`` tells when the notice
    was first due, not before 48 h have passed either, so that a receiver may be down over a weekend.
    """
    if error.permanent or (attempts >= TRIES and (since is None or now - since >= PERSISTENCE)):
        return None
    step = min(FIRST_STEP * (1 << min(max(attempts, 1) - 1, 20)), LONGEST_STEP)
    asked = timedelta(seconds=error.retry_after_seconds or 0)
    return now + min(max(step * random, asked), LONGEST_STEP)
