"""Politeness and pinning, read off the site's own log."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from tests.sites import Site, redirect
from watcher.fetching import Failed, FailureReason, Fetched, Fetcher, FetchSettings, InMemoryHosts
from watcher.fetching.transport import HttpTransport

DELAY = 0.2
PUBLIC = "203.0.114.1"
HOSTS = ("czj.chenghu.test", "swj.chenghu.test", "daj.chenghu.test")


def now() -> datetime:
    return datetime.now(UTC)


def loopback(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def settings(site: Site) -> FetchSettings:
    return FetchSettings(
        host_delay_seconds=DELAY, allow_hosts=("*.test",), allow_private_addresses=True, total_seconds=5,
        extra_ports=frozenset((host, site.port) for host in HOSTS),
    )  # fmt: skip


def gaps(site: Site, host: str) -> list[float]:
    starts = sorted(hit.started for hit in site.hits if hit.host.startswith(host))
    return [later - earlier for earlier, later in pairwise(starts)]


def test_eight_threads_ask_each_host_one_at_a_time_and_never_below_half_the_delay(
    site: Site, settings: FetchSettings
) -> None:
    site.pages["/moved.html"] = redirect("/page.html")
    site.serve("/page.html", "<p>x</p>", delay=0.05)
    addresses = [f"http://{HOSTS[n % 3]}:{site.port}/{('page', 'moved')[n % 2]}.html" for n in range(24)]
    transport = HttpTransport(settings, loopback)
    with Fetcher(settings, InMemoryHosts(), now, transport=transport) as fetcher, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(fetcher.fetch, addresses))
    assert all(isinstance(answer, Fetched) for answer in answers)
    assert set(site.most_in_flight.values()) == {1}
    for host in HOSTS:
        # 8 fetches, half of them redirected, and robots.txt
        assert len(gaps(site, host)) == 8 + 4 + 1 - 1
        assert min(gaps(site, host)) >= DELAY / 2
    assert len(site.asked("/robots.txt")) == len(HOSTS)


def test_hosts_do_not_wait_for_each_other(site: Site, settings: FetchSettings) -> None:
    site.serve("/page.html", "<p>x</p>")
    slow = replace(settings, host_delay_seconds=0.8)
    addresses = [f"http://{host}:{site.port}/page.html" for host in HOSTS]
    transport = HttpTransport(slow, loopback)
    with Fetcher(slow, InMemoryHosts(), now, transport=transport) as fetcher, ThreadPoolExecutor(3) as threads:
        list(threads.map(fetcher.fetch, addresses))
    starts = [hit.started for hit in site.asked("/page.html")]
    assert max(starts) - min(starts) < 0.7


def test_a_crawl_delay_is_kept(site: Site, settings: FetchSettings) -> None:
    site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 0.6\n")
    site.serve("/page.html", "<p>x</p>")
    address = f"http://{HOSTS[0]}:{site.port}/page.html"
    with Fetcher(settings, InMemoryHosts(), now, transport=HttpTransport(settings, loopback)) as fetcher:
        fetcher.fetch(address)
        fetcher.fetch(address)
    assert gaps(site, HOSTS[0])[1] >= 0.3


@pytest.fixture
def dialled(site: Site, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Connections to PUBLIC end at our site; the addresses that were dialled are written down."""
    written: list[str] = []
    connect = socket.create_connection

    def dial(address: tuple[str, int], timeout: float) -> socket.socket:
        written.append(address[0])
        return connect(("127.0.0.1", site.port), timeout)

    monkeypatch.setattr("watcher.fetching.dialing.socket.create_connection", dial)
    return written


def test_the_address_that_was_checked_is_the_one_that_is_dialled(
    site: Site, settings: FetchSettings, dialled: list[str]
) -> None:
    """A name that is public at the first look and private at the second (DNS rebinding) never gets us inside."""
    strict = replace(settings, allow_private_addresses=False)
    looks = iter([PUBLIC, "127.0.0.1", "127.0.0.1"])
    site.serve("/page.html", "<p>x</p>")
    hang_up = {"Connection": "close"}
    site.serve("/robots.txt", "", headers=hang_up)
    transport = HttpTransport(strict, lambda host, port: [next(looks)])
    with Fetcher(strict, InMemoryHosts(), now, transport=transport) as fetcher:
        answer = fetcher.fetch(f"http://{HOSTS[0]}:{site.port}/page.html")
    assert isinstance(answer, Failed)
    assert answer.reason is FailureReason.PRIVATE_ADDRESS
    assert dialled == [PUBLIC]
    assert [hit.path for hit in site.hits] == ["/robots.txt"]


def test_one_private_address_among_public_ones_spoils_the_name(site: Site, settings: FetchSettings) -> None:
    strict = replace(settings, allow_private_addresses=False)
    transport = HttpTransport(strict, lambda host, port: [PUBLIC, "10.0.0.1"])
    with Fetcher(strict, InMemoryHosts(), now, transport=transport) as fetcher:
        answer = fetcher.fetch(f"http://{HOSTS[0]}:{site.port}/page.html")
    assert isinstance(answer, Failed)
    assert answer.reason is FailureReason.PRIVATE_ADDRESS
    assert "10.0.0.1" in answer.message


def test_a_redirect_to_a_name_at_a_private_address_is_refused(
    site: Site, settings: FetchSettings, dialled: list[str]
) -> None:
    strict = replace(settings, allow_private_addresses=False)
    addresses = {HOSTS[0]: PUBLIC, HOSTS[1]: "192.168.1.1"}
    site.pages["/page.html"] = redirect(f"http://{HOSTS[1]}:{site.port}/secret.html")
    transport = HttpTransport(strict, lambda host, port: [addresses[host]])
    with Fetcher(strict, InMemoryHosts(), now, transport=transport) as fetcher:
        answer = fetcher.fetch(f"http://{HOSTS[0]}:{site.port}/page.html")
    assert isinstance(answer, Failed)
    assert answer.reason is FailureReason.PRIVATE_ADDRESS
    assert HOSTS[1] in answer.message
    assert set(dialled) == {PUBLIC}
    assert site.asked("/secret.html") == []


def test_the_host_header_keeps_the_name(site: Site, settings: FetchSettings) -> None:
    site.serve("/page.html", "<p>x</p>")
    with Fetcher(settings, InMemoryHosts(), now, transport=HttpTransport(settings, loopback)) as fetcher:
        fetcher.fetch(f"http://{HOSTS[0]}:{site.port}/page.html")
    assert {hit.host for hit in site.hits} == {f"{HOSTS[0]}:{site.port}"}
