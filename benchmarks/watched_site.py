"""A loopback site of many list pages and an installation that watches it, each in processes of their own."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

HERE = Path(__file__).resolve().parent
#: No proxies; and modules are compiled once, as they are where this is installed.
QUIET = dict.fromkeys(
    ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy", "PYTHONDONTWRITEBYTECODE"), ""
)
CONFIG = """
[service]
workers = {workers}
[fetch]
host_delay_seconds = {delay}
allow_hosts = ["127.1.*"]
allow_private_addresses = true
"""
SOURCE = '[[sources]]\ndistrict = "第{n}区"\nurl = "http://{host}:{port}/list/{n}.html"\n'
RECIPIENT = '[[recipients]]\nname = "值班"\nurl = "json://127.0.0.1:{port}/hook"\nmin_severity = "info"\n'

#: Where a poll has looked at every list and noted what is new, and is about to ask for the first document.
BEFORE_DOCUMENTS = "claimed_publication_found"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What a whole process took, its start included."""

    cpu_seconds: float
    seconds: float
    rss_mb: float
    said: str


def run(words: list[str], **environment: str) -> Cost:
    """A Python process from start to end."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, **QUIET, **environment},
    )  # fmt: skip
    assert process.stdout is not None
    said = process.stdout.read().decode()
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return Cost(
        cpu_seconds=used.ru_utime + used.ru_stime, seconds=time.monotonic() - began, rss_mb=used.ru_maxrss / 1024,
        said=said,
    )  # fmt: skip


class WatchedSite:
    """A running site and an installation that watches its columns; a context manager."""

    def __init__(self, folder: Path, columns: int, hosts: int, *, workers: int = 8, delay: float = 0.0) -> None:
        self.folder, self.columns, self.hosts = folder, columns, hosts
        self.config = folder / "config.toml"
        self.port = _free_port()
        other = os.environ.get("GONGKAI_BENCH")
        script = Path(other) / "server.py" if other else HERE / "list_site.py"
        self._site = subprocess.Popen(
            [sys.executable, str(script), "--port", str(self.port), "--hosts", str(hosts)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self._site.stdout is not None
        self._site.stdout.readline()
        addresses = [f"127.1.{i // 250}.{i % 250 + 1}" for i in range(hosts)]  # those that both servers use
        entries = [SOURCE.format(n=n, host=addresses[n % hosts], port=self.port) for n in range(columns)]
        self.config.write_text(CONFIG.format(workers=workers, delay=delay) + "".join(entries), encoding="utf-8")

    def __enter__(self) -> WatchedSite:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._site.terminate()
        self._site.wait(10)

    def set(self, **settings: int) -> None:
        """Let the site behave otherwise."""
        self.ask("/__ctl?" + "&".join(f"{name}={value}" for name, value in settings.items()))

    def ask(self, path: str) -> str:
        """What the site itself says."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return str(answer.read().decode())

    def log(self) -> list[tuple[str, float, float, int]]:
        """Host, start, end and status of each request since the last time; empty with a server that keeps no log."""
        try:
            taken: list[tuple[str, float, float, int]] = json.loads(self.ask("/__log?reset=1"))
        except (ValueError, OSError):
            return []
        return taken

    def poll(self, until: str = "") -> Cost:
        """One `watcher poll`; ``until`` names the place where it dies, as by a power cut."""
        return run(["-m", "watcher.cli", "poll", "-c", str(self.config)], GONGKAI_FAILPOINT=until)

    def serve(self) -> subprocess.Popen[bytes]:
        """A `watcher run`, for the caller to end."""
        return subprocess.Popen(
            [sys.executable, "-m", "watcher.cli", "run", "-c", str(self.config)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **QUIET},
        )  # fmt: skip

    def add_recipient(self) -> None:
        """From now on somebody is told at once, by a webhook that the site takes."""
        block = RECIPIENT.format(port=self.port)
        self.config.write_text(self.config.read_text(encoding="utf-8") + block, encoding="utf-8")

    def count(self, statement: str) -> int:
        """A number from the database."""
        with closing(self._database()) as connection:
            return int(connection.execute(statement).fetchone()[0])

    def settle(self) -> None:
        """Everything found so far counts as tried, and every column as seen."""
        self.change("update message set state = 'done'")
        self.change("update publication set attempted_at = first_seen_at, state = 'not_a_report'")
        self.change("update source set first_read_at = coalesce(first_read_at, walked_at)")

    def change(self, statement: str) -> None:
        """Change the database behind the watcher's back."""
        with closing(self._database()) as connection, connection:
            connection.execute(statement)

    def _database(self) -> sqlite3.Connection:
        return sqlite3.connect(self.folder / "data/watcher.db", timeout=30)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
