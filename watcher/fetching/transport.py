"""One HTTP request and its whole answer, over one shared requests session."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from urllib3.exceptions import DecodeError, HTTPError, IncompleteRead
from urllib3.exceptions import TimeoutError as Urllib3Timeout

from watcher.fetching.addresses import Resolve, resolve
from watcher.fetching.dialing import Dialer, DialFailed, pools
from watcher.fetching.model import FailureReason, FetchSettings
from watcher.fetching.tls import legacy_context, modern_context, speaks_only_old_tls
from watcher.fetching.watchdog import Exchange, Watchdog

_CHUNK = 64 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a server answered: the whole body, decompressed. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    cookies: RequestsCookieJar = field(default_factory=RequestsCookieJar)


class ExchangeFailed(Exception):
    """No whole answer. ``again``: one further try is worth it at once (a dropped connection, an old TLS)."""

    def __init__(self, reason: FailureReason, detail: str = "", *, again: bool = False) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail, self.again = reason, detail, again


class Transport(Protocol):
    """Whoever can carry a request; tests and simulations bring their own."""

    def get(
        self, url: str, headers: Mapping[str, str], cookies: RequestsCookieJar, form: Mapping[str, str] | None = None
    ) -> Answer:
        """The whole answer, redirects not followed; a form is posted. Raises ExchangeFailed."""
        ...

    def stop(self) -> None:
        """Cut what is under way; nothing is carried any more."""
        ...

    def close(self) -> None:
        """Let go of all connections."""
        ...


class RequestsTransport:
    """The real one: pinned addresses, caps on size and time, no environment proxies."""

    def __init__(self, settings: FetchSettings, resolve: Resolve = resolve, ca_file: str | None = None) -> None:
        self._settings = settings
        self._watchdog = Watchdog()
        self._dialer = Dialer(settings, resolve, self._watchdog)
        self._adapter = _Adapter(self._dialer, ca_file)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # each fetch has its own jar
        self._session.mount("http://", self._adapter)
        self._session.mount("https://", self._adapter)
        self._proxies = {"http": settings.proxy, "https": settings.proxy} if settings.proxy else {}

    def get(
        self, url: str, headers: Mapping[str, str], cookies: RequestsCookieJar, form: Mapping[str, str] | None = None
    ) -> Answer:
        """The whole answer, redirects not followed; a form is posted. Raises ExchangeFailed."""
        with self._dialer.exchange() as exchange:
            try:
                answer = self._exchange(url, headers, cookies, form)
                if exchange.expired:  # a header that was cut short looks like a whole answer without a body
                    raise ExchangeFailed(FailureReason.TIMEOUT)
                return answer
            except ExchangeFailed as failed:
                raise _cut_or(exchange, failed) from failed
            except DialFailed as failed:
                raise _cut_or(exchange, ExchangeFailed(failed.reason, failed.detail)) from failed
            except (requests.RequestException, HTTPError, HTTPException, OSError, ValueError) as error:
                raise _cut_or(exchange, self._failure(url, error, exchange)) from error

    def stop(self) -> None:
        """Cut what is under way; nothing is carried any more."""
        self._watchdog.stop()

    def close(self) -> None:
        """Let go of all connections and end the watchdog."""
        self._watchdog.stop()
        self._session.close()

    def _exchange(
        self, url: str, headers: Mapping[str, str], cookies: RequestsCookieJar, form: Mapping[str, str] | None
    ) -> Answer:
        method = "GET" if form is None else "POST"
        request = requests.Request(method, url, headers=dict(headers), cookies=cookies, data=form).prepare()
        response = self._session.send(
            request, stream=True, timeout=(self._settings.connect_seconds, self._settings.read_seconds),
            allow_redirects=False, proxies=self._proxies, verify=True,
        )  # fmt: skip
        with closing(response):
            answered = {name.lower(): value for name, value in response.headers.items()}
            body = b"".join(self._chunks(response))
            if (
                response.status_code == 200
                and not body
                and not {"content-length", "transfer-encoding"} & answered.keys()
            ):
                raise ExchangeFailed(FailureReason.NETWORK, "内容不完整，传输中断")
            return Answer(status=response.status_code, headers=answered, body=body, cookies=response.cookies)

    def _chunks(self, response: requests.Response) -> Iterator[bytes]:
        """The body as it comes, decompressed, up to the cap."""
        most = self._settings.max_bytes
        declared = response.headers.get("Content-Length", "")
        if declared.isdecimal() and int(declared) > most:
            raise ExchangeFailed(FailureReason.TOO_LARGE, f"{int(declared)} 字节")
        size = 0
        for chunk in response.raw.stream(_CHUNK, decode_content=True):
            size += len(chunk)
            if size > most:
                raise ExchangeFailed(FailureReason.TOO_LARGE, f"超过 {most} 字节")
            yield chunk

    def _failure(self, url: str, error: Exception, exchange: Exchange) -> ExchangeFailed:
        causes = list(_causes(error))
        if tls := next((c for c in causes if isinstance(c, ssl.SSLError)), None):
            old = speaks_only_old_tls(str(tls)) and self._adapter.speak_old_tls(urlsplit(url).hostname or "")
            return ExchangeFailed(FailureReason.TLS, tls.reason or str(tls), again=old)
        if any(isinstance(c, Urllib3Timeout | requests.Timeout | TimeoutError | socket.timeout) for c in causes):
            return ExchangeFailed(FailureReason.TIMEOUT, "久无应答")
        if any(isinstance(c, IncompleteRead) for c in causes):
            return ExchangeFailed(FailureReason.NETWORK, "内容不完整，传输中断")
        if any(isinstance(c, DecodeError) for c in causes):
            return ExchangeFailed(FailureReason.NETWORK, "压缩内容已损坏")
        if isinstance(error, requests.exceptions.InvalidURL):
            return ExchangeFailed(FailureReason.BAD_URL, str(error))
        return ExchangeFailed(FailureReason.NETWORK, _innermost(causes), again=exchange.reused)


def _cut_or(exchange: Exchange, failed: ExchangeFailed) -> ExchangeFailed:
    """What failed because the watchdog cut it has failed for lack of time, however it looks."""
    return ExchangeFailed(FailureReason.TIMEOUT, "超过总时限") if exchange.expired else failed


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that it wraps: requests and urllib3 wrap by cause, by context and by argument."""
    for _ in range(10):
        if error is None:
            return
        yield error
        reason = getattr(error, "reason", None)
        inner = [e for e in (reason, *getattr(error, "args", ())) if isinstance(e, BaseException)]
        error = inner[0] if inner else error.__cause__ or error.__context__


def _innermost(causes: list[BaseException]) -> str:
    words = str(causes[-1]) or type(causes[-1]).__name__
    return words[:200]


class _Adapter(HTTPAdapter):
    """requests' adapter with our connections in its pools, and the TLS contexts chosen by host."""

    def __init__(self, dialer: Dialer, ca_file: str | None) -> None:
        self._dialer, self._ca_file = dialer, ca_file
        self._modern = modern_context(ca_file)
        self._legacy: ssl.SSLContext | None = None
        self._old_hosts: set[str] = set()
        super().__init__(pool_connections=200, pool_maxsize=1)

    def speak_old_tls(self, host: str) -> bool:
        """From now on, use old TLS with this host. False where it was used already."""
        if host in self._old_hosts:
            return False
        self._legacy = self._legacy or legacy_context(self._ca_file)
        self._old_hosts.add(host)
        return True

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Pools of connections to checked addresses."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = pools(self._dialer, checked=True)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Pools of connections to the configured proxy, which may stand inside."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = pools(self._dialer, checked=False)
        return manager

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        """Our TLS context, with its certificates loaded already."""
        host, tls = super().build_connection_pool_key_attributes(request, verify, cert)
        old = self._legacy if urlsplit(request.url).hostname in self._old_hosts else None
        return host, {"ssl_context": old or self._modern} if host["scheme"] == "https" else tls

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Nothing to add: requests would load all certificates anew for each connection."""
