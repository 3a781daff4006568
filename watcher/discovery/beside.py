"""What stands beside a link: the date of its row, and its title where the link itself is only called "download"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from watcher.discovery.boxes import heading_of
from watcher.discovery.dates import read_date, without_dates
from watcher.discovery.keys import leads_to_article, suffix_of
from watcher.discovery.link_titles import title_of
from watcher.discovery.page import spaced_text
from watcher.discovery.titles import looks_like_report
from watcher.discovery.tree import Element

ROWS = frozenset(("li", "tr", "dl", "article"))
LONGEST_TITLE = 120  # characters

_MONTH_DAY = re.compile(r"(?<![\d-])(\d{1,2})[-/.月](\d{1,2})(?![\d-])")
_YEAR = re.compile(r"(20\d{2})")
_TURNS = re.compile(r"[上下前后]一[篇条则个]\s*[:：]?\s*$")

Holds = dict[Element, set[str]]


def addresses_within(links: Iterable[tuple[Element, str]]) -> Holds:
    """Which addresses each element holds."""
    holds: Holds = defaultdict(set)
    for link, url in links:
        for holder in (link, *link.parents):
            holds[holder].add(url)
    return holds


def date_beside(link: Element, row: Element, holds: Holds) -> date | None:
    """The date in a row but for the title itself; where the row is bare, the one right beside it."""
    title = without_dates(spaced_text(link))
    inside = spaced_text(row).replace(title, " ", 1) if title else spaced_text(row)
    return read_date(inside) or _date_near(row, holds)


def _date_near(row: Element, holds: Holds) -> date | None:
    after, before = (read_date(_near(row, holds, forward=forward)) for forward in (True, False))
    return before if after is None or (before and _dates_come_first(row)) else after


def _dates_come_first(row: Element) -> bool:
    """Whether a bare row stands behind its date: a definition behind its term, a list that begins with a date."""
    if row.name in ("dt", "dd"):
        return row.name == "dd"
    around = row.parent.contents if row.parent else []
    first = next((part for part in around if not isinstance(part, str) or part.strip()), row)
    return first is not row and read_date(first if isinstance(first, str) else spaced_text(first)) is not None


def dated_around(link: Element, row: Element, holds: Holds) -> date | None:
    """The date in what a reader takes for the row, where it leads elsewhere too: to its author, to its section."""
    outer = row if row.name in ROWS else next((one for one in row.parents if one.name in ROWS), None)
    if outer is None or sum(leads_to_article(url) for url in holds[outer]) > 1:
        return None
    stated = (read_date(time.get("datetime") or "") for time in outer.find_all("time"))
    shown = spaced_text(outer).replace(spaced_text(link), " ", 1) if outer is not row else ""
    return next((day for day in stated if day), None) or read_date(shown) or _day_of_year(link, outer)


def _day_of_year(link: Element, outer: Element) -> date | None:
    """The day of a row that leaves out the year, which the heading over the rows says."""
    day = _MONTH_DAY.search(spaced_text(outer).replace(spaced_text(link), " ", 1))
    year = _YEAR.search(heading_of(outer)) if day else None
    return read_date(f"{year[1]}-{day[1]}-{day[2]}") if day and year else None


def turns_article(link: Element) -> bool:
    """Whether a link leads to the article before or after this one."""
    before = link.beside(forward=False)
    text = before if isinstance(before, str) else spaced_text(before) if before is not None else ""
    return _TURNS.search(text[-12:]) is not None


def is_file_of_another(link: Element, url: str, holds: Holds) -> bool:
    """Whether a link leads to the file of an article that the same row links, and says no more than that."""
    if not suffix_of(url) or looks_like_report(title_of(link)):
        return False
    row = next((one for one in link.parents if one.name in ROWS), None)
    return row is not None and any(leads_to_article(other) and not suffix_of(other) for other in holds[row])


def title_beside(row: Element, link: Element) -> str:
    """The title of a link that is called "download": the longest text of another cell of its row."""
    cells = [spaced_text(cell) for cell in row.contents if not isinstance(cell, str) and not _holds(cell, link)]
    title = max((without_dates(text) for text in cells if len(text) <= LONGEST_TITLE), key=len, default="")
    return title if len(title) > 4 else ""


def _holds(holder: Element, element: Element) -> bool:
    return holder is element or any(one is holder for one in element.parents)


def _near(row: Element, holds: Holds, *, forward: bool) -> str:
    sibling = row.beside(forward=forward)
    if isinstance(sibling, Element):
        return "" if holds.get(sibling) or sibling.name in ROWS else spaced_text(sibling)
    return (sibling or "")[:60]
