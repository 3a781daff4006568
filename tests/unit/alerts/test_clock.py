"""Whatever clocks do (summer time, leap days, the turn of the year, midnight), a digest hour comes once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from alerts.model import Recipient
from alerts.routing import last_digest, next_digest, quiet_until

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")
TURNS = {
    "summer time begins": datetime(2026, 3, 29, tzinfo=UTC),
    "summer time ends": datetime(2026, 10, 25, tzinfo=UTC),
    "leap day": datetime(2028, 2, 29, tzinfo=UTC),
    "no leap day": datetime(2027, 2, 28, tzinfo=UTC),
    "turn of the year": datetime(2026, 12, 31, 16, tzinfo=UTC),
    "midnight in Shanghai": datetime(2026, 6, 1, 16, tzinfo=UTC),
}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("turn", TURNS)
def test_each_digest_hour_comes_once_and_at_half_past_eight(zone: str, turn: str) -> None:
    local = ZoneInfo(zone)
    begin = TURNS[turn] - timedelta(days=8)
    for weekly, days in ((False, 16), (True, 14)):
        moments = [begin + timedelta(minutes=30 * step) for step in range(2 * 24 * days)]
        slots = list(dict.fromkeys(last_digest(now, local, weekly=weekly) for now in moments))
        assert all(f"{slot.astimezone(local):%H:%M}" == "08:30" for slot in slots)
        gaps = {later.astimezone(local).date() - one.astimezone(local).date() for one, later in pairwise(slots)}
        assert gaps == {timedelta(days=7 if weekly else 1)}
        assert all(next_digest(now, local, weekly=weekly) >= now for now in moments), "no wait is negative"


@pytest.mark.parametrize("zone", ZONES)
def test_quiet_hours_end_however_long_the_night_is(zone: str) -> None:
    local, officer = ZoneInfo(zone), Recipient(name="a", url="json://a", quiet_hours="22:00-07:00")
    for turn in TURNS.values():
        for step in range(96):
            now = turn + timedelta(minutes=30 * step)
            end = quiet_until(officer, now, local)
            assert end is None or (
                now < end <= now + timedelta(hours=10) and f"{end.astimezone(local):%H:%M}" == "07:00"
            )
