"""One worker thinks at a time; whoever waits for a site lets the others think."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from watcher.fetching import thinking, waiting

SECONDS = 10


def test_one_thinks_at_a_time() -> None:
    at_once, most = 0, 0

    def think() -> None:
        nonlocal at_once, most
        for _ in range(200):
            with thinking():
                at_once += 1
                most = max(most, at_once)
                threading.Event().wait(0)
                at_once -= 1

    _all([think] * 4)
    assert most == 1


def test_sites_are_waited_for_together() -> None:
    both = threading.Barrier(2)

    def ask() -> None:
        with thinking(), waiting():
            both.wait(SECONDS)  # breaks where the other one is kept out

    _all([ask] * 2)


def test_whoever_waits_thinks_alone_again_afterwards() -> None:
    let_in = threading.Event()

    def other() -> None:
        with thinking():
            let_in.set()

    with ThreadPoolExecutor(1) as pool, thinking():
        late = pool.submit(other)
        assert not let_in.wait(0.05)
        with waiting():
            late.result(SECONDS)
        with pytest.raises(ZeroDivisionError), waiting():
            raise ZeroDivisionError
        let_in.clear()
        late = pool.submit(other)
        assert not let_in.wait(0.05)
    late.result(SECONDS)


def test_a_wait_of_somebody_who_does_not_think_takes_no_turn() -> None:
    def wait() -> None:
        with waiting():
            pass

    with thinking():
        _all([wait])


def _all(jobs: list[Callable[[], None]]) -> None:
    with ThreadPoolExecutor(len(jobs)) as pool:
        for future in [pool.submit(job) for job in jobs]:
            future.result(SECONDS)
