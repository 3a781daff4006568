"""The family of a department: own level and units beside the whole. A53, and year on year where scope broke (Q6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from alerts.compare import HUNDRED, growth, sum_tolerance
from alerts.model import Finding, History, Outcome, RuleResult
from alerts.register import bare
from alerts.rules.case import Case, evidence_of, judged, no_data, not_applicable
from alerts.rules.wording import measure_name, percent, shown, signed
from alerts.settings import Rule
from parsers.model import Fact, Report, Scope


def judge_a53(case: Case, rule: Rule) -> RuleResult:
    """The whole is no smaller than a part, and all its parts together are about the whole."""
    if case.report.identity.scope not in (None, Scope.DEPARTMENT):
        return not_applicable(rule, rule.words["not_whole"])
    parts = [r for r in case.history.family if r.identity.scope in (Scope.OWN_LEVEL, Scope.UNIT)]
    if not parts:
        return no_data(rule, rule.words["missing"])
    findings, compared = list[Finding](), False
    for measure in rule.texts("measures"):
        whole, stated = case.figure(measure), _stated(parts, measure)
        if whole and stated:
            compared = True
            findings += _larger(rule, whole, stated) or _not_the_sum(case, rule, whole, stated)
    return judged(rule, findings) if compared else no_data(rule, rule.words["nothing"])


def _stated(reports: Iterable[Report], measure: str) -> list[tuple[Report, Fact]]:
    return [(r, f) for r in reports if (f := Case.of(r, History()).figure(measure))]


def _amount(fact: Fact) -> Decimal:
    return fact.amount or Decimal(0)


def _larger(rule: Rule, whole: Fact, parts: Sequence[tuple[Report, Fact]]) -> list[Finding]:
    limit = _amount(whole) + sum_tolerance([_amount(whole)])
    return [_part_finding(rule, whole, report, part) for report, part in parts if _amount(part) > limit]


def _part_finding(rule: Rule, whole: Fact, report: Report, part: Fact) -> Finding:
    unit = report.identity.department or "所属单位"
    values = {"part": shown(_amount(part)), "whole": shown(_amount(whole))}
    return Finding(
        rule=rule.id, severity=rule.severity, subject=f"{whole.measure}:{unit}", measure=whole.measure,
        topic=rule.topic, message=rule.say("part", name=measure_name(whole.measure), unit=unit, **values),
        values=values, formula=f"{values['part']} > {values['whole']}", basis="部门汇总与所属单位",
        evidence=evidence_of(whole, part),
    )  # fmt: skip


def _not_the_sum(case: Case, rule: Rule, whole: Fact, parts: Sequence[tuple[Report, Fact]]) -> list[Finding]:
    """Only where own level and every registered unit are there: a missing one would explain any difference."""
    if not _complete(case, [report for report, _ in parts]):
        return []
    amounts = [_amount(fact) for _, fact in parts]
    total, tolerance = sum(amounts, Decimal(0)), sum_tolerance(amounts)
    offset = abs(_amount(whole)) * rule.decimal("offset_percent") / HUNDRED
    if -tolerance <= total - _amount(whole) <= max(tolerance, offset):
        return []
    values = {"total": shown(total), "whole": shown(_amount(whole)), "difference": shown(abs(total - _amount(whole)))}
    units = sum(1 for report, _ in parts if report.identity.scope == Scope.UNIT)
    added = " + ".join(shown(a) for a in amounts)
    return [
        Finding(
            rule=rule.id, severity=rule.severity, subject=f"{whole.measure}:sum", measure=whole.measure,
            topic=rule.topic, message=rule.say("sum", name=measure_name(whole.measure), count=units, **values),
            values=values, formula=f"{added} = {shown(total)}，部门汇总 {values['whole']}，相差 {values['difference']}",
            basis="部门汇总与本级及所属单位之和", evidence=evidence_of(whole, *(fact for _, fact in parts)),
        )
    ]  # fmt: skip


def _complete(case: Case, parts: Sequence[Report]) -> bool:
    district = case.report.identity.district or ""
    there = {bare(r.identity.department or "", district) for r in parts if r.identity.scope == Scope.UNIT}
    own = any(r.identity.scope == Scope.OWN_LEVEL for r in parts)
    return own and bool(case.history.members) and case.history.members <= there


# --- where scope broke ----------------------------------------------------------------------------


#: Vehicles or receptions that another body of the family may pay for.
BORNE_ELSEWHERE = "G9"


@dataclass(frozen=True, kw_only=True, slots=True)
class FamilySum:
    """A measure of the whole family in one year: as the department states it, else its parts together."""

    amount: Decimal
    parts: int  # 1: the department's own total
    facts: tuple[Fact, ...]


def family_sum(reports: Sequence[Report], measure: str, members: frozenset[str]) -> FamilySum | None:
    """None unless the whole is known: a department's total, or own level together with every registered unit."""
    whole = _stated((r for r in reports if r.identity.scope in (None, Scope.DEPARTMENT)), measure)
    if whole:
        return FamilySum(amount=_amount(whole[0][1]), parts=1, facts=(whole[0][1],))
    parts = _stated((r for r in reports if r.identity.scope in (Scope.OWN_LEVEL, Scope.UNIT)), measure)
    there = {bare(r.identity.department or "", r.identity.district or "") for r, _ in parts}
    if not members or not members <= there or not any(r.identity.scope == Scope.OWN_LEVEL for r, _ in parts):
        return None
    facts = tuple(fact for _, fact in parts)
    return FamilySum(amount=sum((_amount(f) for f in facts), Decimal(0)), parts=len(facts), facts=facts)


def with_family(case: Case, results: Sequence[RuleResult], softener: str = "Q6") -> tuple[RuleResult, ...]:
    """The results, each finding that only the family can answer with the family's own comparison beside it.

    That is what was softened for a broken scope, and what another body bears (G9).
    """

    def told(finding: Finding) -> Finding:
        asked = softener in finding.modifiers or finding.rule == BORNE_ELSEWHERE
        return _beside_family(case, finding) if asked and finding.measure else finding

    return tuple(
        replace(r, findings=tuple(map(told, r.findings))) if r.outcome == Outcome.VIOLATED else r for r in results
    )


def _beside_family(case: Case, finding: Finding) -> Finding:
    history, measure = case.history, finding.measure or ""
    own = () if any(_is(r, case.report) for r in history.family) else (case.report,)
    now = family_sum((*own, *history.family), measure, history.members)
    before = family_sum(history.family_prior, measure, history.members)
    itself = case.report.identity.scope in (None, Scope.DEPARTMENT) and now is not None and now.parts == 1
    if now is None or before is None or (itself and before.parts == 1):
        return finding  # the department's own two totals are what the finding compares already
    moved = growth(now.amount, before.amount)
    text = (
        f"按部门（本级及所属单位）口径：{measure_name(measure)}{shown(now.amount)}万元，上年{shown(before.amount)}万元，"
        f"增减{signed(moved.change)}万元（{percent(moved.percent)}）。"
    )
    values = {"family_now": shown(now.amount), "family_before": shown(before.amount)}
    evidence = tuple(dict.fromkeys((*finding.evidence, *evidence_of(*now.facts, *before.facts))))
    return replace(finding, message=finding.message + text, values={**finding.values, **values}, evidence=evidence)


def _is(one: Report, other: Report) -> bool:
    return (one.identity.department, one.identity.scope) == (other.identity.department, other.identity.scope)
