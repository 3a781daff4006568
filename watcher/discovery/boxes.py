"""The boxes of a page: what stands under "related links" or "newest of the site" is no list of its column."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence

from watcher.discovery.page import spaced_text
from watcher.discovery.tree import Element
from watcher.discovery.words import words

FEWEST = 3  # rows that make a box
_LEVELS = 5  # how far above a row its heading may stand
_NEIGHBOURS = 8  # parts before an element that may hold its heading
_LONGEST = 16  # characters of a heading


def beside_the_point(row: Element) -> bool:
    """Whether the heading over a row says that what follows is no list of this column."""
    heading = heading_of(row)
    return bool(heading) and re.search(words().side_headings, heading) is not None


def heading_of(row: Element) -> str:
    """The nearest short text that stands before a row, or before what holds it; "more" is no heading."""
    holder: Element | None = row
    for _ in range(_LEVELS):
        if holder is None or holder.name in ("body", "html"):
            return ""
        text = next(_texts_before(holder), "")
        if text and len(text) <= _LONGEST:
            return text
        holder = holder.parent
    return ""


def _texts_before(holder: Element) -> Iterator[str]:
    """What stands before an element beside it, the nearest first, but for rows of the same list."""
    around = holder.parent.contents if holder.parent else []
    for before in reversed(around[max(holder.place - _NEIGHBOURS, 0) : holder.place]):
        text = " ".join(before.split()) if isinstance(before, str) else spaced_text(before)
        if text and not _like(before, holder) and not re.fullmatch(words().no_titles, text, re.IGNORECASE):
            yield text


def _like(before: Element | str, holder: Element) -> bool:
    """Whether two neighbours are rows of one list."""
    return isinstance(before, Element) and (before.name, before.get("class")) == (holder.name, holder.get("class"))


def boxes_of(rows: Sequence[Element]) -> list[Hashable]:
    """For each row the box that it stands in: the innermost element with some of these rows."""
    counts: Mapping[Element, int] = _counts(rows)
    return [next((holder for holder in row.parents if counts[holder] >= FEWEST), None) for row in rows]


def _counts(rows: Sequence[Element]) -> dict[Element, int]:
    counts: dict[Element, int] = defaultdict(int)
    for row in rows:
        for holder in row.parents:
            counts[holder] += 1
    return counts
