"""What a column takes and gives back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import sqlite

from storage.types import UtcDateTime, Words

DIALECT = sqlite.dialect()


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        UtcDateTime().process_bind_param(datetime(2025, 1, 1), DIALECT)  # noqa: DTZ001


def test_a_time_of_another_zone_is_kept_as_utc() -> None:
    beijing = datetime(2025, 1, 1, 8, tzinfo=timezone(timedelta(hours=8)))
    assert UtcDateTime().process_bind_param(beijing, DIALECT) == datetime(2025, 1, 1, tzinfo=UTC)


def test_a_time_that_lost_its_zone_in_the_database_gets_it_back() -> None:
    read = UtcDateTime().process_result_value(datetime(2025, 1, 1), DIALECT)  # noqa: DTZ001
    assert read == datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("决算\x00表", "决算\ufffd表"),
        ("\ud800表", "\ufffd表"),
        ("𠮷家镇", "𠮷家镇"),
        ("\ufeff表", "\ufeff表"),
        ("", ""),
    ],
)
def test_text_keeps_every_character_that_a_database_can_hold(given: str, kept: str) -> None:
    assert Words().process_bind_param(given, DIALECT) == kept
