"""One wrong number of the text breaks several rules at once: it is told under the first, the others are witnesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from alerts.model import Finding, Outcome, RuleResult
from alerts.rules.relations import RULES
from parsers.model import Evidence

#: The rules that look at one statement of the text from different sides, in the order in which they are told.
LEADERS = ("A45", "A40", "A41", "A42", "A43", "A46", *RULES, "A44", "A47", "A50", "A51")
#: A rate that does not follow and a change that is said twice: two questions even where one number raises both.
APART = ({"A40", "A41"},)


def folded(results: Sequence[RuleResult]) -> list[RuleResult]:
    """The results with each finding that rests on a statement told before put into that one as its witness."""
    told = [(result.rule, finding) for result in results for finding in result.findings if result.rule in LEADERS]
    told.sort(key=lambda pair: LEADERS.index(pair[0]))
    groups: list[list[tuple[str, Finding]]] = []
    for rule, finding in told:
        leading = next((g for g in groups if _one_cause(g[0], (rule, finding))), None)
        if leading is None:
            groups.append([(rule, finding)])
        else:
            leading.append((rule, finding))
    leaders = {id(group[0][1]): group for group in groups}
    return [_with_leaders(result, leaders) if result.rule in LEADERS else result for result in results]


def _one_cause(one: tuple[str, Finding], other: tuple[str, Finding]) -> bool:
    """Whether two findings of two rules rest on the same statement of the text."""
    if one[0] == other[0] or {one[0], other[0]} in APART:
        return False
    return bool(_statements(one[1]) & _statements(other[1]))


def _statements(finding: Finding) -> set[Evidence]:
    """The places of a finding that quote a sentence: what two rules see in a table is another matter."""
    return {evidence for evidence in finding.evidence if "万元" in evidence.quote}


def _with_leaders(result: RuleResult, leaders: dict[int, list[tuple[str, Finding]]]) -> RuleResult:
    kept = tuple(_joined(leaders[id(finding)]) for finding in result.findings if id(finding) in leaders)
    if kept or not result.findings:
        return replace(result, findings=kept)
    return RuleResult(rule=result.rule, outcome=Outcome.VIOLATED, reason="因同一处文字，见其他规则的线索")


def _joined(group: list[tuple[str, Finding]]) -> Finding:
    """The first with what the others saw: their formulas, their places, the gravest severity."""
    first = group[0][1]
    if len(group) == 1:
        return first
    formulas = dict.fromkeys(formula for _, f in group for formula in [f.formula] if formula)
    places = dict.fromkeys(evidence for _, f in group for evidence in f.evidence)
    rules = "、".join(dict.fromkeys(rule for rule, _ in group[1:]))
    return replace(
        first, severity=max((f.severity for _, f in group), key=lambda severity: severity.rank),
        message=f"{first.message}（规则{rules}也因此不符）", formula="；".join(formulas), evidence=tuple(places),
        values={**first.values, "witnesses": str(len(group))},
    )  # fmt: skip
