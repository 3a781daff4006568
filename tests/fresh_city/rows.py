"""A second look around: rows, tables and pagers in forms that the first sites did not have."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

from tests.fresh_city.posted import sent
from tests.fresh_city.stock import BODIES, answering, at, items, latest, number_of, pages, whole
from tests.sites import Page, Site


def files_beside(site: Site) -> str:
    """Each row links its article and, behind it, the file of the article."""
    found = pages(items())
    for place, run in enumerate(found):
        rows = "".join(
            f'<li><a href="{i.day:%Y%m}/t{i.day:%Y%m%d}_{i.number}.html">{i.title}</a>'
            f'<a class="fj" href="{i.day:%Y%m}/W0{i.day:%Y%m%d}00{i.number}9.pdf">PDF</a><span>{i.day}</span></li>'
            for i in run
        )
        script = f"<script>createPageHTML({len(found)},{place},'index','html');</script>"
        site.serve(f"/czj/jsgk/index{f'_{place}' if place else ''}.html", whole(f"<ul>{rows}</ul>{script}"))
    return f"{site.url}/czj/jsgk/index.html"


def marked_rows(site: Site) -> str:
    """Rows with a mark of what is on top, the section as a link of its own, a long day behind words."""

    def build(asked: dict[str, str]) -> bytes:
        number = number_of(asked.get("fy"))
        rows = "".join(
            f'<div class="row"><a class="lm" href="/gk/lm/{3}/">[部门决算]</a><a href="/gk/detail.php?xxid={i.number}">'
            f'<font color="red">[置顶]</font>{i.title}<img src="/new.gif"></a>'
            f'<span class="t">发布时间：{i.day:%Y年%m月%d日} 星期日　浏览：{i.number}次</span></div>'
            for i in at(number)
        )
        links = "".join(f'<a href="?lm=3&fy={n}">{n}</a>' for n in range(1, 4) if n != number)
        return whole(f"{rows}<div class='fy'>{links}</div>", side=latest("/gk/detail.php?xxid={n}"))

    site.behave("/gk/list.php", answering(build))
    return f"{site.url}/gk/list.php?lm=3"


def years_above(site: Site) -> str:
    """The year stands once over the rows, in which there are only month and day."""
    rows = "".join(
        f'<li><em>{i.day:%m-%d}</em><a href="/zfxxgk/nr/{i.number}.shtml" title="{i.title}">{i.title}</a></li>'
        for i in items()
    )
    site.serve("/zfxxgk/js.shtml", whole(f'<div class="nd"><h3>2025年</h3><ul>{rows}</ul></div>'))
    return f"{site.url}/zfxxgk/js.shtml"


def rows_of_bodies(site: Site) -> str:
    """A table whose first cell holds the body for two rows; documents in numbered folders without suffix."""
    rows = "".join(
        f'<tr><td rowspan="2">区{body}</td><td><a href="/opendata/content/{5000 + n}">2024年度部门决算</a></td>'
        f"<td>2025-09-{n:02}</td></tr>"
        f'<tr><td><a href="/opendata/content/{6000 + n}">2025年度部门预算</a></td><td>2025-02-{n:02}</td></tr>'
        for n, body in enumerate(BODIES, 1)
    )
    site.serve("/opendata/bm", whole(f"<table><tr><th>单位</th><th>标题</th><th>日期</th></tr>{rows}</table>"))
    return f"{site.url}/opendata/bm"


def submit_pager(site: Site) -> str:
    """ASP.NET whose pager is buttons of the form."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        asked = sent(request) if request.command == "POST" else {}
        was = number_of(asked.get("__VIEWSTATE", "").removeprefix("s"))
        number = was + 1 if "btnNext" in asked else was - 1 if "btnPrev" in asked else 1
        rows = "".join(
            f'<tr><td><a href="View.aspx?infoid={i.number}">{i.title}</a></td><td>{i.day}</td></tr>' for i in at(number)
        )
        off = {True: ' disabled="disabled"', False: ""}
        form = (
            f'<form method="post" action="List.aspx"><input type="hidden" name="__VIEWSTATE" value="s{number}">'
            f'<table>{rows}</table><input type="submit" name="btnPrev" value="上一页"{off[number == 1]}>'
            f'<input type="submit" name="btnNext" value="下一页"{off[number == 3]}></form>'
        )
        Page(body=whole(form))(request)

    site.behave("/gk/List.aspx", behave)
    return f"{site.url}/gk/List.aspx"


def set_and_submitted(site: Site) -> str:
    """A form that is sent by GET, whose field of the page each link sets itself."""

    def build(asked: dict[str, str]) -> bytes:
        number = number_of(asked.get("pageno"))
        rows = "".join(f'<p><a href="read.asp?newsid={i.number}">{i.title}</a> {i.day}</p>' for i in at(number))
        link = (
            f"<a href=\"javascript:document.fm.pageno.value='{number + 1}';document.fm.submit();\">后一页</a>"
            if number < 3
            else ""
        )
        form = (
            f'<form name="fm" method="get" action="more.asp"><input type="hidden" name="typeid" value="12">'
            f'<input type="hidden" name="pageno" value="{number}"></form>'
        )
        return whole(f"{rows}<div>第{number}页 共3页 {link}</div>{form}", charset="gbk")

    site.behave("/more.asp", answering(build))
    return f"{site.url}/more.asp?typeid=12"


def feed(site: Site) -> str:
    """The column as a feed."""
    entries = "".join(
        f"<item><title>{i.title}</title><link>{site.url}/zw/{i.number}.html</link>"
        f"<pubDate>{i.day:%a, %d %b %Y} 09:00:00 +0800</pubDate></item>"
        for i in items()
    )
    site.serve(
        "/zw/rss.xml", (f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>部门决算</title>'
        f'<link>{site.url}/zw/</link>{entries}</channel></rss>'),
        content_type="application/rss+xml",
    )  # fmt: skip
    return f"{site.url}/zw/rss.xml"


def one_article(site: Site) -> str:
    """No list at all but an article, with what is related and what is newest beside it: none of this is its list."""
    body = "<p>按照区财政局要求，现将本单位情况公开如下，欢迎社会各界监督。</p>" * 8
    related = (
        "<div class='xgwz'><h3>相关阅读</h3><ul>"
        + "".join(
            f'<li><a href="/zwgk/gk/{n}88.html">湖滨社区开展第{n}期志愿服务</a><span>2025-09-0{n}</span></li>'
            for n in range(1, 7)
        )
        + "</ul></div>"
    )
    turn = (
        '<p>上一篇：<a href="/zwgk/gk/7001.html">关于举办读书活动的消息</a></p><p>下一篇：<a'
        ' href="/zwgk/gk/7003.html">关于夏季用电的提示</a></p>'
    )
    site.serve(
        "/zwgk/gk/70021.html",
        whole(
            f"<h1>澄湖区档案馆2024年度部门决算公开</h1><div class='content'>{body}</div>{turn}{related}",
            side=latest("/zwgk/gk/{n}.html"),
        ),
    )
    return f"{site.url}/zwgk/gk/70021.html"
