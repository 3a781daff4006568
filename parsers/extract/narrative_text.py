"""Text made ready for matching: narrow digits, wide punctuation, no quotation marks, no thousands separators.

Each character keeps the offset it had in the printed text, so that every quote is the printed one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WIDE = "０１２３４５６７８９．﹒％－−﹣＋"
_NARROW = "0123456789..%---+"
_ASCII_MARKS, _WIDE_MARKS = "(),;:!?［］", "（），；：！？[]"
_SAME = str.maketrans(_WIDE + _ASCII_MARKS, _NARROW + _WIDE_MARKS)
_DROPPED = set("“”\"'‘’「」『』＂《》<>〈〉")
_SAME_OR_NONE = {**_SAME, **dict.fromkeys(map(ord, _DROPPED))}
_SEPARATOR = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))|(?<=\d)，(?=[万亿]?元)")

#: The word of direction that a form left between brackets, when the other one was struck out: 较上年（减少）3万元.
_CHOSEN = re.compile(r"(?<![增减加少长降高升低])（(?:减少|增加|增长|下降|上升|降低|减|增)）(?=[幅额率为]{0,2}\d)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Normal:
    """A text for matching, and where each of its characters stands in the printed one."""

    text: str
    printed: str
    at: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """The printed text of ``text[start:end]``."""
        if start >= end:
            return ""
        return self.printed[self.at[start] : self.at[end - 1] + 1]


def normal(printed: str) -> Normal:
    """``printed`` (without white space) made ready for matching."""
    kept = [(char, offset) for offset, char in enumerate(printed.translate(_SAME)) if char not in _DROPPED]
    text = "".join(char for char, _ in kept)
    gone = {match.start() for match in _SEPARATOR.finditer(text)}
    gone |= {place for match in _CHOSEN.finditer(text) for place in (match.start(), match.end() - 1)}
    kept = [pair for place, pair in enumerate(kept) if place not in gone]
    return Normal(text="".join(char for char, _ in kept), printed=printed, at=tuple(offset for _, offset in kept))


def plain(text: str) -> str:
    """``text`` as the lexicon is matched against it: what ``normal`` makes of it without white space, at a tenth."""
    return _SEPARATOR.sub("", "".join(text.split()).translate(_SAME_OR_NONE))
