"""Which reports a person means by department and year, and what changed from one year to the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alerts.difference import Difference, Point, difference, series
from alerts.histories import YEARS_BACK, body_of, the_one
from alerts.model import Body
from alerts.register import Found, NotFound, Register, find, near_names
from parsers.model import Kind, Report, Scope
from storage import Unit

KINDS = {Kind.BUDGET: "部门预算", Kind.FINAL_ACCOUNTS: "部门决算"}
SCOPES = {Scope.DEPARTMENT: "部门", Scope.OWN_LEVEL: "本级", Scope.UNIT: "所属单位"}


class CannotCompareError(Exception):
    """The department or the two reports were not found; the message says what there is instead."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a person asks for; None where either will do."""

    department: str
    year: int
    against: int
    kind: Kind | None = None
    scope: Scope | None = None
    district: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """Two reports of one department, kind and scope."""

    before: Body
    after: Body
    difference: Difference
    series: dict[str, tuple[Point, ...]]  # by measure; only those that at least three years state


def compare_stored(unit: Unit, register: Register, wanted: Wanted) -> list[Compared]:
    """One comparison for each kind and scope that both years have. Raises CannotCompareError."""
    bodies = _bodies(unit, register, wanted)
    pairs = [pair for pair in _pairs(bodies, wanted) if pair]
    if not pairs:
        raise CannotCompareError(_nothing(bodies, wanted) + _other_name(unit, bodies, wanted))
    return [_compared(unit, before, after, bodies) for before, after in pairs]


def _bodies(unit: Unit, register: Register, wanted: Wanted) -> list[Body]:
    """Whose reports are stored of the one department that is meant."""
    districts = [wanted.district] if wanted.district else unit.departments.districts()
    found = {d: find(wanted.department, unit.departments.names(d), d, register) for d in districts}
    hits = [(district, f.names) for district, f in found.items() if isinstance(f, Found)]
    if len(hits) == 1 and not any(isinstance(f, NotFound) and f.ambiguous for f in found.values()):
        return unit.departments.bodies(*hits[0])
    raise CannotCompareError(_which(wanted.department, found))


def _which(text: str, found: dict[str, Found | NotFound]) -> str:
    several = [
        f"{district} {name}"
        for district, f in found.items()
        if isinstance(f, Found) or f.ambiguous
        for name in (f.names[:1] if isinstance(f, Found) else f.near)
    ]
    if several:
        return f"“{text}”可指 {len(several)} 个部门：{'、'.join(several[:8])}；请写全称，或用 --district 指明区县"
    near = [f"{district} {name}" for district, f in found.items() if isinstance(f, NotFound) for name in f.near]
    hint = f"，相近的有：{'、'.join(near[:8])}" if near else ""
    return f"已存报告中没有部门“{text}”{hint}；用 watcher reports 查看全部"


def _pairs(bodies: Sequence[Body], wanted: Wanted) -> Iterable[tuple[Body, Body] | None]:
    for kind in [wanted.kind] if wanted.kind else list(Kind):
        for scope in [wanted.scope] if wanted.scope else list(Scope):
            ours = [b for b in bodies if (b.kind, b.scope) == (kind, scope)]
            after = [b for b in ours if b.fiscal_year == wanted.year]
            before = [b for b in ours if b.fiscal_year == wanted.against]
            now = the_one(after) if after else None
            then = the_one(before, now.department if now else "") if before else None
            yield (then, now) if now and then else None


def _nothing(bodies: Sequence[Body], wanted: Wanted) -> str:
    stored = "、".join(f"{b.fiscal_year} {KINDS[b.kind]}（{SCOPES[b.scope]}）" for b in bodies[:12])
    return f"{bodies[0].department} 没有 {wanted.against} 和 {wanted.year} 两年同类同口径的报告；已存：{stored}"


def _other_name(unit: Unit, bodies: Sequence[Body], wanted: Wanted) -> str:
    """A department with a like name that has a report of the year that is lacking: perhaps the same one."""
    district, own = bodies[0].district, {b.department for b in bodies}
    lacking = {wanted.year, wanted.against} - {b.fiscal_year for b in bodies if wanted.kind in (None, b.kind)}
    lacking = lacking or {wanted.against}
    others = [name for name in unit.departments.names(district) if name not in own]
    alike = near_names(bodies[0].department, others, district)
    had = [n for n in alike if lacking & {b.fiscal_year for b in unit.departments.bodies(district, [n])}]
    if not had:
        return ""
    command = f"watcher departments --join {had[0]} {bodies[0].department} --district {district}"
    return f"。{'、'.join(had)} 有这一年的报告：如为同一部门（更名），可用 {command} 确认后再比较"


def _compared(unit: Unit, before: Body, after: Body, bodies: Sequence[Body]) -> Compared:
    one, other = unit.reports.latest_reading(before), unit.reports.latest_reading(after)
    assert one is not None
    assert other is not None
    first = min(before.fiscal_year, after.fiscal_year - YEARS_BACK + 1)
    years = [
        b for b in bodies
        if (b.kind, b.scope) == (after.kind, after.scope) and first <= b.fiscal_year <= after.fiscal_year
    ]  # fmt: skip
    readings = [r for b in years if (r := unit.reports.latest_reading(b))]
    return Compared(before=before, after=after, difference=difference(one, other), series=_series(readings, other))


def _series(readings: Sequence[Report], after: Report) -> dict[str, tuple[Point, ...]]:
    found = {m: series(m, readings) for m in dict.fromkeys(f.measure for f in after.facts)}
    return {measure: points for measure, points in found.items() if len({p.year for p in points}) >= 3}


def compare_files(before: Report, after: Report) -> Compared:
    """Two reports as read from files, whatever their years. Raises CannotCompareError where one is no report."""
    bodies = [body_of(r.identity) for r in (before, after)]
    if bodies[0] is None or bodies[1] is None:
        raise CannotCompareError("两份文件都须是写明部门、年度的部门预算或决算报告")
    if bodies[0].kind != bodies[1].kind:
        raise CannotCompareError("两份文件一份是预算、一份是决算，不能逐项比较")
    return Compared(before=bodies[0], after=bodies[1], difference=difference(before, after), series={})
