"""The outbox of notices: written with the alert that causes them, marked only after the receiver took them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, literal, or_, select, update

from alerts.model import Reason
from storage.mapping import record, values
from storage.records import DeliveryRecord, DeliveryState
from storage.tables import DeliveryRow
from storage.writing import insert_new


class Deliveries:
    """Notices on their way; a key is queued once, ever."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, delivery: DeliveryRecord) -> bool:
        """Queue a notice; False where its key is there already."""
        return insert_new(self._connection, DeliveryRow, values(delivery), "key") is not None

    def claim_due(self, now: datetime, lease: timedelta, limit: int) -> list[DeliveryRecord]:
        """Take notices to send, each for one worker until the lease ends.

        One whose lease ran out while it was being sent is taken again and marked ambiguous: it may have arrived.
        """
        ready = _ready(now)
        waiting = select(DeliveryRow.id).where(ready).order_by(DeliveryRow.due_at, DeliveryRow.id).limit(limit)
        chosen = self._connection.execute(waiting.with_for_update(skip_locked=True)).scalars().all()
        statement = (
            update(DeliveryRow)
            .where(DeliveryRow.id.in_(chosen), ready)
            .values(
                state="sending",
                lease_until=now + lease,
                attempts=DeliveryRow.attempts + 1,
                ambiguous=or_(DeliveryRow.ambiguous, DeliveryRow.state == "sending"),
            )
            .returning(*DeliveryRow.__table__.columns)
        )
        claimed = [record(row, DeliveryRecord) for row in self._connection.execute(statement)]
        return sorted(claimed, key=lambda delivery: (delivery.due_at, delivery.id))

    def delivered(self, delivery_id: int, now: datetime, ambiguous: bool = False) -> None:
        """The receiver has it. The first time counts."""
        self._connection.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id == delivery_id, DeliveryRow.state != "delivered")
            .values(
                state="delivered",
                delivered_at=now,
                lease_until=None,
                last_error=None,
                ambiguous=or_(DeliveryRow.ambiguous, literal(ambiguous)),
            )
        )

    def failed(
        self, delivery_id: int, error: str, due_at: datetime | None, ambiguous: bool = False
    ) -> None:  # fmt: skip
        """It did not arrive, as far as we know: again at ``due_at``, or a dead letter where that is None.

        Says nothing about a notice that another worker has delivered meanwhile.
        """
        columns = {"state": "dead"} if due_at is None else {"state": "pending", "due_at": due_at}
        self._connection.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id == delivery_id, DeliveryRow.state == "sending")
            .values(
                last_error=error, lease_until=None, ambiguous=or_(DeliveryRow.ambiguous, literal(ambiguous)), **columns
            )
        )

    def reclaim(self, now: datetime) -> None:
        """Queue again what was being sent. Only for a process that knows itself to be the only one."""
        sending = update(DeliveryRow).where(DeliveryRow.state == "sending")
        self._connection.execute(sending.values(state="pending", due_at=now, lease_until=None, ambiguous=True))

    def supersede(self, alert_id: str, revision: int, *, over: bool) -> int:
        """Notices not yet sent that say what no longer holds are not sent at all; how many.

        Those are notices of an earlier revision and, where the alert is over, all but the word that it is.
        """
        outdated = DeliveryRow.alert_revision < revision
        if over:
            outdated = or_(outdated, DeliveryRow.reason != Reason.SETTLED.value)
        waiting = (DeliveryRow.alert_id == alert_id, DeliveryRow.state == "pending", outdated)
        return self._connection.execute(update(DeliveryRow).where(*waiting).values(state="suppressed")).rowcount

    def of_alert(self, alert_id: str) -> list[DeliveryRecord]:
        """Every notice of an alert, in the order they were queued."""
        return self._list(DeliveryRow.alert_id == alert_id)

    def all(self, state: DeliveryState | None = None) -> list[DeliveryRecord]:
        """Every notice, or those in one state."""
        return self._list(*([] if state is None else [DeliveryRow.state == state]))

    def counts(self) -> Mapping[str, int]:
        """How many notices are in each state; a state without any is absent."""
        statement = select(DeliveryRow.state, func.count().label("number")).group_by(DeliveryRow.state)
        return {row.state: row.number for row in self._connection.execute(statement)}

    def next_due(self) -> datetime | None:
        """When the next notice can be sent, None where none waits."""
        times = select(
            func.min(DeliveryRow.due_at).filter(DeliveryRow.state == "pending"),
            func.min(DeliveryRow.lease_until).filter(DeliveryRow.state == "sending"),
        )
        return min((time for time in self._connection.execute(times).one() if time is not None), default=None)

    def _list(self, *conditions: ColumnElement[bool]) -> list[DeliveryRecord]:
        rows = self._connection.execute(select(DeliveryRow).where(*conditions).order_by(DeliveryRow.id))
        return [record(row, DeliveryRecord) for row in rows]


def _ready(now: datetime) -> ColumnElement[bool]:
    waiting = and_(DeliveryRow.state == "pending", DeliveryRow.due_at <= now)
    abandoned = and_(DeliveryRow.state == "sending", DeliveryRow.lease_until <= now)
    return or_(waiting, abandoned)
