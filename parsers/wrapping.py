"""Whether the ends of lines are those of a printed page, which cut sentences and words, and not of paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

#: A text counts as wrapped where so many of its longer lines end without the mark that ends a sentence.
WRAPPED_SHARE = 0.7
WRAPPED_LEAST_LINES = 12
LONGER_LINE = 20
LONGEST_WRAPPED_LINE = 100
SENTENCE_ENDS = "。；：！？…”）】》.;:!?)"
#: Lines end at one width where so many of them, and half of the longer ones, come so near to the longest.
FEWEST_FULL_LINES = 4
EDGE = 2
#: So many figures and closing marks cut off by line ends show the same.
FEWEST_CUTS = 2
_CUT = re.compile(
    r"\d[.,]?\n(?:\d+[.,]?\d*)?\s*(?:万元|亿元|元|%|个|辆|人次|批次)|\d\n[.,]\d|\d\s*[万亿]\n元|\n[，。；：、）》”%]"
)


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether the line ends of a plain text are those of a printed page."""
    return _may_be(lines) and (_ends_anywhere(_longer(lines)) or _ends_like_a_page(lines))


def looks_wrapped(paragraphs: Sequence[str]) -> bool:
    """The same of what is marked as paragraphs, which takes better evidence."""
    return _may_be(paragraphs) and _ends_like_a_page(paragraphs)


def _longer(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if len(line) >= LONGER_LINE]


def _may_be(lines: Sequence[str]) -> bool:
    lengths = sorted(map(len, _longer(lines)))
    return not lengths or lengths[len(lengths) * 9 // 10] <= LONGEST_WRAPPED_LINE


def _ends_like_a_page(lines: Sequence[str]) -> bool:
    return _ends_at_one_width(_longer(lines)) or _ends_inside_words(lines)


def _ends_anywhere(longer: Sequence[str]) -> bool:
    """Whether most lines end without the mark that ends a sentence."""
    cut = sum(line[-1] not in SENTENCE_ENDS for line in longer)
    return len(longer) >= WRAPPED_LEAST_LINES and cut >= WRAPPED_SHARE * len(longer)


def _ends_at_one_width(longer: Sequence[str]) -> bool:
    """Whether lines of sentences end where the page does, in characters or in columns, and mostly inside of one."""
    for widths in ([len(line) for line in longer], [columns(line) / 2 for line in longer]):
        edge = max(widths, default=0)
        full = [line for line, width in zip(longer, widths, strict=True) if edge - width <= EDGE]
        cut = sum(line[-1] not in SENTENCE_ENDS for line in full)
        spoken = sum(bool(re.search("[，。；：]", line)) for line in full)
        enough = len(full) >= max(FEWEST_FULL_LINES, len(longer) / 2)
        if enough and cut >= WRAPPED_SHARE * len(full) and spoken >= len(full) / 2:
            return True
    return False


def columns(line: str) -> int:
    """How wide a line is printed, in halves of a Chinese character."""
    return sum(1 if unicodedata.east_asian_width(mark) in ("Na", "H", "N") else 2 for mark in line)


def _ends_inside_words(lines: Sequence[str]) -> bool:
    """Whether line ends cut figures from their units or marks from their words, which no writer does."""
    cuts = sum(bool(_CUT.search(f"{line[-12:]}\n{following[:12]}")) for line, following in pairwise(lines))
    return cuts >= max(FEWEST_CUTS, len(_longer(lines)) // 10)
