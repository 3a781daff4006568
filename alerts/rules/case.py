"""What a rule is given and what it gives back: every rule is ``judge(case, rule) -> RuleResult``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from alerts.model import Finding, History, Outcome, RuleResult, Severity
from alerts.settings import Rule
from parsers.model import Base, Evidence, Fact, Kind, PerformanceForm, Report, Source

Answer = TypeVar("Answer")


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One report to be judged, its facts at hand by measure."""

    report: Report
    history: History = field(default_factory=History)
    by_measure: Mapping[str, tuple[Fact, ...]]
    worked_out: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, report: Report, history: History) -> Case:
        """The case of a report; in each measure's facts the narrative comes first."""
        by_measure: dict[str, tuple[Fact, ...]] = {}
        for fact in sorted(report.facts, key=lambda f: f.source != Source.NARRATIVE):
            by_measure[fact.measure] = (*by_measure.get(fact.measure, ()), fact)
        return cls(report=report, history=history, by_measure=by_measure)

    @property
    def kind(self) -> Kind | None:
        """Budget or final accounts."""
        return self.report.identity.kind

    def facts(self, measure: str, source: Source | None = None) -> tuple[Fact, ...]:
        """All facts of a measure, narrative first, or those of one source."""
        found = self.by_measure.get(measure, ())
        return found if source is None or not found else tuple(f for f in found if f.source is source)

    def figure(self, measure: str, source: Source | None = None) -> Fact | None:
        """The fact that stands for a measure: the first one with an amount."""
        return next((f for f in self.facts(measure, source) if f.amount is not None), None)

    def once(self, work: Callable[[Case], Answer]) -> Answer:
        """What several rules ask of the same report, worked out the first time only."""
        if work not in self.worked_out:
            self.worked_out[work] = work(self)
        return cast("Answer", self.worked_out[work])

    def forms(self, *, overall: bool | None = None) -> tuple[tuple[str, PerformanceForm], ...]:
        """The self-evaluation forms with a name of their own each: a second one of a name is numbered."""
        chosen = [f for f in self.report.performance if overall is None or f.overall == overall]
        seen: Counter[str] = Counter()
        named = []
        for form in chosen:
            name = form.name or ("整体" if form.overall else "项目")
            seen[name] += 1
            named.append((name if seen[name] == 1 else f"{name}#{seen[name]}", form))
        return tuple(named)


Judge = Callable[[Case, Rule], RuleResult]


def ok(rule: Rule, reason: str = "") -> RuleResult:
    """The rule holds."""
    return RuleResult(rule=rule.id, outcome=Outcome.OK, reason=reason)


def no_data(rule: Rule, reason: str) -> RuleResult:
    """What the rule needs is not there, and why. Never reads as "all fine"."""
    return RuleResult(rule=rule.id, outcome=Outcome.NO_DATA, reason=reason)


def not_applicable(rule: Rule, reason: str) -> RuleResult:
    """The rule does not concern this report, and why."""
    return RuleResult(rule=rule.id, outcome=Outcome.NOT_APPLICABLE, reason=reason)


def judged(rule: Rule, findings: Sequence[Finding]) -> RuleResult:
    """The rule was judged: broken where there is a finding, else it holds."""
    if not findings:
        return ok(rule)
    return RuleResult(rule=rule.id, outcome=Outcome.VIOLATED, findings=apart(findings))


def lowered(severity: Severity) -> Severity:
    """What a hit below its floor of materiality is: low, and never graver than it was set to be."""
    return min(severity, Severity.LOW, key=lambda level: level.rank)


def apart(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings with a subject of their own each: a second one of a subject is numbered, in the order of the report."""
    seen: Counter[str] = Counter()
    result = []
    for finding in findings:
        seen[finding.subject] += 1
        number = seen[finding.subject]
        result.append(finding if number == 1 else replace(finding, subject=f"{finding.subject}#{number}"))
    return tuple(result)


def evidence_of(*facts: Fact | None, base: Base | None = None) -> tuple[Evidence, ...]:
    """The places of these facts, each once; with ``base``, quoted up to the change against it."""
    return tuple(dict.fromkeys(_quoted(fact, base) for fact in facts if fact is not None))


def _quoted(fact: Fact, base: Base | None) -> Evidence:
    """The change may stand in a later sentence than the figure: a quote without it proves nothing."""
    quote = fact.evidence.quote
    said = [c.quote for c in fact.comparisons if base and c.base == base and c.quote and c.quote not in quote]
    return replace(fact.evidence, quote="……".join([quote, *said])) if said else fact.evidence


def unread_places(unread: Iterable[str]) -> str:
    """Names of files for a reason, at most three."""
    names = list(dict.fromkeys(unread))
    return "、".join(names[:3]) + ("等" if len(names) > 3 else "")
