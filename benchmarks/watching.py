"""What watching costs: CPU per checked column of whole `watcher poll` processes, start-up included.

    python benchmarks/watching.py --columns 1000 --rounds 3
    GONGKAI_BENCH=<folder of server.py and floor.py> python benchmarks/watching.py
    python benchmarks/watching.py --columns 200 --hosts 20 --delay 0.5        the politeness, by the site's own log

Columns stand on hosts of their own on loopback; figures are to be compared within one run. ``GONGKAI_BENCH`` names
another ``server.py`` of the same behaviour, and ``floor.py``: the least that a checker of that many pages costs (fetch,
parse, hash, one transaction). Its own figure counts from after its imports; beside it stands that of its whole process.

Finding what is new and reading it are measured apart. "changed" is a poll that dies where every list has been checked
and every new item is written down with its message, just before the first document is asked for: ``GONGKAI_FAILPOINT``,
as in the tests of lost power. "then their documents" is the poll that follows: it finds the lists unchanged, and asks
for each new item, which the site answers with 404. The first sight ends at the same place, so that the thirty items of
each list cost nothing here.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from watched_site import BEFORE_DOCUMENTS, Cost, WatchedSite, run

ALERTS = "select count(*) from alert where rule like 'S%' and state = 'open'"
NOTICES = "select count(*) from delivery where state = 'delivered' and letter_id is null"
PUBLICATIONS = "select count(*) from publication"
BODIES = "select count(*) from capture where sha256 is not null"
QUIET_SECONDS = 10


def show(name: str, cost: Cost, columns: int) -> float:
    """A line of the table; CPU milliseconds per column."""
    each = cost.cpu_seconds * 1000 / columns
    said = cost.said.splitlines()[0] if cost.said else ""
    print(f"{name:<28}{each:>7.2f} ms  {cost.rss_mb:>6.1f} MB  {cost.seconds:>6.1f} s   {said[:60]}", flush=True)
    return each


class Table:
    """The rounds, one after the other, and the least of each kind."""

    def __init__(self, site: WatchedSite, rounds: int) -> None:
        self._site, self._rounds = site, rounds
        self.least: dict[str, float] = {}
        self.rss: dict[str, list[float]] = defaultdict(list)

    def round(self, name: str, until: str = "") -> None:
        """One poll."""
        cost = self._site.poll(until)
        each = show(name, cost, self._site.columns)
        self.least[name] = min(each, self.least.get(name, each))
        self.rss[name].append(cost.rss_mb)

    def rounds(self, name: str) -> None:
        """As many as were asked for."""
        for _ in range(self._rounds):
            self.round(name)

    def floor(self, name: str, *further: str) -> None:
        """The bare checker on the same site, where there is one: a round to see all, then one to compare."""
        script = Path(os.environ.get("GONGKAI_BENCH", "")) / "floor.py"
        if not os.environ.get("GONGKAI_BENCH") or not script.exists():
            return
        words = [str(script), "--n", str(self._site.columns), "--hosts", str(self._site.hosts)]
        words += ["--port", str(self._site.port), "--workers", "8", *further]
        for _ in range(2):
            cost = run(words, TMPDIR=str(self._site.folder))
        own = float(json.loads(cost.said)["ms_cpu_per_page"])
        show(f"{name} (whole process)", cost, self._site.columns)
        print(f"{name + ' (its own figure)':<28}{own:>7.2f} ms", flush=True)
        self.least[name] = own

    def ratios(self) -> None:
        """Ours by the floor's."""
        for ours, floor in (("unchanged", "floor"), ("304", "floor 304"), ("noise", "floor"), ("changed", "floor")):
            if floor in self.least:
                print(f"{ours + ' / ' + floor:<28}{self.least[ours] / self.least[floor]:>7.2f}")


def phases(site: WatchedSite, rounds: int) -> None:
    """Every kind of round."""
    table = Table(site, rounds)
    for _ in range(2):  # where a further page of the list can not be had, the second look takes what there is
        show("first sight (no figure)", site.poll(BEFORE_DOCUMENTS), site.columns)
        site.settle()
    seen = site.count(PUBLICATIONS)
    table.rounds("unchanged")
    table.floor("floor")
    site.set(etag=1)
    table.round("validators seen first")
    table.rounds("304")
    table.floor("floor 304", "--etag")
    site.set(etag=0, noise=1)
    table.rounds("noise")
    print(f"{'false changes in noise':<28}{site.count(PUBLICATIONS) - seen} of {site.columns}")
    site.set(noise=0)
    for version in range(1, rounds + 1):
        site.set(version=version)
        table.round("changed", BEFORE_DOCUMENTS)
        table.round("then their documents")
        site.settle()
    print(f"{'new items found':<28}{site.count(PUBLICATIONS) - seen} of {site.columns * rounds}")
    outage(site, table)
    table.ratios()
    for name, taken in table.rss.items():
        print(f"{'peak RSS, ' + name:<40}{min(taken):.1f} to {max(taken):.1f} MB in {len(taken)} rounds")


def outage(site: WatchedSite, table: Table) -> None:
    """Everything answers 503, then is well again; a recipient is told, by a webhook of the site itself."""
    bodies = site.count(BODIES)
    site.add_recipient()
    site.set(fail=1)
    table.round("all 503")
    table.round("all 503 again")
    print(f"{'bodies stored of 503':<28}{site.count(BODIES) - bodies}")
    print(f"{'notices of the outage':<28}{site.count(NOTICES)}")
    print(f"{'open operator alerts':<28}{site.count(ALERTS)}")
    site.set(fail=0)
    table.round("recovered")
    print(f"{'open operator alerts':<28}{site.count(ALERTS)}")
    print(f"{'notices of outage and end':<28}{site.count(NOTICES)}")


def long_run(site: WatchedSite, rounds: int) -> None:
    """One `watcher run`: its CPU while nothing is due, and its memory over many rounds of all columns."""
    site.change("update source set next_due_at = '2999-01-01 00:00:00'")
    service = site.serve()
    try:
        time.sleep(15)
        before = _cpu_seconds(service)
        time.sleep(QUIET_SECONDS)
        used = _cpu_seconds(service) - before
        print(f"{'idle `watcher run`':<28}{used:.2f} s CPU in {QUIET_SECONDS} s, {_rss_mb(service):.1f} MB")
        taken = [_round_of(site, service) for _ in range(rounds)]
        shown = " ".join(f"{one:.0f}" for one in taken)
        print(f"{'RSS after each round, MB':<28}{shown}", flush=True)
    finally:
        service.terminate()
        service.wait(30)


def _round_of(site: WatchedSite, service: subprocess.Popen[bytes]) -> float:
    """Make every column due and wait until all were looked at."""
    site.change("update source set next_due_at = '2000-01-01 00:00:00'")
    until = time.monotonic() + 300
    while site.count("select count(*) from source where next_due_at < '2001-01-01'") and time.monotonic() < until:
        time.sleep(0.5)
    return _rss_mb(service)


def _cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _rss_mb(process: subprocess.Popen[bytes]) -> float:
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


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


def main() -> None:
    """Run all phases, or with a delay only that which shows the delay."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--columns", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--long-rounds", type=int, default=0, help="rounds of one `watcher run`, after its idle time")
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--hosts", type=int, default=0, help="fewer hosts than columns")
    parser.add_argument("--delay", type=float, default=0.0)
    arguments = parser.parse_args()
    hosts, columns = arguments.hosts or arguments.columns, arguments.columns
    with (
        tempfile.TemporaryDirectory() as folder,
        WatchedSite(Path(folder), columns, hosts, workers=arguments.workers, delay=arguments.delay) as site,
    ):
        if arguments.delay:
            show("first sight", site.poll(BEFORE_DOCUMENTS), columns)
            most, shortest = politeness(site.log())
            print(f"most in flight per host {most}, shortest start to start {shortest:.2f} s")
            return
        phases(site, arguments.rounds)
        if arguments.long_rounds:
            long_run(site, arguments.long_rounds)


if __name__ == "__main__":
    main()
