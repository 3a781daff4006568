"""Who must publish what by when. Pure: the roster, the approval days and what is stored go in, duties come out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alerts.model import Body
from alerts.register import Register, bare
from parsers.model import Kind, Scope
from storage.records import ApprovalRecord
from watcher.config import Deadline, Roster, Settings


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
    register: Register,
    published: Mapping[tuple[str, Kind, int], Sequence[str]],
) -> list[Obligation]:
    """Every report that is owed under a known approval day.

    ``published`` gives, for district, kind and year, the departments whose report is stored: without a roster,
    whoever published the year before is expected again, and that is said. A department that ended owes nothing.
    """
    return [
        _obligation(name, deadline, register, confirmed=bool(named))
        for deadline in deadlines
        for named in [_named(roster, deadline)]
        for name in named or _published_before(published, deadline)
        if not register.ended(name, deadline.district, deadline.fiscal_year)
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


def _obligation(name: str, deadline: Deadline, register: Register, *, confirmed: bool) -> Obligation:
    body = Body(
        department=name,
        district=deadline.district,
        fiscal_year=deadline.fiscal_year,
        kind=deadline.kind,
        scope=Scope.DEPARTMENT,
    )
    names = register.names(name, deadline.district)
    return Obligation(body=body, deadline=deadline, names=names, confirmed=confirmed)


def same_department(names: Sequence[str], printed: str, district: str) -> bool:
    """Whether a printed name is one of these, with or without the city and district before it."""
    return bare(printed, district) in {bare(name, district) for name in names}


def mentions(title: str, names: Sequence[str], district: str, year: int) -> bool:
    """Whether a title may be the report that is looked for: it names the department and the year."""
    return str(year) in title and any(bare(name, district) in title for name in names)


def found_on(days: Iterable[date | None], seen: Iterable[date]) -> date | None:
    """The earliest day a report is known to have been public: as printed, else as first seen."""
    known = [day for day in days if day] or list(seen)
    return min(known, default=None)


def districts_without_source(settings: Settings, approvals: Iterable[ApprovalRecord] = ()) -> list[str]:
    """Districts for which something is owed and no column is watched: of them nothing can ever be told."""
    watched = {source.district for source in settings.sources}
    owing = [*(d.district for d in settings.deadlines), *(r.district for r in settings.roster)]
    owing += [approval.district for approval in approvals]
    return [district for district in dict.fromkeys(owing) if district not in watched]
