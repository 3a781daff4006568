"""A replay in child processes finds what a replay in one process finds, in the same order."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from alerts.register import Register
from alerts.replay import Replayed
from alerts.settings import load
from benchmarks.judging import fill
from storage import Database, open_database
from watcher.replay import replaying

REPORTS = 6
TOMORROW = datetime.fromisoformat("2099-01-01T00:00:00+00:00")


@pytest.fixture
def stocked(tmp_path: Path) -> Database:
    database = open_database(f"sqlite:///{tmp_path / 'stock.db'}")
    database.migrate()
    fill(database, REPORTS)
    return database


def again(database: Database, processes: int, since: datetime | None = None) -> Replayed:
    with database.reading() as unit:
        return replaying.replay(unit, Register(), load(), since, processes=processes)


def test_children_find_what_one_process_finds(stocked: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replaying, "AT_ONCE", 1)
    alone, spread = again(stocked, 0), again(stocked, 2)
    assert (alone.reports, len(alone.appearing) > REPORTS) == (REPORTS, True)
    assert spread == alone


def test_what_was_read_before_the_day_is_history_only(stocked: Database) -> None:
    assert again(stocked, 0, TOMORROW) == Replayed()


def test_where_a_system_does_not_tell_which_cores_are_ours_the_work_is_spread_all_the_same(
    stocked: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("os.sched_getaffinity")
    monkeypatch.setattr(replaying, "WORTH_CHILDREN", 1)
    with stocked.reading() as unit:
        assert replaying.replay(unit, Register(), load(), None).reports == REPORTS
