"""Dates in all their forms. What is no possible day is no date; nothing is guessed beyond what is written."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

CHINA = timezone(timedelta(hours=8))

_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年—]\s*(\d{1,2})\s*[-/.月—]\s*(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})([01]\d)([0-3]\d)(?!\d)")
_DAY_FIRST = re.compile(r"(?<![\d-])(\d{1,2})\s+((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})(?![\d-])月?")
_DAY_LAST = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})月?\s+(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<![\d-])(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?\s+((?:19|20)\d{2})(?![\d-]|年度)")
_YEAR_APART = re.compile(r"(?<![\d-])((?:19|20)\d{2})年?\s+(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?![\d-])")
_ORDERS = {_DAY_FIRST: (1, 2, 0), _YEAR_LAST: (2, 0, 1)}  # where year, month and day stand, unless in that order
_WHOLE = (
    r"[\[(（【]?(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]?"
)
_APART = (
    r"\d{1,2}\s+20\d{2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}\s+20\d{2}"
    r"|20\d{2}[-/.]\d{1,2}\s+\d{1,2}|20\d{2}\s+\d{1,2}[-/.]\d{1,2}"
)
_AT_THE_ENDS = re.compile(rf"^\s*(?:{_WHOLE}|(?:{_APART})(?=\s))|{_WHOLE}\s*$|(?<=\s)(?:{_APART})\s*$")
_NUMERAL = "一二三四五六七八九"
_CHINESE = re.compile(rf"([一二][〇○零{_NUMERAL}]{{3}})年([{_NUMERAL}十]{{1,2}})月([{_NUMERAL}十]{{1,3}})日")
_MOMENT = re.compile(  # as programs write one: in UTC it is the evening before
    r"(?<!\d)((?:19|20)\d{2}-\d{2}-\d{2}T\d{2}:\d{2})(?::\d{2})?(?:\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})(?![\d:])"
)
_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}

_IN_ADDRESS = (
    re.compile(r"/t((?:19|20)\d{2})([01]\d)([0-3]\d)_"),
    re.compile(r"/art/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/((?:19|20)\d{2})[-/]?([01]\d)[-/]?([0-3]\d)/"),
    re.compile(r"/[PW]0((?:19|20)\d{2})([01]\d)([0-3]\d)\d{9,}\."),
)


def read_date(text: str) -> date | None:
    """The first date in a text.

    2026-03-02, 2026/3/2, 2026年3月2日, 20260302, 二〇二六年三月二日, and in parts: 02 2026-03, 03-02 2026 …
    A moment with its zone is the day that it was in China.
    """
    if "T" in text and (told := _moment(text)):
        return told
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _DAY_LAST, _YEAR_LAST, _YEAR_APART, _COMPACT):
        for found in pattern.finditer(text):
            year, month, day = (int(found.groups()[place]) for place in _ORDERS.get(pattern, (0, 1, 2)))
            if read := _day(year, month, day):
                return read
    return _chinese(text)


def _moment(text: str) -> date | None:
    """The day in China of the first moment that names its zone."""
    found = _MOMENT.search(text)
    try:
        return datetime.fromisoformat(f"{found[1]}{found[2]}").astimezone(CHINA).date() if found else None
    except ValueError:
        return None


def without_dates(text: str) -> str:
    """A text without the dates in it, as far as they stand in brackets or at its ends."""
    return _AT_THE_ENDS.sub("", text).strip()


@lru_cache(maxsize=65536)  # asked anew for each publication whenever duties are judged
def date_in_address(url: str) -> date | None:
    """The day that an address names."""
    for pattern in _IN_ADDRESS:
        if (found := pattern.search(url)) and (day := _day(*(int(group) for group in found.groups()))):
            return day
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _chinese(text: str) -> date | None:
    found = _CHINESE.search(text)
    if found is None:
        return None
    year = int("".join(_DIGITS[digit] for digit in found.group(1)))
    return _day(year, _small(found.group(2)), _small(found.group(3)))


def _small(number: str) -> int:
    """A Chinese number up to 99."""
    tens, ten, ones = number.rpartition("十")
    value = int(_DIGITS.get(ones, "0"))
    return value + (10 * int(_DIGITS.get(tens, "1")) if ten else 0)
