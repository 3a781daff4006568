"""Sites whose pages are all to be had by plain addresses: systems, layouts and pagers of many kinds."""

from __future__ import annotations

from tests.fresh_city.stock import answering, at, items, latest, number_of, pages, whole
from tests.sites import Site


def vsb_table(site: Site) -> str:
    """Tables with generated ids, pages counted downward in a folder of the list's name."""
    found = pages(items())
    for place, run in enumerate(found):
        left = len(found) - place - 1
        up = "" if place == 0 else "../"
        rows = "".join(
            f'<tr id="line_u9_{n}" height="20"><td><img src="/images/dot.gif"></td><td><a class="c1"'
            f' href="{up}../info/1023/{i.number}.htm" '
            f'target="_blank" title="{i.title}">{i.title[:14]}...</a></td><td><span'
            f' class="timestyle9">{i.day:%Y/%m/%d}&nbsp;</span></td></tr>'
            for n, i in enumerate(run)
        )
        further = f'<a href="{"ysjs/" if place == 0 else ""}{left}.htm" class="Next">下页</a>' if left else "下页"
        pager = (
            f'<table><tr><td>共23条 {place + 1}/3 {further} <input id="u9goto"><a href="javascript:void(0)"'
            f" onclick=\"_simple_list_gotopage_fun(3,'u9goto',2)\">跳转</a></td></tr></table>"
        )
        name = "/xxgk/ysjs.htm" if place == 0 else f"/xxgk/ysjs/{left + 1}.htm"
        site.serve(name, whole(f"<table>{rows}</table>{pager}", side=latest("/info/1099/{n}.htm")))
    return f"{site.url}/xxgk/ysjs.htm"


def directory_table(site: Site) -> str:
    """A directory with index numbers; each row holds a hidden card of its own; pages by a function of the page."""

    def build(asked: dict[str, str]) -> bytes:
        rows = "".join(
            f'<tr><td>CH{i.number}/2025-00{i.number}</td><td><a href="/public/118322/{i.number}.html"'
            f' target="_blank">{i.title}</a>'
            f'<div class="tip" style="display:none"><p>索引号：CH{i.number}</p><p>发布机构：澄湖区财政局</p>'
            f"<p>生成日期：{i.day}</p></div></td>"
            f"<td>澄湖区财政局</td><td>{i.day}</td></tr>"
            for i in at(number_of(asked.get("page")))
        )
        head = "<tr><th>索引号</th><th>名称</th><th>发布机构</th><th>发布日期</th></tr>"
        pager = (
            '<div class="fy"><a href="javascript:goPage(1)">1</a><a href="javascript:goPage(2)">2</a><a'
            ' href="javascript:goPage(3)">3</a></div>'
        )
        script = '<script>function goPage(n){ window.location.href = "/gkml/list.html?orgid=12&page=" + n; }</script>'
        return whole(f"<table class='gkml'>{head}{rows}</table>{pager}{script}", side=latest("/news/7/{n}.html"))

    site.behave("/gkml/list.html", answering(build))
    return f"{site.url}/gkml/list.html?orgid=12"


def frame_in_a_tree(site: Site) -> str:
    """The list stands in a frame beside the tree of open information."""
    site.serve(
        "/zwgk/govxxgk/", whole('<iframe id="listframe" name="listframe" src="./jsgk/list.html" width="100%"></iframe>')
    )
    found = pages(items())
    for place, run in enumerate(found):
        rows = "".join(
            f'<div class="line"><p class="tt"><a'
            f' href="../../{i.day:%Y%m}/{i.number}a3f0c1d2e4b5968778695a4b3c2d1e.shtml">{i.title}</a></p><p'
            f' class="rq">{i.day}</p></div>'
            for i in run
        )
        pager = f"<script>createPageHTML({len(found)}, {place}, 'list', 'html');</script>"
        site.serve(
            f"/zwgk/govxxgk/jsgk/list{f'_{place}' if place else ''}.html", f"<html><body>{rows}{pager}</body></html>"
        )
    return f"{site.url}/zwgk/govxxgk/"


def webplus(site: Site) -> str:
    """Addresses with month and day in one, pages list2.htm, dates nowhere but there."""
    found = pages(items())
    for place, run in enumerate(found, 1):
        rows = "".join(
            f'<li class="news n{n}"><span class="news_title"><a'
            f' href="/{i.day:%Y}/{i.day:%m%d}/c1023a{i.number}/page.htm" target="_blank"'
            f' title="{i.title}">{i.title}</a></span></li>'
            for n, i in enumerate(run, 1)
        )
        further = (
            f'<a class="next" href="/1023/list{place + 1}.htm"><span>下一页&gt;&gt;</span></a>'
            if place < len(found)
            else ""
        )
        pager = (
            f'<div class="wp_paging"><span>每页 <em>10</em> 记录 总共 <em>23</em> 记录</span>{further}<span>页码'
            f" {place}/3</span></div>"
        )
        site.serve(
            f"/1023/list{place if place > 1 else ''}.htm", whole(f'<ul class="news_list list2">{rows}</ul>{pager}')
        )
    return f"{site.url}/1023/list.htm"


def cards(site: Site) -> str:
    """A grid of cards with day and month apart; pages by an offset."""

    def build(asked: dict[str, str]) -> bytes:
        start = int(asked.get("start", "0"))
        cells = "".join(
            f'<div class="col-4"><a class="card" href="view?aid={i.number}"><div class="pic"><img'
            f' src="/t/{i.number}.jpg"></div>'
            f'<div class="d"><em>{i.day:%d}</em><i>{i.day:%Y-%m}</i></div><h3>{i.title}</h3>'
            f"<p>按照要求，现将有关情况向社会公开，欢迎监督。</p></a></div>"
            for i in items()[start : start + 10]
        )
        following = f'<a href="cards?cat=js&start={start + 10}">下一页 »</a>' if start + 10 < 23 else ""
        return whole(f'<div class="row">{cells}</div><div class="p">{following}</div>', side=latest("/view?aid={n}"))

    site.behave("/open/cards", answering(build))
    return f"{site.url}/open/cards?cat=js"


def select_pager(site: Site) -> str:
    """Pages are chosen from a box; definitions with the day first; links relative to a base."""
    found = pages(items())
    options = "".join(f'<option value="js_p{n}.html">第{n}页</option>' for n in range(1, len(found) + 1))
    for place, run in enumerate(found, 1):
        rows = "".join(
            f'<dt>[{i.day:%Y.%m.%d}]</dt><dd><a href="article/{i.day:%Y}/{i.number}.html">{i.title}</a></dd>'
            for i in run
        )
        box = f'<select onchange="window.location=this.options[this.selectedIndex].value">{options}</select>'
        head = '<base href="/czzj/">'
        site.serve(f"/czzj/js_p{place}.html", whole(f"<dl>{rows}</dl>{box}", head=head))
    return f"{site.url}/czzj/js_p1.html"


def weblog(site: Site) -> str:
    """Posts with excerpts and "read more", a sidebar of recent posts, pages by folders."""
    found = pages(items())
    for place, run in enumerate(found, 1):
        posts = "".join(
            f'<article id="post-{i.number}" class="post type-post"><header class="entry-header"><h2'
            f' class="entry-title"><a href="/archives/{i.number}" rel="bookmark">{i.title}</a></h2>'
            f'<div class="entry-meta"><time class="entry-date"'
            f' datetime="{i.day}T09:00:00+08:00">{i.day.month}月{i.day.day}日</time> <a href="/author/czj">财政局</a>'
            f"</div></header>"
            f'<p>现将有关情况公开如下 <a class="more-link" href="/archives/{i.number}">阅读更多</a></p></article>'
            for i in run
        )
        following = (
            f'<a class="next page-numbers" href="/category/js/page/{place + 1}/">下一页</a>'
            if place < len(found)
            else ""
        )
        recent = (
            '<aside class="widget"><h3>近期文章</h3><ul>'
            + "".join(f'<li><a href="/archives/{n}">社区活动第{n}期</a></li>' for n in range(9100, 9105))
            + "</ul></aside>"
        )
        site.serve(
            "/category/js/" if place == 1 else f"/category/js/page/{place}/",
            whole(f'<div id="content">{posts}<div class="nav-links">{following}</div></div>', side=recent),
        )
    return f"{site.url}/category/js/"


def layout_tables(site: Site) -> str:
    """Tables within tables in GBK, everything a table, titles cut, a menu of the same make."""
    found = pages(items())
    for place, run in enumerate(found, 1):
        rows = "".join(
            f'<table width="98%"><tr><td width="20" align="center">·</td><td><a href="show.asp?id={i.number}"'
            f' target="_blank"><font color="#333333">{i.title[:12]}…</font></a></td>'
            f'<td width="90"><font color=gray>({i.day.year}-{i.day.month}-{i.day.day})</font></td></tr></table>'
            for i in run
        )
        menu = (
            "<table><tr>"
            + "".join(f'<td><a href="list.asp?lm={n}">栏目{n}</a></td>' for n in range(6))
            + "</tr></table>"
        )
        hot = (
            "<table>"
            + "".join(
                f'<tr><td>·</td><td><a href="show.asp?id={n}">热点图文报道之{n}</a></td></tr>'
                for n in range(8100, 8108)
            )
            + "</table>"
        )
        following = (
            f'<a href="list.asp?lm=7&page={place + 1}">下一页</a> <a href="list.asp?lm=7&page=3">尾页</a>'
            if place < len(found)
            else ""
        )
        name = "/list.asp?lm=7" + (f"&page={place}" if place > 1 else "")
        body = (
            f"<table><tr><td>{menu}</td></tr><tr><td>{hot}</td><td>{rows}<p>共 3 页 {following}</p></td></tr></table>"
        )
        site.serve(name, whole(body, charset="gb2312"))
    return f"{site.url}/list.asp?lm=7"
