"""The list on a page: which links are its items, and what stands beside them.

Every link that may be an item is looked at in its row; rows that hang in the same place of the tree form a cluster;
the cluster that looks most like a list of publications is the list. Menus, footers and news boxes lose.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from watcher.discovery.dates import read_date, without_dates
from watcher.discovery.keys import in_numbered_folder, leads_to_article, leads_to_list, site_of, suffix_of
from watcher.discovery.page import Page, in_furniture, spaced_text
from watcher.discovery.titles import looks_like_report
from watcher.discovery.tree import Element
from watcher.discovery.words import words

FEWEST = 2  # reports that make a list of links for which nothing else speaks
_ROWS = {"li", "tr", "dl", "article"}
_OUTERMOST = {"body", "html", "[document]", "ul", "ol", "table", "tbody"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A link with what stands beside it."""

    url: str
    title: str
    dated: date | None
    place: tuple[str, ...]  # where its row hangs in the tree
    article: bool  # its address looks like that of an article or a document
    near: bool  # on the page's own site
    furniture: bool

    @property
    def report(self) -> bool:
        """Whether its title promises a report."""
        return looks_like_report(self.title) is True

    @property
    def weight(self) -> float:
        """How much this looks like a publication in a list."""
        looks = self.article + (self.dated is not None) + 0.5 * self.near + self.report
        return looks * (0.3 if self.furniture else 1)


def find_rows(page: Page) -> list[Row]:
    """The items of the list on a page, in its order; and every article titled as a report, wherever it stands."""
    rows = list(_candidates(page))
    if not rows:  # addresses that look like nothing: what is titled as reports, and what stands beside it
        rows = [row for row in _candidates(page, bare=True) if row.near and not row.furniture]
        rows = rows if sum(row.report for row in rows) >= FEWEST else []
    clusters: dict[tuple[str, ...], float] = defaultdict(float)
    for row in rows:
        clusters[row.place] += row.weight
    best = max(clusters, key=lambda place: clusters[place], default=())
    return [row for row in rows if row.place == best or (row.report and row.article)]


def all_rows(page: Page) -> list[Row]:
    """Every link of a page that is nothing but its list."""
    return list(_candidates(page, bare=True))


def _candidates(page: Page, *, bare: bool = False) -> Iterable[Row]:
    """The links that may be items: by their address or a date beside them; ``bare``: by nothing at all."""
    holds = _addresses_within(page.links)
    places: dict[Element, tuple[str, ...]] = {}
    own = site_of(page.url)
    for link, url in page.links:
        article = leads_to_article(url) or bool(suffix_of(url))
        if url == page.url or (not article and leads_to_list(url) and not in_numbered_folder(url)):
            continue
        title = title_of(link)
        near = site_of(url) == own
        if not title or (not near and _shares(url)):
            continue
        row = _row_of(link, holds)
        dated = read_date(_beside(link, row, holds))
        if article or dated or bare:
            yield Row(url=url, title=title, dated=dated, place=_place(row, places), article=article, near=near,
                      furniture=in_furniture(row))  # fmt: skip


def _shares(url: str) -> bool:
    """Whether a link to another site hands an address on to it: "share on Weibo"."""
    return "=http" in unquote(urlsplit(url).query)


def _addresses_within(links: Iterable[tuple[Element, str]]) -> dict[Element, set[str]]:
    """Which addresses each element holds."""
    holds: dict[Element, set[str]] = defaultdict(set)
    for link, url in links:
        for holder in (link, *link.parents):
            holds[holder].add(url)
    return holds


def title_of(link: Element) -> str:
    """The title that a link shows: its title attribute where that says more, without date; "" where it has none."""
    shown, stated = without_dates(_shown(link)), _plain(str(link.get("title") or _title_within(link)))
    cut = shown.rstrip(".… ")
    better = stated if len(stated) >= len(cut) or not cut else shown
    title = re.sub(r"^[·•\-—◆■●>\s]+", "", better)
    return "" if re.fullmatch(words().no_titles, title, re.IGNORECASE) else title


def _shown(link: Element) -> str:
    """The text of a link; of a card its heading, of a whole row that a script makes a link its longest part."""
    if _is_plain(link):
        return spaced_text(link)
    heading = link.find(("h1", "h2", "h3", "h4", "h5", "h6"))
    if heading is not None and len(spaced_text(heading)) > 4:
        return spaced_text(heading)
    if link.name == "a":
        return spaced_text(link)
    parts = [spaced_text(part) for part in link.find_all() if _is_plain(part)]
    return max(parts, key=len, default=spaced_text(link))


def _title_within(link: Element) -> str:
    """The title attribute of something inside a link: a text that is cut for display stands whole there."""
    stated = () if _is_plain(link) else (part.get("title") for part in link.find_all())
    return next((str(title) for title in stated if title is not None), "")


def _is_plain(tag: Element) -> bool:
    """Whether an element holds nothing but text."""
    return all(isinstance(part, str) for part in tag.contents)


def _plain(text: str) -> str:
    """An attribute's text: editors paste markup into it."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]{1,20}>", " ", text)).strip()


def _row_of(link: Element, holds: dict[Element, set[str]]) -> Element:
    """The largest element around a link that leads nowhere else."""
    row = link
    while row.name not in _ROWS and row.parent is not None and row.parent.name not in _OUTERMOST:
        if len(holds[row.parent]) > 1:
            break
        row = row.parent
    return row


def _beside(link: Element, row: Element, holds: dict[Element, set[str]]) -> str:
    """The text of a row but for the title itself; where the row is bare, the text right beside it."""
    title = without_dates(spaced_text(link))
    inside = spaced_text(row).replace(title, " ", 1) if title else spaced_text(row)
    if read_date(inside):
        return inside
    around = (_near(row, holds, forward=True), _near(row, holds, forward=False))
    return next((text for text in around if read_date(text)), "")


def _near(row: Element, holds: dict[Element, set[str]], *, forward: bool) -> str:
    sibling = row.beside(forward=forward)
    if isinstance(sibling, Element):
        return "" if holds.get(sibling) or sibling.name in _ROWS else spaced_text(sibling)
    return (sibling or "")[:60]


def _place(row: Element, places: dict[Element, tuple[str, ...]]) -> tuple[str, ...]:
    """Where a row hangs: the tags and classes above it, but for classes that only say "the third" or "active"."""
    holder = row.parent
    if holder is None:
        return (row.name,)
    if holder not in places:  # the rows of a list hang in the same place
        places[holder] = tuple(_step(one.name, one.get("class") or "") for one in (holder, *holder.parents))
    return (row.name, *places[holder])


@lru_cache(maxsize=2048)
def _step(name: str, classes: str) -> str:
    kept = (one for one in classes.split() if not re.match(words().states, one, re.IGNORECASE))
    return ".".join([name, *sorted(kept)])
