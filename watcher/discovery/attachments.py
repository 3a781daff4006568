"""The files that an article names, however it does: links, scripts on a click, viewers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from watcher.discovery.keys import leads_to_list, site_of, suffix_of
from watcher.discovery.model import Attachment
from watcher.discovery.page import Page, in_furniture, spaced_text, visible_text
from watcher.discovery.tree import Element
from watcher.discovery.words import words

_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")
PICTURED = 1000  # characters of an article beside whose pictures nothing much is said
LONGEST_SCRIPT = 2000  # characters on a click: what is longer is no address
_VIEWERS = {
    "iframe": ("src", "data-src"),
    "embed": ("src",),
    "object": ("data",),
    "param": ("value",),
    "div": ("data-pdf", "data-url", "data-file"),
    "a": ("data-file", "data-href", "data-url", "data-src", "file", "filepath"),
}
_NAMED = ("title", "textvalue", "download", "data-name", "filename", "data-filename")  # where a link names its file
_VIEWED = re.compile(r"[?&](?:file|url|src|path|pdf|filepath|fileurl)=([^&#]+)", re.IGNORECASE)  # viewer.html?file=…


def attachments_of(page: Page, body: Element | None) -> tuple[Attachment, ...]:
    """Each file once, under the best of its names. Files in menus and footers are not the article's."""
    names: dict[str, list[str]] = {}
    for tag, reference, found_names in _mentions(page):
        url = _file_of(tag, page.resolve(reference), page, found_names)
        if url and (_within(tag, body) or not in_furniture(tag)):
            names.setdefault(url, []).extend(found_names)
    if not names:  # nothing is linked: does a script show one?
        names = {url: [] for text in _QUOTED.findall(page.scripts) if (url := _shown_by_script(page, text))}
    return tuple(_attachment(url, found) for url, found in names.items())


def _mentions(page: Page) -> Iterator[tuple[Element, str, list[str]]]:
    """Every element that names a file, with the address as written and the names it gives."""
    for link in page.tagged("a"):
        shown = [*(str(link.get(name) or "") for name in _NAMED), spaced_text(link)]
        if link.get("href"):
            yield link, str(link["href"]), shown
        script = f"{link.get('onclick') or ''} {link['href'] if _is_script(link.get('href')) else ''}"
        quoted = _QUOTED.findall(script[:LONGEST_SCRIPT])
        yield from ((link, text, [*(q for q in quoted if q != text), *shown]) for text in quoted if "/" in text)
        yield from ((link, str(link[a]), shown) for a in _VIEWERS["a"] if link.get(a))
    for link, url in page.links:  # what a function of the page makes of a number
        if link.name == "a" and (not link.get("href") or _is_script(link["href"])):
            yield link, url, [*(str(link.get(name) or "") for name in _NAMED), spaced_text(link)]
    for name, attributes in _VIEWERS.items():
        for viewer in page.tagged(name) if name != "a" else ():
            yield from ((viewer, str(viewer[a]), []) for a in attributes if viewer.get(a))


def _is_script(href: object) -> bool:
    return str(href or "").lstrip().lower().startswith("javascript:")


def _file_of(tag: Element, url: str | None, page: Page, names: list[str]) -> str | None:
    """The address of the file that a mention leads to: itself, what a viewer is given, or what is named as a file."""
    if url is None or suffix_of(url):
        return url
    hands_out = re.search(words().downloads, url, re.IGNORECASE) is not None
    names += _file_names(url) if hands_out else []
    viewed = () if hands_out else (page.resolve(unquote(found)) for found in _VIEWED.findall(url))
    if shown := next((one for one in viewed if one and suffix_of(one)), None):
        return shown
    stated = str(tag.get("appendix")) == "true" or tag.get("download") is not None
    if stated:
        return url
    named = tag.name == "a" and (any(_file_names(name) for name in names) or (hands_out and _says_nothing(names)))
    return url if named and not leads_to_list(url) and not _is_page(url) else None


def _file_names(text: str) -> list[str]:
    """The names of files in a text or an address: 附件【决算表.xls】已下载3次."""
    names = re.findall(r"[^\s/?&=【】\[\]“”\"'<>|:：]{1,120}\.[A-Za-z0-9]{2,4}(?![\w.])", unquote(text))
    return [name for name in names if suffix_of(f"/{name}")]


def _says_nothing(names: list[str]) -> bool:
    """Whether a link is called "附件" or "下载" and nothing else."""
    called = [clean for name in names if (clean := _clean(name))]
    return bool(called) and all(re.fullmatch(words().no_names, name) for name in called)


def pictures_of(page: Page, body: Element | None) -> tuple[Attachment, ...]:
    """The pictures of an article that says next to nothing: pages of a report, photographed."""
    return tuple(_attachment(url, []) for url in dict.fromkeys(_pictures(page, body)))


def _pictures(page: Page, body: Element | None) -> Iterator[str]:
    if body is None or len(visible_text(body)) > PICTURED:
        return
    for picture in body.find_all("img"):
        stated = next((str(picture[a]) for a in ("data-original", "data-src", "src") if picture.get(a)), "")
        url = page.resolve(stated)
        suffix = urlsplit(url or "").path.rpartition(".")[2].lower()
        if url and suffix in words().pictures and not re.search(words().no_pictures, url, re.IGNORECASE):
            yield url


def _is_page(url: str) -> bool:
    return urlsplit(url).path.lower().endswith((".html", ".htm", ".shtml"))


def _shown_by_script(page: Page, text: str) -> str | None:
    named = len(text) < 500 and re.search(r"[^/.]\.\w+$", text.partition("?")[0])
    url = page.resolve(text) if named else None
    return url if url and suffix_of(url) and site_of(url) == site_of(page.url) else None


def _within(tag: Element, body: Element | None) -> bool:
    return body is not None and any(holder is body for holder in tag.parents)


def _attachment(url: str, names: list[str]) -> Attachment:
    telling = [clean for name in names if (clean := _clean(name)) and not re.fullmatch(words().no_names, clean)]
    name = _named_file(telling[0]) if telling else _clean(unquote(urlsplit(url).path.rpartition("/")[2]))
    suffix = suffix_of(url) or suffix_of(f"/{name}")
    return Attachment(url=url, name=name if not suffix or suffix_of(f"/{name}") else name + suffix, suffix=suffix)


def _named_file(name: str) -> str:
    """The name of the file in a text that says more than that."""
    return name if suffix_of(f"/{name}") else next(iter(_file_names(name)), name)


def _clean(name: str) -> str:
    """A name without gaps, paths and characters that steer the display."""
    printable = "".join(c for c in name if c.isprintable() and not 0x202A <= ord(c) <= 0x202E)
    return re.sub(r"\s+", " ", printable).replace("\\", "/").rpartition("/")[2].strip()[:200]
