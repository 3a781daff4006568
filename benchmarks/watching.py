"""What watching costs: CPU per checked column of whole `watcher poll` processes, start-up included.

    python benchmarks/watching.py --columns 1000 --rounds 3

Every column stands on a host of its own on loopback; ratios are to be compared within one run. The set-up enters the
columns as already read, so that only checking is measured: no article is fetched. ``GONGKAI_BENCH`` may name a folder
with another ``server.py`` of the same behaviour.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).resolve().parent
CONFIG = """
[service]
workers = {workers}
[fetch]
host_delay_seconds = {delay}
allow_hosts = ["127.1.*"]
allow_private_addresses = true
"""
SOURCE = '[[sources]]\ndistrict = "第{n}区"\nurl = "http://{host}:{port}/list/{n}.html"\n'
QUIET = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"), "")


def site_hosts(number: int) -> list[str]:
    """The loopback addresses that both servers use."""
    return [f"127.1.{i // 250}.{i % 250 + 1}" for i in range(number)]


class Bench:
    """A running site and an installation that watches its columns."""

    def __init__(self, folder: Path, columns: int, workers: int, delay: float, *, shared_hosts: int) -> None:
        self.folder, self.columns = folder, columns
        self.port = _free_port()
        other = os.environ.get("GONGKAI_BENCH")
        script = Path(other) / "server.py" if other else HERE / "list_site.py"
        self._site = subprocess.Popen(
            [sys.executable, str(script), "--port", str(self.port), "--hosts", str(shared_hosts)],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self._site.stdout is not None
        self._site.stdout.readline()
        addresses = site_hosts(shared_hosts)
        entries = [SOURCE.format(n=n, host=addresses[n % shared_hosts], port=self.port) for n in range(columns)]
        text = CONFIG.format(workers=workers, delay=delay) + "".join(entries)
        (folder / "config.toml").write_text(text, encoding="utf-8")

    def close(self) -> None:
        """End the site."""
        self._site.terminate()
        self._site.wait(10)

    def set(self, **settings: int) -> None:
        """Let the site behave otherwise."""
        query = "&".join(f"{name}={value}" for name, value in settings.items())
        self._ask(f"/__ctl?{query}")

    def log(self) -> list[tuple[str, float, float, int]]:
        """What the site was asked since the last time; empty with another server that keeps no log."""
        try:
            taken: list[tuple[str, float, float, int]] = json.loads(self._ask("/__log?reset=1"))
        except (ValueError, OSError):
            return []
        return taken

    def poll(self, name: str) -> dict[str, float]:
        """One whole process; CPU milliseconds per column, seconds, peak RSS in MB."""
        began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        process = subprocess.Popen(
            [sys.executable, "-m", "watcher.cli", "poll", "-c", str(self.folder / "config.toml")],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, **QUIET},
        )  # fmt: skip
        assert process.stdout is not None
        said = process.stdout.read().decode()
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
        del before
        figures = {
            "cpu_ms": (used.ru_utime + used.ru_stime) * 1000 / self.columns,
            "seconds": time.monotonic() - began,
            "rss_mb": used.ru_maxrss / 1024,
        }
        shown = "  ".join(f"{key} {value:.2f}" for key, value in figures.items())
        print(f"{name:<28}{shown}   {said.splitlines()[0] if said else ''}", flush=True)
        return figures

    def rows(self, statement: str) -> int:
        """A count from the database."""
        with closing(sqlite3.connect(self.folder / "data/watcher.db", timeout=30)) as connection:
            found = connection.execute(statement).fetchone()
        return int(found[0])

    def settle(self) -> None:
        """Everything found so far counts as tried: articles are not what is measured here."""
        with closing(sqlite3.connect(self.folder / "data/watcher.db", timeout=30)) as connection, connection:
            connection.execute("update message set state = 'done'")
            connection.execute("update publication set attempted_at = first_seen_at, state = 'not_a_report'")
            connection.execute("update source set first_read_at = coalesce(first_read_at, walked_at)")

    def _ask(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return str(answer.read().decode())


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def politeness(log: list[tuple[str, float, float, int]]) -> tuple[int, float]:
    """The most requests in flight on one host, and the shortest time between two starts on one."""
    by_host: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for host, started, ended, _ in log:
        by_host[host].append((started, ended))
    most, shortest = 1, float("inf")
    for asked in by_host.values():
        asked.sort()
        for (started, ended), (following, _) in itertools.pairwise(asked):
            most = max(most, 2 if following < ended else 1)
            shortest = min(shortest, following - started)
    return most, shortest


def phases(bench: Bench, rounds: int) -> None:
    """Every kind of round, each figure on a line."""
    bench.poll("first sight (not a figure)")
    bench.settle()
    publications = bench.rows("select count(*) from publication")
    for _ in range(rounds):
        bench.poll("unchanged")
    bench.set(etag=1)
    bench.poll("etag seen first")
    for _ in range(rounds):
        bench.poll("304")
    bench.set(etag=0, noise=1)
    for _ in range(rounds):
        bench.poll("noise")
    found = bench.rows("select count(*) from publication") - publications
    print(f"{'false changes in noise':<28}{found} of {bench.columns}")
    bench.set(noise=0)
    for version in range(1, rounds + 1):
        bench.set(version=version)
        bench.poll("changed, with 404 articles")
        bench.settle()
    found = bench.rows("select count(*) from publication") - publications
    print(f"{'new items found':<28}{found} of {bench.columns * rounds}")
    captures = bench.rows("select count(*) from capture where sha256 is not null")
    bench.set(fail=1)
    bench.poll("all 503")
    bench.poll("all 503 again")
    stored = bench.rows("select count(*) from capture where sha256 is not null") - captures
    print(f"{'bodies stored of 503':<28}{stored}")
    print(f"{'open operator alerts':<28}{bench.rows(OPEN)}")
    bench.set(fail=0)
    bench.poll("recovered")
    print(f"{'open operator alerts':<28}{bench.rows(OPEN)}")


OPEN = "select count(*) from alert where rule like 'S%' and state = 'open'"


def main() -> None:
    """Run all phases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--columns", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--hosts", type=int, default=0, help="fewer hosts than columns, for politeness")
    parser.add_argument("--delay", type=float, default=0.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(
            Path(folder), arguments.columns, arguments.workers, arguments.delay,
            shared_hosts=arguments.hosts or arguments.columns,
        )  # fmt: skip
        try:
            if arguments.delay:
                bench.poll("first sight")
                most, shortest = politeness(bench.log())
                print(f"most in flight per host {most}, shortest start to start {shortest:.2f} s")
            else:
                phases(bench, arguments.rounds)
        finally:
            bench.close()


if __name__ == "__main__":
    main()
