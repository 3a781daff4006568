"""What stands on a list page and on an article page: bytes in, values out. A file per content management system.

A new site: add a file like ``trs_wcm.py`` and its adapter to ``ADAPTERS`` in ``reading.py``; the first that recognises
a page reads it, unless the configuration names another. The parsers are loaded when the first page is read: most
checks find nothing new and need none.
"""

from __future__ import annotations

from collections.abc import Iterable

from watcher.discovery.fingerprint import links_sha256
from watcher.discovery.model import Article, Attachment, ListedItem, Listing, PageRequest
from watcher.discovery.titles import looks_like_report

LONGEST_SCRIPT = 200_000  # bytes

__all__ = [
    "Article",
    "Attachment",
    "ListedItem",
    "Listing",
    "PageRequest",
    "links_sha256",
    "looks_like_report",
    "read_article",
    "read_columns",
    "read_listing",
    "with_scripts",
]


def read_listing(
    body: bytes, url: str, adapter: str | None = None, fragment: str = "", asked: PageRequest | None = None
) -> Listing:
    """The publications that a list page names, its further pages and where it leads on to. ``url``: after redirects.

    ``adapter`` is the name of one, where the configuration knows better; ``fragment`` what stood behind the # of the
    address, by which some sites choose the column; ``asked`` the request that a script of the site makes, which this
    answers.
    """
    from watcher.discovery import reading

    return reading.read_listing(body, url, adapter, fragment, asked)


def with_scripts(body: bytes, files: Iterable[bytes]) -> bytes:
    """A page with the files of its scripts in it, as far as they are short enough to have been written by hand.

    They may be written in another charset than the page; put into it as they are they would make it unreadable.
    """
    from watcher.discovery.page import decoded

    charset = decoded(body)[1]
    short = (decoded(file)[0] for file in files if len(file) <= LONGEST_SCRIPT)
    written = "".join(f"\n<script>{text.replace('</script', '')}</script>" for text in short)
    return body + written.encode(charset, "replace")


def read_columns(body: bytes, url: str) -> tuple[ListedItem, ...]:
    """The columns that a page leads to where it is a directory of bodies, years or kinds; none where it is none."""
    from watcher.discovery.columns import columns_of
    from watcher.discovery.page import parse

    return columns_of(parse(body, url))


def read_article(body: bytes, url: str) -> Article:
    """Title, date, attachments and child articles of an article page. ``url``: after redirects."""
    from watcher.discovery import reading

    return reading.read_article(body, url)
