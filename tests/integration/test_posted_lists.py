"""Lists that answer only to a POST: walked as politely as any other, with proof of what was asked and what came."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from storage.records import SourceRecord
from tests.fresh_city import posted
from tests.fresh_city.measure import open_fetcher
from tests.fresh_city.stock import Item, items, whole
from tests.sites import Page, Site
from tests.town import publications, source
from watcher.cli.main import main
from watcher.config import load_settings
from watcher.context import Context
from watcher.evidence import write_warc
from watcher.polling import poll
from watcher.service import open_context
from watcher.steps.walking import walk_column

pytestmark = pytest.mark.timeout(120)
KINDS = [
    posted.json_by_axios, posted.json_by_number, posted.fragments, posted.dataproxy, posted.numbered_pager,
    posted.grid, posted.buttons, posted.form_pager,
]  # fmt: skip
FETCH = "[fetch]\nhost_delay_seconds = {delay}\nallow_private_addresses = true\nallow_hosts = ['127.0.0.1']\n"
CLOCK = [datetime(2025, 11, 3, 1, 0, tzinfo=UTC)]


@pytest.fixture
def site() -> Iterator[Site]:
    CLOCK[0] = datetime(2025, 11, 3, 1, 0, tzinfo=UTC)
    with Site() as running:
        yield running


@contextmanager
def watching(folder: Path, address: str, *, more: str = "", delay: float = 0.0) -> Iterator[Context]:
    file = folder / "config.toml"
    source = f'[[sources]]\ndistrict = "澄湖区"\nurl = "{address}"\n{more}\n'
    file.write_text(FETCH.format(delay=delay) + source, encoding="utf-8")
    with open_context(load_settings(file), lambda: CLOCK[0]) as context:
        yield context


def posts(site: Site) -> list[bytes]:
    return [hit.body for hit in site.hits if hit.method == "POST"]


@pytest.mark.parametrize("build", KINDS, ids=lambda build: str(build.__name__))
def test_a_posted_list_is_walked_once_and_then_only_looked_at(
    build: Callable[[Site], str], site: Site, tmp_path: Path
) -> None:
    with watching(tmp_path, build(site)) as context:
        poll(context)
        found = publications(context)
        assert sorted((p.title, p.published_on) for p in found) == sorted((i.title, i.day) for i in items())
        assert len(posts(site)) == len(set(posts(site))) <= 4
        before = source(context)
        site.hits.clear()
        CLOCK[0] += timedelta(hours=2)
        poll(context)
        assert len([hit for hit in site.hits if hit.body]) <= 1, "the first page tells that nothing is new"
        after = source(context)
        assert (after.links_sha256, after.page_items) == (before.links_sha256, before.page_items)
        assert after.page_items == 10
        assert len(publications(context)) == len(items())


def test_what_is_new_on_a_posted_list_is_found_and_what_is_gone_is_withdrawn(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra: list[Item] = []

    def at(number: int) -> list[Item]:
        found = [*extra, *items()]
        return found[(number - 1) * 10 : number * 10]

    monkeypatch.setattr(posted, "at", at)
    with watching(tmp_path, posted.json_by_axios(site)) as context:
        poll(context)
        extra.append(Item(number=9999, title="澄湖区气象局2024年度部门决算公开", day=CLOCK[0].date()))
        CLOCK[0] += timedelta(hours=2)
        poll(context)
        assert [p.title for p in publications(context) if not p.is_history] == ["澄湖区气象局2024年度部门决算公开"]
        assert source(context).last_error is None


def test_the_proof_of_a_posted_list_holds_what_was_asked_and_what_came(site: Site, tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    with watching(tmp_path, posted.json_by_axios(site)) as context:
        poll(context)
        report = next(p for p in publications(context) if "水务局" in p.title)
        with context.database.reading() as unit:
            captures = [c for c in unit.publications.captures(report.id) if c.role == "listed"]
            assert all(c.role != "listed" for c in unit.publications.newest_captures(report.id))
        (listed,) = captures
        assert listed.request is not None
        assert json.loads(listed.request["body"])["channelId"] == "c88"
        assert report.title in context.archive.get(listed.sha256 or "").decode()
        assert write_warc(tmp_path / "list.warc.gz", captures, context.archive) == 1
    records = {}
    with (tmp_path / "list.warc.gz").open("rb") as stream:
        for record in ArchiveIterator(stream):
            records[record.rec_type] = (record.rec_headers, record.http_headers, record.content_stream().read())
    headers, http, body = records["request"]
    assert body == posts(site)[0]
    assert http.get_header("Content-Type") == "application/json"
    assert headers["WARC-Concurrent-To"] == records["response"][0]["WARC-Record-ID"]
    assert sha256(records["response"][2]).hexdigest() == listed.sha256


def test_a_list_that_shows_the_same_page_for_ever_is_left(site: Site, tmp_path: Path) -> None:
    def always(request: BaseHTTPRequestHandler) -> None:
        Page(body=f"<ul>{posted.lines(items()[:10], '/art/show-{n}.html')}</ul>".encode())(request)

    site.behave("/col/getList.do", always)
    script = '<script>$.post("/col/getList.do", {colId: "88", page: 1}, function(d){});</script>'
    with watching(tmp_path, site.serve("/col/a.html", whole(script))) as context:
        poll(context)
        assert len(publications(context)) == 10
    assert posts(site) == [b"colId=88&page=1", b"colId=88&page=2"]


def test_a_list_that_says_it_has_more_than_can_be_asked_for_is_not_taken_for_whole(site: Site, tmp_path: Path) -> None:
    rows = [{"title": i.title, "url": f"/art/show-{i.number}.html"} for i in items()[:10]]
    site.serve("/col/list.json", json.dumps({"total": 23, "rows": rows}), content_type="application/json")
    script = "<script>$.getJSON('/col/list.json', function(d){ draw(d.rows); });</script>"
    with open_fetcher(site) as fetcher:
        found = SourceRecord(
            url=site.serve("/col/a.html", whole(script)), district="澄湖区", added_at=CLOCK[0], next_due_at=CLOCK[0]
        )
        walk = walk_column(fetcher, found, set)
    assert (len(walk.items), walk.swept) == (10, False)
    assert "列表共 23 条" in "".join(walk.problems)


def test_posting_keeps_the_pause_and_one_request_in_flight_and_heeds_robots(site: Site, tmp_path: Path) -> None:
    address = posted.numbered_pager(site)
    with watching(tmp_path, address, delay=0.3) as context:
        poll(context)
        started = sorted(hit.started for hit in site.hits)
        assert min(later - earlier for earlier, later in pairwise(started)) > 0.15
        assert site.most_in_flight[f"127.0.0.1:{site.port}"] == 1


def test_what_robots_txt_forbids_is_not_posted(site: Site, tmp_path: Path) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /prod-api/\n")
    with watching(tmp_path, posted.json_by_axios(site)) as context:
        poll(context)
        assert posts(site) == []
        assert "robots" in (source(context).last_error or "")


@pytest.mark.parametrize("status", [500, 503])
def test_a_list_behind_a_page_that_can_not_be_had_is_told_and_nothing_is_lost(
    status: int, site: Site, tmp_path: Path
) -> None:
    with watching(tmp_path, posted.json_by_axios(site)) as context:
        poll(context)
        site.serve("/prod-api/portal/content/list", "busy", status=status)
        CLOCK[0] += timedelta(days=8)
        poll(context)
        assert f"{status}" in (source(context).last_error or "")
        assert all(p.gone_since is None for p in publications(context))


def test_what_is_posted_is_not_posted_to_where_the_answer_leads(site: Site, tmp_path: Path) -> None:
    script = '<script>$.post("/col/getList.do", {colId: "88"}, function(d){});</script>'
    site.serve("/col/getList.do", "", status=303, headers={"Location": "/col/result.html"})
    site.serve("/col/result.html", f"<ul>{posted.lines(items()[:5], '/art/show-{n}.html')}</ul>")
    with watching(tmp_path, site.serve("/col/a.html", whole(script))) as context:
        poll(context)
        assert len(publications(context)) == 5
    assert [hit.method for hit in site.asked("/col/result.html")] == ["GET"]


def records_from(site: Site) -> None:
    """An interface that no page leads to: counted by records, with numbers for addresses."""

    def build(request: BaseHTTPRequestHandler) -> None:
        asked: dict[str, Any] = json.loads(posted_body(request) or b"{}")
        first = asked.get("query", {}).get("skip", 0)
        rows = [{"bt": i.title, "xh": i.number, "fbsj": f"{i.day}"} for i in items()[first : first + 10]]
        Page(body=json.dumps({"result": rows}).encode(), content_type="application/json")(request)

    site.behave("/svc/q", build)


def posted_body(request: BaseHTTPRequestHandler) -> bytes:
    return request.rfile.read(int(request.headers.get("Content-Length") or 0))


def test_a_request_that_only_the_configuration_knows_is_walked(site: Site, tmp_path: Path) -> None:
    records_from(site)
    request = """request = { url = "/svc/q", post = '{"query": {"lm": 7, "skip": 0}}', page = "skip", step = 10, """
    with watching(tmp_path, f"{site.url}/#/js", more=request + 'item = "/info.html?xh={xh}" }') as context:
        poll(context)
        assert sorted(p.title for p in publications(context)) == sorted(i.title for i in items())
        assert publications(context)[0].url == f"{site.url}/info.html?xh={items()[0].number}"
        site.hits.clear()
        CLOCK[0] += timedelta(hours=2)
        poll(context)
        assert [hit.path for hit in site.hits if hit.method == "POST"] == ["/svc/q"]


def test_sources_add_shows_what_is_posted_and_writes_the_request_that_a_person_names(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(FETCH.format(delay=0.0), encoding="utf-8")
    assert main(["sources-add", posted.json_by_axios(site), "--district", "澄湖区", "-c", str(file)]) == 0
    said = capsys.readouterr().out
    assert f"列表以 POST 取得：{site.url}/prod-api/portal/content/list" in said
    assert '"channelId": "c88"' in said
    records_from(site)
    asked = ["--request", "/svc/q", "--post", '{"query":{"skip":0}}', "--page-field", "skip", "--step", "10"]
    asked += ["--item", "/i?xh={xh}"]
    assert main(["sources-add", f"{site.url}/#/js", "--district", "澄湖区", *asked, "-c", str(file)]) == 0
    assert "首页 10 条" in capsys.readouterr().out
    named = load_settings(file).sources[1].request
    assert named is not None
    assert (named.url, named.post, named.item) == ("/svc/q", '{"query":{"skip":0}}', "/i?xh={xh}")
    assert (named.page, named.step) == ("skip", 10)
