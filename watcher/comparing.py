"""What a stored report is compared with, and which stored reports are compared with it: found through the register."""

from __future__ import annotations

from alerts.histories import history, relatives
from alerts.model import Body, History
from alerts.register import Register
from parsers.model import Kind, Scope
from storage import Unit
from storage.records import PublicationRecord, RevisionRecord


def find_history(unit: Unit, register: Register, body: Body, publication: PublicationRecord) -> History:
    """The stored reports that this one is compared with, under whatever name the department bore."""
    captures = unit.publications.newest_captures(publication.id)
    missed = tuple(c.name for c in captures if not c.sha256)
    return history(body, register, kept_bodies(unit, register, body), unit.reports.latest_reading, missed)


def kept_bodies(unit: Unit, register: Register, body: Body) -> list[Body]:
    """Whose reports are stored of this department and its family."""
    names = relatives(body, register, unit.departments.names(body.district))
    return unit.departments.bodies(body.district, names)


def find_dependents(unit: Unit, register: Register, body: Body) -> list[RevisionRecord]:
    """The newest readings that are compared with this one, so that they are judged again when it changes."""
    bodies = (b for b in kept_bodies(unit, register, body) if compares_with(register, b, body))
    reports = (unit.reports.find(b) for b in bodies)
    revisions = (unit.reports.latest_revision(r.id) for r in reports if r)
    return [r for r in revisions if r]


def compares_with(register: Register, one: Body, other: Body) -> bool:
    """Whether judging ``one`` looks at ``other``: last year's, the same year's budget, or a member of the family."""
    years = one.fiscal_year - other.fiscal_year
    if one == other or one.district != other.district or years not in (0, 1):
        return False
    same = register.same(one.department, one.fiscal_year, other.department, other.fiscal_year, one.district)
    if same and one.scope == other.scope:
        if years == 0:
            return one.kind == Kind.FINAL_ACCOUNTS and other.kind == Kind.BUDGET
        return one.kind == other.kind or other.kind == Kind.FINAL_ACCOUNTS
    return one.kind == other.kind and one.scope != Scope.UNIT and _one_family(register, one, other)


def _one_family(register: Register, one: Body, other: Body) -> bool:
    families = {register.family(b.department, b.district, b.fiscal_year) for b in (one, other)}
    return len(families) == 1
