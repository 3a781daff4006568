"""A50–A53: what this report says that another one stated, beside what that other one did state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alerts.compare import Interval, last_digit, printed
from alerts.model import Finding, RuleResult
from alerts.rules.against import kept_report
from alerts.rules.case import Case, evidence_of, judged, no_data, not_applicable
from alerts.rules.implied import MONEY, Implied, implied
from alerts.rules.wording import KINDS, basis, measure_name, shown
from alerts.settings import Rule
from parsers.model import Base, Fact, Kind

#: Opening carry-over → the closing one that it continues.
CARRIED = {
    "carryover.opening": "carryover.closing",
    "appropriation.carryover.opening": "appropriation.carryover.closing",
    "general_budget.carryover.opening": "general_budget.carryover.closing",
    "government_fund.carryover.opening": "government_fund.carryover.closing",
}


def judge_a50(case: Case, rule: Rule) -> RuleResult:
    """Last year's figure as this year's changes imply it, beside last year's own report."""
    final = case.kind == Kind.FINAL_ACCOUNTS
    bases = (Base.PRIOR_FINAL,) if final else (Base.PRIOR_BUDGET, Base.PRIOR_FINAL)
    return _beside_other(case, rule, bases)


def judge_a51(case: Case, rule: Rule) -> RuleResult:
    """The opening budget that final accounts use, beside the same year's budget report."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, "预算没有年初预算数可核对")
    return _beside_other(case, rule, (Base.OPENING_BUDGET,))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pair:
    """What is implied and what the other report printed for it."""

    base: Base
    implied: Implied
    kept: Fact
    amount: Decimal  # of ``kept``

    @property
    def difference(self) -> Decimal:
        """Never negative."""
        return abs(self.implied.amount - self.amount)


def _beside_other(case: Case, rule: Rule, bases: Sequence[Base]) -> RuleResult:
    others = {base: Case.of(kept, case.history) for base in bases if (kept := kept_report(case, base))}
    if not others:
        return no_data(rule, rule.words["missing"])
    groups = [set(line.split()) for line in rule.texts("alike")]
    compared = [
        (base, other, said)
        for base, other in others.items()
        for said in implied(case, (base,))
        if _figures(other, said.measure)
    ]
    if not compared:
        return no_data(rule, rule.words["nothing"])
    apart = [p for base, other, said in compared if (p := _apart(rule, base, other, said, groups))]
    causes = [own for base in others for own in _few(rule, [c for c in _by_cause(apart) if c[0].base == base])]
    return judged(rule, [_differs(case, rule, pairs) for pairs in causes])


def _few(rule: Rule, causes: list[list[_Pair]]) -> list[list[_Pair]]:
    """Where much is off, one report is another edition or scope than the other: that is one cause."""
    return causes if len(causes) < rule.whole("many_from") else [[pair for cause in causes for pair in cause]]


def _figures(case: Case, measure: str) -> list[Fact]:
    return [f for f in case.facts(measure) if f.amount is not None and f.unit == MONEY]


def _apart(rule: Rule, base: Base, other: Case, said: Implied, groups: Sequence[set[str]]) -> _Pair | None:
    """None where any figure of the measure, or of one much like it, is what was implied."""
    alike = set().union({said.measure}, *(g for g in groups if said.measure in g))
    amounts = [f.amount for measure in sorted(alike) for f in _figures(other, measure) if f.amount is not None]
    if any(_may_be(said, amount, rule.decimal("min_difference")) for amount in amounts):
        return None
    kept = _figures(other, said.measure)[0]
    return _Pair(base=base, implied=said, kept=kept, amount=kept.amount or Decimal(0))


def _may_be(said: Implied, amount: Decimal, tolerance: Decimal) -> bool:
    digit = last_digit(said.amount)
    wide = Interval(said.span.low - tolerance, said.span.high + tolerance)
    return wide.meets(printed(amount, digit if digit <= 1 else None))


def _by_cause(pairs: Iterable[_Pair]) -> list[list[_Pair]]:
    """Pairs of the same two amounts are one cause with several witnesses; of one measure the first pair counts."""
    causes: dict[tuple[Base, Decimal], list[_Pair]] = {}
    seen: set[tuple[Base, str]] = set()
    for pair in pairs:
        if (pair.base, pair.implied.measure) not in seen:
            seen.add((pair.base, pair.implied.measure))
            causes.setdefault((pair.base, pair.implied.amount - pair.amount), []).append(pair)
    return list(causes.values())


def _differs(case: Case, rule: Rule, pairs: Sequence[_Pair]) -> Finding:
    first, others = pairs[0], [measure_name(p.implied.measure) for p in pairs[1:]]
    said, kind = first.implied, Kind.BUDGET if first.base == Base.PRIOR_BUDGET else Kind.FINAL_ACCOUNTS
    message = rule.say(
        "message", name=measure_name(said.measure), implied=shown(said.amount), kept=shown(first.amount),
        difference=shown(first.difference), kind=KINDS[kind],
    )  # fmt: skip
    facts = [f for p in pairs for f in (p.implied.fact, p.kept)]
    return Finding(
        rule=rule.id, severity=rule.severity, subject=f"{said.measure}:{first.base.value}", measure=said.measure,
        topic=rule.topic, message=message + _witnesses(rule, pairs, others),
        values={"implied": shown(said.amount), "kept": shown(first.amount), "difference": shown(first.difference)},
        formula=f"{said.how}；所比报告为 {shown(first.amount)}，相差 {shown(first.difference)}",
        basis=basis(case.kind, first.base), reason_given=said.reason, evidence=evidence_of(*facts),
    )  # fmt: skip


def _witnesses(rule: Rule, pairs: Sequence[_Pair], names: Sequence[str]) -> str:
    if not names:
        return ""
    alike = len({pair.implied.amount - pair.amount for pair in pairs}) == 1
    return rule.say("witnesses" if alike else "many", names="、".join(names[:8]), count=len(names))


def judge_a52(case: Case, rule: Rule) -> RuleResult:
    """This year's opening carry-over is last year's closing one."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, "预算的上年结转为预计数")
    prior = kept_report(case, Base.PRIOR_FINAL)
    if prior is None:
        return no_data(rule, rule.words["missing"])
    before = Case.of(prior, case.history)
    stated = ((case.figure(opening), before.figure(closing)) for opening, closing in CARRIED.items())
    pairs = [(opening, closing) for opening, closing in stated if opening and closing]
    if not pairs:
        return no_data(rule, rule.words["nothing"])
    broken = {(o.amount, c.amount): (o, c) for o, c in reversed(pairs) if _gap(o, c) > rule.decimal("min_difference")}
    return judged(rule, [_not_carried(rule, o, c) for o, c in reversed(broken.values())])


def _gap(opening: Fact, closing: Fact) -> Decimal:
    return abs((opening.amount or Decimal(0)) - (closing.amount or Decimal(0)))


def _not_carried(rule: Rule, opening: Fact, closing: Fact) -> Finding:
    values = {
        "opening": shown(opening.amount or Decimal(0)),
        "closing": shown(closing.amount or Decimal(0)),
        "difference": shown(_gap(opening, closing)),
    }
    names = {"name": measure_name(opening.measure), "closing_name": measure_name(closing.measure)}
    return Finding(
        rule=rule.id, severity=rule.severity, subject=opening.measure, measure=opening.measure, topic=rule.topic,
        message=rule.say("message", **names, **values), values=values,
        formula=f"年初 {values['opening']}，上年年末 {values['closing']}，相差 {values['difference']}",
        basis="本年年初较上年年末", evidence=evidence_of(opening, closing),
    )  # fmt: skip
