"""The outbox of notices: written with the alert that causes them, marked only after the receiver took them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, literal, or_, select, update

from alerts.model import Reason, Severity
from storage.mapping import record, values
from storage.records import DeliveryRecord, DeliveryState
from storage.tables import ALERT, DELIVERY
from storage.writing import insert


class Deliveries:
    """Notices on their way, alone or in a letter; a key is queued once, ever, unless it was called back unsent."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, delivery: DeliveryRecord) -> bool:
        """Queue a notice; False where its key is there already. One that was called back before it left lives again."""
        columns = values(delivery)
        statement = insert(self._connection, DELIVERY).values(columns)
        revived = statement.on_conflict_do_update(
            index_elements=["key"], set_=columns, where=DELIVERY.c.state == "suppressed"
        )
        return self._connection.execute(revived.returning(DELIVERY.c.id)).first() is not None

    def claim_due(
        self, now: datetime, lease: timedelta, limit: int, *, due_by: datetime | None = None, untried: bool = False
    ) -> list[DeliveryRecord]:
        """Take notices to send, each for one worker until the lease ends; ``untried`` ones only, if so asked.

        One whose lease ran out while it was being sent is taken again and marked ambiguous: it may have arrived.
        """
        ready = _ready(due_by or now)
        if untried:
            ready = and_(ready, DELIVERY.c.attempts == 0)
        waiting = select(DELIVERY.c.id).where(ready).order_by(DELIVERY.c.due_at, DELIVERY.c.id).limit(limit)
        chosen = self._connection.execute(waiting.with_for_update(skip_locked=True)).scalars().all()
        if not chosen:
            return []  # what most passes come to
        taken = {
            "state": "sending",
            "lease_until": now + lease,
            "attempts": DELIVERY.c.attempts + 1,
            "ambiguous": or_(DELIVERY.c.ambiguous, DELIVERY.c.state == "sending"),
        }
        statement = update(DELIVERY).where(DELIVERY.c.id.in_(chosen), ready).values(taken)
        claimed = [record(row, DeliveryRecord) for row in self._connection.execute(statement.returning(*DELIVERY.c))]
        letters = [delivery.id for delivery in claimed if delivery.kind != "notice"]
        if letters:
            self._connection.execute(update(DELIVERY).where(DELIVERY.c.letter_id.in_(letters)).values(taken))
        return sorted(claimed, key=lambda delivery: (delivery.due_at, delivery.id))

    def delivered(self, delivery_id: int, now: datetime, ambiguous: bool = False) -> None:
        """The receiver has it. The first time counts."""
        self._connection.execute(
            update(DELIVERY)
            .where(_with_told(delivery_id), DELIVERY.c.state != "delivered")
            .values(
                state="delivered",
                delivered_at=now,
                lease_until=None,
                last_error=None,
                ambiguous=or_(DELIVERY.c.ambiguous, literal(ambiguous)),
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
            update(DELIVERY)
            .where(_with_told(delivery_id), DELIVERY.c.state == "sending")
            .values(
                last_error=error, lease_until=None, ambiguous=or_(DELIVERY.c.ambiguous, literal(ambiguous)), **columns
            )
        )

    def postpone(self, delivery_id: int, due_at: datetime) -> None:
        """Give a claimed notice back unsent: its channel takes no more just now. The attempt does not count."""
        columns = {"state": "pending", "due_at": due_at, "lease_until": None, "attempts": DELIVERY.c.attempts - 1}
        waiting = (_with_told(delivery_id), DELIVERY.c.state == "sending")
        self._connection.execute(update(DELIVERY).where(*waiting).values(columns))

    def urge(self, alert_id: str, recipient: str, now: datetime) -> None:
        """What waits for another try and tells this alert goes now and is critical, as the alert has become."""
        mine = (DELIVERY.c.alert_id == alert_id, DELIVERY.c.recipient == recipient, DELIVERY.c.state == "pending")
        telling = select(func.coalesce(DELIVERY.c.letter_id, DELIVERY.c.id)).where(*mine)
        urged = update(DELIVERY).where(DELIVERY.c.id.in_(telling), DELIVERY.c.state == "pending")
        self._connection.execute(urged.values(due_at=now, severity=Severity.CRITICAL.value))

    def hold_up(self, recipients: Sequence[str], until: datetime) -> None:
        """Nothing for these recipients is due before a moment: their channel takes no more just now."""
        waiting = (DELIVERY.c.recipient.in_(recipients), DELIVERY.c.state == "pending", DELIVERY.c.due_at < until)
        self._connection.execute(update(DELIVERY).where(*waiting).values(due_at=until))

    def next_free(self, until: datetime) -> datetime | None:
        """When the next notice that only its channel holds up is due, if before ``until``; None where none is."""
        untried = (DELIVERY.c.state == "pending", DELIVERY.c.attempts == 0, DELIVERY.c.due_at <= until)
        alone = (DELIVERY.c.letter_id.is_(None), DELIVERY.c.batch.is_(None))
        return self._connection.execute(select(func.min(DELIVERY.c.due_at)).where(*untried, *alone)).scalar()

    def revive(self, now: datetime, delivery_id: int | None = None) -> int:
        """Send dead letters again, one or all, as often as a new one would be; how many."""
        dead = [DELIVERY.c.state == "dead"] if delivery_id is None else [
            DELIVERY.c.state == "dead", _with_told(delivery_id)
        ]  # fmt: skip
        columns = {"state": "pending", "due_at": now, "created_at": now, "attempts": 0, "announced_at": None}
        found = self._connection.execute(
            update(DELIVERY).where(*dead).values(columns).returning(DELIVERY.c.letter_id)
        ).scalars()
        return sum(letter is None for letter in found)

    def get(self, delivery_id: int) -> DeliveryRecord | None:
        """One notice or letter."""
        found = self._list(DELIVERY.c.id == delivery_id)
        return found[0] if found else None

    def reclaim(self, now: datetime) -> None:
        """Queue again what was being sent. Only for a process that knows itself to be the only one."""
        sending = update(DELIVERY).where(DELIVERY.c.state == "sending")
        self._connection.execute(sending.values(state="pending", due_at=now, lease_until=None, ambiguous=True))

    def supersede(self, alert_id: str, revision: int, *, over: bool) -> int:
        """Notices not yet sent that say what no longer holds are not sent at all; how many.

        Those are notices of an earlier revision and, where the alert is over, all but the word that it is. One that may
        have arrived is never called back: what came after it is told once it is known to be there.
        """
        outdated = DELIVERY.c.alert_revision < revision
        if over:
            outdated = or_(outdated, DELIVERY.c.reason != Reason.SETTLED.value)
        unsent = or_(
            and_(DELIVERY.c.state == "pending", DELIVERY.c.letter_id.is_(None)),  # a letter is sent as it is written
            and_(DELIVERY.c.state == "suppressed", DELIVERY.c.muted_by.is_not(None)),
        )
        mine = (DELIVERY.c.alert_id == alert_id, DELIVERY.c.ambiguous.is_(False))
        called_back = update(DELIVERY).where(*mine, unsent, outdated)
        return self._connection.execute(called_back.values(state="suppressed", muted_by=None)).rowcount

    def mute(self, delivery_id: int, muted_by: str) -> None:
        """Keep a waiting notice back for now."""
        waiting = update(DELIVERY).where(DELIVERY.c.id == delivery_id, DELIVERY.c.state == "pending")
        self._connection.execute(waiting.values(state="suppressed", muted_by=muted_by))

    def unmute(self, delivery_id: int, due_at: datetime | None) -> None:
        """Nothing keeps it back any more: it is due at that time, or out of date where that is None."""
        columns = {"muted_by": None} if due_at is None else {"muted_by": None, "state": "pending", "due_at": due_at}
        self._connection.execute(update(DELIVERY).where(DELIVERY.c.id == delivery_id).values(columns))

    def mutable(self) -> list[DeliveryRecord]:
        """Notices that wait, not yet part of a letter, letters not sent yet, and what is kept back for now."""
        kinds = DELIVERY.c.kind.in_(("notice", "group"))
        waiting = and_(DELIVERY.c.state == "pending", DELIVERY.c.letter_id.is_(None), kinds)
        return self._list(or_(waiting, and_(DELIVERY.c.state == "suppressed", DELIVERY.c.muted_by.is_not(None))))

    def overtaken(self, delivery_id: int) -> list[str]:
        """The alerts of a delivered notice or letter that moved on while it was on its way."""
        over = and_(
            ALERT.c.state.not_in(("open", "acknowledged")), DELIVERY.c.reason != Reason.SETTLED.value
        )  # fmt: skip
        statement = select(ALERT.c.id).join(DELIVERY, DELIVERY.c.alert_id == ALERT.c.id)
        moved = or_(ALERT.c.revision > DELIVERY.c.alert_revision, over)
        return list(self._connection.execute(statement.where(_with_told(delivery_id), moved)).scalars())

    def under_way(self, alert_id: str, recipient: str) -> bool:
        """Whether a notice of this alert is out, or may be: what the recipient knows is known when its fate is."""
        may_have_arrived = and_(
            DELIVERY.c.ambiguous.is_(True),
            or_(DELIVERY.c.state == "pending", DELIVERY.c.muted_by.is_not(None)),
        )
        written = and_(DELIVERY.c.state == "pending", DELIVERY.c.letter_id.is_not(None))
        out = or_(DELIVERY.c.state == "sending", written, may_have_arrived)
        mine = (DELIVERY.c.alert_id == alert_id, DELIVERY.c.recipient == recipient)
        return self._connection.execute(select(DELIVERY.c.id).where(*mine, out).limit(1)).first() is not None

    def by_key(self, key: str) -> DeliveryRecord | None:
        """The notice or letter of this key."""
        found = self._list(DELIVERY.c.key == key)
        return found[0] if found else None

    def of_alert(self, alert_id: str) -> list[DeliveryRecord]:
        """Every notice of an alert, in the order they were queued."""
        return self._list(DELIVERY.c.alert_id == alert_id)

    def all(self, state: DeliveryState | None = None) -> list[DeliveryRecord]:
        """Every notice, or those in one state."""
        return self._list(*([] if state is None else [DELIVERY.c.state == state]))

    def counts(self) -> Mapping[str, int]:
        """How many notices are in each state, a letter counting as one; a state without any is absent."""
        alone = select(DELIVERY.c.state, func.count().label("number")).where(DELIVERY.c.letter_id.is_(None))
        statement = alone.group_by(DELIVERY.c.state)
        return {row.state: row.number for row in self._connection.execute(statement)}

    def stuck(self, before: datetime) -> int:
        """How many were tried, not taken, and have been waiting since before a moment; a letter counts as one."""
        waiting = (
            DELIVERY.c.state.in_(("pending", "sending")),
            DELIVERY.c.attempts > 0,
            DELIVERY.c.letter_id.is_(None),
        )
        old = select(func.count()).where(*waiting, DELIVERY.c.created_at <= before)
        return self._connection.execute(old).scalar_one()

    def next_due(self) -> datetime | None:
        """When the next notice can be sent, None where none waits."""
        times = select(
            func.min(DELIVERY.c.due_at).filter(DELIVERY.c.state == "pending"),
            func.min(DELIVERY.c.lease_until).filter(DELIVERY.c.state == "sending"),
        ).where(DELIVERY.c.letter_id.is_(None), DELIVERY.c.batch.is_(None))
        return min((time for time in self._connection.execute(times).one() if time is not None), default=None)

    def _list(self, *conditions: ColumnElement[bool]) -> list[DeliveryRecord]:
        rows = self._connection.execute(select(DELIVERY).where(*conditions).order_by(DELIVERY.c.id))
        return [record(row, DeliveryRecord) for row in rows]


def _with_told(delivery_id: int) -> ColumnElement[bool]:
    """The notice or letter, and the notices that the letter tells: they share its fate."""
    return or_(DELIVERY.c.id == delivery_id, DELIVERY.c.letter_id == delivery_id)


def _ready(now: datetime) -> ColumnElement[bool]:
    """What can be sent now by itself: not what waits for a letter or is told by one."""
    waiting = and_(DELIVERY.c.state == "pending", DELIVERY.c.due_at <= now)
    abandoned = and_(DELIVERY.c.state == "sending", DELIVERY.c.lease_until <= now)
    return and_(or_(waiting, abandoned), DELIVERY.c.letter_id.is_(None), DELIVERY.c.batch.is_(None))
