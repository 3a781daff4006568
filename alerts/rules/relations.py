"""A: the accounting relations of formulas.toml as findings. What one wrong number breaks is told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from alerts.book import Figure
from alerts.causes import Cause, causes
from alerts.check import Answer, Checked, answers
from alerts.compare import HUNDRED, same_amount
from alerts.model import Finding, Outcome, RuleResult, Severity
from alerts.rules.case import Case, evidence_of, judged, no_data, not_applicable
from alerts.rules.wording import measure_name, shown
from alerts.settings import Rule
from alerts.units import in_doubt
from parsers.model import Evidence, Fact, Kind, Scope, Source

#: The rules that are nothing but relations.
RULES = (
    "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A21", "A22", "A23", "A24", "A25", "A26", "A27", "A28", "A29",
    "A30", "A31",
)  # fmt: skip


def judge(case: Case, rule: Rule) -> RuleResult:
    """The rule's relations on this report: broken where a cause is told under it or under another rule."""
    own = case.once(_by_rule).get(rule.id, ())
    if not own:
        return not_applicable(rule, rule.words["other_kind"])
    told = [_finding(case, rule, cause) for cause in case.once(causes) if cause.rule == rule.id]
    if told:
        return judged(rule, told)
    if any(checked.answer == Answer.VIOLATED for checked in own):
        leaders = [c.rule for c in case.once(causes) if any(b.relation.rule == rule.id for b in c.broken)]
        reason = rule.say("elsewhere", rules="、".join(dict.fromkeys(leaders)) or "Q2")
        return RuleResult(rule=rule.id, outcome=Outcome.VIOLATED, reason=reason)
    if all(checked.answer == Answer.NOT_EVALUATED for checked in own):
        return no_data(rule, rule.say("not_evaluated", why="；".join(dict.fromkeys(c.why for c in own[:3]))))
    return judged(rule, [])


def _by_rule(case: Case) -> Mapping[str, Sequence[Checked]]:
    """The answers of all relations, by the rule that they belong to."""
    found = defaultdict[str, list[Checked]](list)
    for checked in case.once(answers):
        found[checked.relation.rule].append(checked)
    return found


def judge_a28(case: Case, rule: Rule) -> RuleResult:
    """机关运行经费 within public use; where the text names units of its own, an equal amount is worth a word."""
    result = judge(case, rule)
    agency, public = case.figure("agency_operation"), case.figure("general_budget.public_use")
    named = [remark for remark in case.report.remarks if remark.code == "subordinate_units"]
    department = case.report.identity.scope in (None, Scope.DEPARTMENT) and case.kind == Kind.FINAL_ACCOUNTS
    if result.findings or not named or not department or not agency or not public or not agency.amount:
        return result
    if agency.amount != public.amount:
        return result
    finding = Finding(
        rule=rule.id, severity=Severity.INFO, subject="scope", measure="agency_operation", topic=rule.topic,
        message=rule.say("scope", amount=shown(agency.amount)), basis="机关运行经费对公用经费",
        formula=f"{shown(agency.amount)} = {shown(public.amount)}",
        evidence=(*evidence_of(agency, public), named[0].evidence),
    )  # fmt: skip
    return judged(rule, [finding])


def _finding(case: Case, rule: Rule, cause: Cause) -> Finding:
    first = cause.broken[0]
    witnesses = [*(checked.formula for checked in cause.broken), *_said(case, cause)]
    values = {
        "stated": shown(first.stated), "computed": shown(first.computed), "tolerance": shown(first.tolerance),
        "suspect": shown(cause.figure.amount), "witnesses": str(len(witnesses)),
    }  # fmt: skip
    further = rule.say("further", count=len(witnesses) - 1) if len(witnesses) > 1 else ""
    message = rule.say(
        "message", formula=first.formula, difference=shown(first.difference), why=first.relation.why, further=further
    )
    return Finding(
        rule=rule.id, severity=_severity(rule, cause), subject=_subject(cause.figure), topic=rule.topic,
        message=message, values=values, formula="；".join(witnesses), basis="报表勾稽关系",
        evidence=_places(case, cause),
    )  # fmt: skip


def _subject(figure: Figure) -> str:
    return "/".join(part for part in figure.key if part)


def _severity(rule: Rule, cause: Cause) -> Severity:
    """The rule's above max(1 万元, 1 %), else medium at most; a relation's own where it has one."""
    if own := [c.relation.severity for c in cause.broken if c.relation.severity]:
        return Severity(own[0])
    return max((_by_size(rule, checked) for checked in cause.broken), key=lambda severity: severity.rank)


def _by_size(rule: Rule, checked: Checked) -> Severity:
    limit = max(rule.decimal("high_above"), abs(checked.stated) * rule.decimal("high_above_percent") / HUNDRED)
    if checked.difference > limit:
        return rule.severity
    return min(rule.severity, Severity.MEDIUM, key=lambda severity: severity.rank)


def _said(case: Case, cause: Cause) -> list[str]:
    """What the text states of the suspected cell, where it is another amount."""
    return [
        f"文字“{measure_name(fact.measure)}” {shown(fact.amount or Decimal(0))}" for fact in _text_facts(case, cause)
    ]


def _text_facts(case: Case, cause: Cause) -> list[Fact]:
    measures = {f.measure for f in case.report.facts if is_told(case, f) and f.amount == cause.figure.amount}
    texts = (case.figure(measure, Source.NARRATIVE) for measure in sorted(measures))
    return [t for t in texts if t and t.amount is not None and not same_amount(t.amount, cause.figure.amount, t.unit)]


def _places(case: Case, cause: Cause) -> tuple[Evidence, ...]:
    """The suspected cell first, then the other sides of what it breaks, each place once."""
    figures = [
        cause.figure,
        *(figure for checked in cause.broken for figure in (*checked.left.figures, *checked.right.figures[:1])),
    ]
    places = [figure.evidence for figure in figures if figure.evidence.file]
    return tuple(dict.fromkeys((*places, *evidence_of(*_text_facts(case, cause)))))


def is_told(case: Case, fact: Fact | None) -> bool:
    """Whether a figure of a table is the suspected cell of some cause, or of Q2: then it is told there."""
    if fact is None or fact.table is None:
        return False
    if in_doubt(case, fact):
        return True
    return any(c.figure.key[0] == fact.table and c.figure.amount == fact.amount for c in case.once(causes))
