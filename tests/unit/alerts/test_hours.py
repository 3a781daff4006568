"""Digest hours, quiet hours and token buckets: pure arithmetic on the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.model import Recipient
from alerts.notify.limits import Limits, take
from alerts.routing import last_digest, next_digest, quiet_until

CHINA = ZoneInfo("Asia/Shanghai")
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.booleans())
def test_digest_hours_follow_each_other_without_a_gap(now: datetime, weekly: bool) -> None:
    last, following = last_digest(now, CHINA, weekly=weekly), next_digest(now, CHINA, weekly=weekly)
    assert last <= now <= following
    step = timedelta(days=7 if weekly else 1)
    assert following - last in (timedelta(0), step)
    assert last.astimezone(CHINA).strftime("%H:%M") == "08:30"


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        ("22:00-07:00", "23:00", "07:00"),
        ("22:00-07:00", "06:59", "07:00"),
        ("22:00-07:00", "07:00", None),
        ("22:00-07:00", "12:00", None),
        ("12:00-14:00", "13:00", "14:00"),
        ("12:00-14:00", "14:00", None),
        ("", "03:00", None),
    ],
)
def test_quiet_hours_end_at_their_end(hours: str, at: str, until: str | None) -> None:
    local = datetime.fromisoformat(f"2025-09-02T{at}").replace(tzinfo=CHINA)
    found = quiet_until(Recipient(name="a", url="json://a", quiet_hours=hours), local, CHINA)
    assert (found and found.astimezone(CHINA).strftime("%H:%M")) == until
    assert found is None or local < found < local + timedelta(hours=10)


@given(st.integers(1, 120), st.lists(st.floats(0, 30), min_size=1, max_size=200))
def test_no_minute_sees_more_than_a_channel_takes(per_minute: int, waits: list[float]) -> None:
    limits, bucket, now = Limits(per_minute=per_minute), None, datetime(2025, 9, 1, tzinfo=UTC)
    taken = []
    for wait in waits:
        now += timedelta(seconds=wait)
        tokens, free_at = take(limits, bucket, now)
        bucket = (tokens, now)
        if free_at is None:
            taken.append(now)
        else:
            assert free_at > now
    for begin in taken:
        assert sum(begin <= at < begin + timedelta(minutes=1) for at in taken) <= per_minute + 1
