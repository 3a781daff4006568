"""The columns that we watch."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from parsers.model import Kind
from storage import Database
from storage.errors import NotThere, StorageError
from tests.integration.storage.made import MINUTE, NOW, publication, source


def test_a_new_source_is_due_at_once_and_keeps_its_id_when_named_again(database: Database) -> None:
    with database.transaction() as unit:
        first = source(unit)
        assert unit.sources.due(NOW, 10) == [first]
        again = unit.sources.ensure(first.url, "澄湖新区", Kind.BUDGET, "trs_wcm", NOW + MINUTE)
    assert again == replace(first, district="澄湖新区", kind=Kind.BUDGET, adapter="trs_wcm")


def test_what_discovery_learned_of_a_source_survives_the_next_start(database: Database) -> None:
    with database.transaction() as unit:
        learned = replace(source(unit), adapter="trs_wcm", walked_at=NOW, first_read_at=NOW, etag='"a"', items=42)
        unit.sources.save(learned)
        assert source(unit) == learned


def test_a_source_that_is_no_longer_named_rests_and_comes_back_when_named_again(database: Database) -> None:
    with database.transaction() as unit:
        kept, gone = source(unit), source(unit, "http://www.chenghu.example/old/")
        assert unit.sources.deactivate_except([kept.url]) == 1
        assert [s.active for s in unit.sources.all()] == [True, False]
        assert unit.sources.due(NOW, 10) == [kept]
        assert source(unit, gone.url).active


def test_sources_are_due_longest_overdue_first_and_only_as_many_as_asked(database: Database) -> None:
    with database.transaction() as unit:
        for hours in (1, 3, 2, -1):
            found = source(unit, f"http://www.chenghu.example/{hours}/")
            unit.sources.save(replace(found, next_due_at=NOW - timedelta(hours=hours)))
        assert [s.url[-2] for s in unit.sources.due(NOW, 2)] == ["3", "2"]


def test_a_claimed_source_is_nobody_elses_until_its_lease_ends(database: Database) -> None:
    with database.transaction() as unit:
        found = source(unit)
        assert unit.sources.claim(found.id, NOW, MINUTE)
        assert not unit.sources.claim(found.id, NOW + MINUTE / 2, MINUTE)
        assert unit.sources.due(NOW + MINUTE / 2, 10) == []
        assert unit.sources.claim(found.id, NOW + MINUTE, MINUTE)


def test_saving_gives_the_lease_back(database: Database) -> None:
    with database.transaction() as unit:
        found = source(unit)
        unit.sources.claim(found.id, NOW, MINUTE)
        unit.sources.save(replace(found, next_due_at=NOW + 60 * MINUTE))
        assert unit.sources.claim(found.id, NOW, MINUTE)


def test_a_source_checked_meanwhile_is_not_claimed_as_due(database: Database) -> None:
    with database.transaction() as unit:
        found = source(unit)
        unit.sources.save(replace(found, next_due_at=NOW + MINUTE))
        assert not unit.sources.claim(found.id, NOW, MINUTE, only_due=True)
        assert unit.sources.claim(found.id, NOW + MINUTE, MINUTE, only_due=True)


def test_a_process_that_is_alone_takes_every_lease_back(database: Database) -> None:
    with database.transaction() as unit:
        found = source(unit)
        unit.sources.claim(found.id, NOW, MINUTE)
        unit.sources.reclaim()
        assert unit.sources.get(found.id).lease_until is None


def test_publications_count_as_unattempted_until_each_was_tried_once(database: Database) -> None:
    with database.transaction() as unit:
        one, other = source(unit), source(unit, "http://www.chenghu.example/other/")
        tried, _ = publication(unit, one.id, "t1"), publication(unit, one.id, "t2")
        publication(unit, other.id, "t3")
        unit.publications.save(replace(tried, attempted_at=NOW))
        assert (unit.sources.unattempted(one.id), unit.sources.unattempted(other.id)) == (1, 1)


def test_a_source_that_is_not_there_is_said_so(database: Database) -> None:
    with database.transaction() as unit:
        unsaved = replace(source(unit), id=99)
        assert unit.sources.by_url("http://nowhere.example/") is None
        with pytest.raises(NotThere):
            unit.sources.get(99)
        with pytest.raises(NotThere):
            unit.sources.save(unsaved)


def test_a_time_without_a_zone_never_reaches_the_database(database: Database) -> None:
    with pytest.raises(StorageError, match="without a zone"), database.transaction() as unit:
        unit.sources.ensure("http://www.chenghu.example/", "澄湖区", None, None, NOW.replace(tzinfo=None))
    with database.reading() as unit:
        assert unit.sources.all() == []
