"""Does a page of a people's congress say when it approved a budget or final accounts? Pure; patterns are data.

What is read here is a suggestion: it starts no clock until somebody confirms it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import msgspec

from parsers.model import Kind
from watcher.discovery.dates import read_date


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """An approval as a page states it. ``exact``: with the day of the session, not only that of publication."""

    kind: Kind
    fiscal_year: int
    approved_on: date
    exact: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Words:
    other: str
    final_accounts: tuple[str, ...]
    budget: tuple[str, ...]
    passed: str


@cache
def _words() -> _Words:
    text = resources.files(__package__).joinpath("approvals.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Words)


def approved_in(title: str) -> tuple[Kind, int] | None:
    """What a title says was approved: the kind and the fiscal year; None where it is no resolution."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", title))
    if re.search(_words().other, plain):
        return None
    for kind, patterns in ((Kind.FINAL_ACCOUNTS, _words().final_accounts), (Kind.BUDGET, _words().budget)):
        years = [int(found[1]) for pattern in patterns if (found := re.search(pattern, plain))]
        if years:
            return kind, years[0]
    return None


def read_approval(title: str, text: str, published_on: date | None) -> Approval | None:
    """The approval that a page states; None where it is none, or its day can't be that of one."""
    what = approved_in(title)
    if what is None:
        return None
    stated = (read_date(found) for found in re.findall(_words().passed, unicodedata.normalize("NFKC", text)))
    session = next((day for day in stated if day), None)
    day = session or published_on
    if day is None or not _likely(*what, day):
        return None
    return Approval(kind=what[0], fiscal_year=what[1], approved_on=day, exact=session is not None)


def _likely(kind: Kind, year: int, day: date) -> bool:
    """Final accounts are approved in the year after, a budget in its own year or at the very end of the one before."""
    if kind is Kind.FINAL_ACCOUNTS:
        return day.year == year + 1
    return day.year == year or (day.year == year - 1 and day.month >= 11)
