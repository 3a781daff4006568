"""The explanation of a report: templates filled with statements, in parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import jinja2

from watcher.demo.press.department import HERE, load_table
from watcher.demo.press.figures import CENT, Figures
from watcher.demo.press.measures import Measured, Statement, percent_of
from watcher.demo.press.operations_table import VEHICLES
from watcher.demo.press.sheet import function_name, money
from watcher.demo.press.words import numeral

MARKS = {"# ": "title", "## ": "heading", "### ": "subheading", "@forms": "forms"}
TOPICS = {"205": "training", "208": "contributions", "210": "contributions", "221": "contributions"}
TEMPLATES = {"budget": "budget.j2", "final": "final_accounts.j2"}


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of the explanation: title, heading, subheading, paragraph, or the place where the forms stand."""

    role: str
    text: str = ""


def narrative(own: Figures, values: Measured) -> list[Part]:
    """The whole explanation in order."""
    environment = jinja2.Environment(  # noqa: S701 - plain text; the writers escape for their own format
        loader=jinja2.FileSystemLoader(HERE), undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    text = environment.get_template(TEMPLATES[own.kind]).render(_words(own, values))
    return [_part(line) for line in text.splitlines() if line.strip()]


def _part(line: str) -> Part:
    for mark, role in MARKS.items():
        if line.startswith(mark):
            return Part(role=role, text=line.removeprefix(mark))
    return Part(role="paragraph", text=line)


def _words(own: Figures, values: Measured) -> dict[str, Any]:
    department = own.department
    held = values.amount("three_public.vehicles_held")
    operation = values.amount("three_public.vehicle_operation")
    general = [each for each in own.lines if each.fund == "general"]
    return {
        "d": department,
        "y": own.year,
        "we": department.raw["we"],
        "classes": sorted({each.code[:3] for each in general}),
        "all_classes": sorted({each.code[:3] for each in own.lines}),
        "vehicles": VEHICLES,
        "projects": "、".join(each.name for each in department.projects if each.fund == "general"),
        "fund_projects": "、".join(each.name for each in department.projects if each.fund == "government_fund"),
        "terms": load_table("phrases.toml")["terms"],
        "per_vehicle": (operation / held).quantize(CENT, ROUND_HALF_UP) if held else money(held),
        "name": function_name,
        "numeral": numeral,
        "topic_of": lambda code: TOPICS.get(code, "function"),
        **_figures_in_words(own, values),
    }


def _figures_in_words(own: Figures, values: Measured) -> dict[str, Callable[..., object]]:
    def ratio(part: str, whole: str) -> Decimal:
        return percent_of(values.amount(part), values.amount(whole))

    def share(part: str, whole: str) -> str:
        return f"{_wan(values.amount(part))}，占{ratio(part, whole)}%"

    def against(measure: str, base: str, topic: str) -> str:
        return _against(own, values.against(measure, base), base, topic)

    def moved(measure: str, base: str) -> str:
        change = values.against(measure, base).change or Decimal(0)
        return f"{'减少' if change < 0 else '增加'}{_wan(abs(change))}"

    return {
        "amount": values.amount,
        "amt": lambda measure: _wan(values.amount(measure)),
        "n": lambda measure: f"{values.amount(measure):.0f}",
        "ratio": ratio,
        "share": share,
        "vs": against,
        "moved": moved,
    }


def _wan(amount: Decimal) -> str:
    return f"{money(amount)}万元"


def _against(own: Figures, statement: Statement, base: str, topic: str) -> str:
    words = load_table("phrases.toml")["bases"][base]
    if not statement.change:
        return str(words["level"].format(prior=own.year - 1))
    up = statement.change > 0
    said = f"{words['against'].format(prior=own.year - 1)}{'增加' if up else '减少'}{_wan(abs(statement.change))}"
    if statement.percent is not None:
        said += f"，{'增长' if up else '下降'}{abs(statement.percent)}%"
    return f"{said}，主要原因是{_reason(own, topic, up=up)}" if topic else said


def _reason(own: Figures, topic: str, *, up: bool) -> str:
    choices: list[str] = load_table("phrases.toml")["reasons"][topic]["up" if up else "down"]
    return choices[(own.year + int(own.department.raw["code"])) % len(choices)]
