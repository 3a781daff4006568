"""G: 三公经费 against what it buys: an idle budget (G5), vehicles (G6), receptions (G7), the epidemic (G10)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from alerts.compare import growth, share
from alerts.model import Finding, RuleResult, Severity
from alerts.rules.against import against
from alerts.rules.case import Case, evidence_of, judged, lowered, no_data, not_applicable, ok
from alerts.rules.wording import measure_name, percent, shown
from alerts.settings import Rule
from parsers.model import Base, Fact, Kind, Report, Scope

TOTAL = "three_public.total"


def judge_g5(case: Case, rule: Rule) -> RuleResult:
    """Final accounts far below the opening budget: the budget may have been set too high."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, rule.words["budget"])
    found = against(case, TOTAL, Base.OPENING_BUDGET)
    if found is None:
        return no_data(rule, rule.words["missing"])
    rate = share(found.now, found.before)
    if rate is None:
        return not_applicable(rule, rule.words["no_base"])
    if rate >= rule.decimal("alert_below"):
        return ok(rule)
    finding = Finding(
        rule=rule.id, severity=rule.severity, subject=TOTAL, measure=TOTAL, topic=rule.topic,
        message=rule.say("message", now=shown(found.now), before=shown(found.before), rate=shown(rate)),
        values={"now": shown(found.now), "before": shown(found.before), "rate": shown(rate)},
        formula=f"{shown(found.now)} ÷ {shown(found.before)} = {shown(rate)}%", basis="年初口径：决算 ÷ 年初预算",
        reason_given=found.reason, evidence=found.evidence,
    )  # fmt: skip
    return judged(rule, [finding])


def judge_g6(case: Case, rule: Rule) -> RuleResult:
    """Money for vehicles and vehicles go together; those paid from the appropriation are among all that are owned."""
    found = list(_vehicles(case, rule))
    known = [case.figure(f"three_public.{m}") for m in ("vehicles_purchased", "vehicles_held")]
    return judged(rule, found) if found or any(known) else no_data(rule, rule.words["no_counts"])


def _vehicles(case: Case, rule: Rule) -> Iterator[Finding]:
    money, bought = _pair(case, "vehicle_purchase", "vehicles_purchased")
    if money and bought and bool(money.amount) != bool(bought.amount):
        planned = case.kind == Kind.BUDGET and not money.amount  # it may be bought with other money
        yield _odd(rule, "purchase", money, bought, lowest(rule.severity) if planned else rule.severity)
    money, held = _pair(case, "vehicle_operation", "vehicles_held")
    if money and held and money.amount and not held.amount:
        yield _odd(rule, "operation", money, held, rule.severity)
    owned = case.figure("assets.vehicles")
    if held and owned and (held.amount or 0) > (owned.amount or 0):
        yield _odd(rule, "owned", held, owned, lowest(rule.severity))


def lowest(severity: Severity) -> Severity:
    """What is worth a look but no question."""
    return min(severity, Severity.INFO, key=lambda level: level.rank)


def _pair(case: Case, one: str, other: str) -> tuple[Fact | None, Fact | None]:
    return case.figure(f"three_public.{one}"), case.figure(f"three_public.{other}")


def _odd(rule: Rule, word: str, one: Fact, other: Fact, severity: Severity) -> Finding:
    first, second = shown(one.amount or Decimal(0)), shown(other.amount or Decimal(0))
    return Finding(
        rule=rule.id, severity=severity, subject=word, measure=one.measure, topic=rule.topic,
        message=rule.say(word, first=first, second=second), values={one.measure: first, other.measure: second},
        formula=f"{measure_name(one.measure)} {first}；{measure_name(other.measure)} {second}",
        evidence=evidence_of(one, other),
    )  # fmt: skip


def judge_g7(case: Case, rule: Rule) -> RuleResult:
    """Guests and money for receptions go together, and no batch is without a guest."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, rule.words["budget"])
    money, persons = _pair(case, "reception", "reception_persons")
    batches = case.figure("three_public.reception_batches")
    if money is None or persons is None:
        return no_data(rule, rule.words["missing"])
    if bool(money.amount) != bool(persons.amount):
        return judged(rule, [_odd(rule, "persons", money, persons, rule.severity)])
    if batches and (batches.amount or 0) > (persons.amount or 0):
        return judged(rule, [_odd(rule, "batches", batches, persons, rule.severity)])
    each = (money.amount or Decimal(0)) * 10000 / (persons.amount or Decimal(1))
    if each > rule.decimal("max_per_person"):
        return judged(rule, [_odd(rule, "dear", money, persons, lowered(rule.severity))])
    return ok(rule)


def judge_g10(case: Case, rule: Rule) -> RuleResult:
    """Context, never a finding: in the years of the epidemic the comparison with the year before it."""
    year, normal = case.report.identity.fiscal_year or 0, rule.whole("normal_year")
    if case.kind != Kind.FINAL_ACCOUNTS or not normal < year <= rule.whole("last_year"):
        return not_applicable(rule, rule.words["other_year"])
    before = next((r for r in _kept(case) if r.identity.fiscal_year == normal), None)
    now = case.figure(TOTAL)
    then = Case.of(before, case.history).figure(TOTAL) if before else None
    if now is None or now.amount is None or then is None or then.amount is None:
        return no_data(rule, rule.say("missing", year=normal))
    moved = percent(growth(now.amount, then.amount).percent)
    return ok(rule, rule.say("context", year=normal, now=shown(now.amount), before=shown(then.amount), percent=moved))


def _kept(case: Case) -> Iterator[Report]:
    """Stored final accounts of the same scope."""
    own = case.report.identity.scope or Scope.DEPARTMENT
    reports = (*case.history.series, *([case.history.prior] if case.history.prior else []))
    same = (r for r in reports if (r.identity.scope or Scope.DEPARTMENT) == own)
    return (r for r in same if r.identity.kind == Kind.FINAL_ACCOUNTS)
