"""The list on a page: which links are its items, and what stands beside them.

Every link that may be an item is looked at in its row; rows that hang in the same place of the tree form a cluster;
the cluster that looks most like a list of publications is the list. Menus, footers and news boxes lose.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from watcher.discovery.beside import (
    ROWS,
    Holds,
    addresses_within,
    date_beside,
    dated_around,
    is_file_of_another,
    title_beside,
    turns_article,
)
from watcher.discovery.boxes import beside_the_point, boxes_of
from watcher.discovery.keys import in_numbered_folder, leads_to_article, leads_to_list, site_of, suffix_of
from watcher.discovery.link_titles import title_of
from watcher.discovery.page import Page, in_furniture
from watcher.discovery.titles import looks_like_report
from watcher.discovery.tree import Element
from watcher.discovery.words import words

_KIN = 3  # levels above a row within which another one may stand apart
LONG = 13  # rows with days that are more than a box beside a list: a column may be called "newest" itself
FEWEST_DATED = 3  # rows with days beside which a box without any is none of the list
FEWEST = 2  # reports that make a list of links for which nothing else speaks
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
    element: Element
    link: Element

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
    holds = addresses_within(page.links)
    rows = list(_candidates(page, holds))
    best = _best(rows)
    if not any(row.dated or row.report for row in best):  # addresses that look like nothing: what is titled as reports
        bare = [row for row in _candidates(page, holds, bare=True) if row.near and not row.furniture]
        if sum(row.report for row in bare) >= FEWEST:
            rows, best = bare, _best(bare, lambda row: row.report)
    chosen = {id(row) for row in best} | _kin(rows, best)
    found = [row for row in rows if id(row) in chosen or (row.report and row.article)]
    found = [row for row in found if not (turns_article(row.link) or is_file_of_another(row.link, row.url, holds))]
    return [row if row.dated else replace(row, dated=dated_around(row.link, row.element, holds)) for row in found]


def _best(rows: list[Row], weight: Callable[[Row], float] = lambda row: row.weight) -> list[Row]:
    """The rows that look most like the list; boxes of news and links to other sites are none."""
    clusters: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        clusters[row.place].append(row)
    ranked = sorted(clusters.values(), key=lambda found: -sum(weight(row) for row in found))
    first, *others = ranked or [[]]
    kept = _of_column(first)
    while not kept and others:  # the next best must have something to say for itself
        found = _of_column(others.pop(0))
        kept = found if any(row.dated or row.report for row in found) else []
    return kept


def _kin(rows: list[Row], best: list[Row]) -> set[int]:
    """Rows with a day whose links hang where those of the list do: the last one, alone in a line for two."""
    left = [row for row in rows if row.dated and row.article and row.near] if len(best) > FEWEST else []
    places: dict[Element, tuple[str, ...]] = {}
    known, own = {id(row) for row in best}, {_place(row.link, places) for row in best}
    holders = {holder for row in best[:1] for holder in list(row.element.parents)[:_KIN]}
    return {
        id(row)
        for row in left
        if id(row) not in known and holders.intersection(row.element.parents) and _place(row.link, places) in own
    }


def _of_column(rows: list[Row]) -> list[Row]:
    """Those rows of a cluster that may be the column's own: not of other sites alone, not of a box beside the list."""
    if not any(row.near or row.report or row.dated for row in rows):
        return []
    boxes = boxes_of([row.element for row in rows])
    by_box: dict[Hashable, list[Row]] = defaultdict(list)
    for row, box in zip(rows, boxes, strict=True):
        by_box[box].append(row)
    dated = any(len(found) >= FEWEST_DATED and all(row.dated for row in found) for found in by_box.values())
    asides = {box for box, found in by_box.items() if _is_aside(found, dated)}
    return [row for row, box in zip(rows, boxes, strict=True) if box not in asides]


def _is_aside(rows: list[Row], dated_elsewhere: bool) -> bool:
    """Whether a box holds something else than the column: its heading says so, or it has no days where others have."""
    told = any(row.report for row in rows)
    undated = dated_elsewhere and not any(row.dated for row in rows)
    long = len(rows) >= LONG and all(row.dated for row in rows)
    return not told and not long and (undated or beside_the_point(rows[0].element))


def all_rows(page: Page) -> list[Row]:
    """Every link of a page that is nothing but its list."""
    return list(_candidates(page, addresses_within(page.links), bare=True))


def _candidates(page: Page, holds: Holds, *, bare: bool = False) -> Iterable[Row]:
    """The links that may be items: by their address or a date beside them; ``bare``: by nothing at all."""
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
        if re.fullmatch(words().no_names, title):
            title = title_beside(row, link) or title
        dated = date_beside(link, row, holds)
        if article or dated or bare:
            yield Row(url=url, title=title, dated=dated, place=_place(row, places), article=article, near=near,
                      furniture=in_furniture(row), element=row, link=link)  # fmt: skip


def _shares(url: str) -> bool:
    """Whether a link to another site hands an address on to it: "share on Weibo"."""
    return "=http" in unquote(urlsplit(url).query)


def _row_of(link: Element, holds: Holds) -> Element:
    """The largest element around a link that leads nowhere else."""
    row = link
    while row.name not in ROWS and row.parent is not None and row.parent.name not in _OUTERMOST:
        if len(holds[row.parent]) > 1:
            break
        row = row.parent
    return row


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
