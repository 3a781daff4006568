"""Fetching from a real site on loopback: what is answered, what is refused, and what each bad site leads to."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.sites import Site, dripping, gzip_bomb, redirect, truncated
from watcher.fetching import (
    Failed,
    FailureReason,
    Fetched,
    Fetcher,
    FetchSettings,
    InMemoryHosts,
    NotModified,
)

CHALLENGE = "<script>var t=['cookie','EO_Bot_Ssid='];document[t[0]]=t[1];setTimeout('location.reload()',9)</script>"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(site: Site) -> FetchSettings:
    return FetchSettings(
        host_delay_seconds=0, allow_hosts=("127.0.0.1",), allow_private_addresses=True,
        extra_ports=frozenset({("127.0.0.1", site.port)}), max_bytes=100_000, total_seconds=5, read_seconds=3,
    )  # fmt: skip


@pytest.fixture
def fetcher(settings: FetchSettings, clock: Clock) -> Iterator[Fetcher]:
    with Fetcher(settings, InMemoryHosts(), clock) as running:
        yield running


def failure_of(answer: object) -> Failed:
    assert isinstance(answer, Failed)
    return answer


def test_a_page_comes_whole_with_its_headers(site: Site, fetcher: Fetcher, clock: Clock) -> None:
    url = site.serve("/a.html", "<p>澄湖区</p>", headers={"Last-Modified": "Mon, 02 Mar 2026 00:00:00 GMT"})
    answer = fetcher.fetch(url)
    assert isinstance(answer, Fetched)
    assert answer.body.decode() == "<p>澄湖区</p>"
    assert (answer.status, answer.media_type, answer.fetched_at) == (200, "text/html", clock.time)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.last_modified == "Mon, 02 Mar 2026 00:00:00 GMT"


def test_we_say_who_we_are(site: Site, settings: FetchSettings, clock: Clock) -> None:
    with Fetcher(replace(settings, contact="mailto:预工委@example.org\r\nX: y"), InMemoryHosts(), clock) as fetcher:
        fetcher.fetch(site.serve("/a.html", "x"))
    agent = site.asked("/a.html")[0].headers["User-Agent"]
    assert agent.startswith("gongkai-watch/")
    assert "(+mailto:%E9%A2%84" in agent
    assert "X" not in site.asked("/a.html")[0].headers


def test_an_unchanged_page_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a.html", "<p>x</p>", etag='"v1"')
    first = fetcher.fetch(url)
    assert isinstance(first, Fetched)
    assert isinstance(fetcher.fetch(url, etag=first.etag), NotModified)
    site.serve("/a.html", "<p>y</p>", etag='"v2"')
    assert isinstance(fetcher.fetch(url, etag=first.etag), Fetched)


def test_a_304_that_nobody_asked_for_is_no_content(site: Site, fetcher: Fetcher) -> None:
    assert failure_of(fetcher.fetch(site.serve("/a.html", status=304))).reason is FailureReason.HTTP_STATUS


def test_gzip_is_decompressed(site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a.html", gzip.compress(b"<p>x</p>"), headers={"Content-Encoding": "gzip"})
    answer = fetcher.fetch(url)
    assert isinstance(answer, Fetched)
    assert answer.body == b"<p>x</p>"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://www.wedosign.example/zwgk/t20260302_1.html", FailureReason.HOST_NOT_ALLOWED),
        ("http://127.0.0.1.evil.example/", FailureReason.HOST_NOT_ALLOWED),
        ("http://127.0.0.1:22/", FailureReason.PORT_NOT_ALLOWED),
        ("ftp://127.0.0.1/a", FailureReason.SCHEME_NOT_ALLOWED),
        ("file:///etc/passwd", FailureReason.SCHEME_NOT_ALLOWED),
        ("http://user@127.0.0.1/", FailureReason.BAD_URL),
    ],
)
def test_an_address_that_is_not_allowed_is_not_asked(fetcher: Fetcher, url: str, reason: FailureReason) -> None:
    failure = failure_of(fetcher.fetch(url))
    assert failure.reason is reason
    assert failure.permanent
    assert url in failure.message


def test_a_private_address_is_refused_unless_the_configuration_says_otherwise(
    site: Site, settings: FetchSettings
) -> None:
    url = site.serve("/a.html", "x")
    strict = replace(settings, allow_private_addresses=False)
    with Fetcher(strict, InMemoryHosts(), Clock()) as fetcher:
        failure = failure_of(fetcher.fetch(url))
    assert failure.reason is FailureReason.PRIVATE_ADDRESS
    assert "allow_private_addresses" in failure.message
    assert site.hits == []


def test_redirects_are_followed_and_the_last_address_is_told(site: Site, fetcher: Fetcher) -> None:
    site.serve("/new/b.html", "<p>x</p>")
    site.pages["/a.html"] = redirect("../new/b.html")
    answer = fetcher.fetch(site.url + "/a.html#top")
    assert isinstance(answer, Fetched)
    assert answer.final_url == site.url + "/new/b.html"


def test_a_redirect_to_a_host_outside_the_list_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a.html"] = redirect("http://www.bthengyi.example/t1.html")
    failure = failure_of(fetcher.fetch(site.url + "/a.html"))
    assert failure.reason is FailureReason.HOST_NOT_ALLOWED
    assert "www.bthengyi.example" in failure.message
    assert site.url + "/a.html" in failure.message


def test_a_redirect_to_a_port_that_no_source_names_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a.html"] = redirect("http://127.0.0.1:6379/")
    assert failure_of(fetcher.fetch(site.url + "/a.html")).reason is FailureReason.PORT_NOT_ALLOWED


def test_a_redirect_loop_ends(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a.html"], site.pages["/b.html"] = redirect("/b.html"), redirect("/a.html")
    assert failure_of(fetcher.fetch(site.url + "/a.html")).reason is FailureReason.REDIRECT_LOOP
    for number in range(9):
        site.pages[f"/{number}"] = redirect(f"/{number + 1}")
    assert failure_of(fetcher.fetch(site.url + "/0")).reason is FailureReason.REDIRECT_LOOP
    assert len(site.asked("/5")) == 1
    assert site.asked("/6") == []


def test_a_cookie_set_on_the_way_is_sent_back_within_one_fetch_only(site: Site, fetcher: Fetcher) -> None:
    def page(request: BaseHTTPRequestHandler) -> None:
        known = "seen=1" in request.headers.get("Cookie", "")
        answer = redirect("/a.html", Set_Cookie="seen=1; Path=/")
        (answer if not known else replace(answer, status=200, headers={}, body=b"<p>x</p>"))(request)

    url = site.behave("/a.html", page)
    assert isinstance(fetcher.fetch(url), Fetched)
    assert isinstance(fetcher.fetch(url), Fetched)
    assert len(site.asked("/a.html")) == 4


def test_a_page_over_the_cap_is_refused_by_its_stated_and_by_its_real_size(site: Site, fetcher: Fetcher) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in range(1000):
            request.wfile.write(b"a" * 1000)

    stated = failure_of(fetcher.fetch(site.serve("/a.html", b"a" * 100_001)))
    real = failure_of(fetcher.fetch(site.behave("/b.html", endless)))
    assert stated.reason is real.reason is FailureReason.TOO_LARGE
    assert "max_megabytes" in real.message


def test_a_gzip_bomb_ends_at_the_cap_without_filling_the_memory(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a.html"] = gzip_bomb(200)
    tracemalloc.start()
    failure = failure_of(fetcher.fetch(site.url + "/a.html"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert failure.reason is FailureReason.TOO_LARGE
    assert peak < 20 * 1024 * 1024


@pytest.mark.parametrize("in_headers", [False, True])
def test_a_slow_drip_ends_at_the_deadline(site: Site, settings: FetchSettings, *, in_headers: bool) -> None:
    site.behave("/a.html", dripping(0.05, in_headers=in_headers))
    site.serve("/robots.txt", "")
    started = time.monotonic()
    with Fetcher(replace(settings, total_seconds=0.5), InMemoryHosts(), Clock()) as fetcher:
        failure = failure_of(fetcher.fetch(site.url + "/a.html"))
    assert failure.reason is FailureReason.TIMEOUT
    assert time.monotonic() - started < 2


def test_silence_ends_at_the_read_timeout(site: Site, settings: FetchSettings) -> None:
    site.serve("/a.html", "x", delay=3)
    site.serve("/robots.txt", "")
    with Fetcher(replace(settings, read_seconds=0.2), InMemoryHosts(), Clock()) as fetcher:
        assert failure_of(fetcher.fetch(site.url + "/a.html")).reason is FailureReason.TIMEOUT


def test_a_truncated_body_is_a_failure(site: Site, fetcher: Fetcher) -> None:
    failure = failure_of(fetcher.fetch(site.behave("/a.html", truncated)))
    assert failure.reason is FailureReason.NETWORK
    assert "不完整" in failure.message
    assert not failure.permanent


def test_an_answer_cut_within_its_headers_is_a_failure(site: Site, fetcher: Fetcher) -> None:
    def cut(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Ty")

    assert failure_of(fetcher.fetch(site.behave("/a.html", cut))).reason is FailureReason.NETWORK


def test_damaged_gzip_is_a_failure(site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a.html", b"\x1f\x8b\x08\x00 nothing of that kind", headers={"Content-Encoding": "gzip"})
    assert failure_of(fetcher.fetch(url)).reason is FailureReason.NETWORK


@pytest.mark.parametrize("status", [200, 412, 521])
def test_a_challenge_is_never_content(site: Site, fetcher: Fetcher, status: int) -> None:
    failure = failure_of(fetcher.fetch(site.serve("/a.html", CHALLENGE, status=status)))
    assert failure.reason is FailureReason.CHALLENGE
    assert failure.status == status
    assert not failure.permanent


@pytest.mark.parametrize(
    ("status", "reason", "permanent"),
    [
        (404, FailureReason.NOT_FOUND, True),
        (410, FailureReason.NOT_FOUND, True),
        (403, FailureReason.HTTP_STATUS, False),
        (401, FailureReason.HTTP_STATUS, True),
        (500, FailureReason.HTTP_STATUS, False),
        (503, FailureReason.HTTP_STATUS, False),
        (206, FailureReason.HTTP_STATUS, False),
    ],
)
def test_a_status_that_is_no_content_is_told(
    site: Site, fetcher: Fetcher, status: int, reason: FailureReason, *, permanent: bool
) -> None:
    failure = failure_of(fetcher.fetch(site.serve("/a.html", "<p>x</p>", status=status)))
    assert (failure.reason, failure.status, failure.permanent) == (reason, status, permanent)
    assert str(status) in failure.message


def test_robots_txt_is_obeyed_and_asked_for_once_a_day(site: Site, settings: FetchSettings, clock: Clock) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /inner/\n")
    site.serve("/inner/a.html", "x")
    site.serve("/a.html", "x")
    memory = InMemoryHosts()
    with Fetcher(settings, memory, clock) as fetcher:
        failure = failure_of(fetcher.fetch(site.url + "/inner/a.html"))
        assert isinstance(fetcher.fetch(site.url + "/a.html"), Fetched)
    assert failure.reason is FailureReason.ROBOTS_DISALLOWED
    assert site.asked("/inner/a.html") == []
    with Fetcher(settings, memory, clock) as fetcher:
        fetcher.fetch(site.url + "/a.html")
        assert len(site.asked("/robots.txt")) == 1
        clock.time += timedelta(hours=25)
        fetcher.fetch(site.url + "/a.html")
        assert len(site.asked("/robots.txt")) == 2


def test_a_site_without_robots_txt_may_be_read(site: Site, fetcher: Fetcher) -> None:
    site.pages["/robots.txt"] = redirect("http://login.example/")
    assert isinstance(fetcher.fetch(site.serve("/a.html", "x")), Fetched)


def test_a_robots_txt_that_cannot_be_had_now_is_a_passing_failure(site: Site, fetcher: Fetcher, clock: Clock) -> None:
    site.serve("/robots.txt", "", status=503)
    url = site.serve("/a.html", "x")
    failure = failure_of(fetcher.fetch(url))
    assert failure.reason is FailureReason.HTTP_STATUS
    assert "robots.txt" in failure.message
    assert url in failure.message
    assert not failure.permanent
    site.serve("/robots.txt", "")
    clock.time += timedelta(minutes=2)
    assert isinstance(fetcher.fetch(url), Fetched)


@pytest.mark.parametrize("value", ["120", "Mon, 02 Mar 2026 01:02:00 GMT"])
def test_retry_after_is_honoured_also_after_a_restart(
    site: Site, settings: FetchSettings, clock: Clock, value: str
) -> None:
    url = site.serve("/a.html", "busy", status=503, headers={"Retry-After": value})
    memory = InMemoryHosts()
    for _ in range(2):
        with Fetcher(settings, memory, clock) as fetcher:
            failure = failure_of(fetcher.fetch(url))
            assert failure.reason is FailureReason.RETRY_AFTER
            assert failure.retry_at == datetime(2026, 3, 2, 1, 2, tzinfo=UTC)
    assert len(site.asked("/a.html")) == 1
    clock.time += timedelta(minutes=2)
    site.serve("/a.html", "x")
    with Fetcher(settings, memory, clock) as fetcher:
        assert isinstance(fetcher.fetch(url), Fetched)


def test_a_connection_dropped_while_idle_is_made_again(site: Site, fetcher: Fetcher) -> None:
    def once(request: BaseHTTPRequestHandler) -> None:
        if len(site.asked("/a.html")) == 0:
            request.close_connection = True  # hang up without a word
        else:
            site.pages["/b.html"](request)

    site.serve("/b.html", "x")
    assert isinstance(fetcher.fetch(site.url + "/b.html"), Fetched)
    assert isinstance(fetcher.fetch(site.behave("/a.html", once)), Fetched)
    assert len(site.asked("/a.html")) == 2


def test_nobody_there_and_no_such_name_are_told_apart(settings: FetchSettings) -> None:
    with Site() as gone:
        url, port = gone.url, gone.port
    reachable = replace(settings, extra_ports=frozenset({("127.0.0.1", port)}), allow_hosts=("127.0.0.1", "*.invalid"))
    with Fetcher(reachable, InMemoryHosts(), Clock()) as fetcher:
        assert failure_of(fetcher.fetch(url + "/a.html")).reason is FailureReason.NETWORK
        assert failure_of(fetcher.fetch("http://nowhere.invalid/")).reason is FailureReason.DNS


def test_environment_proxies_are_not_used(site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert isinstance(fetcher.fetch(site.serve("/a.html", "x")), Fetched)


def test_the_configured_proxy_is_used_and_may_stand_inside(site: Site, settings: FetchSettings) -> None:
    site.serve("http://czj.chenghu.gov.cn/a.html", "<p>by proxy</p>")
    office = replace(settings, allow_hosts=("*.gov.cn",), allow_private_addresses=False, proxy=site.url)
    with Fetcher(office, InMemoryHosts(), Clock()) as fetcher:
        answer = fetcher.fetch("http://czj.chenghu.gov.cn/a.html")
        assert isinstance(answer, Fetched)
        assert answer.body == b"<p>by proxy</p>"
        refused = failure_of(fetcher.fetch("http://127.0.0.1/"))
    assert refused.reason is FailureReason.HOST_NOT_ALLOWED


def test_stopping_ends_what_is_under_way(site: Site, settings: FetchSettings) -> None:
    import threading

    site.behave("/a.html", dripping(0.05))
    site.serve("/robots.txt", "")
    fetcher = Fetcher(settings, InMemoryHosts(), Clock())
    threading.Timer(0.3, fetcher.stop).start()
    started = time.monotonic()
    assert failure_of(fetcher.fetch(site.url + "/a.html")).reason is FailureReason.STOPPED
    assert failure_of(fetcher.fetch(site.url + "/a.html")).reason is FailureReason.STOPPED
    assert time.monotonic() - started < 2
    fetcher.__exit__(None, None, None)


@pytest.mark.corpus
def test_a_real_wall_is_recognised_and_real_pages_are_not_taken_for_one(
    site: Site, fetcher: Fetcher, corpus: Path
) -> None:
    pages = sorted((corpus / "html").rglob("*.html"))
    assert len(pages) > 60
    walls = []
    for number, page in enumerate(pages):
        site.serve(f"/{number}.html", page.read_bytes()[:100_000])
        if not isinstance(fetcher.fetch(f"{site.url}/{number}.html"), Fetched):
            walls.append(str(page.relative_to(corpus / "html")))
    assert [wall.partition("/")[0] for wall in walls] == ["samples", "阜阳"]  # EdgeOne, and a wall served as a page
