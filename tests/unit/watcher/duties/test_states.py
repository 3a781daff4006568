"""How a duty to publish stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from alerts.model import Body, Severity
from alerts.rules.punctuality import Dating, judge_against_peers, judge_dating, judge_family, judge_nearing
from alerts.rules.timeliness import Duty, judge_deadline
from alerts.settings import load
from parsers.model import Kind, Scope
from watcher.config import Deadline, Settings, Source
from watcher.config.changes import changes, needs_a_start
from watcher.duties.calendar_file import calendar
from watcher.duties.states import standing_of
from watcher.probing import kind_of

APPROVED = date(2025, 9, 25)
DUE = APPROVED + timedelta(days=40)
DAY = timedelta(days=1)
RULES = load()
BODY = Body(
    department="水务局", district="澄湖区", fiscal_year=2024, kind=Kind.FINAL_ACCOUNTS, scope=Scope.DEPARTMENT
)  # fmt: skip
SEEN = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)


def duty(**known: object) -> Duty:
    """A duty that was looked for and not found."""
    plain = {
        "body": BODY,
        "approved_on": APPROVED,
        "found_on": None,
        "sources_checked_ok": True,
        "last_checked_at": SEEN,
    }
    return Duty(**(plain | known))  # type: ignore[arg-type]


@pytest.mark.parametrize(("known", "today", "state", "late"), [
    ({}, DUE - 11 * DAY, "not_due", 0),
    ({}, DUE - 10 * DAY, "due_soon", 0),
    ({"found_on": DUE}, DUE + DAY, "on_time", 0),
    ({"found_on": DUE + 3 * DAY}, DUE + 9 * DAY, "late", 3),
    ({}, DUE + 9 * DAY, "missing", 9),
    ({"sources_checked_ok": False}, DUE + 9 * DAY, "cannot_tell", 0),
    ({"last_checked_at": datetime(2025, 11, 1, tzinfo=UTC)}, DUE + 9 * DAY, "cannot_tell", 0),
    ({"approved_on": None}, DUE, "cannot_tell", 0),
    ({"approved_on": None, "found_on": DUE}, DUE, "published", 0),
])  # fmt: skip
def test_every_state_has_its_reason(known: dict[str, object], today: date, state: str, late: int) -> None:
    found, _, days = standing_of(duty(**known), RULES, today)
    assert (found.value, days) == (state, late)


def test_what_was_published_and_taken_away_is_withdrawn() -> None:
    assert standing_of(duty(found_on=DUE), RULES, DUE, withdrawn=True)[0] == "withdrawn"


def test_a_duty_that_stood_sixty_days_becomes_critical_under_the_same_values() -> None:
    long, longer = DUE + 63 * DAY, DUE + 64 * DAY
    checked = duty(last_checked_at=SEEN + 60 * DAY)
    (before,), (after,) = (judge_deadline(checked, day, RULES).findings for day in (long, longer))
    assert (before.severity, after.severity) == (Severity.HIGH, Severity.CRITICAL)
    assert before.values == after.values
    assert "C1" in after.message


def test_the_last_ten_days_are_told_and_then_it_is_over() -> None:
    outcomes = [judge_nearing(duty(), DUE + n * DAY, RULES).outcome.value for n in (-11, -10, 0, 1)]
    assert outcomes == ["ok", "violated", "violated", "ok"]
    assert judge_nearing(duty(found_on=DUE), DUE - DAY, RULES).outcome == "ok"


def test_later_than_the_others_is_told_only_where_nearly_all_others_were_there() -> None:
    peers = [DUE - n * DAY for n in reversed(range(10))]
    judged = [judge_against_peers(BODY, DUE + n * DAY, peers, 10, RULES).outcome.value for n in (10, 20)]
    assert judged == ["ok", "violated"]
    assert judge_against_peers(BODY, DUE + 20 * DAY, peers[:5], 10, RULES).outcome == "not_applicable"


@pytest.mark.parametrize(("known", "said"), [
    ({"published_on": APPROVED - DAY}, "早于批准日"),
    ({"address_on": DUE + 9 * DAY}, "网址中的日期"),
    ({"first_seen_at": SEEN + 40 * DAY}, "首次在栏目中见到"),
])  # fmt: skip
def test_odd_days_are_told(known: dict[str, object], said: str) -> None:
    plain = {"url": "http://a.example/1", "published_on": DUE, "address_on": DUE, "first_seen_at": SEEN - 15 * DAY,
             "watched": True, "approved_on": APPROVED}  # fmt: skip
    assert judge_dating(BODY, Dating(**plain), RULES).outcome == "ok"  # type: ignore[arg-type]
    (finding,) = judge_dating(BODY, Dating(**(plain | known)), RULES).findings  # type: ignore[arg-type]
    assert said in finding.message


def test_units_that_did_not_publish_are_named_after_a_month() -> None:
    assert judge_family(BODY, DUE, ["水库管理站"], DUE + 30 * DAY, RULES).outcome == "ok"
    assert "水库管理站" in judge_family(BODY, DUE, ["水库管理站"], DUE + 31 * DAY, RULES).findings[0].message


def test_a_calendar_names_the_same_duty_by_the_same_mark_each_time() -> None:
    deadline = Deadline(district="澄湖区", kind=Kind.FINAL_ACCOUNTS, fiscal_year=2024, approved_on=APPROVED)
    one, other = (calendar([deadline], RULES, SEEN + n * DAY).decode().split("\r\n") for n in (0, 1))
    marks = [[line for line in lines if line.startswith("UID:")] for lines in (one, other)]
    assert marks[0] == marks[1]
    assert "DTSTART;VALUE=DATE:20251104" in one


def test_what_changed_in_a_configuration_is_said_without_secrets() -> None:
    one, two = (Source(district="澄湖区", url=f"http://www.chenghu.gov.cn/{name}/") for name in ("js", "ys"))
    recipient = {"name": "预工委", "url": "wecombot://secret"}
    before = Settings(sources=(one,), recipients=[recipient])  # type: ignore[arg-type]
    after = Settings(
        sources=(two,), recipients=[recipient | {"url": "wecombot://other"}], schedule={"check_minutes": 30}
    )  # type: ignore[arg-type]
    told = "；".join(changes(before, after))
    for part in (f"新增来源 {two.url}", f"停用来源 {one.url}", "预工委 的设置有改动", "check_minutes"):
        assert part in told
    assert "secret" not in told
    assert "other" not in told
    assert changes(before, before) == []
    assert needs_a_start(before, Settings(service={"data": "elsewhere"}))  # type: ignore[arg-type]


def test_the_kind_of_a_column_is_said_only_where_all_its_reports_agree() -> None:
    assert kind_of(["甲局2024年度部门决算", "乙局2024年度决算公开"]) == Kind.FINAL_ACCOUNTS
    assert kind_of(["甲局2024年度部门决算", "乙局2025年部门预算"]) is None
    assert kind_of([]) is None
