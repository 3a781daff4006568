"""Silences: what is kept back, until when, and who wanted it. They end and are never deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from alerts.model import Silence
from storage.mapping import record, values
from storage.tables import SILENCE


class Silences:
    """Silences, known by their number."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, silence: Silence) -> int:
        """Write a new silence; its number."""
        statement = insert(SILENCE).values(values(silence)).returning(SILENCE.c.id)
        return int(self._connection.execute(statement).scalar_one())

    def end(self, silence_id: int, now: datetime, actor: str) -> bool:
        """End a silence before its time; False where there is none that holds."""
        holding = (SILENCE.c.id == silence_id, SILENCE.c.ended_at.is_(None), SILENCE.c.until > now)
        return self._connection.execute(
            update(SILENCE).where(*holding).values(ended_at=now, ended_by=actor)
        ).rowcount == 1  # fmt: skip

    def holding(self, now: datetime) -> list[Silence]:
        """Those that hold now."""
        statement = select(SILENCE).where(SILENCE.c.until > now, SILENCE.c.ended_at.is_(None))
        return [record(row, Silence) for row in self._connection.execute(statement.order_by(SILENCE.c.id))]

    def all(self) -> list[Silence]:
        """Every silence there ever was."""
        return [record(row, Silence) for row in self._connection.execute(select(SILENCE).order_by(SILENCE.c.id))]
