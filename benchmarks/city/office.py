"""One office: an installation of ours that watches some districts of the city, and what came of its season."""

from __future__ import annotations

import gc
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, pairwise
from multiprocessing import get_context
from pathlib import Path

from benchmarks.city.clock import Clock
from benchmarks.city.cost import Cost, Stopwatch
from benchmarks.city.drive import Drive
from benchmarks.city.installation import Inbox, installed
from benchmarks.city.notices import Notices, together
from benchmarks.city.oracle import Answer, Oracle
from benchmarks.city.press import TemplateReader
from benchmarks.city.sample import differing
from benchmarks.city.script import write_season
from benchmarks.city.site import Web
from watcher.cli.loading import load

BEFORE = timedelta(days=2)  # ours has been installed before the season begins
SAMPLED = 20  # publications that are read for real at the end


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """What an office watches: the numbers of its districts, and how long."""

    districts: range
    entities: int
    days: int
    seed: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """A season as one office lived it, or several side by side."""

    owed: int  # reports
    answers: Sequence[Answer]
    delays: Sequence[timedelta]
    troubled: Sequence[timedelta]  # of what came when its site could not be reached or was about to go
    interval: timedelta
    busiest: Sequence[int]  # requests in an hour at most, by site
    shortest_pause: float
    notices: Mapping[str, Notices]  # by sort of recipient
    read_for_real: int
    asked: int
    differing: Sequence[str]  # publications whose real reading is another than the one written over
    sampled: int
    cost: Cost

    @property
    def kept(self) -> bool:
        """Whether every promise was."""
        return not self.differing and not any(answer.broken for answer in self.answers)


def season_of(share: Share) -> Outcome:
    """Run an office's season."""
    load("watcher.scheduler", "watcher.service", "watcher.handlers")  # as the service does when it starts
    with tempfile.TemporaryDirectory() as folder:
        return _season(share, Path(folder))


def _season(share: Share, folder: Path) -> Outcome:
    clock = Clock(datetime.fromisoformat("2024-09-02T00:00+08:00") - BEFORE)
    web, inbox = Web(clock), Inbox(clock)
    season = write_season(web, places=share.districts, entities=share.entities, days=share.days, seed=share.seed)
    gc.freeze()  # the city is no part of the service: its collector need not look at it
    watch = Stopwatch()
    with installed(folder, season, clock, inbox) as context:
        drive = Drive(context, season, clock)
        drive.run(season.ends, lambda now: print(f"  {now:%m-%d}", end="", file=sys.stderr, flush=True))
        cost = watch.cost(season, drive, folder)
        with context.database.reading() as unit:
            oracle = Oracle.of(season, unit, clock.now())
        reader = context.reader
        assert isinstance(reader, TemplateReader)
        return Outcome(
            owed=len(season.stories), answers=oracle.answers(), delays=oracle.delays(),
            troubled=oracle.delays(troubled=True), interval=timedelta(minutes=context.settings.schedule.check_minutes),
            busiest=[max(host.asked.values(), default=0) for host in web.hosts.values()],
            shortest_pause=min(web.shortest_pause.values(), default=0), notices=oracle.notices,
            read_for_real=reader.read_for_real, asked=reader.asked, sampled=SAMPLED,
            differing=differing(season, reader.real, SAMPLED, share.seed), cost=cost,
        )  # fmt: skip


def shares(places: int, offices: int, entities: int, days: int, seed: int) -> list[Share]:
    """The districts dealt out to so many offices, as evenly as they go."""
    ends = [places * number // offices for number in range(offices + 1)]
    return [
        Share(districts=range(first, last), entities=entities, days=days, seed=seed + first)
        for first, last in pairwise(ends)
        if last > first
    ]


def side_by_side(wanted: Sequence[Share]) -> Outcome:
    """The seasons of several offices at the same time, each in a process of its own, as one."""
    if len(wanted) == 1:
        return season_of(wanted[0])
    watch = Stopwatch()
    with get_context("spawn").Pool(len(wanted)) as pool:
        return _together(pool.map(season_of, wanted, chunksize=1), watch.wall)


def _together(parts: Sequence[Outcome], wall: float) -> Outcome:
    return Outcome(
        owed=sum(one.owed for one in parts),
        answers=[Answer.together(same) for same in zip(*(one.answers for one in parts), strict=True)],
        delays=sorted(chain.from_iterable(one.delays for one in parts)),
        troubled=sorted(chain.from_iterable(one.troubled for one in parts)),
        interval=parts[0].interval, busiest=[n for one in parts for n in one.busiest],
        shortest_pause=min(one.shortest_pause for one in parts),
        notices=together([one.notices for one in parts]),
        read_for_real=sum(one.read_for_real for one in parts), asked=sum(one.asked for one in parts),
        differing=[name for one in parts for name in one.differing], sampled=sum(one.sampled for one in parts),
        cost=Cost.together([one.cost for one in parts], wall),
    )  # fmt: skip
