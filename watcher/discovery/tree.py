"""Markup becomes a light tree, within bounds: a hostile page must not hold the process that watches all the others.

lxml reads the markup as it does for BeautifulSoup, but only what pages are read by is kept: elements, their attributes
and their texts. A soup takes ten times as long: half of what a changed list costs and a fifth of
what a new article does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

DEEPEST = 300  # elements within each other; the deepest of 155 real pages has 80
MOST_ELEMENTS = 100_000  # a list of 20,000 records has 60,000
HEAVIEST = 3_000_000  # the depths of all elements together: what asks each element for its holders costs as much
LONGEST = 12_000_000  # characters; pictures may be written into a page
UNSEEN = frozenset({"script", "style", "noscript", "template"})
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")


class Element:
    """An element of a page. What it offers bears the names that BeautifulSoup gives it."""

    __slots__ = ("attrs", "contents", "name", "parent", "place")

    def __init__(self, name: str, attrs: Mapping[str, str], parent: Element | None) -> None:
        self.name, self.attrs, self.parent = name, attrs, parent
        self.contents: list[Element | str] = []
        self.place = len(parent.contents) if parent else 0  # among what its parent holds

    def get(self, name: str) -> str | None:
        """The value of an attribute."""
        return self.attrs.get(name)

    def __getitem__(self, name: str) -> str:
        """The value of an attribute that is there."""
        return self.attrs[name]

    @property
    def names(self) -> Iterator[str]:
        """What selectors may call it: its tag, ``#id`` and each ``.class``."""
        yield self.name
        yield f"#{self.attrs.get('id', '')}"
        yield from (f".{one}" for one in self.attrs.get("class", "").split())

    @property
    def parents(self) -> Iterator[Element]:
        """What holds it, from the inside to the page itself."""
        holder = self.parent
        while holder is not None:
            yield holder
            holder = holder.parent

    @property
    def children(self) -> Iterator[Element | str]:
        """What it holds, in order."""
        return iter(self.contents)

    def find_all(self, names: str | Collection[str] | None = None) -> Iterator[Element]:
        """The elements in it, however deep, in order; with ``names`` those of these names."""
        wanted = {names} if isinstance(names, str) else names
        waiting = self.contents[::-1]
        while waiting:
            part = waiting.pop()
            if not isinstance(part, str):
                if wanted is None or part.name in wanted:
                    yield part
                waiting += part.contents[::-1]

    def find(self, names: str | Collection[str] | None = None) -> Element | None:
        """The first of these."""
        return next(self.find_all(names), None)

    def following(self, names: Collection[str]) -> Element | None:
        """The first element of these names behind it, within what holds both."""
        around = self.parent.contents if self.parent else []
        behind = (around[place] for place in range(self.place + 1, len(around)))
        return next((part for part in behind if not isinstance(part, str) and part.name in names), None)

    def beside(self, *, forward: bool) -> Element | str | None:
        """What stands right behind it, or before it; gaps do not count."""
        around = self.parent.contents if self.parent else []
        places = range(self.place + 1, len(around)) if forward else range(self.place - 1, -1, -1)
        parts = (around[place] for place in places)
        return next((part for part in parts if not isinstance(part, str) or part.strip()), None)

    def get_text(self, separator: str = "", *, strip: bool = False) -> str:
        """All texts in it; with ``strip`` each without the gaps around it, and none that is only a gap."""
        texts: list[str] = []
        waiting = self.contents[::-1]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                texts.append(part)
            else:
                waiting += part.contents[::-1]
        return separator.join(filter(None, map(str.strip, texts)) if strip else texts)


class _TooMuchError(Exception):
    """A page that no site means to be read."""


class _Builder:
    """Takes what lxml finds in the markup; gives up while it parses, so that nothing ever sees a hostile tree."""

    def __init__(self) -> None:
        self.root = self._open = Element("[document]", {}, None)
        self.scripts: list[str] = []
        self._texts: list[str] = []
        self._depth = self._hidden = self._elements = self._weight = 0

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        self._flush()
        self._depth += 1
        self._elements += 1
        self._weight += self._depth
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS or self._weight > HEAVIEST:
            raise _TooMuchError
        element = Element(name, dict(attrs), self._open)
        self._hidden += name in UNSEEN
        if not self._hidden:
            self._open.contents.append(element)
        self._open = element

    def end(self, _name: str) -> None:
        self._flush()
        self._depth -= 1
        self._hidden -= self._open.name in UNSEEN
        self._open = self._open.parent or self.root

    def data(self, text: str) -> None:
        self._texts.append(text)

    def comment(self, _text: str) -> None:
        self._flush()

    def pi(self, _target: str, _data: str | None) -> None:
        self._flush()

    def doctype(self, *_words: str | None) -> None:
        self._flush()

    def close(self) -> None:
        self._flush()

    def _flush(self) -> None:
        if self._texts:
            text = "".join(self._texts)
            self._texts = []
            if not self._hidden:
                self._open.contents.append(text)
            elif self._open.name == "script":
                self.scripts.append(text)


def markup_of(text: str) -> str:
    """A text as a parser of markup is to see it."""
    return f"<html>{text}" if "<" not in text[:2000] else _XML.sub("", text)


def tree_of(text: str) -> tuple[Element, str, tuple[str, ...]]:
    """The tree of a text without what nobody sees, its scripts together, and what was wrong with it.

    The tree is empty where it is too deep or too large.
    """
    markup = markup_of(text)
    if len(markup) > LONGEST:
        return _Builder().root, "", (f"页面过大（{len(markup)} 个字符），没有解析",)
    builder = _Builder()
    parser = etree.HTMLParser(target=builder, recover=True)  # type: ignore[arg-type] # not bytes
    try:
        parser.feed(markup)
        parser.close()
    except _TooMuchError:
        return _Builder().root, "", ("页面结构异常（元素过多或层层嵌套过深），没有解析",)
    return builder.root, "\n".join(builder.scripts), ()
