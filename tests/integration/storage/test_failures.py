"""A full disk, a locked file, a missing folder, a killed process: one clear error, nothing lost."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from storage import Database, Unit, engine, open_database
from storage.archive import Archive
from storage.errors import Busy, Damaged, DiskFull, StorageError, Unavailable
from tests.databases import opened
from tests.integration.storage.made import NOW, source

DIE_BEFORE_THE_COMMIT = """
import os, signal, sys
from pathlib import Path
from storage import open_database
from storage.archive import Archive
from storage.records import CaptureRecord
from tests.integration.storage.made import NOW, publication, source
database = open_database(sys.argv[1])
with database.transaction() as unit:
    stood = publication(unit, source(unit).id)
    digest = Archive(Path(sys.argv[2])).put("原文".encode())
    capture = CaptureRecord(publication_id=stood.id, role="page", url="u", name="n", fetched_at=NOW, sha256=digest)
    unit.publications.add_capture(capture)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path)}"


def test_a_kill_between_the_file_and_its_row_leaves_an_orphan_and_no_row(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    archive = Archive(tmp_path / "archive")
    child = subprocess.run(
        [sys.executable, "-c", DIE_BEFORE_THE_COMMIT, database_url, str(tmp_path / "archive")],
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert child.returncode == -signal.SIGKILL
    with database.transaction() as unit:
        assert unit.publications.all() == []
        assert len(archive.orphans(unit.publications.archived())) == 1
        source(unit)  # the dead process holds no lock


def test_a_missing_folder_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="文件夹不存在"):
        open_database(f"sqlite:///{tmp_path / 'nowhere' / 'watcher.db'}")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "watcher.db"
    path.write_text("这不是数据库" * 1000)
    with opened(f"sqlite:///{path}") as database, pytest.raises(Damaged):
        database.migrate()


def test_a_server_that_is_down_is_said_so(tmp_path: Path) -> None:
    with opened(f"postgresql+psycopg://user:geheim@/db?host={tmp_path}") as database:
        with pytest.raises(Unavailable) as caught:
            database.migrate()
        assert "geheim" not in str(caught.value)


def test_a_database_held_by_another_program_is_busy(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WAIT_SECONDS", 0.1)
    other = sqlite3.connect(make_url(sqlite_url).database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with opened(sqlite_url) as database:
            with pytest.raises(Busy), database.transaction() as unit:
                unit.heartbeats.beat("service", NOW)
            with database.reading() as unit:  # readers do not wait for a writer
                assert unit.sources.all() == []
            database.migrate()  # nothing to do: nothing to wait for
    finally:
        other.close()


def test_a_migration_that_cannot_have_the_database_for_itself_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WAIT_SECONDS", 0.1)
    other = sqlite3.connect(tmp_path / "watcher.db", isolation_level=None)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("BEGIN IMMEDIATE")
    try:
        with opened(f"sqlite:///{tmp_path / 'watcher.db'}") as database, pytest.raises(Busy):
            database.migrate()
    finally:
        other.close()


def test_a_transaction_within_a_transaction_is_busy_not_stuck(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database.WAIT_SECONDS", 0.1)
    with opened(sqlite_url) as database, database.transaction(), pytest.raises(Busy), database.transaction():
        pass


def _write_without_room(unit: Unit) -> None:
    # The driver's own limit on the file gives the very error of a full disk.
    unit.sources._connection.exec_driver_sql("PRAGMA max_page_count=1")
    unit.messages.emit("k", "x", {"large": "文" * 1_000_000}, NOW, NOW)


def test_a_full_disk_stops_the_write_and_keeps_what_was_stored(sqlite_url: str) -> None:
    with opened(sqlite_url) as database:
        with database.transaction() as unit:
            stored = source(unit)
        with pytest.raises(DiskFull, match="磁盘空间不足"), database.transaction() as unit:
            _write_without_room(unit)
    with opened(sqlite_url) as database:
        with database.reading() as unit:
            assert unit.sources.all() == [stored]
        with database.transaction() as unit:
            assert unit.messages.emit("k", "x", {"large": "文" * 1_000_000}, NOW, NOW)


def test_who_only_reads_cannot_write(database: Database) -> None:
    with pytest.raises(StorageError), database.reading() as unit:
        unit.heartbeats.beat("service", NOW)
    with database.transaction() as unit:
        unit.heartbeats.beat("service", NOW)


def test_sqlite_keeps_its_promises_on_every_connection(sqlite_url: str) -> None:
    with opened(sqlite_url) as database, database.transaction() as unit:
        ask = unit.sources._connection.exec_driver_sql
        asked = [ask(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys")]
        assert asked == ["wal", 2, 1]
        assert ask("PRAGMA busy_timeout").scalar() == 30_000
