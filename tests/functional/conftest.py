"""A whole installation in a temporary folder: site, receiver, configuration, and the command as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from watcher.demo.receiver import Received, Receiver
from watcher.demo.server import DemoSite

CONFIG = """
[service]
data = "data"
[fetch]
contact = "mailto:test@example.org"
host_delay_seconds = 0.0
allow_hosts = ["127.0.0.1"]
allow_private_addresses = true
[rules.C2]
confirm_after_hours = 0
[[recipients]]
name = "测试接收人"
url = "{receiver}"
"""
SOURCE = '[[sources]]\ndistrict = "澄湖区"\nurl = "{url}"\n'


@dataclass
class Installation:
    """A configuration with its data folder, and the commands run on it in processes of their own."""

    folder: Path

    @property
    def config(self) -> Path:
        """config.toml"""
        return self.folder / "config.toml"

    def command(self, *words: str) -> list[str]:
        """The command line as a list."""
        return [sys.executable, "-m", "watcher.cli", *words, "-c", str(self.config)]

    def run(self, *words: str, timeout: float = 90) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(self.command(*words), capture_output=True, text=True, timeout=timeout, check=False)

    def listed(self, verb: str, *words: str) -> list[dict[str, Any]]:
        """What a listing verb prints as JSON."""
        done = self.run(verb, "--json", *words)
        assert done.returncode == 0, done.stderr
        rows: list[dict[str, Any]] = json.loads(done.stdout)[verb]
        return rows

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a command in a process group of its own."""
        return subprocess.Popen(
            self.command(*words), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
        )

    def kill(self, process: subprocess.Popen[str]) -> None:
        """SIGKILL to the process and its children, as a power cut would."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        if process.stderr:
            process.stderr.close()


@pytest.fixture
def site() -> Iterator[DemoSite]:
    """The fictional district's site."""
    with DemoSite() as running:
        yield running


@pytest.fixture
def notices() -> list[Received]:
    """What has arrived, in order."""
    return []


@pytest.fixture
def receiver(notices: list[Received]) -> Iterator[Receiver]:
    """A real webhook receiver."""
    with Receiver(notices.append) as running:
        yield running


@pytest.fixture
def installation(tmp_path: Path, site: DemoSite, receiver: Receiver) -> Installation:
    """Watches both columns of the fictional district."""
    sources = "".join(SOURCE.format(url=site.column_url(column)) for column in ("ys", "js"))
    (tmp_path / "config.toml").write_text(CONFIG.format(receiver=receiver.url) + sources, encoding="utf-8")
    return Installation(tmp_path)
