"""Sites whose lists, or whose further pages, only a POST brings."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

from tests.fresh_city.stock import Item, at, items, latest, number_of, whole
from tests.sites import Page, Site

Posted = Callable[[dict[str, str], BaseHTTPRequestHandler], bytes]
REFUSED = Page(status=405, body=b"<html>405 Method Not Allowed</html>")


def sent(request: BaseHTTPRequestHandler) -> dict[str, str]:
    """What a form posted."""
    body = request.rfile.read(int(request.headers.get("Content-Length") or 0)).decode()
    return {name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()}


def only_posted(
    site: Site, path: str, build: Posted, *, plain: Page = REFUSED, media: str = "text/html; charset=utf-8"
) -> None:
    """An address that answers a GET with ``plain`` and a POST with what is built."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        if request.command != "POST":
            plain(request)
            return
        Page(body=build(sent(request), request), content_type=media)(request)

    site.behave(path, behave)


def lines(run: list[Item], address: str) -> str:
    """Rows of a plain list."""
    return "".join(
        f'<li><a href="{address.format(n=i.number)}" title="{i.title}">{i.title}</a><span>{i.day}</span></li>'
        for i in run
    )


def json_by_axios(site: Site) -> str:
    """A script asks for JSON with JSON; the records hold addresses. The number of the page is a variable."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        if request.command != "POST" or "json" not in request.headers.get("Content-Type", ""):
            REFUSED(request)
            return
        asked = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        run = at(asked["pageNum"]) if asked.get("channelId") == "c88" and asked.get("pageSize") == 10 else []
        rows = [
            {
                "id": i.number,
                "docTitle": i.title,
                "docUrl": f"/xxgk/detail/{i.number}.html",
                "pubTime": f"{i.day} 10:20",
            }
            for i in run
        ]
        Page(
            body=json.dumps({"code": 200, "data": {"total": 23, "list": rows}}, ensure_ascii=False).encode(),
            content_type="application/json",
        )(request)

    site.behave("/prod-api/portal/content/list", behave)
    script = """<script>
var channelId = 'c88';
new Vue({el:'#app',data:{list:[],pageNum:1,pageSize:10},methods:{load(){
  axios.post('/prod-api/portal/content/list', {
    channelId: channelId, pageNum: this.pageNum, pageSize: this.pageSize, keyword: ''
  }).then(r => { this.list = r.data.data.list })
}}})</script>"""
    return site.serve("/xxgk/list.html", whole(f'<div id="app"></div>{script}'))


def json_by_number(site: Site) -> str:
    """A form asks for JSON whose records have a number only; the page's script knows the address behind it."""

    def build(asked: dict[str, str], _request: BaseHTTPRequestHandler) -> bytes:
        run = at(number_of(asked.get("pageIndex"))) if asked.get("catalogId") == "731" else []
        rows = [
            {"infoId": f"{i.number}", "infoTitle": i.title, "indexNo": "CH/2025", "publishDate": f"{i.day}"}
            for i in run
        ]
        return json.dumps({"success": True, "total": 23, "rows": rows}, ensure_ascii=False).encode()

    only_posted(site, "/gkml/infoList.do", build, media="application/json")
    script = """<script>
function loadPage(pageIndex){
 $.ajax({
  type: "POST",
  url: "/gkml/infoList.do",
  data: {"catalogId": $("#catalogId").val(), "pageIndex": pageIndex, "pageSize": 10},
  dataType: "json",
  success: function(d){ $.each(d.rows, function(i, row){
    html += "<tr><td><a href='/gkml/info.html?infoId=" + row.infoId + "'>" + row.infoTitle + "</a></td></tr>"; }); }
 });
}
loadPage(1);</script>"""
    return site.serve(
        "/gkml/index.html",
        whole(
            f'<input type="hidden" id="catalogId" value="731"><table id="tb"></table>{script}',
            side=latest("/news/{n}.html"),
        ),
    )


def fragments(site: Site) -> str:
    """A script asks for a piece of markup and puts it into the page."""

    def build(asked: dict[str, str], _request: BaseHTTPRequestHandler) -> bytes:
        run = at(number_of(asked.get("page"))) if asked.get("colId") == "88" else []
        return f"<ul>{lines(run, '/art/show-{n}.html')}</ul>".encode()

    only_posted(site, "/col/getList.do", build, plain=Page(body="<html><body>参数错误</body></html>".encode()))
    script = (
        '<script>$.post("/col/getList.do", {colId: "88", page: 1, rows: 10}, function(d){'
        ' $("#list").html(d); });</script>'
    )
    return site.serve("/col/jsgk.html", whole(f'<div id="list">加载中…</div>{script}'))


def dataproxy(site: Site) -> str:
    """jpage whose proxy answers a GET with an empty store: only a POST brings records."""
    store = "<datastore><recordset>{}</recordset></datastore>"

    def build(asked: dict[str, str], request: BaseHTTPRequestHandler) -> bytes:
        given = asked | {k: v[-1] for k, v in parse_qs(request.path.partition("?")[2]).items()}
        run = (
            items()[int(given["startrecord"]) - 1 : int(given["endrecord"])] if asked.get("columnid") == "3217" else []
        )
        return store.format(
            "".join(f"<record><![CDATA[{lines([i], '/art/2025/9/1/art_3217_{n}.html')}]]></record>" for i in run)
        ).encode()

    only_posted(
        site, "/module/web/jpage/dataproxy.jsp", build, plain=Page(body=store.format("").encode()), media="text/xml"
    )
    shown = html.escape(
        store.format(
            "".join(f"<record><![CDATA[{lines([i], '/art/2025/9/1/art_3217_{n}.html')}]]></record>" for i in at(1))
        ),
        quote=False,
    )
    script = (
        "<script>var param_9={'appid':'1','webid':'12','path':'/','columnid':'3217'"
        ",'sourceContentType':'1','unitid':'9','webname':'','permissiontype':0};\n$('#9').jpage({storeid:'s'"
        ",itemsArray:d,totalRecord:23,perPage:10,openCookies:true,proxyUrl:'/module/web/jpage/dataproxy.jsp'"
        ",ajaxParam:param_9});</script>"
    )
    return site.serve(
        "/col/col3217/index.html", whole(f'<div id="9"><script type="text/xml">{shown}</script></div>{script}')
    )


def _state(number: int) -> str:
    return f"/wEPDwUK{number:04d}ZGQ+{'a' * 400}=="


def _form(number: int, inner: str, extra: str = "") -> str:
    return (
        f'<form method="post" action="./List.aspx?cid=7" id="form1"><div><input type="hidden"'
        f' name="__EVENTTARGET" id="__EVENTTARGET" value="" />'
        f'<input type="hidden" name="__EVENTARGUMENT" value="" /><input type="hidden" name="__VIEWSTATE"'
        f' value="{_state(number)}" />'
        f'<input type="hidden" name="__EVENTVALIDATION" value="ev{number}" /></div>'
        f'<input name="txtKey" type="text" value="" /><input type="submit" name="btnSearch" value="搜索"'
        f" />{extra}{inner}</form>"
    )


def _aspx(site: Site, draw: Callable[[int], str], turned: Callable[[dict[str, str], int], int]) -> str:
    """A page that posts back to itself: the state that it is sent says which page it was."""
    states = {_state(number): number for number in range(1, 9)}

    def behave(request: BaseHTTPRequestHandler) -> None:
        number, cookie = 1, request.headers.get("Cookie", "")
        if request.command == "POST":
            asked = sent(request)
            was = states.get(asked.get("__VIEWSTATE", ""), 0)
            if (
                not was
                or asked.get("__EVENTVALIDATION") != f"ev{was}"
                or "btnSearch" in asked
                or "ASP.NET_SessionId=s1" not in cookie
            ):
                Page(status=500, body=b"<html>Invalid postback</html>")(request)
                return
            number = turned(asked, was)
        Page(body=whole(_form(number, draw(number))), headers={"Set-Cookie": "ASP.NET_SessionId=s1; path=/; HttpOnly"})(
            request
        )

    site.behave("/ChenghuWeb/List.aspx", behave)
    return f"{site.url}/ChenghuWeb/List.aspx?cid=7"


def numbered_pager(site: Site) -> str:
    """ASP.NET with a pager whose argument is the number of the page."""

    def draw(number: int) -> str:
        links = "".join(
            f'<span class="cpb">{n}</span>'
            if n == number
            else f"<a href=\"javascript:__doPostBack('ctl00$main$AspNetPager1','{n}')\">{n}</a>"
            for n in range(1, 4)
        )
        return f"<ul>{lines(at(number), 'Show.aspx?id={n}')}</ul><div id='ctl00_main_AspNetPager1'>{links}</div>"

    return _aspx(
        site,
        draw,
        lambda asked, was: (
            int(asked["__EVENTARGUMENT"]) if asked["__EVENTTARGET"] == "ctl00$main$AspNetPager1" else was
        ),
    )


def grid(site: Site) -> str:
    """ASP.NET with a grid of ten rows and its own pager: Page$2; three pages shown at once at most."""

    def draw(number: int) -> str:
        rows = "".join(
            f'<tr><td><a href="Show.aspx?id={i.number}">{i.title}</a></td><td>{i.day:%Y/%m/%d}</td></tr>'
            for i in at(number)
        )
        links = "".join(
            f"<td><span>{n}</span></td>"
            if n == number
            else f'<td><a href="javascript:__doPostBack(&#39;GridView1&#39;,&#39;Page${n}&#39;)">{n}</a></td>'
            for n in range(1, 4)
        )
        return f'<table id="GridView1">{rows}<tr><td colspan="2"><table><tr>{links}</tr></table></td></tr></table>'

    return _aspx(site, draw, lambda asked, was: int(asked["__EVENTARGUMENT"].removeprefix("Page$")))


def buttons(site: Site) -> str:
    """ASP.NET whose pager is four links that are buttons of their own, without arguments."""

    def draw(number: int) -> str:
        def button(name: str, text: str, on: bool) -> str:
            return (
                f"<a id=\"{name}\" href=\"javascript:__doPostBack('{name}','')\">{text}</a>"
                if on
                else f'<a id="{name}" class="aspNetDisabled">{text}</a>'
            )

        pager = (
            button("lbFirst", "首页", number > 1)
            + button("lbPrev", "上一页", number > 1)
            + button("lbNext", "下一页", number < 3)
            + button("lbLast", "尾页", number < 3)
        )
        return f"<ul>{lines(at(number), 'Show.aspx?id={n}')}</ul><p>第{number}页/共3页 {pager}</p>"

    def turned(asked: dict[str, str], was: int) -> int:
        return {"lbFirst": 1, "lbPrev": was - 1, "lbNext": was + 1, "lbLast": 3}[asked["__EVENTTARGET"]]

    return _aspx(site, draw, turned)


def form_pager(site: Site) -> str:
    """A form with the number of the page, which a function of the page sets and posts."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        asked = sent(request) if request.command == "POST" else {}
        number = number_of(asked.get("currentPage"))
        if request.command == "POST" and asked.get("columnCode") != "js2024":
            number = 99
        links = "".join(f"<a href=\"javascript:turnTo('{n}')\">{n}</a>" for n in range(1, 4)) + (
            f'<a href="javascript:turnTo({number + 1})">下一页</a>' if number < 3 else ""
        )
        form = (
            f'<form name="pageForm" id="pageForm" method="post" action="/openness/list.action"><input'
            f' type="hidden" name="columnCode" value="js2024"><input type="hidden" name="currentPage"'
            f' value="{number}"><input type="hidden" name="totalPages" value="3"></form>'
        )
        script = (
            "<script>function turnTo(n){ document.pageForm.currentPage.value = n;"
            " document.pageForm.submit(); }</script>"
        )
        Page(
            body=whole(
                f"<ul class='xx'>{lines(at(number), '/openness/show/{n}.html')}</ul><div>共3页 {links}"
                f"</div>{form}{script}",
                side=latest("/news/{n}.html"),
            )
        )(request)

    site.behave("/openness/list.action", behave)
    return f"{site.url}/openness/list.action?columnCode=js2024"
