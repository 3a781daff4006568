"""Connections set up the same way everywhere: one engine that writes, one that only reads.

SQLite: WAL; writers BEGIN IMMEDIATE, since a deferred transaction that turns into a writer is refused at once under
contention whatever the timeout; FULL, since NORMAL may lose the last commits with the power.
PostgreSQL: readers see one snapshot, as SQLite's do.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import Unavailable, WrongAddress

WAIT_SECONDS = 30.0  # how long a writer waits for another one
POOL_SIZE = 8
MAX_OVERFLOW = 64  # a connection for each worker of the largest service
WAL_TRIES = 100


def parse_url(url: str) -> URL:
    """The address, if it is one of ours. Raises WrongAddress (it never repeats a password), Unavailable."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise WrongAddress from error
    if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
        raise WrongAddress(parsed.drivername)
    if not parsed.database or parsed.database == ":memory:" or parsed.database.startswith("file:"):
        raise WrongAddress
    if parsed.drivername == "sqlite" and not Path(parsed.database).parent.is_dir():
        raise Unavailable(f"文件夹不存在：{Path(parsed.database).parent}")
    return parsed


def writing_engine(url: URL) -> Engine:
    """Connections that write. The first one of an SQLite file switches it to WAL for good."""
    return _sqlite_engine(url, "BEGIN IMMEDIATE", read_only=False) if _is_sqlite(url) else _pooled(url)


def reading_engine(url: URL) -> Engine:
    """Connections that the database itself keeps from writing; a transaction sees one state."""
    if _is_sqlite(url):
        return _sqlite_engine(url, "BEGIN", read_only=True)
    return _pooled(url).execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def migrating_engine(url: URL) -> Engine:
    """A connection for migrations: SQLite rebuilds tables to alter them, so references are checked at the end."""
    if _is_sqlite(url):
        return _sqlite_engine(url, "BEGIN EXCLUSIVE", read_only=False, foreign_keys=False)
    return _pooled(url)


def _is_sqlite(url: URL) -> bool:
    return url.drivername == "sqlite"


def _pooled(url: URL, **options: Any) -> Engine:
    return create_engine(url, pool_size=POOL_SIZE, max_overflow=MAX_OVERFLOW, pool_pre_ping=True, **options)


def _sqlite_engine(url: URL, begin: str, *, read_only: bool, foreign_keys: bool = True) -> Engine:
    engine = create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=MAX_OVERFLOW,
        connect_args={"timeout": WAIT_SECONDS, "isolation_level": None},  # we say BEGIN ourselves
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        _use_wal(connection)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        connection.execute(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")

    @event.listens_for(engine, "begin")
    def begin_now(connection: Connection) -> None:
        connection.connection.cursor().execute(begin)  # straight to the driver: a check begins several times

    return engine


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL; two processes that open a new file at once get in each other's way without a wait."""
    for _ in range(WAL_TRIES):
        try:
            if connection.execute("PRAGMA journal_mode=WAL").fetchone()[0] == "wal":
                return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
        time.sleep(0.05)
    raise Unavailable("该文件系统不支持 WAL，请把数据库放在本机磁盘上")
