"""List pages in the many forms that sites give them, and what is said where a form is not understood."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest

from tests.unit.watcher.discovery.pages import document
from watcher.discovery import Listing, links_sha256, read_article, read_listing, with_scripts
from watcher.discovery.tree import DEEPEST

SITE = "http://www.chenghu.gov.cn"
TITLE = "重庆市澄湖区水务局2024年度部门决算"
DAY = date(2025, 10, 21)


def read(*parts: str, path: str = "/js/index.html", head: str = "") -> Listing:
    return read_listing(document(*parts, head=head), SITE + path)


ROWS = {
    "table": "<table><tr><td>1</td><td><a href='{}' title='{}'>重庆市澄湖区…</a></td><td>2025-10-21",
    "definitions": "<dl><dt><a href='{}'>{}</a></dt><dd>2025年10月21日</dd></dl>",
    "divisions": "<div><div class=i><div class=t><a href='{}'>{}</a></div><div>2025/10/21</div></div></div>",
    "day and month apart": "<ul><li><i>21</i><em>2025-10</em><a href='{}'>{}</a></li></ul>",
    "year below": "<ul><li><b>10-21</b><i>2025</i><a href='{}'>{}</a></li></ul>",
    "title inside": "<ul><li><a href='{}'><span title='{}'>重庆市澄湖区…</span></a><span>[2025-10-21]</span></li></ul>",
    "card": "<ul><li><a href='{}'><h4>{}</h4><p>我单位按规定公开如下。</p><span>2025-10-21</span></a></li></ul>",
    "on a click": "<ul><li><a href='javascript:;' onclick=\"open('{}')\">{}</a><span>2025-10-21</span></li></ul>",
    "script address": "<ul><li><a href=\"javascript:show('{}');\">{}</a><span>2025-10-21</span></li></ul>",
    "row with an address": "<table><tr data-url='{}'><td>1</td><td>{}</td><td>2025-10-21</td></tr></table>",
    "records in a script": "<script>var l = [{{id: 7, url: '{}', title: \"{}\", fbsj: '2025-10-21'}}];</script>",
    "escaped in a script": '<script>window.D={{"rows":[{{"title":"{1}","link":"http:\\/\\/www.chenghu.gov.cn{0}",'
    '"pubDate":"2025-10-21 09:00"}}]}}</script>',
}


@pytest.mark.parametrize("form", ROWS)
def test_a_row_is_read_in_whatever_form_it_comes(form: str) -> None:
    (item,) = read(ROWS[form].format("/xxgk/7/120.html?id=120345", TITLE)).items
    assert (item.title, item.published_on) == (TITLE, DAY)
    assert item.url == SITE + "/xxgk/7/120.html?id=120345"


def test_addresses_that_look_like_nothing_are_items_where_their_titles_stand_side_by_side() -> None:
    menu = '<div class="nav"><a href="/zw">政务公开信息目录与指南全文</a></div>'
    rows = "".join(f'<li><a href="/detail2?Z{n}mY4%3D">{TITLE}之{n}</a></li>' for n in range(3))
    assert len(read(menu, f"<ul>{rows}</ul>", '<a href="/x">关于</a>').items) == 3


@pytest.mark.parametrize(
    "record",
    [
        {"title": TITLE, "url": "//www.chenghu.gov.cn/c/1.shtml", "publishedTimeStr": "2025-10-21 09:00:00"},
        {"msgTitle": TITLE, "detailUrl": "/c/1.shtml", "imgUrl": "/a.png", "createDate": 1761004800000},
        {
            "subTitle": "短",
            "newsTitle": TITLE,
            "pcLink": "/c/1.shtml",
            "endTime": "2030-01-01",
            "showDate": "2025/10/21",
        },
        {"articleName": f"<b>{TITLE[:5]}</b>{TITLE[5:]}&nbsp;", "href": "/c/1.shtml", "fbrq": "Oct 21, 2025 9:00 AM"},
        {"title": TITLE, "url": "/c/1.shtml", "createTime": "2025-10-20T16:00:00.000+0000"},
        {"data": {"docTitle": TITLE, "docPubUrl": "/c/1.shtml", "docRelTime": "2025-10-21"}},
    ],
)
def test_fields_of_json_lists_are_known_by_their_names_and_how_those_end(record: dict[str, object]) -> None:
    body = json.dumps({"code": 0, "result": {"total": 2, "list": [record, {"id": 7}]}}).encode()
    (item,) = read_listing(body, SITE + "/api/list?page=1").items
    assert (item.url, item.title, item.published_on) == (SITE + "/c/1.shtml", TITLE, DAY)


@pytest.mark.parametrize("host", ["www.other.example:99999", "www.other.example:80a", "[www.other.example"])
def test_a_link_that_no_browser_could_follow_costs_no_other_item(host: str) -> None:
    broken = f'<li><a href="http://{host}/t20250901_1.html">甲局2025年部门预算</a></li>'
    whole = '<li><a href="/a/t20250902_2.html">乙局2025年部门预算</a></li>'
    assert [item.title for item in read(broken, whole).items] == ["乙局2025年部门预算"]


def test_links_that_share_a_page_are_no_items() -> None:
    share = f"http://weibo.example/s?url={SITE}/a/t20251021_1.html"
    row = f'<ul><li><a href="/a/t20251021_1.html">{TITLE}</a><a href="{share}">分享</a></li></ul>'
    assert [item.key for item in read(row).items] == ["t20251021_1"]


@pytest.mark.parametrize(
    ("path", "key", "day"),
    [
        ("/zwgk/t6578082.html", "t6578082", None),
        ("/Content-2711530.html", "Content-2711530", None),
        ("/content.jsp?wbtreeid=1157&wbnewsid=7658", "/content.jsp?wbnewsid=7658&wbtreeid=1157", None),
        ("/content.jsp?wbnewsid=7658&_t=1761004800123", "/content.jsp?wbnewsid=7658", None),
        ("/gk/t20251021_77.html;jsessionid=0A1B2C.node-2", "t20251021_77", DAY),
        ("/gk/info.do;jsessionid=0A1B?infoid=77", "/gk/info.do?infoid=77", None),
        ("/doc/2025/10/21/4751388.shtml", "/doc/2025/10/21/4751388.shtml", DAY),
        ("/2025/10-21/157970.html", "/2025/10-21/157970.html", DAY),
        ("/gg/article917e933b3fb74d6ea10a7e994fef7c18.html", "917e933b3fb74d6ea10a7e994fef7c18", None),
    ],
)
def test_addresses_of_other_cities_are_articles(path: str, key: str, day: date | None) -> None:
    (item,) = read(f'<ul><li><a href="{path}">{TITLE}</a></li></ul>').items
    assert (item.key, item.published_on) == (key, day)


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<iframe src="/zwgk/list.jsp?id=7"></iframe>', "/zwgk/list.jsp?id=7"),
        ('<frameset><frame src="column.html"></frameset>', "/js/column.html"),
        ("<script>$.getJSON('./list.json', show)</script>", "/js/list.json"),
        ("<script>$.ajax({type:'get',\nurl: '/api/articles?page=1',\nsuccess: f})</script>", "/api/articles?page=1"),
    ],
)
def test_a_page_without_items_is_asked_for_what_stands_behind_it(markup: str, address: str) -> None:
    found = read("<div>政府信息公开</div>", markup)
    assert [(one.url, one.optional) for one in found.requests] == [(SITE + address, True)]


@pytest.mark.parametrize("asked", ["/api/saveClick.do?list=1", "/visit/count.json", "http://weather.example/list.json"])
def test_what_counts_or_changes_something_is_never_asked_for(asked: str) -> None:
    assert read(f"<script>$.get('{asked}')</script>").requests == ()


@pytest.mark.parametrize(
    "asked",
    [
        "/api/article/list?status=1&pageCount=10&page=1",
        "/finalAccounts/list?page=1",
        "/api/authority/list.json?userType=2&isDelete=0",
        "/county/list?page=1&orderBy=updateTime",
        "/xxgk/budgetReport/list?page=1",
    ],
)
def test_a_list_is_asked_for_whatever_its_fields_are_called(asked: str) -> None:
    assert [one.url for one in read(f"<script>$.get('{asked}')</script>").requests] == [SITE + asked]


def test_the_answer_of_a_script_is_read_in_its_own_charset_beside_files_in_another() -> None:
    row = f'<li><a href="/a/t20251021_1.html">{TITLE}</a></li>'.encode()
    whole = with_scripts(row, ["var 提示 = '加载更多';".encode("gbk")])
    assert [item.title for item in read_listing(whole, SITE + "/js/").items] == [TITLE]
    assert "加载更多".encode() in whole


@pytest.mark.parametrize("charset", ["gb2312", "utf-8"])
def test_a_feed_is_read_in_its_own_charset(charset: str) -> None:
    entry = f"<item><title>{TITLE}</title><link>{SITE}/c/1.shtml</link><pubDate>2025-10-20T16:00:00Z</pubDate></item>"
    text = f'<?xml version="1.0" encoding="{charset}"?><rss><channel>{entry}</channel></rss>'
    (item,) = read_listing(text.encode(charset), SITE + "/rss.xml").items
    assert (item.title, item.published_on) == (TITLE, DAY)


@pytest.mark.parametrize(
    ("script", "url", "sent"),
    [
        ("x.open('POST','/gk/getList.jsp',true); x.send('page=1&lm=7');", "/gk/getList.jsp", b"page=1&lm=7"),
        ("x.open('get', '/gk/getList.jsp?lm=7&page=1', true); x.send();", "/gk/getList.jsp?lm=7&page=1", None),
        ("x.open('POST', '/q'); x.send(JSON.stringify({current: 1, size: 9}));", "/q", b'{"current": 1, "size": 9}'),
    ],
)
def test_requests_are_made_as_browsers_have_always_made_them(script: str, url: str, sent: bytes | None) -> None:
    (request,) = read(f"<script>var x = new XMLHttpRequest(); {script}</script>").requests
    assert (request.url, request.posted.body if request.posted else None) == (SITE + url, sent)


def test_the_next_page_may_be_called_by_a_picture() -> None:
    row = f'<ul><li><a href="/a/t20251021_1.html">{TITLE}</a><span>2025-10-21</span></li></ul>'
    found = read(row, '<a href="list.jsp?xx=2"><img src="next.gif" alt="下一页"></a>', path="/js/list.jsp")
    assert found.page_urls == (SITE + "/js/list.jsp?xx=2",)


def test_an_attribute_may_hold_the_title_with_its_label_and_what_else_is_known() -> None:
    stated = f"文章标题：{TITLE}&#13;作 者：财政局&#13;更新时间：2025-10-21"
    (item,) = read(f'<ul><li><a href="/a/t20251021_1.html" title="{stated}">重庆市澄湖区…</a></li></ul>').items
    assert item.title == TITLE


def test_a_list_in_json_that_has_more_than_anybody_knows_to_ask_for_says_so() -> None:
    told = {"data": {"total": 23, "rows": [{"title": TITLE, "url": "/c/1.shtml"}]}}
    found = read_listing(json.dumps(told).encode(), SITE + "/api/list?lm=7")
    assert "列表共 23 条" in found.problems[0]
    assert read_listing(json.dumps(told).encode(), SITE + "/api/list?lm=7&current=1").problems == ()


def test_articles_in_folders_of_their_own_are_told_from_columns_by_the_day_beside_them() -> None:
    menu = '<div><a href="/gt/113456/113469/index.html">新闻发布</a></div>'
    row = f'<td><a href="/gt/113456/113469/360299/index.html">{TITLE}</a><span>2025-10-21</span></td>'
    further = "<a onclick=\"query(this,'/gt/113456/113469/11040-2.html')\">下一页</a>"
    found = read(menu, f"<table><tr>{row}</tr></table>", further, path="/gt/113456/113469/index.html")
    assert [(item.title, item.published_on) for item in found.items] == [(TITLE, DAY)]
    assert found.page_urls == (SITE + "/gt/113456/113469/11040-2.html",)


@pytest.mark.parametrize(("name", "current"), [("index_7401.htm", 0), ("index_7401_2.htm", 2)])
def test_a_list_that_states_its_records_has_so_many_pages(name: str, current: int) -> None:
    row = f'<ul><li><a href="/a/t20251021_1.html">{TITLE}</a><span>2025-10-21</span></li></ul>'
    script = f'<script>var m_nRecordCount = "61";\nvar m_nCurrPage = {current};\nvar m_nPageSize = 20;</script>'
    found = [url.rpartition("/")[2] for url in read(row, script, path=f"/z/{name}").page_urls]
    pages = ["index_7401.htm", "index_7401_1.htm", "index_7401_2.htm", "index_7401_3.htm"]
    assert found == [one for one in pages if one != name]


def test_the_directory_of_jcms_is_turned_page_by_page() -> None:
    row = f'<tr><td><a href="/art/2025/10/21/art_88_1.html">{TITLE}</a></td><td>2025-10-21</td></tr>'
    asked = "<script>loadDynamic('/module/xxgk/search.jsp?infotypeId='+a+'&area=115', 'd');</script>"
    (request,) = read(asked, path="/col/col9/index.html?number=Y001C001").requests
    assert request.otherwise is not None
    assert request.url == request.otherwise.url == SITE + "/module/xxgk/search.jsp?infotypeId=Y001C001&area=115"
    found = read(f"<table>{row}</table>", path="/module/xxgk/search.jsp?area=1&currpage=2")
    assert [one.url for one in found.requests] == [SITE + "/module/xxgk/search.jsp?area=1&currpage=3"]
    assert found.adapter == "jcms"


def test_older_answers_of_jcms_hold_their_records_in_an_array() -> None:
    rows = ",".join(f"'<tr><td><a href=\"/art/2025/10/21/art_88_{n}.html\">{TITLE}</a></td></tr>'" for n in (1, 2))
    body = f"totalRecord=2;totalPage=1;dataStore=[{rows}];".encode()
    found = read_listing(body, SITE + "/module/jslib/jquery/jpage/dataproxy.jsp?startrecord=1")
    assert [(item.key, item.published_on) for item in found.items] == [("art_88_1", DAY), ("art_88_2", DAY)]


def test_a_list_that_speaks_of_pages_which_nobody_understands_says_so() -> None:
    row = f'<ul><li><a href="/a/t20251021_1.html">{TITLE}</a><span>2025-10-21</span></li></ul>'
    found = read(row, '<div>共 12 页 <a href="javascript:go(2)">下一页</a></div>')
    assert "12 页" in found.problems[0]
    assert read(row, "<div>共 1 页</div>").problems == ()


@pytest.mark.parametrize(("count", "kept"), [(8, 0), (20, 20)])
def test_a_box_of_news_is_no_list_but_a_column_may_be_called_newest(count: int, kept: int) -> None:
    rows = "".join(
        f'<li><a href="/xw/{n}000.html">湖滨新闻第{n}则</a><span>2025-10-{n:02}</span></li>'
        for n in range(1, count + 1)
    )
    assert len(read(f"<div><h3>最新公开</h3><ul>{rows}</ul></div>").items) == kept


def test_links_to_other_sites_alone_are_no_list_and_reports_under_any_heading_are() -> None:
    foreign = "".join(f'<li><a href="http://s{n}.example/a/20240101/{n}.html">省级网站{n}</a></li>' for n in range(9))
    assert read(f"<ul>{foreign}</ul>").items == ()
    own = f'<li><a href="/gk/4000.html">{TITLE}</a><span>2025-10-21</span></li>'
    assert [item.title for item in read(f"<ul>{foreign}</ul><div><h3>相关链接</h3><ul>{own}</ul></div>").items] == [
        TITLE
    ]


@pytest.mark.parametrize("tag", ["div", "span", "font", "table><tr><td"])
def test_a_hostile_page_is_given_up_and_said(tag: str) -> None:
    found = read(f"<{tag}>" * (DEEPEST * 20))
    assert found.items == ()
    assert "没有解析" in found.problems[0]


@pytest.mark.parametrize(
    "page",
    [
        "<recordset><record>" * 30_000,
        '<a onclick="' + "'/" * 100_000 + '">x</a>',
        "<script>var countPage = 3; var currentPage = 0; " + "a" * 400_000 + "</script>",
        "<script>$.get(" + "'a'+b+" * 60_000 + "</script>",
        "<script>" + '{"title":"' + "\\\\" * 200_000 + "</script>",
        "".join(f"<a href='/a/t20251021_{n}.html'>名称第{n}号</a><br>" for n in range(15_000)),
        "".join(f"<li>10-21 <a href='/a/t20251021_{n}.html'>名称第{n}号</a></li>" for n in range(15_000)),
        "<a " * 100_000,
        "<A " * 100_000 + ">",
        "<a " + "href=" * 60_000,
        ("<div>" * 280 + "三公经费" + "</div>" * 280) * 340,
        "<div class='nav'>" * 280 + "<li><a href='t2025.html'>部门决算</a></li>" * 45_000,
    ],
    ids=[
        "records", "clicks", "letters", "sums", "escapes", "lines", "days", "open links", "links in links", "addresses",
        "towers", "deep links",
    ],
)  # fmt: skip
def test_no_text_costs_more_than_its_length(page: str) -> None:
    body, started = page.encode(), time.process_time()
    for read_it in (read_listing, read_article):
        read_it(body, SITE + "/js/t20251021_1.html")
    links_sha256(body)
    assert time.process_time() - started < 8, "each of these was quadratic, or may become it"
