"""A configuration with its data folder, and the commands run on it in processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from watcher.cli.main import main
from watcher.demo.published import Publication, shipped_publications


@dataclass
class Installation:
    """A configuration with its data folder, and the commands run on it in processes of their own."""

    folder: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

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
        process = subprocess.Popen(
            self.command(*words), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        self.started.append(process)
        return process

    def end(self) -> None:
        """Leave nothing behind, however a test ended."""
        for process in self.started:
            if process.poll() is None:
                self.kill(process)

    def kill(self, process: subprocess.Popen[str]) -> None:
        """SIGKILL to the process and its children, as a power cut would."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        if process.stderr:
            process.stderr.close()


@dataclass
class Done:
    """What a verb printed and how it ended."""

    returncode: int
    stdout: str
    stderr: str


class Desk(Installation):
    """The installation, its commands run within this process: starting an interpreter for each takes long."""

    def run(self, *words: str, timeout: float = 90) -> Done:  # type: ignore[override]
        """The verb to its end."""
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main([*words, "-c", str(self.config)])
        return Done(status, out.getvalue(), err.getvalue())


def shipped(*stages: str) -> list[Publication]:
    """The demo's reports of these stages; the notice that stands among them is none."""
    return [p for p in shipped_publications() if p.stage in stages and p.department]
