"""What a driver says, in our words."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError, InvalidRequestError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.driver_errors import our_errors
from storage.errors import Busy, Conflict, Damaged, DiskFull, NotMigrated, StorageError, Unavailable


def _sqlite(code: int, text: str = "it failed") -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code  # type: ignore[misc]
    return error


class _Server(psycopg.OperationalError):
    def __init__(self, state: str | None) -> None:
        super().__init__("it failed")
        self.sqlstate = state


@pytest.mark.parametrize(
    ("cause", "ours"),
    [
        (_sqlite(sqlite3.SQLITE_BUSY), Busy),
        (_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), Busy),
        (_sqlite(sqlite3.SQLITE_FULL), DiskFull),
        (_sqlite(sqlite3.SQLITE_CANTOPEN), Unavailable),
        (_sqlite(sqlite3.SQLITE_CORRUPT), Damaged),
        (_sqlite(sqlite3.SQLITE_ERROR, "no such table: source"), NotMigrated),
        (_sqlite(sqlite3.SQLITE_ERROR), StorageError),
        (_Server("40P01"), Busy),
        (_Server("53100"), DiskFull),
        (_Server("53300"), Busy),
        (_Server("57P01"), Unavailable),
        (_Server("42P01"), NotMigrated),
        (_Server("23505"), Conflict),
        (_Server("42601"), StorageError),
        (_Server(None), Unavailable),
    ],
)
def test_every_failure_of_a_driver_has_one_of_our_names(cause: Exception, ours: type[StorageError]) -> None:
    with pytest.raises(StorageError) as caught, our_errors():
        raise OperationalError("SELECT 1", {}, cause)
    assert type(caught.value) is ours


def test_statement_and_values_do_not_leak_into_the_message() -> None:
    cause = _sqlite(sqlite3.SQLITE_CONSTRAINT, "UNIQUE constraint failed: delivery.key")
    with pytest.raises(Conflict) as caught, our_errors():
        raise IntegrityError("INSERT INTO delivery", {"text": "秘密"}, cause)
    assert str(caught.value) == "与已保存的记录冲突。（UNIQUE constraint failed: delivery.key）"


def test_a_pool_without_a_free_connection_is_busy() -> None:
    with pytest.raises(Busy), our_errors():
        raise PoolTimeout("QueuePool limit")


def test_other_errors_of_the_toolkit_are_storage_errors_too() -> None:
    with pytest.raises(StorageError), our_errors():
        raise InvalidRequestError("no")


def test_an_error_that_is_not_about_storage_passes_through() -> None:
    with pytest.raises(KeyError), our_errors():
        raise KeyError("a bug of the caller")
