"""Notices that go out together: what waits for a letter, and the letter with what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select, update

from storage.mapping import record, values
from storage.records import DeliveryRecord
from storage.tables import DELIVERY
from storage.writing import insert_new, wait_for_turn


class Letters:
    """Letters, each a row of the outbox; the notices that it tells name it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open_batches(self) -> list[tuple[str, str, datetime]]:
        """What waits for a letter: recipient, batch, and when the first notice of it is due."""
        wait_for_turn(self._connection, "letters")
        statement = select(DELIVERY.c.recipient, DELIVERY.c.batch, func.min(DELIVERY.c.due_at).label("due_at"))
        grouped = statement.where(*_waiting()).group_by(DELIVERY.c.recipient, DELIVERY.c.batch)
        ordered = grouped.order_by(func.min(DELIVERY.c.due_at), DELIVERY.c.recipient, DELIVERY.c.batch)
        return [(row.recipient, row.batch, row.due_at) for row in self._connection.execute(ordered)]

    def waiting(self, recipient: str, batches: Sequence[str]) -> list[DeliveryRecord]:
        """The notices of these batches that wait for a letter, in the order they were queued."""
        rows = self._connection.execute(select(DELIVERY).where(*_of(recipient, batches)).order_by(DELIVERY.c.id))
        return [record(row, DeliveryRecord) for row in rows]

    def newest(self, recipient: str, batches: Sequence[str]) -> datetime | None:
        """When the last of what waits in these batches was queued."""
        statement = select(func.max(DELIVERY.c.created_at)).where(*_of(recipient, batches))
        return self._connection.execute(statement).scalar()

    def add(self, letter: DeliveryRecord, told: Sequence[DeliveryRecord]) -> bool:
        """Queue a letter that tells these notices; False, and nothing changed, where it is there already."""
        letter_id = insert_new(self._connection, DELIVERY, values(letter), "key")
        if letter_id is None:
            return False
        members = update(DELIVERY).where(DELIVERY.c.id.in_([one.id for one in told]))
        self._connection.execute(members.values(letter_id=letter_id))
        return True

    def has(self, key: str) -> bool:
        """Whether a letter of this key was ever written."""
        return self._connection.execute(select(DELIVERY.c.id).where(DELIVERY.c.key == key)).first() is not None

    def sent(self, recipient: str, since: datetime) -> list[datetime]:
        """When this recipient's letters since a moment were written, digests left out."""
        mine = (DELIVERY.c.recipient == recipient, DELIVERY.c.kind.in_(("group", "dead")))
        statement = select(DELIVERY.c.created_at).where(*mine, DELIVERY.c.created_at > since)
        return list(self._connection.execute(statement).scalars())

    def put_off_until(self, batch: str, now: datetime) -> tuple[int, datetime | None]:
        """How many notices of this batch are put off, whoever they are for, and until when at the latest."""
        waiting = (*_waiting(), DELIVERY.c.batch == batch, DELIVERY.c.due_at > now)
        row = self._connection.execute(select(func.count(), func.max(DELIVERY.c.due_at)).where(*waiting)).one()
        return row[0], row[1]

    def put_off(self, recipient: str, batches: Sequence[str], until: datetime) -> None:
        """What waits in these batches is due at ``until``."""
        self._connection.execute(update(DELIVERY).where(*_of(recipient, batches)).values(due_at=until))

    def send_alone(self, delivery_id: int, due_at: datetime) -> None:
        """It waits for no letter any more."""
        self._connection.execute(update(DELIVERY).where(DELIVERY.c.id == delivery_id).values(batch=None, due_at=due_at))

    def telling(self, alert_id: str) -> list[DeliveryRecord]:
        """The letters that told an alert, the oldest first."""
        member = select(DELIVERY.c.letter_id).where(DELIVERY.c.alert_id == alert_id, DELIVERY.c.letter_id.is_not(None))
        statement = select(DELIVERY).where(DELIVERY.c.id.in_(member)).order_by(DELIVERY.c.id)
        return [record(row, DeliveryRecord) for row in self._connection.execute(statement)]

    def told_by(self, letter_id: int) -> list[DeliveryRecord]:
        """The notices that a letter tells."""
        statement = select(DELIVERY).where(DELIVERY.c.letter_id == letter_id).order_by(DELIVERY.c.id)
        return [record(row, DeliveryRecord) for row in self._connection.execute(statement)]

    def unannounced(self) -> list[DeliveryRecord]:
        """Dead letters that nobody was told of. Those about dead letters are only shown, never announced."""
        dead = (DELIVERY.c.state == "dead", DELIVERY.c.announced_at.is_(None), DELIVERY.c.kind != "dead")
        statement = select(DELIVERY).where(*dead, DELIVERY.c.letter_id.is_(None)).order_by(DELIVERY.c.id)
        return [record(row, DeliveryRecord) for row in self._connection.execute(statement)]

    def announced(self, delivery_ids: Sequence[int], now: datetime) -> None:
        """Somebody else is being told of these dead letters."""
        self._connection.execute(update(DELIVERY).where(DELIVERY.c.id.in_(delivery_ids)).values(announced_at=now))


def _waiting() -> list[ColumnElement[bool]]:
    return [DELIVERY.c.state == "pending", DELIVERY.c.batch.is_not(None), DELIVERY.c.letter_id.is_(None)]


def _of(recipient: str, batches: Sequence[str]) -> list[ColumnElement[bool]]:
    return [*_waiting(), DELIVERY.c.recipient == recipient, DELIVERY.c.batch.in_(batches)]
