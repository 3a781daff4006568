"""A column as XML: RSS or Atom, whose entries are its publications, or records of named fields."""

from __future__ import annotations

from datetime import date
from email.utils import parsedate_to_datetime

from lxml import etree

from watcher.discovery.adapter import Adapter
from watcher.discovery.article import article_of
from watcher.discovery.dates import CHINA, read_date
from watcher.discovery.fields import is_item, item_of
from watcher.discovery.listing import listing_of
from watcher.discovery.model import Article, ListedItem, Listing
from watcher.discovery.page import Page

NAME = "feed"
_ENTRIES = ("item", "entry")
_DATES = ("pubDate", "published", "date", "updated")


def recognises(page: Page) -> bool:
    """By its first element."""
    head = page.text[:1000].lstrip("\ufeff \r\n")
    marked = head.startswith("<?xml") or any(sign in head for sign in ("<rss", "<feed", "<rdf:RDF"))
    return marked and not any(sign in head.lower() for sign in ("<html", "<!doctype html", "<recordset>"))


def read_listing(page: Page) -> Listing:
    """The entries of the feed; it has no further pages."""
    # The page is decoded already: what its declaration says of its bytes holds no more.
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(page.text.encode(), parser)
    entries = [] if root is None else list(root.iter())
    items = [item for entry in entries if _name(entry) in _ENTRIES and (item := _item(entry, page))]
    items = items or [item for entry in entries if len(entry) > 1 and (item := _record(entry, page))]
    return Listing(items=tuple(items), adapter=NAME) if items else listing_of(page, NAME)


def _item(entry: etree._Element, page: Page) -> ListedItem | None:
    held = {_name(one): one for one in reversed(list(entry))}
    link = held.get("link")
    url = page.resolve((link.text or link.get("href") or "").strip()) if link is not None else None
    title = "".join(map(str, held["title"].itertext())).strip() if "title" in held else ""
    dates = ((held[name].text or "").strip() for name in _DATES if name in held)
    return ListedItem.of(url, title, _day(next(dates, ""))) if url and title else None


def _record(entry: etree._Element, page: Page) -> ListedItem | None:
    """A record whose fields are elements with names like those of JSON."""
    fields = {_name(one): (one.text or "").strip() for one in entry if not len(one)}
    return item_of(fields, page.resolve) if is_item(fields) else None


def _day(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).astimezone(CHINA).date()
    except ValueError:
        return read_date(text)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def read_article(page: Page) -> Article:
    """A feed is no article; what links to it finds what a page would show."""
    return article_of(page, NAME)


ADAPTER = Adapter(name=NAME, recognises=recognises, read_listing=read_listing, read_article=read_article)
