"""The database goes away or is held, the scheduler dies: the service lives on or ends, and loses nothing."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.installation import Installation
from tests.many_reports import Column, installed, rows, told
from tests.postgresql_server import CannotStart, outage, running_server
from tests.receivers import HttpReceiver, http_receiver
from tests.sites import Site

pytestmark = [pytest.mark.timeout(600), pytest.mark.long]  # half a minute each at the least
REPORTS = 6
FAST = "[schedule]\ncheck_minutes = 0.05\n[alerting]\ngroup_wait_minutes = 0.1\ngroup_interval_hours = 0\n"
DIE = """
import sys, threading
from apscheduler.jobstores.memory import MemoryJobStore
from watcher.cli.main import main
known, armed = MemoryJobStore.update_job, threading.Event()
threading.Timer(5, armed.set).start()
def update_job(self, job):
    if armed.is_set():
        raise RuntimeError("the job store is gone")
    known(self, job)
MemoryJobStore.update_job = update_job
sys.exit(main(["run", "-c", sys.argv[1]]))
"""


@pytest.fixture
def receiver() -> Iterator[HttpReceiver]:
    with http_receiver() as running:
        yield running


@pytest.fixture
def column() -> Iterator[Column]:
    with Site() as site:
        found = Column(site)
        found.begin()
        yield found


@pytest.fixture
def server() -> Iterator[str]:
    """A server of this test's own, to be stopped."""
    try:
        with running_server() as address:
            yield make_url(address).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    except CannotStart as error:
        pytest.skip(str(error))


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program keeps the database's lock."""
    other = sqlite3.connect(path, isolation_level=None, timeout=30)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def begun(tmp_path: Path, column: Column, receiver: HttpReceiver, database: str) -> Installation:
    """It has taken in the one report that stood there before anybody watched."""
    watched = installed(tmp_path, column.site, receiver, database)
    with watched.config.open("a", encoding="utf-8") as file:
        file.write(FAST)
    assert watched.run("poll").returncode == 0
    return watched


def until(true: Callable[[], bool], process: subprocess.Popen[str], seconds: float = 200) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert process.poll() is None, "the service has ended"
        assert time.monotonic() < end, "it never came"
        time.sleep(1)


def survives(
    watched: Installation, column: Column, receiver: HttpReceiver, database: str,
    trouble: Callable[[], AbstractContextManager[None]], seconds: float,
) -> None:  # fmt: skip
    """The service meets the trouble while reports come in; in the end each is stored, and told once."""
    process = watched.start("run")
    column.publish(REPORTS // 2)
    until(lambda: rows(database, "select count(*) from report")[0][0] > 1, process)
    with trouble():
        column.publish(REPORTS)
        time.sleep(seconds)
    until(lambda: rows(database, "select count(*) from report")[0][0] == REPORTS + 1, process)
    wanted = "select id from alert where state = 'open' and severity <> 'low'"
    until(lambda: {a for _, ids in told(receiver) for a in ids} == {r[0] for r in rows(database, wanted)}, process, 300)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 0, said[-2000:]
    assert "Traceback" not in said
    unmarked = rows(database, "select count(*) from delivery where ambiguous")[0][0]
    assert len(told(receiver)) - len(set(told(receiver))) <= unmarked


def test_the_service_lives_through_a_server_that_stops_and_starts(
    tmp_path: Path, column: Column, receiver: HttpReceiver, server: str
) -> None:
    watched = begun(tmp_path, column, receiver, server)
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    survives(watched, column, receiver, server, lambda: outage(plain), 10)


def test_the_service_lives_through_a_lock_held_for_half_a_minute(
    tmp_path: Path, column: Column, receiver: HttpReceiver
) -> None:
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "watcher.db"
    watched = begun(tmp_path, column, receiver, f"sqlite:///{file}")
    survives(watched, column, receiver, f"sqlite:///{file}", lambda: held(file), 31)


def test_a_dead_scheduler_ends_the_process_within_a_minute_and_the_next_one_goes_on(
    tmp_path: Path, column: Column, receiver: HttpReceiver
) -> None:
    database = f"sqlite:///{tmp_path / 'data' / 'watcher.db'}"
    watched = begun(tmp_path, column, receiver, database)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", DIE, str(watched.config)], capture_output=True, text=True, timeout=120, check=False
    )
    lived = time.monotonic() - began
    assert done.returncode == 1, done.stderr[-2000:]
    assert "调度器已停止跳动" in done.stderr
    assert 5 < lived < 5 + 60 + 15, "armed after 5 seconds, found within 60, and a start and an orderly end"
    column.publish(1)
    process = watched.start("run")
    until(lambda: rows(database, "select count(*) from report")[0][0] == 2, process)
    watched.kill(process)
