"""What the words before a number name: from a noun phrase to codes of the vocabulary.

``labels.toml`` holds the names; here is only how a phrase is cut down until a name fits. The longest form is asked
first, so "一般公共预算财政拨款支出" is never taken for "一般公共预算财政拨款" with a 支出 too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from parsers.extract.narrative_text import plain
from parsers.lexicon import any_matches, load
from parsers.measures import functions

ACCOUNT_WORDS = {"〔一般〕": "general_budget", "〔基金〕": "government_fund", "〔国资〕": "state_capital"}
FUNCTION_FAMILIES = {"general_budget": "general_budget.function.", "whole": "expenditure.function."}
_MOST_CUTS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What decides between the readings of a name."""

    account: str = "whole"
    side: str = ""
    kind: str = ""
    section: str = ""
    after: str = ""  # the measure named just before in the same sentence
    in_list: bool = False
    body: str = ""  # the department's own name, as it may stand before a label


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """What a phrase names. Without measures: known, and of no code. ``empty``: it names nothing by itself."""

    measures: tuple[str, ...] = ()
    empty: bool = False


def resolve(phrase: str, unit: str, context: Context) -> Named | None:
    """What ``phrase`` (plain text) names for a number of ``unit`` (a UnitClass), or None where nothing fits."""
    whole = canonical(phrase)
    if any_matches_silent(whole):
        return Named()
    for candidate in _candidates(whole, context):
        if not candidate or candidate in _pronouns():
            return Named(empty=True)
        found = _named(candidate, unit, context)
        if found is not None:
            return found
    return None


def canonical(text: str) -> str:
    """``text`` without years, 预算 and 决算, the accounts made one word each."""
    for pattern, replacement in _replacements():
        text = pattern.sub(replacement, text)
    return text


def any_matches_silent(text: str) -> bool:
    """Whether the name is one of those that have no code whatever they count."""
    return any(re.search(pattern, text) for pattern in load("labels")["silent"]["patterns"])


def _named(candidate: str, unit: str, context: Context) -> Named | None:
    direct = _reading(_names().get(candidate), unit, context) or _function(candidate, unit, context)
    if direct is not None:
        return direct
    for word, account in ACCOUNT_WORDS.items():
        if candidate.startswith(word) and len(candidate) > len(word):
            return _named(candidate[len(word) :], unit, replace(context, account=account))
    return None


def _reading(readings: list[dict[str, Any]] | None, unit: str, context: Context) -> Named | None:
    for reading in readings or ():
        if _holds(reading, unit, context):
            return Named(measures=tuple(reading.get("measures", ())))
    return None


def _holds(reading: Mapping[str, Any], unit: str, context: Context) -> bool:
    conditions = ("account", "side", "kind", "section", "after")
    return reading.get("unit", "money") == unit and all(
        reading[name] == getattr(context, name) for name in conditions if name in reading
    )


def _function(candidate: str, unit: str, context: Context) -> Named | None:
    code = _functions().get(candidate) if unit == "money" else None
    if code is None:
        return None
    family = FUNCTION_FAMILIES.get(context.account)
    return Named(measures=(family + code,)) if family else Named()


def _candidates(text: str, context: Context) -> Iterator[str]:
    """The phrase, then with less and less on the right, then the same with less on the left."""
    for left in _cut_left(text, context):
        yield left
        yield from _cut_right(left)


def _cut_left(text: str, context: Context) -> Iterator[str]:
    patterns = [re.compile(re.escape(canonical(context.body))), *_patterns("prefixes")] if context.body else []
    patterns = patterns or list(_patterns("prefixes"))
    patterns += [] if context.in_list else [re.compile(load("labels")["bodies"])]
    for _ in range(_MOST_CUTS):
        yield text
        cut = next((match for pattern in patterns if (match := pattern.match(text)) and match.end()), None)
        if cut is None:
            return
        text = text[cut.end() :]


def _cut_right(text: str) -> Iterator[str]:
    for _ in range(_MOST_CUTS):
        cut = next((match for pattern in _patterns("suffixes") if (match := pattern.search(text)) and match[0]), None)
        if cut is None:
            return
        text = text[: cut.start()]
        yield text


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in load("labels")[key])


@cache
def _replacements() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in load("labels")["canonical"])


@cache
def _names() -> Mapping[str, list[dict[str, Any]]]:
    names: dict[str, list[dict[str, Any]]] = {}
    for entry in load("labels")["labels"]:
        for name in entry["names"]:
            names.setdefault(canonical(plain(name)), []).extend(entry["readings"])
    return names


@cache
def _functions() -> Mapping[str, str]:
    return {canonical(plain(name)): code for name, code in functions().items()}


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(canonical(name) for name in load("words")["pronouns"])
