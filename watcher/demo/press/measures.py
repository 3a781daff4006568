"""What a report says of each measure of the closed vocabulary, and the bases that it compares with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from watcher.demo.press.figures import CENT, FIRST_YEAR, ZERO, Figures, figures

HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A figure as the explanation states it, with its change against a base where one is asked for."""

    amount: Decimal
    change: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The measures of one report and of the reports that it compares with."""

    own: Mapping[str, Decimal]
    bases: Mapping[str, Mapping[str, Decimal]]  # prior_final, opening_budget, prior_budget
    stated: Mapping[str, str]  # planted slips: "measure" or "measure/base" → what the text says instead

    def amount(self, measure: str) -> Decimal:
        """What the text says of a measure."""
        return Decimal(self.stated.get(measure, self.own.get(measure, ZERO)))

    def against(self, measure: str, base: str) -> Statement:
        """The change against a base, and its percent unless the base is nothing."""
        before = self.bases[base].get(measure, ZERO)
        change = self.own.get(measure, ZERO) - before
        percent = percent_of(change, before) if before else None
        stated = self.stated.get(f"{measure}/{base}")
        if stated is not None:  # the slip is consistent with itself: its percent follows from its change
            change = Decimal(stated)
            percent = percent_of(change, self.amount(measure) - change)
        return Statement(amount=self.amount(measure), change=change, percent=percent)


def percent_of(part: Decimal, whole: Decimal) -> Decimal:
    """A percentage with two decimals, halves away from zero as people round."""
    return (part * HUNDRED / whole).quantize(CENT, ROUND_HALF_UP)


def measured(own: Figures, changed: Mapping[str, str], stated: Mapping[str, str]) -> Measured:
    """All measures of a report; ``changed`` are true figures of this report alone, ``stated`` are slips of the pen."""
    department, year = own.department, own.year
    values = measures(own) | {code: Decimal(amount) for code, amount in changed.items()}
    bases: dict[str, Mapping[str, Decimal]] = {}
    if own.kind == "budget":
        bases["prior_budget"] = measures(figures(department, year - 1, "budget"))
    else:
        bases["opening_budget"] = measures(figures(department, year, "budget"))
        bases["prior_final"] = measures(figures(department, year - 1, "final"))
    return Measured(own=values, bases=bases, stated=stated)


def measures(own: Figures) -> dict[str, Decimal]:
    """Measure code → amount. A code without an amount here is zero in every report of the demo."""
    return {
        **_whole(own),
        **_appropriation(own),
        **_functions(own),
        **_three_public(own),
        **_other_matters(own),
    }


def _whole(own: Figures) -> dict[str, Decimal]:
    return {
        "revenue.total": own.sum("revenue") + own.sum("opening"),
        "revenue.current": own.sum("revenue"),
        "revenue.fiscal_appropriation": own.fiscal("revenue"),
        "revenue.other": own.sum("revenue", fund="other"),
        "expenditure.total": own.sum() + own.sum("closing"),
        "expenditure.current": own.sum(),
        "expenditure.basic": own.sum("basic"),
        "expenditure.project": own.sum("project"),
        "carryover.opening": own.sum("opening"),
        "carryover.closing": own.sum("closing"),
    }


def _appropriation(own: Figures) -> dict[str, Decimal]:
    return {
        "appropriation.total": own.fiscal() + own.fiscal("closing"),
        "appropriation.carryover.opening": own.fiscal("opening"),
        "appropriation.carryover.closing": own.fiscal("closing"),
        "general_budget.revenue": own.sum("revenue", fund="general"),
        "general_budget.expenditure": own.sum(fund="general"),
        "general_budget.carryover.opening": own.sum("opening", fund="general"),
        "general_budget.carryover.closing": own.sum("closing", fund="general"),
        "general_budget.basic": own.sum("basic", fund="general"),
        "general_budget.project": own.sum("project", fund="general"),
        "general_budget.personnel": own.personnel,
        "general_budget.public_use": own.public_use,
        "government_fund.revenue": own.sum("revenue", fund="government_fund"),
        "government_fund.expenditure": own.sum(fund="government_fund"),
    }


def _functions(own: Figures) -> dict[str, Decimal]:
    classes = sorted({each.code[:3] for each in own.lines})
    return {f"expenditure.function.{code}": own.sum(prefix=code) for code in classes} | {
        f"general_budget.function.{code}": own.sum(prefix=code, fund="general") for code in classes
    }


def _three_public(own: Figures) -> dict[str, Decimal]:
    overseas, purchase, operation, reception = own.three_public
    amounts = {
        "three_public.total": sum(own.three_public, ZERO),
        "three_public.overseas": overseas,
        "three_public.vehicles": purchase + operation,
        "three_public.vehicle_purchase": purchase,
        "three_public.vehicle_operation": operation,
        "three_public.reception": reception,
    }
    if own.kind == "budget" or own.year < FIRST_YEAR:
        return amounts
    counts = own.department.amounts("three_public", "counts", own.year)
    names = ("overseas_groups", "overseas_persons", "vehicles_purchased", "vehicles_held")
    amounts |= {f"three_public.{name}": count for name, count in zip(names, counts[:4], strict=True)}
    amounts |= {"three_public.reception_batches": counts[4], "three_public.reception_persons": counts[5]}
    per_person = (reception * 10000 / counts[5]).quantize(CENT, ROUND_HALF_UP)
    return amounts | {"three_public.reception_per_person": per_person}


def _other_matters(own: Figures) -> dict[str, Decimal]:
    goods, works, services, *contracts = own.procurement
    amounts = {
        "agency_operation": own.agency,
        "meetings": own.meetings,
        "training": own.training,
        "procurement.total": goods + works + services,
        "procurement.goods": goods,
        "procurement.works": works,
        "procurement.services": services,
        "assets.vehicles": Decimal(sum(own.department.raw["vehicles"].values())),
    }
    if own.kind == "budget":
        return amounts | {"performance.target_amount": own.sum("project")}
    amounts |= {"procurement.sme": contracts[0], "procurement.small_micro": contracts[1]}
    amounts["performance.self_evaluated_amount"] = own.sum("project")
    amounts["performance.self_evaluated_projects"] = Decimal(len(own.department.projects))
    return amounts
