"""The outbox of the pipeline."""

from __future__ import annotations

import pytest

from storage import Database, Unit
from tests.integration.storage.made import MINUTE, NOW


def emit(unit: Unit, key: str = "1@found", kind: str = "publication_found", delay: int = 0) -> bool:
    return unit.messages.emit(kind, key, {"publication_id": 1}, NOW + delay * MINUTE, NOW)


def test_a_message_is_emitted_once_while_it_waits_runs_or_is_done(database: Database) -> None:
    with database.transaction() as unit:
        assert emit(unit)
        assert not emit(unit)
        message = unit.messages.claim(NOW, MINUTE)
        assert message is not None
        assert (message.kind, message.payload, message.attempts) == ("publication_found", {"publication_id": 1}, 1)
        assert not emit(unit)
        unit.messages.done(message.id)
        assert not emit(unit)
        assert unit.messages.claim(NOW + 999 * MINUTE, MINUTE) is None
        assert unit.messages.counts() == {"done": 1}


def test_a_dead_message_gets_a_new_life_when_emitted_again(database: Database) -> None:
    with database.transaction() as unit:
        emit(unit)
        first = unit.messages.claim(NOW, MINUTE)
        assert first
        unit.messages.dead(first.id, "too often")
        assert unit.messages.pending() == 0
        assert emit(unit)
        again = unit.messages.claim(NOW, MINUTE)
        assert again
        assert (again.id, again.attempts, again.last_error) == (first.id, 1, None)


def test_messages_emitted_together_are_each_emitted_once_and_the_dead_live_again(database: Database) -> None:
    with database.transaction() as unit:
        emit(unit, "dead@found")
        message = unit.messages.claim(NOW, MINUTE)
        assert message is not None
        unit.messages.dead(message.id, "broken")
        emit(unit, "waiting@found", delay=7)
        payloads = {key: {"publication_id": 2} for key in ("dead@found", "waiting@found", "new@found")}
        unit.messages.emit_all("publication_found", payloads, NOW, NOW)
        taken = unit.messages.claim_some(NOW, MINUTE, {"publication_found": 9})
        assert {(one.key, one.payload["publication_id"], one.attempts) for one in taken} == {
            ("dead@found", 2, 1), ("new@found", 2, 1)
        }  # fmt: skip
        unit.messages.emit_all("publication_found", {}, NOW, NOW)


def test_messages_are_claimed_when_due_the_oldest_first_and_by_kind(database: Database) -> None:
    with database.transaction() as unit:
        emit(unit, "late", delay=5)
        emit(unit, "second")
        emit(unit, "other", kind="report_read", delay=-1)
        emit(unit, "first", delay=-2)
        assert unit.messages.pending() == 4
        assert unit.messages.pending(["report_read"]) == 1
        found = [unit.messages.claim(NOW, MINUTE, kinds=["publication_found"]) for _ in range(3)]
        assert [m.key if m else None for m in found] == ["first", "second", None]
        assert unit.messages.next_due() == NOW - MINUTE
        assert unit.messages.next_due(["publication_found"]) == NOW + MINUTE  # a lease ends before the late one is due
        assert unit.messages.next_due(["nothing"]) is None


def test_a_message_whose_worker_died_is_claimed_again_when_the_lease_ends(database: Database) -> None:
    with database.transaction() as unit:
        emit(unit)
        unit.messages.claim(NOW, MINUTE)
        assert unit.messages.claim(NOW + MINUTE / 2, MINUTE) is None
        again = unit.messages.claim(NOW + MINUTE, MINUTE)
        assert again
        assert again.attempts == 2


def test_a_message_waits_for_its_next_time_and_says_why(database: Database) -> None:
    with database.transaction() as unit:
        emit(unit)
        message = unit.messages.claim(NOW, MINUTE)
        assert message
        unit.messages.retry(message.id, NOW + MINUTE, "timeout")
        assert unit.messages.claim(NOW, MINUTE) is None
        again = unit.messages.claim(NOW + MINUTE, MINUTE)
        assert again
        assert (again.attempts, again.last_error) == (2, "timeout")


def test_a_message_given_back_is_due_again_and_the_attempt_does_not_count(database: Database) -> None:
    with database.transaction() as unit:
        emit(unit)
        message = unit.messages.claim(NOW, MINUTE)
        assert message
        unit.messages.release(message.id)
        again = unit.messages.claim(NOW, MINUTE)
        assert again
        assert again.attempts == 1


@pytest.mark.parametrize("verb", ["retry", "dead", "release"])
def test_a_worker_whose_lease_ran_out_cannot_undo_what_its_successor_finished(database: Database, verb: str) -> None:
    with database.transaction() as unit:
        emit(unit)
        message = unit.messages.claim(NOW, MINUTE)
        assert message
        assert unit.messages.claim(NOW + MINUTE, MINUTE)
        unit.messages.done(message.id)
        arguments = {"retry": (NOW, "late"), "dead": ("late",), "release": ()}[verb]
        getattr(unit.messages, verb)(message.id, *arguments)
        assert unit.messages.counts() == {"done": 1}


def test_a_process_that_is_alone_queues_again_what_was_being_worked_on(database: Database) -> None:
    with database.transaction() as unit:
        emit(unit)
        unit.messages.claim(NOW, MINUTE)
        unit.messages.reclaim(NOW)
        assert unit.messages.claim(NOW, MINUTE)


def test_state_and_its_messages_are_written_together_or_not_at_all(database: Database) -> None:
    def handle(unit: Unit) -> None:
        unit.heartbeats.beat("service", NOW)
        emit(unit)
        raise KeyError("a bug in a handler")

    with pytest.raises(KeyError), database.transaction() as unit:
        handle(unit)
    with database.reading() as unit:
        assert unit.heartbeats.last("service") is None
        assert unit.messages.pending() == 0
