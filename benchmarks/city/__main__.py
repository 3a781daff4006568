"""``python -m benchmarks.city``: the season of so many districts, every promise and every cost on a line."""

from __future__ import annotations

import argparse
import sys

from benchmarks.city.figures import print_season
from benchmarks.city.office import Outcome, shares, side_by_side


def season(districts: int, arguments: argparse.Namespace) -> Outcome:
    """Run one season and print it."""
    wanted = shares(districts, arguments.offices, arguments.entities, arguments.days, arguments.seed)
    print(f"\n{districts} districts x {arguments.entities} departments, {arguments.days} days, seed {arguments.seed}")
    if len(wanted) > 1:
        numbers = " and ".join(str(len(one.districts)) for one in wanted)
        print(f"{len(wanted)} offices side by side, with {numbers} districts")
    outcome = side_by_side(wanted)
    print(f"{'reports owed':<48}{outcome.owed}")
    print_season(outcome)
    return outcome


def main() -> int:
    """Each number of districts in turn, then the ratio of the costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--districts", type=int, nargs="+", default=[4, 40])
    parser.add_argument("--entities", type=int, default=350, help="departments of a district; each owes two reports")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--offices", type=int, default=1, help="installations that share the districts, each in a process of its own"
    )
    arguments = parser.parse_args()
    first, *others = [season(districts, arguments) for districts in arguments.districts]
    for other in others:
        ratio = other.cost.per_report / first.cost.per_report
        print(f"\n{first.cost.districts} -> {other.cost.districts} districts: CPU per report x {ratio:.2f}")
    return 0 if all(outcome.kept for outcome in (first, *others)) else 1


if __name__ == "__main__":
    sys.exit(main())
