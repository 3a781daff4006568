"""Markup becomes a tree, within bounds: a hostile page must not hold the process that watches all the others."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

DEEPEST = 300  # elements within each other; the deepest of 155 real pages has 80
MOST_ELEMENTS = 100_000  # a list of 20,000 records has 60,000
HEAVIEST = 3_000_000  # the depths of all elements together: what asks each element for its holders costs as much
LONGEST = 12_000_000  # characters; pictures may be written into a page
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")


class _TooMuchError(Exception):
    """A page that no site means to be read."""


class _BoundedSoup(BeautifulSoup):
    """Gives up while it parses: what is quadratic in the depth of a tree never sees such a tree."""

    opened = 0
    weight = 0

    def pushTag(self, tag: Tag) -> None:  # noqa: N802 - the name is the library's
        depth = len(self.tagStack)
        self.opened += 1
        self.weight += depth
        if depth > DEEPEST or self.opened > MOST_ELEMENTS or self.weight > HEAVIEST:
            raise _TooMuchError
        super().pushTag(tag)


def soup_of(text: str) -> tuple[BeautifulSoup, tuple[str, ...]]:
    """The tree of a text, and what was wrong with it; an empty one where it is too deep or too large."""
    markup = f"<html>{text}" if "<" not in text[:2000] else _XML.sub("", text)
    if len(markup) > LONGEST:
        return BeautifulSoup("<html>", "lxml"), (f"页面过大（{len(markup)} 个字符），没有解析",)
    try:
        return _BoundedSoup(markup, "lxml"), ()
    except _TooMuchError:
        return BeautifulSoup("<html>", "lxml"), ("页面结构异常（元素过多或层层嵌套过深），没有解析",)
