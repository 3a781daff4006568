"""Judging one report: every rule comes to exactly one outcome, and one that fails leaves the others standing."""

from __future__ import annotations

from collections.abc import Mapping

from alerts.model import History, Outcome, RuleResult
from alerts.own_rules import judge_own
from alerts.rules import (
    across,
    arithmetic,
    completeness,
    deviation,
    disclosure,
    evaluation,
    execution,
    family,
    official_use,
    performance,
    quality,
    reasons,
    relations,
    shares,
    slips,
    sums,
    three_public,
)
from alerts.rules.case import Case, Judge, not_applicable
from alerts.settings import Rule, RuleBook
from alerts.witnesses import folded
from parsers.model import Report


def evaluate(report: Report, history: History, rules: RuleBook) -> tuple[RuleResult, ...]:
    """One result for each rule that judges a report, in the order of JUDGES.

    T1 and T5 look at publications and not at a report: see ``alerts.rules.timeliness``.
    """
    case = Case.of(report, history)
    results = [_result(judge, case, rules.rule(rule_id)) for rule_id, judge in JUDGES.items()]
    results = [*folded(results), *(_result(judge_own, case, rule) for rule in rules.own)]
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
    "G5": official_use.judge_g5,
    "G6": official_use.judge_g6,
    "G7": official_use.judge_g7,
    "G8": reasons.judge_g8,
    "G9": reasons.judge_g9,
    "G10": official_use.judge_g10,
    "E1": execution.judge_e1,
    "E2": execution.judge_e2,
    "E3": execution.judge_e3,
    "E4": deviation.judge_e4,
    "E5": deviation.judge_e5,
    "E6": deviation.judge_e6,
    "C2": completeness.judge_c2,
    "C3": completeness.judge_c3,
    "C4": disclosure.judge_c4,
    "C5": completeness.judge_c5,
    "C6": reasons.judge_c6,
    "C7": disclosure.judge_c7,
    "C8": completeness.judge_c8,
    "C9": disclosure.judge_c9,
    "C10": disclosure.section_rule("assets"),
    "C11": disclosure.section_rule("glossary"),
    "C12": disclosure.judge_c12,
    "C13": disclosure.judge_c13,
    "C14": disclosure.judge_c14,
    "C15": disclosure.judge_c15,
    "C16": disclosure.judge_c16,
    "C17": disclosure.judge_c17,
    **dict.fromkeys(relations.RULES, relations.judge),
    "A20": sums.judge_a20,
    "A28": relations.judge_a28,
    "A40": arithmetic.judge_a40,
    "A41": arithmetic.judge_a41,
    "A42": sums.judge_a42,
    "A43": shares.judge_a43,
    "A44": shares.judge_a44,
    "A45": arithmetic.judge_a45,
    "A46": sums.judge_a46,
    "A47": shares.judge_a47,
    "A50": across.judge_a50,
    "A51": across.judge_a51,
    "A52": across.judge_a52,
    "A53": family.judge_a53,
    "N7": quality.judge_n7,
    "P1": performance.judge_p1,
    "P2": performance.judge_p2,
    "P3": evaluation.judge_p3,
    "P4": evaluation.judge_p4,
    "P5": evaluation.judge_p5,
    "P6": evaluation.judge_p6,
    "P7": evaluation.judge_p7,
    "P8": evaluation.judge_p8,
    "P9": evaluation.judge_p9,
    "Q1": slips.judge_q1,
    "Q2": slips.judge_q2,
    "Q3": slips.judge_q3,
    "Q4": slips.by_unread("scanned"),
    "Q5": slips.elsewhere,
    "Q6": quality.judge_q6,
    "Q7": slips.by_unread("residue"),
    "Q8": slips.elsewhere,
}
