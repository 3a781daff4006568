"""A: what one report states about itself must agree. Sums within N2, ratios within the printed digits (N3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from alerts.compare import (
    CENT,
    HUNDRED,
    Interval,
    finest,
    printed,
    same_amount,
    share,
    stated_percent,
)
from alerts.model import Finding, RuleResult, Severity
from alerts.rules.case import Case, evidence_of, judged, no_data
from alerts.rules.relations import is_told
from alerts.rules.wording import base_name, grown, measure_name, moved, shown
from alerts.settings import Rule
from parsers.model import Comparison, Fact, Source

Stated = tuple[Fact, Comparison]

#: Where the same money stands under two codes, one of them with last year's carry-over (section 19).
TWINS = {
    "general_budget.revenue": "general_budget.revenue.current",
    "general_budget.revenue.current": "general_budget.revenue",
}


def judge_a40(case: Case, rule: Rule) -> RuleResult:
    """A stated change and a stated percentage must follow from each other. A base of 0 has no percentage (N4)."""
    unsure = re.compile(rule.texts("unsure")[0])
    both = [(fact, c) for fact in case.report.facts for c in fact.comparisons if _has_both(fact, c)]
    stated = [(fact, c) for fact, c in both if not unsure.search(c.quote)]
    if not stated:
        return no_data(rule, "没有同时给出增减额和增减率的指标")
    wrong: dict[tuple[object, ...], list[tuple[Fact, Comparison, Interval]]] = {}
    for fact, comparison in stated:
        allowed = _allowed_percent(fact, comparison)
        if allowed and comparison.percent is not None and not allowed.meets(stated_percent(comparison.percent)):
            cause = (comparison.base, fact.amount, comparison.change, comparison.percent)
            wrong.setdefault(cause, []).append((fact, comparison, allowed))
    return judged(rule, [_rate_wrong(rule, group) for group in wrong.values()])


def _has_both(fact: Fact, stated: Comparison) -> bool:
    known = fact.amount is not None or stated.base_amount is not None
    return known and stated.change is not None and stated.percent is not None


def _allowed_percent(fact: Fact, stated: Comparison) -> Interval | None:
    """The percentages that the printed amounts allow; None where the base is, or may be, 0."""
    if stated.change is None:
        return None
    if fact.amount is not None:
        digit = finest(fact.amount, stated.change)
        change = printed(stated.change, digit)
        base = printed(fact.amount, digit) - change
    else:
        digit = finest(stated.base_amount or Decimal(0), stated.change)
        change, base = printed(stated.change, digit), printed(stated.base_amount or Decimal(0), digit)
    return None if Decimal(0) in base else (change / base).times(HUNDRED)


def _rate_wrong(rule: Rule, group: list[tuple[Fact, Comparison, Interval]]) -> Finding:
    """One finding for one statement, though it may speak of several totals at once."""
    fact, stated, allowed = group[0]
    change, percent = stated.change or Decimal(0), stated.percent or Decimal(0)
    before = fact.amount - change if fact.amount is not None else stated.base_amount or Decimal(0)
    computed = share(change, before) or Decimal(0)
    amount = f"{shown(fact.amount)}{fact.unit}，" if fact.amount is not None else ""
    message = rule.say(
        "message", name=measure_name(fact.measure), amount=amount, base=base_name(stated.base, stated.base_text),
        change=moved(change, fact.unit), stated=grown(percent), computed=grown(computed),
    )  # fmt: skip
    values = {
        "change": shown(change), "base_amount": shown(before), "stated": shown(percent), "computed": shown(computed),
        "allowed_from": shown(allowed.low.quantize(CENT)), "allowed_to": shown(allowed.high.quantize(CENT)),
    }  # fmt: skip
    return Finding(
        rule=rule.id, severity=rule.severity, subject=_subject(fact.measure, stated), measure=fact.measure,
        topic=rule.topic, message=message, values=values,
        formula=f"{shown(change)} ÷ {shown(before)} = {shown(computed)}%，文中为 {shown(percent)}%",
        basis=f"较{base_name(stated.base, stated.base_text)}", reason_given=stated.reason or "",
        evidence=evidence_of(*(f for f, _, _ in group)),
    )  # fmt: skip


def _subject(measure: str, stated: Comparison) -> str:
    return f"{measure}:{stated.base.value if stated.base else 'unclear'}"


def judge_a41(case: Case, rule: Rule) -> RuleResult:
    """One measure, one amount; one measure against one base, one change: in the text, wherever it is said again."""
    partial = rule.texts("partial")
    measures = [m for m in case.by_measure if m not in partial and case.facts(m, Source.NARRATIVE)]
    if not measures:
        return no_data(rule, "没有读到文字部分的数字")
    findings = [finding for measure in measures for finding in _said_twice(case, rule, measure)]
    if len(findings) > rule.whole("most"):
        return judged(rule, [_mixed(rule, findings)])
    return judged(rule, findings or list(_kin(case, rule)))


def _mixed(rule: Rule, findings: Sequence[Finding]) -> Finding:
    """So many contradictions have one cause: the reports of two bodies or years in one text."""
    shown_first = findings[: rule.whole("most")]
    names = "、".join(measure_name(finding.measure or "") for finding in shown_first[:3])
    return Finding(
        rule=rule.id, severity=min(rule.severity, Severity.MEDIUM, key=lambda level: level.rank), subject="mixed",
        topic=rule.topic, message=rule.say("mixed", count=len(findings), names=names),
        values={finding.subject: finding.formula for finding in shown_first},
        formula="；".join(finding.formula for finding in shown_first), basis="同一指标的两处表述",
        evidence=tuple(dict.fromkeys(place for finding in shown_first for place in finding.evidence)),
    )  # fmt: skip


def _said_twice(case: Case, rule: Rule, measure: str) -> Iterator[Finding]:
    facts = case.facts(measure, Source.NARRATIVE)
    amounts = [(fact, fact.amount) for fact in facts if fact.amount is not None]
    for fact, amount in amounts[1:]:
        if not same_amount(amounts[0][1], amount, fact.unit):
            yield _two_amounts(rule, amounts[0], (fact, amount))
            return
    first: dict[object, tuple[Fact, Comparison, Decimal]] = {}
    for fact, stated, change in _changes(facts):
        seen = first.setdefault(stated.base, (fact, stated, change))
        if stated.base and not same_amount(seen[2], change, fact.unit):
            yield _two_changes(rule, seen, (fact, stated, change), measure, "change")
            return


def _changes(facts: tuple[Fact, ...]) -> Iterator[tuple[Fact, Comparison, Decimal]]:
    return ((fact, c, c.change) for fact in facts for c in fact.comparisons if c.change is not None)


def _two_amounts(rule: Rule, one: tuple[Fact, Decimal], other: tuple[Fact, Decimal]) -> Finding:
    fact = one[0]
    first, second = shown(one[1]), shown(other[1])
    return Finding(
        rule=rule.id, severity=rule.severity, subject=fact.measure, measure=fact.measure, topic=rule.topic,
        message=rule.say("amount", name=measure_name(fact.measure), first=first, second=second, unit=fact.unit),
        values={"first": first, "second": second}, formula=f"{first} ≠ {second}", basis="同一指标的两处表述",
        evidence=evidence_of(one[0], other[0]),
    )  # fmt: skip


def _two_changes(rule: Rule, one: tuple[Fact, Comparison, Decimal], other: tuple[Fact, Comparison, Decimal],
                 measure: str, word: str) -> Finding:  # fmt: skip
    fact, stated, change = one
    message = rule.say(
        word, name=measure_name(measure), other=measure_name(other[0].measure), amount=shown(fact.amount or Decimal(0)),
        base=base_name(stated.base), first=moved(change, fact.unit), second=moved(other[2], fact.unit),
    )  # fmt: skip
    return Finding(
        rule=rule.id, severity=rule.severity, subject=_subject(measure, stated), measure=measure, topic=rule.topic,
        message=message, values={"first": shown(change), "second": shown(other[2])},
        formula=f"{shown(change)} ≠ {shown(other[2])}", basis=f"较{base_name(stated.base)}",
        evidence=evidence_of(fact, other[0]),
    )  # fmt: skip


def _kin(case: Case, rule: Rule) -> Iterator[Finding]:
    """支出总计 is 本年支出 plus what is left over: where nothing is left in either year, both must move alike."""
    total, current = (
        case.figure("expenditure.total", Source.NARRATIVE),
        case.figure("expenditure.current", Source.NARRATIVE),
    )
    left, shared_out = case.figure("carryover.closing", Source.NARRATIVE), case.figure("balance.distributed")
    if not total or not current or not left or total.amount != current.amount or (shared_out and shared_out.amount):
        return
    unmoved = {c.base for _, c, change in _changes((left,)) if change == 0 and left.amount == 0}
    of_current = {c.base: (f, c, change) for f, c, change in _changes((current,))}
    for fact, stated, change in _changes((total,)):
        other = of_current.get(stated.base) if stated.base in unmoved else None
        if other and not same_amount(change, other[2], fact.unit):
            yield _two_changes(rule, (fact, stated, change), other, fact.measure, "kin")


def judge_a45(case: Case, rule: Rule) -> RuleResult:
    """A figure of the text against the same figure of a table. A blank cell is no figure and contradicts nothing."""
    both = [m for m in case.by_measure if case.figure(m, Source.NARRATIVE) and case.figure(m, Source.TABLE)]
    if not both:
        return no_data(rule, "没有同时见于文字和报表的指标")
    found = [finding for measure in both if (finding := _text_and_table(case, rule, measure))]
    causes: dict[Decimal, list[Finding]] = {}
    for finding in found:
        causes.setdefault(Decimal(finding.values["stated"]) - Decimal(finding.values["computed"]), []).append(finding)
    return judged(rule, [_off_alike(rule, alike) for alike in causes.values()])


def _off_alike(rule: Rule, alike: Sequence[Finding]) -> Finding:
    """Figures that are off by the same amount are off for one cause: the first is told, the others are witnesses."""
    first, others = alike[0], "、".join(measure_name(f.measure or "") for f in alike[1:])
    if not others:
        return first
    places = dict.fromkeys(evidence for finding in alike for evidence in finding.evidence)
    return replace(
        first, message=first.message + rule.say("witnesses", names=others), evidence=tuple(places),
        formula="；".join(dict.fromkeys(finding.formula for finding in alike)),
    )  # fmt: skip


def _text_and_table(case: Case, rule: Rule, measure: str) -> Finding | None:
    """None where some statement of the text is some figure of a table: then the text contradicts itself (A41).

    None too where the table contradicts itself in that cell: the text is then a witness of that finding."""
    said, listed = _amounts(case, measure, Source.NARRATIVE), _amounts(case, measure, Source.TABLE)
    twins = _amounts(case, TWINS[measure], Source.TABLE) if measure in TWINS else []
    if any(same_amount(a, b, fact.unit) for fact, a in said for _, b in (*listed, *twins)):
        return None
    (text, stated), (table, computed) = said[0], listed[0]
    if is_told(case, table):
        return None
    message = rule.say(
        "message", name=measure_name(measure), stated=shown(stated), computed=shown(computed), unit=text.unit
    )
    return Finding(
        rule=rule.id, severity=rule.severity, subject=measure, measure=measure, topic=rule.topic, message=message,
        values={"stated": shown(stated), "computed": shown(computed)}, formula=f"{shown(stated)} ≠ {shown(computed)}",
        basis="文字对报表", evidence=evidence_of(text, table),
    )  # fmt: skip


def _amounts(case: Case, measure: str, source: Source) -> list[tuple[Fact, Decimal]]:
    return [(f, f.amount) for f in case.facts(measure, source) if f.amount is not None]
