"""Pagers that scripts draw, read off the calls that draw them.

``createPage(10, 0, "index", "html")`` means index.html, index_1.html … index_9.html: counted from 0. With the element's
name in front, ``createPageHTML('page_div', 10, 1, 'list', 'shtml', 22)``, the second page is list_2.shtml: from 1.
Older templates carry the script itself: ``var countPage = 10`` and ``"index_" + i + ".html"``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from watcher.discovery.page import Page, spaced_text
from watcher.discovery.words import words

MOST = 1000  # pages of one list: a larger number is a mistake of ours or theirs
NUMBERED = re.compile(r"^(?P<stem>.*?)(?:_(?P<number>\d{1,4}))?\.(?P<suffix>\w+)$")
_CALL = re.compile(r"^(?P<before>.*?)\bcreatePage(?:HTML)?\s*\((?P<arguments>[^()]*)\)", re.MULTILINE | re.IGNORECASE)
_SUFFIX = re.compile(r"s?html?|jsp|aspx?|php")
_BUILT = re.compile(r"\b(\w{1,60})(?:_[\"']|[\"']\s*\+\s*[\"']_[\"'])\s*\+")  # "index_" + i, "index" + "_" + i


@dataclass(frozen=True, kw_only=True, slots=True)
class Pager:
    """A run of pages: stem.suffix, then stem_N.suffix from ``start`` to ``end``."""

    stem: str
    suffix: str
    start: int
    end: int

    def names(self) -> list[str]:
        """The file names of all pages, the first included."""
        numbered = [f"{self.stem}_{number}.{self.suffix}" for number in range(self.start, self.end + 1)]
        return [f"{self.stem}.{self.suffix}", *numbered]


def drawn_pagers(page: Page) -> tuple[list[Pager], tuple[str, ...]]:
    """The pagers that scripts of the page draw."""
    pagers, problems = [], []
    for call in _CALL.finditer(page.scripts):
        if re.search(r"\bfunction\s+$", call["before"]) or re.search(r"(?<!:)//", call["before"]):
            continue
        pager = _pager(call["arguments"], page)
        if pager is None:
            problems.append(f"看不懂的分页写法：createPage({' '.join(call['arguments'].split())[:60]})")
        elif pager.end >= pager.start:
            pagers.append(pager)
    return pagers, tuple(problems)


def _pager(arguments: str, page: Page) -> Pager | None:
    """The run of pages that a call draws, in whatever order its arguments stand; None where it can't be told."""
    values = [_value(argument.strip(), page.scripts) for argument in arguments.split(",")]
    numbers = [value for value in values if isinstance(value, int)]
    last = next((i for i, value in enumerate(values) if isinstance(value, str) and _SUFFIX.fullmatch(value)), 0)
    stem = values[last - 1] if last else None
    if len(numbers) < 2 or not isinstance(stem, str) or not stem:
        return None
    count, current = max(numbers[:2]), min(numbers[:2])
    if count > MOST:
        return None
    named_first = isinstance(values[0], str) and last > 1
    from_one = named_first or (current == 1 and _on_first(page))
    start = 2 if from_one else 1
    return Pager(stem=stem, suffix=str(values[last]), start=start, end=count if from_one else count - 1)


def _on_first(page: Page) -> bool:
    numbered = NUMBERED.match(urlsplit(page.url).path.rpartition("/")[2])
    return numbered is None or numbered["number"] is None


def _value(argument: str, scripts: str) -> int | str | None:
    """What an argument is: a number, a quoted text, or a name that the script gives a number."""
    if re.fullmatch(r"\d{1,6}", argument):
        return int(argument)
    if re.fullmatch(r"([\"']).*\1", argument):
        return argument[1:-1]
    if not re.fullmatch(r"[A-Za-z_$][\w$]*", argument):
        return None
    given = re.search(
        rf"\b{re.escape(argument)}\s*=\s*(?:Math\.ceil\(\s*(\d+)\s*/\s*(\d+)\s*\)|[\"']?(\d+)[\"']?)\s*(?:[;,\r\n]|//|/\*|$)",
        scripts,
    )
    if given is None:
        return None
    return int(given[3]) if given[3] else math.ceil(int(given[1]) / max(int(given[2]), 1))


def counted_pages(page: Page) -> list[str]:
    """The pages of a pager whose script stands in the page with the number of pages, or of records."""
    pager = _built(page) or _of_records(page)
    return [urljoin(page.url, name) for name in pager.names()] if pager and pager.end >= pager.start else []


def _built(page: Page) -> Pager | None:
    """From ``var countPage = 10`` and the script that puts the names of the pages together."""
    count = re.search(words().page_counts, page.scripts, re.IGNORECASE)
    index = re.search(words().page_indexes, page.scripts, re.IGNORECASE)
    built = _BUILT.search(page.scripts)
    own = NUMBERED.match(_own_name(page))
    if not (count and index and built and own) or int(count[1]) > MOST:
        return None
    start = 2 if int(index[1]) == 1 and _on_first(page) else 1
    return Pager(stem=built[1], suffix=own["suffix"], start=start, end=int(count[1]) - (start == 1))


def _of_records(page: Page) -> Pager | None:
    """From ``m_nRecordCount = "143"`` and ``m_nPageSize = 20``: the directories of TRS, index_7401_1.htm and on."""
    records, size = (
        re.search(rf"\b{name}\s*=\s*[\"']?(\d{{1,6}})\b", page.scripts) for name in ("m_nRecordCount", "m_nPageSize")
    )
    current = re.search(r"\bm_nCurrPage\s*=\s*[\"']?(\d{1,4})\b", page.scripts)
    stem, _, suffix = _own_name(page).rpartition(".")
    if not (records and size and int(size[1])):
        return None
    count = math.ceil(int(records[1]) / int(size[1]))
    if current and int(current[1]):
        stem = stem.removesuffix(f"_{current[1]}")
    return Pager(stem=stem, suffix=suffix, start=1, end=count - 1) if count <= MOST else None


def _own_name(page: Page) -> str:
    return urlsplit(page.url).path.rpartition("/")[2] or "index.html"


def untold_pages(page: Page) -> tuple[str, ...]:
    """What is to be said of a list that speaks of further pages where none was understood."""
    count = re.search(words().page_counts, page.scripts, re.IGNORECASE)
    shown = re.search(words().pages_shown, spaced_text(page.tree)) if "页" in page.text else None
    number = max((int(found[1]) for found in (count, shown) if found), default=0)
    return (f"列表共 {number} 页，看不懂翻页方式，只读了这一页：{page.url}",) if 1 < number <= MOST else ()
