"""T1 and T5: late is said only after we could look; a replaced report is told with its changed figures."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from alerts.compare import Change
from alerts.model import Body, Outcome, Severity
from alerts.rules.timeliness import Duty, judge_deadline, judge_replacement
from alerts.settings import load
from parsers.model import Kind, Scope

APPROVED = date(2025, 9, 25)
LIMIT = APPROVED + timedelta(days=43)
SITE = "http://shuiwu.chenghu.example/zwgk/js/"
BODY = Body(
    department="重庆市澄湖区水务局",
    district="澄湖区",
    fiscal_year=2024,
    kind=Kind.FINAL_ACCOUNTS,
    scope=Scope.DEPARTMENT,
)


def duty(**changes: object) -> Duty:
    known: dict[str, object] = {
        "body": BODY, "approved_on": APPROVED, "found_on": None, "sources_checked_ok": True,
        "last_checked_at": datetime(2025, 12, 20, 3, tzinfo=UTC), "sources": (SITE,),
    }  # fmt: skip
    return Duty(**(known | changes))  # type: ignore[arg-type]


def body(**changes: object) -> Body:
    return Body(**(asdict(BODY) | changes))  # type: ignore[arg-type]


def test_a_report_not_found_after_the_grace_days_is_late() -> None:
    result = judge_deadline(duty(), LIMIT + timedelta(days=1), load())
    (finding,) = result.findings
    assert (finding.severity, finding.subject, finding.topic) == (Severity.HIGH, "publication", "逾期")
    assert finding.values == {"approved_on": "2025-09-25", "due_on": "2025-11-04"}
    assert all(part in finding.message for part in ("1个栏目", "2024年度决算", "2025-11-04", "八十"))
    assert finding.evidence[0].file == SITE


def test_the_values_stay_while_days_go_by_so_that_nothing_is_told_twice() -> None:
    days = [judge_deadline(duty(), LIMIT + timedelta(days=n), load()).findings[0].values for n in (1, 2)]
    assert days[0] == days[1]


@pytest.mark.parametrize("today", [APPROVED, date(2025, 11, 4), LIMIT])
def test_until_the_grace_days_are_over_it_is_in_order(today: date) -> None:
    result = judge_deadline(duty(), today, load())
    assert (result.outcome, "尚未到期" in result.reason) == (Outcome.OK, True)


@pytest.mark.parametrize("scope", [Scope.UNIT, Scope.OWN_LEVEL])
def test_a_unit_has_fifteen_days_more(scope: Scope) -> None:
    unit = duty(body=body(scope=scope))
    assert judge_deadline(unit, LIMIT + timedelta(days=15), load()).outcome == Outcome.OK
    assert judge_deadline(unit, LIMIT + timedelta(days=16), load()).outcome == Outcome.VIOLATED


def test_a_budget_cites_its_own_article() -> None:
    result = judge_deadline(duty(body=body(kind=Kind.BUDGET)), LIMIT + timedelta(days=1), load())
    assert "五十二" in result.findings[0].message


def test_a_report_that_was_found_is_in_order_and_a_late_one_says_so() -> None:
    late = judge_deadline(duty(found_on=LIMIT + timedelta(days=5)), LIMIT + timedelta(days=9), load())
    assert (late.outcome, "晚于" in late.reason) == (Outcome.OK, True)
    assert "晚于" not in judge_deadline(duty(found_on=LIMIT), LIMIT + timedelta(days=9), load()).reason


@pytest.mark.parametrize("blind", [
    {"sources_checked_ok": False}, {"last_checked_at": None},
    {"last_checked_at": datetime(2025, 11, 6, 15, tzinfo=UTC)},
])  # fmt: skip
def test_missing_is_never_said_where_we_could_not_look(blind: dict[str, object]) -> None:
    result = judge_deadline(duty(**blind), LIMIT + timedelta(days=9), load())
    assert result.outcome == Outcome.NO_DATA
    assert result.reason


def test_a_check_late_in_the_evening_of_world_time_is_the_next_day_in_china() -> None:
    seen = duty(last_checked_at=datetime(2025, 11, 6, 17, tzinfo=UTC))
    assert judge_deadline(seen, LIMIT + timedelta(days=9), load()).outcome == Outcome.VIOLATED


def test_without_an_approval_day_there_is_no_deadline() -> None:
    assert judge_deadline(duty(approved_on=None), LIMIT, load()).outcome == Outcome.NOT_APPLICABLE


def test_a_body_nobody_named_is_said_to_be_presumed() -> None:
    presumed = judge_deadline(duty(confirmed=False), LIMIT + timedelta(days=1), load()).findings[0]
    assert "未经名单确认" in presumed.message


def test_days_can_be_set_and_the_rule_switched_off() -> None:
    assert judge_deadline(duty(), LIMIT, load({"T1": {"department_days": 20}})).outcome == Outcome.VIOLATED
    off = load({"T1": {"enabled": False}, "T5": {"enabled": False}})
    assert judge_deadline(duty(), LIMIT + timedelta(days=1), off).outcome == Outcome.NOT_APPLICABLE
    assert judge_replacement([], BODY, SITE, off).outcome == Outcome.NOT_APPLICABLE


CHANGE = Change(what="three_public.total", label="“三公”经费合计", before="1.48", after="1.84")


def test_a_replaced_report_is_told_with_the_figures_that_changed() -> None:
    (finding,) = judge_replacement([CHANGE], BODY, SITE, load()).findings
    assert (finding.severity, finding.subject, finding.topic) == (Severity.HIGH, "replacement", "替换")
    assert "“三公”经费合计 1.48→1.84" in finding.message
    assert finding.values == {"three_public.total": "1.48→1.84"}
    assert finding.evidence[0].file == SITE


def test_changes_may_come_as_they_were_stored() -> None:
    assert judge_replacement([asdict(CHANGE)], BODY, SITE, load()) == judge_replacement([CHANGE], BODY, SITE, load())


def test_a_long_list_is_cut_in_the_message_and_whole_in_the_formula() -> None:
    many = [Change(what=f"m{n}", label=f"指标{n}", before="2", after="1") for n in range(8)]
    (finding,) = judge_replacement(many, BODY, SITE, load()).findings
    assert "共8处" in finding.message
    assert "指标4 2→1等" in finding.message
    assert "指标7" not in finding.message
    assert "指标7" in finding.formula


def test_a_report_that_was_completed_is_a_line_in_a_digest_and_one_that_lost_figures_is_not() -> None:
    more, less = replace(CHANGE, before=None), replace(CHANGE, after=None)
    (completed,) = judge_replacement([more, more], BODY, SITE, load()).findings
    assert completed.severity == Severity.LOW
    assert "新增2处数字" in completed.message
    for changes in ([less], [more, CHANGE], [more, less]):
        assert judge_replacement(changes, BODY, SITE, load()).findings[0].severity == Severity.HIGH


def test_where_only_words_changed_that_is_said() -> None:
    (finding,) = judge_replacement([], BODY, SITE, load()).findings
    assert "读到的数字未变" in finding.message
