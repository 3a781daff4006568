"""A small season of the simulated city (benchmarks/city), with much happening: what ours told against what happened."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from benchmarks.city.clock import Clock
from benchmarks.city.drive import Drive
from benchmarks.city.installation import Inbox, installed
from benchmarks.city.oracle import Oracle
from benchmarks.city.sample import differing
from benchmarks.city.script import Chances, write_season
from benchmarks.city.site import Web

pytestmark = pytest.mark.timeout(300)

SEED = 34  # of a season in which each of these things happens
EVENTFUL = Chances(
    late=200, never=100, reposted=150, withdrawn=200, medium=300, grave=200, gap=100, corrected=600, outages=1000,
    sorts=1, forms=("workbook",),
)  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    """The oracle after a season of one district: 24 reports in 8 days, and the time to look at them again."""
    clock = Clock(datetime.fromisoformat("2024-09-01T12:00+08:00"))
    web = Web(clock)
    season = write_season(
        web, places=range(1), entities=12, days=8, seed=SEED, chances=EVENTFUL, tail=timedelta(days=7)
    )
    inbox = Inbox(clock)
    with installed(tmp_path_factory.mktemp("city"), season, clock, inbox) as context:
        Drive(context, season, clock).run(season.ends)
        with context.database.reading() as unit:
            assert not differing(season, context.reader.real, 2, seed=SEED)  # type: ignore[attr-defined]
            oracle = Oracle.of(season, unit, clock.now())
    arrived = sum(map(len, inbox.taken.values()))
    assert arrived == sum(sum(found.weekly) for found in oracle.notices.values()), "as the receiver counts them"
    return oracle


@pytest.mark.parametrize("place", range(10))
def test_the_promise_is_kept(told: Oracle, place: int) -> None:
    answer = told.answers()[place]
    assert not answer.broken, answer.promise


def test_enough_happens_in_the_small_season(told: Oracle) -> None:
    cases = [answer.cases for answer in told.answers()]
    assert all(cases[:7]), [(answer.promise, answer.cases) for answer in told.answers()]


def test_half_of_what_appears_is_found_within_the_polling_interval(told: Oracle) -> None:
    delays = told.delays()
    assert delays[len(delays) // 2] < timedelta(minutes=60)


def test_every_sort_of_recipient_hears_and_in_few_letters(told: Oracle) -> None:
    for sort, found in told.notices.items():
        assert 0 < max(found.busiest) <= 9, sort
    assert told.notices["the whole city"].waits
