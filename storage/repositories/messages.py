"""The outbox of the pipeline: a message is written with the state that caused it and stays until it was acted on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, and_, bindparam, func, or_, select, update

from storage.mapping import Values, record
from storage.records import MessageRecord
from storage.tables import MESSAGE
from storage.types import UtcDateTime
from storage.writing import insert

Kinds = Collection[str] | None  # None: any kind


_QUEUED: dict[tuple[str, bool], Any] = {}  # by dialect and whether it returns ids
_RENEWED = ("kind", "payload", "state", "attempts", "created_at", "due_at", "lease_until", "last_error")


class Messages:
    """Messages on their way; a key is acted on once, unless it ended dead and is emitted again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def emit(self, kind: str, key: str, payload: Mapping[str, Any], due_at: datetime, now: datetime) -> bool:
        """Queue a message; False where its key is pending, running or done. A dead one gets a new life."""
        fresh = _fresh(kind, key, payload, due_at, now)
        return self._connection.execute(self._queued(told=True), fresh).first() is not None

    def emit_all(self, kind: str, payloads: Mapping[str, Mapping[str, Any]], due_at: datetime, now: datetime) -> None:
        """Queue a message for each key, as ``emit`` does."""
        rows = [_fresh(kind, key, payload, due_at, now) for key, payload in payloads.items()]
        if rows:
            self._connection.execute(self._queued(), rows)

    def _queued(self, *, told: bool = False) -> Any:
        """An INSERT of new messages that gives dead ones of the same key a new life; ``told``: it returns their ids."""
        name = self._connection.dialect.name
        if (name, told) not in _QUEUED:
            statement = insert(self._connection, MESSAGE)
            renewed = {column: statement.excluded[column] for column in _RENEWED}
            over = statement.on_conflict_do_update(
                index_elements=["key"], set_=renewed, where=MESSAGE.c.state == "dead"
            )
            _QUEUED[name, told] = over.returning(MESSAGE.c.id) if told else over
        return _QUEUED[name, told]

    def claim(self, now: datetime, lease: timedelta, kinds: Kinds = None) -> MessageRecord | None:
        """Take the message that is due longest, for one worker until the lease ends; None where none is due."""
        ready = _ready(now, kinds)
        oldest = select(MESSAGE.c.id).where(ready).order_by(MESSAGE.c.due_at, MESSAGE.c.id).limit(1)
        statement = (
            update(MESSAGE)
            .where(MESSAGE.c.id == oldest.with_for_update(skip_locked=True).scalar_subquery(), ready)
            .values(state="running", lease_until=now + lease, attempts=MESSAGE.c.attempts + 1)
            .returning(*MESSAGE.c)
        )
        row = self._connection.execute(statement).first()
        return None if row is None else record(row, MessageRecord)

    def claim_some(self, now: datetime, lease: timedelta, limits: Mapping[str, int]) -> list[MessageRecord]:
        """The message that is due longest and those of its kind that follow it, at most as many as ``limits`` allow."""
        oldest = self._connection.execute(_OLDEST, {"now": now}).first()
        if oldest is None:
            return []
        chosen = {"now": now, "one_kind": oldest.kind, "most": limits.get(oldest.kind, 1), "until": now + lease}
        claimed = [record(row, MessageRecord) for row in self._connection.execute(_CLAIM, chosen)]
        if not claimed:  # others are at those: one of another kind, if there is any
            return [one for one in (self.claim(now, lease),) if one]
        return sorted(claimed, key=lambda message: message.id)

    def done(self, *message_ids: int) -> None:
        """They were acted on."""
        if message_ids:
            self._connection.execute(_DONE, {"ids": message_ids})

    def retry(self, message_id: int, due_at: datetime, error: str) -> None:
        """It could not be acted on now: again at ``due_at``."""
        self._leave(message_id, state="pending", due_at=due_at, last_error=error)

    def dead(self, message_id: int, error: str) -> None:
        """It can't be acted on; it stays on record with the reason."""
        self._leave(message_id, state="dead", last_error=error)

    def release(self, message_id: int) -> None:
        """Give it back untouched: the attempt does not count."""
        self._leave(message_id, state="pending", attempts=MESSAGE.c.attempts - 1)

    def reclaim(self, now: datetime) -> None:
        """Queue again what was being worked on. Only for a process that knows itself to be the only one."""
        running = update(MESSAGE).where(MESSAGE.c.state == "running")
        self._connection.execute(running.values(state="pending", due_at=now, lease_until=None))

    def pending(self, kinds: Kinds = None) -> int:
        """How many still have to be acted on, those being worked on included."""
        statement = select(func.count()).select_from(MESSAGE).where(_unfinished(kinds))
        return self._connection.execute(statement).scalar_one()

    def underway(self, now: datetime, kinds: Kinds = None) -> list[Mapping[str, Any]]:
        """The payloads of those that are due or being worked on; not of those put off until later."""
        asked = or_(MESSAGE.c.state == "running", MESSAGE.c.due_at <= now)
        return list(self._connection.execute(select(MESSAGE.c.payload).where(_unfinished(kinds), asked)).scalars())

    def next_due(self, kinds: Kinds = None) -> datetime | None:
        """When the next message can be claimed, None where none waits."""
        times = select(
            func.min(MESSAGE.c.due_at).filter(MESSAGE.c.state == "pending"),
            func.min(MESSAGE.c.lease_until).filter(MESSAGE.c.state == "running"),
        ).where(_unfinished(kinds))
        return min((time for time in self._connection.execute(times).one() if time is not None), default=None)

    def counts(self) -> Mapping[str, int]:
        """How many messages are in each state; a state without any is absent."""
        statement = select(MESSAGE.c.state, func.count().label("number")).group_by(MESSAGE.c.state)
        return {row.state: row.number for row in self._connection.execute(statement)}

    def _leave(self, message_id: int, **columns: Any) -> None:
        # Only a running message can be left: a worker whose lease ran out must not undo what its successor did.
        running = update(MESSAGE).where(MESSAGE.c.id == message_id, MESSAGE.c.state == "running")
        self._connection.execute(running.values(lease_until=None, **columns))


def _fresh(kind: str, key: str, payload: Mapping[str, Any], due_at: datetime, now: datetime) -> Values:
    return {
        "key": key, "kind": str(kind), "payload": dict(payload), "state": "pending", "attempts": 0, "created_at": now,
        "due_at": due_at, "lease_until": None, "last_error": None,
    }  # fmt: skip


def _of(kinds: Kinds) -> list[ColumnElement[bool]]:
    return [] if kinds is None else [MESSAGE.c.kind.in_([str(kind) for kind in kinds])]


def _ready(now: datetime | BindParameter[datetime], kinds: Kinds) -> ColumnElement[bool]:
    waiting = and_(MESSAGE.c.state == "pending", MESSAGE.c.due_at <= now)
    abandoned = and_(MESSAGE.c.state == "running", MESSAGE.c.lease_until <= now)
    return and_(or_(waiting, abandoned), *_of(kinds))


# Asked for each message: built once, for building a statement costs more than running it.
_NOW: BindParameter[datetime] = bindparam("now", type_=UtcDateTime())
_OLDEST = select(MESSAGE.c.kind).where(_ready(_NOW, None)).order_by(MESSAGE.c.due_at, MESSAGE.c.id).limit(1)
_FIRST = (
    select(MESSAGE.c.id)
    .where(_ready(_NOW, None), MESSAGE.c.kind == bindparam("one_kind"))
    .order_by(MESSAGE.c.due_at, MESSAGE.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(MESSAGE)
    .where(MESSAGE.c.id.in_(_FIRST), _ready(_NOW, None))
    .values(state="running", lease_until=bindparam("until"), attempts=MESSAGE.c.attempts + 1)
    .returning(*MESSAGE.c)
)
_DONE = (
    update(MESSAGE)
    .where(MESSAGE.c.id.in_(bindparam("ids", expanding=True)), MESSAGE.c.state == "running")
    .values(lease_until=None, state="done", last_error=None)
)


def _unfinished(kinds: Kinds) -> ColumnElement[bool]:
    return and_(MESSAGE.c.state.in_(("pending", "running")), *_of(kinds))
