"""A page as parsed: its soup, its address, and what was wrong with its bytes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from watcher.discovery.keys import absolute
from watcher.discovery.links import links_of, may_lead
from watcher.discovery.soup import soup_of
from watcher.discovery.words import words

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_FRAMES = {"body", "html", "[document]"}
_DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")
_UNSEEN = {"script", "style", "noscript", "template"}
_STUB = 40  # characters of visible text that a page may show and still be no more than a sign-post


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A parsed page. ``scripts``: the text of its inline scripts, together."""

    soup: BeautifulSoup
    url: str
    base: str  # what its links are relative to
    scripts: str
    links: tuple[tuple[Tag, str], ...]  # its links with the addresses that they lead to, in order
    problems: tuple[str, ...] = ()
    text: str = ""  # as decoded, markup and all
    fragment: str = ""  # behind the # of the address that was asked for

    def resolve(self, href: object) -> str | None:
        """The address that a link of this page leads to."""
        return absolute(str(href), self.base) if href else None


def parse(body: bytes, url: str, fragment: str = "") -> Page:
    """Any bytes become a page; a document is an empty one."""
    text, problems = ("", ()) if body.startswith(_DOCUMENTS) else _decode(body)
    soup, amiss = soup_of(text)
    unseen = [one for one in _tags(soup) if one.name in _UNSEEN]
    scripts = "\n".join(one.get_text() for one in unseen if one.name == "script")
    for one in unseen:
        one.decompose()
    leading = [one for one in _tags(soup) if one.name == "base" or may_lead(one)]
    stated = next((str(one["href"]) for one in leading if one.name == "base" and one.get("href") is not None), "")
    base = absolute(stated, url) if stated else None
    return Page(
        soup=soup, url=url, base=base or url, scripts=scripts, links=tuple(links_of(leading, base or url)),
        problems=(*problems, *amiss), text=text, fragment=fragment,
    )  # fmt: skip


def _tags(soup: BeautifulSoup) -> list[Tag]:
    """All elements, in order: what find_all does with more words, at a third of its cost."""
    return [one for one in soup.descendants if isinstance(one, Tag)]


def _decode(body: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a page. Declarations lie (gb2312 over UTF-8 bytes): what the bytes are comes first."""
    if body[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return body.decode("utf-16", "replace"), ()
    try:
        return body.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        declared = _DECLARED.search(body[:4096])
    encoding = "utf-8" if declared and declared.group(1).lower() in (b"utf-8", b"utf8") else "gb18030"
    text = body.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if lost * 200 > len(text):
        return text, (f"页面编码无法识别，有 {lost} 个字符不能读出",)
    return text, ()


def redirect_of(page: Page) -> str | None:
    """Where a page that shows nothing of its own leads on to."""
    target = _refresh(page) or (_script_redirect(page) if len(visible_text(page.soup)) < _STUB else None)
    address = page.resolve(target)
    return address if address and address != page.url else None


def _refresh(page: Page) -> str | None:
    for meta in page.soup.find_all("meta"):
        if str(meta.get("http-equiv")).lower() != "refresh":
            continue
        found = re.match(r"\s*(\d+)\s*[;,]\s*url\s*=\s*[\"']?([^\"']+)", str(meta.get("content", "")), re.IGNORECASE)
        if found and int(found.group(1)) <= 10:
            return found.group(2).strip()
    return None


def _script_redirect(page: Page) -> str | None:
    found = re.search(r"location(?:(?:\.href)?\s*=|\.replace\()\s*[\"']([^\"']+)[\"']", page.scripts)
    return found.group(1) if found else None


def visible_text(tag: Tag) -> str:
    """The text of an element without its gaps."""
    return re.sub(r"\s+", "", tag.get_text())


def spaced_text(tag: Tag) -> str:
    """The text of an element with single spaces between its parts."""
    return re.sub(r"\s+", " ", tag.get_text(" ")).strip()


def names_of(tag: Tag) -> list[str]:
    """The classes and the id of an element."""
    classes = tag.get("class") or []
    own = tag.get("id")
    return [*(classes if isinstance(classes, list) else [str(classes)]), *([str(own)] if own else [])]


def is_furniture(tag: Tag) -> bool:
    """Whether an element itself says that it is navigation, header, footer and the like."""
    return tag.name in words().furniture_tags or any(
        part in words().furniture for name in names_of(tag) for part in _parts(name)
    )


def _parts(name: str) -> Iterable[str]:
    """The words of a class name: "foot-bottom", "zf_nav2" and "topNav" all speak."""
    return re.split(r"[^a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower())


def in_furniture(tag: Tag) -> bool:
    """Whether an element or one that holds it is furniture. The frame of the whole page does not count."""
    return any(is_furniture(holder) for holder in (tag, *tag.parents) if holder.name not in _FRAMES)
