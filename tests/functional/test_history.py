"""What a column holds when it is first seen is history, whatever happens while it is taken in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.test_bad_input import COLUMN, CONFIG, article, listing
from tests.installation import Installation, shipped
from tests.receivers import HttpReceiver, http_receiver
from tests.sites import Page, Site
from watcher.demo.published import Publication

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def column() -> Iterator[Site]:
    """An empty site."""
    with Site() as site:
        site.serve("/robots.txt", "", status=404)
        yield site


@pytest.fixture
def receiver() -> Iterator[HttpReceiver]:
    """A real webhook receiver."""
    with http_receiver() as running:
        yield running


@pytest.fixture
def installed(tmp_path: Path, column: Site, receiver: HttpReceiver) -> Iterator[Installation]:
    """A configuration that watches the column and tells the receiver."""
    recipient = f'[[recipients]]\nname = "接收人"\nurl = "json://{receiver.address}/"\n'
    (tmp_path / "config.toml").write_text(CONFIG.format(url=column.url) + recipient, encoding="utf-8")
    ready = Installation(tmp_path)
    yield ready
    ready.end()


def over_budget() -> Publication:
    """The demo's final accounts whose 三公 exceed the opening budget, wholly in the page."""
    return next(p for p in shipped("news") if "水务局" in p.department)


def put(site: Site, number: int, publication: Publication, extra: str = "", change: tuple[str, str] = ("", "")) -> None:
    """Serve an article; ``change`` replaces one text by another."""
    body = (
        publication.content("body.html").decode().replace(*change)
        if change[0]
        else publication.content("body.html").decode()
    )
    site.serve(COLUMN.format(number), article(publication.title, body + extra))


def test_two_articles_of_one_report_in_a_first_seen_column_are_both_history(
    installed: Installation, column: Site, receiver: HttpReceiver
) -> None:
    report = over_budget()
    put(column, 1, report)
    put(column, 2, report, change=("12.35", "12.36"))
    column.serve("/js/", listing({1: report.title, 2: report.title + "（更正）"}))
    for words in ((), ("--reread",), ("--reread",)):
        assert installed.run("poll", *words).returncode == 0
    assert not receiver.received
    assert {a["state"] for a in installed.listed("alerts")} == {"historic"}
    assert [r["revision"] for r in installed.listed("reports")] == [2], "looking again at either is no news"


def test_an_attachment_that_comes_late_does_not_make_history_news(
    installed: Installation, column: Site, receiver: HttpReceiver
) -> None:
    report = next(p for p in shipped("news") if "城市管理局" in p.department)
    (name,) = report.attachments
    put(column, 1, report)
    column.pages[f"/js/202510/{name}"] = Page(status=500)
    column.serve("/js/", listing({1: report.title}))
    for _ in range(3):
        assert installed.run("poll", "--reread").returncode == 0
    column.serve(f"/js/202510/{name}", report.content(name))
    assert installed.run("poll", "--reread").returncode == 0
    assert {a["state"] for a in installed.listed("alerts") if a["rule"] == "E1"} == {"historic"}
    assert not receiver.received


def test_a_finding_in_the_page_does_not_wait_for_a_broken_attachment(
    installed: Installation, column: Site, receiver: HttpReceiver
) -> None:
    clean = next(p for p in shipped("history") if p.kind == "final_accounts" and not p.attachments)
    put(column, 1, clean)
    column.serve("/js/", listing({1: clean.title}))
    assert installed.run("poll").returncode == 0
    report = over_budget()
    put(column, 2, report, extra='<p><a href="./P2.pdf" title="附表.pdf">附表</a></p>')
    column.pages["/js/202510/P2.pdf"] = Page(status=500)
    column.serve("/js/", listing({2: report.title, 1: clean.title}))
    assert installed.run("poll").returncode == 0
    assert any("三公经费" in one.content["title"] + one.content["message"] for one in receiver.received)
    unread = [r for r in installed.listed("reports") if r["department"] == report.department]
    assert len(unread) == 1


def test_a_page_in_which_no_list_can_be_seen_is_a_failed_source(installed: Installation, column: Site) -> None:
    column.serve("/js/", '<html><body><div id="app"></div><script src="/app.js"></script></body></html>')
    assert installed.run("poll").returncode == 1
    source = installed.listed("sources")[0]
    assert "认不出列表" in source["last_error"]
    assert installed.run("status").returncode == 1
