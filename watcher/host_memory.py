"""What web hosts told us (robots.txt, Retry-After), kept in the database so that a restart is polite too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from storage import Database
from storage.records import HostRecord


class StoredHostMemory:
    """The fetcher's memory of hosts, on the database."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now

    def get(self, name: str) -> HostRecord | None:
        """What is remembered of a host."""
        with self._database.reading() as unit:
            return unit.hosts.get(name)

    def save(self, record: HostRecord) -> None:
        """Remember."""
        with self._database.transaction() as unit:
            unit.hosts.save(record)
