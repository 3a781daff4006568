"""One request at a time for each host, and a pause between the starts of two."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# The pause varies so that many watchers do not fall into step; the promise is "never below half".
_SHORTEST, _LONGEST = 0.75, 1.25


@dataclass(slots=True)
class _Lane:
    lock: threading.Lock = field(default_factory=threading.Lock)
    next_start: float = 0.0


class Lanes:
    """Whose turn it is, host by host. Shared by all threads of a process."""

    def __init__(self, monotonic: Callable[[], float], sleep: Callable[[float], object]) -> None:
        self._monotonic, self._sleep = monotonic, sleep
        self._lanes: dict[str, _Lane] = {}
        self._lock = threading.Lock()
        self._random = random.Random()  # noqa: S311 - spreads load, guards nothing

    @contextmanager
    def turn(self, host: str, delay: float) -> Iterator[None]:
        """Wait until nobody is asking this host and the pause since the last start is over; then it is ours."""
        with self._lock:
            lane = self._lanes.setdefault(host, _Lane())
        with lane.lock:
            wait = lane.next_start - self._monotonic()
            if wait > 0:
                self._sleep(wait)
            lane.next_start = self._monotonic() + delay * self._random.uniform(_SHORTEST, _LONGEST)
            yield
