"""What keeps a notice back: silences by rule and place, a missing report, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.lifecycle import raised
from alerts.model import Alert, AlertState, Severity, Silence
from alerts.muting import inhibited_by, matches, silenced_by
from parsers.model import Kind
from tests.desk import BODY, FINDING, NOON


def alert(rule: str = "G2", state: AlertState = AlertState.OPEN) -> Alert:
    made = raised(None, replace(FINDING, rule=rule), BODY, NOON, False, "", "").alert
    return replace(made, state=state)


def silence(**keys: object) -> Silence:
    kept = {"created_at": NOON, "until": NOON + timedelta(hours=1), "author": "王", "reason": "检查"} | keys
    return Silence(**kept)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("keys", "meant"),
    [
        ({"rule": "G2"}, True),
        ({"rule": "G*"}, True),
        ({"rule": "E*"}, False),
        ({"department": "水务局"}, True),
        ({"department": "档案馆"}, False),
        ({"district": "澄湖区", "rule": "G2"}, True),
        ({"district": "青崖区", "rule": "G2"}, False),
        ({"alert_id": alert().id}, True),
        ({"alert_id": alert("G3").id}, False),
        ({"max_severity": Severity.HIGH}, True),
        ({"max_severity": Severity.CRITICAL}, True),
        ({"max_severity": Severity.MEDIUM}, False),
        ({"kind": Kind.FINAL_ACCOUNTS, "fiscal_year": 2024}, True),
        ({"kind": Kind.BUDGET}, False),
        ({"fiscal_year": 2023}, False),
        ({"fiscal_year": 2024, "rule": "E*"}, False),
    ],
)
def test_a_silence_means_what_all_its_matchers_mean(keys: dict[str, object], meant: bool) -> None:
    assert matches(silence(**keys), alert()) is meant


def test_a_silence_holds_from_when_it_was_said_to_its_end_unless_ended() -> None:
    kept = silence(rule="G2")
    assert silenced_by(alert(), [kept], NOON) == kept
    assert silenced_by(alert(), [kept], NOON - timedelta(hours=1)) == kept, "the clock was set back"
    assert silenced_by(alert(), [kept], kept.until) is None
    assert silenced_by(alert(), [replace(kept, ended_at=NOON)], NOON) is None


@pytest.mark.parametrize(
    ("rule", "missing", "state", "inhibited"),
    [
        ("G2", "T1", AlertState.OPEN, True),
        ("A42", "C1", AlertState.ACKNOWLEDGED, True),
        ("G2", "T1", AlertState.SETTLED, False),
        ("G2", "T1", AlertState.DISMISSED, False),
        ("G2", "C2", AlertState.OPEN, False),
        ("C2", "T1", AlertState.OPEN, False),
        ("T5", "T1", AlertState.OPEN, False),
    ],
)
def test_a_missing_report_keeps_value_rules_back_while_it_stands(
    rule: str, missing: str, state: AlertState, inhibited: bool
) -> None:
    assert (inhibited_by(alert(rule), [alert(missing, state)]) is not None) is inhibited
