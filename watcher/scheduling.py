"""When to look at a column again. Pure: what is known of it and the time go in, the next time comes out.

Hourly while something may come (a deadline is near, it is the column's usual season, something came just now, or the
column is new to us); daily to weekly otherwise, the longer the less has happened. Failures wait longer and longer, a
wall in front of a site is left alone on a slow lane (which ends daily while something may come), and nights can be kept
free. Jitter scales with the interval, so that columns do not fall into step and no check is late by more than a tenth
of its interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watcher.backoff import growing
from watcher.config import Settings

JITTER = 0.1  # of the interval, either way
LIVELY = timedelta(days=7)  # after something came, and after a column was added
SLOW_LANE = timedelta(hours=6)  # a challenge page: the first wait
LONGEST_WAIT = timedelta(days=7)
LONGEST_FAILURE_WAIT = timedelta(days=1)
IDLE_SHARE = 30  # a column that has been quiet for thirty days is looked at daily, for 210 days weekly
DEADLINE_DAYS = 58  # from the approval: 55 days for units, and three days of grace


@dataclass(frozen=True, kw_only=True, slots=True)
class Intervals:
    """How often to look: while something may come, and otherwise at most and at least."""

    lively: timedelta
    quiet: timedelta
    longest: timedelta
    night: tuple[time, time] | None = None  # from, to: nothing is asked then
    zone: str = "Asia/Shanghai"


def intervals_of(settings: Settings) -> Intervals:
    """How often the configuration wants lists to be looked at."""
    schedule = settings.schedule
    return Intervals(
        lively=timedelta(minutes=schedule.check_minutes), quiet=timedelta(hours=schedule.quiet_hours),
        longest=timedelta(days=schedule.longest_days), night=schedule.night_hours, zone=settings.service.timezone,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """What is known of a column."""

    added_at: datetime
    newest_on: date | None  # the newest item in it
    expected: bool  # near a deadline, or in its usual season
    failures: int = 0
    challenged: bool = False
    not_before: datetime | None = None  # what the site asked for


def next_check(column: Column, intervals: Intervals, now: datetime, chance: float) -> datetime:
    """The next time; ``chance`` is a random number from 0 to 1."""
    interval = interval_of(column, intervals, now)
    jittered = interval * (1 - JITTER + 2 * JITTER * chance)
    due = max(now + jittered, column.not_before or now)
    return after_night(due, intervals, chance)


def interval_of(column: Column, intervals: Intervals, now: datetime) -> timedelta:
    """How long to wait, without jitter."""
    if column.challenged:
        return growing(SLOW_LANE, column.failures, LONGEST_FAILURE_WAIT if column.expected else LONGEST_WAIT)
    if column.failures:
        return growing(intervals.lively, column.failures, max(LONGEST_FAILURE_WAIT, intervals.lively))
    today = now.astimezone(ZoneInfo(intervals.zone)).date()
    idle = today - column.newest_on if column.newest_on else today - column.added_at.date()
    if column.expected or now - column.added_at < LIVELY or idle < LIVELY:
        return intervals.lively
    return min(max(idle / IDLE_SHARE, intervals.quiet, intervals.lively), max(intervals.longest, intervals.lively))


def until_next_look(same_for: timedelta, first: timedelta, longest: timedelta) -> timedelta:
    """How long to leave a known publication alone that has said the same for so long: twice that, within bounds."""
    return min(max(first, same_for * 2), longest)


def after_night(moment: datetime, intervals: Intervals, chance: float = 0.0) -> datetime:
    """The moment itself, or some time in the hour after the night in which it falls."""
    ends = night_end(moment, intervals)
    return moment if ends is None else ends + timedelta(hours=chance)


def night_end(moment: datetime, intervals: Intervals) -> datetime | None:
    """When the night that this moment falls in ends; None by day."""
    if intervals.night is None:
        return None
    begins, ends = intervals.night
    local = moment.astimezone(ZoneInfo(intervals.zone))
    clock = local.time().replace(tzinfo=None)
    inside = begins <= clock < ends if begins <= ends else clock >= begins or clock < ends
    if not inside:
        return None
    tomorrow = timedelta(days=1) if begins > ends and clock >= begins else timedelta()
    return (datetime.combine(local.date(), ends, local.tzinfo) + tomorrow).astimezone(moment.tzinfo)


def spread(overdue: Sequence[int], now: datetime, each: timedelta, longest: timedelta) -> Mapping[int, datetime]:
    """After downtime: everything that is overdue in its order, one after another instead of all at once."""
    step = min(each, longest / max(len(overdue), 1))
    return {one: now + step * place for place, one in enumerate(overdue)}


def usual_weeks(days: Iterable[date], today: date) -> frozenset[int]:
    """The weeks of the year in which something was published in prior years, and those beside them."""
    weeks = {day.isocalendar().week for day in days if day.year < today.year and day.year >= today.year - 3}
    return frozenset((week + shift - 1) % 53 + 1 for week in weeks for shift in (-1, 0, 1))


def in_season(days: Iterable[date], approvals: Iterable[date], today: date) -> bool:
    """Whether something may be published now: an approval starts the clock, or it is the usual time of the year."""
    if any(timedelta() <= today - approved <= timedelta(days=DEADLINE_DAYS) for approved in approvals):
        return True
    return today.isocalendar().week in usual_weeks(days, today)
