"""What the words before a number name: from a noun phrase to codes of the vocabulary.

``labels.toml`` holds the names; here is only how a phrase is cut down until a name fits. The longest form is asked
first, so "一般公共预算财政拨款支出" is never taken for "一般公共预算财政拨款" with a 支出 too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

from parsers.extract.narrative_text import plain
from parsers.lexicon import load
from parsers.measures import functions

ACCOUNT_WORDS = {"〔一般〕": "general_budget", "〔基金〕": "government_fund", "〔国资〕": "state_capital"}
FUNCTION_FAMILIES = {"general_budget": "general_budget.function.", "whole": "expenditure.function."}
_MOST_CUTS = 8
#: A classification code as printed before its name, or behind it in brackets.
_CODE = re.compile(r"(?P<code>[12]\d{2}(?:\d{2}){0,2})[-—_]?(?=[\u4e00-\u9fff])")
_CODE_BEHIND = re.compile(r"（(?P<code>2\d{2}(?:\d{2}){0,2})）$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What decides between the readings of a name."""

    account: str = "whole"
    side: str = ""
    kind: str = ""
    section: str = ""
    after: str = ""  # the measure named just before in the same sentence
    in_list: bool = False
    said: str = ""  # the clauses before, back to the last full stop or semicolon
    body: str = ""  # the department's own name, as it may stand before a label
    items: Mapping[str, str] = field(default_factory=dict)  # 款（款）项（项） as the report's tables name them → code


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """What a phrase names. Without measures: known, and of no code. ``empty``: it names nothing by itself."""

    measures: tuple[str, ...] = ()
    empty: bool = False


def resolve(phrase: str, unit: str, context: Context) -> Named | None:
    """What ``phrase`` (plain text) names for a number of ``unit`` (a UnitClass), or None where nothing fits."""
    whole = canonical(phrase)
    item = _item(whole, unit, context)
    if item is not None:
        return item
    if _is_silent(whole, "first"):
        return Named()
    empty, tried = False, [whole]
    for candidate, around in _candidates(whole, context):
        tried.append(candidate)
        found = _named(candidate, unit, around) if candidate else None
        if found is not None:
            return found
        empty = empty or not candidate or candidate in _pronouns()
    if any(_is_silent(candidate, "last") for candidate in tried):
        return Named()
    return Named(empty=True) if empty else None


def _item(whole: str, unit: str, context: Context) -> Named | None:
    """An item of the classification that is named without its code, which the report's own tables tell."""
    family = FUNCTION_FAMILIES.get(context.account) if unit == "money" else None
    code = next((code for name, code in context.items.items() if name in whole), None) if family else None
    return Named(measures=(f"{family}{code}",)) if code else None


def item_name(group: str, item: str) -> str:
    """How prose names an item: 审计事务（款）行政运行（项）, as it is compared."""
    return canonical(plain(f"{group}（款）{item}（项）"))


def canonical(text: str) -> str:
    """``text`` without years, 预算 and 决算, the accounts made one word each."""
    for pattern, replacement in _replacements():
        text = pattern.sub(replacement, text)
    return text


def _is_silent(text: str, when: str) -> bool:
    return any(re.search(pattern, text) for pattern in load("labels")["silent"][when])


def _named(candidate: str, unit: str, context: Context) -> Named | None:
    return (
        _reading(_names().get(candidate), unit, context)
        or _function(candidate, unit, context)
        or _by_pattern(candidate, unit, context)
    )


def _by_pattern(candidate: str, unit: str, context: Context) -> Named | None:
    for entry in load("labels")["phrases"]:
        if entry["section"] == context.section and re.search(entry["pattern"], candidate):
            return _reading(entry["readings"], unit, context)
    return None


def _reading(readings: list[dict[str, Any]] | None, unit: str, context: Context) -> Named | None:
    for reading in readings or ():
        if _holds(reading, unit, context):
            return Named(measures=tuple(reading.get("measures", ())))
    return None


def _holds(reading: Mapping[str, Any], unit: str, context: Context) -> bool:
    if reading.get("unit", "money") != unit or not re.search(reading.get("said", ""), context.said):
        return False
    return all(
        getattr(context, name) in (wanted if isinstance(wanted, list) else [wanted])
        for name, wanted in reading.items()
        if name not in ("unit", "measures", "said")
    )


def _function(candidate: str, unit: str, context: Context) -> Named | None:
    printed = _CODE.match(candidate) or _CODE_BEHIND.search(candidate)
    code = (printed["code"] if printed else _functions().get(candidate)) if unit == "money" else None
    if code is None:
        return None
    family = FUNCTION_FAMILIES.get(context.account)
    return Named(measures=(family + code,)) if family else Named()


def _candidates(text: str, context: Context) -> Iterator[tuple[str, Context]]:
    """The phrase, then with less and less on the right, then the same with less on the left."""
    for left, around in _cut_left(text, context):
        yield left, around
        for right in _cut_right(left):
            yield right, around


def _cut_left(text: str, context: Context) -> Iterator[tuple[str, Context]]:
    beginnings = _beginnings(context.body, context.in_list)
    for _ in range(_MOST_CUTS):
        yield text, context
        account = next((word for word in ACCOUNT_WORDS if text.startswith(word)), None)
        cut = next((match for pattern in beginnings if (match := pattern.match(text)) and match.end()), None)
        if cut is not None:
            text = text[cut.end() :]
        elif account is not None:
            text, context = text[len(account) :], replace(context, account=ACCOUNT_WORDS[account])
        else:
            return


@lru_cache(maxsize=64)
def _beginnings(body: str, in_list: bool) -> tuple[re.Pattern[str], ...]:
    own = [re.compile(re.escape(canonical(body)))] if body else []
    bodies = [] if in_list else [re.compile(load("labels")[key]) for key in ("bodies", "rests_of_bodies")]
    return (*own, *_patterns("prefixes"), *bodies)


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
