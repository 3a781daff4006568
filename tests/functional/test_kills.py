"""A killed process loses nothing: every report is stored once, every alert arrives, a repeat bears the same id."""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter

import pytest

from tests.installation import Installation, shipped
from watcher.demo.receiver import Received
from watcher.demo.server import DemoSite

LONGEST_LIFE = 3.0  # seconds a process may live before it is killed


@pytest.mark.timeout(240)
def test_ten_kills_lose_nothing(installation: Installation, site: DemoSite, notices: list[Received]) -> None:
    assert_nothing_lost(installation, site, notices, kills=10, seed=20261121)


@pytest.mark.long
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_forty_kills_lose_nothing(
    installation: Installation, site: DemoSite, notices: list[Received], seed: int
) -> None:
    assert_nothing_lost(installation, site, notices, kills=40, seed=seed)


def assert_nothing_lost(
    installation: Installation, site: DemoSite, notices: list[Received], *, kills: int, seed: int
) -> None:
    """Take the history in, publish all news, kill the pass again and again, then let one finish."""
    print(f"seed {seed}")
    assert installation.run("poll").returncode == 0
    assert not notices
    for publication in shipped("news"):
        site.publish(publication.key)
    die(installation, kills, random.Random(seed))
    finish(installation)
    assert_stored_once(installation)
    assert_all_arrived(installation, notices, kills)


def die(installation: Installation, kills: int, dice: random.Random) -> None:
    """Start a pass and kill it at a random moment, many times."""
    for _ in range(kills):
        process = installation.start("poll", "--reread")
        time.sleep(dice.uniform(0.3, LONGEST_LIFE))
        installation.kill(process)


def finish(installation: Installation) -> None:
    """Passes until nothing is left to send."""
    for _ in range(10):
        assert installation.run("poll").returncode == 0
        states = {d["state"] for a in installation.listed("alerts") for d in a["deliveries"]}
        if states <= {"delivered", "suppressed"}:
            return
        time.sleep(3)
    pytest.fail(f"notices are left over: {states}")


def assert_stored_once(installation: Installation) -> None:
    """One report per identity with one revision, no file without row, no row without file, a sound database."""
    reports = installation.listed("reports")
    identities = Counter((r["department"], r["fiscal_year"], r["kind"], r["scope"]) for r in reports)
    shown = shipped("history", "news")
    assert set(identities) == {(p.department, p.fiscal_year, p.kind, "department") for p in shown}
    assert set(identities.values()) == {1}
    assert {r["revision"] for r in reports} == {1}
    archive = installation.folder / "data" / "archive"
    files = {f.name for f in archive.rglob("*") if f.is_file()}
    with sqlite3.connect(installation.folder / "data" / "watcher.db") as connection:
        named = {row[0] for row in connection.execute("select distinct sha256 from capture where sha256 is not null")}
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    connection.close()
    assert named <= files
    assert _documents(reports) <= files


def _documents(reports: list[dict[str, object]]) -> set[str]:
    return {str(d["sha256"]) for r in reports for d in r["documents"]}  # type: ignore[attr-defined]


def assert_all_arrived(installation: Installation, notices: list[Received], kills: int) -> None:
    """Every open alert of medium severity or above was received; a repeat says the same under the same id."""
    wanted = {
        a["id"]
        for a in installation.listed("alerts")
        if a["state"] == "open" and a["severity"] in ("medium", "high", "critical")
    }
    received = Counter(notice.alert_id for notice in notices)
    assert wanted
    assert set(received) == wanted
    assert sum(received.values()) - len(received) <= kills
    texts: dict[str, set[str]] = {}
    for notice in notices:
        texts.setdefault(notice.alert_id, set()).add(notice.text)
    assert all(len(said) == 1 for said in texts.values())
