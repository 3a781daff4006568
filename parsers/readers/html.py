"""A saved web page: its article, without the site's furniture; what the page says about itself goes into ``meta``."""

from __future__ import annotations

import re
import tomllib
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

from parsers.encoding import decode
from parsers.errors import LimitExceeded
from parsers.markup import blocks, printed, without
from parsers.model import Block, Document, Grid, Paragraph, Unread

LARGEST = 40_000_000  # bytes; the parsed tree takes about ten times as much
DEEPEST = (
    500  # elements within each other: the deepest of 155 real pages has 80, and what looks for the text looks at each
)

#: A child that holds so much of the text is where the article is; a table cell must hold nearly all.
HOLDS_THE_TEXT = 0.75
HOLDS_THE_TEXT_CELL = 0.95
CONTAINERS = ("div", "section", "article", "main", "center", "form", "table", "tbody", "tr", "td", "font", "span")
#: What ends a paragraph.
BLOCKS = ("div", "section", "article", "main", "center", "form", "table", "p", "br", "li", "h1", "h2", "h3", "h4")

#: Beside so many characters, pictures may be what matters.
PICTURED = 1000

#: How long a meta tag and a label with its value can be, and how deep a label can be wrapped.
LONGEST_META = 300
LONGEST_LABELLED = 120
LABEL_DEPTH = 3

#: So many elements and texts before the article its title is looked for.
TITLE_ABOVE = 400

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_\-]+)", re.IGNORECASE)
_LABEL = re.compile(r"^\s*[\[【（(\s]*([\u4e00-\u9fff][\u4e00-\u9fff\s]{0,12})[\]】）)\s]*[：:]?\s*(.*)$")


@cache
def _site_words() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("html.toml").read_text(encoding="utf-8"))


def read(content: bytes, name: str, sha256: str) -> Document:
    """The article of the page. Raises Unreadable (unknown encoding) or LimitExceeded."""
    if len(content) > LARGEST:
        raise LimitExceeded("网页过大，已停止读取。")
    charset = _CHARSET.search(content[:4096])
    decoded = decode(content, charset.group(1).decode("ascii") if charset else "")
    soup = _parsed(decoded.text)
    without(soup, _site_words()["invisible"])
    attachments = tuple(dict.fromkeys(_attachments(soup)))
    body, known = _body(soup)
    found = tuple(blocks(body))
    notes = [decoded.loss] if decoded.loss else []
    if not attachments and (pictures := _pictures(body, found)):
        notes.append(f"正文中有{pictures}张图片，未做文字识别" if found else "正文只有图片，未做文字识别")
    return Document(
        name=name,
        sha256=sha256,
        media_type="text/html",
        blocks=found,
        meta=_meta(soup, body, known=known),
        attachments=attachments,
        unread=tuple(Unread(file=name, where="", what=note) for note in notes),
    )


def _pictures(body: Tag, found: Sequence[Block]) -> int:
    """How many pictures stand in an article that says next to nothing beside them: pages of a report, photographed."""
    said = sum(len(block.text) for block in found if isinstance(block, Paragraph))
    if said > PICTURED or any(isinstance(block, Grid) for block in found):
        return 0
    sources = (str(one.get("data-src") or one.get("src") or "") for one in body.find_all("img"))
    return sum(not re.search(_site_words()["no_pictures"], source, re.IGNORECASE) for source in sources)


class _BoundedSoup(BeautifulSoup):
    """Gives up while it parses."""

    def pushTag(self, tag: Tag) -> None:  # noqa: N802 - the name is the library's
        if len(self.tagStack) > DEEPEST:
            raise LimitExceeded("网页嵌套层数过多，已停止读取。")
        super().pushTag(tag)


def _parsed(text: str) -> BeautifulSoup:
    with warnings.catch_warnings():  # about XHTML and one-line pages: both are read all the same
        warnings.simplefilter("ignore")
        return _BoundedSoup(text, "lxml")


# --- the article ---------------------------------------------------------------------------------


def _body(soup: BeautifulSoup) -> tuple[Tag, bool]:
    """The article's element, and whether a known container told it."""
    bodies = _site_words()["bodies"]
    found = _named(soup, bodies)
    for selector in bodies:
        if selector in found:
            return max(found[selector], key=lambda tag: len(tag.get_text())), True
    root = soup.body or soup
    for tags in _named(root, _site_words()["furniture"]).values():
        for tag in tags:
            if not tag.decomposed and _weight(tag) * 2 < _weight(root):
                tag.decompose()
    return _densest(root), False


def _named(root: Tag, selectors: list[str]) -> dict[str, list[Tag]]:
    """The elements that each selector (a tag, ".class" or "#id") names, in one pass: far faster than CSS."""
    wanted = frozenset(selectors)
    found: dict[str, list[Tag]] = {}
    for tag in root.find_all(True):
        classes = tag.get("class") or []
        names = {tag.name, f"#{tag.get('id', '')}", *(f".{name}" for name in classes)}
        for name in names & wanted:
            found.setdefault(name, []).append(tag)
    return found


def _densest(root: Tag) -> Tag:
    """The smallest element that still holds the bulk of the text that is no link."""
    while True:
        enough = _weight(root)
        inner = [tag for tag in root.find_all(CONTAINERS, recursive=False) if isinstance(tag, Tag)]
        heaviest = max(inner, key=_weight, default=None)
        if heaviest is None or not enough or _weight(heaviest) < enough * _share(heaviest) or _of_paragraphs(root):
            return _whole_table(root)
        root = heaviest


def _of_paragraphs(tag: Tag) -> bool:
    """Whether the element holds nothing but paragraphs, however long one of them: the others are its headings."""
    children = [child for child in tag.find_all(recursive=False) if isinstance(child, Tag)]
    if any(child.find(BLOCKS) and _weight(child) for child in children):
        return False
    return sum(bool(_weight(child)) for child in children) > 1


def _share(tag: Tag) -> float:
    return HOLDS_THE_TEXT_CELL if tag.name in ("table", "tbody", "tr", "td") else HOLDS_THE_TEXT


def _whole_table(tag: Tag) -> Tag:
    """A row or the body of a table is no article: the table around it is."""
    around = tag.find_parent("table") if tag.name in ("table", "tbody", "tr") else None
    holder = (around or tag).parent if tag.name in ("table", "tbody", "tr") else tag
    return holder or tag


def _weight(tag: Tag) -> int:
    links = sum(len(link.get_text()) for link in tag.find_all("a"))
    return len("".join(tag.get_text().split())) - links


# --- what the page says about itself ---------------------------------------------------------------


def _meta(soup: BeautifulSoup, article: Tag, *, known: bool) -> dict[str, str]:
    """Title, meta tags, the title above the article and metadata block; only what is there and not empty."""
    found: dict[str, str] = {}
    body = article if known else None
    for key, value in (*_head(soup), ("heading", _heading(soup, article)), *_metadata_block(soup, body)):
        if value and key not in found:
            found[key] = value
    return found


def _heading(soup: BeautifulSoup, article: Tag) -> str:
    """The title printed above the article: one that speaks of a report, else the nearest, else the first h1."""
    above = list(_above(article))
    spoken = [text for text in above if re.search(_site_words()["report"], text)]
    if spoken or above:
        return (spoken or above)[0]
    return printed(soup.h1.get_text()) if soup.h1 else ""


def _above(article: Tag) -> Iterator[str]:
    """What may be the article's title, the nearest first. A link leads to another article: it is no title."""
    shortest, longest = _site_words()["title_length"]
    for before in islice(article.previous_elements, TITLE_ABOVE):
        named = isinstance(before, Tag) and _is_title(before) and not before.find("a")
        text = printed(before.get_text()) if named or type(before) is NavigableString else ""
        said = named or re.search(_site_words()["report"], text)
        if said and shortest <= len(text) <= longest and not before.find_parent("a"):
            yield text


def _is_title(tag: Tag) -> bool:
    called = " ".join([str(tag.get("id") or ""), *(tag.get("class") or [])])
    return tag.name in _site_words()["headings"] or bool(re.search(_site_words()["titles"], called, re.IGNORECASE))


def _head(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    if soup.title:
        yield "title", printed(soup.title.get_text())
    names = {name.lower(): name for name in _site_words()["meta_names"]}
    for tag in soup.find_all("meta"):
        name = names.get(str(tag.get("name", "")).strip().lower())
        if name:
            yield name, printed(str(tag.get("content", "")))[:LONGEST_META]


def _metadata_block(soup: BeautifulSoup, body: Tag | None) -> Iterator[tuple[str, str]]:
    """Pairs like 索引号: the value stands behind the label in the same text or in what comes next."""
    labels: dict[str, str] = _site_words()["labels"]
    next_label = re.compile(rf"\s*[\[【（(]?\s*(?:{'|'.join(labels)})\s*(?:[\]】）)]|[：:])")
    for string in soup.find_all(string=_LABEL):
        text = printed(string)
        match = _LABEL.match(text) if len(text) <= LONGEST_LABELLED else None
        key = labels.get("".join(match.group(1).split())) if match else None
        if match and key and (body is None or body not in string.parents):
            value = match.group(2) or _beside(string)
            yield key, next_label.split(value, maxsplit=1)[0].strip()


def _beside(string: PageElement) -> str:
    """What stands next to a label, or next to the element that holds nothing but the label."""
    place: PageElement | None = string
    for _ in range(LABEL_DEPTH):
        if place is None:
            break
        for sibling in place.next_siblings:
            text = printed(sibling.get_text()).lstrip("：:]】 ")
            if text:
                return text[:LONGEST_LABELLED]
        place = place.parent
    return ""


def _attachments(soup: BeautifulSoup) -> Iterator[str]:
    """Names of linked files: what the link is called, not the number that the site gave the file."""
    types = "|".join(_site_words()["attachment_types"])
    a_file = re.compile(rf"([^/?=&]+\.(?:{types}))(?:$|[?#&])", re.IGNORECASE)
    calls = [re.compile(call) for call in _site_words()["attachment_calls"]]
    for link in soup.find_all("a"):
        target = str(link.get("href", ""))
        action = target + str(link.get("onclick", ""))
        called = next((match.group(1) for call in calls if (match := call.search(action))), "")
        linked = a_file.search(target)
        if called or linked or link.get("appendix") == "true":
            own = called or str(link.get("title") or link.get("textvalue") or "") or link.get_text()
            yield printed(own) or (unquote(linked.group(1)) if linked else "")
