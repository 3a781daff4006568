"""G5, G6, G7, G10: money for 三公 against what it buys."""

from __future__ import annotations

from alerts.model import History, Outcome, Severity
from parsers.model import Base
from tests.unit.alerts.reports import against, budget, fact, final, judge, only

TOTAL = "three_public.total"


def three(**amounts: str):  # type: ignore[no-untyped-def]
    return [fact(f"three_public.{name}", amount) for name, amount in amounts.items()]


def test_g5_less_than_half_of_the_opening_budget_is_worth_a_look() -> None:
    spent = fact(TOTAL, "1.48", against(Base.OPENING_BUDGET, "-7.02"))
    assert only(judge("G5", final(spent))).values["rate"] == "17.41"
    assert judge("G5", final(fact(TOTAL, "0.68", against(Base.OPENING_BUDGET, "-0.12")))).outcome == Outcome.OK
    assert judge("G5", final(fact(TOTAL, "0", against(Base.OPENING_BUDGET, "0")))).outcome == Outcome.NOT_APPLICABLE
    assert judge("G5", budget(spent)).outcome == Outcome.NOT_APPLICABLE
    assert judge("G5", final(fact(TOTAL, "1.48"))).outcome == Outcome.NO_DATA


def test_g6_money_for_running_a_car_needs_a_car() -> None:
    assert judge("G6", final(*three(vehicle_operation="1.02", vehicles_held="1"))).outcome == Outcome.OK
    assert only(judge("G6", final(*three(vehicle_operation="1.02", vehicles_held="0")))).severity == Severity.MEDIUM
    assert judge("G6", final(*three(vehicle_operation="1.02"))).outcome == Outcome.NO_DATA


def test_g6_a_purchase_needs_money_but_a_planned_one_may_be_paid_otherwise() -> None:
    bought = three(vehicle_purchase="0", vehicles_purchased="2", vehicles_held="2")
    assert only(judge("G6", final(*bought))).severity == Severity.MEDIUM
    assert only(judge("G6", budget(*bought))).severity == Severity.INFO


def test_g6_more_cars_on_the_appropriation_than_owned_is_a_question_of_scope() -> None:
    held = [*three(vehicles_held="4"), fact("assets.vehicles", "3")]
    assert only(judge("G6", final(*held))).severity == Severity.INFO


def test_g7_guests_and_money_go_together() -> None:
    assert (
        judge("G7", final(*three(reception="0.46", reception_persons="286", reception_batches="45"))).outcome
        == Outcome.OK
    )
    assert only(judge("G7", final(*three(reception="0.46", reception_persons="0")))).subject == "persons"
    more = three(reception="0.46", reception_persons="20", reception_batches="45")
    assert only(judge("G7", final(*more))).subject == "batches"
    dear = three(reception="9.00", reception_persons="30")
    assert only(judge("G7", final(*dear))).severity == Severity.LOW
    assert judge("G7", final(*dear), max_per_person="5000").outcome == Outcome.OK


def test_g10_the_years_of_the_epidemic_are_shown_beside_the_year_before_it() -> None:
    now, then = final(fact(TOTAL, "1.48"), year=2021), final(fact(TOTAL, "2.00"), year=2019)
    assert "-26.00%" in judge("G10", now, History(series=(then,))).reason
    assert judge("G10", now).outcome == Outcome.NO_DATA
    assert judge("G10", final(fact(TOTAL, "1.48"), year=2024)).outcome == Outcome.NOT_APPLICABLE
