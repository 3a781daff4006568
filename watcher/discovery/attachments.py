"""The files that an article names, however it does: links, scripts on a click, viewers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from bs4 import Tag

from watcher.discovery.keys import suffix_of
from watcher.discovery.model import Attachment
from watcher.discovery.page import Page, in_furniture, spaced_text
from watcher.discovery.words import words

_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")
_VIEWERS = {
    "iframe": ("src", "data-src"),
    "embed": ("src",),
    "object": ("data",),
    "div": ("data-pdf", "data-url", "data-file"),
}


def attachments_of(page: Page, body: Tag | None) -> tuple[Attachment, ...]:
    """Each file once, under the best of its names. Files in menus and footers are not the article's."""
    names: dict[str, list[str]] = {}
    for tag, reference, found_names in _mentions(page):
        url = page.resolve(reference)
        if url and _is_file(tag, url) and (_within(tag, body) or not in_furniture(tag)):
            names.setdefault(url, []).extend(found_names)
    return tuple(_attachment(url, found) for url, found in names.items())


def _mentions(page: Page) -> Iterator[tuple[Tag, str, list[str]]]:
    """Every element that names a file, with the address as written and the names it gives."""
    for link in page.soup.find_all("a"):
        shown = [str(link.get("title") or ""), str(link.get("textvalue") or ""), spaced_text(link)]
        if link.get("href"):
            yield link, str(link["href"]), shown
        if link.get("onclick"):
            quoted = _QUOTED.findall(str(link["onclick"]))
            yield from ((link, text, [*(q for q in quoted if q != text), *shown]) for text in quoted if "/" in text)
    for name, attributes in _VIEWERS.items():
        for viewer in page.soup.find_all(name):
            yield from ((viewer, str(viewer[a]), []) for a in attributes if viewer.get(a))


def _is_file(tag: Tag, url: str) -> bool:
    return bool(suffix_of(url)) or str(tag.get("appendix")) == "true"


def _within(tag: Tag, body: Tag | None) -> bool:
    return body is not None and any(holder is body for holder in tag.parents)


def _attachment(url: str, names: list[str]) -> Attachment:
    suffix = suffix_of(url)
    telling = [clean for name in names if (clean := _clean(name)) and not re.fullmatch(words().no_names, clean)]
    name = telling[0] if telling else _clean(unquote(urlsplit(url).path.rpartition("/")[2]))
    return Attachment(url=url, name=name if not suffix or suffix_of(f"/{name}") else name + suffix, suffix=suffix)


def _clean(name: str) -> str:
    """A name without gaps, paths and characters that steer the display."""
    printable = "".join(c for c in name if c.isprintable() and not 0x202A <= ord(c) <= 0x202E)
    return re.sub(r"\s+", " ", printable).replace("\\", "/").rpartition("/")[2].strip()[:200]
