"""What a report is compared with: chosen from all that is known of its department and of the department's family. Pure.

The same department bears different names in different years; the register says which are one. Own level, unit and
whole department are never exchanged for one another (N8): only ``family`` holds the others, for sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from alerts.model import Body, History
from alerts.register import Register, bare
from parsers.model import Identity, Kind, Report, Scope

YEARS_BACK = 5  # how far a series reaches


def history(
    body: Body,
    register: Register,
    kept: Sequence[Body],
    read: Callable[[Body], Report | None],
    unfetched: tuple[str, ...] = (),
) -> History:
    """The history of ``body`` from the reports of ``kept``; ``read`` is asked only for those that matter."""
    own = _one_each([b for b in kept if _same(register, body, b)], body)
    year, final = body.fiscal_year, body.kind == Kind.FINAL_ACCOUNTS
    readings = {key: read(b) for key, b in own.items() if _in_series(key, body)}
    earlier = sorted((key for key in readings if key[0] < year), key=lambda k: (-k[0], k[1] != body.kind))
    return History(
        prior=readings.get((year - 1, body.kind)),
        budget=readings.get((year, Kind.BUDGET)) if final else None,
        prior_final=None if final else readings.get((year - 1, Kind.FINAL_ACCOUNTS)),
        series=tuple(r for key in earlier if (r := readings[key])),
        family=_family(body, register, kept, read, year),
        family_prior=_family(body, register, kept, read, year - 1),
        members=register.members(register.family(body.department, body.district, year), body.district, year),
        unfetched=unfetched,
    )


def relatives(body: Body, register: Register, names: Iterable[str]) -> list[str]:
    """Those names under which this department or a member of its family may have been stored, in whatever year."""
    spoken = {bare(n, body.district) for n in register.names(body.department, body.district)}
    family = register.family(body.department, body.district, body.fiscal_year)
    years = range(body.fiscal_year - YEARS_BACK, body.fiscal_year + 2)
    own = {register.key(body.department, body.district, year) for year in years}

    plainly, told = spoken | own | {family}, register.told_of(body.district)

    def ours(name: str, plain: str) -> bool:
        return plain in spoken or any(
            register.key(name, body.district, year) in own or register.family(name, body.district, year) == family
            for year in (body.fiscal_year - 1, body.fiscal_year, body.fiscal_year + 1)
        )

    pairs = ((name, bare(name, body.district)) for name in names)  # hundreds, for each report that is judged
    return [name for name, plain in pairs if (ours(name, plain) if plain in told else plain in plainly)]


def body_of(identity: Identity, district: str | None = None) -> Body | None:
    """Whom a reading is of; None where it does not say whose, of which year or kind. Nothing is guessed."""
    if identity.department is None or identity.fiscal_year is None or identity.kind is None:
        return None
    return Body(
        department=identity.department, district=district or identity.district or "",
        fiscal_year=identity.fiscal_year, kind=identity.kind, scope=identity.scope or Scope.DEPARTMENT,
    )  # fmt: skip


_Key = tuple[int, Kind]


def _same(register: Register, one: Body, other: Body) -> bool:
    return (one.district, one.scope) == (other.district, other.scope) and register.same(
        one.department, one.fiscal_year, other.department, other.fiscal_year, one.district
    )


def _in_series(key: _Key, body: Body) -> bool:
    year, kind = key
    return body.fiscal_year - YEARS_BACK <= year < body.fiscal_year or (year == body.fiscal_year and kind != body.kind)


def _one_each(bodies: Iterable[Body], body: Body) -> dict[_Key, Body]:
    """One body for each year and kind; a year in which two departments stood that were merged later has none."""
    by_key: dict[_Key, list[Body]] = {}
    for other in bodies:
        by_key.setdefault((other.fiscal_year, other.kind), []).append(other)
    return {key: chosen for key, found in by_key.items() if (chosen := the_one(found, body.department))}


def the_one(found: Sequence[Body], name: str = "") -> Body | None:
    """The one that bears the very name, else the first: None where different departments are among them."""
    if len({bare(b.department, b.district) for b in found}) > 1:
        return None
    return next((b for b in found if b.department == name), found[0])


def _family(
    body: Body, register: Register, kept: Sequence[Body], read: Callable[[Body], Report | None], year: int
) -> tuple[Report, ...]:
    """The reports of one year and of the body's kind that make up its family; one alone is no family."""
    family = register.family(body.department, body.district, body.fiscal_year)
    found: dict[tuple[str, Scope], Body] = {}
    for other in kept:
        known = (other.district, other.fiscal_year, other.kind) == (body.district, year, body.kind)
        if known and register.family(other.department, other.district, year) == family:
            found.setdefault((register.key(other.department, other.district, year), other.scope), other)
    if not any(key != (family, body.scope) for key in found):
        return ()
    return tuple(r for b in found.values() if (r := read(b)))
