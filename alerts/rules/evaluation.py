"""P: what a self-evaluation tells of itself (P3, P4, P8), of its projects (P5, P6, P7), of its year (P9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from alerts.compare import CENT, HUNDRED, same_amount, stated_percent
from alerts.doubts import forms_unread, rows_unread
from alerts.model import Finding, RuleResult, Severity
from alerts.rules.case import Case, evidence_of, judged, no_data, not_applicable, ok
from alerts.rules.performance import mark
from alerts.rules.profiles import asks
from alerts.rules.wording import measure_name, shown
from alerts.settings import Rule
from parsers.model import Fact, Indicator, Kind, PerformanceForm, Source

PROJECTS = "performance.self_evaluated_projects"
AMOUNTS = {Kind.BUDGET: "performance.target_amount", Kind.FINAL_ACCOUNTS: "performance.self_evaluated_amount"}
PROJECT_SPENDING = ("expenditure.project", "general_budget.project")
WHOLE_SPENDING = ("expenditure.current", "expenditure.total", "general_budget.expenditure", "appropriation.total")


def judge_p3(case: Case, rule: Rule) -> RuleResult:
    """An indicator without a name or a target that still earns points."""
    scored = [(name, f, i) for name, f in case.forms() for i in f.indicators if mark(i.score) is not None]
    if not scored:
        return no_data(rule, rule.words["no_scores"])
    empty = [(name, f, i) for name, f, i in scored if _is_empty(rule, i) and mark(i.score)]
    return judged(rule, [_form_finding(rule, name, f, i, "message", score=i.score) for name, f, i in empty])


def _is_empty(rule: Rule, indicator: Indicator) -> bool:
    nothing = rule.texts("nothing")
    return indicator.name.strip() in nothing and (indicator.target or "").strip() in nothing


def _form_finding(
    rule: Rule, name: str, form: PerformanceForm, indicator: Indicator, word: str, **values: object
) -> Finding:
    label = indicator.name.strip() or "（空）"
    return Finding(
        rule=rule.id, severity=rule.severity, subject=f"{name}/{label}", topic=rule.topic,
        message=rule.say(word, form=name, name=label, **values), evidence=(indicator.evidence or form.evidence,),
        values={key: str(value) for key, value in values.items()},
    )  # fmt: skip


def judge_p4(case: Case, rule: Rule) -> RuleResult:
    """The deviation that a form prints against (result − target) ÷ target."""
    known = [(name, f, i, d) for name, f in case.forms() for i in f.indicators if (d := _deviation(i)) is not None]
    if not known:
        return no_data(rule, rule.words["no_deviations"])
    wrong = [(name, f, i, computed) for name, f, i, (printed, computed) in known if not _agree(printed, computed)]
    return judged(
        rule,
        [
            _form_finding(rule, name, f, i, "message", stated=i.deviation, computed=shown(computed), target=i.target,
                          actual=i.actual)
            for name, f, i, computed in wrong
        ],
    )  # fmt: skip


def _deviation(indicator: Indicator) -> tuple[Decimal, Decimal] | None:
    """The printed and the computed deviation in percent; None where one of the numbers is no plain number."""
    target, actual, printed = (_number(text) for text in (indicator.target, indicator.actual, indicator.deviation))
    if not target or actual is None or printed is None:
        return None
    return printed, ((actual - target) / target * HUNDRED).quantize(CENT)


def _agree(printed: Decimal, computed: Decimal) -> bool:
    """Some forms print no sign, and 0 is right wherever the target was just met."""
    return any(value in stated_percent(printed) for value in (computed, -computed))


def _number(text: str | None) -> Decimal | None:
    match = re.fullmatch(r"[≥≤=＞＜><]?(-?\d+(?:\.\d+)?)[%％]?", "".join((text or "").split()))
    return Decimal(match[1]) if match else None


def judge_p5(case: Case, rule: Rule) -> RuleResult:
    """The parts of the projects evaluated can not be more than the whole of them."""
    facts = [f for f in case.facts(PROJECTS, Source.NARRATIVE) if f.amount is not None]
    if not facts:
        return no_data(rule, rule.words["no_count"])
    whole, parts = facts[0].amount or Decimal(0), _parts(rule, facts)
    if not parts:
        return no_data(rule, rule.words["no_parts"])
    if sum(parts) <= whole:
        return ok(rule)
    total = shown(Decimal(sum(parts)))
    finding = Finding(
        rule=rule.id, severity=rule.severity, subject=PROJECTS, measure=PROJECTS, topic=rule.topic,
        message=rule.say("message", whole=shown(whole), parts=total), values={"whole": shown(whole), "parts": total},
        formula=f"{' + '.join(map(shown, parts))} = {total} > {shown(whole)}", evidence=evidence_of(*facts),
    )  # fmt: skip
    return judged(rule, [finding])


def _parts(rule: Rule, facts: list[Fact]) -> list[Decimal]:
    """The counts that the sentence tells after the whole."""
    quote = facts[0].evidence.quote
    begins = quote.find("其中")
    pattern = f"(?:{'|'.join(rule.texts('part'))})" + r"(\d+)[项个]"
    return [Decimal(m[1]) for m in re.finditer(pattern, quote[begins:])] if begins >= 0 else []


def judge_p6(case: Case, rule: Rule) -> RuleResult:
    """The money said to be under performance management against project spending and the forms."""
    measure = AMOUNTS[case.kind] if case.kind else ""
    facts = [f for f in case.facts(measure, Source.NARRATIVE) if f.amount]
    if not facts:
        return no_data(rule, rule.words["no_amount"])
    whole_unread = not case.facts(PROJECT_SPENDING[0]) and rows_unread(case, *case.report.tables)
    if forms_unread(case) or whole_unread:
        return no_data(rule, rule.words["nothing_to_compare"])
    stated = [f.amount for f in facts if f.amount is not None]
    known = [*_project_spending(case), *_of_forms(case)]
    if not known:
        return no_data(rule, rule.words["nothing_to_compare"])
    single = all(any(same_amount(a, b, "万元") for b in [*known, *_each_form(case)]) for a in stated)
    if single or any(same_amount(a, b, "万元") for a in (*stated, sum(stated, Decimal(0))) for b in known):
        return ok(rule)
    amounts, others = "、".join(map(shown, stated)), "、".join(dict.fromkeys(map(shown, known)))
    local = asks(case.report.identity, "target_amount")
    finding = Finding(
        rule=rule.id, severity=rule.severity if local else Severity.INFO, subject=measure, measure=measure,
        topic=rule.topic, message=rule.say("message", name=measure_name(measure), stated=amounts, others=others),
        values={"stated": amounts, "others": others}, formula=f"{amounts} ≠ {others}", evidence=evidence_of(*facts),
    )  # fmt: skip
    return judged(rule, [finding])


def _project_spending(case: Case) -> Iterator[Decimal]:
    for measure in PROJECT_SPENDING:
        yield from dict.fromkeys(f.amount for f in case.facts(measure) if f.amount is not None)


def _of_forms(case: Case) -> Iterator[Decimal]:
    """What all project forms come to: executed and revised in accounts, the budget in targets."""
    forms = [form for _, form in case.forms(overall=False)]
    fields = ("opening_budget",) if case.kind == Kind.BUDGET else ("executed", "revised_budget")
    for field in fields:
        amounts = [getattr(form, field) for form in forms]
        if forms and None not in amounts:
            yield sum(amounts, Decimal(0))


def _each_form(case: Case) -> Iterator[Decimal]:
    for _, form in case.forms():
        amounts = (form.executed, form.revised_budget) if case.kind != Kind.BUDGET else (form.opening_budget,)
        yield from (amount for amount in amounts if amount is not None)


def judge_p7(case: Case, rule: Rule) -> RuleResult:
    """The overall form's spending against the department's accounts."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, rule.words["budget"])
    forms = [(name, form, form.executed) for name, form in case.forms(overall=True) if form.executed is not None]
    spent = [f for m in WHOLE_SPENDING for f in case.facts(m) if f.amount is not None]
    if not forms or not spent:
        return no_data(rule, rule.words["no_form" if not forms else "no_accounts"])
    name, form, executed = forms[0]
    if any(same_amount(executed, f.amount or Decimal(0), "万元") for f in spent):
        return ok(rule)
    fact = next((f for f in spent if f.measure == WHOLE_SPENDING[0]), spent[0])
    other = fact.amount or Decimal(0)
    finding = Finding(
        rule=rule.id, severity=rule.severity, subject=name, measure=fact.measure, topic=rule.topic,
        message=rule.say("message", form=name, executed=shown(executed), spent=shown(other)),
        values={"executed": shown(executed), "spent": shown(other)}, formula=f"{shown(executed)} ≠ {shown(other)}",
        basis="整体自评全年执行数对支出决算", evidence=(form.evidence, fact.evidence),
    )  # fmt: skip
    return judged(rule, [finding])


def judge_p8(case: Case, rule: Rule) -> RuleResult:
    """Every published score is full."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, rule.words["budget"])
    scores = [(form, form.score) for _, form in case.forms() if form.score is not None]
    if not scores:
        return no_data(rule, rule.words["no_scores"])
    if any(score < HUNDRED for _, score in scores):
        return ok(rule)
    finding = Finding(
        rule=rule.id, severity=rule.severity, subject="scores", topic=rule.topic,
        message=rule.say("message", count=len(scores)), evidence=tuple(form.evidence for form, _ in scores),
    )  # fmt: skip
    return judged(rule, [finding])


def judge_p9(case: Case, rule: Rule) -> RuleResult:
    """A goal that cites another year."""
    said = [remark for remark in case.report.remarks if remark.code == "stale_goal"]
    if not said:
        return ok(rule) if case.report.performance else no_data(rule, rule.words["no_forms"])
    finding = Finding(
        rule=rule.id, severity=rule.severity, subject="goal", topic=rule.topic,
        message=rule.say("message", year=case.report.identity.fiscal_year, quote=said[0].evidence.quote[:40]),
        evidence=tuple(remark.evidence for remark in said),
    )  # fmt: skip
    return judged(rule, [finding])
