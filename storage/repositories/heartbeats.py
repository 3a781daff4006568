"""Signs of life of the parts of the service."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from storage.tables import HEARTBEAT
from storage.writing import upsert


class Heartbeats:
    """When each part last did its round."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def beat(self, name: str, now: datetime) -> None:
        """This part is alive."""
        upsert(self._connection, HEARTBEAT, {"name": name, "at": now}, "name")

    def last(self, name: str) -> datetime | None:
        """When this part was last alive; None where it never was."""
        return self._connection.execute(select(HEARTBEAT.c.at).where(HEARTBEAT.c.name == name)).scalar()
