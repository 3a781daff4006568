"""The words of performance forms (forms.toml), ready to match."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from parsers.extract.table_words import bare
from parsers.model import Indicator

_LAST_BRACKET = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class FormWords:
    """Word as compared → field of PerformanceForm or Indicator."""

    fields: Mapping[str, str]
    money: Mapping[str, str]
    indicators: Mapping[str, str]
    lists: Mapping[str, str]
    labels: frozenset[str]
    ends: re.Pattern[str]
    code: re.Pattern[str]
    unit: re.Pattern[str]
    kinds: re.Pattern[str]
    before_name: re.Pattern[str]
    plain_name: str
    tasks: frozenset[str]
    sum_of_tasks: frozenset[str]
    relations: frozenset[str]
    results: frozenset[str]


@cache
def form_words() -> FormWords:
    """The lexicon of forms."""
    data = tomllib.loads(resources.files("parsers").joinpath("forms.toml").read_text(encoding="utf-8"))
    maps = {
        part: {bare(word): field for field, words in data[part].items() for word in words}
        for part in ("fields", "money", "indicators", "lists")
    }
    words = data["words"]
    return FormWords(
        **maps,
        labels=frozenset(
            {*map(bare, (*words["labels"], *words["tasks"])), *(word for part in maps.values() for word in part)}
        ),
        ends=re.compile(words["ends"]),
        code=re.compile(words["code"]),
        unit=re.compile(words["unit"]),
        kinds=re.compile(words["kinds"]),
        before_name=re.compile(f"(?:{words['kinds']}){{2}}"),
        plain_name=words["plain_name"],
        tasks=frozenset(map(bare, words["tasks"])),
        sum_of_tasks=frozenset(map(bare, words["sum_of_tasks"])),
        relations=frozenset(map(bare, words["relations"])),
        results=frozenset(map(bare, words["results"])),
    )


def label(cell: str) -> str:
    """A cell as a label is compared: "执行率（%）" is 执行率, 项目资金（万元） is 项目资金."""
    plain = bare(cell).rstrip(":")
    known = form_words().labels
    while plain not in known and _LAST_BRACKET.search(plain):
        plain = _LAST_BRACKET.sub("", plain)
    return plain


def is_label(cell: str) -> bool:
    """Whether the cell names a value instead of being one."""
    return label(cell) in form_words().labels


def without_code(name: str) -> str:
    """A department's or project's name without the code that some forms print before it."""
    return form_words().code.sub("", re.sub(r"\s+", "", name))


def without_kinds(name: str) -> str:
    """The name of an indicator without the two kinds that some forms print before it in the same cell."""
    found = form_words().before_name.match(name)
    return (name[found.end() :] or name) if found else name


def field_of(cell: str) -> str | None:
    """The field of a form whose value stands beside this label."""
    return form_words().fields.get(label(cell))


def is_indicator_head(row: Sequence[str]) -> bool:
    """Whether the row heads the table of indicators: their name, and their target or weight."""
    heads = {form_words().indicators.get(label(cell)) for cell in row}
    return "name" in heads and bool(heads & {"target", "weight"})


def indicator_of(texts: Mapping[str, str]) -> Indicator:
    """The indicator whose printed texts these are, by field."""
    get = texts.get
    return Indicator(
        name=texts["name"], target=get("target"), actual=get("actual"), weight=get("weight"), score=get("score"),
        deviation=get("deviation"), relation=get("relation"), unit=get("unit"),
    )  # fmt: skip
