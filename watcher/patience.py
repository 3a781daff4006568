"""Writing what must be written: a database that is away or held for a while is waited for."""

from __future__ import annotations

import time
from collections.abc import Callable

from storage.errors import Busy, Unavailable
from watcher.fetching import waiting

PATIENCE = 90.0  # seconds; whoever gives up leaves it to the lease of what was claimed
_PAUSE = 1.0


def patiently(write: Callable[[], None]) -> None:
    """Run one transaction, again while the database is away. Raises its error where that takes too long."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return write()
        except (Busy, Unavailable):
            if time.monotonic() > until:
                raise
            with waiting():
                time.sleep(_PAUSE)
