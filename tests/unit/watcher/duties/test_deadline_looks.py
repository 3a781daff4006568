"""A minute in which nothing changed judges nothing; what changed is judged, and what failed is judged again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from parsers.model import Kind
from storage.records import SourceRecord
from watcher.config import Deadline
from watcher.duties.deadline_looks import COUNTED_EVERY, DeadlineLooks, urgent_stamps

NOW = datetime(2024, 9, 2, 1, tzinfo=UTC)
TODAY = date(2024, 9, 2)
DEADLINES = [
    Deadline(district=name, kind=Kind.BUDGET, fiscal_year=2024, approved_on=TODAY) for name in ("甲区", "乙区")
]
SOURCE = SourceRecord(
    id=1, url="http://a.example/", district="甲区", kind=None, adapter=None, added_at=NOW, next_due_at=NOW,
    first_read_at=NOW,
)  # fmt: skip
PRESENT = {"甲区": (("read", 3, 3, 3),), "乙区": (("read", 1, 1, 1),)}


def looked() -> DeadlineLooks:
    """Both districts have been judged just now."""
    looks = DeadlineLooks()
    stamps = urgent_stamps(TODAY, DEADLINES, [SOURCE])
    assert looks.counting(NOW)
    looks.came(PRESENT, NOW)
    for district in looks.wanted(stamps):
        looks.judged(district, stamps)
    return looks


def wanted(looks: DeadlineLooks, today: date = TODAY, source: SourceRecord = SOURCE) -> list[str]:
    return looks.wanted(urgent_stamps(today, DEADLINES, [source]))


def test_nothing_is_wanted_where_nothing_changed() -> None:
    assert wanted(looked()) == []


def test_a_new_day_wants_every_district() -> None:
    assert wanted(looked(), today=TODAY + timedelta(days=1)) == ["乙区", "甲区"]


def test_a_column_that_can_no_longer_be_read_wants_its_own_district() -> None:
    assert wanted(looked(), source=replace(SOURCE, last_error="连接被拒绝")) == ["甲区"]


def test_what_came_is_counted_each_half_hour_by_district() -> None:
    looks, later = looked(), NOW + COUNTED_EVERY
    assert not looks.counting(later - timedelta(seconds=1))
    assert looks.counting(later)
    assert looks.came(PRESENT | {"乙区": (("read", 2, 2, 2),)}, later) == {"乙区"}


def test_a_report_that_was_called_late_wants_its_district_at_once() -> None:
    stamps = urgent_stamps(TODAY, DEADLINES, [SOURCE])
    assert looked().wanted(stamps, answered={"乙区"}) == ["乙区"]


def test_a_district_whose_judging_failed_is_wanted_again() -> None:
    looks = looked()
    tomorrow = urgent_stamps(TODAY + timedelta(days=1), DEADLINES, [SOURCE])
    looks.wanted(tomorrow)
    looks.judged("乙区", tomorrow)
    assert looks.wanted(tomorrow) == ["甲区"]
