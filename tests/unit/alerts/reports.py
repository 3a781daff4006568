"""Reports composed by hand, of an invented department: only what a test speaks of is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from alerts.evaluate import evaluate
from alerts.model import Finding, History, RuleResult
from alerts.settings import load
from parsers import measures
from parsers.model import (
    Base,
    Comparison,
    Evidence,
    Fact,
    Identity,
    Indicator,
    Kind,
    Level,
    PerformanceForm,
    Remark,
    Report,
    Scope,
    SectionStatus,
    Source,
    StandardTable,
    TableRow,
    TableStatus,
    Unread,
)

DEPARTMENT = "重庆市澄湖区水务局"
FILE = "水务局.html"


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def against(base: Base | None, change: str | None = None, percent: str | None = None, *, base_amount: str | None = None,
            completion: str | None = None, reason: str | None = None) -> Comparison:  # fmt: skip
    return Comparison(base=base, change=number(change), percent=number(percent), base_amount=number(base_amount),
                      completion=number(completion), reason=reason)  # fmt: skip


def fact(measure: str, amount: str | None, *comparisons: Comparison, source: Source = Source.NARRATIVE,
         table: str | None = None) -> Fact:  # fmt: skip
    place = Evidence(file=FILE, where="第三部分" if source == Source.NARRATIVE else "表格", quote=f"{measure}{amount}")
    return Fact(measure=measure, source=source, unit=measures.unit(measure), amount=number(amount),
                comparisons=comparisons, evidence=place, table=table)  # fmt: skip


def cell(measure: str, amount: str, *comparisons: Comparison, table: str = "final_accounts.summary") -> Fact:
    """A figure read from a table."""
    return fact(measure, amount, *comparisons, source=Source.TABLE, table=table)


def report(kind: Kind, facts: Sequence[Fact], *, year: int = 2024, department: str = DEPARTMENT,
           scope: Scope = Scope.DEPARTMENT, level: Level = Level.DISTRICT, tables: Sequence[StandardTable] = (),
           forms: Sequence[PerformanceForm] = (), remarks: Sequence[Remark] = (), unread: Sequence[Unread] = (),
           sections: Mapping[str, SectionStatus] | None = None) -> Report:  # fmt: skip
    identity = Identity(department=department, district="澄湖区", fiscal_year=year, kind=kind, scope=scope, level=level)
    return Report(files=(FILE,), identity=identity, facts=tuple(facts), tables=tuple(tables), performance=tuple(forms),
                  remarks=tuple(remarks), unread=tuple(unread), sections=sections or {})  # fmt: skip


def final(*facts: Fact, **parts: object) -> Report:
    return report(Kind.FINAL_ACCOUNTS, facts, **parts)  # type: ignore[arg-type]


def budget(*facts: Fact, **parts: object) -> Report:
    return report(Kind.BUDGET, facts, **parts)  # type: ignore[arg-type]


def table(kind: str, status: TableStatus = TableStatus.PRESENT, *rows: TableRow, title: str = "") -> StandardTable:
    return StandardTable(kind=kind, title=title or kind, status=status, rows=rows,
                         evidence=Evidence(file=FILE, where="表格"))  # fmt: skip


def form(name: str, *indicators: Indicator, overall: bool = False, **amounts: str) -> PerformanceForm:
    kind = "final_accounts.performance_overall" if overall else "final_accounts.performance_project"
    figures = {field: Decimal(text) for field, text in amounts.items()}
    return PerformanceForm(name=name, table=kind, overall=overall, indicators=indicators,
                           evidence=Evidence(file=FILE, where=f"{name}自评表"), **figures)  # type: ignore[arg-type]  # fmt: skip


def remark(code: str, *sections: str, where: str = "第三部分") -> Remark:
    return Remark(code=code, sections=sections, evidence=Evidence(file=FILE, where=where))


def judge(rule: str, case: Report, history: History | None = None, **settings: object) -> RuleResult:
    """The outcome of one rule on a report, as the whole engine gives it."""
    overrides = {rule: settings} if settings else {}
    results = evaluate(case, history or History(), load(overrides))
    return next(result for result in results if result.rule == rule)


def only(result: RuleResult) -> Finding:
    """The one finding of a result."""
    (finding,) = result.findings
    return finding
