"""``python -m benchmarks.city``: the season of so many districts, every promise and every cost on a line."""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.city.clock import Clock
from benchmarks.city.drive import Drive
from benchmarks.city.figures import Cost, Stopwatch, print_cost, print_season
from benchmarks.city.installation import Inbox, installed
from benchmarks.city.oracle import Oracle, weekly
from benchmarks.city.press import TemplateReader
from benchmarks.city.sample import differing
from benchmarks.city.script import write_season
from benchmarks.city.site import Web

BEFORE = timedelta(days=2)  # ours has been installed before the season begins


def season_of(places: int, entities: int, days: int, seed: int, folder: Path) -> tuple[Cost, bool]:
    """Run one season and print it; what it cost, and whether every promise was kept."""
    clock = Clock(datetime.fromisoformat("2024-09-02T00:00+08:00") - BEFORE)
    web, inbox = Web(clock), Inbox(clock)
    season = write_season(web, places=places, entities=entities, days=days, seed=seed)
    print(
        f"\n{places} districts x {entities} departments, {len(season.stories)} reports owed, {days} days, seed {seed}"
    )
    watch = Stopwatch()
    with installed(folder, season, clock, inbox) as context:
        drive = Drive(context, season, clock)
        drive.run(season.ends, lambda now: print(f"  {now:%m-%d}", end="", file=sys.stderr, flush=True))
        cost = watch.cost(season, drive, folder)
        with context.database.reading() as unit:
            oracle, by_sort = Oracle.of(season, unit, clock.now()), weekly(unit, season)
        interval = timedelta(minutes=context.settings.schedule.check_minutes)
        kept = print_season(oracle, by_sort, interval)
        assert isinstance(context.reader, TemplateReader)
        print_cost(cost, context.reader)
        others = differing(season, context.reader.real, 20, seed)
        print(f"{'publications read for real that read otherwise':<48}{len(others)} of 20 {others[:3] or ''}")
    return cost, kept and not others


def main() -> int:
    """Each number of districts in turn, then the ratio of the costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--districts", type=int, nargs="+", default=[4, 40])
    parser.add_argument("--entities", type=int, default=350, help="departments of a district; each owes two reports")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    costs, kept = [], True
    for places in arguments.districts:
        with tempfile.TemporaryDirectory() as folder:
            cost, well = season_of(places, arguments.entities, arguments.days, arguments.seed, Path(folder))
        costs.append(cost)
        kept = kept and well
    for cost in costs[1:]:
        ratio = cost.per_report / costs[0].per_report
        print(f"\n{costs[0].districts} -> {cost.districts} districts: CPU per report x {ratio:.2f}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
