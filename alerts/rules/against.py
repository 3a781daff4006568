"""A figure beside what it is compared with: as the report states it, else from the stored report of that year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from alerts.compare import CENT, HUNDRED, growth
from alerts.doubts import columns_unsure
from alerts.rules.case import Case, evidence_of
from alerts.rules.wording import BASES, shown, signed
from parsers.model import Base, Comparison, Evidence, Fact, Identity, Kind, Report, Scope


@dataclass(frozen=True, kw_only=True, slots=True)
class Against:
    """Two amounts of one measure and how the first stands to the second."""

    measure: str
    base: Base
    now: Decimal
    before: Decimal
    change: Decimal
    percent: Decimal | None  # computed, two decimals; None where the base is 0
    stated: bool  # the report itself gives the comparison
    reason: str = ""  # what the department gives as the reason
    evidence: tuple[Evidence, ...] = ()

    @property
    def formula(self) -> str:
        """The comparison with its numbers: 1.48 − 1.33 = +0.15；+0.15 ÷ 1.33 = +11.28%."""
        difference = f"{shown(self.now)} − {shown(self.before)} = {signed(self.change)}"
        if self.percent is None:
            return f"{difference}（{BASES[self.base]}为0，增幅不可比）"
        return f"{difference}；{signed(self.change)} ÷ {shown(self.before)} = {signed(self.percent)}%"


def against(case: Case, measure: str, base: Base) -> Against | None:
    """The comparison of a measure with a base, or None where neither the report nor its history gives one."""
    return _stated(case, measure, base) or _from_history(case, measure, base)


def _stated(case: Case, measure: str, base: Base) -> Against | None:
    """A year beside another in a table whose head was half understood may be any year: it is not taken."""
    for fact in case.facts(measure):
        for comparison in fact.comparisons if not columns_unsure(case, fact) else ():
            if comparison.base == base and (pair := amounts(fact.amount, comparison)):
                return _put(fact, base, *pair, reason=comparison.reason or "")
    return None


def _put(fact: Fact, base: Base, now: Decimal, before: Decimal, *, reason: str) -> Against:
    moved = growth(now, before)
    return Against(
        measure=fact.measure, base=base, now=now, before=before, change=moved.change, percent=moved.percent,
        stated=True, reason=reason, evidence=evidence_of(fact, base=base),
    )  # fmt: skip


def amounts(amount: Decimal | None, stated: Comparison) -> tuple[Decimal, Decimal] | None:
    """The figure and its base as far as the statement gives them; None where it says too little.

    A base that has to be worked out of a percentage is rounded to 0.01.
    """
    if amount is None:
        if stated.change is None or stated.base_amount is None:
            return None
        return stated.base_amount + stated.change, stated.base_amount
    if stated.change is not None:
        return amount, amount - stated.change
    if stated.base_amount is not None:
        return amount, stated.base_amount
    if stated.percent is not None and stated.percent > -HUNDRED:
        return amount, (amount * HUNDRED / (HUNDRED + stated.percent)).quantize(CENT, ROUND_HALF_UP)
    if stated.completion:
        return amount, (amount * HUNDRED / stated.completion).quantize(CENT, ROUND_HALF_UP)
    return None


def _from_history(case: Case, measure: str, base: Base) -> Against | None:
    now, report = case.figure(measure), kept_report(case, base)
    before = Case.of(report, case.history).figure(measure) if report else None
    if now is None or now.amount is None or before is None or before.amount is None:
        return None
    put = _put(now, base, now.amount, before.amount, reason="")
    return replace(put, stated=False, evidence=evidence_of(now, before))


def kept_report(case: Case, base: Base) -> Report | None:
    """The stored report that is this base, if scope, kind and year fit: 本级 is never compared with 部门汇总 (N8)."""
    final = case.kind == Kind.FINAL_ACCOUNTS
    year = case.report.identity.fiscal_year or 0
    if base == Base.PRIOR_FINAL:
        report, wanted = (case.history.prior if final else case.history.prior_final), (Kind.FINAL_ACCOUNTS, year - 1)
    elif base == Base.PRIOR_BUDGET and not final:
        report, wanted = case.history.prior, (Kind.BUDGET, year - 1)
    elif base == Base.OPENING_BUDGET and final:
        report, wanted = case.history.budget, (Kind.BUDGET, year)
    else:
        return None
    return report if report and _fits(report.identity, case.report.identity, *wanted) else None


def _fits(kept: Identity, judged: Identity, kind: Kind, year: int) -> bool:
    same_scope = (kept.scope or Scope.DEPARTMENT) == (judged.scope or Scope.DEPARTMENT)  # unsaid: the department
    return same_scope and (kept.kind, kept.fiscal_year) == (kind, year)
