"""The pages of one list, first to last: as far as they may hold something new, and no further."""

from __future__ import annotations

from hashlib import sha256
from http.cookiejar import CookieJar
from urllib.parse import urlsplit

from storage.records import SourceRecord
from watcher.discovery import ListedItem, Listing, PageRequest, links_sha256, read_listing, with_scripts
from watcher.fetching import Failed, FailureReason, Fetched, Fetcher, NotModified
from watcher.steps.walk import Known, Shown, Walk

MAX_LIST_PAGES = 500  # 15,000 reports in one column: more is a loop of the site
TAIL = 3  # where the last items of a page are known, what follows is older and known too
REFUSED = {FailureReason.HTTP_STATUS, FailureReason.NOT_FOUND}  # there may be another way of asking

Answer = Fetched | NotModified | Failed


class ListPages:
    """Walks the pages of a list and notes on a walk what they show."""

    def __init__(
        self, fetcher: Fetcher, source: SourceRecord, walk: Walk, known: Known, adapter: str | None,
        cookies: CookieJar,
    ) -> None:  # fmt: skip
        self._fetcher, self._source, self._walk = fetcher, source, walk
        self._known, self._adapter = known, adapter
        self._fragment = urlsplit(source.url).fragment
        self._cookies = cookies  # what the site sets goes back to it, as long as this look at it lasts
        self._scripts: list[bytes] = []  # files in which the request for the list may stand, where the page has none
        self._otherwise = False  # this site answers only the other way of asking
        self._seen_behind: list[str] = []  # what the first page of each list behind a frame held, as digests
        self._amiss: list[str] = []  # what was not understood of the lists behind a frame
        self._refusal: tuple[Answer, str] | None = None  # a guess that failed, and for what address

    def read(self, first: Fetched, asked: PageRequest | None = None) -> None:
        """The first page, where it leads on to, and the others as far as needed."""
        walk, listing = self._walk, self._listing(first, asked)
        if listing.scripts:
            self._scripts = [file.body for url in listing.scripts if isinstance(file := self._fetch(url), Fetched)]
            listing = self._listing(first, asked)
            self._seen_behind += [sha256(file).hexdigest() for file in self._scripts]
        walk.adapter, walk.problems = listing.adapter, listing.problems
        if listing.redirect and not listing.items:
            self._follow(listing)
            return
        self._take(listing, asked, first)
        walk.page_keys = tuple(walk.items)
        queue = _requests(listing)
        if queue and self._needs_more(listing):
            self._read_on(queue)
        else:
            walk.swept = not queue and not listing.problems
        if walk.items and (self._scripts or not listing.items):
            self._settle_frame(listing)
        elif not walk.items and walk.complete and not walk.unchanged:
            self._say_empty(listing)

    def _fetch(self, url: str) -> Answer:
        return self._fetcher.fetch(url, cookies=self._cookies)

    def _settle_frame(self, listing: Listing) -> None:
        """The page at the address is only a frame: what was seen behind it tells whether anything changed."""
        walk = self._walk
        walk.framed, walk.problems = True, (*(walk.problems if listing.items else ()), *dict.fromkeys(self._amiss))
        seen = "".join((walk.links_sha256 or "", *self._seen_behind))
        walk.links_sha256 = sha256(seen.encode()).hexdigest()
        if not walk.whole and walk.complete and walk.links_sha256 == self._source.links_sha256:
            walk.unchanged = True
            walk.items.clear()

    def _say_empty(self, listing: Listing) -> None:
        """Why a walk that read what it asked for shows nothing."""
        walk, had, url = self._walk, self._source.page_items or self._source.items, self._source.url
        if self._refusal:
            walk.fail(*self._refusal)
        elif had:
            walk.error, walk.reason = f"列表原有 {had} 条，现在一条也读不出，可能改版，请核对 {url}", "drift"
        elif walk.whole and listing.problems and listing.adapter == "generic":
            walk.error = f"认不出列表：页面里一条公开内容也没有，请核对 {url} 是否为栏目页、是否由脚本生成"
            walk.reason = "no_list"

    def _listing(self, answer: Fetched, asked: PageRequest | None = None) -> Listing:
        """What a page of the list shows, with what the files of the site's own scripts say beside it."""
        markup = self._scripts and answer.body.lstrip()[:1] == b"<"
        body = with_scripts(answer.body, self._scripts) if markup else answer.body
        return read_listing(body, answer.final_url, self._adapter, self._fragment, asked)

    def _take(self, listing: Listing, asked: PageRequest | None, answer: Fetched) -> bool:
        """Keep the items of a page; False where it showed none that this walk had not seen."""
        fresh: list[tuple[str, str]] = []
        for item in listing.items:
            key = item.site, item.key
            if key not in self._walk.items:
                self._walk.items[key] = item
                fresh.append(key)
        if asked and asked.posted:
            self._walk.shown |= dict.fromkeys(fresh, Shown(asked=asked, answer=answer))
        return bool(fresh)

    def _needs_more(self, listing: Listing) -> bool:
        """Whether what follows a page may hold something new."""
        if self._walk.whole or not listing.items:
            return True
        known = self._known()
        return any((item.site, item.key) not in known for item in listing.items[-TAIL:])

    def _read_on(self, queue: list[PageRequest]) -> None:
        """One request after the other, until nothing is left to ask or a page can not be read."""
        seen, lists = {_asking(one) for one in queue}, [one for one in queue if one.own_list] or queue[:1]
        self._walk.swept = True
        for _ in range(MAX_LIST_PAGES):
            if not queue:
                return
            wanted = queue.pop(0)
            request, answer, listing = self._ask(wanted)
            if listing is None or not isinstance(answer, Fetched):
                if not self._passes(request, answer):
                    return
                continue
            fresh = self._take(listing, request, answer)
            if wanted.own_list and listing.items and listing.problems:
                self._amiss += listing.problems
                self._walk.swept = False
            if wanted in lists:
                self._seen_behind.append(links_sha256(answer.body))
                self._walk.page_keys = self._walk.page_keys or tuple(self._walk.items)
            if listing.items and not self._needs_more(listing):
                queue = [one for one in queue if one.own_list]
                self._walk.swept = False
                continue
            further = [one for one in _requests(listing) if fresh and _asking(one) not in seen]
            queue = [*further, *queue] if wanted.own_list or wanted.continued else [*queue, *further]
            seen |= {_asking(one) for one in further}
        self._walk.swept = False

    def _ask(self, request: PageRequest) -> tuple[PageRequest, Answer, Listing | None]:
        """What came of a request, or of the other one that it names: where it is refused, or shows nothing."""
        if request.otherwise and self._otherwise:
            request = request.otherwise
        answer, listing = self._asked(request)
        other = request.otherwise
        if other is None or (listing.items if listing else not _refused(answer)):
            return request, answer, listing
        second, shown = self._asked(other)
        if listing is not None and not (shown and shown.items):
            return request, answer, listing  # neither shows anything: the plain one says so
        self._otherwise = shown is not None
        return other, second, shown

    def _asked(self, request: PageRequest) -> tuple[Answer, Listing | None]:
        answer = self._fetcher.fetch(request.url, posted=request.posted, cookies=self._cookies)
        return answer, self._listing(answer, request) if isinstance(answer, Fetched) else None

    def _passes(self, request: PageRequest, answer: Answer) -> bool:
        """Whether the walk goes on after a page that could not be read."""
        reason = answer.reason if isinstance(answer, Failed) else None
        if request.continued and reason is FailureReason.NOT_FOUND:
            return True  # behind the last page there is none
        if request.optional and reason is not FailureReason.STOPPED:
            if reason is not FailureReason.NOT_FOUND:
                self._refusal = self._refusal or (answer, request.url)
                self._walk.swept &= _is_final(answer)
            return True
        self._walk.swept = False
        self._stop_at(answer, request.url)
        return False

    def _stop_at(self, answer: Answer, url: str) -> None:
        """A later page fails: twice in a row, the pages that can be read are the list, and that is on record."""
        if self._walk.whole and self._source.consecutive_failures and self._walk.items:
            return
        self._walk.fail(answer, url)

    def _follow(self, listing: Listing) -> None:
        """A column index that only forwards to its newest article: that article is the item."""
        target = listing.redirect or ""
        answer = self._fetcher.fetch(target, cookies=self._cookies)
        if not isinstance(answer, Fetched):
            self._walk.fail(answer, target)
            return
        inner = self._listing(answer)
        for item in inner.items or (ListedItem.of(answer.final_url),):
            self._walk.items[item.site, item.key] = item
        self._walk.page_keys = tuple(self._walk.items)


def _is_final(answer: Answer) -> bool:
    """Whether a site says that it does not answer this, rather than that it can not now."""
    return isinstance(answer, Failed) and answer.status is not None and 400 <= answer.status < 500


def _refused(answer: Answer) -> bool:
    return isinstance(answer, Failed) and answer.reason in REFUSED


def _asking(request: PageRequest) -> tuple[str, object]:
    return request.url, request.posted


def _requests(listing: Listing) -> list[PageRequest]:
    return [*(PageRequest(url=url) for url in listing.page_urls), *listing.requests]
