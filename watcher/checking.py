"""Many sources at once: batches for the workers, the sources of one host together."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

from storage.records import SourceRecord
from watcher.context import Context
from watcher.draining import in_parallel
from watcher.seasons import SeasonLooks
from watcher.steps.check_source import check_sources, outlook_now

BATCH = 20  # sources that a worker takes at a time


def check_everything(
    context: Context, sources: Sequence[SourceRecord], *, sweep: bool = False, stop: threading.Event | None = None,
    looks: SeasonLooks | None = None,
) -> list[str]:  # fmt: skip
    """Check all of these, as many hosts at a time as there are workers; the addresses that could not be read."""
    failed: list[str] = []
    batches = in_batches(sources)
    outlook = outlook_now(context, looks) if sources else None

    def work() -> None:
        while True:
            if stop is not None and stop.is_set():
                return
            try:
                batch = batches.pop(0)
            except IndexError:
                return
            context.fetcher.ask_robots([source.url for source in batch])
            failed.extend(check_sources(context, [source.id for source in batch], outlook=outlook, sweep=sweep))

    in_parallel([work] * min(context.settings.service.workers, len(batches)))
    return failed


def in_batches(sources: Sequence[SourceRecord]) -> list[list[SourceRecord]]:
    """Sources of one host together, for it is asked one thing at a time anyway; small hosts share a batch."""
    by_host: dict[str, list[SourceRecord]] = defaultdict(list)
    for source in sorted(sources, key=lambda source: source.id):
        by_host[urlsplit(source.url).netloc].append(source)
    batches: list[list[SourceRecord]] = [[]]
    for _, alike in sorted(by_host.items()):
        if batches[-1] and len(batches[-1]) + len(alike) > BATCH:
            batches.append([])
        batches[-1] += alike
    return [batch for batch in batches if batch]
