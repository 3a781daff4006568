"""Whether a text is the name of a standard table, and of which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.extract import table_grammar, table_words
from parsers.extract.performance_list import list_head
from parsers.extract.performance_words import field_of, is_indicator_head
from parsers.extract.table_grammar import Built
from parsers.extract.table_words import bare, tables
from parsers.model import Grid, Identity, Kind

#: A name stands in one line with little else; a longer paragraph is prose that mentions it.
LONGEST_CAPTION = 70

#: How a form of a project is called that bears no name.
FORM_TITLES = {Kind.BUDGET: "项目绩效目标表", Kind.FINAL_ACCOUNTS: "项目绩效自评表"}

_YEARS = re.compile(r"\(?20\d\d年?(度)?\)?(?=\D|$)|\(\d+\)$")
_TAIL = re.compile(r"\((续|续表|空表|公开|公开\d+表|.{0,8}第?\d+页?|汇总|部门汇总|本级|20\d\d.{0,3})\)$")
#: What may stand in one line with the name: the table's number, whose it is, its unit.
_BESIDE = re.compile(r"(?<=表)(\(?(公开|财决)?\d+表\)?)?((公开|编制|填报)?(部门|单位)(名称)?:.*|金额单位:.*)?$")
_PUNCTUATION = re.compile(r"[，。；！？,;!?《》、]|详见|如下|见附")


@dataclass(frozen=True, kw_only=True, slots=True)
class Caption:
    """A standard table's name as it was met."""

    kind: str
    title: str


def caption_of(text: str, identity: Identity) -> Caption | None:
    """The standard table that this text names, if it does nothing else."""
    key = _key(text)
    kind = next((each.kind for each in _readings(key, identity) if _is_owner(each.owner, each.kind, identity)), None)
    return Caption(kind=kind, title=_title(text)) if kind else None


def named_in(text: str) -> Iterator[Built]:
    """The standard tables whose name the text may end with, and what stands before it: a body, most often."""
    for each in _readings(_key(text), Identity()):
        yield Built(kind=each.kind, owner=table_words.without_owner(each.owner, tables().owners))


def _key(text: str) -> str:
    """The text as names of tables are compared; nothing where it is too long for one."""
    words = tables()
    plain = _BESIDE.sub("", bare(text))
    if len(plain) > LONGEST_CAPTION or words.contents.search(plain):
        return ""
    return words.numbers.sub("", _TAIL.sub("", _YEARS.sub("", words.numbers.sub("", plain))))


def _readings(key: str, identity: Identity) -> Iterator[Built]:
    """What the text may name: by the longest spelling that is known, else by how names are built."""
    words = tables()
    if key.endswith(words.longest_first):  # asked of nearly every line and cell, and nearly none does
        name = next(name for name in words.longest_first if key.endswith(name))
        yield Built(kind=_fitting(words.kinds[name], identity.kind), owner=key[: -len(name)])
    yield from table_grammar.readings(key, identity.kind)


def _fitting(kinds: Sequence[str], kind: Kind | None) -> str:
    """Where both kinds of report have a table of this name, the one of this report."""
    return next((known for known in kinds if kind is not None and known.startswith(kind.value)), kinds[0])


def _is_owner(rest: str, kind: str, identity: Identity) -> bool:
    """Whether what stands before the name only says whose table it is."""
    words = tables()
    rest = table_words.without_owner(rest, words.owners)
    owner = rest
    for owner_word in words.owners:
        owner = owner.removesuffix(owner_word)
    if not owner:
        return True
    if _PUNCTUATION.search(owner):
        return False
    department = bare(identity.department or "")
    if department and owner in (department, department.removeprefix("重庆市")):
        return True
    return words.bodies.search(owner) is not None or "performance" in kind


def _title(text: str) -> str:
    return re.sub(r"\s+", "", text)


def form_caption(grid: Grid, identity: Identity) -> Caption | None:
    """Forms of projects without a name: a first label and a table of indicators, or a list of budgets and goals."""
    if identity.kind is None:
        return None
    single = field_of(grid.rows[0][0]) == "name" and any(map(is_indicator_head, grid.rows))
    if not single and list_head(grid.rows) is None:
        return None
    return Caption(kind=f"{identity.kind}.performance_project", title=FORM_TITLES[identity.kind])
