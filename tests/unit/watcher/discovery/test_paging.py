"""The other pages of a list: from calls in all their forms, and from links."""

from __future__ import annotations

import pytest

from tests.unit.watcher.discovery.pages import COLUMN, ITEMS, document, listing
from watcher.discovery import read_listing

FROM_0 = ["index_1.html", "index_2.html"]


def pages(pager: str, url: str = COLUMN) -> list[str]:
    found = read_listing(listing(pager=pager), url)
    return [page.removeprefix(COLUMN) for page in found.page_urls]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('createPage(3, 0, "index", "html");', ["index_1.html", "index_2.html"]),
        ('createPageHTML(3, 0, "index", "html");', ["index_1.html", "index_2.html"]),
        ("createPageHTML(2,0,'index','shtml')", ["index_1.shtml"]),
        ("onload=function() {createPageHTML('page_div',3, 1,'index','shtml',42);}", ["index_2.shtml", "index_3.shtml"]),
        ('createPageHTML(3, 1, "index", "html");', ["index_2.html", "index_3.html"]),
        ('var total = 3;\nvar now = 0;\ncreatePageHTML(total, now, "index", "html");', FROM_0),
        ('var total = Math.ceil(41/20);\nvar now = 0;\ncreatePage(total, now, "index", "html")', FROM_0),
        ('createPage(1, 0, "index", "html");', []),
        ('createPage(0, 0, "index", "html");', []),
        ('// createPage(3, 0, "index", "html");', []),
        ('createPage(3, 0, "t20240912_13576801", "html");', []),
        ("function createPage(_count, _current, _name, _suffix) {}", []),
    ],
)
def test_a_call_in_any_of_its_forms_names_the_pages(call: str, expected: list[str]) -> None:
    assert pages(f"<script>{call}</script>") == expected


def test_seen_from_a_later_page_the_others_are_named() -> None:
    call = '<script>createPage(3, 1, "index", "html");</script>'
    assert pages(call, COLUMN + "index_1.html") == ["index.html", "index_2.html"]


def test_a_call_that_is_not_understood_is_reported() -> None:
    found = read_listing(listing(pager="<script>createPage(page.total, 0, 'index', 'html')</script>"), COLUMN)
    assert found.page_urls == ()
    assert "createPage" in found.problems[0]


def test_links_to_numbered_pages_are_followed_and_gaps_filled() -> None:
    pager = '<a href="index_2.html">2</a><a href="index_3.html">3</a>…<a href="index_5.html">尾页</a>'
    assert pages(pager) == ["index_2.html", "index_3.html", "index_4.html", "index_5.html"]


def test_links_tell_whether_a_call_counts_from_one() -> None:
    call = '<script>createPage(3, 0, "index", "html")</script>'
    pager = f'<a href="index_2.html">下一页</a><a href="index_3.html">尾页</a>{call}'
    assert pages(pager) == ["index_2.html", "index_3.html"]


def test_pages_in_the_query_are_followed() -> None:
    pager = '<a href="?cat=7&amp;page=2">2</a><a href="?cat=7&amp;page=4">尾页</a>'
    assert pages(pager, COLUMN + "?cat=7") == ["?cat=7&page=2", "?cat=7&page=3", "?cat=7&page=4"]


def test_a_bare_next_link_is_followed() -> None:
    found = read_listing(document(ITEMS, '<a href="/more/list-2.html">下一页</a>'), COLUMN)
    assert found.page_urls == ("http://www.chenghu.gov.cn/more/list-2.html",)


def test_an_absurd_number_of_pages_is_reported_and_not_walked() -> None:
    found = read_listing(listing(pager='<script>createPage(99999, 0, "index", "html")</script>'), COLUMN)
    assert found.page_urls == ()
    assert found.problems
