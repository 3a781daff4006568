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

#: Two figures of two names that share 各 and a unit: 收、支总计各是12.5，13.5万元 is 分别12.5万元、13.5万元.
_EACH = re.compile(
    r"各[是为]?(?P<verb>增加|减少|增长|下降|上升|降低)?(?P<one>\d+\.\d+)(?:万元|亿元|元|%)?[，、和](?P<two>\d+\.\d+)"
    r"(?P<unit>万元|亿元|元|%)"
)


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
    kept = _in_turn(kept)
    text = "".join(char for char, _ in kept)
    gone = {match.start() for match in _SEPARATOR.finditer(text)}
    gone |= {place for match in _CHOSEN.finditer(text) for place in (match.start(), match.end() - 1)}
    kept = [pair for place, pair in enumerate(kept) if place not in gone]
    return Normal(text="".join(char for char, _ in kept), printed=printed, at=tuple(offset for _, offset in kept))


def _in_turn(kept: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The characters with each figure of two that share 各 beside a unit of its own."""
    for match in reversed(list(_EACH.finditer("".join(char for char, _ in kept)))):
        offset = kept[match.start()][1]
        unit = [(char, kept[match.end("one") - 1][1]) for char in match["unit"]]
        verb, one = (kept[slice(*match.span(name))] for name in ("verb", "one"))
        joined = [("、", kept[match.end("one")][1])]
        rest = kept[match.start("two") : match.end()]
        kept[match.start() : match.end()] = [("分", offset), ("别", offset), *verb, *one, *unit, *joined, *rest]
    return kept


def plain(text: str) -> str:
    """``text`` as the lexicon is matched against it: what ``normal`` makes of it without white space, at a tenth."""
    return _SEPARATOR.sub("", "".join(text.split()).translate(_SAME_OR_NONE))
