"""What came of a season and what it cost, as it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from statistics import median

from benchmarks.city.cost import Cost
from benchmarks.city.notices import Notices
from benchmarks.city.office import Outcome
from benchmarks.city.oracle import Answer

SHOWN = 5  # cases in which a promise was not kept


def print_season(outcome: Outcome) -> None:
    """Every promise and every cost on a line."""
    _print_answers(outcome.answers)
    _print_delays(outcome.delays, outcome.troubled, outcome.interval)
    busiest = outcome.busiest
    _line("requests of a site in an hour, at most", f"{max(busiest)} (median of the sites {median(busiest):.0f})")
    _line("shortest pause between two requests of a site", f"{outcome.shortest_pause:.2f} s")
    _print_notices(outcome.notices)
    _line("templates read for real / readings asked for", f"{outcome.read_for_real} / {outcome.asked}")
    _print_cost(outcome.cost)
    different = f"{len(outcome.differing)} of {outcome.sampled} {outcome.differing[:3] or ''}"
    _line("publications read for real that read otherwise", different)


def _line(name: str, value: object) -> None:
    print(f"{name:<48}{value}")


def _print_answers(answers: Iterable[Answer]) -> None:
    """Each promise with its cases, and the first of those in which it was not kept."""
    for answer in answers:
        print(f"{answer.promise:<48}{max(answer.cases - len(answer.broken), 0):>8} of {answer.cases}")
        for case in answer.broken[:SHOWN]:
            print(f"    not kept: {case}")


def _print_delays(delays: Sequence[timedelta], troubled: Sequence[timedelta], interval: timedelta) -> None:
    """From publication to finding; apart, what came when its site could not be reached or was about to go."""
    if troubled:
        longest = troubled[-1].total_seconds() / 3600
        _line("published into an outage, or just before one", f"{len(troubled)}, the last after {longest:.0f} h")
    minutes = [delay.total_seconds() / 60 for delay in delays]
    if minutes:
        spread = f"median {median(minutes):.0f}, 95 % within {minutes[int(len(minutes) * 0.95)]:.0f}"
        within = f"(interval {interval.total_seconds() / 60:.0f})"
        _line("minutes from publication to finding", f"{spread}, longest {minutes[-1]:.0f} {within}")


def _print_notices(by_sort: Mapping[str, Notices]) -> None:
    """Messages per recipient and week, and what could not go at once."""
    for sort, found in by_sort.items():
        spread = sorted(found.weekly)
        middle = f"median {median(spread):.0f}, 95 % within {spread[int(len(spread) * 0.95)]}, most {spread[-1]}"
        _line(f"letters a week, recipient of {sort}", f"{middle}; in any seven days {max(found.busiest, default=0)}")
        if found.waits:
            hours = sorted(wait.total_seconds() / 3600 for wait in found.held)
            held = f", median {median(hours):.1f} h, longest {hours[-1]:.1f} h" if hours else ""
            _line("    high ones that could not go at once", f"{len(hours)} of {len(found.waits)}{held}")
        if found.kept_back:
            longest = max(found.kept_back).total_seconds() / 3600
            _line("    high ones kept back for longer by a mute", f"{len(found.kept_back)}, longest {longest:.1f} h")


def _print_cost(cost: Cost) -> None:
    _line("CPU s / wall s / MB", f"{cost.cpu:.0f} / {cost.wall:.0f} / {cost.megabytes}")
    _line("database MB / archive MB", f"{cost.database / 1e6:.0f} / {cost.archive / 1e6:.0f}")
    _line("CPU ms per report", f"{cost.per_report:.1f}")
    parts = sorted(cost.parts.items(), key=lambda part: -part[1])
    _line("CPU s by tick", ", ".join(f"{name} {seconds:.0f}" for name, seconds in parts))
