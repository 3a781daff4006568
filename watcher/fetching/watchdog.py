"""Ends exchanges that take too long, whatever they are waiting for.

A socket's timeout starts anew with every byte, so a server that sends one byte a second holds a thread for ever.
Shutting the socket down from outside ends any wait on it: handshake, headers, chunks or body.
"""

from __future__ import annotations

import heapq
import itertools
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Exchange:
    """One request with its answer, as long as it is under way."""

    expired: bool = False
    reused: bool = False  # over a connection that was kept alive
    _control: socket.socket | None = None
    _over: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def attach(self, connected: socket.socket, *, reused: bool = False) -> None:
        """Take hold of the connection. A duplicate handle stays valid while TLS wraps the socket anew."""
        control = socket.socket(connected.family, connected.type, fileno=os.dup(connected.fileno()))
        with self._lock:
            previous, self._control, self.reused = self._control, control, reused
        if previous is not None:
            previous.close()
        if self.expired:
            self.cut()

    def cut(self) -> None:
        """End it now: whoever reads from the connection meets its end."""
        with self._lock:
            self.expired = self.expired or not self._over
            if self._control is not None:
                try:
                    self._control.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return  # the other side was quicker

    def finish(self) -> None:
        """Let go of the connection."""
        with self._lock:
            self._over = True
            if self._control is not None:
                self._control.close()
                self._control = None


class Watchdog:
    """One thread that keeps the deadlines of all exchanges."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Exchange]] = []
        self._running: set[Exchange] = set()
        self._changed = threading.Condition()
        self._number = itertools.count()
        self._thread: threading.Thread | None = None
        self._stopped = False

    @contextmanager
    def exchange(self, seconds: float) -> Iterator[Exchange]:
        """An exchange that is cut after so many seconds."""
        exchange = Exchange()
        self._enter(exchange, time.monotonic() + seconds)
        try:
            yield exchange
        finally:
            with self._changed:
                self._running.discard(exchange)
            exchange.finish()

    def stop(self) -> None:
        """Cut everything that is under way and end the thread."""
        with self._changed:
            self._stopped = True
            running = list(self._running)
            self._changed.notify()
        for exchange in running:
            exchange.cut()

    def _enter(self, exchange: Exchange, deadline: float) -> None:
        with self._changed:
            self._running.add(exchange)
            exchange.expired = self._stopped
            heapq.heappush(self._heap, (deadline, next(self._number), exchange))
            if self._thread is None and not self._stopped:
                self._thread = threading.Thread(target=self._watch, name="fetch-watchdog", daemon=True)
                self._thread.start()
            elif self._heap[0][2] is exchange:
                self._changed.notify()

    def _watch(self) -> None:
        while (late := self._next_late()) is not None:
            late.cut()

    def _next_late(self) -> Exchange | None:
        """Wait for the next exchange that is still under way at its deadline; None when it is time to end."""
        with self._changed:
            while not self._stopped:
                if not self._heap:
                    self._changed.wait()
                elif (wait := self._heap[0][0] - time.monotonic()) > 0 and self._heap[0][2] in self._running:
                    self._changed.wait(wait)
                elif (exchange := heapq.heappop(self._heap)[2]) in self._running:
                    return exchange
        return None
