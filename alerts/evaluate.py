"""Judging one report: every rule comes to exactly one outcome, and one that fails leaves the others standing."""

from __future__ import annotations

from collections.abc import Mapping

from alerts.model import History, Outcome, RuleResult
from alerts.own_rules import judge_own
from alerts.rules import (
    across,
    arithmetic,
    completeness,
    execution,
    family,
    performance,
    quality,
    relations,
    sums,
    three_public,
)
from alerts.rules.case import Case, Judge, not_applicable
from alerts.settings import Rule, RuleBook
from parsers.model import Report


def evaluate(report: Report, history: History, rules: RuleBook) -> tuple[RuleResult, ...]:
    """One result for each rule that judges a report, in the order of JUDGES.

    T1 and T5 look at publications and not at a report: see ``alerts.rules.timeliness``.
    """
    case = Case.of(report, history)
    results = [_result(judge, case, rules.rule(rule_id)) for rule_id, judge in JUDGES.items()]
    results += [_result(judge_own, case, rule) for rule in rules.own]
    return family.with_family(case, quality.modified(case, results, rules))


def _result(judge: Judge, case: Case, rule: Rule) -> RuleResult:
    if not rule.enabled:
        return not_applicable(rule, "规则已在配置中停用")
    if case.kind is None:
        return not_applicable(rule, f"不是部门预决算报告：{case.report.identity.not_a_report or '文中未写明'}")
    try:
        return judge(case, rule)
    except Exception as error:  # a rule that fails must not silence the rest, whatever it fails of
        return RuleResult(rule=rule.id, outcome=Outcome.ERROR, reason=f"规则未能执行：{type(error).__name__}：{error}")


JUDGES: Mapping[str, Judge] = {
    "G1": three_public.judge_g1,
    "G2": three_public.judge_g2,
    "G3": three_public.judge_g3,
    "G4": three_public.judge_g4,
    "E1": execution.judge_e1,
    "E2": execution.judge_e2,
    "E3": execution.judge_e3,
    "C2": completeness.judge_c2,
    "C3": completeness.judge_c3,
    "C5": completeness.judge_c5,
    "C8": completeness.judge_c8,
    "A20": sums.judge_a20,
    **dict.fromkeys(relations.RULES, relations.judge),
    "A40": arithmetic.judge_a40,
    "A41": arithmetic.judge_a41,
    "A42": sums.judge_a42,
    "A45": arithmetic.judge_a45,
    "A46": sums.judge_a46,
    "A50": across.judge_a50,
    "A51": across.judge_a51,
    "A52": across.judge_a52,
    "A53": family.judge_a53,
    "N7": quality.judge_n7,
    "P1": performance.judge_p1,
    "P2": performance.judge_p2,
    "Q6": quality.judge_q6,
}
