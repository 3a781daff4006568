"""The other pages of a list or of a long article: from the calls that draw the pager, and from its links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit

from watcher.discovery.drawn import MOST, NUMBERED, Pager, counted_pages, drawn_pagers, untold_pages
from watcher.discovery.keys import leads_to_article, site_of
from watcher.discovery.model import PageRequest
from watcher.discovery.page import Page, spaced_text
from watcher.discovery.tree import Element
from watcher.discovery.turning import is_page_key
from watcher.discovery.words import any_of, words

_TURNED = re.compile(
    r"location(?:\.href)?\s*=\s*[\"']([\w./?&=%-]{1,200}?(?:(\w{1,40})=|_|-|/))[\"']\s*\+\s*([\w$.]{1,60})"
    r"(?:\s*\+\s*[\"']([\w./?&=%-]{0,100})[\"'])?"
)
_PAGES = re.compile(r"page|curr?|num|index|(?:^|\.)[pn]$", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,6}")
_SHOWN = re.compile(r"(?:第\s*)?(\d{1,4})\s*页?")
_FIRST_SHOWN = 3  # a run of pages begins with the second, or with the third where the second is at hand


def list_pages(page: Page) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The other pages of the list on this page, and what was not understood of its pager."""
    pagers, problems = drawn_pagers(page)
    drawn = [name for pager in pagers if not _is_article(pager.stem) for name in pager.names()]
    own = _own_links(page)
    linked = _linked_by_name(page, own)
    # Links are what the site really has; a call may count from 0 or from 1 in a way that only its script knows.
    urls = linked if len(linked) >= len(drawn) else [urljoin(page.url, name) for name in drawn]
    urls = urls or _linked_by_query(page, own) or counted_pages(page) or _numbered(page)
    if not urls and (following := _next_link(page)):
        urls = [following]
    others = _others(page, urls)
    return others, () if urls else (*problems, *(() if problems else untold_pages(page)))


def article_pages(page: Page) -> tuple[str, ...]:
    """The further pages of a long article."""
    own = urlsplit(page.url).path.rpartition("/")[2]
    pagers = [pager for pager in drawn_pagers(page)[0] if own.startswith(pager.stem)]
    names = [urljoin(page.url, name) for pager in pagers for name in pager.names()]
    stem = own.rpartition(".")[0]
    counted = [url for url in counted_pages(page) if url.rpartition("/")[2].startswith(stem)]
    return _others(page, names or counted or _linked_parts(page))


def _linked_parts(page: Page) -> list[str]:
    """The further pages of an article that are linked as 7788_2.htm beside 7788.htm; gaps between them are filled."""
    stem, _, suffix = urlsplit(page.url).path.rpartition(".")
    part = re.compile(rf"{re.escape(stem)}_([2-9]|[1-4]\d)\.{re.escape(suffix)}")
    last = max((int(found[1]) for one in _own_links(page) if (found := part.fullmatch(one.path))), default=1)
    return [urljoin(page.url, f"{stem}_{number}.{suffix}") for number in range(2, last + 1)]


def _is_article(stem: str) -> bool:
    return re.fullmatch(r"t\d{8}_\d+", stem) is not None


def _others(page: Page, urls: Iterable[str]) -> tuple[str, ...]:
    """Each page once, without this one, whose address may leave out its file name."""
    own = urlsplit(page.url)
    here = {own.path, f"{own.path}index.html"} if own.path.endswith("/") else {own.path}
    first = urljoin(page.url, ".")
    stem = NUMBERED.match(own.path.rpartition("/")[2])
    if own.path.endswith("/") or (stem and stem["number"] is None):
        here |= {urlsplit(first).path + name for name in ("index.html", "index.shtml", "index.htm")}
    wanted = [url for url in dict.fromkeys(urls) if urlsplit(url).path not in here or urlsplit(url).query != own.query]
    return tuple(url for url in wanted if url != page.url)


def _linked_by_name(page: Page, links: Sequence[SplitResult]) -> list[str]:
    """Pages that are linked as index_2.html and the like; gaps between them are filled."""
    own = urlsplit(page.url)
    folder, _, name = own.path.rpartition("/")
    own_name = NUMBERED.match(name or "index.html")
    if own_name is None:
        return []
    found: dict[str, set[int]] = {}
    for parts in links:
        linked = NUMBERED.match(parts.path.rpartition("/")[2])
        sibling = linked and linked["stem"] == own_name["stem"] and parts.path.rpartition("/")[0] == folder
        if linked and sibling and linked["number"]:
            found.setdefault(linked["suffix"], set()).add(int(linked["number"]))
    return [
        urljoin(page.url, name)
        for suffix, numbers in found.items()
        if max(numbers) <= MOST
        for name in Pager(stem=own_name["stem"], suffix=suffix, start=min(2, *numbers, 2), end=max(numbers)).names()
    ]


def _linked_by_query(page: Page, links: Sequence[SplitResult]) -> list[str]:
    """Pages that are linked as ?page=2 and the like; gaps between them are filled."""
    own = urlsplit(page.url)
    found: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
    for parts in links:
        query = parse_qsl(parts.query) if parts.query else []
        keys = [key for key, value in query if is_page_key(key) and _NUMBER.fullmatch(value)]
        if len(keys) == 1 and parts.path == own.path:
            rest = tuple(pair for pair in query if pair[0] != keys[0])
            number = int(dict(query)[keys[0]])
            found[keys[0], rest] = max(number, found.get((keys[0], rest), 0))
    return [
        urljoin(page.url, f"?{urlencode([*rest, (key, str(number))])}")
        for (key, rest), last in found.items()
        if last <= MOST
        for number in range(2, last + 1)
    ]


def _numbered(page: Page) -> list[str]:
    """Pages that links or the options of a box call by their numbers, whatever their addresses are."""
    options = ((box, page.resolve(box.get("value"))) for box in page.tagged("option") if _is_page_of(box))
    found: dict[int, str] = {}
    for link, url in (*page.links, *options):
        shown = _SHOWN.fullmatch(spaced_text(link))
        if shown and url and site_of(url) == site_of(page.url) and not leads_to_article(url):
            found.setdefault(int(shown[1]), url)
    run = [number for number in sorted(found) if 1 < number <= MOST]
    return [found[number] for number in run] if run and run[0] <= _FIRST_SHOWN else []


def turned_by_script(page: Page) -> PageRequest | None:
    """The next page of a pager that a component draws: ``location.href = '/list?page=' + obj.curr`` says where."""
    if not re.search(words().load_more, page.text):
        return None
    query = dict(parse_qsl(urlsplit(page.url).query))
    for before, key, name, behind in _TURNED.findall(page.scripts):
        given = re.search(r"(\d+)", query.get(key, "") if key else urlsplit(page.url).path.rpartition("/")[2])
        number = int(given[1]) + 1 if given and int(given[1]) < MOST else 2
        url = page.resolve(f"{before}{number}{behind}") if _PAGES.search(name) else None
        if url and site_of(url) == site_of(page.url) and url != page.url:
            return PageRequest(url=url, continued=True)
    return None


def _is_page_of(option: Element) -> bool:
    """Whether an option leads to a page when it is chosen."""
    return "." in (option.get("value") or "") or "/" in (option.get("value") or "")


def _next_link(page: Page) -> str | None:
    following = any_of((words().next_page,))
    for link, url in page.links:
        if any(following.fullmatch(name) for name in _names(link)):
            return url if site_of(url) == site_of(page.url) and url != page.url else None
    return None


def _names(link: Element) -> Iterator[str]:
    """What a link is called: its text, or where it shows a picture what that or the link says on being pointed at."""
    shown = spaced_text(link)
    yield shown
    pictures = () if shown else (link, *link.find_all("img"))
    yield from (said.strip() for one in pictures for name in ("title", "alt") if (said := one.get(name)))


def _own_links(page: Page) -> list[SplitResult]:
    """The links of the page to its own site."""
    host = urlsplit(page.url).netloc.removeprefix("www.")
    linked = (urlsplit(url) for _, url in page.links)
    return [parts for parts in linked if parts.netloc.removeprefix("www.") == host]
