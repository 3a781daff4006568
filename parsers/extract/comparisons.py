"""The grammar of a comparison: with what, in which direction, by how much.

BASE  较|比|与 … 年初预算数|上年决算数|2023年度 …     what a figure is compared with
VERB  增加|减少|下降 … right before a number          the direction
FLAT  持平|无增减|一致 …                              a change of 0
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from parsers.lexicon import load
from parsers.model import Base, Kind
from parsers.money import Figure, UnitClass

_LONGEST_BASE = 26
_LONGEST_VERB = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Against:
    """What a figure is compared with, as read and as printed."""

    base: Base | None
    text: str
    start: int = 0
    end: int = 0
    also: Against | None = None  # 与年初预算数和上年决算数均持平: the second base
    sign: int = 0  # 决算数大于预算数5万元: the direction stands before the base


@dataclass(frozen=True, kw_only=True, slots=True)
class Direction:
    """A verb before a number: its sign (0 where both directions are left standing) and where it begins."""

    sign: int
    start: int


def bases(text: str, kind: Kind, year: int | None) -> Iterator[Against]:
    """Every base that ``text`` brings in, in order."""
    for match in _directed_pattern().finditer(text):
        sign = 1 if match["word"] in _words("greater") else -1
        named = match["named"]
        yield Against(base=base_of(named, kind, year), text=match[0], start=match.start(), end=match.end(), sign=sign)
    for match in _from_pattern().finditer(text):
        base = base_of(match["named"], kind, year)
        if base is not None:
            yield Against(base=base, text=match["named"], start=match.start(), end=match.end())
    reached = 0
    for match in _base_pattern().finditer(text):
        if match.start() < reached:
            continue
        named = match["weak"] or match["named"] or match["bare"] or match["same"] or ""
        second = _second_pattern().match(text, match.end())
        reached = end = second.end() if second else match.end()
        also = None
        if second:
            also = Against(
                base=base_of(second["named"], kind, year), text=second["named"], start=match.start(), end=end
            )
        yield Against(base=base_of(named, kind, year), text=match[0], start=match.start(), end=end, also=also)


def flats(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of every word of no change; True where it needs a base right before it."""
    weak = set(_words("flat_after_base"))
    for match in _flat_pattern().finditer(text):
        yield match.start(), match.end(), match[0] in weak


def without_unit(text: str) -> Iterator[Figure]:
    """Numbers right after a verb that have no unit ("减少484.05，"): a change of unknown unit, unless it is 0."""
    for match in re.finditer(r"(?<![\d.])\d+(?:\.\d+)?(?=[，。；、）]|$)", text):
        if direction(text[max(0, match.start() - _LONGEST_VERB) : match.start()]):
            yield Figure(
                value=Decimal(match[0]), unit="", counts=UnitClass.UNKNOWN, start=match.start(), end=match.end()
            )


def base_numbers(text: str) -> Iterator[Figure]:
    """The base's own figure without its unit, right before a verb ("较上年2.08减少0.03万元"): it states nothing."""
    for match in _bare_base_pattern().finditer(text):
        number, start = match["number"], match.start("number")
        yield Figure(value=Decimal(number), unit="", counts=UnitClass.UNKNOWN, start=start, end=start + len(number))


def bare_zeros(text: str) -> Iterator[Figure]:
    """A 0 without a unit right after what it is said of ("支出预算为0；"): nothing, whatever the unit."""
    for match in re.finditer(r"(?<=[为是出入费])0(?:\.0+)?(?=[，。；、）]|(?:事业|经营|其他|上级|附属)|$)", text):
        if not direction(text[max(0, match.start() - _LONGEST_VERB) : match.start()]):
            yield Figure(
                value=Decimal(match[0]), unit="", counts=UnitClass.UNKNOWN, start=match.start(), end=match.end()
            )


def direction(before: str) -> Direction | None:
    """The verb that ``before``, the text in front of a number, ends with."""
    match = _verb_pattern().search(before)
    if match is None:
        return None
    if match["either"]:
        return Direction(sign=0, start=match.start())
    return Direction(sign=1 if match["verb"] in _words("up") else -1, start=match.start())


def base_of(named: str, kind: Kind, year: int | None) -> Base | None:
    """The base that the words after 较 name; None where it cannot be true in this report."""
    which = _year_named(named, year)
    if which == "other":
        return None
    if which == "prior":
        return _prior(named, kind)
    if kind is Kind.BUDGET:
        return None
    if "全年" in named or "调整" in named:
        return Base.REVISED_BUDGET
    return Base.OPENING_BUDGET if "预算" in named or "年初" in named or "批复" in named else None


def stated_base(phrase: str, kind: Kind, year: int | None) -> Base | None:
    """The base whose own figure a phrase names ("年初预算为", "2023年预算执行数为"), None where it names none."""
    if re.search("涉及|上年度?结[转余]", phrase):
        return None
    which = _year_named(phrase, year)
    if which == "prior":
        return _prior(phrase, kind) if re.search("预算|决算|执行|支出|收入", phrase) else None
    budget = re.search(r"(?:预算|批复)(?:数|额|总额|安排|批复数|收入|支出|金额)*(?:为|是|：)?$", phrase)
    if kind is Kind.BUDGET or which == "other" or not budget:
        return None
    if re.search(r"(?:一般公共|政府性基金|国有资本经营)预算$", phrase):
        return None
    return Base.REVISED_BUDGET if "全年预算" in phrase or "调整" in phrase else Base.OPENING_BUDGET


def _prior(named: str, kind: Kind) -> Base:
    if "执行" in named:
        return Base.PRIOR_EXECUTION
    if "决算" in named or re.search(r"实际支出|支出数", named):
        return Base.PRIOR_FINAL
    if "预算" in named:
        return Base.PRIOR_BUDGET
    return Base.PRIOR_FINAL if kind is Kind.FINAL_ACCOUNTS else Base.PRIOR_BUDGET


def _year_named(named: str, year: int | None) -> str:
    """Whether the words name last year ("prior"), this year ("own") or any other ("other")."""
    digits = re.search(r"20\d\d", named)
    if digits:
        gap = None if year is None else year - int(digits[0])
        return {1: "prior", 0: "own"}.get(gap, "other") if gap is not None else "other"
    if "前年" in named:
        return "other"
    return "prior" if re.search(r"上一?年|去年|同期|同比", named) else "own"


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(load("words")[key])


def _either(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _verb_pattern() -> re.Pattern[str]:
    verbs, after = _either(_words("up") + _words("down")), _either(_words("after_verb"))
    return re.compile(rf"(?<!至)(?<!最)(?P<verb>{verbs})(?P<either>{load('words')['either']})?(?:{after})*$")


@cache
def _flat_pattern() -> re.Pattern[str]:
    return re.compile(_either(_words("flat") + _words("flat_after_base")))


@cache
def _base_pattern() -> re.Pattern[str]:
    begins, compared = load("words")["base_begins"], _either(_words("compared"))
    verbs, flat = _either(_words("up") + _words("down")), _either(_words("flat") + _words("flat_after_base"))
    body = rf"(?:{begins})[^，。；：\d]{{0,{_LONGEST_BASE}}}?"
    follows = (
        rf"(?=[，、]|(?:和|及|以及|与|或)(?:{begins})|{verbs}|{flat}|\d|均|各|都|分别|基本|略|有所|保持|大幅|相差|$)"
    )
    strong, weak = _either(_words("before_base")), _either(_words("before_base_weak"))
    return re.compile(
        rf"(?:{weak})(?P<weak>{body})(?:(?:{compared})|(?=(?:基本|均|保持)*(?:{flat})))"
        rf"|(?:{strong})(?P<named>{body})(?:(?:{compared})|{follows})"
        rf"|(?<=[，。；])(?P<bare>20\d\d年度?(?:预算|决算)?数?)(?:{compared})"
        rf"|(?P<same>{_either(_words('same_period'))})"
    )


@cache
def _directed_pattern() -> re.Pattern[str]:
    """大于预算数, 低于上年决算数 right before a number."""
    begins, words = load("words")["base_begins"], _either(_words("greater") + _words("smaller"))
    return re.compile(rf"(?P<word>{words})(?P<named>(?:{begins})[^，。；：\d]{{0,{_LONGEST_VERB}}})(?=\d)")


@cache
def _from_pattern() -> re.Pattern[str]:
    """由上年的 before a sum of money that a change begins at: 由上年的12.5万元增加到15万元."""
    begins, verbs = load("words")["base_begins"], _either(_words("up") + _words("down") + _words("moved"))
    sums = rf"(?=\d[\d.,]*[万亿]?元，?[^，。；：\d]{{0,4}}?(?:{verbs})(?:{_either(_words('until'))}))"
    return re.compile(rf"(?:{_either(_words('from'))})(?P<named>(?:{begins})[^，。；：\d]{{0,{_LONGEST_BASE}}}?){sums}")


@cache
def _reached_pattern() -> re.Pattern[str]:
    up, down, moved = (_either(_words(key)) for key in ("up", "down", "moved"))
    return re.compile(
        rf"(?:(?P<up>{up})|(?P<down>{down})|(?:{moved}))(?:{_either(_words('until'))})"
        r"(?:(?:(?P<year>20\d\d)年度?|本年度?|今年)的?)?$"
    )


def reached(phrase: str, year: int | None) -> int | None:
    """The sign of a change whose end the words bring in (增加到); 0 where they tell no direction, None for others.

    The end must be the report's own year, where a year is named.
    """
    match = _reached_pattern().search(phrase)
    if match is None or (match["year"] and year is not None and int(match["year"]) != year):
        return None
    return 1 if match["up"] else -1 if match["down"] else 0


@cache
def _bare_base_pattern() -> re.Pattern[str]:
    begins, verbs = load("words")["base_begins"], _either(_words("up") + _words("down"))
    return re.compile(
        rf"(?:{_either(_words('before_base'))})(?:{begins})[^，。；：\d]{{0,12}}(?P<number>\d+(?:\.\d+)?)(?={verbs})"
    )


@cache
def _second_pattern() -> re.Pattern[str]:
    """A second base right after the first, where one word of no change speaks of both."""
    begins, compared = load("words")["base_begins"], _either(_words("compared"))
    flat = _either(_words("flat") + _words("flat_after_base"))
    body = rf"(?P<named>(?:{begins})[^，。；\d]{{0,{_LONGEST_BASE}}}?)"
    return re.compile(rf"(?:、|和|及|以及|与|或){body}(?:{compared})?(?=，?(?:均|都|各|基本|保持)*(?:{flat}))")
