"""Facts in the making, and what they become: one fact per measure and amount, comparisons united."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from parsers.extract.comparisons import Against
from parsers.measures import unit
from parsers.model import Base, Comparison, Evidence, Fact, Source
from parsers.money import UnitClass

ACCOUNTS = ("general_budget", "government_fund", "state_capital", "appropriation")
_WHOLE = ("revenue", "expenditure", "carryover", "balance")

#: Measures whose parts have no code: what a list below them names is not the department's figure of that name.
CLOSED = ("agency_operation", "meetings", "training", "entrusted_business", "performance", "procurement.sme", "assets")
#: Units that are used for one another: 接待批次为0次，较上年减少9批次.
_TIMES = (UnitClass.BATCHES, UnitClass.GROUPS, UnitClass.COUNT)
_CLOSED_ENDS = (".personnel", ".public_use", ".reserve", ".reception")


@dataclass(kw_only=True, slots=True)
class Noted:
    """A stated change in the making."""

    against: Against
    change: Decimal | None = None
    percent: Decimal | None = None
    base_amount: Decimal | None = None
    completion: Decimal | None = None
    reason: str | None = None
    quote: str = ""

    @property
    def against_budget(self) -> bool:
        """Whether the base is this year's own budget."""
        return self.against.base in (Base.OPENING_BUDGET, Base.REVISED_BUDGET)

    def comparison(self) -> Comparison:
        """The change as it is kept."""
        base = self.against.base
        return Comparison(
            base=base,
            base_text=self.against.text if base is None else None,
            change=self.change,
            percent=self.percent,
            base_amount=self.base_amount,
            completion=self.completion,
            reason=self.reason,
            quote=self.quote,
        )


@dataclass(kw_only=True, slots=True, eq=False)
class Draft:
    """A figure in the making. Without a measure it is known to have no code, and takes up what is said of it."""

    measure: str | None
    counts: str
    evidence: Evidence
    amount: Decimal | None = None
    noted: list[Noted] = field(default_factory=list)

    @property
    def account(self) -> str | None:
        """The account that the figure belongs to, None where its measure tells none."""
        return account_of(self.measure) if self.measure else None

    @property
    def side(self) -> str:
        """revenue, expenditure, or neither."""
        return side_of(self.measure) if self.measure else ""

    @property
    def closed(self) -> bool:
        """Whether what a list names below it is no figure of the department as a whole."""
        if self.measure is None:
            return True
        return self.measure.startswith(CLOSED) or self.measure.endswith(_CLOSED_ENDS) or ".function." in self.measure

    @property
    def only_changed(self) -> bool:
        """Whether only changes of it were stated: it is no whole whose parts are listed."""
        return self.amount is None and bool(self.noted) and all(note.base_amount is None for note in self.noted)

    def counts_like(self, counts: str) -> bool:
        """Whether a change of ``counts`` can be one of this figure."""
        return self.counts == counts or (self.counts in _TIMES and counts in _TIMES)

    def stated(self, against: Against) -> Noted | None:
        """What was already noted against the same base."""
        return next((note for note in self.noted if (note.against.base, against.base) != (None, None)
                     and note.against.base == against.base), None)  # fmt: skip

    def fact(self) -> Fact:
        """The fact; only for a draft with a measure."""
        measure = self.measure or ""
        return Fact(
            measure=measure,
            source=Source.NARRATIVE,
            unit=unit(measure),
            amount=self.amount,
            comparisons=_united(note.comparison() for note in self.noted),
            evidence=self.evidence,
        )


def account_of(measure: str) -> str | None:
    """The account of a measure: whole for all money, None for what belongs to no account."""
    first, *rest = measure.split(".")
    if rest[:1] == ["fiscal_appropriation"]:
        return "appropriation"
    return first if first in ACCOUNTS else "whole" if first in _WHOLE else None


def side_of(measure: str) -> str:
    """The side of the account on which a measure stands."""
    if "revenue" in measure:
        return "revenue"
    return "expenditure" if "expenditure" in measure or measure.endswith((".basic", ".project")) else ""


def merged(drafts: Iterable[Draft]) -> tuple[Fact, ...]:
    """One fact per measure and amount. A change without amount joins the first amount of its measure."""
    facts: dict[tuple[str, Decimal | None], Fact] = {}
    told = [draft.fact() for draft in drafts if draft.measure and (draft.amount is not None or draft.noted)]
    for fact in sorted(told, key=lambda fact: fact.amount is None):
        key = _key(fact, facts)
        known = facts.get(key)
        facts[key] = replace(known, comparisons=_united((*known.comparisons, *fact.comparisons))) if known else fact
    order = {id(fact): place for place, fact in enumerate(told)}
    return tuple(sorted(facts.values(), key=lambda fact: order.get(id(fact), _place(fact, told))))


def _key(fact: Fact, facts: dict[tuple[str, Decimal | None], Fact]) -> tuple[str, Decimal | None]:
    amount = fact.amount
    if amount is None:
        amount = next((known for measure, known in facts if measure == fact.measure), None)
    return fact.measure, None if amount is None else amount.normalize()


def _place(fact: Fact, told: Sequence[Fact]) -> int:
    return next(place for place, first in enumerate(told) if first.measure == fact.measure)


def _united(comparisons: Iterable[Comparison]) -> tuple[Comparison, ...]:
    """Each change once; of two that state the same the fuller one, a missing percent is no difference."""
    kept: list[Comparison] = []
    for new in comparisons:
        place = next((at for at, old in enumerate(kept) if _same(old, new)), None)
        if place is None:
            kept.append(new)
        else:
            kept[place] = _fuller(kept[place], new)
    return tuple(kept)


def _same(one: Comparison, other: Comparison) -> bool:
    if (one.base, one.base_text) != (other.base, other.base_text):
        return False
    pairs = ((one.change, other.change), (one.percent, other.percent), (one.base_amount, other.base_amount))
    return all(first is None or second is None or first == second for first, second in pairs)


def _fuller(one: Comparison, other: Comparison) -> Comparison:
    names = ("change", "percent", "base_amount", "completion", "reason")
    missing = {name: getattr(other, name) for name in names if getattr(one, name) is None}
    return replace(one, **missing)
