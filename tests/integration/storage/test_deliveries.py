"""The outbox of notices: nothing lost, nothing sent twice without saying so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import Database
from tests.integration.storage.made import DELIVERY, MINUTE, NOW, delivery


def test_the_same_notice_is_queued_once_even_after_it_arrived(database: Database) -> None:
    with database.transaction() as unit:
        queued = delivery(unit)
        assert queued == replace(DELIVERY, id=queued.id)
        assert not unit.deliveries.add(replace(DELIVERY, text="another wording"))
        unit.deliveries.claim_due(NOW, MINUTE, 1)
        unit.deliveries.delivered(queued.id, NOW)
        assert not unit.deliveries.add(DELIVERY)
        assert [d.text for d in unit.deliveries.all()] == [DELIVERY.text]


def test_due_notices_are_claimed_once_the_oldest_first(database: Database) -> None:
    with database.transaction() as unit:
        for number in (2, 0, 1, -1):
            delivery(unit, f"k{number}", due_at=NOW - number * MINUTE)
        claimed = unit.deliveries.claim_due(NOW, MINUTE, 2)
        assert [(d.key, d.state, d.attempts, d.ambiguous) for d in claimed] == [
            ("k2", "sending", 1, False),
            ("k1", "sending", 1, False),
        ]
        assert [d.key for d in unit.deliveries.claim_due(NOW, MINUTE, 9)] == ["k0"]
        assert unit.deliveries.claim_due(NOW, MINUTE, 9) == []
        assert unit.deliveries.next_due() == NOW + MINUTE


def test_a_notice_whose_sender_died_is_sent_again_and_marked(database: Database) -> None:
    with database.transaction() as unit:
        delivery(unit)
        unit.deliveries.claim_due(NOW, MINUTE, 1)
        assert unit.deliveries.claim_due(NOW + MINUTE / 2, MINUTE, 1) == []
        again = unit.deliveries.claim_due(NOW + MINUTE, MINUTE, 1)
        assert [(d.attempts, d.ambiguous) for d in again] == [(2, True)]
        unit.deliveries.delivered(again[0].id, NOW + MINUTE)
        assert unit.deliveries.of_alert(DELIVERY.alert_id)[0].ambiguous


def test_a_failed_notice_waits_for_its_time_and_says_why(database: Database) -> None:
    with database.transaction() as unit:
        queued = delivery(unit)
        unit.deliveries.claim_due(NOW, MINUTE, 1)
        unit.deliveries.failed(queued.id, "500", NOW + MINUTE, ambiguous=True)
        waiting = unit.deliveries.all("pending")[0]
        assert (waiting.last_error, waiting.lease_until, waiting.ambiguous) == ("500", None, True)
        assert unit.deliveries.claim_due(NOW, MINUTE, 1) == []
        assert unit.deliveries.next_due() == NOW + MINUTE
        assert unit.deliveries.claim_due(NOW + MINUTE, MINUTE, 1)[0].attempts == 2


def test_a_dead_letter_stays_and_is_never_claimed(database: Database) -> None:
    with database.transaction() as unit:
        queued = delivery(unit)
        unit.deliveries.claim_due(NOW, MINUTE, 1)
        unit.deliveries.failed(queued.id, "bad token", None)
        assert unit.deliveries.claim_due(NOW + 999 * MINUTE, MINUTE, 1) == []
        assert unit.deliveries.counts() == {"dead": 1}
        assert unit.deliveries.next_due() is None


def test_a_slow_senders_failure_does_not_undo_what_its_successor_delivered(database: Database) -> None:
    with database.transaction() as unit:
        queued = delivery(unit)
        unit.deliveries.claim_due(NOW, MINUTE, 1)
        unit.deliveries.claim_due(NOW + MINUTE, MINUTE, 1)
        unit.deliveries.delivered(queued.id, NOW + MINUTE)
        unit.deliveries.failed(queued.id, "timeout", NOW + 2 * MINUTE)
        unit.deliveries.delivered(queued.id, NOW + 3 * MINUTE)
        after = unit.deliveries.all()[0]
        assert (after.state, after.delivered_at, after.last_error) == ("delivered", NOW + MINUTE, None)


def test_a_process_that_is_alone_queues_again_what_was_being_sent(database: Database) -> None:
    with database.transaction() as unit:
        delivery(unit)
        unit.deliveries.claim_due(NOW, MINUTE, 1)
        unit.deliveries.reclaim(NOW)
        assert [d.ambiguous for d in unit.deliveries.claim_due(NOW, MINUTE, 1)] == [True]


@pytest.mark.parametrize("state", ["suppressed", "delivered", "dead"])
def test_a_notice_that_is_not_to_be_sent_is_kept_and_not_claimed(database: Database, state: str) -> None:
    with database.transaction() as unit:
        delivery(unit, state=state)
        assert unit.deliveries.claim_due(NOW, MINUTE, 1) == []
        assert unit.deliveries.counts() == {state: 1}
