"""Every amount of one report, derived from the department's data so that the accounting relations hold by construction.

Only leaves are rounded (to 0.01 万元): an economic item, a project, a purchase. Each total is the exact sum of its
leaves, so no unplanted report can contradict itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from watcher.demo.press.department import Department, Project, load_table

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
FIRST_YEAR = 2022
GROUPS = ("admin", "institution", "retiree")


@dataclass(frozen=True, kw_only=True)
class Line:
    """Expenditure at the level of 项: who pays, what for, and what came from or goes to another year."""

    code: str
    fund: str
    basic: Decimal = ZERO
    project: Decimal = ZERO
    opening: Decimal = ZERO
    closing: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.basic + self.project

    @property
    def revenue(self) -> Decimal:
        """What this year gave for it."""
        return self.total - self.opening + self.closing


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The amounts of one department, year and kind."""

    department: Department
    year: int
    kind: str  # budget | final
    economy: Mapping[str, Decimal]  # 款 → basic expenditure of the general budget
    agency: Decimal  # public-use money of the civil servants' part
    lines: tuple[Line, ...]
    three_public: tuple[Decimal, ...]  # overseas, purchase, operation, reception
    meetings: Decimal
    training: Decimal
    procurement: tuple[Decimal, ...]  # goods, works, services and, of final accounts, sme, small_micro

    def sum(self, part: str = "total", *, prefix: str = "", fund: str = "") -> Decimal:
        """The sum of one part (total, basic, project, revenue, opening, closing) over the lines chosen."""
        chosen = (x for x in self.lines if x.code.startswith(prefix) and fund in ("", x.fund))
        return sum((getattr(each, part) for each in chosen), ZERO)

    def fiscal(self, part: str = "total", *, prefix: str = "") -> Decimal:
        """The same over what the treasury pays: the general budget and the government fund."""
        return self.sum(part, prefix=prefix, fund="general") + self.sum(part, prefix=prefix, fund="government_fund")

    def economic(self, *prefixes: str) -> Decimal:
        """The sum of the economic items whose codes begin so."""
        return sum((amount for code, amount in self.economy.items() if code.startswith(prefixes)), ZERO)

    @property
    def personnel(self) -> Decimal:
        return self.economic("301", "303")

    @property
    def public_use(self) -> Decimal:
        return self.economic("302", "310")


@cache
def figures(department: Department, year: int, kind: str) -> Figures:
    """All the amounts of one report."""
    groups = {group: _economy(department, year, kind, group) for group in GROUPS}
    return Figures(
        department=department,
        year=year,
        kind=kind,
        economy=_merged(groups),
        agency=sum((x for code, x in groups["admin"].items() if code.startswith(("302", "310"))), ZERO),
        lines=tuple(sorted((*_basic_lines(department, groups), *_project_lines(department, year, kind)), key=_order)),
        three_public=department.amounts("three_public", kind, year),
        meetings=department.amounts("meetings_training", kind, year)[0],
        training=department.amounts("meetings_training", kind, year)[1],
        procurement=department.amounts("procurement", kind, year),
    )


def _order(line: Line) -> tuple[str, str]:
    return line.code, line.fund


def _economy(department: Department, year: int, kind: str, group: str) -> dict[str, Decimal]:
    rates: dict[str, str] = load_table("rates.toml")[group]
    heads = department.heads(group, year)
    items = {code: _leaf(department, code, Decimal(rate) * heads, year, kind) for code, rate in rates.items() if heads}
    if group == "admin":
        items |= _given(department, year, kind)
    return items


def _given(department: Department, year: int, kind: str) -> dict[str, Decimal]:
    """Items that the data file states: they must equal what the explanation says of them."""
    meetings, training = department.amounts("meetings_training", kind, year)
    _, _, operation, reception = department.amounts("three_public", kind, year)
    return {"30215": meetings, "30216": training, "30217": reception, "30231": operation}


def _leaf(department: Department, code: str, amount: Decimal, year: int, kind: str) -> Decimal:
    drift = {name: Decimal(x) for name, x in load_table("rates.toml")["drift"].items()}
    sort = "personnel" if code.startswith(("301", "303")) else "public"
    grown = amount * Decimal(department.raw["level"]) * drift[f"{sort}_growth"] ** (year - FIRST_YEAR)
    return (grown * (drift[f"{sort}_final"] if kind == "final" else 1)).quantize(CENT)


def _merged(groups: Mapping[str, Mapping[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for items in groups.values():
        for code, amount in items.items():
            sums[code] += amount
    return dict(sorted(sums.items()))


def _basic_lines(department: Department, groups: Mapping[str, Mapping[str, Decimal]]) -> list[Line]:
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for group, items in groups.items():
        for code, amount in items.items():
            sums[_function_of(department, group, code)] += amount
    return [Line(code=code, fund="general", basic=amount) for code, amount in sums.items()]


def _function_of(department: Department, group: str, code: str) -> str:
    if code == "30110":
        return "2101102" if group == "institution" else "2101101"
    fallback = "institution_running_code" if group == "institution" else "running_code"
    return str(load_table("rates.toml")["function_of"].get(code, department.raw[fallback]))


def _project_lines(department: Department, year: int, kind: str) -> list[Line]:
    sums: dict[tuple[str, str], list[Project]] = defaultdict(list)
    for project in department.projects:
        sums[project.code, project.fund].append(project)
    return [_project_line(code, fund, projects, year, kind) for (code, fund), projects in sums.items()]


def _project_line(code: str, fund: str, projects: list[Project], year: int, kind: str) -> Line:
    amount = sum(((each.budget if kind == "budget" else each.final)[year] for each in projects), ZERO)
    if kind == "budget":
        return Line(code=code, fund=fund, project=amount)
    opening = sum((each.carried.get(year - 1, ZERO) for each in projects), ZERO)
    closing = sum((each.carried.get(year, ZERO) for each in projects), ZERO)
    return Line(code=code, fund=fund, project=amount, opening=opening, closing=closing)
