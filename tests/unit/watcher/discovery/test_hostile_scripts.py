"""Scripts and forms that nobody wrote to be read: each costs no more than its length, and nothing of it is run."""

from __future__ import annotations

import time

import pytest

from tests.unit.watcher.discovery.pages import document
from watcher.discovery import read_article, read_listing
from watcher.discovery.script_values import DEEPEST, Expression, value_at

SITE = "http://www.chenghu.gov.cn"
STATE = """<input name="__VIEWSTATE" value="s"><a href="javascript:__doPostBack('p','2')">2</a>"""
ROW = '<li><a href="/a/t20251021_1.html">澄湖区水务局2024年度部门决算</a><span>2025-10-21</span></li>'


@pytest.mark.parametrize(
    "page",
    [
        "<script>" + "$.post('/api/list', {" * 30_000 + "</script>",
        "<script>" + "".join(f"$.post('/api/list', {{a{n}: b{n}, page: p{n}}});" for n in range(8000)) + "</script>",
        "<script>" + "".join(f"function f{n}(a){{return '/x/'+a+'.html'}}" for n in range(20_000)) + "</script>"
        + "".join(f'<a href="javascript:f{n}(7)">名称{n}</a>' for n in range(8000)),
        "<script>function f(a){ return " + "a+" * 100_000 + "</script>" + '<a onclick="f(1)">名称</a>' * 2000,
        "<form>" + '<input name="page" value="1">' * 20_000 + '<a href="javascript:go(2)">2</a></form>' + ROW,
        '<a href="javascript:' + "page" * 50_000 + '(2)">2</a>' + ROW,
        "<input type=hidden name=__VIEWSTATE value='" + "x" * 2_000_000 + "'>" + ROW,
        "<li data-id='7'>名称</li>" * 20_000 + "<script>" + "'/a/'+$(this)." * 30_000 + "</script>",
        "<option value='a.html'>2</option>" * 20_000 + ROW,
        "<script src='/a" + ".js" * 100_000 + "'></script>",
        "<script/src=" * 8000,
        '<a onclick="' + "a$" * 40_000 + '(">名称</a>',
        "<script>function f(x){return '/a/'+x+'.html'}</script><a onclick=\"f(" + "a" * 60_000 + '!)">名称</a>',
        "<script>" + "a$" * 300_000 + "</script><a onclick='f(1)'>名称</a>",
        "<script>" + "".join(f"function f{n}(x){{{'a' * 2900}}}" for n in range(250)) + "</script>"
        + '<a onclick="f1(2)">名称</a>',
        "<script>" + ("{" + "a" * 3900 + "}") * 200 + "</script>",
        "<script>" + ".jpage({" * 60_000 + "</script>",
        "/gkmlpt/<script>var _CONFIG = {SID: '7'}; " + "TREE:[" * 40_000 + "</script>",
        "/module/xxgk/<recordset><script>" + "dataStore=['<" * 60_000 + "</script>",
        "/build/unit" + "<a querydata=" * 8000,
        "a(" + ")" + " " * 80_000 + "x",
    ],
    ids=[
        "open", "calls", "functions", "a long sum", "fields", "a long name", "state", "numbers", "options", "files",
        "files within files", "a name of names", "a long argument", "names", "bodies", "keys", "pagers", "trees",
        "arrays", "units", "a callback",
    ],
)  # fmt: skip
def test_no_script_costs_more_than_its_length(page: str) -> None:
    body, started = page.encode(), time.process_time()
    read_listing(body, SITE + "/js/index.html")
    assert time.process_time() - started < 8, "each of these was quadratic, or may become it"


@pytest.mark.parametrize("page", ["[" * 5000, '{"a":' * 5000, "<script>var rows = " + "[" * 5000 + "</script>"])
def test_what_is_nested_beyond_reason_is_read_as_nothing(page: str) -> None:
    assert read_listing(page.encode(), SITE + "/js/index.html").items == ()
    assert read_article(page.encode(), SITE + "/js/t20251021_1.html").children == ()


@pytest.mark.parametrize("name", ["page", "__EVENTTARGET"])
def test_the_number_of_a_page_is_no_number_of_any_length(name: str) -> None:
    form = f'<form><input name="{name}" value="{"1" * 5000}"><a href="javascript:go(2)">2</a></form>'
    assert read_listing(document(ROW, form), SITE + "/js/index.html").requests == ()


@pytest.mark.parametrize(
    "script",
    [
        '$.post("/ysqgk/applyInfo", {pageNo: 1, name: ""})', '$.post("/api/list.do", {method: "modifyList", page: 1})',
        '$.post("/portal/infoList?action=sendMessage", {pageNo: 1})', 'axios.post("/api/reply/list", {page: 1})',
    ],
)  # fmt: skip
def test_nothing_is_posted_that_applies_for_or_changes_or_sends_something(script: str) -> None:
    found = read_listing(document(f"<script>{script}</script>"), SITE + "/js/index.html").requests
    assert [one.posted for one in found if one.posted or "/list.do" not in one.url] == []


def test_values_are_read_and_what_only_the_script_knows_stays_its_text() -> None:
    text = "{a: 1, 'b': \"\\u6c34\", c: [true, null], d: x.y(1, 2), e, f(){ return 1 }, g: `q`, /* n */ h: {i: '}'}}"
    assert value_at(text, 0) == {
        "a": 1, "b": "水", "c": [True, None], "d": "x.y(1,2)", "e": "e", "g": "q", "h": {"i": "}"},
    }  # fmt: skip
    assert isinstance(value_at(text, 0)["d"], Expression)
    deep = value_at("{a:" * (DEEPEST * 4), 0)
    assert isinstance(deep, dict)


@pytest.mark.parametrize(
    "markup",
    [
        '<form method="post"><input name="page" value="1"><a href="javascript:go(2)">2</a></form>',
        f'<form action="http://other.example/x" method="post">{STATE}</form>',
    ],
)
def test_nothing_is_posted_to_another_site(markup: str) -> None:
    found = read_listing(document(ROW, markup), SITE + "/js/index.html")
    assert all(one.url.startswith(SITE + "/") for one in found.requests)
