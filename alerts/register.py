"""The register of departments: which printed names mean the same body, what ended when, and who belongs to whom. Pure.

Names that differ only by city, district, a unit code or a scope in brackets are one department by themselves. Any
other pair of names (a rename, a merger) is one only where the configuration or a person said so: a reform that gives
two offices similar names must not make one history of two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

_CODE = re.compile(r"^\d{3,}[\s\-—_.、:：]*")
_BRACKETS = re.compile(r"[（(【\[][^（()）】\]]*[）)】\]]")
_OWN_LEVEL = re.compile(r"(?<=[局委办部院厅室会府])(机关)?本级$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What is known of a department beyond its printed name."""

    name: str
    aliases: tuple[str, ...] = ()  # other names of the same department, earlier ones too
    parent: str | None = None
    until: date | None = None  # its last day: what bears its names in a later fiscal year is another department
    district: str | None = None  # None: holds in every district
    confirmed: str = "config"  # who says so: the configuration, or a person by command


@dataclass(frozen=True, slots=True)
class Found:
    """The one department that a text means."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """No department, or more than one; ``near`` are the names that may have been meant."""

    near: tuple[str, ...]
    ambiguous: bool = False


@lru_cache(maxsize=65536)  # a district's names are compared with each report that comes
def bare(name: str, district: str) -> str:
    """A name without unit code, city, district and brackets: 318-重庆市澄湖区水务局（本级） → 水务局."""
    plain = _BRACKETS.sub("", "".join(name.split()))
    plain = _OWN_LEVEL.sub("", _CODE.sub("", plain))
    if district and district in plain and not plain.endswith(district):
        return plain.rsplit(district, 1)[-1]
    return plain


@dataclass(frozen=True, slots=True)
class _Index:
    """The entries of one district by the bare names in them: a list of hundreds is asked for each judged report."""

    named: Mapping[str, list[Entry]]  # by the entry's own name
    aliased: Mapping[str, list[Entry]]  # by its other names
    children: tuple[Entry, ...]  # those with a parent
    told: frozenset[str]  # all names that stand here

    @classmethod
    def of(cls, entries: Iterable[Entry], district: str) -> _Index:
        """The index of those entries that hold in the district."""
        named, aliased = defaultdict[str, list[Entry]](list), defaultdict[str, list[Entry]](list)
        held = [e for e in entries if e.district in (None, district)]
        for entry in held:
            named[bare(entry.name, district)].append(entry)
            for alias in dict.fromkeys(bare(a, district) for a in entry.aliases):
                aliased[alias].append(entry)
        children, told = tuple(e for e in held if e.parent), frozenset((*named, *aliased))
        return cls(named=dict(named), aliased=dict(aliased), children=children, told=told)


@dataclass(frozen=True)
class Register:
    """All that is known; without entries only the names themselves speak."""

    entries: tuple[Entry, ...] = ()
    _indexes: dict[str, _Index] = field(default_factory=dict, init=False, repr=False, compare=False)
    _parents: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def key(self, name: str, district: str, year: int) -> str:
        """The same text for every name that the department bears in reports of ``year`` and of its other years."""
        key, seen = bare(name, district), set[str]()
        while key not in seen:
            seen.add(key)
            key = self._called(key, district, year)
        ended = [e.until for e in self._index(district).named.get(key, ()) if e.until and e.until.year >= year]
        return f"{key}†{min(ended).year}" if ended else key

    def _called(self, key: str, district: str, year: int) -> str:
        """The department's present name where ``key`` is one of its other names."""
        for entry in self._index(district).aliased.get(key, ()):
            own = bare(entry.name, district)
            if own != key and (entry.until is None or entry.until.year >= year):
                return own
        return key

    def told_of(self, district: str) -> frozenset[str]:
        """The bare names of which anything was said: any other is its own key in every year."""
        return self._index(district).told

    def same(self, one: str, year: int, other: str, other_year: int, district: str) -> bool:
        """Whether two names, as printed in reports of these years, mean one department of the district."""
        return self.key(one, district, year) == self.key(other, district, other_year)

    def names(self, name: str, district: str) -> tuple[str, ...]:
        """The name with every other name that was given for it, itself first."""
        key, index = bare(name, district), self._index(district)
        entries = (*index.named.get(key, ()), *index.aliased.get(key, ()))
        return tuple(dict.fromkeys((name, *(other for e in entries for other in (e.name, *e.aliases)))))

    def ended(self, name: str, district: str, year: int) -> bool:
        """Whether the department had come to its end before the fiscal year began."""
        entries = self._index(district).named.get(bare(name, district), ())
        return any(e.until is not None and e.until.year < year for e in entries)

    def parent(self, name: str, district: str, year: int) -> str | None:
        """The key of the department that this one belongs to; None where nobody said so."""
        return self._families(district, year).get(self.key(name, district, year))

    def family(self, name: str, district: str, year: int) -> str:
        """The key of the family: the parent's where there is one, else the department's own."""
        return self.parent(name, district, year) or self.key(name, district, year)

    def members(self, key: str, district: str, year: int) -> frozenset[str]:
        """The keys of all units that were said to belong to the department of this key."""
        return frozenset(child for child, parent in self._families(district, year).items() if parent == key)

    def _index(self, district: str) -> _Index:
        if district not in self._indexes:
            self._indexes[district] = _Index.of(self.entries, district)
        return self._indexes[district]

    def _families(self, district: str, year: int) -> Mapping[str, str]:
        """Key of each unit → key of its department; of two entries on one unit the first counts."""
        if (district, year) not in self._parents:
            found = self._parents[district, year] = dict[str, str]()
            for entry in self._index(district).children:
                parent = self.key(entry.parent or "", district, year)
                found.setdefault(self.key(entry.name, district, year), parent)
        return self._parents[district, year]


def find(text: str, names: Sequence[str], district: str, register: Register) -> Found | NotFound:
    """The department among ``names`` that a person means: by a name or alias, else by an ending that only one has."""
    wanted = {bare(name, district) for name in register.names(text.strip(), district)}
    groups = _grouped(names, district, register)
    exact = [g for g in groups if wanted & {bare(name, district) for name in g}]
    chosen = exact or [g for g in groups if any(bare(name, district).endswith(text.strip()) for name in g)]
    if len(chosen) == 1:
        return Found(chosen[0])
    if chosen:
        return NotFound(tuple(g[0] for g in chosen), ambiguous=True)
    return NotFound(near_names(text, [g[0] for g in groups], district))


def _grouped(names: Sequence[str], district: str, register: Register) -> list[tuple[str, ...]]:
    """Names of one department together, in the order they come. No year is known: an end parts nothing here."""
    groups: dict[str, tuple[str, ...]] = {}
    for name in names:
        key = register.key(name, district, 0).partition("†")[0]
        groups[key] = (*groups.get(key, ()), name)
    return list(groups.values())


def near_names(text: str, names: Sequence[str], district: str, limit: int = 5) -> tuple[str, ...]:
    """Those of the names that a name may have been meant for, or been changed into."""
    text = bare(text, district)
    by_bare = {bare(name, district): name for name in names}
    holding = [name for short, name in by_bare.items() if text in short or short in text]
    alike = [by_bare[short] for short in get_close_matches(text, list(by_bare), n=limit, cutoff=0.4)]
    return tuple(dict.fromkeys((*alike, *holding)))[:limit]


def rename_candidates(years: Mapping[str, Sequence[int]]) -> list[tuple[str, str]]:
    """Keys of which one ends just before the other begins and whose names are alike: to be asked, not joined."""
    last = max((max(known) for known in years.values()), default=0)
    ended = {key: max(known) for key, known in years.items() if max(known) < last}
    begun = {key: min(known) for key, known in years.items()}
    return [
        (earlier, later)
        for earlier, end in ended.items()
        for later in get_close_matches(earlier, [k for k, begin in begun.items() if begin == end + 1], n=2, cutoff=0.5)
    ]
