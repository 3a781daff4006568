"""What each recipient would have got: as it would have been sent, for what concerns them, and never for history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alerts.lifecycle import raised
from alerts.model import Alert, AlertState, Body, Finding, Severity, Silence
from alerts.replay import Replayed, Standing
from alerts.settings import load
from parsers.model import Kind, Scope
from watcher.config import RecipientEntry, Settings
from watcher.replay.letters import Letter, Period, letters

NOW = datetime(2025, 11, 5, 4, tzinfo=UTC)  # Wednesday, 12:00 in China
BODY = Body(department="水务局", district="澄湖区", fiscal_year=2024, kind=Kind.BUDGET, scope=Scope.DEPARTMENT)
FOUND = Finding(
    rule="G4", severity=Severity.HIGH, subject="x", topic="三公经费", message="增加3万元。", values={"now": "8"}
)
MEDIUM = replace(FOUND, severity=Severity.MEDIUM)
PERIOD = Period(since=NOW - timedelta(days=90), until=NOW + timedelta(days=30))
RECIPIENTS = (
    RecipientEntry(name="预工委", url="json://127.0.0.1:9/"),
    RecipientEntry(name="周报", url="json://127.0.0.1:9/", digest="weekly", min_severity=Severity.CRITICAL),
    RecipientEntry(name="程序", url="hook+http://127.0.0.1:9/?secret=0123456789abcdef"),
)


def standing(finding: Finding = FOUND, at: datetime = NOW, alert: Alert | None = None, **keys: object) -> Standing:
    return Standing(body=BODY, finding=finding, seen_at=at, alert=alert, **keys)  # type: ignore[arg-type]


def stored(finding: Finding = FOUND, state: AlertState = AlertState.OPEN, body: Body = BODY) -> Alert:
    made = raised(None, finding, body, NOW, historic=False, source_url="", document_sha256="").alert
    return replace(made, state=state, updated_at=NOW + timedelta(days=2))


def written(*found: Standing, alerts: Sequence[Alert] = (), period: Period = PERIOD) -> list[Letter]:
    settings = Settings(recipients=RECIPIENTS)
    return letters(settings, load(), Replayed(standing=found), alerts, period)


def test_a_finding_is_written_when_it_was_seen_to_whom_it_concerns() -> None:
    (letter,) = written(standing())
    assert (letter.recipient, letter.batch, letter.at) == ("预工委", "urgent", NOW)
    assert "增加3万元" in letter.notice.text


def test_what_was_told_already_would_have_been_told_too_with_todays_figures() -> None:
    known = stored(replace(FOUND, message="增加2万元。"), AlertState.ACKNOWLEDGED)
    (letter,) = written(standing(alert=known), alerts=[known])
    assert "增加3万元" in letter.notice.text


def test_a_weekly_recipient_gets_its_digest_at_its_hour() -> None:
    at_once, weekly = written(standing(replace(FOUND, severity=Severity.CRITICAL)))
    assert (at_once.recipient, weekly.recipient, weekly.batch) == ("预工委", "周报", "weekly")
    assert weekly.at == datetime(2025, 11, 10, 0, 30, tzinfo=UTC)
    assert weekly.notice.text.startswith("【周报】11-10")


def test_what_was_published_together_is_one_letter_and_what_came_later_another() -> None:
    subjects = [
        standing(replace(MEDIUM, subject=name), NOW + timedelta(minutes=m))
        for name, m in zip("abc", (0, 1, 9), strict=True)
    ]
    both, later = written(*subjects)
    assert "2条线索" in both.notice.title
    assert (both.at, later.at) == (NOW + timedelta(minutes=3), NOW + timedelta(days=1, minutes=3))


def test_what_stood_there_before_anybody_watched_is_written_to_nobody() -> None:
    historic = stored(state=AlertState.HISTORIC)
    assert written(standing(historic=True)) == []
    assert written(standing(alert=historic), alerts=[historic]) == []


def test_what_is_over_was_told_and_then_settled_and_what_no_report_shows_stays_as_it_was() -> None:
    late = stored(replace(FOUND, rule="T1", message="逾期。"), body=replace(BODY, department="档案馆"))
    said = [letter.notice.text for letter in written(alerts=[stored(state=AlertState.SETTLED), late])]
    assert [("解除" in text.split("｜")[0], "逾期" in text) for text in said] == [(False, True), (True, False)]


@pytest.mark.parametrize("by", ["silence", "missing report", "period"])
def test_what_would_have_been_kept_back_is_not_written(by: str) -> None:
    silence = Silence(rule="G*", created_at=NOW, until=NOW + timedelta(days=1), author="王", reason="检查")
    missing = stored(replace(FOUND, rule="T1", severity=Severity.LOW))
    period = {"silence": replace(PERIOD, silences=[silence]), "period": replace(PERIOD, since=NOW + timedelta(days=1))}
    alerts = [missing] if by == "missing report" else []
    found = written(standing(), alerts=alerts, period=period.get(by, PERIOD))
    assert found == []


def test_letters_are_as_few_as_they_would_have_been_and_the_last_to_spare_says_so() -> None:
    hourly = [standing(replace(FOUND, subject=f"x{hour}"), NOW + timedelta(hours=hour)) for hour in range(30)]
    said = [letter for letter in written(*hourly) if letter.recipient == "预工委"]
    assert [(letter.at - NOW) // timedelta(hours=1) for letter in said] == [0, 1, 2, 24, 48]
    assert ["即时通知已用完" in letter.notice.text for letter in said] == [False, False, True, True, True]
    assert sum(letter.notice.text.count("【预警·橙】") - (letter.notice.text.count("条线索")) for letter in said) == 30
