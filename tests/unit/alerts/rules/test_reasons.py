"""C6, G8, G9: reasons that are lacking, say nothing, or point elsewhere."""

from __future__ import annotations

from alerts.model import Outcome, Severity
from parsers.model import Base
from tests.unit.alerts.reports import against, budget, fact, final, judge, only, remark

LAST = Base.PRIOR_BUDGET
TOTAL = "three_public.total"


def item(name: str, amount: str, change: str, reason: str | None = None):  # type: ignore[no-untyped-def]
    return fact(f"three_public.{name}", amount, against(LAST, change, reason=reason))


def test_c6_a_changed_item_without_a_reason_is_asked_for() -> None:
    total = item("total", "2.90", "-2.10")
    assert judge("C6", budget(total, item("reception", "1.00", "-2.10", "改以视频方式交流"))).outcome == Outcome.OK
    finding = only(judge("C6", budget(total, item("reception", "1.00", "-2.10"))))
    assert (finding.severity, finding.subject) == (Severity.HIGH, "three_public:prior_budget")


def test_c6_the_reason_of_the_total_serves_its_items_and_the_other_way_round() -> None:
    assert (
        judge("C6", budget(item("total", "2.90", "-2.10", "压减"), item("reception", "1.00", "-2.10"))).outcome
        == Outcome.OK
    )
    both = (item("vehicle_purchase", "0.00", "-40.00", "不购车"), item("vehicle_operation", "16.00", "-1.00"))
    assert judge("C6", budget(*both)).outcome == Outcome.OK


def test_c6_what_did_not_change_needs_no_reason_and_agency_operation_is_a_small_matter() -> None:
    assert judge("C6", budget(item("reception", "1.00", "0"))).outcome == Outcome.OK
    assert judge("C6", budget(fact(TOTAL, "1.00"))).outcome == Outcome.NO_DATA
    agency = fact("agency_operation", "40.12", against(LAST, "4.30"))
    assert only(judge("C6", budget(agency))).severity == Severity.LOW


def test_g8_a_budget_difference_is_not_explained_by_last_year() -> None:
    spent = fact(TOTAL, "1.48", against(Base.OPENING_BUDGET, "-7.02", reason="2023年受疫情影响，基数较低"))
    finding = only(judge("G8", final(spent)))
    assert (finding.subject, finding.severity) == ("other_base", Severity.INFO)


def test_g8_phrases_alone_are_no_reason_and_a_matter_of_its_own_is() -> None:
    empty = item("reception", "1.00", "-2.00", "严格落实中央八项规定精神，厉行节约，减少公务接待开支")
    own = item("reception", "1.00", "-2.00", "厉行节约，上级检查改为书面调研，来访批次由41批次降为18批次")
    assert only(judge("G8", budget(empty))).subject == "boilerplate"
    assert judge("G8", budget(own)).outcome == Outcome.OK


def test_g8_one_sentence_for_eight_changes_is_copied() -> None:
    why = "人员经费增加，因新进三名职工"
    codes = range(201, 209)
    same = [fact(f"expenditure.function.{code}", "9.00", against(LAST, f"{code}.00", reason=why)) for code in codes]
    base = item("reception", "1.00", "-2.00", "来访批次由41批次降为18批次")
    assert only(judge("G8", budget(base, *same))).message.startswith("同一句原因用于8处")
    assert judge("G8", budget(base, *same[1:])).outcome == Outcome.OK
    assert judge("G8", budget(*same)).outcome == Outcome.NO_DATA


def test_g9_costs_that_another_body_bears_are_told_with_the_sentence() -> None:
    assert only(judge("G9", final(fact(TOTAL, "0"), remarks=[remark("borne_elsewhere")]))).severity == Severity.INFO
    assert judge("G9", final(fact(TOTAL, "0"))).outcome == Outcome.OK
