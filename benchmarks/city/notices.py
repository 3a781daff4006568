"""What each sort of recipient got: messages as the receiver counts them, and how long what is urgent was on its way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.allowance import DAY
from alerts.lifecycle import Action
from alerts.routing import CRITICAL, URGENT
from benchmarks.city.script import Season
from storage import Unit
from storage.records import DeliveryRecord

WEEK = timedelta(days=7)
SOON = timedelta(minutes=31)  # the last letter to spare is that far from the one before it at most
TICK = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Notices:
    """Of recipients of one sort, default settings; digests, which are no immediate notices, left out."""

    weekly: Sequence[int]  # one for each recipient and week of the season
    busiest: Sequence[int]  # the most in any seven days, one for each recipient
    waits: Sequence[timedelta]  # of each urgent word, from its being found to its being received
    kept_back: Sequence[timedelta] = ()  # of those that a silence, a graver word or a site that was down kept back

    @property
    def held(self) -> Sequence[timedelta]:
        """The waits of those that did not go at once."""
        return [wait for wait in self.waits if wait > SOON]

    @property
    def late(self) -> Sequence[timedelta]:
        """The waits that are longer than anything may wait."""
        return [wait for wait in self.waits if wait > DAY + TICK]


def notices_of(unit: Unit, season: Season) -> Mapping[str, Notices]:
    """By sort of recipient."""
    times: dict[str, list[datetime]] = defaultdict(list)
    waits: dict[str, list[timedelta]] = defaultdict(list)
    kept_back: dict[str, list[timedelta]] = defaultdict(list)
    for one in unit.deliveries.all("delivered"):
        if one.delivered_at is None:
            continue
        if one.letter_id is None and one.kind not in ("daily", "weekly"):
            times[one.recipient].append(one.delivered_at)
        if one.batch in (URGENT, CRITICAL):
            found = kept_back if _was_muted(unit, one) else waits
            found[one.recipient].append(one.delivered_at - one.created_at)
    return {sort: _of(names, season, times, waits, kept_back) for sort, names in _sorts(season)}


def _was_muted(unit: Unit, one: DeliveryRecord) -> bool:
    """Whether it was kept back for a while by something else than the number of letters: only the long waits ask."""
    if one.delivered_at is None or one.delivered_at - one.created_at <= DAY + TICK:
        return False
    events = unit.alerts.events(one.alert_id or "")
    return any(event.action == Action.MUTED and one.created_at <= event.at <= one.delivered_at for event in events)


def together(parts: Sequence[Mapping[str, Notices]]) -> Mapping[str, Notices]:
    """Of several offices."""
    return {
        sort: Notices(
            weekly=[n for part in parts for n in part[sort].weekly],
            busiest=[n for part in parts for n in part[sort].busiest],
            waits=[wait for part in parts for wait in part[sort].waits],
            kept_back=[wait for part in parts for wait in part[sort].kept_back],
        )
        for sort in parts[0]
    }


def _of(
    names: Iterable[str], season: Season, times: Mapping[str, list[datetime]], waits: Mapping[str, list[timedelta]],
    kept_back: Mapping[str, list[timedelta]],
) -> Notices:  # fmt: skip
    begins = [season.begins + WEEK * week for week in range(-(-(season.ends - season.begins) // WEEK))]
    mine = {name: times.get(name, []) for name in names}
    return Notices(
        weekly=[_within(own, begin) for own in mine.values() for begin in begins],
        busiest=[max((_within(own, one) for one in own), default=0) for own in mine.values()],
        waits=[wait for name in mine for wait in waits.get(name, [])],
        kept_back=[wait for name in mine for wait in kept_back.get(name, [])],
    )


def _within(times: Sequence[datetime], begin: datetime) -> int:
    return sum(begin <= moment < begin + WEEK for moment in times)


def _sorts(season: Season) -> list[tuple[str, list[str]]]:
    from benchmarks.city.installation import CITY_WIDE, single_departments

    return [
        ("the whole city", [CITY_WIDE]),
        ("a district", sorted({host.district for host in season.web.hosts.values()})),
        ("a department", single_departments(season)),
    ]
