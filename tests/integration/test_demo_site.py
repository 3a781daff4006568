"""The fictional site and the receiver, over real HTTP on loopback."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator

import pytest
import requests

from alerts.model import Delivered, Notice
from alerts.notify import AppriseNotifier
from watcher.demo.loopback import HOST
from watcher.demo.receiver import Received, Receiver
from watcher.demo.server import DemoSite


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def _get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers=headers, timeout=10)


def test_a_column_shows_its_reports_over_several_pages(site: DemoSite) -> None:
    first = _get(site.column_url("ys"))
    pages = int(re.findall(r'createPage\((\d+), 0, "index", "html"\)', first.text)[0])
    assert pages == 3
    texts = [first.text, *(_get(f"{site.column_url('ys')}index_{n}.html").text for n in range(1, pages))]
    titles = [title for text in texts for title in re.findall(r'<li><a href="\./\d[^>]*title="([^"]+)"', text)]
    assert len(titles) == len(set(titles)) == 12
    assert _get(f"{site.column_url('ys')}index_{pages}.html").status_code == 404
    assert _get(f"{site.column_url('ys')}index.html").status_code == 200


def test_an_unchanged_page_is_not_sent_again_although_its_visitor_counter_moves(site: DemoSite) -> None:
    url = site.column_url("js")
    first, second = _get(url), _get(url)
    assert first.content != second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    again = requests.get(url, headers={"If-None-Match": first.headers["ETag"]}, timeout=10)
    assert (again.status_code, again.content) == (304, b"")


def test_a_new_publication_changes_the_list_and_brings_its_attachment(site: DemoSite) -> None:
    url = site.column_url("js")
    before = _get(url)
    publication = site.publish("city-2024-final")
    after = requests.get(url, headers={"If-None-Match": before.headers["ETag"]}, timeout=10)
    assert after.status_code == 200
    assert publication.title in after.text
    page = _get(site.url(publication))
    assert f'<meta name="ArticleTitle" content="{publication.title}">' in page.text
    assert "[ 索引号 ]" in page.text
    (href,) = re.findall(r'href="\./(P0\w+\.docx)"', page.text)
    attachment = _get(f"{site.url(publication).rpartition('/')[0]}/{href}")
    assert attachment.content == publication.content(href)
    assert "Last-Modified" in attachment.headers


def test_a_silent_replacement_keeps_the_address_and_the_printed_date(site: DemoSite) -> None:
    before = next(each for each in site.shelf.column("js") if each.key == "culture-2023-final")
    old = _get(site.url(before))
    after = site.publish("culture-2023-final-replacement")
    assert site.url(after) == site.url(before)
    new = requests.get(site.url(after), headers={"If-None-Match": old.headers["ETag"]}, timeout=10)
    assert new.status_code == 200
    assert after.published == before.published
    assert "116.90" in old.text
    assert "116.90" not in new.text
    assert "96.10" in new.text


def test_news_is_not_there_before_it_is_published(site: DemoSite) -> None:
    assert "2024年度" not in _get(site.column_url("js")).text


def test_robots_and_unknown_addresses_are_answered(site: DemoSite) -> None:
    assert "User-agent" in _get(f"{site.address}/robots.txt").text
    for path in ("/nothing.html", "/zwgk_900/fdzdgknr/czyjs/xx/", "/zwgk_900/fdzdgknr/czyjs/js/../../../etc/passwd"):
        assert _get(f"{site.address}{path}").status_code == 404
    assert requests.head(f"{site.address}/", timeout=10).content == b""


def test_after_the_end_nobody_listens() -> None:
    with DemoSite() as site:
        port = site.port
    with socket.socket() as probe:
        assert probe.connect_ex((HOST, port)) != 0


def test_the_receiver_takes_what_the_service_sends() -> None:
    heard: list[Received] = []
    with Receiver(heard.append) as receiver:
        notice = Notice(title="【预警·红】澄湖区 水务局 2024年度部门决算·三公经费", text="事项：……\n请核对原文 A-7F3K2")
        assert isinstance(AppriseNotifier().send(receiver.url, notice), Delivered)
    assert [each.topic for each in heard] == ["三公经费"]
    assert heard[0].alert_id == "A-7F3K2"
    assert receiver.received == tuple(heard)


@pytest.mark.parametrize("content", [b"not json", b"[]", b'{"title": "no message"}'])
def test_the_receiver_refuses_what_is_no_notice(content: bytes) -> None:
    heard: list[Received] = []
    with Receiver(heard.append) as receiver:
        url = f"http://{HOST}:{receiver.port}/notices"
        assert requests.post(url, data=content, timeout=10).status_code == 400
        assert requests.post(url, data=b"", timeout=10).status_code == 413
    assert heard == []
