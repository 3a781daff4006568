"""E: how far the accounts are from the budget (E4), what is carried over (E5), running costs that paid staff (E6)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from alerts.compare import HUNDRED, share
from alerts.model import Finding, RuleResult
from alerts.rules.against import Against, against
from alerts.rules.case import Case, evidence_of, judged, no_data, not_applicable, ok
from alerts.rules.wording import measure_name, moved, shown, signed
from alerts.settings import Rule
from parsers.model import Base, Kind

SPENT = ("general_budget.expenditure", "expenditure.current", "expenditure.total")
CLASSES = ("general_budget.function.", "expenditure.function.")
CLASS_DIGITS = 3


def judge_e4(case: Case, rule: Rule) -> RuleResult:
    """A class far from its opening budget; the whole only where no class explains it."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, rule.words["budget"])
    classes, whole = list(_classes(case)), _whole(case)
    if not classes and whole is None:
        return no_data(rule, rule.words["missing"])
    floor = rule.decimal("min_base")
    far = [c for c in classes if c.before >= floor and abs(_percent(c)) > rule.decimal("max_deviation")]
    findings = [_deviation(rule, "message", found) for found in far]
    if whole and not findings and _percent(whole) > rule.decimal("max_rate") - HUNDRED and whole.before >= floor:
        findings = [_deviation(rule, "whole", whole)]
    return judged(rule, findings)


def _classes(case: Case) -> Iterator[Against]:
    """Each class once: of the general budget where it is told, else of all money."""
    seen: set[str] = set()
    for family in CLASSES:
        for measure in sorted(m for m in case.by_measure if m.startswith(family)):
            code = measure.removeprefix(family)
            found = against(case, measure, Base.OPENING_BUDGET) if len(code) == CLASS_DIGITS else None
            if found and code not in seen:
                seen.add(code)
                yield found


def _whole(case: Case) -> Against | None:
    return next((found for m in SPENT if (found := against(case, m, Base.OPENING_BUDGET))), None)


def _percent(found: Against) -> Decimal:
    return found.percent if found.percent is not None else Decimal(0)


def _deviation(rule: Rule, word: str, found: Against) -> Finding:
    rate = share(found.now, found.before)
    message = rule.say(
        word, name=measure_name(found.measure), now=shown(found.now), before=shown(found.before),
        moved=moved(found.change), percent=signed(_percent(found)), rate=shown(rate) if rate is not None else "",
    )  # fmt: skip
    return Finding(
        rule=rule.id, severity=rule.severity, subject=found.measure, measure=found.measure, topic=rule.topic,
        message=message, formula=found.formula, basis="年初口径：决算较年初预算", reason_given=found.reason,
        values={"now": shown(found.now), "before": shown(found.before), "percent": shown(_percent(found))},
        evidence=found.evidence,
    )  # fmt: skip


def judge_e5(case: Case, rule: Rule) -> RuleResult:
    """What is left at the year's end: a large part of what was spent, or more each year for two years."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, rule.words["budget"])
    left, spent = case.figure("carryover.closing"), case.figure("expenditure.current")
    if left is None or left.amount is None or spent is None or spent.amount is None:
        return no_data(rule, rule.words["missing"])
    rate = share(left.amount, spent.amount)
    if rate is None or left.amount < rule.decimal("min_amount"):
        return ok(rule)
    earlier = _earlier(case)
    rising = len(earlier) > 1 and left.amount > earlier[0] > earlier[1]
    if rate <= rule.decimal("max_share") and not rising:
        return ok(rule)
    word = "message" if rate > rule.decimal("max_share") else "rising"
    before = "、".join(shown(amount) for amount in earlier[:2])
    finding = Finding(
        rule=rule.id, severity=rule.severity, subject="carryover.closing", measure="carryover.closing",
        topic=rule.topic, message=rule.say(word, left=shown(left.amount), share=shown(rate), earlier=before),
        values={"left": shown(left.amount), "spent": shown(spent.amount), "share": shown(rate)},
        formula=f"{shown(left.amount)} ÷ {shown(spent.amount)} = {shown(rate)}%", basis="年末结转结余对本年支出",
        evidence=evidence_of(left, spent),
    )  # fmt: skip
    return judged(rule, [finding])


def _earlier(case: Case) -> list[Decimal]:
    """What was left last year and the year before, as far as those reports are stored."""
    year, scope = case.report.identity.fiscal_year or 0, case.report.identity.scope
    kept = {
        r.identity.fiscal_year: Case.of(r, case.history).figure("carryover.closing")
        for r in case.history.series
        if r.identity.kind == Kind.FINAL_ACCOUNTS and r.identity.scope == scope
    }
    years = [kept.get(year - back) for back in (1, 2)]
    return [fact.amount for fact in years if fact and fact.amount is not None]


def judge_e6(case: Case, rule: Rule) -> RuleResult:
    """The text says that running costs paid staff."""
    said = [remark for remark in case.report.remarks if remark.code == "staff_gap"]
    if not said:
        return ok(rule)
    finding = Finding(
        rule=rule.id, severity=rule.severity, subject="staff_gap", topic=rule.topic, message=rule.words["message"],
        reason_given=said[0].evidence.quote, evidence=tuple(remark.evidence for remark in said),
    )  # fmt: skip
    return judged(rule, [finding])
