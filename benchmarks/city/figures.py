"""What a season cost and what came of it, as it is printed."""

from __future__ import annotations

import resource
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from benchmarks.city.drive import Drive
from benchmarks.city.oracle import Answer, Oracle, weekly
from benchmarks.city.press import TemplateReader
from benchmarks.city.script import Season

SHOWN = 5  # cases in which a promise was not kept


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a season took of this machine."""

    districts: int
    reports: int
    cpu: float  # seconds, of this process: the reading of templates in the children is not in it
    wall: float
    megabytes: int  # the most memory
    database: int  # bytes
    archive: int
    parts: Mapping[str, float]  # CPU by tick

    @property
    def per_report(self) -> float:
        """CPU milliseconds."""
        return self.cpu * 1000 / max(self.reports, 1)


class Stopwatch:
    """CPU and wall from its making on."""

    def __init__(self) -> None:
        self._cpu, self._wall = process_time(), perf_counter()

    def cost(self, season: Season, drive: Drive, folder: Path) -> Cost:
        """What it took until now."""
        sizes = {path: path.stat().st_size for path in (folder / "data").rglob("*") if path.is_file()}
        archive = sum(size for path, size in sizes.items() if "archive" in path.parts)
        return Cost(
            districts=len(season.web.hosts), reports=sum(s.published_at is not None for s in season.stories),
            cpu=process_time() - self._cpu, wall=perf_counter() - self._wall,
            megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            database=sum(sizes.values()) - archive, archive=archive, parts=dict(drive.cpu),
        )  # fmt: skip


def print_answers(answers: Sequence[Answer]) -> None:
    """Each promise with its cases, and the first of those in which it was not kept."""
    for answer in answers:
        print(f"{answer.promise:<48}{max(answer.cases - len(answer.broken), 0):>8} of {answer.cases}")
        for case in answer.broken[:SHOWN]:
            print(f"    not kept: {case}")


def print_delays(delays: Sequence[timedelta], troubled: Sequence[timedelta], interval: timedelta) -> None:
    """From publication to finding; apart, what came when its site could not be reached or was about to go."""
    if troubled:
        longest = troubled[-1].total_seconds() / 3600
        print(f"{'published into an outage, or just before one':<48}{len(troubled)}, the last after {longest:.0f} h")
    minutes = [delay.total_seconds() / 60 for delay in delays]
    if minutes:
        print(
            f"{'minutes from publication to finding':<48}median {median(minutes):.0f}, "
            f"95 % within {minutes[int(len(minutes) * 0.95)]:.0f}, longest {minutes[-1]:.0f} "
            f"(interval {interval.total_seconds() / 60:.0f})"
        )


def print_politeness(season: Season) -> None:
    """What a site was asked at most in an hour, and how close together."""
    busiest = [max(host.asked.values(), default=0) for host in season.web.hosts.values()]
    pauses = season.web.shortest_pause.values()
    print(f"{'requests of a site in an hour, at most':<48}{max(busiest)} (median of the sites {median(busiest):.0f})")
    print(f"{'shortest pause between two requests of a site':<48}{min(pauses, default=0):.2f} s")


def print_notices(by_sort: Mapping[str, Sequence[int]]) -> None:
    """Immediate notices per recipient and week."""
    for sort, numbers in by_sort.items():
        spread = sorted(numbers)
        print(
            f"{'notices a week, recipient of ' + sort:<48}median {median(spread):.0f}, "
            f"95 % within {spread[int(len(spread) * 0.95)]}, most {spread[-1]}"
        )


def print_cost(cost: Cost, reader: TemplateReader) -> None:
    """What it took."""
    print(f"{'templates read for real / readings asked for':<48}{reader.read_for_real} / {reader.asked}")
    print(f"{'CPU s / wall s / MB':<48}{cost.cpu:.0f} / {cost.wall:.0f} / {cost.megabytes}")
    print(f"{'database MB / archive MB':<48}{cost.database / 1e6:.0f} / {cost.archive / 1e6:.0f}")
    print(f"{'CPU ms per report':<48}{cost.per_report:.1f}")
    parts = ", ".join(f"{name} {seconds:.0f}" for name, seconds in sorted(cost.parts.items(), key=lambda p: -p[1]))
    print(f"{'CPU s by tick':<48}{parts}")


def print_season(oracle: Oracle, by_sort: Mapping[str, Sequence[int]], interval: timedelta) -> bool:
    """Everything but the cost. Whether every promise was kept."""
    answers = oracle.answers()
    print_answers(answers)
    print_delays(oracle.delays(), oracle.delays(troubled=True), interval)
    print_politeness(oracle.season)
    print_notices(by_sort)
    return not any(answer.broken for answer in answers)


__all__ = ["Cost", "Stopwatch", "print_cost", "print_season", "weekly"]
