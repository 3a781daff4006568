"""The service's workers: they sleep while there is nothing to do, and what comes is taken at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import watcher.scheduler
from tests.town import Town, installed, town_of_one_report
from watcher.context import Context
from watcher.draining import work_one
from watcher.polling import emit_due_rereads, poll
from watcher.scheduler import Ticker


@pytest.fixture
def town() -> Town:
    return town_of_one_report()


@pytest.fixture
def claims(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """When a worker tried to claim something: each try is a write transaction."""
    tries: list[float] = []

    def counted(context: Context) -> bool:
        tries.append(time.monotonic())
        return work_one(context)

    monkeypatch.setattr(watcher.scheduler, "work_one", counted)
    return tries


@pytest.fixture
def context(tmp_path: Path, town: Town, claims: list[float]) -> Iterator[Context]:
    """A service with workers that has read its column and runs."""
    with installed(tmp_path, town) as opened:
        poll(opened)
        stopped = threading.Event()
        service = threading.Thread(target=Ticker(opened).run_until, args=(stopped,))
        service.start()
        yield opened
        stopped.set()
        service.join(20)
        assert not service.is_alive()


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def test_idle_workers_claim_nothing_and_wake_for_what_comes(context: Context, town: Town, claims: list[float]) -> None:
    until(lambda: bool(claims))
    time.sleep(1)
    claims.clear()
    time.sleep(3)
    assert not claims, "an idle service does not write for looking"

    for _ in range(3):
        with context.database.reading() as unit:
            sources = {source.id for source in unit.sources.all()}
        town.asked.clear()
        town.later(minutes=1)
        assert emit_due_rereads(context, sources, everything=True) == 1
        until(lambda: bool(town.asked))
        until(lambda: not _pending(context))


def _pending(context: Context) -> int:
    with context.database.reading() as unit:
        return unit.messages.pending()
