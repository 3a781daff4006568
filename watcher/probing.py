"""What a column looks like before anybody watches it: adapter, items, dates, which look like reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.cookiejar import CookieJar

from parsers.model import Kind
from watcher.discovery import (
    ListedItem,
    Listing,
    PageRequest,
    looks_like_report,
    read_columns,
    read_listing,
    with_scripts,
)
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
    asked: PageRequest | None = None  # what brought the items, where the page itself shows none
    turned: PageRequest | None = None  # what brings the next page, where that is no plain address

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


def probe(fetcher: Fetcher, url: str, adapter: str | None = None, asked: PageRequest | None = None) -> Probe | Failed:
    """Look at a column once. A page that only leads on is followed, scripts are asked in the site's stead.

    ``asked``: the request that brings the list, where a person names one.
    """
    cookies = CookieJar()
    answer = fetcher.fetch(asked.url if asked else url, posted=asked.posted if asked else None, cookies=cookies)
    if not isinstance(answer, Fetched):
        return answer if isinstance(answer, Failed) else _unchanged(answer)
    fragment = url.partition("#")[2]
    listing = read_listing(answer.body, answer.final_url, adapter, fragment, asked)
    if listing.scripts:
        files = [file.body for url in listing.scripts if isinstance(file := fetcher.fetch(url), Fetched)]
        whole = with_scripts(answer.body, files)
        listing = read_listing(whole, answer.final_url, adapter, fragment, asked)
    items = list(listing.items)
    if listing.redirect and not items:
        items = [ListedItem.of(listing.redirect)]
    shown = [
        (request, inner)
        for first in (listing.requests[:ASKED] if not items else ())
        for request, inner in _asked(fetcher, first, adapter, fragment, cookies)
    ]
    items += [item for _, inner in shown for item in inner.items]
    last = shown[0][1] if shown else listing
    return Probe(
        adapter=listing.adapter, items=tuple(items), further=len(listing.page_urls) + len(listing.requests),
        district=_district(answer.body), problems=listing.problems if listing.items or not items else (),
        columns=() if items else read_columns(answer.body, answer.final_url), asked=shown[0][0] if shown else asked,
        turned=next((one for one in last.requests if one.posted), None),
    )  # fmt: skip


def _asked(
    fetcher: Fetcher, request: PageRequest, adapter: str | None, fragment: str, cookies: CookieJar
) -> Iterator[tuple[PageRequest, Listing]]:
    """The request that shows items, with its list: itself, or the other one that it names."""
    for one in (request, request.otherwise):
        answer = fetcher.fetch(one.url, posted=one.posted, cookies=cookies) if one else None
        if one and isinstance(answer, Fetched):
            listing = read_listing(answer.body, answer.final_url, adapter, fragment, one)
            if listing.items:
                yield one, listing
                return


def _unchanged(answer: NotModified) -> Failed:
    raise AssertionError(f"asked without validators, answered as unchanged: {answer.url}")


def _district(body: bytes) -> str | None:
    """The district of the site, as its title or its meta tags say: 重庆市澄湖区人民政府 → 澄湖区."""
    text = body[:20_000].decode("utf-8", "ignore")
    found = _DISTRICT.search(text)
    return _CITY.sub("", found.group(1)) if found else None
