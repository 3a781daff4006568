"""A site answers again: its other columns, which back off each for itself, are asked soon as well.

Otherwise the end of an outage is known of one column at once, and of another perhaps a day later: meanwhile what stands
there is not seen, and the site still counts as down.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from storage.records import SourceRecord
from watcher.context import Context
from watcher.fetching import FailureReason
from watcher.scheduling import Intervals, after_night

SOON = timedelta(minutes=5)
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
        unit.sources.hasten([one for one, url in failing if urlsplit(url).netloc in hosts], due)
