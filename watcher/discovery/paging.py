"""The other pages of a list or of a long article: from the calls that draw the pager, and from its links.

``createPage(10, 0, "index", "html")`` means index.html, index_1.html … index_9.html: counted from 0. With the element's
name in front, ``createPageHTML('page_div', 10, 1, 'list', 'shtml', 22)``, the second page is list_2.shtml: from 1.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit

from watcher.discovery.keys import site_of
from watcher.discovery.page import Page, spaced_text
from watcher.discovery.words import words

_MOST = 1000  # pages of one list: a larger number is a mistake of ours or theirs
_CALL = re.compile(r"^(?P<before>.*?)\bcreatePage(?:HTML)?\s*\((?P<arguments>[^()]*)\)", re.MULTILINE)
_NUMBERED = re.compile(r"^(?P<stem>.*?)(?:_(?P<number>\d{1,4}))?\.(?P<suffix>\w+)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pager:
    """A run of pages: stem.suffix, then stem_N.suffix from ``start`` to ``end``."""

    stem: str
    suffix: str
    start: int
    end: int

    def names(self) -> list[str]:
        """The file names of all pages, the first included."""
        numbered = [f"{self.stem}_{number}.{self.suffix}" for number in range(self.start, self.end + 1)]
        return [f"{self.stem}.{self.suffix}", *numbered]


def list_pages(page: Page) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The other pages of the list on this page, and what was not understood of its pager."""
    pagers, problems = _drawn(page)
    drawn = [name for pager in pagers if not _is_article(pager.stem) for name in pager.names()]
    linked = _linked_by_name(page)
    # Links are what the site really has; a call may count from 0 or from 1 in a way that only its script knows.
    urls = linked if len(linked) >= len(drawn) else [urljoin(page.url, name) for name in drawn]
    urls = urls or _linked_by_query(page)
    if not urls and (following := _next_link(page)):
        urls = [following]
    return _others(page, urls), () if urls else problems


def article_pages(page: Page) -> tuple[str, ...]:
    """The further pages of a long article."""
    own = urlsplit(page.url).path.rpartition("/")[2]
    pagers = [pager for pager in _drawn(page)[0] if own.startswith(pager.stem)]
    return _others(page, [urljoin(page.url, name) for pager in pagers for name in pager.names()])


def _is_article(stem: str) -> bool:
    return re.fullmatch(r"t\d{8}_\d+", stem) is not None


def _others(page: Page, urls: Iterable[str]) -> tuple[str, ...]:
    """Each page once, without this one, whose address may leave out its file name."""
    own = urlsplit(page.url)
    here = {own.path, f"{own.path}index.html"} if own.path.endswith("/") else {own.path}
    first = urljoin(page.url, ".")
    stem = _NUMBERED.match(own.path.rpartition("/")[2])
    if own.path.endswith("/") or (stem and stem["number"] is None):
        here |= {urlsplit(first).path + name for name in ("index.html", "index.shtml", "index.htm")}
    wanted = [url for url in dict.fromkeys(urls) if urlsplit(url).path not in here or urlsplit(url).query != own.query]
    return tuple(url for url in wanted if url != page.url)


def _drawn(page: Page) -> tuple[list[Pager], tuple[str, ...]]:
    """The pagers that scripts of the page draw."""
    pagers, problems = [], []
    for call in _CALL.finditer(page.scripts):
        if re.search(r"\bfunction\s+$", call["before"]) or re.search(r"(?<!:)//", call["before"]):
            continue
        pager = _pager(call["arguments"], page)
        if pager is None:
            problems.append(f"看不懂的分页写法：createPage({' '.join(call['arguments'].split())[:60]})")
        elif pager.end >= pager.start:
            pagers.append(pager)
    return pagers, tuple(problems)


def _pager(arguments: str, page: Page) -> Pager | None:
    values = [_value(argument.strip(), page.scripts) for argument in arguments.split(",")]
    named_first = bool(values) and isinstance(values[0], str)
    match values[1:] if named_first else values:
        case [int(count), int(current), str(stem), str(suffix), *_] if 0 <= count <= _MOST and stem:
            numbered = _NUMBERED.match(urlsplit(page.url).path.rpartition("/")[2])
            on_first = numbered is None or numbered["number"] is None
            from_one = named_first or (current == 1 and on_first)
            return Pager(stem=stem, suffix=suffix, start=2 if from_one else 1, end=count if from_one else count - 1)
        case _:
            return None


def _value(argument: str, scripts: str) -> int | str | None:
    """What an argument is: a number, a quoted text, or a name that the script gives a number."""
    if re.fullmatch(r"\d{1,6}", argument):
        return int(argument)
    if re.fullmatch(r"([\"']).*\1", argument):
        return argument[1:-1]
    if not re.fullmatch(r"[A-Za-z_$][\w$]*", argument):
        return None
    given = re.search(
        rf"\b{re.escape(argument)}\s*=\s*(?:Math\.ceil\(\s*(\d+)\s*/\s*(\d+)\s*\)|[\"']?(\d+)[\"']?)\s*[;\r\n]", scripts
    )
    if given is None:
        return None
    return int(given[3]) if given[3] else math.ceil(int(given[1]) / max(int(given[2]), 1))


def _linked_by_name(page: Page) -> list[str]:
    """Pages that are linked as index_2.html and the like; gaps between them are filled."""
    own = urlsplit(page.url)
    folder, _, name = own.path.rpartition("/")
    own_name = _NUMBERED.match(name or "index.html")
    if own_name is None:
        return []
    found: dict[str, set[int]] = {}
    for parts in _own_links(page):
        linked = _NUMBERED.match(parts.path.rpartition("/")[2])
        sibling = linked and linked["stem"] == own_name["stem"] and parts.path.rpartition("/")[0] == folder
        if linked and sibling and linked["number"]:
            found.setdefault(linked["suffix"], set()).add(int(linked["number"]))
    return [
        urljoin(page.url, name)
        for suffix, numbers in found.items()
        if max(numbers) <= _MOST
        for name in Pager(stem=own_name["stem"], suffix=suffix, start=min(2, *numbers, 2), end=max(numbers)).names()
    ]


def _linked_by_query(page: Page) -> list[str]:
    """Pages that are linked as ?page=2 and the like; gaps between them are filled."""
    own = urlsplit(page.url)
    found: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
    for parts in _own_links(page):
        query = parse_qsl(parts.query)
        keys = [key for key, value in query if key.lower() in words().page_keys and value.isdecimal()]
        if len(keys) == 1 and parts.path == own.path:
            rest = tuple(pair for pair in query if pair[0] != keys[0])
            number = int(dict(query)[keys[0]])
            found[keys[0], rest] = max(number, found.get((keys[0], rest), 0))
    return [
        urljoin(page.url, f"?{urlencode([*rest, (key, str(number))])}")
        for (key, rest), last in found.items()
        if last <= _MOST
        for number in range(2, last + 1)
    ]


def _next_link(page: Page) -> str | None:
    for link, url in page.links:
        if re.fullmatch(words().next_page, spaced_text(link), re.IGNORECASE):
            return url if site_of(url) == site_of(page.url) and url != page.url else None
    return None


def _own_links(page: Page) -> list[SplitResult]:
    """The links of the page to its own site."""
    host = urlsplit(page.url).netloc.removeprefix("www.")
    linked = (urlsplit(url) for _, url in page.links)
    return [parts for parts in linked if parts.netloc.removeprefix("www.") == host]
