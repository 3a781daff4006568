"""The only place that builds objects, and the only one that asks the time. Orderly start, orderly stop."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from alerts.notify import AppriseNotifier
from storage import Database, open_database
from storage.archive import Archive
from watcher.config import Settings
from watcher.context import Context
from watcher.fetching import Fetcher, FetchSettings, Transport
from watcher.host_memory import StoredHostMemory
from watcher.only_one import only_one
from watcher.reading.reader import Reader
from watcher.rulebook import rule_book

LOG = logging.getLogger("watcher")


def now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


@contextmanager
def open_context(
    settings: Settings, clock: Callable[[], datetime] = now, transport: Transport | None = None
) -> Iterator[Context]:
    """Build everything a pass needs and take it down again, in order, whatever happens in between.

    A simulation brings its own clock and its own carrier of requests.

    The database is migrated, the sources of the configuration are entered, and work that a killed process had
    claimed is given back: where the data folder can be locked, nobody else can be at work on it.
    """
    folder = Path(settings.service.data)
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        alone = stack.enter_context(only_one(folder / "service.lock"))
        database = open_database(settings.service.database)
        stack.callback(database.dispose)
        database.migrate()
        reader = stack.enter_context(Reader())
        fetcher = stack.enter_context(
            Fetcher(fetch_settings(settings), StoredHostMemory(database, clock), clock, transport=transport)
        )
        context = Context(
            settings=settings,
            rules=rule_book(settings),
            database=database,
            archive=Archive(folder / "archive"),
            fetcher=fetcher,
            reader=reader,
            notifier=AppriseNotifier(),
            now=clock,
            record=LOG.warning,
        )
        _start(context, database, alone=alone)
        yield context


def _start(context: Context, database: Database, *, alone: bool) -> None:
    with database.transaction() as unit:
        if alone:
            unit.messages.reclaim(context.now())
            unit.deliveries.reclaim(context.now())
            unit.sources.reclaim()
        unit.sources.ensure_all(
            ((s.url, s.district, s.kind, s.adapter) for s in context.settings.sources), context.now()
        )
    if alone:
        context.archive.sweep()


def fetch_settings(settings: Settings) -> FetchSettings:
    """What the fetcher needs to know of the configuration."""
    fetch = settings.fetch
    ports = {(urlsplit(s.url).hostname or "", s.port) for s in settings.sources}
    return FetchSettings(
        contact=fetch.contact,
        host_delay_seconds=fetch.host_delay_seconds,
        allow_hosts=fetch.allow_hosts,
        allow_private_addresses=fetch.allow_private_addresses,
        proxy=fetch.proxy,
        extra_ports=frozenset(ports),
        max_bytes=fetch.max_megabytes * 1024 * 1024,
        total_seconds=fetch.timeout_seconds,
    )
