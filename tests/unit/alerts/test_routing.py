"""Who is told, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from alerts.lifecycle import raised
from alerts.model import Alert, Body, Finding, Reason, Recipient, Severity
from alerts.routing import CRITICAL, ORDINARY, URGENT, batch_of, due_at, route
from parsers.model import Kind, Scope

SHANGHAI = ZoneInfo("Asia/Shanghai")


def alert(severity: Severity = Severity.HIGH, rule: str = "G2") -> Alert:
    body = Body(
        department="重庆市澄湖区水务局", district="澄湖区", fiscal_year=2024, kind=Kind.BUDGET, scope=Scope.DEPARTMENT
    )
    finding = Finding(rule=rule, severity=severity, subject="s", message="m", topic="t")
    return raised(None, finding, body, datetime(2025, 9, 1, tzinfo=UTC), False, "", "").alert


def recipient(**filters: Any) -> Recipient:
    return Recipient(name="预工委", url="json://127.0.0.1/", **filters)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"districts": ("青崖区", "澄湖区")},
        {"districts": ("重庆市澄湖区",)},
        {"departments": ("水务局",)},
        {"departments": ("重庆市澄湖区水务局",)},
        {"rules": ("E1", "G2")},
        {"rules": ("G*",)},
        {"kinds": (Kind.BUDGET,)},
        {"min_severity": Severity.HIGH},
        {"districts": ("澄湖区",), "rules": ("G2",), "kinds": (Kind.BUDGET,), "min_severity": Severity.INFO},
    ],
)
def test_an_alert_reaches_whom_it_concerns(filters: dict[str, Any]) -> None:
    someone = recipient(**filters)
    assert route(alert(), [someone]) == (someone,)


@pytest.mark.parametrize(
    "filters",
    [
        {"districts": ("青崖区",)},
        {"departments": ("档案馆",)},
        {"departments": ("",)},
        {"rules": ("G1", "G")},
        {"kinds": (Kind.FINAL_ACCOUNTS,)},
        {"min_severity": Severity.CRITICAL},
        {"districts": ("澄湖区",), "rules": ("E1",)},
    ],
)
def test_an_alert_passes_by_whom_it_does_not_concern(filters: dict[str, Any]) -> None:
    assert route(alert(), [recipient(**filters)]) == ()


def test_recipients_keep_their_order() -> None:
    first, other, last = recipient(), recipient(rules=("E1",)), recipient(districts=("澄湖区",))
    assert route(alert(), [first, other, last]) == (first, last)


def test_low_findings_reach_only_who_asks_for_them() -> None:
    asking = recipient(min_severity=Severity.LOW)
    assert route(alert(Severity.LOW), [recipient(), asking]) == (asking,)


# 2025-09-01 is a Monday
@pytest.mark.parametrize(
    ("digest", "now", "due"),
    [
        ("immediate", "2025-09-01T23:10:00", "2025-09-01T23:10:00"),
        ("daily", "2025-09-01T08:29:59", "2025-09-01T08:30:00"),
        ("daily", "2025-09-01T08:30:00", "2025-09-01T08:30:00"),
        ("daily", "2025-09-01T08:30:01", "2025-09-02T08:30:00"),
        ("daily", "2025-12-31T22:00:00", "2026-01-01T08:30:00"),
        ("weekly", "2025-09-01T08:00:00", "2025-09-01T08:30:00"),
        ("weekly", "2025-09-01T09:00:00", "2025-09-08T08:30:00"),
        ("weekly", "2025-09-07T23:00:00", "2025-09-08T08:30:00"),
    ],
)
def test_a_notice_is_due_at_the_hour_its_recipient_asked_for(digest: str, now: str, due: str) -> None:
    result = due_at(alert(), recipient(digest=digest), local(now), SHANGHAI)
    assert result == local(due)
    assert result.tzinfo is UTC


@pytest.mark.parametrize("severity", [Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM])
def test_an_immediate_notice_is_never_held_back(severity: Severity) -> None:
    now = local("2025-09-06T03:00:00")
    assert due_at(alert(severity), recipient(), now, SHANGHAI) == now


def test_that_a_high_one_is_over_is_no_alarm_and_waits_with_the_ordinary() -> None:
    now, wait, high = local("2025-09-06T03:00:00"), timedelta(minutes=3), alert(Severity.HIGH)
    assert batch_of(high, recipient(), Reason.FIRST) == URGENT
    assert batch_of(alert(Severity.CRITICAL), recipient()) == CRITICAL
    assert batch_of(high, recipient(), Reason.SETTLED) == batch_of(alert(Severity.MEDIUM), recipient()) == ORDINARY
    assert due_at(high, recipient(), now, SHANGHAI, wait, Reason.SETTLED) == now + wait


def test_the_day_of_a_follow_up_is_told_as_what_is_high_is() -> None:
    medium, now = alert(Severity.MEDIUM), local("2025-09-06T08:30:00")
    assert batch_of(medium, recipient(), Reason.REMINDER) == URGENT
    assert due_at(medium, recipient(), now, SHANGHAI, timedelta(minutes=3), Reason.REMINDER) == now


def test_what_is_below_its_floor_waits_for_the_digest_even_where_notices_are_immediate() -> None:
    now = local("2025-09-06T03:00:00")
    assert due_at(alert(Severity.LOW), recipient(), now, SHANGHAI) == local("2025-09-06T08:30:00")


def test_the_hour_is_local_whatever_zone_the_clock_shows() -> None:
    now = datetime(2025, 9, 1, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
    assert due_at(alert(), recipient(digest="daily"), now, SHANGHAI) == local("2025-09-02T08:30:00")
