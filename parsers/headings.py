"""What is a heading: told by its numbering, its length and what it lacks: a figure, a comma, the end of a sentence.

The numbering styles of the field are mixed freely: 一、 （一） 1. （1） 第一部分, and none at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.lexicon import load
from parsers.money import FIGURE

#: Numbering styles, outermost first; the place in this list is the level.
STYLES = (
    re.compile(r"第([一二三四五六七八九十]+)(?:部分|章)[:：、]?"),
    re.compile(r"([一二三四五六七八九十]{1,3})[、.．﹒，,]"),
    re.compile(r"[（(]([一二三四五六七八九十]{0,3})[）)]"),
    re.compile(r"(\d{1,2})(?:[、﹒]|[.．](?!\d))"),
    re.compile(r"[（(](\d{1,2})[）)]|(\d{1,2})[）)]"),
)
UNNUMBERED = 1
LONGEST_TITLE = 45
LONGEST_INLINE_TITLE = 30
#: The name of an item of the classification is as long as it is: …（类）…（款）…（项）。
_INLINE_TITLE = re.compile(
    rf"(?:[^，。；：:]{{2,{LONGEST_INLINE_TITLE}}}?|[^，。；：:]{{2,80}}?[（(]项[）)])(?:[。：:]|[.．](?=20\d\d年))"
)
#: A title states nothing, so that none ends in a word of no change.
_NO_TITLE = re.compile(
    r"[。；：，！？;:]|\d[.,]\d|[较比与同和].{2,18}(?:持平|一致|相同|[无没不].{0,3}(?:增减|变化|变动|变))$"
)
_TITLE_ENDS = re.compile(r"^.{2,28}(?:情况|说明|解释|方式|职责|职能|概况|设置|构成|事项|渠道|公开)$|^名词.{2,6}$")
_ORDINALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A heading: as printed, its title alone, its level by the style of its number, the number where it has one."""

    printed: str
    title: str
    level: int
    ordinal: int | None = None


def parse_heading(text: str) -> Heading | None:
    """The heading that ``text`` (bare) is as a whole, by its number or by a title that the lexicon knows."""
    number = numbered(text)
    title = (text[number[2] :] if number else text).rstrip("。：:")
    if not 1 < len(title) <= LONGEST_TITLE or _NO_TITLE.search(title) or FIGURE.search(title):
        return None
    if number:
        return Heading(printed=text, title=title, level=_level(text, title, number[0]), ordinal=number[1])
    if text[-1] in "；：:、，" or not _TITLE_ENDS.search(title) or not knows_title(title):
        return None
    return Heading(printed=text, title=title, level=UNNUMBERED)


def split_inline(text: str) -> tuple[Heading, str] | None:
    """A numbered heading that its text follows in the same paragraph ("1.总体情况。2022年度…"), and that text."""
    number = numbered(text)
    match = _INLINE_TITLE.match(text, number[2]) if number else None
    title = match[0][:-1] if match else ""
    if number is None or match is None or FIGURE.search(title) or _NO_TITLE.search(title):
        return None
    level = _level(text, title, number[0])
    return Heading(printed=text[: match.end() - 1], title=title, level=level, ordinal=number[1]), text[match.end() :]


def _level(text: str, title: str, level: int) -> int:
    """A converter turns 二、 into 2、 and （二） into （2）: where the title is a known one the mark tells."""
    if level > 2 and knows_title(title):
        return 1 if "、" in text[:3] else 2 if text[0] in "（(" else level
    return level


def knows_title(title: str) -> bool:
    """Whether the lexicon has a heading like ``title``."""
    plain = re.sub(r"[“”\"'‘’]", "", title)
    return any(re.search(entry["pattern"], plain) for entry in load("headings")["headings"])


def numbered(text: str) -> tuple[int, int | None, int] | None:
    """Level, ordinal and length of the number that ``text`` begins with."""
    for level, style in enumerate(STYLES):
        match = style.match(text)
        if match:
            return level, _ordinal(next((group for group in match.groups() if group), "")), match.end()
    return None


def _ordinal(numeral: str) -> int | None:
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _ORDINALS.get(ones)
    return 10 * _ORDINALS.get(tens, 1) + _ORDINALS.get(ones, 0)
