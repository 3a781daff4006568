"""What a step may use: built once by service.py, handed to every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from alerts.notify import Notifier
from alerts.settings import RuleBook
from storage import Database
from storage.archive import Archive
from watcher.config import Settings
from watcher.fetching import Fetcher
from watcher.reading.reader import Reader


class Desk(Protocol):
    """What is needed to act on alerts and to queue notices: no network, no reader."""

    @property
    def settings(self) -> Settings:
        """The configuration."""

    @property
    def rules(self) -> RuleBook:
        """The rule book as configured."""

    @property
    def database(self) -> Database:
        """Where alerts and notices are kept."""

    @property
    def now(self) -> Callable[[], datetime]:
        """The only clock."""


@dataclass(frozen=True, kw_only=True)
class FrontDesk:
    """A desk without a service behind it: for a command that acts on what is stored."""

    settings: Settings
    rules: RuleBook
    database: Database
    now: Callable[[], datetime]


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
