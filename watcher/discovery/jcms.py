"""JCMS (Hanweb): col/col77388/index.html, art/2022/10/12/art_1_2.html, and lists that jpage draws.

A list page holds its first records as XML inside a script; the rest is asked of ``dataproxy.jsp``, which answers with
such XML. Both are read here: the records are links with dates, put into a page of their own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from watcher.discovery.adapter import Adapter
from watcher.discovery.article import article_of
from watcher.discovery.keys import site_of
from watcher.discovery.listing import listing_of
from watcher.discovery.model import Article, Listing, PageRequest
from watcher.discovery.page import Page, parse
from watcher.discovery.script_values import value_at
from watcher.fetching.model import Posted

NAME = "jcms"
_ARTICLE = re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html?")
_ARRAY = re.compile(r"\bdataStore\s*=\s*\[\s*(?=[\"']\s*<)")  # answers of older versions
_ARRAY_END = re.compile(r">\s*[\"'](?=\s*\])")
_QUOTED = re.compile(r"[\"'](\s*<(?:li|tr|td|table|div|a)\b.*?>)\s*[\"']\s*(?:,|$)", re.DOTALL | re.IGNORECASE)
_PARAMETERS = re.compile(r"\bvar\s+(\w+)\s*=\s*\{([^{}]*)\}")
_CALL = re.compile(r"\.jpage\(\s*\{(.{0,4000}?)\}\s*\)", re.DOTALL)
_RECORDS_AT_ONCE = 3  # pages that the site's own script asks for in one go
_MOST = 1000
_MOST_LISTS = 50  # of one page


def recognises(page: Page) -> bool:
    """By its records, its pager, or the addresses of its articles."""
    if (
        "/module/xxgk/" in page.text
        or "<recordset>" in _plain(page.text[:4000])
        or _ARRAY.search(page.text[:4000])
        or _CALL.search(page.scripts)
        or _ARTICLE.search(page.url)
    ):
        return True
    return any(_ARTICLE.search(url) and site_of(url) == site_of(page.url) for _, url in page.links)


def read_listing(page: Page) -> Listing:
    """The records that the page holds, and the requests for the others."""
    stores = _stores(page)
    drawn = parse(_document(stores).encode(), page.url) if stores else page
    found = listing_of(drawn, NAME, bare=bool(stores))
    requests = tuple(_requests(page, [len(store) for store in stores])) or tuple(_directory(page, found))
    if stores or requests:
        found = replace(found, page_urls=(), problems=())
    return replace(found, requests=requests or found.requests)


def _directory(page: Page, found: Listing) -> Iterator[PageRequest]:
    """The directory of open information: asked for its topic, which stands in the page's own address, page by page."""
    if "/module/xxgk/search" in page.url:
        if found.items:
            yield _asked(page.url, lambda query: {"currpage": str(_number(query.get("currpage"), 1) + 1)})
        return
    topic = dict(parse_qsl(urlsplit(page.url).query)).get("number", "")
    for request in found.requests:
        if "/module/xxgk/search" in request.url:
            yield _asked(request.url, lambda query: {"infotypeId": query.get("infotypeId") or topic} if topic else {})


def _asked(url: str, changed: Callable[[dict[str, str]], dict[str, str]]) -> PageRequest:
    """The same request with other values; it may be posted where the GET is refused."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    query |= changed(query)
    address = urlunsplit(parts._replace(query=urlencode(query)))
    return PageRequest(url=address, otherwise=PageRequest(url=address, posted=Posted.form(query.items())))


def _plain(text: str) -> str:
    return html.unescape(text) if "&lt;record" in text else text


def _stores(page: Page) -> list[list[str]]:
    """The records of each list, as markup. A script's text is escaped once more than an answer's."""
    text = _plain(page.text)
    stores = [records for store in _between(text, "recordset") if (records := list(_between(store, "record")))]
    return stores or [_QUOTED.findall(store) for store in _arrays(text)]


def _arrays(text: str) -> Iterator[str]:
    """The texts in each array of records, in one pass: where one has no end, none behind it has."""
    place = 0
    while (begun := _ARRAY.search(text, place)) and (ended := _ARRAY_END.search(text, begun.end())):
        yield text[begun.end() : ended.end()]
        place = ended.end()


def _between(text: str, name: str) -> Iterator[str]:
    """What stands in each element of this name, without CDATA; in one pass, whatever is left open."""
    for piece in text.split(f"<{name}>")[1:]:
        inner, closed, _ = piece.partition(f"</{name}>")
        if closed:
            yield inner.strip().removeprefix("<![CDATA[").removesuffix("]]>")


def _document(stores: list[list[str]]) -> str:
    rows = (
        record if "<li" in record or "<tr" in record else f"<li>{record}</li>" for store in stores for record in store
    )
    lists = f"<ul>{''.join(rows)}</ul>"
    return f'<html><head><meta charset="utf-8"></head><body>{lists}</body></html>'


def _requests(page: Page, held: list[int]) -> Iterator[PageRequest]:
    """What each pager of the page would ask for after the records that it holds already."""
    named = {name: _pairs(body) for name, body in _PARAMETERS.findall(page.scripts)}
    for place, call in enumerate(islice(_CALL.finditer(page.scripts), _MOST_LISTS)):
        options = _pairs(call[1])
        given = _parameters_before(page.scripts, call.start()) or named.get(options.get("ajaxParam", ""), {})
        shown = held[place] if place < len(held) else 0
        if options.get("proxyUrl"):
            yield from _groups(urljoin(page.url, options["proxyUrl"]), options, given, shown)


def _parameters_before(scripts: str, place: int) -> Mapping[str, str]:
    """The parameters that were set last before a pager: each list of a page reuses the same name."""
    before = list(_PARAMETERS.finditer(scripts, 0, place))
    return _pairs(before[-1].group(2)) if before else {}


def _groups(address: str, options: Mapping[str, str], given: Mapping[str, str], shown: int) -> Iterator[PageRequest]:
    """Requests for groups of records, numbered from 1, up to the total that the page states."""
    each, total = _number(options.get("perPage"), 15), _number(options.get("totalRecord"), 0)
    step = each * _RECORDS_AT_ONCE
    for first in list(range(shown + 1, total + 1, step))[:_MOST]:
        group = {"startrecord": str(first), "endrecord": str(min(first + step - 1, total)), "perpage": str(each)}
        page_of = {"page": str((first - 1) // step)} if "morecolumn" in address else {}
        query = {**group, **page_of}
        posted = PageRequest(url=f"{address}?{urlencode(query)}", posted=Posted.form(given.items()))
        yield PageRequest(url=f"{address}?{urlencode({**query, **given})}", otherwise=posted)


def _pairs(body: str) -> dict[str, str]:
    found = value_at(f"{{{body}}}", 0)
    return {name: str(value) for name, value in found.items() if not isinstance(value, dict | list)}


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and int(text) > 0 else otherwise


def read_article(page: Page) -> Article:
    """What an article page holds."""
    return article_of(page, NAME)


ADAPTER = Adapter(name=NAME, recognises=recognises, read_listing=read_listing, read_article=read_article)
