"""How a row is written, or read to be written, that two workers may want at the same moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Select, Table, Update, func, select
from sqlalchemy.dialects import sqlite

from storage.errors import NotThere
from storage.mapping import Values

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

T = TypeVar("T")
_NEW: dict[tuple[str, str, tuple[str, ...]], Any] = {}  # by dialect, table and key


def ours(connection: Connection, statement: Select[T]) -> Select[T]:
    """Read rows that may be saved afterwards: nobody else may change them until this transaction ends.

    SQLite lets one writer in at a time anyway and leaves the words out.
    """
    reading = connection.get_execution_options().get("postgresql_readonly", False)
    locks = not reading and connection.dialect.name != "sqlite"
    return statement.with_for_update(key_share=True) if locks else statement


def wait_for_turn(connection: Connection, what: str) -> None:
    """Let one transaction at a time, of all processes, go on from here; it is over with the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))


def insert_new(connection: Connection, table: Table, values: Values, *key: str) -> Any:
    """The id of the new row, None where a row with this key is there already; without ``key``: with any unique key."""
    return connection.execute(_if_new(connection, table, key), values).scalar()


def upsert(connection: Connection, table: Table, values: Values, *key: str, keep: tuple[str, ...] = ()) -> None:
    """Write the row; where one with this key is there, replace all but the key and ``keep``.

    For tables whose ``key`` is all that is unique: another key could still be refused when two workers meet.
    """
    changed = {name: value for name, value in values.items() if name not in (*key, *keep)}
    statement = insert(connection, table).values(values)
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changed))


def _if_new(connection: Connection, table: Table, key: tuple[str, ...]) -> Any:
    """Built once: building a statement costs more than running it."""
    name = (connection.dialect.name, table.name, key)
    if name not in _NEW:
        statement = insert(connection, table).on_conflict_do_nothing(index_elements=key or None)
        _NEW[name] = statement.returning(*table.primary_key)
    return _NEW[name]


def update_one(connection: Connection, statement: Update, parameters: Values | None = None) -> None:
    """Change the one row that must be there. Raises NotThere."""
    if connection.execute(statement, parameters).rowcount != 1:
        raise NotThere


def insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT; both engines spell it alike."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # loads every driver's dialect, for nothing where SQLite serves

    return postgresql.insert(table)
