"""When a notice that did not arrive is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.model import DeliveryFailed
from alerts.notify.retry import next_attempt

NOW = datetime(2025, 9, 1, tzinfo=UTC)
PASSING = DeliveryFailed(error="连接被拒绝")


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 30), (2, 60), (3, 120), (8, 3840), (10, 15360), (11, 21600)])
def test_the_wait_doubles_up_to_six_hours(attempts: int, seconds: int) -> None:
    assert next_attempt(attempts, NOW, PASSING, 1.0) == NOW + timedelta(seconds=seconds)


def test_the_dice_spread_the_whole_wait() -> None:
    assert next_attempt(2, NOW, PASSING, 0.0) == NOW
    assert next_attempt(2, NOW, PASSING, 0.5) == NOW + timedelta(seconds=30)


@given(st.integers(1, 11), st.floats(0, 1, exclude_max=True))
def test_the_first_step_is_at_most_30_seconds_and_none_is_over_6_hours(attempts: int, dice: float) -> None:
    again = next_attempt(attempts, NOW, PASSING, dice)
    assert again is not None
    assert NOW <= again <= NOW + timedelta(seconds=min(30 * 2 ** (attempts - 1), 6 * 3600))


def test_a_permanent_failure_is_dead_at_once() -> None:
    assert next_attempt(1, NOW, DeliveryFailed(error="HTTP 401", permanent=True), 0.5) is None


def test_an_ambiguous_outcome_is_sent_again() -> None:
    assert next_attempt(1, NOW, DeliveryFailed(error="", ambiguous=True), 0.5) is not None


def test_the_twelfth_failure_is_the_last() -> None:
    assert next_attempt(11, NOW, PASSING, 0.5) is not None
    assert next_attempt(12, NOW, PASSING, 0.5) is None


def test_a_receiver_may_be_down_for_two_days_where_the_beginning_is_known() -> None:
    assert next_attempt(20, NOW, PASSING, 0.5, since=NOW - timedelta(hours=47)) is not None
    assert next_attempt(20, NOW, PASSING, 0.5, since=NOW - timedelta(hours=48)) is None


def test_what_the_receiver_asked_for_is_waited_for_but_not_for_ever() -> None:
    busy = DeliveryFailed(error="HTTP 429", retry_after_seconds=300)
    assert next_attempt(1, NOW, busy, 0.1) == NOW + timedelta(seconds=300)
    endless = DeliveryFailed(error="HTTP 429", retry_after_seconds=999_999)
    assert next_attempt(1, NOW, endless, 0.1) == NOW + timedelta(hours=6)
