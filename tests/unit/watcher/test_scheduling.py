"""When a column is looked at again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from watcher.scheduling import Column, Intervals, in_season, interval_of, next_check, night_end, spread, usual_weeks

NOW = datetime(2025, 6, 3, 4, 0, tzinfo=UTC)  # noon in China
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
USUAL = Intervals(lively=HOUR, quiet=DAY, longest=7 * DAY)


def column(**known: object) -> Column:
    """A column of long standing in which nothing is expected."""
    plain = {"added_at": NOW - 400 * DAY, "newest_on": date(2025, 5, 4), "expected": False}
    return Column(**(plain | known))  # type: ignore[arg-type]


@pytest.mark.parametrize(("known", "interval"), [
    ({}, DAY),
    ({"expected": True}, HOUR),
    ({"newest_on": date(2025, 5, 30)}, HOUR),
    ({"added_at": NOW - 2 * DAY, "newest_on": None}, HOUR),
    ({"newest_on": date(2024, 10, 20)}, 7 * DAY),
    ({"newest_on": date(2025, 3, 5)}, 3 * DAY),
    ({"failures": 1}, HOUR),
    ({"failures": 4}, 8 * HOUR),
    ({"failures": 40}, DAY),
    ({"failures": 1, "challenged": True}, 6 * HOUR),
    ({"failures": 9, "challenged": True}, 7 * DAY),
    ({"failures": 9, "challenged": True, "expected": True}, DAY),  # the day it goes, what came behind it is found
])  # fmt: skip
def test_the_interval_follows_what_may_come(known: dict[str, object], interval: timedelta) -> None:
    assert interval_of(column(**known), USUAL, NOW) == interval


@pytest.mark.parametrize("known", [{}, {"expected": True}, {"newest_on": date(2024, 10, 20)}])
def test_jitter_scales_with_the_interval(known: dict[str, object]) -> None:
    interval = interval_of(column(**known), USUAL, NOW)
    waits = [next_check(column(**known), USUAL, NOW, chance) - NOW for chance in (0.0, 0.5, 1.0)]
    assert waits == [interval * 0.9, interval, interval * 1.1]


def test_what_the_site_asked_for_is_kept() -> None:
    asked = NOW + 5 * HOUR
    assert next_check(column(failures=1, not_before=asked), USUAL, NOW, 0.5) == asked


def test_nothing_is_due_at_night() -> None:
    nightly = Intervals(lively=HOUR, quiet=DAY, longest=DAY, night=(time(22), time(6, 30)))
    late = datetime(2025, 6, 3, 13, 30, tzinfo=UTC)  # half past nine in the evening
    due = next_check(column(expected=True), nightly, late, 0.5)
    assert due == datetime(2025, 6, 3, 23, 0, tzinfo=UTC)  # seven in the morning, within the hour after the night
    assert night_end(late, nightly) is None
    assert night_end(late + HOUR, nightly) == datetime(2025, 6, 3, 22, 30, tzinfo=UTC)
    assert night_end(late + 8 * HOUR, nightly) == datetime(2025, 6, 3, 22, 30, tzinfo=UTC)


def test_after_downtime_everything_comes_in_its_order_and_not_at_once() -> None:
    times = spread([7, 3, 5], NOW, timedelta(seconds=2), HOUR)
    assert list(times.values()) == [NOW, NOW + timedelta(seconds=2), NOW + timedelta(seconds=4)]
    many = spread(range(10_000), NOW, timedelta(seconds=2), HOUR)
    assert max(many.values()) < NOW + HOUR


def test_the_season_is_the_weeks_of_prior_years_and_the_time_after_an_approval() -> None:
    october = [date(2023, 10, 24), date(2024, 10, 29)]
    assert in_season(october, [], date(2025, 10, 27))
    assert not in_season(october, [], date(2025, 6, 3))
    assert in_season([], [date(2025, 9, 25)], date(2025, 11, 1))
    assert not in_season([], [date(2025, 9, 25)], date(2025, 9, 20))
    assert usual_weeks([date(2025, 10, 1)], date(2025, 10, 27)) == frozenset(), "this year is no prior year"
    assert {52, 53, 1} <= usual_weeks([date(2020, 12, 31)], date(2022, 1, 1))
