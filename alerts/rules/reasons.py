"""C6, G8, G9: whether a change of 三公经费 is explained, how well, and who else may bear the cost."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from alerts.model import Finding, RuleResult
from alerts.rules.case import Case, evidence_of, judged, lowered, no_data, ok
from alerts.rules.wording import BASES, measure_name, moved
from alerts.settings import Rule
from parsers.model import Base, Comparison, Fact, Source

TOTAL = "three_public.total"
ITEMS = (
    "three_public.overseas", "three_public.vehicles", "three_public.vehicle_purchase", "three_public.vehicle_operation",
    "three_public.reception",
)  # fmt: skip
VEHICLES, PARTS = ITEMS[1], ITEMS[2:4]
AGENCY = "agency_operation"


def judge_c6(case: Case, rule: Rule) -> RuleResult:
    """A changed total or item needs a reason, its own or that of the total (of the items, for the total)."""
    findings = [f for base in Base if (f := _unexplained(case, rule, base))]
    findings += [f for base in Base if (f := _agency(case, rule, base))]
    told = any(c.change is not None for measure in (TOTAL, *ITEMS) for _, c in _comparisons(case, measure))
    return judged(rule, findings) if told or findings else no_data(rule, rule.words["no_changes"])


def _comparisons(case: Case, measure: str, base: Base | None = None) -> Iterator[tuple[Fact, Comparison]]:
    """What the text compares a measure with; a table gives no reasons."""
    for fact in case.facts(measure, Source.NARRATIVE):
        yield from ((fact, c) for c in fact.comparisons if base is None or c.base == base)


def _changed(case: Case, rule: Rule, measure: str, base: Base) -> list[tuple[Fact, Comparison]]:
    least = rule.decimal("min_change")
    return [(f, c) for f, c in _comparisons(case, measure, base) if c.change is not None and abs(c.change) >= least]


def _unexplained(case: Case, rule: Rule, base: Base) -> Finding | None:
    total = _changed(case, rule, TOTAL, base)
    items = [pair for measure in _items(case, base) for pair in _changed(case, rule, measure, base)]
    explained = [pair for pair in (*total, *items) if pair[1].reason]
    together = PARTS if any(c.reason for f, c in items if f.measure in PARTS) else ()  # told in one breath
    lacking = [(fact, c) for fact, c in items or total if not c.reason and fact.measure not in together]
    if not lacking or any(c.reason for _, c in total) or (explained and not items):
        return None
    names = "、".join(f"{measure_name(f.measure)}{moved(c.change or Decimal(0))}" for f, c in lacking)
    return Finding(
        rule=rule.id, severity=rule.severity, subject=f"three_public:{base.value}", measure=lacking[0][0].measure,
        topic=rule.topic, message=rule.say("message", base=BASES[base], names=names), basis=f"较{BASES[base]}",
        evidence=evidence_of(*(fact for fact, _ in lacking)),
    )  # fmt: skip


def _items(case: Case, base: Base) -> tuple[str, ...]:
    """The items; the subtotal of vehicles only where its parts tell no change of their own."""
    parts = any(c.change is not None for m in PARTS for _, c in _comparisons(case, m, base))
    return tuple(measure for measure in ITEMS if not (parts and measure == VEHICLES))


def _agency(case: Case, rule: Rule, base: Base) -> Finding | None:
    """机关运行经费 without a reason is a small matter."""
    changes = _changed(case, rule, AGENCY, base)
    if not changes or any(c.reason for _, c in changes):
        return None
    fact, stated = changes[0]
    return Finding(
        rule=rule.id, severity=lowered(rule.severity), subject=f"{AGENCY}:{base.value}", measure=AGENCY,
        topic=rule.topic, message=rule.say("agency", base=BASES[base], moved=moved(stated.change or Decimal(0))),
        basis=f"较{BASES[base]}", evidence=evidence_of(fact),
    )  # fmt: skip


def judge_g8(case: Case, rule: Rule) -> RuleResult:
    """Reasons that say nothing: the phrases of every report, one sentence for many changes, another comparison's."""
    if not any(case.facts(measure) for measure in (TOTAL, *ITEMS)):
        return no_data(rule, rule.words["no_figures"])
    given = [(f, c, c.reason) for f in case.report.facts for c in f.comparisons if c.reason]
    if not given:
        return no_data(rule, rule.words["no_reasons"])
    told = [*_copied(rule, given), *_of_another_base(case, rule, given), *_boilerplate(rule, given)]
    return judged(rule, told)


Given = tuple[Fact, Comparison, str]


def _copied(rule: Rule, given: list[Given]) -> Iterator[Finding]:
    """One reason for changes of different amounts, several times over."""
    changes: dict[str, dict[object, Fact]] = defaultdict(dict)
    for fact, comparison, reason in given:
        if comparison.change:
            changes[re.sub(r"\W", "", reason)][(fact.measure, comparison.change)] = fact
    facts = max(changes.values(), key=len, default={})
    if len(facts) >= rule.whole("copied_from"):
        reason = next(r for f, _, r in given if f in facts.values())
        yield _weak(rule, "copied", "copied", tuple(facts.values()), reason, count=len(facts))


def _of_another_base(case: Case, rule: Rule, given: list[Given]) -> Iterator[Finding]:
    """A difference from the budget that is explained by what last year was like."""
    year = case.report.identity.fiscal_year
    pattern = re.compile("|".join(rule.texts("year_on_year")).replace("YEAR", str((year or 0) - 1)))
    wrong = [g for g in given if g[1].base == Base.OPENING_BUDGET and g[1].change and pattern.search(g[2])]
    if wrong:
        yield _weak(rule, "other_base", "other_base", tuple(f for f, _, _ in wrong), wrong[0][2], base="年初预算")


def _boilerplate(rule: Rule, given: list[Given]) -> Iterator[Finding]:
    """A change of 三公经费 with no other reason than the phrases that stand in every report."""
    phrases, slack = rule.texts("phrases"), rule.whole("own_characters")
    empty = [g for g in given if g[0].measure in (TOTAL, *ITEMS) and g[1].change and _own_words(g[2], phrases) < slack]
    if empty:
        yield _weak(rule, "boilerplate", "boilerplate", tuple(f for f, _, _ in empty), empty[0][2])


def _own_words(reason: str, phrases: tuple[str, ...]) -> int:
    """How many characters of a reason are left without the phrases; a reason with none of them is all its own."""
    rest = re.sub(r"\W", "", reason)
    for phrase in sorted(phrases, key=len, reverse=True):
        rest = rest.replace(re.sub(r"\W", "", phrase), "")
    return len(rest) if len(rest) < len(re.sub(r"\W", "", reason)) else 1000


def _weak(rule: Rule, subject: str, word: str, facts: tuple[Fact, ...], reason: str, **values: object) -> Finding:
    names = "、".join(dict.fromkeys(measure_name(fact.measure) for fact in facts[:4]))
    return Finding(
        rule=rule.id, severity=rule.severity, subject=subject, measure=facts[0].measure, topic=rule.topic,
        message=rule.say(word, names=names, **values), reason_given=reason, evidence=evidence_of(*facts),
    )  # fmt: skip


def judge_g9(case: Case, rule: Rule) -> RuleResult:
    """The text says that another body bears vehicles or receptions: only the family can be compared."""
    said = [remark for remark in case.report.remarks if remark.code == "borne_elsewhere"]
    if not said:
        return ok(rule)
    finding = Finding(
        rule=rule.id, severity=rule.severity, subject="three_public", measure=TOTAL, topic=rule.topic,
        message=rule.words["message"], reason_given=said[0].evidence.quote,
        evidence=tuple(remark.evidence for remark in said),
    )  # fmt: skip
    return judged(rule, [finding])
