"""What a driver says, in our words: error numbers of SQLite and SQLSTATEs of PostgreSQL → one tree of errors."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

if TYPE_CHECKING:
    import psycopg

from storage.errors import Busy, Conflict, Damaged, DiskFull, NotMigrated, StorageError, Unavailable

_SQLITE = {
    sqlite3.SQLITE_BUSY: Busy,
    sqlite3.SQLITE_LOCKED: Busy,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_CANTOPEN: Unavailable,
    sqlite3.SQLITE_READONLY: Unavailable,
    sqlite3.SQLITE_PERM: Unavailable,
    sqlite3.SQLITE_IOERR: Unavailable,
    sqlite3.SQLITE_CORRUPT: Damaged,
    sqlite3.SQLITE_NOTADB: Damaged,
    sqlite3.SQLITE_CONSTRAINT: Conflict,
}
# The longest prefix that fits decides.
_POSTGRESQL = {
    "08": Unavailable,  # connection lost
    "23": Conflict,
    "28": Unavailable,  # wrong password
    "3D": Unavailable,  # no such database
    "40": Busy,  # deadlock, serialization failure: the transaction may be tried again
    "42P01": NotMigrated,  # undefined table
    "42703": NotMigrated,  # undefined column
    "53100": DiskFull,
    "53": Busy,  # too many connections, out of memory
    "55P03": Busy,  # lock not available
    "57P": Unavailable,  # shutting down
    "57014": Busy,  # cancelled by a timeout
    "58": Unavailable,
    "XX": Damaged,
}


@contextmanager
def our_errors() -> Iterator[None]:
    """Let nothing but StorageError out of a block that talks to a database."""
    try:
        yield
    except PoolTimeout as error:
        raise Busy(str(error)) from error
    except DBAPIError as error:
        raise _translated(error.orig, error) from error
    except SQLAlchemyError as error:
        raise StorageError(str(error)) from error
    except Exception as error:
        if isinstance(error, sqlite3.Error) or _postgresql_error(error):  # raised while a connection is being set up
            raise _translated(error, error) from error
        raise


def _postgresql_error(cause: BaseException | None) -> psycopg.Error | None:
    """The cause as an error of the driver, which is loaded only where it is used."""
    driver = sys.modules.get("psycopg")
    return cause if driver is not None and isinstance(cause, driver.Error) else None


def _translated(cause: BaseException | None, error: Exception) -> StorageError:
    detail = str(cause or error).strip()
    if isinstance(cause, sqlite3.Error):
        return _sqlite(cause, detail)
    if (of_driver := _postgresql_error(cause)) is not None:
        return _postgresql(of_driver, detail)
    return StorageError(detail)


def _sqlite(cause: sqlite3.Error, detail: str) -> StorageError:
    if "no such table" in detail or "no such column" in detail or "has no column" in detail:
        return NotMigrated(detail)
    primary = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the upper bits only refine it
    return _SQLITE.get(primary, StorageError)(detail)


def _postgresql(cause: psycopg.Error, detail: str) -> StorageError:
    state = cause.sqlstate
    if state is None:  # never reached the server, or lost it without a word
        lost = isinstance(cause, sys.modules["psycopg"].OperationalError)
        return Unavailable(detail) if lost else StorageError(detail)
    fitting = [prefix for prefix in _POSTGRESQL if state.startswith(prefix)]
    return _POSTGRESQL[max(fitting, key=len)](detail) if fitting else StorageError(detail)
