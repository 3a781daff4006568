"""Bringing a database to the shape that this code knows, one process at a time."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection

from storage.driver_errors import our_errors
from storage.engine import WAIT_SECONDS, migrating_engine
from storage.errors import Damaged, NewerDatabase

ADVISORY_LOCK = 0x676F6E676B6169  # any number, the same in every process
_ALEMBIC = Lock()  # alembic keeps its context in a module: one thread at a time


def migrate(url: URL) -> None:
    """Upgrade to the newest shape, in one transaction. Raises NewerDatabase, Busy, Unavailable."""
    engine = migrating_engine(url)
    try:
        # SQLite is locked by BEGIN EXCLUSIVE, which the engine says for us.
        with _ALEMBIC, our_errors(), engine.begin() as connection:
            _lock(connection)
            upgrade(connection)
            _check_references(connection)
    finally:
        engine.dispose()


def upgrade(connection: Connection, target: str = "head") -> None:
    """Take every step that is missing. Raises NewerDatabase where the database knows a step that we don't."""
    config = configuration(connection)
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    unknown = set(MigrationContext.configure(connection).get_current_heads()) - known
    if unknown:
        raise NewerDatabase(", ".join(sorted(unknown)))
    command.upgrade(config, target)


def configuration(connection: Connection) -> Config:
    """Alembic's settings: there is no alembic.ini, the steps lie beside this file."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{int(WAIT_SECONDS)}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise Damaged(f"foreign keys: {broken[:3]}")
