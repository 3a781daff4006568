"""More sites that are to be had by plain addresses: tables of bodies, downloads, scripts that open, side boxes."""

from __future__ import annotations

import json

from tests.fresh_city.stock import BODIES, FOOT, MENU, items, latest, pages, whole
from tests.sites import Site


def a_row_for_each_body(site: Site) -> str:
    """One row for each body: its name, and links called by the year alone. No dates, no pages."""
    rows = "".join(
        f'<tr><td>{n}</td><td>区{body}</td><td><a href="/zwgk/ys/{5000 + n}.html">2024年预算</a></td><td><a'
        f' href="/zwgk/js/{6000 + n}.html">2024年决算</a></td></tr>'
        for n, body in enumerate(BODIES, 1)
    )
    site.serve(
        "/zwgk/yjs/index.html",
        whole(f"<table class='bmyjs'><tr><th>序号</th><th>单位</th><th>预算</th><th>决算</th></tr>{rows}</table>"),
    )
    return f"{site.url}/zwgk/yjs/index.html"


def downloads(site: Site) -> str:
    """The title is text in a cell; the link beside it is called "download"."""
    rows = "".join(
        f'<tr><td>{i.number}</td><td class="l">{i.title}</td><td>{i.day}</td><td><a'
        f' href="/upload/files/{i.day:%Y/%m}/f{i.number}.pdf" target="_blank">下载</a></td></tr>'
        for i in items()
    )
    site.serve(
        "/czj/xzzx.html",
        whole(
            f"<table><tr><th>编号</th><th>文件名</th><th>日期</th><th>操作</th></tr>{rows}</table>",
            side=latest("/czj/{n}.html"),
        ),
    )
    return f"{site.url}/czj/xzzx.html"


def state_in_a_script(site: Site) -> str:
    """A page that a script draws from what stands in it, nested; the page itself is an empty frame."""
    held = {
        "site": {"name": "澄湖区", "url": "/"},
        "column": {"title": "部门决算", "url": "/jsgk", "children": [{"title": "往年决算", "url": "/jsgk/wn"}]},
        "list": {"total": 23, "rows": [
            {"id": i.number, "meta": {"views": 3}, "title": i.title, "publishDate": f"{i.day} 08:30:00",
             "path": f"/jsgk/d/{i.number}"}
            for i in items()
        ]},
    }  # fmt: skip
    site.serve(
        "/jsgk",
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>部门决算</title></head><body><div id="app"></div>'
        f"<script>window.__INITIAL_STATE__={json.dumps(held, ensure_ascii=False)};</script><script"
        f' src="/js/app.8a7f.js"></script></body></html>',
    )
    return f"{site.url}/jsgk"


def opened_by_number(site: Site) -> str:
    """A click hands a number to a function of the page, which knows the address; so do the pages."""
    found = pages(items())
    for place, run in enumerate(found, 1):
        rows = "".join(
            f"<li><span class='sj'>{i.day}</span><a href='javascript:void(0)'"
            f" onclick=\"openDoc('d{i.number}')\">{i.title}</a></li>"
            for i in run
        )
        links = "".join(f'<a href="#" onclick="toPage({n});return false;">{n}</a>' for n in range(1, len(found) + 1))
        script = (
            "<script>\nfunction openDoc(docId){\n  var u = '/doc/detail/' + docId + '.html';\n "
            " window.open(u);\n}\nfunction toPage(p) { if (p == 1) { location.href = 'js.html'; } else {"
            " location.href = 'js-' + p + '.html'; } }</script>"
        )
        site.serve(
            f"/gk/js{f'-{place}' if place > 1 else ''}.html",
            whole(
                f"<ul class='gkul'>{rows}</ul><div class='pages'>{links}</div>{script}",
                side=latest("/gk/news/{n}.html"),
            ),
        )
    return f"{site.url}/gk/js.html"


def titles_of_the_column(site: Site) -> str:
    """Lists under the names of bodies, each link called the same; no dates; headings are links to bodies."""
    blocks = "".join(
        f'<div class="bm"><h4><a href="/bm/{n}/">区{body}</a></h4><ul><li><a'
        f' href="/bm/{n}/gk/{7000 + n}.html">2024年部门决算公开</a></li><li><a'
        f' href="/bm/{n}/gk/{8000 + n}.html">2025年部门预算公开</a></li></ul></div>'
        for n, body in enumerate(BODIES[:9], 1)
    )
    site.serve("/yjspt/", whole(blocks))
    return f"{site.url}/yjspt/"


def empty_column(site: Site) -> str:
    """A column that holds nothing yet, beside a box of news: none of these is its item."""
    site.serve(
        "/zwgk/jsgk/kong.html",
        whole('<div class="list"><p class="none">暂无内容</p></div>', side=latest("/news/7/{n}.html")),
    )
    return f"{site.url}/zwgk/jsgk/kong.html"


def menu_of_lists(site: Site) -> str:
    """Undated titles beside a long menu and a wide foot: the list is the shortest of the three."""
    rows = "".join(f'<p><a href="./d{i.number}.html">{i.title}</a></p>' for i in items()[:4])
    side = (
        "<div class='cols'>"
        + "".join(f'<p><a href="/lanmu/d{n}.html">公开事项目录第{n}项</a></p>' for n in range(30))
        + "</div>"
    )
    site.serve(
        "/cz/2024/",
        f'<html><head><meta charset="utf-8"></head><body>{MENU}{side}<div class="nr">{rows}</div>{FOOT}</body></html>',
    )
    return f"{site.url}/cz/2024/"
