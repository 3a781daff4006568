"""A third look around: pagers without links, lists in files, tabs, and forms in the characters of their page."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

from tests.fresh_city.posted import lines, sent
from tests.fresh_city.scripts import as_json, rows_of
from tests.fresh_city.stock import answering, at, items, latest, number_of, pages, whole
from tests.sites import Page, Site


def pager_that_asks(site: Site) -> str:
    """The first page stands there; its pager asks for the others as JSON."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        asked = sent(request) if request.command == "POST" else {}
        run = at(number_of(asked.get("pageNo"))) if asked.get("channel") == "js" else []
        Page(body=as_json({"rows": rows_of(run, "/gk/{n}.html")}), content_type="application/json")(request)

    site.behave("/gk/page.do", behave)
    pager = (
        '<div class="pg"><a href="#" data-p="2">2</a><a href="#" data-p="3">3</a><a href="#" class="nx">下一页'
        "</a></div>"
    )
    script = """<script>function turn(p){ $.ajax({url: '/gk/page.do', type: 'post', data: {channel: 'js', pageNo: p},
    success: function(d){ fill(d.rows); }}); }</script>"""
    inner = f"<ul class='gl'>{lines(at(1), '/gk/{n}.html')}</ul>{pager}{script}"
    return site.serve("/gk/js.html", whole(inner, side=latest("/gk/{n}.html")))


def pager_of_a_component(site: Site) -> str:
    """A component draws the pager; what it does stands in its options."""

    def build(asked: dict[str, str]) -> bytes:
        rows = lines(at(number_of(asked.get("cur"))), "/xxgk/nr.jsp?nrid={n}")
        script = """<div id="pg"></div><script>laypage.render({elem: 'pg', count: 23, limit: 10, curr: 1,
        jump: function(obj, first){
        if(!first){ location.href = '/xxgk/lm.jsp?lmid=9&cur=' + obj.curr; } }});</script>"""
        return whole(f"<ul>{rows}</ul>{script}")

    site.behave("/xxgk/lm.jsp", answering(build))
    return f"{site.url}/xxgk/lm.jsp?lmid=9"


def form_in_its_own_characters(site: Site) -> str:
    """A page in GBK whose form sends a Chinese word back in GBK."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0)).decode("ascii")
        asked = {name: values[-1] for name, values in parse_qs(body, encoding="gbk").items()}
        number = number_of(asked.get("curpage"))
        run = at(number) if request.command == "GET" or asked.get("lmmc") == "部门决算" else []
        link = f'<a href="javascript:gotoPage({number + 1})">下页</a>' if number < 3 else ""
        form = (
            '<form name="f1" method="post" action="list.do"><input type="hidden" name="lmmc" value="部门决算">'
            f'<input type="hidden" name="curpage" value="{number}"></form>'
        )
        Page(body=whole(f"<ul>{lines(run, 'nr.do?infoid={n}')}</ul>{link}{form}", charset="gbk"))(request)

    site.behave("/cz/list.do", behave)
    return f"{site.url}/cz/list.do"


def tabs(site: Site) -> str:
    """Two tabs of one page, each with its list; the second is hidden until it is chosen."""
    halves = items()[:12], items()[12:]
    inner = "".join(
        f'<div class="tab-con" id="con{n}"{" style=display:none" if n else ""}>'
        f"<ul>{lines(half, '/cz/a/{n}.html')}</ul></div>"
        for n, half in enumerate(halves)
    )
    head = '<div class="tab-hd"><a href="#con0">预算</a><a href="#con1">决算</a></div>'
    site.serve("/cz/yjs.html", whole(head + inner, side=latest("/cz/a/{n}.html")))
    return f"{site.url}/cz/yjs.html"


def data_in_a_file(site: Site) -> str:
    """The records stand in a script of their own."""
    told = [{"title": i.title, "href": f"/zt/{i.number}/", "pubtime": f"{i.day}"} for i in items()]
    site.serve(
        "/zt/js/list88.js", (f"var listData = {json.dumps(told, ensure_ascii=False)};"), content_type="text/javascript"
    )
    page = '<div id="box"></div><script src="js/list88.js"></script><script>draw(listData);</script>'
    return site.serve("/zt/jsgk.html", whole(page, side=latest("/zt/news/{n}.html")))


def records_as_xml(site: Site) -> str:
    """A script fetches records as XML with names of its own."""
    told = "".join(
        f"<row><title><![CDATA[{i.title}]]></title><url>/tz/{i.number}.html</url><date>{i.day}</date></row>"
        for i in items()
    )
    site.serve("/tz/list.xml", f'<?xml version="1.0" encoding="UTF-8"?><rows>{told}</rows>', content_type="text/xml")
    return site.serve(
        "/tz/js.html", whole("<ul id=u></ul><script>$.get('list.xml', function(x){ show(x); });</script>")
    )


def opened_by_a_file(site: Site) -> str:
    """Rows call a function that stands in a file; titles are cut, and whole in an attribute."""
    site.serve(
        "/static/common.js",
        ("function viewInfo(id, lm){ window.open('/info/' + lm + '/' + id + '.html'); }"),
        content_type="text/javascript",
    )
    found = pages(items())
    for place, run in enumerate(found, 1):
        rows = "".join(
            f"<tr><td><a href=\"javascript:viewInfo('{i.number}','js')\""
            f' data-title="{i.title}">{i.title[:10]}...</a></td><td>{i.day}</td></tr>'
            for i in run
        )
        further = f'<a href="js{place + 1}.htm">下一页</a>' if place < len(found) else ""
        script = '<script src="/static/jquery-3.1.js"></script><script src="/static/common.js"></script>'
        site.serve(f"/lm/js{place if place > 1 else ''}.htm", whole(f"<table>{rows}</table>{further}{script}"))
    return f"{site.url}/lm/js.htm"


def split_columns(site: Site) -> str:
    """A list in two columns of a table; numbers before titles, dates in brackets behind."""
    found = items()
    cells = [
        f'<td>{n}、<a href="/zfxx/{i.day:%Y%m}/{i.number}.shtml">{i.title}</a>（{i.day:%Y年%m月%d日}）</td>'
        for n, i in enumerate(found, 1)
    ]
    rows = "".join(f"<tr>{''.join(cells[n : n + 2])}</tr>" for n in range(0, len(cells), 2))
    return site.serve("/zfxx/js.shtml", whole(f"<table>{rows}</table>"))
