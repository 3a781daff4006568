"""The closed vocabulary of figures: terms and units of the codes in ``measures.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

#: The part of a code that stands for a classification code as printed.
_CODE = re.compile(r"(?<=\.)\d{3}(?:\d{2}){0,2}$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One idea of the vocabulary."""

    code: str
    zh: str  # the term with what it covers
    unit: str
    short: str = ""  # what it is called in a sentence, where that differs


@cache
def _content() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("measures.toml").read_text(encoding="utf-8"))


@cache
def vocabulary() -> Mapping[str, Measure]:
    """Every measure by its code; codes with ``<code>`` stand for a family."""
    return {code: Measure(code=code, **entry) for code, entry in _content()["measures"].items()}


@cache
def functions() -> Mapping[str, str]:
    """Spelling of a class of expenditure by function → its three digits."""
    return {spelling: code for code, spellings in _content()["functions"].items() for spelling in spellings}


def measure(code: str) -> Measure:
    """The measure of a code, also ``general_budget.function.2080505``. Raises KeyError for an unknown code."""
    known = vocabulary()
    return known[code] if code in known else known[_CODE.sub("<code>", code)]


def unit(code: str) -> str:
    """The unit in which figures of ``code`` are kept."""
    return measure(code).unit


def term(code: str) -> str:
    """The Chinese term for people, a function class by its own name where it is one."""
    digits = _CODE.search(code)
    named = _content()["functions"].get(digits[0][:3]) if digits else None
    if named and digits:
        return str(named[0]) if len(digits[0]) == 3 else f"{named[0]}（{digits[0]}）"
    found = measure(code)
    return found.short or found.zh
