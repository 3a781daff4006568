"""One report made from figures: its explanation and its sheets, before any file format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from watcher.demo.press import budget_tables, final_tables
from watcher.demo.press.department import Department
from watcher.demo.press.figures import Figures, figures
from watcher.demo.press.forms import self_evaluations, targets
from watcher.demo.press.measures import Measured, measured
from watcher.demo.press.narrative import Part, narrative
from watcher.demo.press.operations_table import agency_operations
from watcher.demo.press.sheet import Sheet


@dataclass(frozen=True, kw_only=True)
class Made:
    """A report: parts of the explanation, the standard tables, the performance forms, and what is true of it."""

    title: str
    parts: tuple[Part, ...]
    tables: tuple[Sheet, ...]
    forms: tuple[Sheet, ...]
    forms_inside: bool  # final accounts show their forms in the explanation, budgets after the tables
    values: Measured


def make(
    department: Department,
    year: int,
    kind: str,
    *,
    omit: tuple[str, ...] = (),
    changed: Mapping[str, str] | None = None,
    stated: Mapping[str, str] | None = None,
) -> Made:
    """A report; ``omit`` leaves tables out by kind, ``changed`` and ``stated`` are told in ``measured``."""
    own = figures(department, year, kind)
    values = measured(own, changed or {}, stated or {})
    tables = _budget_tables(own) if kind == "budget" else _final_tables(own, values)
    name = "年部门预算情况说明" if kind == "budget" else "年度部门决算情况说明"
    return Made(
        title=f"{department.name}{year}{name}",
        parts=tuple(narrative(own, values)),
        tables=tuple(each for each in tables if each.kind not in omit),
        forms=tuple(targets(own) if kind == "budget" else self_evaluations(own)),
        forms_inside=kind == "final",
        values=values,
    )


def _budget_tables(own: Figures) -> list[Sheet]:
    makers = (
        budget_tables.appropriation_summary,
        budget_tables.general_expenditure,
        budget_tables.general_basic,
        budget_tables.three_public,
        budget_tables.government_fund,
        budget_tables.summary,
        budget_tables.revenue,
        budget_tables.expenditure,
        budget_tables.procurement,
    )
    return [make_one(own) for make_one in makers]


def _final_tables(own: Figures, values: Measured) -> list[Sheet]:
    makers = (
        final_tables.summary,
        final_tables.revenue,
        final_tables.expenditure,
        final_tables.appropriation_summary,
        final_tables.general_expenditure,
        final_tables.general_basic,
        final_tables.government_fund,
        final_tables.state_capital,
    )
    budget = figures(own.department, own.year, "budget")
    return [*(make_one(own) for make_one in makers), agency_operations(own, budget, values.own)]
