"""At most so many letters in any seven days, nothing urgent held for more than a day, nothing lost: whatever comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.allowance import DAY, Allowance, earliest, is_last, letters, to_spare
from alerts.model import Recipient
from alerts.routing import CRITICAL, ORDINARY, URGENT, quiet_until

START = datetime(2025, 9, 1, tzinfo=UTC)
WEEK = 7 * DAY
MINUTE = timedelta(minutes=1)
DEFAULT = Allowance(wait=3 * MINUTE)
NIGHT = Recipient(name="a", url="json://a", quiet_hours="22:00-07:00")

Arrivals = list[tuple[datetime, str]]


def awake(moment: datetime) -> datetime:
    return moment


def asleep_at_night(moment: datetime) -> datetime:
    return quiet_until(NIGHT, moment, UTC) or moment


def arrivals(*batches: str) -> st.SearchStrategy[Arrivals]:
    """Up to some weeks of them: bursts of seconds, silences of days."""
    pauses = st.one_of(st.integers(0, 90), st.integers(0, 7200), st.integers(0, 3 * 86400))
    many = st.lists(st.tuples(pauses, st.sampled_from(batches)), max_size=60)
    return many.map(_in_order)


def _in_order(pauses: Sequence[tuple[int, str]]) -> Arrivals:
    moment, found = START, []
    for seconds, batch in pauses:
        moment += timedelta(seconds=seconds)
        found.append((moment, batch))
    return found


def most_in_a_week(times: Sequence[datetime]) -> int:
    return max((sum(one <= other < one + WEEK for other in times) for one in times), default=0)


@settings(max_examples=300, deadline=None)
@given(
    arrivals(URGENT, ORDINARY), st.integers(7, 14), st.sampled_from([24, 24, 1, 60]),
    st.sampled_from([awake, asleep_at_night]),
)  # fmt: skip
def test_the_week_has_no_more_letters_than_were_asked_for_and_nothing_is_lost(
    came: Arrivals, per_week: int, hours: int, free: Callable[[datetime], datetime]
) -> None:
    allowance = replace(DEFAULT, per_week=per_week, interval=timedelta(hours=hours))
    written = list(letters(came, allowance, free))
    times = [at for at, _ in written]
    assert times == sorted(times)
    assert most_in_a_week(times) <= per_week
    assert sorted(one for _, told in written for one in told) == list(range(len(came)))
    night = timedelta(0) if free is awake else timedelta(hours=9)
    for at, told in written:
        assert told, "no letter without words"
        assert free(at) == at
        assert all(timedelta(0) <= at - came[one][0] <= allowance.longest + night for one in told)
        assert all(at - came[one][0] <= DAY + night for one in told if came[one][1] == URGENT)


@settings(max_examples=200, deadline=None)
@given(arrivals(URGENT, ORDINARY, CRITICAL), st.sampled_from([awake, asleep_at_night]))
def test_what_is_critical_waits_for_a_minute_at_most_and_the_urgent_for_a_day_all_the_same(
    came: Arrivals, free: Callable[[datetime], datetime]
) -> None:
    written = list(letters(came, DEFAULT, free))
    assert sorted(one for _, told in written for one in told) == list(range(len(came)))
    waits = [(at - came[one][0], came[one][1]) for at, told in written for one in told]
    assert max((wait for wait, batch in waits if batch == CRITICAL), default=MINUTE) <= MINUTE
    if free is awake:
        assert max((wait for wait, batch in waits if batch == URGENT), default=DAY) <= DAY


@settings(max_examples=200, deadline=None)
@given(arrivals(URGENT, ORDINARY), st.integers(7, 14))
def test_what_is_said_of_the_last_letter_to_spare_is_true(came: Arrivals, per_week: int) -> None:
    allowance = replace(DEFAULT, per_week=per_week)
    sent: list[datetime] = []
    for at, _ in letters(came, allowance, awake):
        last = is_last(sent, at, allowance)
        sent.append(at)
        next_one = earliest(URGENT, sent, at, allowance)
        assert next_one <= at + DAY
        assert last or next_one <= at + 30 * MINUTE, "not said, so nothing is held for long"
        assert not last or not to_spare(sent, at, per_week)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(-40 * 86400, 40 * 86400), max_size=40), st.sampled_from([URGENT, ORDINARY, CRITICAL]),
    st.sampled_from([0, 7, 9, 30]), st.integers(0, 168),
)  # fmt: skip
def test_whatever_the_clock_has_done_nothing_waits_longer_than_promised(
    offsets: list[int], batch: str, per_week: int, hours: int
) -> None:
    allowance = Allowance(per_week=per_week, interval=timedelta(hours=hours))
    at = earliest(batch, [START + timedelta(seconds=s) for s in offsets], START, allowance)
    assert START <= at <= START + (allowance.longest if batch == ORDINARY else DAY)


def times_of(came: Arrivals, allowance: Allowance = DEFAULT) -> list[float]:
    """Minutes after the start at which letters go."""
    return [(at - START) / MINUTE for at, _ in letters(came, allowance, awake)]


@pytest.mark.parametrize(("minutes", "end"), [(4, 6.75), (25, 27.75), (29, 31), (40, 31)])
def test_a_burst_has_a_letter_at_once_one_after_a_minute_and_one_when_it_is_over(minutes: int, end: float) -> None:
    burst = [(START + each * MINUTE / 4, (URGENT, ORDINARY)[each % 2]) for each in range(4 * minutes)]
    assert times_of(burst)[:3] == [0, 1, end]


def test_what_is_found_at_three_moments_of_ten_minutes_goes_at_once_the_last_as_soon_as_nothing_follows() -> None:
    came = [(START + each * MINUTE, URGENT) for each in (0, 4, 8)]
    assert times_of(came) == [0, 4, 11]
    assert times_of(came, replace(DEFAULT, wait=timedelta(0))) == [0, 4, 8]


def test_with_no_letter_to_spare_there_is_one_a_day() -> None:
    hourly = [(START + timedelta(hours=each), URGENT) for each in range(60)]
    assert times_of(hourly) == [0, 60, 120, 1440 + 5, 2 * 1440 + 5, 3 * 1440 + 5]


def test_ordinary_words_wait_for_their_like_then_for_a_day_or_for_something_urgent() -> None:
    came = [(START, ORDINARY), (START + 2 * MINUTE, ORDINARY), (START + 60 * MINUTE, ORDINARY)]
    assert times_of(came) == [3, 3 + 1440]
    assert times_of([*came, (START + 90 * MINUTE, URGENT)]) == [3, 90]


def test_ordinary_words_leave_the_last_letter_to_spare_to_urgent_ones() -> None:
    burst = [(START + each * MINUTE, URGENT) for each in (0, 60, 70)]
    came = [*burst, (START + 100 * MINUTE, ORDINARY)]
    assert times_of(came) == [0, 60, 73, 2880 + 5], "not after a day, when one is to spare, but when two are"
    assert times_of([*came, (START + 2000 * MINUTE, URGENT)]) == [0, 60, 73, 2000]


@pytest.mark.parametrize("batch", [URGENT, CRITICAL])
def test_who_wants_all_at_once_gets_all_at_once(batch: str) -> None:
    hourly = [(START + timedelta(hours=each), batch) for each in range(60)]
    assert times_of(hourly, replace(DEFAULT, per_week=0)) == [60 * each for each in range(60)]


def test_letters_that_stand_in_the_future_hold_nothing_up() -> None:
    future = [START + timedelta(days=400), START + timedelta(hours=1)]
    for batch in (ORDINARY, URGENT):
        assert earliest(batch, future, START, DEFAULT) == START


def test_what_a_large_city_has_gathered_is_not_gone_through_again_for_each_arrival() -> None:
    asked: list[datetime] = []

    def counted(moment: datetime) -> datetime:
        asked.append(moment)
        return moment

    came = [(START + each * MINUTE, (ORDINARY, URGENT)[each % 50 == 0]) for each in range(2000)]
    assert sum(len(told) for _, told in letters(came, DEFAULT, counted)) == len(came)
    assert len(asked) <= 3 * len(came)


@settings(max_examples=200, deadline=None)
@given(arrivals(URGENT, ORDINARY), st.lists(st.integers(0, 299), min_size=60, max_size=60))
def test_letters_that_arrive_minutes_after_they_were_written_are_not_too_many_either(
    came: Arrivals, late: list[int]
) -> None:
    went = [moment for moment, _ in letters(came, DEFAULT, awake)]
    assert most_in_a_week([one + timedelta(seconds=s) for one, s in zip(went, late, strict=False)]) <= DEFAULT.per_week
