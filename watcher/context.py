"""What a step may use: built once by service.py, handed to every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from alerts.notify import Notifier
from alerts.settings import RuleBook
from storage import Database
from storage.archive import Archive
from watcher.config import Settings
from watcher.fetching import Fetcher
from watcher.reading import Reader


@dataclass(frozen=True, kw_only=True)
class Context:
    """The tools of one service. ``now`` is the only clock."""

    settings: Settings
    rules: RuleBook
    database: Database
    archive: Archive
    fetcher: Fetcher
    reader: Reader
    notifier: Notifier
    now: Callable[[], datetime]
    record: Callable[[str], None]  # one line for the log: what was done or what went wrong
