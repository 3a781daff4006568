"""Pages in order → blocks: page numbers dropped, tables that run over a page end joined, lines kept as lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.layout.grid import Line, Table
from parsers.layout.running import Page, Running, continues, may_continue, running
from parsers.model import Block, Paragraph

#: Page numbers stand in this share of the page's height, at its top or bottom.
MARGIN = 0.12
#: "- 7 -", "第 7 页 共 9 页", "7/9" is a page number wherever it ends a page; a bare 7 only in the margin.
_DASH = r"[-—–―－─━·•~～\s]"
_DRESSED_NUMBER = re.compile(
    rf"^(?:{_DASH}*[-—–―－─━·•~～]\s*\d{{1,4}}\s*[-—–―－─━·•~～]{_DASH}*"
    r"|第\s*\d{1,4}\s*页(?:[\s/／,，]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*[/／]\s*\d{1,4})$"
)
_BARE_NUMBER = re.compile(r"^\d{1,4}$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Bound:
    """The whole file in reading order; ``doubts`` are page and reason of each figure that could not be settled."""

    blocks: tuple[Block, ...]
    doubts: tuple[tuple[int, str], ...] = ()


def bound(pages: Sequence[Page]) -> Bound:
    """Paragraphs (one per printed line) and grids of all pages, tables that go on joined."""
    found: list[Block | Running] = []
    last: Running | None = None
    between: list[Line] = []  # since the last table
    for page in pages:
        for item in _without_page_numbers(page):
            if isinstance(item, Line):
                found.append(_paragraph(item, page))
                between.append(item)
                continue
            goes_on = (
                last is not None
                and may_continue(last, item, between)
                and continues(last, item, page, cut=bool(between))
            )
            last = last if goes_on else running(item, page)
            found += [] if goes_on or last is None else [last]
            between = []
    doubts = [doubt for block in found if isinstance(block, Running) for doubt in block.settled()]
    done = [block.grid() if isinstance(block, Running) else block for block in found]
    return Bound(blocks=tuple(block for block in done if block is not None), doubts=tuple(doubts))


def blocks(pages: Sequence[Page]) -> list[Block]:
    """What ``bound`` finds, for pages whose characters have no second reading."""
    return list(bound(pages).blocks)


def _paragraph(line: Line, page: Page) -> Paragraph:
    box = page.as_shown((line.left, line.top, line.right, line.bottom))
    return Paragraph(text=line.text, where=f"第{page.number}页", page=page.number, line=True, box=box)


def _without_page_numbers(page: Page) -> list[Line | Table]:
    kept = list(page.items)
    for end in (-1, 0):
        if kept and _is_page_number(kept[end], page.height):
            kept.pop(end)
    return kept


def _is_page_number(item: Line | Table, height: float) -> bool:
    if isinstance(item, Table):
        return False
    in_margin = item.bottom < height * MARGIN or item.top > height * (1 - MARGIN)
    return bool(_DRESSED_NUMBER.match(item.text) or (in_margin and _BARE_NUMBER.match(item.text)))
