"""Who must publish what by when. Pure: the roster, the approval days and what is stored go in, duties come out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alerts.model import Body
from parsers.model import Kind, Scope
from watcher.config import Deadline, Department, Roster


@dataclass(frozen=True, kw_only=True, slots=True)
class Obligation:
    """A department owes a report. ``confirmed`` is false where we only know that it published the year before."""

    body: Body
    deadline: Deadline
    names: tuple[str, ...]  # the department's name and its aliases
    confirmed: bool


def obligations(
    deadlines: Iterable[Deadline],
    roster: Sequence[Roster],
    departments: Sequence[Department],
    published: Mapping[tuple[str, Kind, int], Sequence[str]],
) -> list[Obligation]:
    """Every report that is owed under a known approval day.

    ``published`` gives, for district, kind and year, the departments whose report is stored: without a roster,
    whoever published the year before is expected again, and that is said.
    """
    return [
        _obligation(name, deadline, departments, confirmed=bool(named))
        for deadline in deadlines
        for named in [_named(roster, deadline)]
        for name in named or _published_before(published, deadline)
    ]


def _published_before(published: Mapping[tuple[str, Kind, int], Sequence[str]], deadline: Deadline) -> Sequence[str]:
    before = (deadline.district, deadline.kind, deadline.fiscal_year - 1)
    return list(dict.fromkeys(published.get(before, ())))


def _named(roster: Sequence[Roster], deadline: Deadline) -> list[str]:
    return [
        name
        for entry in roster
        if entry.district == deadline.district and (not entry.kinds or deadline.kind in entry.kinds)
        for name in entry.departments
    ]


def _obligation(name: str, deadline: Deadline, departments: Sequence[Department], *, confirmed: bool) -> Obligation:
    aliases = tuple(a for d in departments if d.name == name for a in d.aliases)
    body = Body(
        department=name,
        district=deadline.district,
        fiscal_year=deadline.fiscal_year,
        kind=deadline.kind,
        scope=Scope.DEPARTMENT,
    )
    return Obligation(body=body, deadline=deadline, names=(name, *aliases), confirmed=confirmed)


def same_department(names: Sequence[str], printed: str, district: str) -> bool:
    """Whether a printed name is one of these, with or without the city and district before it."""
    short = {_short(name, district) for name in names}
    return _short(printed, district) in short


def _short(name: str, district: str) -> str:
    """The name without 重庆市, the district and a scope in brackets: 重庆市澄湖区水务局（本级） → 水务局."""
    bare = name.split("（", maxsplit=1)[0].split("(", maxsplit=1)[0].strip()
    return bare.rsplit(district, 1)[-1] if district in bare and not bare.endswith(district) else bare


def mentions(title: str, names: Sequence[str], district: str, year: int) -> bool:
    """Whether a title may be the report that is looked for: it names the department and the year."""
    return str(year) in title and any(_short(name, district) in title for name in names)


def found_on(days: Iterable[date | None], seen: Iterable[date]) -> date | None:
    """The earliest day a report is known to have been public: as printed, else as first seen."""
    known = [day for day in days if day] or list(seen)
    return min(known, default=None)
