"""What the headings say before a part's text is read: its section, its account, and whether it states figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parsers.extract.narrative_text import plain
from parsers.headings import Heading
from parsers.lexicon import load
from parsers.outline import Part

#: Names of items of the classification are no headings of sections, whatever words they hold.
_ITEM = re.compile("（[类款项]）")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a part belongs."""

    section: str = ""
    account: str = "whole"
    side: str = ""
    quiet: bool = False
    level: int = -1  # of the heading that says so


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A part with its place."""

    part: Part
    place: Place


def placed(parts: Sequence[Part]) -> Iterator[Placed]:
    """Every part with its place. A heading that the lexicon does not know keeps the place it stands under."""
    open_places: list[Place] = []
    place = Place()
    for part in parts:
        if part.heading is not None:
            open_places = [outer for outer in open_places if outer.level < part.heading.level]
            place = _place(part.heading, open_places[-1] if open_places else Place())
            open_places.append(place)
        yield Placed(part=part, place=place)


def entry(title: str) -> Mapping[str, Any] | None:
    """The lexicon's entry of a heading."""
    text = plain(title)
    if _ITEM.search(text):
        return None
    return next((entry for entry in load("headings")["headings"] if re.search(entry["pattern"], text)), None)


def _place(heading: Heading, before: Place) -> Place:
    deeper = heading.level > before.level >= 0
    found = entry(heading.title)
    if before.quiet and deeper and not _opens_accounts(heading, before, found):
        return before
    side = _side(heading.title)
    if found is None:
        kept = before if deeper else _of_its_own(heading.title)
        return Place(section=kept.section, account=kept.account, side=side, quiet=kept.quiet, level=heading.level)
    return Place(
        section=found.get("section", ""),
        account=found.get("account", before.account if deeper else "whole"),
        side=side,
        quiet=found.get("quiet", False),
        level=heading.level,
    )


def _of_its_own(title: str) -> Place:
    """What a heading under no other says: a statement of three expenses alone is divided into them."""
    alone = re.search(load("headings")["items_of_three_public"], plain(title))
    return Place(section="three_public", account="general_budget") if alone else Place()


def _opens_accounts(heading: Heading, before: Place, found: Mapping[str, Any] | None) -> bool:
    """Whether the accounts begin under the description of the body, their own outer heading being left out."""
    if before.section != "overview" or found is None or found.get("quiet", False):
        return False
    return bool(found.get("section")) and re.search("情况(?:说明)?$", plain(heading.title)) is not None


def _side(title: str) -> str:
    revenue, expenditure = "收入" in title, "支出" in title
    if revenue == expenditure:
        return ""
    return "revenue" if revenue else "expenditure"
