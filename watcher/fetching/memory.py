"""What hosts told us: robots.txt for a day, Retry-After until its time."""

from __future__ import annotations

from typing import Protocol

from storage.records import HostRecord


class HostMemory(Protocol):
    """Where the fetcher keeps what hosts told it; outlives the process where it is backed by storage."""

    def get(self, name: str) -> HostRecord | None:
        """What is remembered under a name: an origin (robots.txt) or a bare host name (Retry-After)."""
        ...

    def save(self, record: HostRecord) -> None:
        """Remember, in place of what was known under that name."""
        ...


class InMemoryHosts:
    """A memory for one process."""

    def __init__(self) -> None:
        self._records: dict[str, HostRecord] = {}

    def get(self, name: str) -> HostRecord | None:
        """What is remembered under this name."""
        return self._records.get(name)

    def save(self, record: HostRecord) -> None:
        """Remember."""
        self._records[record.name] = record
