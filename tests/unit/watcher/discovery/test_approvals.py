"""Resolutions of a people's congress: which they approve, on what day, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from parsers.model import Kind
from watcher.discovery.approvals import approved_in, read_approval

RESOLUTION = "澄湖区人民代表大会常务委员会关于批准2024年区级决算的决议"
PUBLISHED = date(2025, 10, 8)


@pytest.mark.parametrize(
    ("title", "what"),
    [
        (RESOLUTION, (Kind.FINAL_ACCOUNTS, 2024)),
        ("关于批准澄湖区2024年财政决算的决议", (Kind.FINAL_ACCOUNTS, 2024)),
        ("澄湖区人大常委会关于2024年度区本级决算的决定", (Kind.FINAL_ACCOUNTS, 2024)),
        ("关于澄湖区2025年预算执行情况和2026年预算的决议", (Kind.BUDGET, 2026)),
        ("关于澄湖区2025年财政预算执行情况及2026年财政预算（草案）的决议", (Kind.BUDGET, 2026)),
        ("关于批准2026年区级预算的决议", (Kind.BUDGET, 2026)),
        ("澄湖区人大常委会关于批准2025年区级预算调整方案的决议", None),
        ("关于2024年区级决算（草案）的报告", None),
        ("关于2024年度区级预算执行和其他财政收支审计工作报告的决议", None),
        ("澄湖区水务局2024年度部门决算", None),
        ("关于批复2024年部门决算的通知", None),
        ("关于批准2026年国民经济和社会发展计划的决议", None),
    ],
)
def test_what_a_title_approves_is_told(title: str, what: tuple[Kind, int] | None) -> None:
    assert approved_in(title) == what


@pytest.mark.parametrize("stated", ["2025年9月26日", "二〇二五年九月二十六日"])
def test_the_day_of_the_session_comes_before_that_of_the_page(stated: str) -> None:
    found = read_approval(RESOLUTION, f"（{stated}澄湖区第十九届人民代表大会常务委员会第三十次会议通过）", PUBLISHED)
    assert found is not None
    assert (found.approved_on, found.exact) == (date(2025, 9, 26), True)


def test_without_a_session_the_day_of_the_page_is_a_weaker_suggestion() -> None:
    found = read_approval(RESOLUTION, "会议决定，批准区级决算。", PUBLISHED)
    assert found is not None
    assert (found.approved_on, found.exact) == (PUBLISHED, False)


@pytest.mark.parametrize("day", [date(2024, 9, 26), date(2027, 1, 4), None])
def test_a_day_that_can_not_be_that_of_the_approval_suggests_nothing(day: date | None) -> None:
    assert read_approval(RESOLUTION, "", day) is None
