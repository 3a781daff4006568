"""A full disk is met with one clear sentence, loses nothing, and is forgotten once there is room again."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.installation import Installation, shipped
from watcher.demo.server import DemoSite

pytestmark = pytest.mark.timeout(240)
SCRIPT = """
set -eu
mount -t tmpfs -o size={size} tmpfs {data}
set +e
{watcher} poll -c {config}; echo "first $?"
mount -o remount,size=200m {data}
{watcher} poll -c {config}; echo "second $?"
{watcher} poll -c {config}; echo "third $?"
cp -r {data} {copy}
"""


def _may_mount() -> bool:
    tool = shutil.which("unshare")
    if tool is None:
        return False
    return (
        subprocess.run(
            [tool, "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=False, capture_output=True
        ).returncode
        == 0
    )


@pytest.mark.parametrize(
    "size", [pytest.param("600k", id="early"), pytest.param("2500k", marks=pytest.mark.long, id="late")]
)
def test_a_disk_that_fills_up_is_told_and_survived(
    installation: Installation, site: DemoSite, tmp_path: Path, size: str
) -> None:
    if not _may_mount():
        pytest.skip("needs a user namespace that may mount a small disk")
    text = installation.config.read_text("utf-8").replace('data = "data"', 'data = "data"\nmin_free_megabytes = 0')
    installation.config.write_text(text, "utf-8")
    data, copy = tmp_path / "data", tmp_path / "copy"
    data.mkdir()
    script = SCRIPT.format(
        size=size, data=data, copy=copy, config=installation.config, watcher=f"{sys.executable} -m watcher.cli"
    )
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, timeout=200, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert "first 1" in done.stdout, done.stdout + done.stderr
    assert "磁盘空间不足" in done.stderr
    assert "Traceback" not in done.stderr
    assert "third 0" in done.stdout, done.stdout + done.stderr
    with sqlite3.connect(copy / "watcher.db") as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("select count(*) from report").fetchone() == (len(shipped("history")),)
        named = {row[0] for row in connection.execute("select sha256 from capture where sha256 is not null")}
    connection.close()
    assert named <= {file.name for file in (copy / "archive").rglob("*")}


def test_little_room_pauses_a_pass_before_anything_is_fetched(installation: Installation, site: DemoSite) -> None:
    text = installation.config.read_text("utf-8")
    installation.config.write_text(
        text.replace('data = "data"', 'data = "data"\nmin_free_megabytes = 999999999'), "utf-8"
    )
    done = installation.run("poll")
    assert done.returncode == 1
    assert "磁盘空间不足" in done.stderr
    assert "Traceback" not in done.stderr
    assert installation.run("status").returncode == 1
    assert "磁盘空间不足" in installation.run("status").stdout
