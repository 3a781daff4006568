"""A quote holds what it is to prove."""

from __future__ import annotations

from decimal import Decimal

from alerts.rules.case import evidence_of
from parsers.model import Base, Comparison, Evidence, Fact, Source

PLACE = Evidence(file="决算.txt", where="三、", quote="接待费支出共计1.20万元")
LATER = Comparison(base=Base.PRIOR_FINAL, change=Decimal("0.30"), quote="较上年支出数增加0.30万元")
FACT = Fact(measure="three_public.reception", source=Source.NARRATIVE, unit="万元", amount=Decimal("1.20"),
            comparisons=(LATER,), evidence=PLACE)  # fmt: skip


def test_a_change_that_stands_in_a_later_sentence_is_quoted_with_its_figure() -> None:
    (evidence,) = evidence_of(FACT, base=Base.PRIOR_FINAL)
    assert evidence.quote == "接待费支出共计1.20万元……较上年支出数增加0.30万元"


def test_a_change_against_another_base_is_not_quoted() -> None:
    assert evidence_of(FACT, base=Base.OPENING_BUDGET) == (PLACE,)
