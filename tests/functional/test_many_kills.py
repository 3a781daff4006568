"""SIGKILL again and again while 500 reports come in: each is stored once, each alert arrives, a repeat is the same.

GONGKAI_KILLS and GONGKAI_REPORTS set the size of the long form (20 kills, 500 reports; the full figures are 200 each on
SQLite and on PostgreSQL); GONGKAI_SEED repeats one.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import Installation
from tests.many_reports import Column, installed, rows, told
from tests.receivers import HttpReceiver, http_receiver
from tests.sites import Site

FAILPOINTS = [
    f"{when}_{what}"
    for what in ("publication_found", "publication_fetched", "report_read")
    for when in ("claimed", "handled", "done")
] + ["letters_closed", "delivery_claimed", "delivery_sent", "delivery_marked"]
QUICK = ("handled_publication_fetched", "handled_report_read", "letters_closed", "delivery_sent")
FEW = 3


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


def finish(watched: Installation, database: str) -> None:
    """Passes until nothing is left to do."""
    for _ in range(12):
        done = watched.run("poll", timeout=1800)  # other work on the machine may take its time
        assert done.returncode == 0, done.stderr[-2000:]
        left = rows(database, "select count(*) from delivery where state in ('pending', 'sending')")[0][0]
        left += rows(database, "select count(*) from message where state in ('pending', 'running')")[0][0]
        if not left:
            return
        time.sleep(5)
    pytest.fail("something is left over")


def assert_whole(watched: Installation, database: str, receiver: HttpReceiver, reports: int, repeats: int) -> int:
    """Nothing lost, nothing doubled but what was on its way at a kill; the number of repeats."""
    assert rows(database, "select count(*) from report") == [(reports + 1,)], "with the one that was there before"
    assert rows(database, "select count(*) from revision") == [(reports + 1,)]
    files = {f.name for f in (watched.folder / "data" / "archive").rglob("*") if f.is_file()}
    named = {row[0] for row in rows(database, "select distinct sha256 from capture where sha256 is not null")}
    assert files == named, "no orphan, no row without its file"
    alerts = {row[0] for row in rows(database, "select id from alert where state = 'open' and severity <> 'low'")}
    fingerprints = rows(database, "select count(*), count(distinct fingerprint) from alert")
    assert fingerprints[0][0] == fingerprints[0][1]
    assert len(alerts) >= reports
    messages = Counter(told(receiver))
    assert {alert for _, ids in messages for alert in ids} == alerts
    assert sum(len(ids) for _, ids in messages) == len(alerts), (
        "an alert stands in one text only, however often it came"
    )
    doubled = sum(messages.values()) - len(messages)
    assert doubled <= repeats
    return doubled


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_kills_at_random_moments_lose_nothing(
    database_url: str, column: Column, receiver: HttpReceiver, tmp_path: Path
) -> None:
    kills, reports = int(os.environ.get("GONGKAI_KILLS", "20")), int(os.environ.get("GONGKAI_REPORTS", "500"))
    seed = int(os.environ.get("GONGKAI_SEED", random.randrange(10**6)))
    print(f"seed {seed}, {kills} kills, {reports} reports")
    dice, watched = random.Random(seed), installed(tmp_path, column.site, receiver, database_url)
    assert watched.run("poll").returncode == 0
    column.publish(reports)
    for _ in range(kills):
        process = watched.start("poll", "--reread")
        time.sleep(dice.uniform(1, 6))
        watched.kill(process)
    assert ready_again(watched) < 10
    finish(watched, database_url)
    doubled = assert_whole(watched, database_url, receiver, reports, kills)
    print(f"{len(receiver.received)} messages, {doubled} repeated")


def ready_again(watched: Installation) -> float:
    """Seconds from the start of the service after a kill to its first heartbeat."""
    heartbeat = watched.folder / "data" / "heartbeat"
    heartbeat.unlink(missing_ok=True)
    began = time.monotonic()
    process = watched.start("run")
    while not heartbeat.exists() and time.monotonic() - began < 30:
        time.sleep(0.05)
    seconds = time.monotonic() - began
    watched.kill(process)
    return seconds


@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", [n if n in QUICK else pytest.param(n, marks=pytest.mark.long) for n in FAILPOINTS])
def test_a_death_between_two_commits_loses_nothing_and_repeats_only_what_was_sent(
    database_url: str, column: Column, receiver: HttpReceiver, tmp_path: Path, name: str
) -> None:
    watched = installed(tmp_path, column.site, receiver, database_url)
    assert watched.run("poll").returncode == 0
    column.publish(FEW)
    assert died_at(watched, name), f"{name} was never reached"
    finish(watched, database_url)
    doubled = assert_whole(watched, database_url, receiver, FEW, repeats=1)
    assert doubled == (1 if name == "delivery_sent" else 0)


@pytest.mark.timeout(3000)
@pytest.mark.parametrize("step", [31, pytest.param(3, marks=pytest.mark.long)])
@pytest.mark.parametrize("when", ["committing", "committed"])
def test_a_death_at_any_commit_loses_nothing_and_repeats_only_what_was_sent(
    database_url: str, column: Column, receiver: HttpReceiver, tmp_path: Path, when: str, step: int
) -> None:
    """One report more for each commit of a pass; the pass dies right before or right after that commit."""
    watched = installed(tmp_path, column.site, receiver, database_url)
    assert watched.run("poll").returncode == 0
    reports = sent_and_unmarked = 0
    for commit in itertools.count(step, step):
        reports += 1
        column.publish(reports)
        if not died_at(watched, f"{when}:{commit}"):
            break
        marked = rows(database_url, "select count(*) from delivery where state = 'delivered' and letter_id is null")
        on_its_way = len(receiver.received) - sent_and_unmarked - marked[0][0]
        assert on_its_way in ((0, 1) if when == "committing" else (0,))
        sent_and_unmarked += on_its_way
    finish(watched, database_url)
    print(f"{reports - 1} deaths, one for each {step} commits; {sent_and_unmarked} of them between sent and marked")
    assert reports > 60 // step
    assert assert_whole(watched, database_url, receiver, reports, repeats=reports) == sent_and_unmarked


def died_at(watched: Installation, failpoint: str) -> bool:
    """Whether a pass came to this place, and died there."""
    environment = {**os.environ, "GONGKAI_FAILPOINT": failpoint}
    done = subprocess.run(watched.command("poll"), env=environment, capture_output=True, timeout=90, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr[-2000:]
    return done.returncode != 0
