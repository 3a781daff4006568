"""What we remember of web hosts, so that a restart asks nothing twice."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage.mapping import record, values
from storage.records import HostRecord
from storage.tables import HOST
from storage.writing import upsert


class Hosts:
    """Hosts, known as scheme://host:port."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> HostRecord | None:
        """What we know of a host."""
        row = self._connection.execute(select(HOST).where(HOST.c.name == name)).first()
        return None if row is None else record(row, HostRecord)

    def all(self) -> list[HostRecord]:
        """What we know of all hosts."""
        return [record(row, HostRecord) for row in self._connection.execute(select(HOST))]

    def save(self, host: HostRecord) -> None:
        """Write the whole record, new or known."""
        upsert(self._connection, HOST, values(host), "name")
