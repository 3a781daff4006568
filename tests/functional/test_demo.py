"""`watcher demo`: the whole job on the fictional district, as a user sees it."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from watcher.demo.receiver import TOPICS

DEMO = (sys.executable, "-m", "watcher.cli", "demo")


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "TMPDIR": str(folder), "PYTHONIOENCODING": "utf-8"}


def test_the_story_runs_as_told_within_a_minute_and_exits_where_there_is_no_terminal(tmp_path: Path) -> None:
    began = time.monotonic()
    done = subprocess.run(
        DEMO, capture_output=True, text=True, encoding="utf-8", timeout=110, check=False, env=_environment(tmp_path)
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert time.monotonic() - began < 60
    assert "\x1b" not in done.stdout
    heard = [line for line in done.stdout.splitlines() if "接收端收到" in line]
    assert {match[1] for line in heard if (match := re.search(r"［(\w+)］", line))} == set(TOPICS)
    assert not [line for line in heard if "政务服务管理办公室" in line]
    assert "缺表的二次确认时间为 0 小时" in done.stdout
    _assert_evidence(done.stdout, tmp_path)


def _assert_evidence(shown: str, folder: Path) -> None:
    """The archive that the summary names is there, and each original lies under its own hash."""
    (archive,) = (Path(line.partition("：")[2]) for line in shown.splitlines() if "原件存档" in line)
    assert archive.is_relative_to(folder)
    originals = [path for path in archive.rglob("*") if path.is_file()]
    assert len(originals) > 20


@pytest.mark.long
def test_on_a_terminal_site_and_service_live_until_interrupted(tmp_path: Path) -> None:
    parent, child = pty.openpty()
    process = subprocess.Popen(DEMO, stdin=child, stdout=child, stderr=child, env=_environment(tmp_path))
    os.close(child)
    shown = b""
    try:
        until = time.monotonic() + 100
        while "按 Ctrl-C 结束".encode() not in shown and time.monotonic() < until:
            shown += os.read(parent, 65536)
        time.sleep(3)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=15) == 0, shown.decode(errors="replace")
    finally:
        process.kill()
        process.wait()
        os.close(parent)
    assert b"\x1b[" in shown
