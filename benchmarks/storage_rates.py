"""How fast the storage is: transactions, claims and the archive, on the database that is given.

    python benchmarks/storage_rates.py sqlite:////tmp/rates.db
    python benchmarks/storage_rates.py postgresql+psycopg://user@/db?host=/run/postgresql

Prints one line per figure. The database is migrated and filled; give one of its own.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import Database, open_database
from storage.archive import Archive

MESSAGES = 1000
FILES = 200
LEASE = timedelta(minutes=1)
NOW = datetime(2025, 9, 1, tzinfo=UTC)


def emit_each(database: Database) -> int:
    """One message per transaction."""
    for number in range(MESSAGES):
        with database.transaction() as unit:
            unit.messages.emit("measured", str(number), {"id": number}, NOW, NOW)
    return MESSAGES


def handle_all(database: Database, workers: int) -> int:
    """Claim and finish every message: two transactions each."""

    def work(_worker: int) -> int:
        handled = 0
        while True:
            with database.transaction() as unit:
                message = unit.messages.claim(NOW, LEASE)
            if message is None:
                return handled
            with database.transaction() as unit:
                unit.messages.done(message.id)
            handled += 1

    with ThreadPoolExecutor(workers) as pool:
        return sum(pool.map(work, range(workers)))


def again(database: Database) -> int:
    """Let every message be handled once more."""
    with database.transaction() as unit:
        for number in range(MESSAGES):
            unit.messages.emit("again", f"again {number}", {}, NOW, NOW)
    return MESSAGES


def archive_files() -> int:
    """Files of 100 kB, each flushed to the disk."""
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        for number in range(FILES):
            archive.put(f"{number:08d}".encode() * 12_500)
    return FILES


def measured(what: str, work: Callable[[], int]) -> None:
    """Print how many per second."""
    start = time.perf_counter()
    number = work()
    print(f"{what}: {number / (time.perf_counter() - start):.0f}/s ({number})")


def main(url: str) -> None:
    """Every figure, one after the other."""
    database = open_database(url)
    try:
        database.migrate()
        measured("transactions, one message each", lambda: emit_each(database))
        measured("messages claimed and done, 1 worker", lambda: handle_all(database, 1))
        measured("messages emitted in one transaction", lambda: again(database))
        measured("messages claimed and done, 4 workers", lambda: handle_all(database, 4))
        measured("files of 100 kB archived", archive_files)
    finally:
        database.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
