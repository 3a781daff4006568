"""Made sites of every kind: the same publications, as the systems of many cities list them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from tests.sites import Page, Site

EACH = 15  # on a page
Build = Callable[[Site, int], str]  # puts so many publications on a site; the address of the column


def day(number: int) -> date:
    return date(2025, 1, 1) + timedelta(days=number)


def title(number: int) -> str:
    return f"澄湖区第{number}号工作总结"  # no report: nothing is fetched but lists


def runs(count: int) -> list[list[int]]:
    """The numbers on each page, the newest first."""
    numbers = list(range(count, 0, -1))
    return [numbers[i : i + EACH] for i in range(0, len(numbers), EACH)]


def rows(numbers: Sequence[int], path: str) -> str:
    return "".join(row(n, path.format(n=n, d=day(n), c=day(n).strftime("%Y%m%d"))) for n in numbers)


def row(number: int, address: str) -> str:
    shown = title(number)
    return f'<li><a href="{address}" title="{shown}">{shown[:6]}…</a><span>{day(number)}</span></li>'


def page(inner: str) -> bytes:
    menu = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li></ul></div>'
    return f'<html><head><meta charset="utf-8"></head><body>{menu}<ul class="list">{inner}</ul></body></html>'.encode()


TRS = "/js/202501/t{c}_{n}.html"


def numbered(site: Site, count: int, path: str, pager: str, names: tuple[str, str], first: int) -> str:
    """A list whose pages are files, the second under the number ``first``; ``pager`` draws them."""
    found = runs(count)
    for place, numbers in enumerate(found):
        name = names[0] if place == 0 else names[1].format(n=place - 1 + first)
        site.serve(f"/js/{name}", page(rows(numbers, path) + pager.format(count=len(found), at=place)))
    return site.url + f"/js/{names[0]}"


def trs(site: Site, count: int) -> str:
    pager = '<script>createPage({count}, {at}, "index", "html");</script>'
    return numbered(site, count, TRS, pager, ("index.html", "index_{n}.html"), 1)


def trs_from_one(site: Site, count: int) -> str:
    pager = "<script>createPageHTML('page_div',{count}, 1,'nav_list','shtml',22);</script>"
    return numbered(site, count, TRS, pager, ("nav_list.shtml", "nav_list_{n}.shtml"), 2)


def trs_by_names(site: Site, count: int) -> str:
    pager = (
        "<script>var currentPage = {at};//所在页从0开始\nvar countPage = {count}//共多少页\n"
        'createPageHTML(countPage, currentPage, "index", "html");</script>'
    )
    return numbered(site, count, TRS, pager, ("index.html", "index_{n}.html"), 1)


def trs_written_out(site: Site, count: int) -> str:
    pager = (
        "<script>var currentPage = {at};//所在页从0开始\nvar countPage = {count}//共多少页\n"
        'for (var i = 1; i < countPage; i++) document.write("<a href=index"+"_"+i+"."+"htm>"+i+"</a>");</script>'
    )
    return numbered(site, count, TRS, pager, ("index.htm", "index_{n}.htm"), 1)


def stem_first(site: Site, count: int) -> str:
    pager = '<script>createPageHTML("index","html",{count},{at});</script>'
    return numbered(site, count, TRS, pager, ("index.html", "index_{n}.html"), 1)


def kaipu(site: Site, count: int) -> str:
    pager = '<a href="index_2.html">2</a><a href="index_{count}.html">尾页</a>'
    return numbered(site, count, "/js/content/post_900{n}.html", pager, ("index.html", "index_{n}.html"), 2)


def counting_down(site: Site, count: int) -> str:
    """VSB: the second page bears the highest number, the last one is 1.htm."""
    found = runs(count)
    for place, numbers in enumerate(found):
        left = len(found) - place - 1
        folder = "js/" if place == 0 else ""
        further = f'<a href="{folder}{left}.htm">下页</a>' if left else ""
        name = "/js.htm" if place == 0 else f"/js/{left + 1}.htm"
        site.serve(name, page(rows(numbers, "/info/1157/{n}0.htm") + further))
    return site.url + "/js.htm"


def by_query(site: Site, count: int) -> str:
    found = runs(count)
    pager = f'<a href="?id=7&pageIndex=2">2</a><a href="?id=7&pageIndex={len(found)}">末页</a>'
    for place, numbers in enumerate(found, 1):
        further = "" if place == 1 else f"&pageIndex={place}"
        site.serve(f"/list.jsp?id=7{further}", page(rows(numbers, "/show.jsp?infoid={n}0") + pager))
    return site.url + "/list.jsp?id=7"


def clicked(site: Site, count: int) -> str:
    """Links and pages that only a click follows."""
    pager = "<a href='javascript:;' onclick=\"location.href='index_2.html'\">下一页</a>"
    found = runs(count)
    for place, numbers in enumerate(found, 1):
        lines = "".join(
            f"<tr onclick=\"open('/2025/01/01/{n}0.html')\"><td>{title(n)}</td><td>{day(n)}" for n in numbers
        )
        further = pager.replace("_2", f"_{place + 1}") if place < len(found) else ""
        site.serve(
            "/js/index.html" if place == 1 else f"/js/index_{place}.html", page(f"<table>{lines}</table>{further}")
        )
    return site.url + "/js/index.html"


def records(numbers: Sequence[int]) -> str:
    lines = (
        f"<record><![CDATA[{rows([n], '/art/{d.year}/{d.month}/{d.day}/art_88_{n}.html')}]]></record>" for n in numbers
    )
    return f"<datastore><recordset>{''.join(lines)}</recordset></datastore>"


def jcms(site: Site, count: int, shown: int = EACH) -> str:
    """The first records stand in a script, the others are asked for by their numbers."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        query = parse_qs(urlsplit(request.path).query)
        first, last = int(query["startrecord"][0]), int(query["endrecord"][0])
        Page(body=records(list(range(count, 0, -1))[first - 1 : last]).encode(), content_type="text/xml")(request)

    store = records(list(range(count, 0, -1))[:shown]).replace("<", "&lt;").replace(">", "&gt;") if shown else ""
    site.behave("/module/web/jpage/dataproxy.jsp", answer)
    call = f"var p = {{col:1,columnid:'88'}};$('#7').jpage({{totalRecord:{count},perPage:{EACH},ajaxParam:p,"
    body = f"<div id=7><script type='text/xml'>{store}</script></div>" if store else "<div id=7></div>"
    script = f"<script>{call}proxyUrl:'/module/web/jpage/dataproxy.jsp'}});</script>"
    return site.serve("/col/col88/index.html", page(body + script))


def jcms_shell(site: Site, count: int) -> str:
    return jcms(site, count, shown=0)


def jcms_directory(site: Site, count: int) -> str:
    def answer(request: BaseHTTPRequestHandler) -> None:
        at = int(parse_qs(urlsplit(request.path).query).get("currpage", ["1"])[0])
        numbers = dict(enumerate(runs(count), 1)).get(at, [])
        Page(body=page(rows(numbers, "/art/2025/1/1/art_9_{n}0.html")))(request)

    site.behave("/module/xxgk/search.jsp", answer)
    return site.serve(
        "/col/col9/index.html", page("<script>loadDynamic('/module/xxgk/search.jsp?area=115', 'd');</script>")
    )


def api(
    site: Site,
    path: str,
    count: int,
    number: Callable[[dict[str, list[str]]], int],
    wrap: Callable[[list[int]], object],
) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        at = number(parse_qs(urlsplit(request.path).query))
        found = runs(count)
        body = json.dumps(wrap(found[at - 1] if at <= len(found) else []), ensure_ascii=False).encode()
        Page(body=body, content_type="application/json")(request)

    site.behave(path, answer)


def gkmlpt(site: Site, count: int) -> str:
    def wrap(numbers: list[int]) -> object:
        made = [{"title": title(n), "url": f"/gkmlpt/content/9/post_900{n}.html", "date": f"{day(n)}"} for n in numbers]
        return {"articles": made, "classify": {"id": 14}}

    api(site, "/gkmlpt/api/all/14", count, lambda query: int(query["page"][0]), wrap)
    tree = '[{"id":9,"name":"财政","children":[{"id":14,"name":"部门决算","children":[]}]}]'
    return site.serve(
        "/gkmlpt/index", page(f"<div id=app></div><script>window._CONFIG = {{\nSID: '7',\nTREE: {tree},\n}};</script>")
    )


def jpaas(site: Site, count: int) -> str:
    def wrap(numbers: list[int]) -> object:
        return {"success": True, "data": {"html": f"<ul>{rows(numbers, '/art/2025/art_{n:032x}.html')}</ul>"}}

    api(site, "/u/build/unit", count, lambda query: int(json.loads(query["paramJson"][0])["pageNo"]), wrap)
    query = "{'webId':'29e9','pageType':'column','tagId':'当前栏目list','pageId':'5a62'}"
    return site.serve(
        "/zwgk/index.html", page(f'<script src="/u.js" url="/u/build/unit" queryData="{query}"></script>')
    )


def json_behind_a_script(site: Site, count: int) -> str:
    def wrap(numbers: list[int]) -> object:
        made = [
            {"_source": {"title": title(n), "docPubUrl": f"/c/2025-01-01/{n}00000.shtml", "pubDate": f"{day(n)} 09:00"}}
            for n in numbers
        ]
        return {"data": {"rows": made, "total": count}}

    api(site, "/common/list", count, lambda query: int(query["pageNo"][0]), wrap)
    return site.serve(
        "/js/index.html", page("<script>$.ajax({url: '/common/list?channelId=7&pageNo=1',\ntype:'get'})</script>")
    )


def framed(site: Site, count: int) -> str:
    inner = urlsplit(kaipu(site, count)).path
    return site.serve("/zwgk/js.html", page(f'<iframe src="{inner}"></iframe>'))


def in_a_script(site: Site, count: int) -> str:
    made = [
        {"title": title(n), "url": f"/c/2025-01-01/{n}00000.shtml", "date": f"{day(n)}"} for n in range(count, 0, -1)
    ]
    menu = "".join(f'<li><a href="/lm{n}/">栏目{n}</a></li>' for n in range(9))
    return site.serve("/js/", page(f"<div class=nav>{menu}</div><script>var rows = {json.dumps(made)};</script>"))


KINDS: dict[str, Build] = {
    one.__name__: one
    for one in (
        trs, trs_from_one, trs_by_names, trs_written_out, stem_first, kaipu, counting_down, by_query, clicked, jcms,
        jcms_shell, jcms_directory, gkmlpt, jpaas, json_behind_a_script, framed, in_a_script,
    )
}  # fmt: skip
