"""Every fault that a site can have: said, never taken for "nothing there", and what was stored stays (R4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.records import PublicationRecord, SourceRecord
from tests.sites import Behaviour, Page, Site, dripping, gzip_bomb, redirect, truncated
from tests.town import COLUMN, HOST, Town, path_of, whole_pages
from watcher.config import load_settings
from watcher.context import Context
from watcher.polling import poll
from watcher.service import open_context

pytestmark = pytest.mark.timeout(240)
LIST, ARTICLE = COLUMN.removeprefix(HOST), path_of(whole_pages()[0])
NOTHING = "<html><body><div class='list'>{}</div></body></html>"
FAULTS: dict[str, Behaviour] = {
    "404": Page(status=404, body=b"<p>404</p>"),
    "403": Page(status=403, body=b"<p>no</p>"),
    "503": Page(status=503, body=b"<p>busy</p>"),
    "slow drip": dripping(0.2),
    "truncated": truncated,
    "gzip bomb": gzip_bomb(4),
    "redirect loop": redirect("?again"),
    "not there with 200": Page(body="<html><h1>您访问的页面不存在或已被删除</h1></html>".encode()),
    "challenge": Page(body=b"<html><script>document.cookie='a=1';location.reload()</script></html>"),
    "another city's challenge": Page(body=b"<html><script src='/WZWSRELx'></script><noscript>x</noscript></html>"),
}
OF_LISTS: dict[str, Behaviour] = {
    "empty list": Page(body=NOTHING.format("").encode()),
    "changed markup": Page(body=NOTHING.format("<p data-v-1>水务局决算</p>" * 9).encode()),
    "login": Page(body=NOTHING.format("<form>用户名<input><button>登录</button></form>").encode()),
}


@pytest.fixture
def site() -> Iterator[Site]:
    town = Town()
    report = whole_pages()[0]
    town.publish(report)
    town.list(report)
    with Site() as running:
        running.serve(LIST, town.pages[COLUMN])
        running.serve(ARTICLE, town.pages[HOST + ARTICLE])
        yield running


@pytest.fixture
def clock() -> list[datetime]:
    return [datetime(2025, 11, 3, 1, 0, tzinfo=UTC)]


@pytest.fixture
def context(site: Site, clock: list[datetime], tmp_path: Path) -> Iterator[Context]:
    file = tmp_path / "config.toml"
    file.write_text(
        '[fetch]\nhost_delay_seconds = 0.0\nallow_private_addresses = true\nallow_hosts = ["127.0.0.1"]\n'
        f'timeout_seconds = 1\nmax_megabytes = 1\n[[sources]]\ndistrict = "澄湖区"\nurl = "{site.url}{LIST}"\n'
    )
    with open_context(load_settings(file), lambda: clock[0]) as opened:
        assert poll(opened).ok
        yield opened


def kept(context: Context) -> tuple[SourceRecord, PublicationRecord]:
    with context.database.reading() as unit:
        (source,), (publication,) = unit.sources.all(), unit.publications.all()
        assert unit.reports.reading(unit.reports.revisions(publication.report_id or 0)[-1].id)
        assert [a for a in unit.alerts.all() if a.finding.rule == "T5"] == []
        return source, publication


def test_a_list_in_whatever_trouble_is_a_failed_source_and_withdraws_nothing(
    context: Context, site: Site, clock: list[datetime]
) -> None:
    sound = site.pages[LIST]
    for name, fault in {**FAULTS, **OF_LISTS}.items():
        site.behave(LIST, fault)
        clock[0] += timedelta(hours=1)
        result = poll(context)
        source, publication = kept(context)
        assert not result.ok, name
        assert source.last_error, name
        assert (publication.state, publication.gone_looks) == ("read", 0), name
        site.behave(LIST, sound)
        clock[0] += timedelta(hours=1)
        assert poll(context).ok, f"after {name}"


def test_a_page_in_whatever_trouble_leaves_its_report_as_it_was_read(
    context: Context, site: Site, clock: list[datetime]
) -> None:
    sound = site.pages[ARTICLE]
    with context.database.reading() as unit:
        (report,) = unit.reports.all()
        revisions = len(unit.reports.revisions(report.id))
    for name, fault in {**FAULTS, **OF_LISTS}.items():
        site.behave(ARTICLE, fault)
        clock[0] += timedelta(hours=1)
        poll(context, reread=True)
        _, publication = kept(context)
        assert publication.state == "read", name
        assert publication.last_error, name
        site.behave(ARTICLE, sound)
        clock[0] += timedelta(hours=1)
        poll(context, reread=True)
        _, publication = kept(context)
        assert (publication.state, publication.gone_looks, publication.last_error) == ("read", 0, None), f"after {name}"
    with context.database.reading() as unit:
        assert len(unit.reports.revisions(report.id)) == revisions


def test_bytes_in_a_wrong_encoding_are_read_all_the_same(context: Context, site: Site, clock: list[datetime]) -> None:
    page = site.pages[LIST]
    assert isinstance(page, Page)
    site.serve(LIST, page.body.decode().encode("gb18030"))  # and still says utf-8
    clock[0] += timedelta(hours=1)
    poll(context)
    source, publication = kept(context)
    assert publication.state == "read"
    assert source.page_items == 1


def test_a_page_that_is_no_report_any_more_is_withdrawn_after_three_looks(
    context: Context, site: Site, clock: list[datetime]
) -> None:
    sound = site.pages[ARTICLE]
    site.behave(ARTICLE, Page(body=NOTHING.format("<p>欢迎访问本网站，请从左侧菜单选择栏目。</p>" * 30).encode()))
    states = []
    for hours in (1, 5, 9, 17):
        clock[0] += timedelta(hours=hours)
        poll(context, reread=hours == 1)
        with context.database.reading() as unit:
            (publication,) = unit.publications.all()
            states.append((publication.state, publication.gone_looks))
    assert states == [("read", 1), ("read", 2), ("read", 3), ("withdrawn", 4)]
    with context.database.reading() as unit:
        (alert,) = [a for a in unit.alerts.all() if a.finding.rule == "T5"]
    assert "不再是该报告" in alert.finding.message
    site.behave(ARTICLE, sound)
    clock[0] += timedelta(days=8)
    poll(context)
    with context.database.reading() as unit:
        assert [p.state for p in unit.publications.all()] == ["read"]
        assert [a.state for a in unit.alerts.all() if a.finding.rule == "T5"] == ["settled"]
