"""The request for the next page: its number one higher, wherever it stands, and everything else as it was."""

from __future__ import annotations

import json

import pytest

from tests.unit.watcher.discovery.pages import document
from watcher.discovery import Listing, PageRequest, read_listing
from watcher.discovery.turning import following
from watcher.fetching.model import JSON, Posted

SITE = "http://www.chenghu.gov.cn"
ROWS = "".join(f'<li><a href="/gk/{n}00.html">澄湖区第{n}号决算</a><span>2025-10-2{n}</span></li>' for n in range(1, 4))


def posted(body: str, media_type: str = "application/x-www-form-urlencoded", **told: object) -> Posted:
    moved = following(PageRequest(url=SITE + "/list", posted=Posted(body=body.encode(), media_type=media_type), **told))  # type: ignore[arg-type]
    assert moved is not None
    assert moved.posted is not None
    assert moved.continued
    return moved.posted


def test_a_form_turns_and_keeps_what_was_written_in_another_charset() -> None:
    assert posted("lmmc=%B2%BF%C3%C5&pageNo=1&k=").body == b"lmmc=%B2%BF%C3%C5&pageNo=2&k="


def test_json_turns_at_any_depth_and_numbers_stay_numbers() -> None:
    body = posted('{"query": {"lm": 7, "pageNum": 1}, "size": "10", "page": "3"}', JSON).body
    assert json.loads(body) == {"query": {"lm": 7, "pageNum": 2}, "size": "10", "page": "4"}


def test_records_are_counted_where_the_configuration_says_so() -> None:
    assert posted("start=20&page=1", page_key="start", step=10).body == b"start=30&page=1"


@pytest.mark.parametrize(
    ("body", "following"),
    [
        ("current=1&size=10", "current=2&size=10"),
        ("page_no=9&k=", "page_no=10&k="),
        ("draw=1&start=0&length=10", "draw=1&start=10&length=10"),
        ("offset=20&limit=20", "offset=40&limit=20"),
        ("page=1&start=0&length=10", "page=2&start=0&length=10"),
    ],
)
def test_pages_and_records_are_counted_under_many_names(body: str, following: str) -> None:
    assert posted(body).body == following.encode()


def test_records_are_counted_in_json_and_on_from_page_to_page() -> None:
    asked = PageRequest(url=SITE + "/q", posted=Posted(body=b'{"query": {"from": 0}, "size": 10}', media_type=JSON))
    for first in (10, 20):
        asked = following(asked) or asked
        assert json.loads(asked.posted.body if asked.posted else b"") == {"query": {"from": first}, "size": 10}


@pytest.mark.parametrize("body", ["a=1&b=2", "page=last", "start=2025-01-01&size=10", "offset=10"])
def test_what_names_no_page_has_no_next(body: str) -> None:
    assert following(PageRequest(url=SITE + "/list", posted=Posted(body=body.encode()))) is None


def asked(script: str) -> Listing:
    return read_listing(
        document(f"<ul>{ROWS}</ul>", "<p>共3页 下一页</p>", f"<script>{script}</script>"), SITE + "/gk/"
    )


def test_what_a_pager_asks_for_counts_only_where_it_brings_items_like_those_of_the_list() -> None:
    (request,) = asked("$.getJSON('/api/list', {lm: 7, page: 1}, show)").requests
    assert request.url == SITE + "/api/list?lm=7&page=2"
    more = [{"title": f"澄湖区第{n}号决算", "url": f"/gk/{n}00.html"} for n in range(4, 6)]
    other = [{"title": "关于噪声的来信", "url": f"/mail/{n}00.html"} for n in range(4, 6)]
    kept, left = (read_listing(json.dumps(told).encode(), request.url, asked=request) for told in (more, other))
    assert (len(kept.items), len(kept.requests)) == (2, 1)
    assert (left.items, left.requests) == ((), ())


def test_a_list_without_any_pager_asks_for_nothing() -> None:
    page = document(f"<ul>{ROWS}</ul>", "<script>$.getJSON('/api/list', {lm: 7, page: 1}, show)</script>")
    assert read_listing(page, SITE + "/gk/").requests == ()
