"""Articles that a script draws: what it asks for is fetched, kept with the request, read, and looked at again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.fresh_city.posted import sent
from tests.fresh_city.stock import whole
from tests.sites import Page, Site
from tests.town import whole_pages
from watcher.config import load_settings
from watcher.context import Context
from watcher.polling import emit_due_rereads, poll
from watcher.service import open_context

pytestmark = pytest.mark.timeout(120)
DETAIL = """<div class="content" id="c">加载中</div><script>
$.post("/portal/article/detail", { articleId: getUrlParam("aid") }, function(d){ $("#c").html(d.data.content); });
</script>"""


def portal(site: Site, extra: str = "") -> str:
    """A list and articles that only posts bring."""
    report = whole_pages()[0]

    def listed(request: BaseHTTPRequestHandler) -> None:
        asked = sent(request)
        rows = [{"aid": "a77", "title": report.title, "pubDate": report.published[:10]}] if asked["page"] == "1" else []
        Page(body=json.dumps({"rows": rows}).encode(), content_type="application/json")(request)

    def detail(request: BaseHTTPRequestHandler) -> None:
        asked = sent(request)
        content = report.content("body.html").decode() + extra if asked.get("articleId") == "a77" else ""
        told = {"code": 0, "data": {"title": report.title, "content": content}}
        Page(body=json.dumps(told).encode(), content_type="application/json")(request)

    site.behave("/portal/article/list", listed)
    site.behave("/portal/article/detail", detail)
    site.serve("/portal/show.html", whole(DETAIL))
    script = """<script>$.post("/portal/article/list", {col: "js", page: 1}, function(d){
    $.each(d.rows, function(i, one){
      h += "<a href='/portal/show.html?aid=" + one.aid + "'>" + one.title + "</a>"; }); });</script>"""
    return site.serve("/portal/list.html", whole(f"<div id=l></div>{script}"))


def readings(context: Context) -> list[int]:
    with context.database.reading() as unit:
        (publication,) = unit.publications.all()
        assert publication.state == "read", publication.last_error
        report = unit.reports.latest_revision(publication.report_id or 0)
        assert report is not None
        return [len(unit.reports.reading(report.id).facts), report.number]


def test_a_report_whose_list_and_text_are_posted_is_found_read_and_read_again(tmp_path: Path) -> None:
    clock = [datetime(2025, 11, 3, 1, 0, tzinfo=UTC)]
    with Site() as site:
        file = tmp_path / "config.toml"
        file.write_text(
            "[fetch]\nhost_delay_seconds = 0.0\nallow_private_addresses = true\nallow_hosts = ['127.0.0.1']\n"
            f'[[sources]]\ndistrict = "澄湖区"\nurl = "{portal(site)}"\n', "utf-8",
        )  # fmt: skip
        with open_context(load_settings(file), lambda: clock[0]) as context:
            poll(context)
            facts, number = readings(context)
            assert facts > 5
            with context.database.reading() as unit:
                captures = {c.role: c for c in unit.publications.captures(1) if c.request}
            assert captures["page"].request == {
                "method": "POST", "url": f"{site.url}/portal/article/detail", "body": "articleId=a77",
                "media_type": "application/x-www-form-urlencoded",
            }  # fmt: skip
            assert captures["listed"].request
            portal(site, "<p>另有说明如下，数字不变。</p>")
            site.hits.clear()
            clock[0] += timedelta(days=3)
            emit_due_rereads(context)
            poll(context)
            assert [hit.body for hit in site.asked("/portal/article/detail")] == [b"articleId=a77"]
            assert readings(context)[0] == facts
            assert number == 1
