"""The nouns of discovery. All frozen; addresses are absolute and without fragment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from watcher.discovery.dates import date_in_address
from watcher.discovery.keys import key_of, site_of
from watcher.fetching.model import Posted


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedItem:
    """A publication as a list names it."""

    url: str
    key: str  # stable on its site, whatever the scheme, twin or column: "t20231020_12451922"
    site: str  # host without www
    title: str = ""
    published_on: date | None = None

    @classmethod
    def of(cls, url: str, title: str = "", published_on: date | None = None) -> ListedItem:
        """An item at an address; the date is the one in the address where no other is known."""
        dated = published_on or date_in_address(url)
        return cls(url=url, key=key_of(url), site=site_of(url), title=title, published_on=dated)


@dataclass(frozen=True, kw_only=True, slots=True)
class PageRequest:
    """A further page that a script of the site would ask for."""

    url: str
    posted: Posted | None = None  # None: it is a GET, with everything in its query
    otherwise: PageRequest | None = None  # asked instead where this one is refused or shows nothing
    optional: bool = False  # a guess: that it leads nowhere says nothing of the list
    own_list: bool = False  # the first page of a list of its own, not a further one of a list that is known
    continued: bool = False  # the page after one that was read: there may be none
    item_addresses: tuple[str, ...] = ()  # how those of its records are made that have none: "/info.html?id={id}"
    shapes: frozenset[str] = frozenset()  # of addresses that its items must share, where it is a guess what it brings
    page_key: str = ""  # the field with the number of the page, where its name does not tell
    step: int = 1  # from page to page

    def record(self) -> dict[str, str]:
        """The request as it is put on record."""
        return self.posted.request(self.url) if self.posted else {"method": "GET", "url": self.url}


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """What a list page holds."""

    items: tuple[ListedItem, ...] = ()
    page_urls: tuple[str, ...] = ()  # the other pages of the list, in order, without this one
    requests: tuple[PageRequest, ...] = ()  # what a script would ask for; its answers are list pages too
    redirect: str | None = None  # the page only leads on to this address
    scripts: tuple[str, ...] = ()  # files of scripts in which the request for the list may stand, where nothing else is
    adapter: str = "generic"
    problems: tuple[str, ...] = ()  # Chinese: what was not understood


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file that an article names."""

    url: str
    name: str  # as people see it, with the suffix of the address; bytes decide what it is, never this
    suffix: str  # in lower case with its dot, "" where the address has none


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """What an article page holds."""

    title: str = ""
    published_on: date | None = None
    meta: Mapping[str, str] = field(default_factory=dict)  # meta tags, and the labels of the block: 索引号, 发布机构 …
    attachments: tuple[Attachment, ...] = ()
    children: tuple[ListedItem, ...] = ()  # the body is a list of links to further articles
    page_urls: tuple[str, ...] = ()  # the further pages of a long article
    redirect: str | None = None
    asked: tuple[PageRequest, ...] = ()  # what a script would ask for: the page itself holds no text
    adapter: str = "generic"
    problems: tuple[str, ...] = ()
