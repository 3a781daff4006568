"""One HTTP request and its whole answer, over urllib3's pools of connections."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Protocol
from urllib.parse import urlsplit

from urllib3 import BaseHTTPResponse, Timeout
from urllib3.exceptions import DecodeError, HTTPError, IncompleteRead, LocationValueError, ProxySchemeUnknown
from urllib3.exceptions import TimeoutError as Urllib3Timeout

from watcher.fetching.addresses import Resolve, resolve
from watcher.fetching.cookies import cookie_header, cookies_of
from watcher.fetching.dialing import Dialer, DialFailed
from watcher.fetching.managers import Managers
from watcher.fetching.model import FailureReason, FetchSettings, Posted
from watcher.fetching.tls import speaks_only_old_tls
from watcher.fetching.watchdog import Exchange, Watchdog

_CHUNK = 64 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a server answered: the whole body, decompressed. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    cookies: CookieJar = field(default_factory=CookieJar)


class ExchangeFailed(Exception):
    """No whole answer. ``again``: one further try is worth it at once (a dropped connection, an old TLS)."""

    def __init__(self, reason: FailureReason, detail: str = "", *, again: bool = False) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail, self.again = reason, detail, again


class Transport(Protocol):
    """Whoever can carry a request; tests and simulations bring their own."""

    def get(self, url: str, headers: Mapping[str, str], cookies: CookieJar, posted: Posted | None = None) -> Answer:
        """The whole answer, redirects not followed; ``posted`` makes it a POST. Raises ExchangeFailed."""
        ...

    def stop(self) -> None:
        """Cut what is under way; nothing is carried any more."""
        ...

    def close(self) -> None:
        """Let go of all connections."""
        ...


class HttpTransport:
    """The real one: pinned addresses, caps on size and time, no environment proxies."""

    def __init__(self, settings: FetchSettings, resolve: Resolve = resolve, ca_file: str | None = None) -> None:
        self._settings = settings
        self._watchdog = Watchdog()
        self._dialer = Dialer(settings, resolve, self._watchdog)
        self._managers = Managers(self._dialer, settings.proxy, ca_file)
        self._timeout = Timeout(connect=settings.connect_seconds, read=settings.read_seconds)

    def get(self, url: str, headers: Mapping[str, str], cookies: CookieJar, posted: Posted | None = None) -> Answer:
        """The whole answer, redirects not followed; ``posted`` makes it a POST. Raises ExchangeFailed."""
        with self._dialer.exchange() as exchange:
            try:
                answer = self._exchange(url, headers, cookies, posted)
                if exchange.expired:  # a header that was cut short looks like a whole answer without a body
                    raise ExchangeFailed(FailureReason.TIMEOUT)
                return answer
            except ExchangeFailed as failed:
                raise _cut_or(exchange, failed) from failed
            except DialFailed as failed:
                raise _cut_or(exchange, ExchangeFailed(failed.reason, failed.detail)) from failed
            except (HTTPError, HTTPException, OSError, ValueError) as error:
                raise _cut_or(exchange, self._failure(url, error, exchange)) from error

    def stop(self) -> None:
        """Cut what is under way; nothing is carried any more."""
        self._watchdog.stop()

    def close(self) -> None:
        """Let go of all connections and end the watchdog."""
        self._watchdog.stop()
        self._managers.close()

    def _exchange(self, url: str, headers: Mapping[str, str], cookies: CookieJar, posted: Posted | None) -> Answer:
        sent = dict(headers)
        if cookie := cookie_header(cookies, url):
            sent["Cookie"] = cookie
        if posted:
            sent["Content-Type"] = posted.media_type
        response = self._managers.of(url).urlopen(
            "POST" if posted else "GET", url, body=posted.body if posted else None, headers=sent,
            timeout=self._timeout, retries=False, redirect=False, preload_content=False,
        )  # fmt: skip
        try:
            answer = self._whole(url, response)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        return answer

    def _whole(self, url: str, response: BaseHTTPResponse) -> Answer:
        answered = {name.lower(): value for name, value in response.headers.itermerged()}
        body = b"".join(self._chunks(response))
        if response.status == 200 and not body and not {"content-length", "transfer-encoding"} & answered.keys():
            raise ExchangeFailed(FailureReason.NETWORK, "内容不完整，传输中断")
        return Answer(status=response.status, headers=answered, body=body, cookies=cookies_of(response, url))

    def _chunks(self, response: BaseHTTPResponse) -> Iterator[bytes]:
        """The body as it comes, decompressed, up to the cap."""
        most = self._settings.max_bytes
        declared = response.headers.get("Content-Length", "")
        if declared.isdecimal() and int(declared) > most:
            raise ExchangeFailed(FailureReason.TOO_LARGE, f"{int(declared)} 字节")
        size = 0
        for chunk in response.stream(_CHUNK, decode_content=True):
            size += len(chunk)
            if size > most:
                raise ExchangeFailed(FailureReason.TOO_LARGE, f"超过 {most} 字节")
            yield chunk

    def _failure(self, url: str, error: Exception, exchange: Exchange) -> ExchangeFailed:
        causes = list(_causes(error))
        if tls := next((c for c in causes if isinstance(c, ssl.SSLError)), None):
            old = speaks_only_old_tls(str(tls)) and self._managers.speak_old_tls(urlsplit(url).hostname or "")
            return ExchangeFailed(FailureReason.TLS, tls.reason or str(tls), again=old)
        if any(isinstance(c, Urllib3Timeout | TimeoutError | socket.timeout) for c in causes):
            return ExchangeFailed(FailureReason.TIMEOUT, "久无应答")
        if any(isinstance(c, IncompleteRead) for c in causes):
            return ExchangeFailed(FailureReason.NETWORK, "内容不完整，传输中断")
        if any(isinstance(c, DecodeError) for c in causes):
            return ExchangeFailed(FailureReason.NETWORK, "压缩内容已损坏")
        if isinstance(error, LocationValueError) and not isinstance(error, ProxySchemeUnknown):
            return ExchangeFailed(FailureReason.BAD_URL, str(error))
        return ExchangeFailed(FailureReason.NETWORK, _innermost(causes), again=exchange.reused)


def _cut_or(exchange: Exchange, failed: ExchangeFailed) -> ExchangeFailed:
    """What failed because the watchdog cut it has failed for lack of time, however it looks."""
    return ExchangeFailed(FailureReason.TIMEOUT, "超过总时限") if exchange.expired else failed


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that it wraps: urllib3 wraps by cause, by context and by argument."""
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
