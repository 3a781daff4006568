"""The reading server of a service with threads: answers, survives, renews itself, leaves nothing behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from parsers.model import Report
from watcher.reading.reader import Reader, ReadFailed
from watcher.reading.server import NoReader

TEXT = "重庆市澄湖区档案馆\n2031年度部门决算情况说明\n2031年度“三公”经费支出共计1.10万元，与上年持平。".encode()


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def servers() -> set[int]:
    """Processes of ours that serve readings."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if b"watcher.reading.server" in command and parent == os.getpid():
            found.add(int(folder.name))
    return found


def test_it_reads_like_a_forked_child(reader: Reader) -> None:
    with Reader(start_method="fork") as forked:
        assert reader.read([("决算.txt", TEXT)]) == forked.read([("决算.txt", TEXT)])


def test_it_tells_why_nothing_was_read(reader: Reader) -> None:
    outcome = reader.read([("空.pdf", b"")])
    assert isinstance(outcome, ReadFailed)
    assert outcome.errors[0][0] == "空.pdf"


def test_many_threads_may_ask(reader: Reader) -> None:
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda number: reader.read([(f"{number}.txt", TEXT)]), range(12)))
    assert [outcome.files for outcome in outcomes if isinstance(outcome, Report)] == [(f"{n}.txt",) for n in range(12)]


def test_a_killed_server_costs_no_reading(reader: Reader) -> None:
    reader.read([("一.txt", TEXT)])
    for pid in servers():
        os.kill(pid, signal.SIGKILL)
    assert isinstance(reader.read([("二.txt", TEXT)]), Report)


def test_a_server_that_can_not_start_is_our_trouble_and_not_the_files(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watcher.reading.server.sys.executable", "/bin/false")
    with pytest.raises(NoReader, match="稍后重试"):
        reader.read([("一.txt", TEXT)])


def test_a_server_is_renewed_after_its_share() -> None:
    with Reader(renew_after=1) as reader:
        assert isinstance(reader.read([("一.txt", TEXT)]), Report)
        assert servers() == set()
        assert isinstance(reader.read([("二.txt", TEXT)]), Report)


def test_nothing_stays_behind_when_closed() -> None:
    before = servers()
    with Reader() as reader:
        reader.read([("一.txt", TEXT)])
        assert servers() - before
    assert servers() == before
    with pytest.raises(RuntimeError):
        reader.read([("二.txt", TEXT)])
