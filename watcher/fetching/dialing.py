"""Connections that go to the very address that was checked, and nowhere else.

A name may resolve to a public address when it is checked and to a private one when it is dialled (DNS rebinding);
so resolving, checking and connecting are one step here, below requests and urllib3, which keep Host and SNI.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from watcher.fetching.addresses import Resolve, is_public
from watcher.fetching.model import FailureReason, FetchSettings
from watcher.fetching.watchdog import Exchange, Watchdog

_TRIES = 3  # addresses of one name


class DialFailed(Exception):
    """No connection. Not an OSError: urllib3 would wrap it and hide the reason."""

    def __init__(self, reason: FailureReason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class Dialer:
    """Resolves, checks and connects; tells the watchdog which connection the current exchange uses."""

    def __init__(self, settings: FetchSettings, resolve: Resolve, watchdog: Watchdog) -> None:
        self._settings, self._resolve, self._watchdog = settings, resolve, watchdog
        self._current = threading.local()

    @contextmanager
    def exchange(self) -> Iterator[Exchange]:
        """Everything this thread dials or sends until the end belongs to this exchange."""
        with self._watchdog.exchange(self._settings.total_seconds) as exchange:
            self._current.exchange = exchange
            yield exchange

    def attach(self, connected: socket.socket, *, reused: bool) -> None:
        """The current exchange uses this connection."""
        self._current.exchange.attach(connected, reused=reused)

    def dial(self, host: str, port: int, *, checked: bool) -> socket.socket:
        """A connection to the first address of the host that answers. One address that is not public spoils all."""
        addresses = self._addresses(host, port)
        if checked and not self._settings.allow_private_addresses:
            inside = [address for address in addresses if not is_public(address)]
            if inside:
                raise DialFailed(FailureReason.PRIVATE_ADDRESS, inside[0])
        connected = self._connect(addresses[:_TRIES], port)
        self.attach(connected, reused=False)
        return connected

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = list(self._resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise DialFailed(FailureReason.DNS, f"{host}: {error}") from error
        if not found:
            raise DialFailed(FailureReason.DNS, host)
        return found

    def _connect(self, addresses: list[str], port: int) -> socket.socket:
        failure = DialFailed(FailureReason.NETWORK, "")
        for address in addresses:
            try:
                connected = socket.create_connection((address, port), self._settings.connect_seconds / len(addresses))
            except TimeoutError:
                failure = DialFailed(FailureReason.TIMEOUT, f"{address}:{port} 连接超时")
            except OSError as error:
                failure = DialFailed(FailureReason.NETWORK, f"{address}:{port} {error.strerror or error}")
            else:
                connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connected.settimeout(self._settings.read_seconds)
                return connected
        raise failure


class _Plain(HTTPConnection):
    dialer: ClassVar[Dialer]
    checked: ClassVar[bool]

    def _new_conn(self) -> socket.socket:
        return self.dialer.dial(self._dns_host, self.port, checked=self.checked)

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is not None:
            self.dialer.attach(self.sock, reused=True)
        super().request(*args, **kwargs)


class _Secure(HTTPSConnection):
    dialer: ClassVar[Dialer]
    checked: ClassVar[bool]

    def _new_conn(self) -> socket.socket:
        return self.dialer.dial(self._dns_host, self.port, checked=self.checked)

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is not None:
            self.dialer.attach(self.sock, reused=True)
        super().request(*args, **kwargs)


def pools(dialer: Dialer, *, checked: bool) -> dict[str, type[HTTPConnectionPool]]:
    """Pool classes by scheme whose connections come from this dialer.

    ``checked`` is false for the way to a configured proxy, which may well stand inside.
    """
    members = {"dialer": dialer, "checked": checked}
    plain = type("DialledPool", (HTTPConnectionPool,), {"ConnectionCls": type("Dialled", (_Plain,), members)})
    secure = type("DialledTlsPool", (HTTPSConnectionPool,), {"ConnectionCls": type("DialledTls", (_Secure,), members)})
    return {"http": plain, "https": secure}
