"""Walking a column: its first list page and, as far as needed, the others. Network only; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http.cookiejar import CookieJar
from urllib.parse import urlsplit

from storage.records import SourceRecord
from watcher.discovery import ListedItem, Listing, PageRequest, links_sha256, read_listing
from watcher.fetching import Failed, FailureReason, Fetched, Fetcher, NotModified

MAX_LIST_PAGES = 500  # 15,000 reports in one column: more is a loop of the site
TAIL = 3  # where the last items of a page are known, what follows is older and known too
REFUSED = {FailureReason.HTTP_STATUS, FailureReason.NOT_FOUND}  # a GET that was refused: try to post

Key = tuple[str, str]
Known = Callable[[], Collection[Key]]


@dataclass(kw_only=True)
class Walk:
    """What walking a column showed. ``error`` is set where a page that had to be seen could not be read."""

    items: dict[Key, ListedItem] = field(default_factory=dict)
    page_keys: tuple[Key, ...] = ()  # on the first page, in its order
    unchanged: bool = False  # nothing that matters differs from the last check: ``items`` is empty
    whole: bool = False  # every list page was asked for
    swept: bool = False  # every list page was read
    error: str | None = None
    reason: str | None = None
    retry_at: datetime | None = None
    adapter: str | None = None
    first: Fetched | None = None
    not_modified: NotModified | None = None
    links_sha256: str | None = None
    lost_permille: int = 0
    problems: tuple[str, ...] = ()  # what was not understood of the first page

    @property
    def complete(self) -> bool:
        """All pages that had to be seen were seen."""
        return self.error is None

    def fail(self, answer: object, url: str) -> None:
        """Note that a page could not be read."""
        if isinstance(answer, Failed):
            self.error, self.reason, self.retry_at = answer.message, answer.reason.value, answer.retry_at
        else:
            self.error = f"无法读取 {url}"


def walk_column(
    fetcher: Fetcher, source: SourceRecord, known: Known, *, adapter: str | None = None, sweep: bool = False
) -> Walk:
    """Look at a column. ``sweep``: read every list page, whatever the first one says. Never raises for a bad site."""
    whole = sweep or source.walked_at is None
    afresh = whole or source.page_items == 0  # the first page is a frame: its list stands behind it and changes alone
    etag, last_modified = (None, None) if afresh else (source.etag, source.last_modified)
    cookies = CookieJar()
    answer = fetcher.fetch(source.url, etag=etag, last_modified=last_modified, cookies=cookies)
    if isinstance(answer, NotModified):
        return Walk(unchanged=True, not_modified=answer)
    walk = Walk(first=answer if isinstance(answer, Fetched) else None)
    if isinstance(answer, Failed):
        walk.fail(answer, source.url)
        return walk
    if not afresh and sha256(answer.body).hexdigest() == source.body_sha256:
        walk.unchanged, walk.links_sha256, walk.lost_permille = True, source.links_sha256, source.lost_permille
        return walk
    walk.links_sha256, walk.lost_permille = links_sha256(answer.body), lost_permille(answer.body)
    if not afresh and walk.links_sha256 == source.links_sha256:
        walk.unchanged = True
        return walk
    walk.whole = whole
    _Pages(fetcher, source, walk, known, adapter, cookies).read(answer)
    return walk


def lost_permille(body: bytes) -> int:
    """How many in a thousand characters were lost to a wrong encoding already at the site."""
    lost = body.count(b"\xef\xbf\xbd")
    return lost * 1000 // max(len(body.decode("utf-8", "replace")), 1) if lost else 0


class _Pages:
    """The pages of one list, first to last."""

    def __init__(
        self, fetcher: Fetcher, source: SourceRecord, walk: Walk, known: Known, adapter: str | None,
        cookies: CookieJar,
    ) -> None:  # fmt: skip
        self._fetcher, self._source, self._walk = fetcher, source, walk
        self._known, self._adapter = known, adapter
        self._fragment = urlsplit(source.url).fragment
        self._cookies = cookies  # what the site sets goes back to it, as long as this look at it lasts
        self._otherwise = False  # this site answers only the other way of asking

    def read(self, first: Fetched) -> None:
        """The first page, where it leads on to, and the others as far as needed."""
        listing = self._listing(first)
        self._walk.adapter, self._walk.problems = listing.adapter, listing.problems
        if listing.redirect and not listing.items:
            self._follow(listing)
            return
        self._take(listing)
        self._walk.page_keys = tuple(self._walk.items)
        queue = _requests(listing)
        if queue and self._needs_more(listing):
            self._read_on(queue)
            if self._walk.items and not listing.items:
                self._walk.problems = ()  # the page itself is only the frame of its list
        else:
            self._walk.swept = not queue and not listing.problems
        had = self._source.page_items or self._source.items
        if not self._walk.items and self._walk.complete and had:
            self._walk.error = f"列表原有 {had} 条，现在一条也读不出，可能改版，请核对 {self._source.url}"
            self._walk.reason = "drift"
        elif (
            not self._walk.items
            and self._walk.complete
            and self._walk.whole
            and listing.problems
            and listing.adapter == "generic"
        ):
            self._walk.error = (
                f"认不出列表：页面里一条公开内容也没有，请核对 {self._source.url} 是否为栏目页、是否由脚本生成"
            )
            self._walk.reason = "no_list"

    def _listing(self, answer: Fetched, asked: PageRequest | None = None) -> Listing:
        return read_listing(answer.body, answer.final_url, self._adapter, self._fragment, asked)

    def _take(self, listing: Listing) -> bool:
        """Keep the items of a page; False where it showed none that this walk had not seen."""
        before = len(self._walk.items)
        for item in listing.items:
            self._walk.items.setdefault((item.site, item.key), item)
        return len(self._walk.items) > before

    def _needs_more(self, listing: Listing) -> bool:
        """Whether what follows a page may hold something new."""
        if self._walk.whole or not listing.items:
            return True
        known = self._known()
        return any((item.site, item.key) not in known for item in listing.items[-TAIL:])

    def _read_on(self, queue: list[PageRequest]) -> None:
        seen = {(request.url, request.posted) for request in queue}
        for _ in range(MAX_LIST_PAGES):
            if not queue:
                self._walk.swept = True
                return
            request = queue.pop(0)
            request, answer = self._ask(request)
            if isinstance(answer, Failed) and request.optional and answer.reason != FailureReason.STOPPED:
                continue
            if not isinstance(answer, Fetched):
                self._stop_at(answer, request.url)
                return
            listing = self._listing(answer, request)
            fresh = self._take(listing)
            if listing.items and not self._needs_more(listing):
                return
            further = _requests(listing) if fresh else []
            queue += [one for one in further if (one.url, one.posted) not in seen]
            seen |= {(one.url, one.posted) for one in further}

    def _ask(self, request: PageRequest) -> tuple[PageRequest, Fetched | NotModified | Failed]:
        """What came of a request, or of the other one that it names: where it is refused, or shows nothing."""
        if request.otherwise and self._otherwise:
            request = request.otherwise
        answer = self._fetcher.fetch(request.url, posted=request.posted, cookies=self._cookies)
        other = request.otherwise
        if other is None or not (_refused(answer) or self._shows_nothing(answer, request)):
            return request, answer
        second = self._fetcher.fetch(other.url, posted=other.posted, cookies=self._cookies)
        if not isinstance(second, Fetched) or (isinstance(answer, Fetched) and self._shows_nothing(second, other)):
            return (request, answer) if isinstance(answer, Fetched) else (other, second)
        self._otherwise = True
        return other, second

    def _shows_nothing(self, answer: object, request: PageRequest) -> bool:
        return isinstance(answer, Fetched) and not self._listing(answer, request).items

    def _stop_at(self, answer: object, url: str) -> None:
        """A later page fails: twice in a row, the pages that can be read are the list, and that is on record."""
        if self._walk.whole and self._source.consecutive_failures and self._walk.items:
            return
        self._walk.fail(answer, url)

    def _follow(self, listing: Listing) -> None:
        """A column index that only forwards to its newest article: that article is the item."""
        target = listing.redirect or ""
        answer = self._fetcher.fetch(target)
        if not isinstance(answer, Fetched):
            self._walk.fail(answer, target)
            return
        inner = self._listing(answer)
        for item in inner.items or (ListedItem.of(answer.final_url),):
            self._walk.items[item.site, item.key] = item
        self._walk.page_keys = tuple(self._walk.items)


def _refused(answer: object) -> bool:
    return isinstance(answer, Failed) and answer.reason in REFUSED


def _requests(listing: Listing) -> list[PageRequest]:
    return [*(PageRequest(url=url) for url in listing.page_urls), *listing.requests]
