"""The words of standard tables, as data: their names, the heads of their columns, the names of their rows."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from parsers import measures

#: The kind of a table that is known by name and that no rule asks for.
OTHER = "other"

_QUOTES = re.compile(r"[\s“”‘’\"'「」『』\u200b\ufeff]")
_YEAR = re.compile(r"(20\d\d)年度?|(20\d\d)(?=\D*(?:预算|决算|执行)数)")
_UNIT_IN_HEAD = re.compile(r"\((?:单位:)?(万元|元|亿元|%)\)$")


def bare(text: str) -> str:
    """Text without blanks and quotes, full-width marks and compatibility forms made plain."""
    return _QUOTES.sub("", unicodedata.normalize("NFKC", text))


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("parsers").joinpath(name).read_text(encoding="utf-8"))


def _lookup(meanings: Mapping[str, list[str]]) -> dict[str, str]:
    return {bare(word): meaning for meaning, words in meanings.items() for word in words}


# --- names of tables ---------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """The official form of a table, side by side: what its amounts mean, in order."""

    columns: tuple[tuple[str, ...], ...] = ()
    unbudgeted: tuple[str, ...] = ()  # rows that have the last amount only


@dataclass(frozen=True, kw_only=True, slots=True)
class TableWords:
    """tables.toml, ready to match."""

    kinds: Mapping[str, tuple[str, ...]]  # name without owner → the kinds it may be
    longest_first: tuple[str, ...]
    forms: Mapping[str, Form]
    owners: tuple[str, ...]
    bodies: re.Pattern[str]
    numbers: re.Pattern[str]
    contents: re.Pattern[str]
    empty: re.Pattern[str]
    note: re.Pattern[str]
    unit: re.Pattern[str]
    title: re.Pattern[str]
    revised: re.Pattern[str]


def without_owner(name: str, owners: tuple[str, ...]) -> str:
    """The name without the words that say whose table it is."""
    for owner in owners:
        if name.startswith(owner) and not name.startswith("部门(单位)"):
            return without_owner(name[len(owner) :], owners)
    return name


@cache
def tables() -> TableWords:
    """The names of the standard tables and what stands around them."""
    data = dict(_read("tables.toml"))
    matching = data.pop("matching")
    owners = tuple(map(bare, matching["owners"]))
    kinds: dict[str, tuple[str, ...]] = {}
    forms: dict[str, Form] = {}
    for family, members in data.items():
        for member, entry in members.items():
            kind = f"{family}.{member}"
            forms[kind] = Form(
                columns=tuple(map(tuple, entry.get("columns", ()))), unbudgeted=tuple(entry.get("unbudgeted", ()))
            )
            for name in {without_owner(bare(name), owners) for name in entry["names"]}:
                kinds[name] = (*kinds.get(name, ()), kind)
    for name in {without_owner(bare(name), owners) for name in matching["others"]}:
        kinds.setdefault(name, (OTHER,))
    patterns = {key: re.compile(matching[key]) for key in matching if key not in ("owners", "others")}
    return TableWords(
        kinds=kinds,
        longest_first=tuple(sorted(kinds, key=len, reverse=True)),
        forms=forms,
        owners=owners,
        **patterns,
    )


# --- heads of columns --------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """One spelling of what a column holds: "own", a base, "change" or "percent"."""

    pattern: re.Pattern[str]
    column: str
    final: str  # what it means in final accounts
    prior: str  # what it means under an earlier year

    def means(self, *, final: bool, prior: bool) -> str:
        """Which figure it is, in final accounts or a budget, under this year or an earlier one."""
        if prior:
            return self.prior
        return self.final if final else self.column


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadWord:
    """What one cell of a table's head says, taken apart."""

    text: str  # what is left without year, period and unit
    year: int | None = None
    period: Period | None = None
    unit: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnWords:
    """columns.toml for one kind of table."""

    name: re.Pattern[str]
    code: re.Pattern[str]
    aside: re.Pattern[str]
    year: re.Pattern[str]
    alone: re.Pattern[str]
    group: frozenset[str]
    total: frozenset[str]
    meanings: Mapping[str, str]
    periods: tuple[Period, ...]
    accounts: frozenset[str]  # meanings that stay before the one under them
    split: frozenset[str]  # meanings that stay before an account under them
    sides: Mapping[str, str]
    sides_in_order: tuple[str, ...]


@cache
def columns(kind: str) -> ColumnWords:
    """The words for the columns of this kind of table, its own meanings before the general ones."""
    data = _read("columns.toml")
    own = data["kinds"].get(kind, {})
    roles = {role: re.compile(pattern) for role, pattern in data["roles"].items()}
    taken = {bare(word) for words in own.get("meanings", {}).values() for word in words}
    total = {*map(bare, data["words"]["total"]), *map(bare, own.get("total", ()))}
    gathered = {*map(bare, own.get("group", ())), *map(bare, own.get("total", ()))}
    meanings = {word: meaning for word, meaning in _lookup(data["meanings"]).items() if word not in gathered}
    return ColumnWords(
        group=frozenset({*map(bare, data["words"]["group"]), *map(bare, own.get("group", ()))} - taken),
        total=frozenset(total),
        meanings={**meanings, **_lookup(own.get("meanings", {}))},
        periods=tuple(
            Period(
                pattern=re.compile(entry["pattern"]),
                column=entry["column"],
                final=entry.get("final", entry["column"]),
                prior=entry.get("prior", entry["column"]),
            )
            for entry in data["periods"]
        ),
        accounts=frozenset(data["accounts"]["over"]),
        split=frozenset(data["accounts"]["split"]),
        sides=_lookup(data["sides"]),
        sides_in_order=tuple(own.get("sides", ())),
        **roles,
    )


def head_word(text: str, words: ColumnWords) -> HeadWord:
    """Takes a cell of the head apart: the year, the unit in brackets, the period, and what is left."""
    rest = bare(text).removeprefix("其中:")
    unit = _UNIT_IN_HEAD.search(rest)
    rest = _UNIT_IN_HEAD.sub("", rest)
    year = _YEAR.search(rest)
    rest = _YEAR.sub("", rest)
    found = next((period for period in words.periods if period.pattern.search(rest)), None)
    return HeadWord(
        text="" if found else rest,
        year=int(year.group(1) or year.group(2)) if year else None,
        period=found,
        unit=unit.group(1) if unit else None,
    )


# --- names of rows -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class RowWords:
    """rows.toml, ready to match."""

    meanings: Mapping[str, str]
    under: Mapping[str, tuple[str, ...]]
    functions: Mapping[str, str]  # name of a class of expenditure → its code


@cache
def rows(kind: str) -> RowWords:
    """The names of rows in this kind of table, its own meanings before the general ones."""
    data = _read("rows.toml")
    return RowWords(
        meanings={**_lookup(data["meanings"]), **_lookup(data["kinds"].get(kind, {}))},
        under={parent: tuple(parts) for parent, parts in data["under"].items()},
        functions={**{bare(name): code for name, code in measures.functions().items()}, **_lookup(data["functions"])},
    )


@cache
def _label_pattern(part: str) -> re.Pattern[str]:
    return re.compile(_read("rows.toml")["labels"][part])


def row_name(label: str) -> str:
    """A row's name as it is compared: without numbering and counted unit."""
    return _label_pattern("counted").sub("", _label_pattern("numbering").sub("", bare(label)))


def is_counted(label: str) -> bool:
    """Whether the row counts things (vehicles, batches) and holds no money."""
    return _label_pattern("counted").search(bare(label)) is not None


@cache
def fact_sources() -> tuple[dict[str, Any], ...]:
    """table_facts.toml: measure and the cells that state it."""
    return tuple(_read("table_facts.toml")["facts"])
