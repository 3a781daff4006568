"""Files of a publication that are reports of somebody else: of units beside their bureau's, of last year beside this.

Read together they would contradict each other. What a file calls itself is not enough, for names are written in many
ways and forms are copied with the names of others in them: its figures must differ too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsers.extract.identity import identity
from parsers.extract.narrative_text import plain
from parsers.model import Document, Identity, Report, Scope

FEWEST = 3  # figures that must differ
Figures = Mapping[str, frozenset[Decimal]]  # the amounts that are stated of each measure
Group = tuple[Document, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sorted:
    """The documents of a publication: those of its own report, and the reports of others with whose they are."""

    own: Group
    others: tuple[tuple[Identity, Group], ...] = ()


def sort_out(documents: Sequence[Document], read: Callable[[Sequence[Document]], Report]) -> Sorted:
    """Which documents are whose. ``read`` reads a group that may be a report of its own."""
    everything = tuple(documents)
    groups = _groups(everything)
    if len(groups) < 2:
        return Sorted(own=everything)
    own, *others = ((who, group, _figures(read(group))) for who, group in groups)
    _, base, stated = own
    if len(stated) < FEWEST:  # the page itself says nothing: the reports that it links must differ from each other
        alike = len(others) < 2 or not _differ(others[0][2], others[1][2])
        return Sorted(own=everything) if alike else Sorted(own=base, others=tuple((w, g) for w, g, _ in others))
    strangers = [(who, group) for who, group, figures in others if _differ(stated, figures)]
    foreign = {id(document) for _, group in strangers for document in group}
    return Sorted(own=tuple(d for d in everything if id(d) not in foreign), others=tuple(strangers))


def _groups(documents: Group) -> list[tuple[Identity, Group]]:
    """The documents by whose report they call themselves, the publication's own first."""
    who = identity(documents[:1]) if len(documents) > 1 else Identity()
    who = who if _is_whole(who) else identity(documents)
    groups: list[tuple[Identity, Group]] = [(who, ())]
    for document in documents if _is_whole(who) else ():
        named = identity([document])
        place = next((n for n, (one, _) in enumerate(groups) if not _is_whole(named) or _is_same(named, one)), None)
        if place is None:
            groups.append((named, (document,)))
        else:
            groups[place] = (groups[place][0], (*groups[place][1], document))
    return groups if groups[0][1] else [(who, documents)]


def _is_whole(one: Identity) -> bool:
    return bool(one.department and one.fiscal_year and one.kind)


def _is_same(one: Identity, other: Identity) -> bool:
    """Whether both mean one report: one name may hold the other (区水务局 in 重庆市澄湖区水务局)."""
    name, known = plain(one.department or ""), plain(other.department or "")
    level = (one.scope == Scope.OWN_LEVEL) == (other.scope == Scope.OWN_LEVEL)
    year = (one.fiscal_year, one.kind) == (other.fiscal_year, other.kind)
    return level and year and (name in known or known in name)


def _figures(report: Report) -> Figures:
    found: dict[str, frozenset[Decimal]] = {}
    for fact in report.facts:
        if fact.amount is not None:
            found[fact.measure] = found.get(fact.measure, frozenset()) | {fact.amount}
    return found


def _differ(one: Figures, other: Figures) -> bool:
    """Whether these are figures of two reports: most of what both state is stated otherwise."""
    both = one.keys() & other.keys()
    unlike = sum(not one[measure] & other[measure] for measure in both)
    return unlike >= FEWEST and unlike * 2 > len(both)
