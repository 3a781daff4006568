"""What we know of a host before asking it: may we, and not before when?"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from storage.records import HostRecord
from watcher.fetching.memory import HostMemory
from watcher.fetching.model import FailureReason, Refusal
from watcher.fetching.robots import Robots, parse

_ROBOTS_KEPT = timedelta(days=1)
_FAILURE_KEPT = timedelta(minutes=1)  # a host that is down is not asked for its robots.txt for each of its pages

Ask = Callable[[], str]  # asks the site for the text of its robots.txt; raises Refusal where it cannot be had


class HostNotes:
    """The memory of hosts, with what this process has read of it kept at hand."""

    def __init__(self, memory: HostMemory, clock: Callable[[], datetime]) -> None:
        self._memory, self._clock = memory, clock
        self._robots: dict[str, tuple[Robots, datetime]] = {}
        self._failures: dict[str, tuple[Refusal, datetime]] = {}
        self._waits: dict[str, datetime | None] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def check_wait(self, host: str, url: str) -> None:
        """Raises Refusal as long as the host asked to be left alone."""
        if host not in self._waits:
            record = self._memory.get(host)
            self._waits[host] = record.wait_until if record else None
        until = self._waits[host]
        if until is not None and self._clock() < until:
            raise Refusal(FailureReason.RETRY_AFTER, url, retry_at=until)

    def keep_wait(self, host: str, until: datetime) -> None:
        """The host asked to be left alone until then."""
        self._waits[host] = until
        self._memory.save(replace(self._memory.get(host) or HostRecord(name=host), wait_until=until))

    def robots(self, origin: str, ask: Ask) -> Robots:
        """The rules of an origin: known, remembered, or asked for now by one thread while the others wait."""
        with self._lock:
            lock = self._locks.setdefault(origin, threading.Lock())
        with lock:
            known = self._robots.get(origin)
            if known is None or known[1] <= self._clock():
                known = self._robots[origin] = self._remembered(origin) or self._asked(origin, ask)
            return known[0]

    def _remembered(self, origin: str) -> tuple[Robots, datetime] | None:
        record = self._memory.get(origin)
        if record is None or record.robots is None or record.robots_at is None:
            return None
        until = record.robots_at + _ROBOTS_KEPT
        return (parse(record.robots), until) if self._clock() < until else None

    def _asked(self, origin: str, ask: Ask) -> tuple[Robots, datetime]:
        failure = self._failures.get(origin)
        if failure is not None and self._clock() < failure[1]:
            raise failure[0].with_traceback(None)
        try:
            text = ask()
        except Refusal as refusal:
            self._failures[origin] = (refusal, self._clock() + _FAILURE_KEPT)
            raise
        now = self._clock()
        record = self._memory.get(origin) or HostRecord(name=origin)
        self._memory.save(replace(record, robots=text, robots_at=now))
        return parse(text), now + _ROBOTS_KEPT
