"""A43, A44, A47: changes of classes, shares in percent, and words of direction, each against the numbers beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from alerts.compare import HUNDRED, printed, share, stated_percent
from alerts.model import Finding, RuleResult
from alerts.rules.against import amounts
from alerts.rules.case import Case, evidence_of, judged, no_data
from alerts.rules.sums import Sum, by_size, change_of, changes_differ, sum_of, whole_is
from alerts.rules.wording import measure_name, shown
from alerts.settings import Rule
from parsers.model import Base, Comparison, Fact, Source

#: A total and the beginning of the codes of its classes.
CLASSES = (
    ("general_budget.expenditure", "general_budget.function."),
    ("expenditure.current", "expenditure.function."),
    ("expenditure.total", "expenditure.function."),
)
CLASS_DIGITS = 3


def judge_a43(case: Case, rule: Rule) -> RuleResult:
    """The changes of the classes add up to the change of the whole, for each base by itself."""
    sums = [s for total, family in CLASSES for base in Base if (s := _classes(case, total, family, base))]
    if not sums:
        return no_data(rule, rule.words["no_changes"])
    broken = {(s.stated, s.computed): s for s in reversed(sums) if not s.holds}
    return judged(rule, [changes_differ(case, rule, s, by_size(rule, s)) for s in broken.values()])


def _classes(case: Case, total: str, family: str, base: Base) -> Sum | None:
    """None where the classes told are not the whole, or one of them does not tell how it changed."""
    codes = sorted(m for m in case.by_measure if m.startswith(family) and len(m) == len(family) + CLASS_DIGITS)
    told = [m for m in codes if case.facts(m, Source.NARRATIVE)]
    if len(told) < 2 or not whole_is(case, total, told):
        return None
    changes = [change_of(case, m, base, Source.NARRATIVE) for m in told]
    return sum_of(change_of(case, total, base, Source.NARRATIVE), changes, base)


def judge_a44(case: Case, rule: Rule) -> RuleResult:
    """A printed share must follow from the amount and a whole that it may be a share of."""
    known = [found for fact in case.report.facts if (found := _share(case, rule, fact))]
    if not known:
        return no_data(rule, rule.words["no_shares"])
    wrong = [(f, wholes[0], said) for f, wholes, said in known if not any(_share_holds(f, w, said) for w in wholes)]
    return judged(rule, [_wrong_share(rule, *found) for found in wrong])


def _share(case: Case, rule: Rule, fact: Fact) -> tuple[Fact, list[Fact], Decimal] | None:
    """The figure, its possible wholes and the printed share; None where one of them is not there."""
    if fact.source != Source.NARRATIVE or fact.amount is None:
        return None
    wholes = [w for entry in rule.texts("wholes") if (w := _whole(case, entry, fact.measure))]
    if not wholes:  # of most figures: each would be a pattern of its own to compile
        return None
    match = re.search(re.escape(shown(fact.amount)) + rule.texts("share")[0], fact.evidence.quote.replace(",", ""))
    return (fact, wholes, Decimal(match[1])) if match else None


def _whole(case: Case, entry: str, measure: str) -> Fact | None:
    part, _, whole = entry.partition(" / ")
    matches = measure == part or (part.endswith("*") and measure.startswith(part[:-1]) and measure != whole)
    found = case.figure(whole) if matches else None
    return found if found and found.amount else None


def _share_holds(fact: Fact, whole: Fact, stated: Decimal) -> bool:
    allowed = (printed(fact.amount or Decimal(0)) / printed(whole.amount or Decimal(1))).times(HUNDRED)
    return allowed.meets(stated_percent(stated))


def _wrong_share(rule: Rule, fact: Fact, whole: Fact, stated: Decimal) -> Finding:
    computed = share(fact.amount or Decimal(0), whole.amount or Decimal(1)) or Decimal(0)
    message = rule.say(
        "message", name=measure_name(fact.measure), amount=shown(fact.amount or Decimal(0)), stated=shown(stated),
        whole=measure_name(whole.measure), total=shown(whole.amount or Decimal(0)), computed=shown(computed),
    )  # fmt: skip
    return Finding(
        rule=rule.id, severity=rule.severity, subject=fact.measure, measure=fact.measure, topic=rule.topic,
        message=message, values={"stated": shown(stated), "computed": shown(computed)}, basis="占比复算",
        formula=f"{shown(fact.amount or Decimal(0))} ÷ {shown(whole.amount or Decimal(0))} = {shown(computed)}%",
        evidence=evidence_of(fact, whole),
    )  # fmt: skip


def judge_a47(case: Case, rule: Rule) -> RuleResult:
    """决算数大于、小于、等于预算数 against the two numbers."""
    pattern = re.compile(rule.texts("direction")[0])
    told = [(f, c, found) for f in case.report.facts for c in f.comparisons if (found := _direction(pattern, f, c))]
    if not told:
        return no_data(rule, rule.words["no_words"])
    return judged(rule, [_against_the_word(rule, f, c, word, moved) for f, c, word, moved in _wrong(rule, told)])


def _direction(pattern: re.Pattern[str], fact: Fact, stated: Comparison) -> str | None:
    """The word of direction in the sentence that compares with a budget."""
    against_budget = stated.base in (Base.OPENING_BUDGET, Base.REVISED_BUDGET)
    match = pattern.search(stated.quote or fact.evidence.quote) if against_budget else None
    return match["word"] if match else None


def _wrong(rule: Rule, told: list[tuple[Fact, Comparison, str]]) -> Iterator[tuple[Fact, Comparison, str, Decimal]]:
    signs = {**dict.fromkeys(rule.texts("above"), 1), **dict.fromkeys(rule.texts("below"), -1)}
    for fact, stated, word in told:
        pair = amounts(fact.amount, stated)
        moved = pair[0] - pair[1] if pair else Decimal(0)
        sign = 0 if abs(moved) <= rule.decimal("tolerance") else 1 if moved > 0 else -1
        if pair and sign != signs.get(word, 0):
            yield fact, stated, word, moved


def _against_the_word(rule: Rule, fact: Fact, stated: Comparison, word: str, moved: Decimal) -> Finding:
    now = fact.amount or Decimal(0)
    values = {"now": shown(now), "before": shown(now - moved)}
    return Finding(
        rule=rule.id, severity=rule.severity, subject=fact.measure, measure=fact.measure, topic=rule.topic,
        message=rule.say("message", name=measure_name(fact.measure), direction=word, **values), values=values,
        reason_given=stated.reason or "", evidence=evidence_of(fact, base=stated.base),
    )  # fmt: skip
