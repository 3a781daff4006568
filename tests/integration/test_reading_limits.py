"""A bounded child: whatever it does, the parent gets an answer or a reason, and no process stays."""

from __future__ import annotations

import mmap
import os
import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from watcher.reading.bounded import Died, Limits, run_bounded

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")


def endless() -> bytes:
    while True:
        pass


def sleeping() -> bytes:
    time.sleep(60)
    return b""


def hungry() -> bytes:
    return b"x" * (1 << 30)


def crashing() -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def talkative() -> bytes:
    return b"x" * (3 << 20)


def forking_away() -> bytes:
    raise SystemExit(0)


def test_the_answer_comes_back_whole() -> None:
    answer = bytes(range(256)) * 20_000
    assert run_bounded(lambda: answer, Limits()) == answer


@pytest.mark.parametrize(
    ("work", "limits", "says"),
    [
        (endless, Limits(cpu_seconds=1), "处理器"),
        (endless, Limits(wall_seconds=1), "1 秒"),
        (sleeping, Limits(wall_seconds=1), "1 秒"),
        (hungry, Limits(memory_mb=256), "内存"),
        (crashing, Limits(), "信号 11"),
        (talkative, Limits(answer_mb=1), "1 MB"),
        (forking_away, Limits(), "没有给出结果"),
    ],
)
def test_a_child_beyond_its_limits_ends_with_one_reason(work: Callable[[], bytes], limits: Limits, says: str) -> None:
    began = time.monotonic()
    outcome = run_bounded(work, limits)
    assert isinstance(outcome, Died)
    assert says in outcome.reason
    assert time.monotonic() - began < 10


def test_the_limits_hold_inside_the_child() -> None:
    def limits_seen() -> bytes:
        kinds = (resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)
        return repr([resource.getrlimit(kind)[0] for kind in kinds]).encode()

    limits = Limits(memory_mb=300, cpu_seconds=7, written_mb=2, open_files=32)
    assert run_bounded(limits_seen, limits) == repr([7, 2 << 20, 32, 0]).encode()


def test_the_child_holds_none_of_the_parents_files(tmp_path: Path) -> None:
    with (tmp_path / "open").open("w") as held:
        number = held.fileno()

        def is_open() -> bytes:
            try:
                os.fstat(number)
            except OSError:
                return b"closed"
            return b"open"

        assert run_bounded(is_open, Limits()) == b"closed"


def test_a_child_stays_no_longer_than_its_work() -> None:
    before = children()
    for work in (talkative, sleeping):
        run_bounded(work, Limits(wall_seconds=1))
    assert children() <= before


def children() -> set[str]:
    """The processes that this one has started: other tests of the session may have some."""
    return {pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}


def test_the_memory_limit_is_on_what_the_work_adds() -> None:
    with mmap.mmap(-1, 600 * 1024 * 1024):  # a fat parent
        assert run_bounded(lambda: b"x" * 1024 * 1024, Limits(memory_mb=128)) == b"x" * 1024 * 1024
        assert isinstance(run_bounded(lambda: b"x" * 300 * 1024 * 1024, Limits(memory_mb=128)), Died)
