"""A second look around: lists that scripts fetch, in ways that the first sites did not have."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler

from tests.fresh_city.posted import lines, sent
from tests.fresh_city.stock import Item, answering, at, latest, number_of, whole
from tests.sites import Page, Site


def rows_of(run: list[Item], address: str = "/xx/d/{n}.html") -> list[dict[str, object]]:
    return [
        {"id": i.number, "title": i.title, "url": address.format(n=i.number), "createTime": f"{i.day} 08:00:00"}
        for i in run
    ]


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def put_together(site: Site) -> str:
    """The address of a GET is put together of texts and variables."""

    def build(asked: dict[str, str]) -> bytes:
        run = at(number_of(asked.get("pageNo"))) if asked.get("cid") == "c77" and asked.get("size") == "10" else []
        return as_json({"code": 0, "data": {"records": rows_of(run), "total": 23}})

    site.behave("/openapi/docs", answering(build, content_type="application/json"))
    script = (
        "<script>var cid = 'c77', pageNo = 1, size = 10;\nfetch('/openapi/docs?cid=' + cid + '&pageNo=' +"
        " pageNo + '&size=' + size).then(r => r.json()).then(show);</script>"
    )
    return site.serve("/xx/js.html", whole(f"<div id=list></div>{script}", side=latest("/xx/d/{n}.html")))


def given_apart(site: Site) -> str:
    """The parameters of a GET stand apart from its address."""

    def build(asked: dict[str, str]) -> bytes:
        run = at(number_of(asked.get("pageIndex"))) if asked.get("nodeId") == "431" else []
        return as_json({"list": rows_of(run)})

    site.behave("/cms/article/list", answering(build, content_type="application/json"))
    script = (
        "<script>$.ajax({ url: '/cms/article/list', type: 'GET', dataType: 'json',\n data: { nodeId: 431,"
        " pageIndex: 1, pageSize: 10 }, success: function(res){ render(res.list) } });</script>"
    )
    return site.serve("/xx/jsgk.html", whole(f"<ul id=list></ul>{script}"))


def table_component(site: Site) -> str:
    """A table component is told the address and what goes with it; it adds page and limit itself."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        asked = sent(request) if request.command == "POST" else {}
        run = at(number_of(asked.get("page"))) if asked.get("catalogId") == "88" and "page" in asked else []
        Page(body=as_json({"code": 0, "count": 23, "data": rows_of(run)}), content_type="application/json")(request)

    site.behave("/open/infoPage", behave)
    script = (
        "<script>layui.use('table', function(){ table.render({ elem: '#t', url: '/open/infoPage', method:"
        " 'post', where: { catalogId: '88' }, page: true, limit: 10, cols: [[{field:'title'}]] }); });</script>"
    )
    return site.serve("/open/ml.html", whole(f"<table id=t></table>{script}"))


def script_of_its_own(site: Site) -> str:
    """The page holds the number of its column; what asks for the list stands in a file."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        asked = sent(request) if request.command == "POST" else {}
        run = at(number_of(asked.get("pageNum"))) if asked.get("columnId") == "js88" else []
        Page(body=as_json({"rows": rows_of(run)}), content_type="application/json")(request)

    site.behave("/portal/getArticleList", behave)
    site.serve(
        "/static/jquery.min.js",
        "/*! jQuery */ !function(e){e.post=function(a,b){}}(window);",
        content_type="text/javascript",
    )
    site.serve(
        "/static/column.js", ('function load(n){ $.post("/portal/getArticleList", {columnId: columnId, pageNum:'
        ' n, pageSize: 10}, function(r){ draw(r.rows); }); }\nload(1);'),
        content_type="text/javascript",
    )  # fmt: skip
    page = (
        '<div id="list"></div><script src="/static/jquery.min.js"></script><script>var columnId = "js88";'
        '</script><script src="/static/column.js?v=3"></script>'
    )
    return site.serve("/portal/js.html", whole(page))


def more_below(site: Site) -> str:
    """The first page stands there; a button brings the rest, piece by piece."""

    def build(asked: dict[str, str]) -> bytes:
        return f"{lines(at(number_of(asked.get('page'))), '/zw/show/{n}.html')}".encode()

    site.behave("/zw/more.do", answering(build))
    script = (
        "<script>var page = 1;\nfunction loadMore(){ page++; $.get('/zw/more.do?lm=8&page=' + page,"
        " function(h){ $('#ul').append(h); }); }</script>"
    )
    more = "<div class='more' onclick='loadMore()'>加载更多</div>"
    return site.serve("/zw/js.html", whole(f"<ul id='ul'>{lines(at(1), '/zw/show/{n}.html')}</ul>{more}{script}"))


def numbers_on_rows(site: Site) -> str:
    """Rows bear numbers; a handler of the page knows what they lead to."""
    rows = "".join(
        f'<li class="item" data-id="{i.number}"><p class="tt">{i.title}</p><p class="dd">{i.day}</p></li>'
        for run in (1, 2, 3)
        for i in at(run)
    )
    script = (
        "<script>$('.list').on('click', '.item', function(){ window.open('/sub/info?id=' +"
        " $(this).data('id')); });</script>"
    )
    return site.serve("/sub/js", whole(f"<ul class='list'>{rows}</ul>{script}"))
