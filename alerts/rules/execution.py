"""E: how much of a budget was spent, by project (E1, E2) and by department (E3). On a budget of 0 there is no rate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from alerts.compare import HUNDRED, finest, printed, share
from alerts.model import Finding, RuleResult, Severity
from alerts.rules.against import Against, against
from alerts.rules.case import Case, judged, no_data, not_applicable
from alerts.rules.wording import measure_name, rate_shown, shown
from alerts.settings import Rule
from parsers.model import Base, Evidence, Kind, PerformanceForm

NO_EXECUTION = "预算没有执行数"
SPENT = ("expenditure.current", "general_budget.expenditure")  # the first that is compared counts


def judge_e1(case: Case, rule: Rule) -> RuleResult:
    """Each project's executed amount against its revised budget, as its self-evaluation form gives them."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, NO_EXECUTION)
    forms = case.forms(overall=False)
    rates = [(name, form, rate) for name, form in forms if (rate := _rate(form)) is not None]
    if not rates:
        return no_data(rule, "项目自评表未给出可计算执行率的数字" if forms else "未公开项目绩效自评表")
    return judged(rule, [f for name, form, rate in rates if (f := _project(rule, name, form, rate))])


def _rate(form: PerformanceForm) -> Decimal | None:
    """The rate in percent, worked out where both amounts are given; amounts that may be equal are 100 (N3)."""
    if form.executed is None or form.revised_budget is None:
        return form.execution_rate
    digit = finest(form.executed, form.revised_budget)
    if printed(form.executed, digit).meets(printed(form.revised_budget, digit)) and form.revised_budget:
        return HUNDRED
    return form.executed / form.revised_budget * HUNDRED if form.revised_budget else None


def _project(rule: Rule, name: str, form: PerformanceForm, rate: Decimal) -> Finding | None:
    severity = _project_severity(rule, rate)
    if severity is None:
        return None
    values, formula, word = {"rate": rate_shown(rate)}, f"自评表载明的执行率 {rate_shown(rate)}%", "stated"
    if form.executed is not None and form.revised_budget is not None:
        values |= {"executed": shown(form.executed), "revised_budget": shown(form.revised_budget)}
        formula, word = f"{shown(form.executed)} ÷ {shown(form.revised_budget)} = {rate_shown(rate)}%", "message"
    message = rule.say(
        word, form=name, rate=rate_shown(rate), executed=values.get("executed"), revised=values.get("revised_budget")
    )
    return Finding(
        rule=rule.id, severity=severity, subject=name, topic=rule.topic, message=message, values=values,
        formula=formula, basis="项目口径：全年执行数 ÷ 全年预算数", evidence=(form.evidence,),
    )  # fmt: skip


def _project_severity(rule: Rule, rate: Decimal) -> Severity | None:
    """None at 100 and above. Below ``alert_below`` never less than the rule's own severity."""
    if rate >= HUNDRED:
        return None
    if rate >= rule.decimal("alert_below"):
        return Severity.LOW if rate < rule.decimal("digest_below") else Severity.INFO
    if rate <= rule.decimal("critical_at"):
        return Severity.CRITICAL
    return _graver(rule.severity, Severity.HIGH) if rate < rule.decimal("high_below") else rule.severity


def _graver(one: Severity, other: Severity) -> Severity:
    return max(one, other, key=lambda severity: severity.rank)


def judge_e2(case: Case, rule: Rule) -> RuleResult:
    """All of a revised budget was spent, but it had been cut far below the first one."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, NO_EXECUTION)
    cut = [c for name, form in case.forms() if (c := _cut(name, form))]
    if not cut:
        return no_data(rule, "自评表未同时给出年初（或系统申报）、全年预算数和全年执行数")
    return judged(rule, [_masked(rule, c) for c in cut if _is_masked(rule, c)])


@dataclass(frozen=True, slots=True)
class _Cut:
    """A form's first budget beside its revised one."""

    name: str
    first_name: str
    first: Decimal
    revised: Decimal
    executed: Decimal
    evidence: Evidence


def _cut(name: str, form: PerformanceForm) -> _Cut | None:
    """None where a number is missing or the first budget is 0. Some forms print only 系统申报数, named as such."""
    first_name = "年初预算数" if form.opening_budget is not None else "系统申报数"
    first = form.opening_budget if form.opening_budget is not None else form.declared_amount
    if not first or form.revised_budget is None or form.executed is None:
        return None
    return _Cut(name, first_name, first, form.revised_budget, form.executed, form.evidence)


def _is_masked(rule: Rule, cut: _Cut) -> bool:
    spent = abs(cut.executed - cut.revised) <= rule.decimal("tolerance") and cut.revised > 0
    return spent and cut.revised * HUNDRED < rule.decimal("max_share") * cut.first


def _masked(rule: Rule, cut: _Cut) -> Finding:
    part = shown(share(cut.revised, cut.first) or Decimal(0))
    message = rule.say(
        "message",
        form=cut.name,
        revised=shown(cut.revised),
        first_name=cut.first_name,
        first=shown(cut.first),
        share=part,
    )
    values = {
        "first": shown(cut.first),
        "revised_budget": shown(cut.revised),
        "executed": shown(cut.executed),
        "share": part,
    }
    return Finding(
        rule=rule.id, severity=rule.severity, subject=cut.name, topic=rule.topic, message=message, values=values,
        formula=f"{shown(cut.revised)} ÷ {shown(cut.first)} = {part}%", basis=f"全年预算数较{cut.first_name}",
        evidence=(cut.evidence,),
    )  # fmt: skip


def judge_e3(case: Case, rule: Rule) -> RuleResult:
    """The department's spending against its revised budget where that is public, else against the opening budget."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, NO_EXECUTION)
    found = _department(case, Base.REVISED_BUDGET) or _overall_form(case) or _department(case, Base.OPENING_BUDGET)
    if found is None:
        return no_data(rule, "报告未给出年初或全年预算数，也没有已存的同年预算")
    if not found.before:
        return not_applicable(rule, "预算数为0，执行率不可比")
    rate = found.now / found.before * HUNDRED
    return judged(rule, [_low(rule, found, rate)] if rate < rule.decimal("alert_below") else [])


def _department(case: Case, base: Base) -> Against | None:
    return next((found for measure in SPENT if (found := against(case, measure, base))), None)


def _overall_form(case: Case) -> Against | None:
    """The department's own self-evaluation: 全年执行数 and 全年预算数 of the whole."""
    for _, form in case.forms(overall=True):
        if form.executed is not None and form.revised_budget is not None:
            return Against(
                measure="expenditure.current", base=Base.REVISED_BUDGET, now=form.executed, before=form.revised_budget,
                change=form.executed - form.revised_budget, percent=None, stated=True, evidence=(form.evidence,),
            )  # fmt: skip
    return None


def _low(rule: Rule, found: Against, rate: Decimal) -> Finding:
    revised = found.base == Base.REVISED_BUDGET
    severity = _graver(rule.severity, Severity.HIGH) if revised and rate < rule.decimal("high_below") else rule.severity
    message = rule.say(
        "revised" if revised else "opening", name=measure_name(found.measure), now=shown(found.now),
        before=shown(found.before), rate=rate_shown(rate),
    )  # fmt: skip
    return Finding(
        rule=rule.id, severity=severity, subject="execution_rate", measure=found.measure, topic=rule.topic,
        message=message, values={"now": shown(found.now), "before": shown(found.before), "rate": rate_shown(rate)},
        formula=f"{shown(found.now)} ÷ {shown(found.before)} = {rate_shown(rate)}%",
        basis=f"{'全年' if revised else '年初'}口径：决算较{'全年（调整）' if revised else '年初'}预算",
        reason_given=found.reason, evidence=found.evidence,
    )  # fmt: skip
