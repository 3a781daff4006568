"""How many notices each channel takes just now: token buckets that outlive the process."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from storage.tables import CHANNEL
from storage.writing import upsert


class Channels:
    """Channels, known by the hash of their address."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> tuple[float, datetime] | None:
        """How many notices it would have taken at a moment; None for one that was never used."""
        statement = select(CHANNEL.c.tokens, CHANNEL.c.at).where(CHANNEL.c.name == name).with_for_update()
        row = self._connection.execute(statement).first()
        return None if row is None else (row.tokens, row.at)

    def save(self, name: str, tokens: float, at: datetime) -> None:
        """Write it, new or known."""
        upsert(self._connection, CHANNEL, {"name": name, "tokens": tokens, "at": at}, "name")
