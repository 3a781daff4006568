"""N7: a part of the text is lost, so a gap may be our own. Q6: the report says that years can't be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from alerts.model import Finding, Outcome, RuleResult, Severity
from alerts.rules.case import Case, judged, no_data, ok
from alerts.settings import Rule, RuleBook
from parsers.model import Remark

LEVELS = sorted(Severity, key=lambda severity: severity.rank)


def judge_n7(case: Case, rule: Rule) -> RuleResult:
    """A heading whose text is lost."""
    if not case.report.facts:
        return no_data(rule, rule.words["nothing_read"])
    return judged(rule, [_lost(rule, remark) for remark in _truncated(case)])


def _truncated(case: Case) -> list[Remark]:
    return [remark for remark in case.report.remarks if remark.code == "truncated"]


def _lost(rule: Rule, remark: Remark) -> Finding:
    where = remark.evidence.where or remark.evidence.quote or "正文"
    return Finding(
        rule=rule.id, severity=rule.severity, subject="+".join(remark.sections) or "narrative", topic=rule.topic,
        message=rule.say("message", where=where), evidence=(remark.evidence,),
    )  # fmt: skip


def judge_q6(case: Case, rule: Rule) -> RuleResult:
    """Never a finding: the outcome only says whether the report declares a change of scope."""
    return ok(rule, rule.words["declared"] if _declares_break(case) else "")


def _declares_break(case: Case) -> bool:
    return any(remark.code == "scope_break" for remark in case.report.remarks)


def modified(case: Case, results: Sequence[RuleResult], rules: RuleBook) -> tuple[RuleResult, ...]:
    """The results with Q6 and N7 applied: year-on-year findings one level down, doubtful gaps marked 待核."""
    scope, health = rules.rule("Q6"), rules.rule("N7")
    softened = set(scope.texts("softens")) if scope.enabled and _declares_break(case) else set()
    doubted = {section for remark in _truncated(case) for section in remark.sections} if health.enabled else set()

    def change(finding: Finding) -> Finding:
        if finding.rule in softened:
            return _one_level_down(finding, scope)
        if finding.rule.startswith("C") and finding.subject in doubted:
            message = health.say("doubt", message=finding.message)
            return replace(finding, message=message, modifiers=(*finding.modifiers, health.id))
        return finding

    return tuple(
        replace(result, findings=tuple(map(change, result.findings))) if result.outcome == Outcome.VIOLATED else result
        for result in results
    )


def _one_level_down(finding: Finding, scope: Rule) -> Finding:
    level = LEVELS[max(finding.severity.rank - 1, 0)]
    message = scope.say("softened", message=finding.message)
    return replace(finding, severity=level, message=message, modifiers=(*finding.modifiers, scope.id))
