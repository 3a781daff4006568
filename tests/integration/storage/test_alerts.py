"""Findings with a life, and a history that nobody can rewrite."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from alerts.model import AlertState, Reason, Severity, Told
from storage import Database
from storage.errors import Conflict
from tests.integration.storage.made import ALERT, BODY, FINDING, MINUTE, NOW, delivery


def test_an_alert_comes_back_whole_by_id_and_by_fingerprint(database: Database) -> None:
    alert = replace(ALERT, previous=FINDING, revision=2, document_sha256="d" * 64, hold_until=NOW)
    with database.transaction() as unit:
        unit.alerts.save(alert, None)
    with database.reading() as unit:
        assert unit.alerts.get(alert.id) == unit.alerts.by_fingerprint(alert.fingerprint) == alert
        assert unit.alerts.get("A-nobody") is None
        assert unit.alerts.by_fingerprint("0" * 64) is None


def test_saving_an_alert_again_changes_it_and_keeps_its_report(database: Database) -> None:
    acknowledged = replace(ALERT, state=AlertState.ACKNOWLEDGED, updated_at=NOW + MINUTE)
    with database.transaction() as unit:
        report = unit.reports.add(BODY, NOW)
        unit.alerts.save(ALERT, report.id)
        unit.alerts.save(acknowledged, None)
        assert unit.alerts.of_report(report.id) == [acknowledged]
        assert unit.alerts.report_id(ALERT.id) == report.id
        assert unit.alerts.all(AlertState.OPEN) == []
        assert unit.alerts.all("acknowledged") == unit.alerts.all() == [acknowledged]


def test_two_alerts_never_share_a_fingerprint(database: Database) -> None:
    with database.transaction() as unit:
        unit.alerts.save(ALERT, None)
    with pytest.raises(Conflict, match="fingerprint"), database.transaction() as unit:
        unit.alerts.save(replace(ALERT, id="A-OTHER"), None)


def test_history_is_kept_in_the_order_it_happened(database: Database) -> None:
    with database.transaction() as unit:
        unit.alerts.save(ALERT, None)
        unit.alerts.add_event(ALERT.id, NOW, "service", "raised", None, AlertState.OPEN, "", FINDING)
        unit.alerts.add_event(ALERT.id, NOW, "周某", "ack", AlertState.OPEN, AlertState.ACKNOWLEDGED, "已函询", None)
        raised, acknowledged = unit.alerts.events(ALERT.id)
    assert (raised.from_state, raised.to_state, raised.finding) == (None, AlertState.OPEN, FINDING)
    assert (acknowledged.actor, acknowledged.reason, acknowledged.finding) == ("周某", "已函询", None)


@pytest.mark.parametrize("statement", ["UPDATE alert_event SET actor = 'nobody'", "DELETE FROM alert_event"])
def test_the_database_refuses_to_rewrite_history(database: Database, database_url: str, statement: str) -> None:
    with database.transaction() as unit:
        unit.alerts.save(ALERT, None)
        unit.alerts.add_event(ALERT.id, NOW, "service", "raised", None, AlertState.OPEN, "", FINDING)
    engine = create_engine(database_url)
    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    with database.reading() as unit:
        assert [event.actor for event in unit.alerts.events(ALERT.id)] == ["service"]


def test_told_is_the_newest_notice_that_arrived_not_one_under_way(database: Database) -> None:
    with database.transaction() as unit:
        assert unit.alerts.told(ALERT.id, "财政监督科") is None
        first = delivery(unit)
        assert unit.alerts.told(ALERT.id, "财政监督科") is None
        unit.deliveries.delivered(first.id, NOW)
        later = delivery(unit, "later", reason=Reason.WORSENED, alert_revision=2, severity=Severity.CRITICAL)
        unit.deliveries.delivered(later.id, NOW + MINUTE)
        delivery(unit, "under way", reason=Reason.SETTLED, alert_revision=3)
        assert unit.alerts.told(ALERT.id, "财政监督科") == Told(
            revision=2, severity=Severity.CRITICAL, reason=Reason.WORSENED, at=NOW + MINUTE
        )
        assert unit.alerts.told(ALERT.id, "别人") is None


def test_an_open_alert_is_held_until_its_second_look_and_until_somebody_is_told(database: Database) -> None:
    held = replace(ALERT, hold_until=NOW)
    with database.transaction() as unit:
        unit.alerts.save(held, None)
        assert unit.alerts.held(NOW - MINUTE) == []
        assert unit.alerts.held(NOW) == [held]
        unit.alerts.save(replace(held, state=AlertState.SETTLED), None)
        assert unit.alerts.held(NOW) == []
        delivery(unit)
        unit.alerts.save(held, None)
        assert unit.alerts.held(NOW) == []
