"""G: three public expenses against the opening budget (G1) and the year before (G2, G3, G4)."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.model import Finding, RuleResult, Severity
from alerts.rules.against import Against, against
from alerts.rules.case import Case, judged, lowered, no_data, not_applicable
from alerts.rules.wording import basis, measure_name, percent, shown
from alerts.settings import Rule
from parsers.model import Base, Kind

TOTAL = "three_public.total"
VEHICLE_PARTS = ("three_public.vehicle_purchase", "three_public.vehicle_operation")
VEHICLES = "three_public.vehicles"
OTHER_PARTS = ("three_public.overseas", "three_public.reception")


def judge_g1(case: Case, rule: Rule) -> RuleResult:
    """Final accounts above the opening budget: any excess that is no rounding. A revised budget is another thing."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, "预算没有决算数")
    found = _compared(case, _whole(case), Base.OPENING_BUDGET)
    if not found and _revised(case):
        return not_applicable(rule, rule.words["revised"])
    if not found:
        return no_data(rule, _missing(case, rule))
    over = [a for a in found if a.change > rule.decimal("min_excess")]
    return judged(rule, [_finding(case, rule, a, rule.severity, "message") for a in over])


def judge_g2(case: Case, rule: Rule) -> RuleResult:
    """Final accounts of the whole against last year's."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, "预算没有决算数")
    return _year_on_year(case, rule, _whole(case), Base.PRIOR_FINAL)


def judge_g3(case: Case, rule: Rule) -> RuleResult:
    """Final accounts of each item against last year's."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, "预算没有决算数")
    return _year_on_year(case, rule, _items(case), Base.PRIOR_FINAL)


def judge_g4(case: Case, rule: Rule) -> RuleResult:
    """The budget of the whole against last year's budget."""
    if case.kind != Kind.BUDGET:
        return not_applicable(rule, "决算不与上年预算比较")
    return _year_on_year(case, rule, _whole(case), Base.PRIOR_BUDGET)


def _year_on_year(case: Case, rule: Rule, measures: Sequence[str], base: Base) -> RuleResult:
    found = _compared(case, measures, base)
    if not found:
        return no_data(rule, _missing(case, rule))
    return judged(rule, [_risen(case, rule, a) for a in found if a.change > rule.decimal("tolerance")])


def _risen(case: Case, rule: Rule, found: Against) -> Finding:
    """A rise is a question of the rule's severity only above both floors; on a base of 0 the amount alone decides."""
    grave = found.change >= rule.decimal("min_change") and (
        found.percent is None or found.percent >= rule.decimal("min_percent")
    )
    if grave:
        return _finding(case, rule, found, rule.severity, "message")
    return _finding(case, rule, found, lowered(rule.severity), "below_floor")


def _compared(case: Case, measures: Sequence[str], base: Base) -> list[Against]:
    return [found for measure in measures if (found := against(case, measure, base))]


def _whole(case: Case) -> tuple[str, ...]:
    """The total; the items only where no total is printed."""
    return (TOTAL,) if case.facts(TOTAL) else _items(case)


def _items(case: Case) -> tuple[str, ...]:
    """The four items; the subtotal of vehicles where its two parts are not told apart."""
    parts = VEHICLE_PARTS if any(case.facts(m) for m in VEHICLE_PARTS) else (VEHICLES,)
    return (OTHER_PARTS[0], *parts, OTHER_PARTS[1])


def _revised(case: Case) -> bool:
    stated = (c.base for measure in (TOTAL, *_items(case)) for f in case.facts(measure) for c in f.comparisons)
    return Base.REVISED_BUDGET in stated or any(r.code == "revised_budget_column" for r in case.report.remarks)


def _missing(case: Case, rule: Rule) -> str:
    return rule.words["missing"] if any(case.facts(m) for m in (TOTAL, *_items(case))) else "未读到三公经费数字"


def _finding(case: Case, rule: Rule, found: Against, severity: Severity, word: str) -> Finding:
    values = {"now": shown(found.now), "before": shown(found.before), "change": shown(found.change)}
    if found.percent is not None:
        values["percent"] = shown(found.percent)
    message = rule.say(
        word, name=measure_name(found.measure), now=shown(found.now), before=shown(found.before),
        change=shown(found.change), percent=percent(found.percent),
    )  # fmt: skip
    return Finding(
        rule=rule.id, severity=severity, subject=found.measure, measure=found.measure, topic=rule.topic,
        message=message, values=values, formula=found.formula, basis=basis(case.kind, found.base),
        reason_given=found.reason, evidence=found.evidence,
    )  # fmt: skip
