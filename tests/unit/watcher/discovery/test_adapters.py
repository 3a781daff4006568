"""Lists of systems other than TRS: what a script would ask for, and what comes of it."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.unit.watcher.discovery.pages import document
from watcher.config import Source
from watcher.discovery import Listing, read_listing
from watcher.discovery.reading import ADAPTERS

SITE = "http://www.chenghu.gov.cn"
TITLE = "重庆市澄湖区水务局2024年度部门决算"


def read(page: bytes, path: str, **named: str) -> Listing:
    return read_listing(page, SITE + path, **named)


def record(number: int) -> str:
    return (
        f"<record><![CDATA[<li><a href='/art/2025/10/2{number}/art_88_{number}.html' title='{TITLE}'>{TITLE}</a>"
        f"<span>2025-10-2{number}</span></li>]]></record>"
    )


def test_the_configuration_knows_every_adapter() -> None:
    for adapter in ADAPTERS:
        assert Source(district="澄湖区", url=SITE + "/", adapter=adapter.name).adapter == adapter.name


def test_jcms_records_inside_a_script_are_items_and_the_rest_is_asked_for() -> None:
    store = f"<datastore><recordset>{record(1)}{record(2)}</recordset></datastore>"
    escaped = store.replace("<", "&lt;").replace(">", "&gt;")
    page = document(
        f'<div id="7"><script type="text/xml">{escaped}</script></div>',
        "<script>var param = {col:1,webid:26,columnid:'88',unitid:'7'};$(function(){$('#7').jpage({showMode:'full',",
        "totalRecord:100,dataStore:1,proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:15,ajaxParam:param});});</script>",
    )
    found = read(page, "/col/col88/index.html")
    assert found.adapter == "jcms"
    assert [(item.key, item.published_on) for item in found.items] == [
        ("art_88_1", date(2025, 10, 21)), ("art_88_2", date(2025, 10, 22)),
    ]  # fmt: skip
    asked = [parse_qs(urlsplit(request.url).query) for request in found.requests]
    assert [(q["startrecord"], q["endrecord"]) for q in asked] == [(["3"], ["47"]), (["48"], ["92"]), (["93"], ["100"])]
    assert asked[0]["columnid"] == ["88"]
    posted = found.requests[0].otherwise
    assert posted is not None
    assert posted.posted is not None
    assert b"unitid=7" in posted.posted.body
    assert "columnid" not in posted.url


def test_jcms_answers_are_lists_too() -> None:
    found = read(
        f"<datastore><recordset>{record(3)}</recordset></datastore>".encode(), "/module/web/jpage/dataproxy.jsp"
    )
    assert [item.title for item in found.items] == [TITLE]
    assert found.requests == ()


FRAME = document(
    "<div id='app'></div><script>window._CONFIG = {\nSID: '757015',\nDETAIL: null,\n"
    'TREE: [{"id":233,"name":"指南","children":[]},{"id":9,"name":"财政","children":['
    '{"id":14,"name":"部门预算","children":[]},{"id":15,"name":"部门决算","children":[]}]}],\nX: 1};</script>'
)


@pytest.mark.parametrize(("fragment", "columns"), [("14313", ["14313"]), ("", ["14", "15"])])
def test_gkmlpt_asks_for_the_column_behind_the_hash_or_for_those_of_budgets(fragment: str, columns: list[str]) -> None:
    found = read(FRAME, "/gkmlpt/index", fragment=fragment)
    assert found.adapter == "gkmlpt"
    assert [request.url for request in found.requests] == [
        f"{SITE}/gkmlpt/api/all/{column}?page=1&sid=757015" for column in columns
    ]
    assert found.problems == ()


def test_a_json_list_has_titles_addresses_and_days_and_a_next_page() -> None:
    articles = [
        {"id": 1, "title": TITLE, "url": f"{SITE}/gkmlpt/content/8/8193/post_8193212.html", "date": 1761004800},
        {"title": f"<b>{TITLE}</b>", "url": "/gkmlpt/content/8/8193/post_8193213.html", "publish_time": "2025-10-21"},
    ]  # fmt: skip
    body = json.dumps({"articles": articles, "classify": {"id": 14, "name": "x"}}).encode()
    found = read(body, "/gkmlpt/api/all/14?page=1&sid=7")
    assert found.adapter == "json_list"
    assert [(i.key, i.title, i.published_on) for i in found.items] == [
        ("post_8193212", TITLE, date(2025, 10, 21)), ("post_8193213", TITLE, date(2025, 10, 21)),
    ]  # fmt: skip
    assert [request.url for request in found.requests] == [f"{SITE}/gkmlpt/api/all/14?page=2&sid=7"]
    assert read(b'{"articles": []}', "/gkmlpt/api/all/14?page=9&sid=7").requests == ()


def test_jpaas_units_are_asked_for_and_answer_with_markup_in_json() -> None:
    query = "{'parseType':'bulidstatic','webId':'29e9','pageType':'column','tagId':'当前栏目list','pageId':'5a62'}"
    page = document(f'<script src="/u.js" url="/api-gateway/front/page/build/unit" queryData="{query}"></script>')
    found = read(page, "/zwgk/index.html")
    assert found.adapter == "jpaas"
    (request,) = found.requests
    asked = parse_qs(urlsplit(request.url).query)
    assert (asked["tagId"], json.loads(asked["paramJson"][0])) == (["当前栏目list"], {"pageNo": 1, "pageSize": 20})
    row = f'<li><a href="/art/2025/art_{"a" * 32}.html" title="{TITLE}">{TITLE}</a><span>2025-10-21</span></li>'
    body = json.dumps({"success": True, "data": {"html": f"<ul>{row}{row.replace('aaaa', 'bbbb')}</ul>"}}).encode()
    answer = read_listing(body, request.url)
    assert len(answer.items) == 2
    assert '"pageNo":2' in parse_qs(urlsplit(answer.requests[0].url).query)["paramJson"][0]


def test_kaipu_lists_are_known_by_their_articles_and_count_from_two() -> None:
    rows = "".join(
        f'<li><a href="./content/post_257829{n}.html">{TITLE}</a><span>2025-10-21</span></li>' for n in (1, 2, 3)
    )
    page = document(f"<ul class='list'>{rows}</ul><a href='index_2.html'>2</a><a href='index_4.html'>尾页</a>")
    found = read(page, "/zwgk/ysjs/index.html")
    assert (found.adapter, len(found.items)) == ("kaipu", 3)
    assert [url.rpartition("/")[2] for url in found.page_urls] == ["index_2.html", "index_3.html", "index_4.html"]


def test_a_named_adapter_is_used_and_an_unknown_page_is_generic() -> None:
    rows = f'<ul><li><a href="/2025/10/21/771.html">{TITLE}</a></li></ul>'
    assert read(document(rows), "/a/").adapter == "generic"
    assert read(document(rows), "/a/", adapter="jcms").adapter == "jcms"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"<recordset>", b"\xff\xfe{", b'{"a": [{"title": 1}]}'])
def test_what_is_no_list_never_fails(body: bytes) -> None:
    assert read(body, "/api/list?page=1").items == ()
