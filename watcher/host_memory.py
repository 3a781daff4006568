"""What web hosts told us (robots.txt, Retry-After), kept in the database so that a restart is polite too."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from storage import Database
from storage.records import HostRecord

FRESH = timedelta(minutes=1)  # another process on the same database may have been told to wait


class StoredHostMemory:
    """The fetcher's memory of hosts, on the database: read whole now and then, for it is asked before each request."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now
        self._known: dict[str, HostRecord] = {}
        self._read_at: datetime | None = None
        self._lock = threading.Lock()

    def get(self, name: str) -> HostRecord | None:
        """What is remembered of a host."""
        with self._lock:
            if self._read_at is None or self._now() - self._read_at > FRESH:
                with self._database.reading() as unit:
                    self._known = {record.name: record for record in unit.hosts.all()}
                self._read_at = self._now()
            return self._known.get(name)

    def save(self, record: HostRecord) -> None:
        """Remember."""
        with self._database.transaction() as unit:
            unit.hosts.save(record)
        with self._lock:
            self._known[record.name] = record
