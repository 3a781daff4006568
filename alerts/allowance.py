"""When the next letter may go to people: so many in any seven days, and nothing urgent waits longer than a day. Pure.

A letter a day can always go, so what that leaves of the week's number may go at once. Whether it leaves any is asked of
the coming week too: would a letter now and one on each day after it be too many in any seven days?

- Ordinary words wait until the last letter is ``interval`` old; where theirs would be the last one to spare, it is left
  to urgent ones, and they wait for a day more at most.
- Urgent ones go at once while a letter is to spare. Before the last of them a burst that is still coming is let come to
  its end: until nothing has come for ``wait``, at most half an hour from the letter before it. With none to spare they
  go a day after the last letter.
- Critical ones do not wait for that.

Letters dated after now say that the clock was set back; they count for nothing, so that they hold nothing up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.routing import CRITICAL, URGENT

DAY = timedelta(days=1)
DAYS = 7  # in which letters are counted
FEWEST = DAYS  # letters a week that can be asked for: one a day
APART = timedelta(minutes=1)  # from letter to letter, at least
LATE = timedelta(minutes=5)  # letters are counted as they are written: one may arrive so much later than the next
LAST_APART = timedelta(minutes=30)  # to the last one to spare, at most, however long a burst goes on


@dataclass(frozen=True, kw_only=True, slots=True)
class Allowance:
    """How many letters a recipient wants, and how what is not urgent gathers."""

    per_week: int = 9  # in any seven days; 0: as many as there are
    interval: timedelta = DAY  # from a letter to one that holds nothing urgent
    wait: timedelta = timedelta(0)  # of ordinary words for their like; what comes within it is one burst

    @property
    def longest(self) -> timedelta:
        """From a letter to the next one that anything is put off to."""
        return self.interval + DAY


def earliest(
    batch: str, sent: Sequence[datetime], now: datetime, allowance: Allowance, newest: datetime | None = None
) -> datetime:  # fmt: skip
    """When a letter for this batch may go, from ``now`` on, after those that went at ``sent``.

    ``newest`` is when the last of what waits came, whatever its batch; None: now.
    """
    past = [moment for moment in sent if moment <= now]
    if not past:
        return now
    last, per_week = max(past), allowance.per_week
    if batch == CRITICAL:
        return max(now, last + APART) if per_week else now
    if batch == URGENT:
        return _urgent(past, now, per_week, (newest or now) + allowance.wait) if per_week else now
    begin = max(now, last + allowance.interval)
    return _with_spare(2, past, begin, last + allowance.longest, per_week) if per_week else begin


def to_spare(sent: Sequence[datetime], now: datetime, per_week: int) -> int:
    """How many letters may go now and leave one for each day that comes."""
    left = [per_week - ahead - _newer(sent, now - LATE - DAY * (DAYS - ahead)) for ahead in range(DAYS)]
    return max(0, min(left))


def is_last(sent: Sequence[datetime], now: datetime, allowance: Allowance) -> bool:
    """Whether a letter of now is the last one to spare: urgent words that come after it may have to wait for a day."""
    past = [moment for moment in sent if moment <= now]
    return bool(allowance.per_week) and not to_spare([*past, now], now, allowance.per_week)


def letters(
    arrivals: Sequence[tuple[datetime, str]], allowance: Allowance, free: Callable[[datetime], datetime]
) -> Iterator[tuple[datetime, list[int]]]:
    """When letters go and which of the arrivals, moments and batches in the order of time, each of them holds.

    Whatever waits goes with the next one. ``free`` moves a moment out of quiet hours: only what is critical goes then.
    """
    sent: list[datetime] = []
    waiting: list[int] = []
    first: dict[str, datetime] = {}  # of what waits in each batch: whatever came after it goes no sooner
    coming = 0
    while waiting or coming < len(arrivals):
        newest = arrivals[coming - 1][0]
        going = min((_goes(at, batch, newest, sent, allowance, free) for batch, at in first.items()), default=None)
        if coming < len(arrivals) and (going is None or arrivals[coming][0] <= going):
            moment, batch = arrivals[coming]
            waiting.append(coming)
            first.setdefault(batch, moment)
            coming += 1
            continue
        assert going is not None
        quiet = free(going) != going
        told = [each for each in waiting if not quiet or arrivals[each][1] == CRITICAL]
        yield going, told
        sent = [*(one for one in sent if one > going - DAY * DAYS - allowance.longest), going]
        waiting = [each for each in waiting if quiet and arrivals[each][1] != CRITICAL]
        first = {batch: moment for moment, batch in reversed([arrivals[each] for each in waiting])}


def _goes(
    arrived: datetime, batch: str, newest: datetime, sent: Sequence[datetime], allowance: Allowance,
    free: Callable[[datetime], datetime],
) -> datetime:  # fmt: skip
    ready = arrived if batch in (CRITICAL, URGENT) else arrived + allowance.wait
    at = earliest(batch, sent, max([ready, *sent[-1:]]), allowance, newest)
    return at if batch == CRITICAL else free(at)


def _urgent(past: Sequence[datetime], now: datetime, per_week: int, lull: datetime) -> datetime:
    """At once with a letter to spare, or when there is one again; else a day after the last.

    A burst is over at ``lull``.
    """
    last = max(past)
    moment = _with_spare(1, past, now, last + DAY, per_week)
    begin = last + APART if to_spare(past, moment, per_week) > 1 else max(last + APART, min(lull, last + LAST_APART))
    return max(moment, begin)


def _with_spare(number: int, past: Sequence[datetime], begin: datetime, end: datetime, per_week: int) -> datetime:
    """The first moment from ``begin`` on with so many letters to spare, as old ones count no more; else ``end``."""
    fewer = sorted({moment + LATE + DAY * days for moment in past for days in range(1, DAYS + 1)})
    for moment in (begin, *(each for each in fewer if begin < each < end)):
        if to_spare(past, moment, per_week) >= number:
            return moment
    return max(begin, end)


def _newer(sent: Sequence[datetime], since: datetime) -> int:
    return sum(moment > since for moment in sent)
