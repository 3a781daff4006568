"""A site answers again, or our own line is back: what backs off, each column for itself, is asked soon as well.

Otherwise the end of an outage is known of one column at once, and of another perhaps a day later: meanwhile what stands
there is not seen, and the site still counts as down. While our own line was down every site seemed to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from storage.records import SourceRecord
from watcher.context import Context
from watcher.fetching import FailureReason
from watcher.scheduling import Intervals, after_night, intervals_of, spread

SOON = timedelta(minutes=5)
STEP, ALL_WITHIN = timedelta(seconds=2), timedelta(minutes=30)  # one after another, not all at once
#: What says that a site could not be had. Not: that it asked for patience, or that a column is not ours to read.
OF_THE_SITE = (
    FailureReason.TIMEOUT, FailureReason.CHALLENGE, FailureReason.HTTP_STATUS, FailureReason.DNS, FailureReason.TLS,
    FailureReason.NETWORK,
)  # fmt: skip


def ask_neighbours(context: Context, answering: Sequence[SourceRecord], intervals: Intervals) -> None:
    """Bring the failing columns of these sources' hosts forward; ``answering`` failed before and do not any more."""
    hosts = {urlsplit(source.url).netloc for source in answering}
    if not hosts:
        return
    due = after_night(context.now() + SOON, intervals)
    with context.database.transaction() as unit:
        failing = unit.sources.failed_for(OF_THE_SITE)
        unit.sources.hasten({one: due for one, url in failing if urlsplit(url).netloc in hosts})


def ask_all(context: Context) -> None:
    """Bring every failing column forward: our own line is back, and how long a site was away can't be told from it."""
    soon, wished = context.now() + SOON, intervals_of(context.settings)
    with context.database.transaction() as unit:
        failing = [one for one, _ in unit.sources.failed_for(OF_THE_SITE)]
        times = spread(failing, soon, STEP, ALL_WITHIN)
        unit.sources.hasten({one: after_night(due, wished) for one, due in times.items()})
