"""What every site of the city publishes, and the furniture that stands around its lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from tests.sites import Page

EACH = 10  # on a page
BODIES = ("水务局", "教育局", "民政局", "司法局", "财政局", "农业农村局", "商务局", "审计局", "统计局", "医疗保障局",
  "信访办公室", "档案馆", "科学技术局", "残疾人联合会", "妇女联合会", "柳堤街道办事处", "石桥镇人民政府",
  "党校", "机关事务中心", "总工会")  # fmt: skip
OTHERS = ("区政府工作会议召开", "关于做好防汛值守工作的通知", "2024年法治政府建设年度报告")


@dataclass(frozen=True, kw_only=True)
class Item:
    """A publication as the site means it."""

    number: int
    title: str
    day: date

    @property
    def report(self) -> bool:
        """Whether it is a report."""
        return self.title not in OTHERS


def items(named: str = "澄湖区{body}2024年度部门决算公开") -> list[Item]:
    """All publications, the newest first."""
    reports = [named.format(body=body) for body in BODIES]
    titles = [*reports[:4], OTHERS[0], *reports[4:], *OTHERS[1:]]
    return [
        Item(number=4000 + 7 * place, title=title, day=date(2025, 9, 28) - timedelta(days=place))
        for place, title in enumerate(titles)
    ]


def pages(found: Sequence[Item], each: int = EACH) -> list[list[Item]]:
    """The publications, page by page."""
    return [list(found[at : at + each]) for at in range(0, len(found), each)]


MENU = (
    '<div class="topbox"><ul class="dh"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>'
    '<li><a href="/hdjl/index.html">互动交流</a></li><li><a href="/bsfw.html">办事服务</a></li></ul></div>'
    '<div class="dqwz">当前位置：<a href="/">首页</a>&gt;<a href="/zwgk/">政务公开</a>&gt;部门决算</div>'
)
TREE = (
    '<div class="left_tree"><h3>公开目录</h3><ul><li><a href="/zwgk/jgzn/">机构职能</a></li>'
    '<li><a href="/zwgk/ldxx/">领导信息</a></li><li><a href="/zwgk/ysgk/">部门预算</a></li>'
    '<li><a href="/zwgk/jsgk/">部门决算</a></li></ul></div>'
)
FOOT = (
    '<div class="yqlink"><span>友情链接</span><select><option value="http://www.example.org/">省政府</option></select>'
    '<ul><li><a href="http://www.example.org/index.html">省人民政府网站</a></li>'
    '<li><a href="http://sheng.example.org/a/20240101/9.html">省财政厅专题</a></li></ul></div>'
    '<div class="bottom"><p>主办：澄湖区人民政府办公室 <a href="http://beian.example.org/x?code=1">网安备案</a></p></div>'
)


def latest(address: str, count: int = 5) -> str:
    """A box beside the list: the newest news of the whole site, with dates."""
    lines = "".join(
        f'<li><a href="{address.format(n=9100 + n)}">湖滨新闻第{n}则：全区项目推进有力</a><span>09-{n + 10}</span></li>'
        for n in range(count)
    )
    return f'<div class="rbox"><h3>最新公开</h3><ul class="newlist">{lines}</ul></div>'


def whole(inner: str, *, head: str = "", side: str = "", charset: str = "utf-8") -> bytes:
    """A page with all its furniture."""
    text = (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>部门决算_澄湖区人民政府</title>{head}</head>'
        f"<body>{MENU}<div class='wrap'>{TREE}<div class='main'>{inner}</div>{side}</div>{FOOT}</body></html>"
    )
    return text.encode("gb18030" if charset.startswith("gb") else charset)


def query(request: BaseHTTPRequestHandler) -> dict[str, str]:
    """The query of what was asked."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(request.path).query, True).items()}


def answering(build: Callable[[dict[str, str]], bytes], **answer: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """A page that depends on the query."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        Page(body=build(query(request)), **answer)(request)  # type: ignore[arg-type]

    return behave


def number_of(text: str | None) -> int:
    """The number of a page as asked for; 1 where none is."""
    return int(text) if text and text.isdecimal() else 1


def at(number: int, named: str = "") -> list[Item]:
    """The publications of a page, counted from 1; none beyond the last."""
    found = pages(items(named) if named else items())
    return found[number - 1] if 0 < number <= len(found) else []
