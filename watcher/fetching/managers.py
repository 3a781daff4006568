"""The pools of connections: by host, with the TLS that the host speaks, and through the proxy where there is one."""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import unquote, urlsplit

from urllib3 import PoolManager, ProxyManager, make_headers

from watcher.fetching.dialing import Dialer, pools
from watcher.fetching.tls import legacy_context, modern_context

_HOSTS = 200  # connections kept; a host has one, for it is asked one thing at a time


class Managers:
    """urllib3's managers of pools, each made when the first host needs it."""

    def __init__(self, dialer: Dialer, proxy: str, ca_file: str | None) -> None:
        self._dialer, self._ca_file = dialer, ca_file
        self._proxy = f"http://{proxy}" if proxy and "://" not in proxy else proxy
        self._old_hosts: set[str] = set()
        self._made: dict[str, PoolManager] = {}
        self._lock = threading.Lock()

    def of(self, url: str) -> PoolManager:
        """The one that carries requests to this address."""
        parts = urlsplit(url)
        old = parts.scheme == "https" and parts.hostname in self._old_hosts
        spoken = "old tls" if old else parts.scheme
        with self._lock:
            if spoken not in self._made:
                self._made[spoken] = self._make(**self._tls(spoken))
            return self._made[spoken]

    def speak_old_tls(self, host: str) -> bool:
        """From now on, use old TLS with this host. False where it was used already."""
        if host in self._old_hosts:
            return False
        self._old_hosts.add(host)
        return True

    def close(self) -> None:
        """Let go of all connections."""
        for manager in self._made.values():
            manager.clear()

    def _tls(self, spoken: str) -> dict[str, Any]:
        """Certificates are loaded once for all hosts, and not at all where none speaks TLS."""
        if spoken == "http":
            return {}
        return {"ssl_context": legacy_context(self._ca_file) if spoken == "old tls" else modern_context(self._ca_file)}

    def _make(self, **tls: Any) -> PoolManager:
        """Its connections go to checked addresses; the configured proxy may stand inside."""
        if self._proxy:
            manager: PoolManager = ProxyManager(
                self._proxy, _HOSTS, maxsize=1, proxy_headers=_credentials(self._proxy), **tls
            )
        else:
            manager = PoolManager(_HOSTS, maxsize=1, **tls)
        manager.pool_classes_by_scheme = pools(self._dialer, checked=not self._proxy)
        return manager


def _credentials(proxy: str) -> dict[str, str]:
    parts = urlsplit(proxy)
    if parts.username is None:
        return {}
    return dict(make_headers(proxy_basic_auth=f"{unquote(parts.username)}:{unquote(parts.password or '')}"))
