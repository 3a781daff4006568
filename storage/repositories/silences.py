"""Silences: what is kept back, until when, and who wanted it. They end and are never deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from alerts.model import Silence
from storage.mapping import record, values
from storage.tables import SilenceRow


class Silences:
    """Silences, known by their number."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, silence: Silence) -> int:
        """Write a new silence; its number."""
        statement = insert(SilenceRow).values(values(silence)).returning(SilenceRow.id)
        return self._connection.execute(statement).scalar_one()

    def end(self, silence_id: int, now: datetime, actor: str) -> bool:
        """End a silence before its time; False where there is none that holds."""
        holding = (SilenceRow.id == silence_id, SilenceRow.ended_at.is_(None), SilenceRow.until > now)
        return self._connection.execute(
            update(SilenceRow).where(*holding).values(ended_at=now, ended_by=actor)
        ).rowcount == 1  # fmt: skip

    def holding(self, now: datetime) -> list[Silence]:
        """Those that hold now."""
        statement = select(SilenceRow).where(SilenceRow.until > now, SilenceRow.ended_at.is_(None))
        return [record(row, Silence) for row in self._connection.execute(statement.order_by(SilenceRow.id))]

    def all(self) -> list[Silence]:
        """Every silence there ever was."""
        return [record(row, Silence) for row in self._connection.execute(select(SilenceRow).order_by(SilenceRow.id))]
