"""The story of one fetch: admitted, allowed by robots.txt, asked in its turn, redirects by hand, judged."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial
from http.cookiejar import CookieJar
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from urllib.parse import quote, urljoin

from watcher.fetching import robots
from watcher.fetching.challenge import find_wall, says_not_there
from watcher.fetching.gate import Target, admit
from watcher.fetching.host_notes import HostNotes
from watcher.fetching.lanes import Lanes
from watcher.fetching.memory import HostMemory
from watcher.fetching.model import Failed, FailureReason, Fetched, FetchSettings, NotModified, Posted, Refusal
from watcher.fetching.retry_after import retry_at
from watcher.fetching.thinking import waiting
from watcher.fetching.transport import Answer, ExchangeFailed, HttpTransport, Transport
from watcher.fetching.wording import failed

_REDIRECTS = {301, 302, 303, 307, 308}
_SEEN_ELSEWHERE = {301, 302, 303}  # what was posted has done its work: its answer is there to be got
_TRIES = 3  # at most: over a connection that was dropped, then in old TLS, then no more
_LEADS_NOWHERE = {
    FailureReason.HOST_NOT_ALLOWED,
    FailureReason.PRIVATE_ADDRESS,
    FailureReason.PORT_NOT_ALLOWED,
    FailureReason.SCHEME_NOT_ALLOWED,
    FailureReason.BAD_URL,
    FailureReason.REDIRECT_LOOP,
    FailureReason.TOO_LARGE,
}


@dataclass(kw_only=True)
class _Walk:
    """One fetch under way: what is sent along at each hop."""

    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: CookieJar = field(default_factory=CookieJar)
    delay: float
    posted: Posted | None = None


class Fetcher:
    """Fetches addresses politely and safely; shared by all threads of a process, and a context manager."""

    def __init__(
        self, settings: FetchSettings, memory: HostMemory, clock: Callable[[], datetime],
        sleep: Callable[[float], object] | None = None, *, monotonic: Callable[[], float] = time.monotonic,
        transport: Transport | None = None,
    ) -> None:  # fmt: skip
        self._settings, self._clock = settings, clock
        self._admit = lru_cache(maxsize=1024)(partial(admit, settings=settings))  # first for its robots.txt
        self._stopped = threading.Event()
        self._notes = HostNotes(memory, clock)
        self._lanes = Lanes(monotonic, sleep or self._stopped.wait)
        self._transport = transport or HttpTransport(settings)
        self._headers = {
            "User-Agent": user_agent(settings.contact),
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
        }

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._transport.close()

    def stop(self) -> None:
        """Cut what is under way and refuse what comes: every fetch returns at once from now on."""
        self._stopped.set()
        self._transport.stop()

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None,
        posted: Posted | None = None, cookies: CookieJar | None = None,
    ) -> Fetched | NotModified | Failed:  # fmt: skip
        """What came of this address. With the validators of an earlier answer it may be that nothing has changed.

        ``posted`` makes it a POST: some sites answer the request for a list in no other way. ``cookies`` are those of
        a visit of several pages: what the site sets is sent back to it, and kept there for the next one.
        """
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        sent = {name: value for name, value in validators.items() if value}
        try:
            walk = _Walk(
                headers={**self._headers, **sent}, delay=self._settings.host_delay_seconds, posted=posted,
                cookies=CookieJar() if cookies is None else cookies,
            )  # fmt: skip
            with waiting():
                target, answer = self._follow(url, walk, obey_robots=True)
            return self._judge(url, target, answer, conditional=bool(sent))
        except Refusal as refusal:
            return failed(url, refusal)

    def ask_robots(self, urls: Iterable[str]) -> None:
        """Ask for the robots.txt of these sites where it is not known: the pauses of their hosts pass together."""
        for url in urls:
            try:
                self._obey_robots(self._admit(url), _Walk(delay=self._settings.host_delay_seconds))
            except Refusal:
                continue  # whoever asks for the page is told

    def _follow(self, url: str, walk: _Walk, *, obey_robots: bool) -> tuple[Target, Answer]:
        """The first answer that is no redirect. Each hop is checked as if it had been asked for."""
        seen: set[str] = set()
        for _ in range(self._settings.max_redirects + 1):
            target = self._admit(url)
            if obey_robots:
                self._obey_robots(target, walk)
            answer = self._ask(target, walk)
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not location:
                return target, answer
            seen.add(target.url)
            if answer.status in _SEEN_ELSEWHERE:
                walk.posted = None
            url = urljoin(target.url, _as_utf8(location))
            # To the same address again is a loop, unless it is to come back with the cookie just set.
            if url.partition("#")[0] in seen and not len(answer.cookies):
                raise Refusal(FailureReason.REDIRECT_LOOP, url, "回到原处")
        raise Refusal(FailureReason.REDIRECT_LOOP, url, f"超过 {self._settings.max_redirects} 次")

    def _ask(self, target: Target, walk: _Walk) -> Answer:
        """One answer, in turn. A connection that was dropped while idle, or an old TLS, is worth another try."""
        for left in reversed(range(_TRIES)):
            with self._lanes.turn(target.host, walk.delay):
                self._check_may_ask(target)
                try:
                    answer = self._transport.get(target.url, walk.headers, walk.cookies, walk.posted)
                except ExchangeFailed as failure:
                    if self._stopped.is_set():
                        raise Refusal(FailureReason.STOPPED, target.url) from failure
                    if not (failure.again and left):
                        raise Refusal(failure.reason, target.url, failure.detail) from failure
                    continue
                for cookie in answer.cookies:
                    walk.cookies.set_cookie(cookie)
                self._heed_retry_after(target, answer)
                return answer
        raise AssertionError("the last try returns or raises")

    def _check_may_ask(self, target: Target) -> None:
        if self._stopped.is_set():
            raise Refusal(FailureReason.STOPPED, target.url)
        self._notes.check_wait(target.host, target.url)

    def _heed_retry_after(self, target: Target, answer: Answer) -> None:
        until = retry_at(answer.headers.get("retry-after"), self._clock()) if answer.status in (429, 503) else None
        if until is not None:
            self._notes.keep_wait(target.host, until)
            raise Refusal(FailureReason.RETRY_AFTER, target.url, status=answer.status, retry_at=until)

    def _obey_robots(self, target: Target, walk: _Walk) -> None:
        rules = self._notes.robots(target.origin, partial(self._ask_for_robots, target))
        if not rules.allows(target.url):
            raise Refusal(FailureReason.ROBOTS_DISALLOWED, target.url)
        walk.delay = max(self._settings.host_delay_seconds, rules.crawl_delay)

    def _ask_for_robots(self, target: Target) -> str:
        """The text of robots.txt; empty where the site has none. Raises Refusal where that cannot be told now."""
        address = f"{target.origin}/robots.txt"
        walk = _Walk(headers=self._headers, delay=self._settings.host_delay_seconds)
        try:
            reached, answer = self._follow(address, walk, obey_robots=False)
        except Refusal as refusal:
            if refusal.reason in _LEADS_NOWHERE and not _is_inside(refusal, target):
                return ""
            raise
        if answer.status >= 500:
            raise self._no_content(reached, answer)
        return answer.body.decode("utf-8", "replace") if answer.status == 200 else ""

    def _judge(self, url: str, target: Target, answer: Answer, *, conditional: bool) -> Fetched | NotModified:
        kept = {"etag": answer.headers.get("etag"), "last_modified": answer.headers.get("last-modified")}
        if answer.status == 304 and conditional:
            return NotModified(url=url, final_url=target.url, fetched_at=self._clock(), **kept)
        if not 200 <= answer.status < 300 or answer.status in (204, 206) or _wall(answer):
            raise self._no_content(target, answer)
        if says_not_there(answer.body):
            raise Refusal(FailureReason.NOT_FOUND, target.url, status=answer.status)
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Fetched(
            url=url, final_url=target.url, status=answer.status, headers=answer.headers, body=answer.body,
            media_type=media_type, fetched_at=self._clock(), **kept,
        )  # fmt: skip

    def _no_content(self, target: Target, answer: Answer) -> Refusal:
        """Why an answer is no content: a wall in front of it, nothing there, or another status."""
        if wall := _wall(answer):
            return Refusal(FailureReason.CHALLENGE, target.url, wall, status=answer.status)
        reason = FailureReason.NOT_FOUND if answer.status in (404, 410) else FailureReason.HTTP_STATUS
        return Refusal(reason, target.url, status=answer.status)


def user_agent(contact: str) -> str:
    """Who asks, and where to complain. Headers hold ASCII only."""
    try:
        number = version("gongkai-watch")
    except PackageNotFoundError:
        number = "0"  # run from a checkout that was not installed
    return f"{robots.AGENT}/{number} (+{quote(contact, safe=':/@+.?=&-_~#, ')})"


def _wall(answer: Answer) -> str | None:
    return find_wall(answer.status, answer.headers, answer.body)


def _is_inside(refusal: Refusal, target: Target) -> bool:
    """Whether the origin itself stands at a private address; robots.txt that redirects to one is another matter."""
    return refusal.reason is FailureReason.PRIVATE_ADDRESS and refusal.url.startswith(
        (f"{target.scheme}://{target.host}", f"{target.scheme}://[{target.host}]")
    )


def _as_utf8(location: str) -> str:
    """Servers write UTF-8 into a header that is read as Latin-1."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location
