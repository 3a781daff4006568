"""Bringing a database to the shape that this code knows, one process at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import URL, Connection, Engine, inspect

from storage.driver_errors import our_errors
from storage.engine import WAIT_SECONDS, migrating_engine, reading_engine
from storage.errors import Damaged, NewerDatabase

if TYPE_CHECKING:
    from alembic.config import Config

T = TypeVar("T")
STEPS = Path(__file__).parent / "migrations"
ADVISORY_LOCK = 0x676F6E676B6169  # any number, the same in every process
_ALEMBIC = Lock()  # alembic keeps its context in a module: one thread at a time


def migrate(url: URL) -> None:
    """Upgrade to the newest shape, in one transaction. Raises NewerDatabase, Busy, Unavailable."""
    with _ALEMBIC, our_errors():
        # Most starts find nothing to do, and asking must not wait for a writer.
        if not _connected(reading_engine(url), _is_newest):
            # SQLite is locked by BEGIN EXCLUSIVE, which this engine says.
            _connected(migrating_engine(url), _upgrade_alone)


def upgrade(connection: Connection, target: str = "head") -> None:
    """Take every step that is missing. Raises NewerDatabase where the database knows a step that we don't."""
    from alembic import command  # a tenth of a second that most starts do without
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = configuration(connection)
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    unknown = set(MigrationContext.configure(connection).get_current_heads()) - known
    if unknown:
        raise NewerDatabase(", ".join(sorted(unknown)))
    command.upgrade(config, target)


def _connected(engine: Engine, work: Callable[[Connection], T]) -> T:
    try:
        with engine.begin() as connection:
            return work(connection)
    finally:
        engine.dispose()


def _is_newest(connection: Connection) -> bool:
    """By the version that alembic notes; the steps are files that begin with their numbers."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    noted = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    return list(noted) == [newest_step()]


def newest_step() -> str:
    """The number of the last step that this code knows."""
    return max(step.name.partition("_")[0] for step in (STEPS / "versions").glob("[0-9]*_*.py"))


def _upgrade_alone(connection: Connection) -> None:
    _lock(connection)
    upgrade(connection)
    _check_references(connection)


def configuration(connection: Connection) -> Config:
    """Alembic's settings: there is no alembic.ini, the steps lie beside this file."""
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
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
