"""A page as parsed: its tree, its address, and what was wrong with its bytes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from watcher.discovery.keys import absolute
from watcher.discovery.links import links_of, may_lead
from watcher.discovery.model import PageRequest
from watcher.discovery.tree import Element, tree_of
from watcher.discovery.words import words

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_FRAMES = {"body", "html", "[document]"}
_DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")
_STUB = 40  # characters of visible text that a page may show and still be no more than a sign-post


@dataclass(frozen=True, kw_only=True)
class Page:
    """A parsed page. ``scripts``: the text of its inline scripts, together."""

    tree: Element  # without what nobody sees
    elements: tuple[Element, ...]  # all of its elements, in order
    url: str
    base: str  # what its links are relative to
    scripts: str
    links: tuple[tuple[Element, str], ...]  # its links with the addresses that they lead to, in order
    problems: tuple[str, ...] = ()
    text: str = ""  # as decoded, markup and all
    fragment: str = ""  # behind the # of the address that was asked for
    asked: PageRequest | None = None  # the request of a script that it answers
    charset: str = "utf-8"  # of its bytes, in which its forms are sent too

    @cached_property
    def _by_tag(self) -> Mapping[str, Sequence[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.elements:
            found.setdefault(element.name, []).append(element)
        return found

    def tagged(self, *names: str) -> Sequence[Element]:
        """The elements of these tags, in order; looked for once, however many ask."""
        found = [self._by_tag[name] for name in names if name in self._by_tag]
        if len(found) < 2:
            return found[0] if found else ()
        return [element for element in self.elements if element.name in names]

    def resolve(self, href: object) -> str | None:
        """The address that a link of this page leads to."""
        return absolute(str(href), self.base) if href else None


def parse(body: bytes, url: str, fragment: str = "", asked: PageRequest | None = None) -> Page:
    """Any bytes become a page; a document is an empty one."""
    text, charset, problems = ("", "utf-8", ()) if body.startswith(_DOCUMENTS) else decoded(body)
    tree, scripts, amiss = tree_of(text)
    elements = tuple(tree.find_all())
    leading = [one for one in elements if one.name == "base" or may_lead(one)]
    stated = next((one["href"] for one in leading if one.name == "base" and one.get("href") is not None), "")
    base = absolute(stated, url) if stated else None
    return Page(
        tree=tree, elements=elements, url=url, base=base or url, scripts=scripts,
        links=tuple(links_of(leading, base or url, scripts)), problems=(*problems, *amiss), text=text,
        fragment=fragment, asked=asked, charset=charset,
    )  # fmt: skip


def decoded(body: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The text of a page, and its charset. Declarations lie (gb2312 over UTF-8 bytes): the bytes come first."""
    if body[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return body.decode("utf-16", "replace"), "utf-8", ()
    try:
        return body.decode("utf-8-sig"), "utf-8", ()
    except UnicodeDecodeError:
        declared = _DECLARED.search(body[:4096])
    encoding = "utf-8" if declared and declared.group(1).lower() in (b"utf-8", b"utf8") else "gb18030"
    text = body.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if lost * 200 > len(text):
        return text, encoding, (f"页面编码无法识别，有 {lost} 个字符不能读出",)
    return text, encoding, ()


def redirect_of(page: Page) -> str | None:
    """Where a page that shows nothing of its own leads on to."""
    target = _refresh(page) or (_script_redirect(page) if len(visible_text(page.tree)) < _STUB else None)
    address = page.resolve(target)
    return address if address and address != page.url else None


def _refresh(page: Page) -> str | None:
    for meta in page.tagged("meta"):
        if str(meta.get("http-equiv")).lower() != "refresh":
            continue
        found = re.match(r"\s*(\d+)\s*[;,]\s*url\s*=\s*[\"']?([^\"']+)", meta.get("content") or "", re.IGNORECASE)
        if found and int(found.group(1)) <= 10:
            return found.group(2).strip()
    return None


def _script_redirect(page: Page) -> str | None:
    found = re.search(r"location(?:(?:\.href)?\s*=|\.replace\()\s*[\"']([^\"']+)[\"']", page.scripts)
    return found.group(1) if found else None


def visible_text(tag: Element) -> str:
    """The text of an element without its gaps."""
    return "".join(tag.get_text().split())


def spaced_text(tag: Element) -> str:
    """The text of an element with single spaces between its parts."""
    return " ".join(tag.get_text(" ").split())


def is_furniture(tag: Element) -> bool:
    """Whether an element itself says that it is navigation, header, footer and the like."""
    return tag.name in words().furniture_tags or _says_furniture(tag.get("class") or "", tag.get("id") or "")


@lru_cache(maxsize=2048)  # a site uses the same names on all its pages
def _says_furniture(classes: str, own: str) -> bool:
    """Whether the classes or the id of an element say so."""
    return any(part in words().furniture for name in (*classes.split(), own) for part in _parts(name))


def _parts(name: str) -> Iterable[str]:
    """The words of a class name: "foot-bottom", "zf_nav2" and "topNav" all speak."""
    return re.split(r"[^a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower())


def in_furniture(tag: Element) -> bool:
    """Whether an element or one that holds it is furniture. The frame of the whole page does not count."""
    return any(is_furniture(holder) for holder in (tag, *tag.parents) if holder.name not in _FRAMES)
