"""The database: one that writes in turn, many that read, and migrations that two starting processes survive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import URL

from storage.driver_errors import our_errors
from storage.engine import WAIT_SECONDS, parse_url, reading_engine, writing_engine
from storage.errors import Busy
from storage.failpoints import failpoint
from storage.migration import migrate
from storage.unit import Unit


def open_database(url: str) -> Database:
    """A database by its address; nothing is connected yet. Raises WrongAddress, Unavailable."""
    return Database(parse_url(url))


class Database:
    """Transactions of one database. Safe to share between threads, not across a fork."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._writer = writing_engine(url)
        self._reader = reading_engine(url)
        # SQLite lets one writer in at a time and makes the others poll; within a process they queue here instead.
        self._turn = Lock() if url.drivername == "sqlite" else None

    def migrate(self) -> None:
        """Create or upgrade the tables. Raises NewerDatabase, Busy, Unavailable."""
        migrate(self.url)

    @contextmanager
    def transaction(self) -> Iterator[Unit]:
        """Write: all of it at the end of the block, or none of it where it raises. Don't nest, don't wait inside."""
        with self._my_turn(), our_errors(), self._writer.begin() as connection:
            yield Unit(connection)
            failpoint("committing")
        failpoint("committed")

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """Read one state of everything; the database refuses a write."""
        with our_errors(), self._reader.begin() as connection:
            yield Unit(connection)

    def dispose(self) -> None:
        """Close every connection."""
        self._writer.dispose()
        self._reader.dispose()

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        if self._turn is None:
            yield
            return
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise Busy
        try:
            yield
        finally:
            self._turn.release()
