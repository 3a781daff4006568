"""A: sums that must hold. Total from its parts (A20), change of a total from the changes of its parts (A42, A46)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alerts.compare import HUNDRED, sum_tolerance
from alerts.model import Finding, RuleResult, Severity
from alerts.rules.case import Case, evidence_of, judged, no_data, not_applicable
from alerts.rules.relations import is_told
from alerts.rules.wording import BASES, basis, measure_name, moved, shown
from alerts.settings import Rule
from parsers.model import Base, Fact, Kind, Source, TableStatus

SUMMARY = "final_accounts.summary"
#: Total, the part that must be known, parts that may go unsaid where they are 0.
SIDES = (
    ("revenue.total", "revenue.current", ("balance.used", "carryover.opening")),
    ("expenditure.total", "expenditure.current", ("balance.distributed", "carryover.closing")),
)
THREE_PUBLIC = "three_public.total"
BASIC_AND_PROJECT = (
    ("expenditure.total", ("expenditure.basic", "expenditure.project")),
    ("general_budget.expenditure", ("general_budget.basic", "general_budget.project")),
)
#: Further parts of a whole department's budget; most have none of them.
FURTHER = (
    "expenditure.reserve", "expenditure.business", "expenditure.superior_remittance", "expenditure.affiliate_subsidy",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Sum:
    """A stated total beside the sum of its parts; ``whole`` is the amount its difference is measured against."""

    measure: str
    stated: Decimal
    parts: tuple[Decimal, ...]
    facts: tuple[Fact, ...]
    whole: Decimal = Decimal(0)
    base: Base | None = None

    @property
    def computed(self) -> Decimal:
        """The parts together."""
        return sum(self.parts, Decimal(0))

    @property
    def difference(self) -> Decimal:
        """How far they are apart, never negative."""
        return abs(self.stated - self.computed)

    @property
    def tolerance(self) -> Decimal:
        """How far they may be apart (N2)."""
        return sum_tolerance(self.parts)

    @property
    def holds(self) -> bool:
        """Whether rounding explains the difference."""
        return self.difference <= self.tolerance

    @property
    def values(self) -> dict[str, str]:
        """What the formula used."""
        return {"stated": shown(self.stated), "computed": shown(self.computed), "tolerance": shown(self.tolerance)}

    @property
    def formula(self) -> str:
        """The sum with its numbers."""
        added = " + ".join(f"({shown(p)})" if p < 0 else shown(p) for p in self.parts)
        apart = f"相差 {shown(self.difference)}（允差 {shown(self.tolerance)}）"
        return f"{added} = {shown(self.computed)}，文中为 {shown(self.stated)}，{apart}"


def judge_a20(case: Case, rule: Rule) -> RuleResult:
    """本年收入 + 使用结余 + 年初结转 = 总计 = 本年支出 + 结余分配 + 年末结转."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, "预算没有收入支出决算总表")
    sides = [_side(case, *side) for side in SIDES]
    known = [total for total, complete in filter(None, sides) if total.holds or complete]
    broken = [_unbalanced(rule, total, "message") for total in known if not total.holds and not _told(case, total)]
    broken = broken or [_unbalanced(rule, t, "sides") for t in _totals(case) if not t.holds]
    if not known and not broken:
        return no_data(rule, "报告未给出总计、本年收支及年初、年末结转的完整数字")
    return judged(rule, broken)


def _told(case: Case, total: Sum) -> bool:
    """Whether a cell of it is the cause of another finding already."""
    return any(is_told(case, fact) for fact in total.facts)


def _side(case: Case, total: str, current: str, others: tuple[str, ...]) -> tuple[Sum, bool] | None:
    """One side's sum, and whether all its parts are known; None without the total or the year's own part."""
    for source in (Source.TABLE, Source.NARRATIVE):
        whole, own = case.figure(total, source), case.figure(current, source)
        if whole and own and whole.amount is not None:
            rest = [case.figure(m, source) or case.figure(m) for m in others]
            facts = tuple(f for f in (own, *rest) if f)
            parts = tuple(f.amount for f in facts if f.amount is not None)
            side = Sum(measure=total, stated=whole.amount, parts=parts, facts=(whole, *facts), whole=whole.amount)
            complete = all(rest) or (source == Source.TABLE and _blank_is_nothing(case, side.difference))
            return side, complete
    return None


def _blank_is_nothing(case: Case, difference: Decimal) -> bool:
    """A blank row of the read table adds nothing, unless some row not understood holds just what is lacking."""
    tables = [t for t in case.report.tables if t.kind == SUMMARY and t.status == TableStatus.PRESENT]
    cells = (amount for t in tables for row in t.rows for amount in row.cells.values())
    return bool(tables) and not any(abs(abs(amount) - difference) <= Decimal("0.02") for amount in cells)


def _totals(case: Case) -> Iterator[Sum]:
    """Both totals of one source beside each other."""
    for source in (Source.TABLE, Source.NARRATIVE):
        revenue, expenditure = case.figure("revenue.total", source), case.figure("expenditure.total", source)
        if revenue and expenditure and revenue.amount is not None and expenditure.amount is not None:
            yield Sum(measure="revenue.total", stated=revenue.amount, parts=(expenditure.amount,),
                      facts=(revenue, expenditure), whole=revenue.amount)  # fmt: skip
            return


def _unbalanced(rule: Rule, total: Sum, word: str) -> Finding:
    message = rule.say(
        word, name=measure_name(total.measure), stated=shown(total.stated), computed=shown(total.computed),
        difference=shown(total.difference),
    )  # fmt: skip
    subject = total.measure if word == "message" else f"{total.measure}=expenditure.total"
    return Finding(
        rule=rule.id, severity=by_size(rule, total), subject=subject, measure=total.measure, topic=rule.topic,
        message=message, values=total.values, formula=total.formula, basis="收入支出决算总表勾稽",
        evidence=evidence_of(*total.facts),
    )  # fmt: skip


def by_size(rule: Rule, total: Sum) -> Severity:
    """The rule's severity above max(1 万元, 1 %), else medium at most."""
    limit = max(rule.decimal("high_above"), abs(total.whole) * rule.decimal("high_above_percent") / HUNDRED)
    if total.difference > limit:
        return rule.severity
    return min(rule.severity, Severity.MEDIUM, key=lambda severity: severity.rank)


def judge_a42(case: Case, rule: Rule) -> RuleResult:
    """The changes of the items of 三公经费 add up to the change of the whole, for each base by itself."""
    sums = [s for base in Base if (s := _three_public(case, base))]
    if not sums:
        return no_data(rule, "三公经费总额或分项未全部给出与同一基数的增减额")
    return judged(rule, [changes_differ(case, rule, s, rule.severity) for s in sums if not s.holds])


def _three_public(case: Case, base: Base) -> Sum | None:
    for source in (Source.NARRATIVE, Source.TABLE):
        vehicles = change_of(case, "three_public.vehicles", base, source)
        split = [change_of(case, f"three_public.{m}", base, source) for m in ("vehicle_purchase", "vehicle_operation")]
        parts = [change_of(case, "three_public.overseas", base, source), *(split if all(split) else [vehicles]),
                 change_of(case, "three_public.reception", base, source)]  # fmt: skip
        if total := sum_of(change_of(case, THREE_PUBLIC, base, source), parts, base):
            return total
    return None


Changed = tuple[Fact, Decimal]


def change_of(case: Case, measure: str, base: Base, source: Source | None) -> Changed | None:
    """The change of a measure against a base: as stated, or from the base's own amount beside it."""
    for fact in case.facts(measure, source):
        for stated in fact.comparisons:
            if stated.base == base and stated.change is not None:
                return fact, stated.change
            if stated.base == base and stated.base_amount is not None and fact.amount is not None:
                return fact, fact.amount - stated.base_amount
    return None


def sum_of(total: Changed | None, parts: Sequence[Changed | None], base: Base) -> Sum | None:
    """The change of a total beside those of its parts; None where one of them is not known."""
    known = [part for part in parts if part]
    if total is None or len(known) < len(parts):
        return None
    fact, stated = total
    return Sum(measure=fact.measure, stated=stated, parts=tuple(change for _, change in known), base=base,
               facts=(fact, *(f for f, _ in known)), whole=fact.amount or Decimal(0))  # fmt: skip


def changes_differ(case: Case, rule: Rule, total: Sum, severity: Severity) -> Finding:
    """The finding that parts and total changed by different amounts."""
    base = total.base or Base.PRIOR_FINAL
    message = rule.say(
        "message", name=measure_name(total.measure), base=BASES[base], stated=moved(total.stated),
        computed=moved(total.computed), difference=shown(total.difference),
    )  # fmt: skip
    return Finding(
        rule=rule.id, severity=severity, subject=f"{total.measure}:{base.value}", measure=total.measure,
        topic=rule.topic, message=message, values=total.values, formula=total.formula, basis=basis(case.kind, base),
        evidence=evidence_of(*total.facts, base=base),
    )  # fmt: skip


def judge_a46(case: Case, rule: Rule) -> RuleResult:
    """The changes of basic and project expenditure add up to the change of the whole budget."""
    if case.kind != Kind.BUDGET:
        return not_applicable(rule, "决算不按此项核对")
    sums = [s for family in BASIC_AND_PROJECT for base in Base if (s := _budget(case, *family, base))]
    if not sums:
        return no_data(rule, "总支出、基本支出、项目支出未全部给出与同一基数的增减额")
    broken = {(s.stated, s.computed): s for s in reversed(sums) if not s.holds}
    return judged(rule, [changes_differ(case, rule, s, by_size(rule, s)) for s in broken.values()])


def _budget(case: Case, total: str, parts: tuple[str, ...], base: Base) -> Sum | None:
    """A part that the text names without saying how it changed leaves the sum unknown."""
    further = [m for m in FURTHER if (f := case.figure(m)) and f.amount] if total == "expenditure.total" else []
    if not whole_is(case, total, (*parts, *further)):
        return None
    changes = [change_of(case, m, base, None) for m in (*parts, *further)]
    return sum_of(change_of(case, total, base, None), changes, base)


def whole_is(case: Case, total: str, parts: Sequence[str]) -> bool:
    """Whether the parts make the total, as far as their amounts are stated: else some part has another name."""
    whole, amounts = case.figure(total), [f.amount for m in parts if (f := case.figure(m)) and f.amount is not None]
    if whole is None or whole.amount is None or len(amounts) < len(parts):
        return True
    return abs(whole.amount - sum(amounts)) <= sum_tolerance(amounts)
