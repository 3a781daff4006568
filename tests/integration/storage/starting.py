"""Processes that start on one database at the same moment, and connections that may change its shape."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, make_url

from storage.engine import migrating_engine
from tests.databases import opened

PROCESSES = 3
MIGRATE = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from storage import open_database
url, start, ready = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
database = open_database(url)
ready.touch()
until = time.monotonic() + 30
while not start.exists() and time.monotonic() < until:
    time.sleep(0.001)
database.migrate()
with database.transaction() as unit:
    unit.heartbeats.beat(sys.argv[3], datetime.now(UTC))
database.dispose()
"""


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection as a migration has it."""
    engine = migrating_engine(make_url(url))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def start_at_once(url: str, folder: Path) -> None:
    """Three processes migrate and write at once: each comes to its end, and what each wrote is there."""
    start = folder / "start"
    ready = [folder / f"ready{number}" for number in range(PROCESSES)]
    children = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", MIGRATE, url, str(start), str(each)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for each in ready
    ]
    try:
        while not all(each.exists() for each in ready):
            assert all(child.poll() is None for child in children), [child.communicate() for child in children]
        start.touch()
        ends = [(child.communicate(timeout=60)[1], child.returncode) for child in children]
    finally:
        for child in children:
            child.kill()
            child.communicate()
    assert ends == [("", 0)] * PROCESSES
    with opened(url) as database, database.reading() as unit:
        assert all(unit.heartbeats.last(str(each)) for each in ready)
