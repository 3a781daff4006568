"""The city's web sites: two columns for each district, articles, attachments, outages. Answers from memory."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from html import escape
from http.cookiejar import CookieJar
from itertools import count
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from benchmarks.city.clock import Clock
from benchmarks.city.names import Names
from benchmarks.city.press import Template, attachment_name, attachment_of, page_of, title_of
from watcher.fetching import Answer, ExchangeFailed, FailureReason, Posted

CHINA = ZoneInfo("Asia/Shanghai")
COLUMNS = {"budget": "ys", "final": "js"}
PER_PAGE = 20
LATENCY = 0.25  # seconds that an answer takes
WALL = b"<html><script>document.cookie='__jsl_clearance=1;path=/';location.href=location.pathname</script></html>"
LIST = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="UTF-8"><title>{column}_{district}</title>
<meta name="SiteName" content="重庆市{district}人民政府"><meta name="ColumnName" content="{column}"></head>
<body><div class="header"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div>
<ul class="list">
{items}
</ul>
<script type="text/javascript">createPage({pages}, {page}, "index", "html");</script>
<div class="footer">主办：{district}人民政府办公室{counter}</div></body></html>
"""
ITEM = '<li><a href="./{path}" target="_blank" title="{title}">{title}</a><span>{day}</span></li>'
_LIST_PATH = re.compile(r"/zwgk/(?P<column>ys|js)/(?:index(?:_(?P<page>\d+))?\.html)?$")


@dataclass(kw_only=True, slots=True)
class Article:
    """One page of a site as it stands now."""

    number: int
    kind: str
    names: Names | None  # None: an announcement
    template: Template | None
    title: str
    published_at: datetime

    @property
    def published(self) -> str:
        """As the page prints it."""
        return f"{self.published_at.astimezone(CHINA):%Y-%m-%d %H:%M}"

    @property
    def path(self) -> str:
        """Inside its column."""
        day = self.published_at.astimezone(CHINA)
        return f"{day:%Y%m}/t{day:%Y%m%d}_{self.number}.html"


@dataclass(kw_only=True)
class Host:
    """One district's site and how it behaves."""

    district: str
    name: str
    validators: bool  # it answers conditional requests
    counting: bool  # every page counts its visitors
    trouble: str = ""  # down | error | wall
    articles: dict[str, Article] = field(default_factory=dict)  # by address
    attachments: dict[str, Article] = field(default_factory=dict)
    columns: dict[str, list[Article]] = field(default_factory=lambda: {"ys": [], "js": []})  # the newest first
    pages: dict[tuple[str, int], bytes] = field(default_factory=dict)  # list pages drawn since the last change
    visits: count[int] = field(default_factory=lambda: count(1000))
    asked: Counter[int] = field(default_factory=Counter)  # requests by hour

    def column_url(self, column: str) -> str:
        """The address of a column."""
        return f"http://{self.name}/zwgk/{column}/"

    def address(self, article: Article) -> str:
        """Where an article stands."""
        return f"{self.column_url(COLUMNS[article.kind])}{article.path}"

    def put(self, article: Article) -> None:
        """Publish."""
        column = COLUMNS[article.kind]
        self.columns[column].insert(0, article)
        self.articles[self.address(article)] = article
        if article.template and (name := attachment_name(article.template, article.number)):
            self.attachments[f"{self.address(article).rpartition('/')[0]}/{name}"] = article
        self._redraw(column)

    def take_away(self, article: Article) -> None:
        """Off the list, and the page answers 404."""
        column = COLUMNS[article.kind]
        self.columns[column].remove(article)
        del self.articles[self.address(article)]
        self._redraw(column)

    def replace(self, article: Article, template: Template) -> None:
        """Other content under the same address."""
        article.template = template

    def stamp(self, url: str) -> str | None:
        """The ETag of what stands there, without drawing it; None where it must be drawn."""
        article = self.articles.get(url) or self.attachments.get(url)
        if not self.validators or self.counting or article is None or self.address(article) not in self.articles:
            return None
        return f'"{article.number}-{article.template.key if article.template else "notice"}"'

    def _redraw(self, column: str) -> None:
        self.pages = {key: page for key, page in self.pages.items() if key[0] != column}

    def list_page(self, column: str, page: int) -> bytes | None:
        """One page of a column, None where there is no such page."""
        shown, pages = self.columns[column], max(1, -(-len(self.columns[column]) // PER_PAGE))
        if page >= pages:
            return None
        if self.counting or (column, page) not in self.pages:
            self.pages[column, page] = self._draw(column, shown[page * PER_PAGE :][:PER_PAGE], page, pages)
        return self.pages[column, page]

    def _draw(self, column: str, shown: list[Article], page: int, pages: int) -> bytes:
        rows = "\n".join(ITEM.format(path=one.path, title=escape(one.title), day=one.published[:10]) for one in shown)
        name = "部门预算" if column == "ys" else "部门决算"
        text = LIST.format(
            column=name, district=self.district, items=rows, pages=pages, page=page, counter=self.counter()
        )
        return text.encode()

    def counter(self) -> str:
        """Page furniture that differs each time."""
        return f"<span>本页访问量：{next(self.visits)}</span>" if self.counting else ""


class Web:
    """All sites. Carries requests for the fetcher, and counts them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.hosts: dict[str, Host] = {}
        self.requests = 0
        self.shortest_pause: dict[str, float] = {}
        self._last: dict[str, float] = {}

    def add(self, host: Host) -> None:
        """One more site."""
        self.hosts[host.name] = host

    def get(self, url: str, headers: Mapping[str, str], cookies: CookieJar, posted: Posted | None = None) -> Answer:
        """What the site answers; time passes meanwhile."""
        del cookies, posted  # these sites set none and want none
        host = self.hosts[urlsplit(url).netloc]
        self._count(host)
        self._clock.sleep(LATENCY)
        if host.trouble == "down":
            raise ExchangeFailed(FailureReason.NETWORK, "连接被拒绝")
        if host.trouble == "error":
            return Answer(status=503, headers={})
        if host.trouble == "wall":
            return Answer(status=412, headers={"content-type": "text/html"}, body=WALL)
        if url.endswith("/robots.txt"):
            return Answer(status=200, headers={}, body=b"User-agent: *\nDisallow: /admin/\n")
        stamp = host.stamp(url)
        if stamp and headers.get("If-None-Match") == stamp:
            return Answer(status=304, headers={"etag": stamp})
        return _answer(host, self._content(host, url), headers, stamp)

    def _count(self, host: Host) -> None:
        self.requests += 1
        now = self._clock.monotonic()
        if host.name in self._last:
            pause = now - self._last[host.name]
            self.shortest_pause[host.name] = min(pause, self.shortest_pause.get(host.name, pause))
        self._last[host.name] = now
        host.asked[int(now // 3600)] += 1

    def _content(self, host: Host, url: str) -> bytes | None:
        listed = _LIST_PATH.match(urlsplit(url).path)
        if listed:
            return host.list_page(listed["column"], int(listed["page"] or 0))
        if url in host.attachments and host.address(host.attachments[url]) in host.articles:
            article = host.attachments[url]
            return attachment_of(article.template, article.names) if article.template and article.names else None
        return self._article(host, url)

    def _article(self, host: Host, url: str) -> bytes | None:
        article = host.articles.get(url)
        if article is None:
            return None
        if article.template is None or article.names is None:
            return f'<html><head><meta charset="utf-8"></head><body><p>{article.title}</p></body></html>'.encode()
        return page_of(article.template, article.names, article.published, article.number, host.counter())

    def stop(self) -> None:
        """Nothing is under way."""

    def close(self) -> None:
        """Nothing is open."""


def _answer(host: Host, body: bytes | None, headers: Mapping[str, str], stamp: str | None) -> Answer:
    if body is None:
        return Answer(status=404, headers={"content-type": "text/html"}, body=b"<html>404 Not Found</html>")
    sent = {"content-type": "text/html; charset=utf-8" if body[:1] == b"<" else "application/octet-stream"}
    if host.validators:
        sent["etag"] = stamp or f'"{sha256(body).hexdigest()[:16]}"'
        if headers.get("If-None-Match") == sent["etag"]:
            return Answer(status=304, headers=sent)
    return Answer(status=200, headers=sent, body=body)


def report(number: int, kind: str, names: Names, template: Template, now: datetime) -> Article:
    """A report that appears now."""
    title = title_of(template, names)
    return Article(number=number, kind=kind, names=names, template=template, title=title, published_at=now)
