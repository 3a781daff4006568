"""Where an element of a page leads: by its href, or by what a script does when it is clicked.

``<a href="javascript:void(0)" onclick="window.open('/a/t20250901_1.html')">``, ``<tr data-url="…">`` and
``<li onclick="location.href='…'">`` are links to whoever reads the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from watcher.discovery.functions import made_by_function, made_by_handler
from watcher.discovery.keys import absolute
from watcher.discovery.tree import Element

_QUOTED = re.compile(r"[\"']\s*([^\"'\s]+)\s*[\"']")
_ADDRESS = re.compile(
    r"^(?:https?:)?//|^[./]{0,3}[\w./%-]*\.(?:s?html?|jsp|do|aspx?|php)\b|^\.{0,2}/[\w./%-]{3,}|\?\w+="
)
_STATED = ("data-href", "data-url", "data-link", "_href")  # where a script finds the address
_NUMBERED = ("data-id", "data-infoid", "data-key", "data-guid")  # where it finds a number that it makes one of
_LEADING = frozenset(("onclick", *_STATED, *_NUMBERED))


def may_lead(tag: Element) -> bool:
    """Whether an element may be a link."""
    return tag.name == "a" or not _LEADING.isdisjoint(tag.attrs)


def links_of(elements: Iterable[Element], base: str, scripts: str = "") -> Iterator[tuple[Element, str]]:
    """Those of these elements that lead somewhere, with the addresses that they lead to, in order."""
    for element in elements:
        href = element.get("href") if element.name == "a" else None
        address = (absolute(str(href), base) if href else None) or _by_script(element, base, scripts)
        if address:
            yield element, address


def _by_script(element: Element, base: str, scripts: str) -> str | None:
    """The address that is written where a script finds it, or that a function of the page makes; None without one."""
    stated = next((str(element[name]) for name in _STATED if element.get(name)), "")
    if stated:
        return absolute(stated, base)
    href = str(element.get("href") or "")
    script = f"{element.get('onclick') or ''};{href if href.lower().startswith('javascript:') else ''}"
    found = (text for text in _QUOTED.findall(script) if _ADDRESS.search(text))
    written = next((address for text in found if (address := absolute(text, base))), None)
    made = made_by_function(script, scripts) if written is None and "(" in script else None
    if written is None and made is None and element.name != "input":
        numbers = ((name, element.get(name)) for name in _NUMBERED)
        made = next((way for name, one in numbers if one and (way := made_by_handler(name, one, scripts))), None)
    return absolute(made, base) if made else written
