"""What a column looks like before anybody watches it: adapter, items, dates, which look like reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.model import Kind
from watcher.discovery import ListedItem, looks_like_report, read_columns, read_listing
from watcher.fetching import Failed, Fetched, Fetcher, NotModified

_DISTRICT = re.compile(r"([\u4e00-\u9fff]{1,8}?(?:区|县|市|旗))(?:人民政府|政府)")
_CITY = re.compile(r"^.{2,4}?(?:省|市|自治区)(?=.{2,})")
ASKED = 3  # requests of scripts that are followed to see items


@dataclass(frozen=True, kw_only=True)
class Probe:
    """What stands on the first page of a column."""

    adapter: str
    items: tuple[ListedItem, ...]
    further: int  # pages or requests that follow
    district: str | None  # as the page calls its own site
    problems: tuple[str, ...] = ()
    columns: tuple[ListedItem, ...] = ()  # where it lists no items itself: the columns that it leads to

    @property
    def reports(self) -> tuple[ListedItem, ...]:
        """Items whose titles promise a report."""
        return tuple(item for item in self.items if looks_like_report(item.title) is True)

    @property
    def unsure(self) -> tuple[ListedItem, ...]:
        """Items of which only their pages can tell."""
        return tuple(item for item in self.items if looks_like_report(item.title) is None)

    @property
    def kind(self) -> Kind | None:
        """What the reports are, where all are the same."""
        return kind_of([item.title for item in self.reports])


def kind_of(titles: Sequence[str]) -> Kind | None:
    """The kind that all these titles name; None where they name both, or none."""
    budgets = sum("预算" in title and "决算" not in title for title in titles)
    finals = sum("决算" in title and "预算" not in title for title in titles)
    if not titles or budgets + finals < len(titles) or (budgets and finals):
        return None
    return Kind.BUDGET if budgets else Kind.FINAL_ACCOUNTS


def probe(fetcher: Fetcher, url: str, adapter: str | None = None) -> Probe | Failed:
    """Look at a column once. A page that only leads on is followed, scripts are asked in the site's stead."""
    answer = fetcher.fetch(url)
    if not isinstance(answer, Fetched):
        return answer if isinstance(answer, Failed) else _unchanged(answer)
    fragment = url.partition("#")[2]
    listing = read_listing(answer.body, answer.final_url, adapter, fragment)
    items = list(listing.items)
    if listing.redirect and not items:
        items = [ListedItem.of(listing.redirect)]
    for request in listing.requests[:ASKED] if not items else ():
        more = fetcher.fetch(request.url)
        if isinstance(more, Fetched):
            items += read_listing(more.body, more.final_url, adapter, fragment).items
    return Probe(
        adapter=listing.adapter, items=tuple(items), further=len(listing.page_urls) + len(listing.requests),
        district=_district(answer.body), problems=listing.problems if listing.items or not items else (),
        columns=() if items else read_columns(answer.body, answer.final_url),
    )  # fmt: skip


def _unchanged(answer: NotModified) -> Failed:
    raise AssertionError(f"asked without validators, answered as unchanged: {answer.url}")


def _district(body: bytes) -> str | None:
    """The district of the site, as its title or its meta tags say: 重庆市澄湖区人民政府 → 澄湖区."""
    text = body[:20_000].decode("utf-8", "ignore")
    found = _DISTRICT.search(text)
    return _CITY.sub("", found.group(1)) if found else None
