"""From nothing to the newest shape, once, whoever starts at the same time."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from storage import open_database
from storage.errors import NewerDatabase, NotMigrated
from storage.migration import configuration, upgrade
from storage.tables import METADATA
from tests.databases import opened
from tests.integration.storage.made import NOW, source
from tests.integration.storage.starting import connected, start_at_once


def test_tables_in_code_and_migrations_agree(database_url: str) -> None:
    with connected(database_url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_migrating_again_changes_nothing_and_keeps_what_is_stored(empty_database_url: str) -> None:
    with opened(empty_database_url) as database:
        database.migrate()
        with database.transaction() as unit:
            stored = source(unit)
        database.migrate()
        with database.reading() as unit:
            assert unit.sources.all() == [stored]


def test_processes_that_start_at_once_do_not_break_each_other(empty_database_url: str, tmp_path: Path) -> None:
    start_at_once(empty_database_url, tmp_path)


def test_a_database_newer_than_the_code_is_refused_and_left_alone(database_url: str) -> None:
    with connected(database_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with opened(database_url) as database:
        with pytest.raises(NewerDatabase, match="9999"):
            database.migrate()
        with database.reading() as unit:
            assert unit.sources.all() == []


def test_a_database_that_was_never_migrated_says_so(empty_database_url: str) -> None:
    with opened(empty_database_url) as database:
        with pytest.raises(NotMigrated), database.reading() as unit:
            unit.sources.all()
        with pytest.raises(NotMigrated), database.transaction() as unit:
            unit.heartbeats.beat("service", NOW)


def test_a_step_that_fails_leaves_the_database_as_it_was(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(connection: Connection) -> None:
        upgrade(connection)
        raise RuntimeError("power cut")

    monkeypatch.setattr("storage.migration.upgrade", broken)
    with opened(empty_database_url) as database:
        with pytest.raises(RuntimeError):
            database.migrate()
        monkeypatch.undo()
        with connected(empty_database_url) as connection:
            assert inspect(connection).get_table_names() == []
        database.migrate()


def test_every_step_can_be_taken_back(database_url: str) -> None:
    with connected(database_url) as connection:
        command.downgrade(configuration(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    with opened(database_url) as database:
        database.migrate()
        with database.reading() as unit:
            assert unit.sources.all() == []


def test_opening_connects_to_nothing(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path / 'watcher.db'}").dispose()
    assert list(tmp_path.iterdir()) == []
