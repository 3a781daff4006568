"""What a column takes and gives back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from storage.types import UtcDateTime, Words

SQLITE, POSTGRESQL = sqlite.dialect(), postgresql.dialect()
TO_SQLITE = UtcDateTime().bind_processor(SQLITE)
FROM_SQLITE = UtcDateTime().result_processor(SQLITE, None)
TO_POSTGRESQL = UtcDateTime().bind_processor(POSTGRESQL)
FROM_POSTGRESQL = UtcDateTime().result_processor(POSTGRESQL, None)
BEIJING = timezone(timedelta(hours=8))


@pytest.mark.parametrize("bind", [TO_SQLITE, TO_POSTGRESQL])
def test_a_time_without_a_zone_is_refused(bind: Callable[[datetime], object]) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        bind(datetime(2025, 1, 1))  # noqa: DTZ001


def test_a_time_of_another_zone_is_kept_as_utc() -> None:
    beijing = datetime(2025, 1, 1, 8, tzinfo=BEIJING)
    assert TO_SQLITE(beijing) == "2025-01-01 00:00:00.000000"
    assert TO_POSTGRESQL(beijing) == datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2025-01-01 00:00:00.000000", "2025-01-01 00:00:00"])
def test_a_time_that_lost_its_zone_in_the_database_gets_it_back(text: str) -> None:
    read = FROM_SQLITE(text)
    assert read == datetime(2025, 1, 1, tzinfo=UTC)
    assert read.tzinfo is UTC


def test_a_time_that_comes_in_the_zone_of_the_server_is_told_in_utc() -> None:
    read = FROM_POSTGRESQL(datetime(2025, 1, 1, 8, tzinfo=BEIJING))
    assert (read, read.tzinfo) == (datetime(2025, 1, 1, tzinfo=UTC), UTC)


def test_no_time_stays_none() -> None:
    assert [step(None) for step in (TO_SQLITE, FROM_SQLITE, TO_POSTGRESQL, FROM_POSTGRESQL)] == [None] * 4


@given(st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_times_sort_as_their_texts_do_and_come_back(moment: datetime) -> None:
    again = FROM_SQLITE(TO_SQLITE(moment))
    assert again == moment.astimezone(UTC)
    later = moment.astimezone(UTC) + timedelta(microseconds=1)
    assert TO_SQLITE(moment) < TO_SQLITE(later)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("决算\x00表", "决算\ufffd表"),
        ("\ud800表", "\ufffd表"),
        ("𠮷家镇", "𠮷家镇"),
        ("\ufeff表", "\ufeff表"),
        ("", ""),
    ],
)
def test_text_keeps_every_character_that_a_database_can_hold(text: str, kept: str) -> None:
    assert Words().process_bind_param(text, SQLITE) == kept
