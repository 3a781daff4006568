"""What each recipient would have got: composed as letters are, for what concerns them, and never for history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alerts.lifecycle import raised
from alerts.model import AlertState, Body, Finding, Severity
from alerts.replay import Appearing, Changing, Replayed
from parsers.model import Kind, Scope
from watcher.config import RecipientEntry, Settings
from watcher.replay_letters import letters

NOW = datetime(2025, 11, 1, tzinfo=UTC)
BODY = Body(department="水务局", district="澄湖区", fiscal_year=2024, kind=Kind.BUDGET, scope=Scope.DEPARTMENT)
FOUND = Finding(
    rule="G4", severity=Severity.HIGH, subject="x", topic="三公经费", message="增加 3 万元", values={"now": "8"}
)
SETTINGS = Settings(
    recipients=(
        RecipientEntry(name="预工委", url="json://127.0.0.1:9/"),
        RecipientEntry(name="周报", url="json://127.0.0.1:9/", digest="weekly", min_severity=Severity.CRITICAL),
    )
)


def written(**parts: object) -> list[tuple[str, str | None, str]]:
    found = letters(SETTINGS, Replayed(**parts), NOW)  # type: ignore[arg-type]
    return [(one.recipient, one.batch, one.notice.text) for one in found]


def test_a_finding_that_would_appear_is_written_to_whom_it_concerns() -> None:
    ((recipient, batch, text),) = written(appearing=(Appearing(body=BODY, finding=FOUND),))
    assert (recipient, batch) == ("预工委", None)
    assert "增加 3 万元" in text


def test_a_graver_finding_reaches_the_weekly_recipient_too() -> None:
    grave = Appearing(body=BODY, finding=replace(FOUND, severity=Severity.CRITICAL))
    assert [(r, b) for r, b, _ in written(appearing=(grave,))] == [("预工委", None), ("周报", "weekly")]


def test_what_stood_there_before_anybody_watched_is_written_to_nobody() -> None:
    assert written(appearing=(Appearing(body=BODY, finding=FOUND, historic=True),)) == []


@pytest.mark.parametrize(
    ("state", "count"), [(AlertState.OPEN, 1), (AlertState.HISTORIC, 0), (AlertState.DISMISSED, 0)]
)
def test_a_changed_finding_is_written_only_where_the_alert_is_alive(state: AlertState, count: int) -> None:
    alert = raised(None, FOUND, BODY, NOW, historic=False, source_url="", document_sha256="").alert
    changing = Changing(alert=replace(alert, state=state), finding=replace(FOUND, values={"now": "9"}))
    assert len(written(changing=(changing,))) == count
