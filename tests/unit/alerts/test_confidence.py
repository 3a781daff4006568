"""How far a finding's figures can be trusted: two places that agree, one alone, a picture, lost text."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from alerts.confidence import FAIR, HIGH, LOW, confidence
from alerts.model import Finding, Severity
from parsers.model import Base, Evidence, Report, Unread
from tests.unit.alerts.reports import against, cell, fact, final, judge, only

TOTAL = "three_public.total"
RISEN = fact(TOTAL, "12.35", against(Base.OPENING_BUDGET, "2.75"))
BOTH = final(RISEN, cell(TOTAL, "12.35"))
FOUND = only(judge("G1", BOTH))


def test_text_and_table_that_agree_are_sure() -> None:
    assert confidence(FOUND, BOTH).level == HIGH


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (final(RISEN), "只见于文字"),
        (final(cell(TOTAL, "12.35")), "只见于报表"),
        (final(RISEN, cell(TOTAL, "13.35")), "不一致"),
    ],
)
def test_one_place_alone_or_two_that_differ_are_fair(case: Report, why: str) -> None:
    found = confidence(FOUND, case)
    assert found.level == FAIR
    assert why in found.why[0]


def test_what_was_recognised_in_a_picture_is_doubtful() -> None:
    page = replace(FOUND, evidence=(Evidence(file="scan.pdf", where="第3页"),))
    noted = Unread(file="scan.pdf", where="第3页", what="文字由图像识别得到，数字请对照原文")
    assert confidence(page, replace(BOTH, unread=(noted,))).level == LOW
    assert confidence(page, replace(BOTH, unread=(replace(noted, where="第9页"),))).level == HIGH
    assert confidence(FOUND, BOTH, ["image/png"]).level == LOW


def test_lost_text_and_much_that_was_not_understood_are_doubtful() -> None:
    assert confidence(replace(FOUND, modifiers=("N7",)), BOTH).level == LOW
    assert confidence(FOUND, replace(BOTH, unread_share=Decimal("0.3"))).level == LOW


def test_wrapped_lines_are_told_and_lower_nothing() -> None:
    found = confidence(FOUND, BOTH, ["application/pdf"])
    assert found.level == HIGH
    assert any("PDF" in why for why in found.why)


def test_a_missing_report_rests_on_days_and_not_on_figures() -> None:
    late = Finding(rule="T1", severity=Severity.HIGH, subject="late", message="", topic="逾期")
    assert confidence(late, None).level == FAIR
