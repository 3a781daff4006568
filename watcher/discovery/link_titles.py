"""The title that a link shows: its text, its title attribute, the heading of a card."""

from __future__ import annotations

import re

from watcher.discovery.dates import without_dates
from watcher.discovery.page import spaced_text
from watcher.discovery.tree import Element
from watcher.discovery.words import words


def title_of(link: Element) -> str:
    """The title that a link shows: its title attribute where that says more, without date; "" where it has none."""
    shown, stated = (
        without_dates(_shown(link)),
        _plain(str(link.get("title") or link.get("data-title") or _title_within(link))),
    )
    cut = shown.rstrip(".… ")
    better = stated if len(stated) >= len(cut) or not cut else shown
    title = re.sub(words().title_marks, "", better, flags=re.IGNORECASE)
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
    parts = [without_dates(spaced_text(part)) for part in link.find_all() if _is_plain(part)]
    return max(parts, key=len, default=spaced_text(link))


def _title_within(link: Element) -> str:
    """The title attribute of something inside a link: a text that is cut for display stands whole there."""
    stated = () if _is_plain(link) else (part.get("title") for part in link.find_all())
    return next((str(title) for title in stated if title is not None), "")


def _is_plain(tag: Element) -> bool:
    """Whether an element holds nothing but text."""
    return all(isinstance(part, str) for part in tag.contents)


def _plain(text: str) -> str:
    """An attribute's text: editors paste markup into it, and some systems the author and the day behind the title."""
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]{1,20}>", " ", text)).strip()
    return re.sub(words().labelled_titles, r"\1", plain) if "：" in plain or ":" in plain else plain
