"""The demo's departments as their data files tell them: staff, projects, vehicles, meetings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DISTRICT = "重庆市澄湖区"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One line of a performance form; target and actual are numbers in this unit."""

    name: str
    unit: str
    relation: str
    target: Decimal
    actual: Decimal
    weight: Decimal


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project with its yearly amounts in 万元, paid from one fund: general, government_fund or other."""

    name: str
    code: str
    fund: str
    texts: Mapping[str, str]  # summary, basis, goal, done
    indicators: tuple[Indicator, ...]
    budget: Mapping[int, Decimal]
    final: Mapping[int, Decimal]
    revised: Mapping[int, Decimal]
    carried: Mapping[int, Decimal]  # into the next year
    actual: Mapping[int, Mapping[str, Decimal]]  # where a year's indicators differ
    done_in: Mapping[int, str]  # where a year's result differs


@dataclass(frozen=True, kw_only=True, eq=False)
class Department:
    """A department; ``raw`` is its data file for what is only printed."""

    key: str
    raw: Mapping[str, Any]
    projects: tuple[Project, ...]
    overall: tuple[Indicator, ...]

    @property
    def name(self) -> str:
        return f"{DISTRICT}{self.raw['name']}"

    def heads(self, group: str, year: int) -> int:
        """How many people of a group (admin, institution) work there in a year."""
        if group == "retiree":
            return int(self.raw["retirees"])
        return int(self.raw["staff"].get(group, {}).get(str(year), 0))

    def amounts(self, topic: str, kind: str, year: int) -> tuple[Decimal, ...]:
        """A yearly list of the data file, such as ``three_public.final.2024``."""
        return tuple(Decimal(str(each)) for each in self.raw[topic][kind][str(year)])


def load_departments() -> dict[str, Department]:
    """All departments by key, in the order of their file names."""
    return {path.stem: _department(path) for path in sorted((HERE / "departments").glob("*.toml"))}


@cache
def load_table(name: str) -> dict[str, Any]:
    """One of the builder's own data files."""
    return tomllib.loads((HERE / name).read_text("utf-8"))


def _department(path: Path) -> Department:
    raw = tomllib.loads(path.read_text("utf-8"))
    projects = tuple(_project(each) for each in raw["projects"])
    return Department(key=path.stem, raw=raw, projects=projects, overall=_indicators(raw["overall"]))


def _project(raw: Mapping[str, Any]) -> Project:
    return Project(
        name=raw["name"],
        code=raw["code"],
        fund=raw.get("fund", "general"),
        texts={key: raw[key] for key in ("summary", "basis", "goal", "done")},
        indicators=_indicators(raw["indicators"]),
        budget=_years(raw["budget"]),
        final=_years(raw["final"]),
        revised=_years(raw.get("revised", {})),
        carried=_years(raw.get("carried", {})),
        actual={
            int(year): {name: Decimal(x) for name, x in each.items()} for year, each in raw.get("actual", {}).items()
        },
        done_in={int(year): text for year, text in raw.get("done_in", {}).items()},
    )


def _years(raw: Mapping[str, str]) -> dict[int, Decimal]:
    return {int(year): Decimal(amount) for year, amount in raw.items()}


def _indicators(rows: list[list[str]]) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(
            name=row[0],
            unit=row[1],
            relation=row[2],
            target=Decimal(row[3]),
            actual=Decimal(row[4]),
            weight=Decimal(row[5]),
        )
        for row in rows
    )
