"""Many workers, each with a handle of its own as processes have: no claim is lost, none is given twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

from storage import Database
from tests.integration.storage.made import ALERT, BODY, DELIVERY, NOW, REPORT, delivery, publication, source

WORKERS = 8
ROUNDS = 25
LEASE = timedelta(minutes=1)
Open = Callable[[str], Database]


def _all_at_once(url: str, open_again: Open, work: Callable[[Database, int], list[str]]) -> list[str]:
    """Let every worker work on its own handle; all that they say they did."""
    handles = [open_again(url) for _ in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        return [done for said in pool.map(work, handles, range(WORKERS)) for done in said]


def test_no_change_is_lost_when_workers_read_and_save_the_same_source(
    database: Database, database_url: str, open_again: Open
) -> None:
    with database.transaction() as unit:
        watched = source(unit)

    def count_up(handle: Database, _worker: int) -> list[str]:
        for _ in range(ROUNDS):
            with handle.transaction() as unit:
                found = unit.sources.get(watched.id)
                unit.sources.save(replace(found, items=found.items + 1))
        return []

    _all_at_once(database_url, open_again, count_up)
    with database.reading() as unit:
        assert unit.sources.get(watched.id).items == WORKERS * ROUNDS


def test_threads_that_share_one_handle_lose_no_change_either(database: Database) -> None:
    with database.transaction() as unit:
        watched = source(unit)

    def count_up(_worker: int) -> None:
        for _ in range(ROUNDS):
            with database.transaction() as unit:
                found = unit.sources.get(watched.id)
                unit.sources.save(replace(found, items=found.items + 1))

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(count_up, range(WORKERS)))
    with database.reading() as unit:
        assert unit.sources.get(watched.id).items == WORKERS * ROUNDS


def test_every_message_is_handled_by_exactly_one_worker(
    database: Database, database_url: str, open_again: Open
) -> None:
    with database.transaction() as unit:
        for number in range(100):
            unit.messages.emit("publication_found", str(number), {}, NOW, NOW)

    def handle_all(handle: Database, _worker: int) -> list[str]:
        handled = []
        while True:
            with handle.transaction() as unit:
                message = unit.messages.claim(NOW, LEASE)
            if message is None:
                return handled
            handled.append(message.key)
            with handle.transaction() as unit:
                unit.messages.done(message.id)

    handled = _all_at_once(database_url, open_again, handle_all)
    assert sorted(handled, key=int) == [str(number) for number in range(100)]


def test_every_notice_is_sent_by_exactly_one_worker(database: Database, database_url: str, open_again: Open) -> None:
    with database.transaction() as unit:
        unit.alerts.save(ALERT, None)
        for number in range(100):
            unit.deliveries.add(replace(DELIVERY, key=str(number)))

    def send_all(handle: Database, _worker: int) -> list[str]:
        sent = []
        while True:
            with handle.transaction() as unit:
                claimed = unit.deliveries.claim_due(NOW, LEASE, 3)
            if not claimed:
                return sent
            for one in claimed:
                sent.append(one.key)
                with handle.transaction() as unit:
                    unit.deliveries.delivered(one.id, NOW)

    sent = _all_at_once(database_url, open_again, send_all)
    assert sorted(sent, key=int) == [str(number) for number in range(100)]


def test_a_source_is_claimed_by_exactly_one_worker(database: Database, database_url: str, open_again: Open) -> None:
    with database.transaction() as unit:
        ids = [source(unit, f"http://www.chenghu.example/{number}/").id for number in range(20)]

    def claim_all(handle: Database, _worker: int) -> list[str]:
        claimed = []
        for number in ids:
            with handle.transaction() as unit:
                if unit.sources.claim(number, NOW, LEASE):
                    claimed.append(str(number))
        return claimed

    claimed = Counter(_all_at_once(database_url, open_again, claim_all))
    assert claimed == {str(number): 1 for number in ids}


def test_a_publication_found_by_many_at_once_is_new_to_exactly_one(
    database: Database, database_url: str, open_again: Open
) -> None:
    with database.transaction() as unit:
        ids = [source(unit, f"http://www.chenghu.example/{number}/").id for number in range(WORKERS)]

    def find_all(handle: Database, worker: int) -> list[str]:
        found = []
        for number in range(20):
            with handle.transaction() as unit:
                _, new = unit.publications.find_or_add(
                    ids[worker], "site", f"t{number}", "u", "t", "澄湖区", None, is_history=False, now=NOW
                )
            found += [f"t{number}"] if new else []
        return found

    assert Counter(_all_at_once(database_url, open_again, find_all)) == {f"t{number}": 1 for number in range(20)}
    with database.reading() as unit:
        assert {len(unit.publications.of_source(number)) for number in ids} == {20}


def test_columns_that_list_the_same_publications_in_opposite_order_do_not_block_each_other(
    database: Database, database_url: str, open_again: Open
) -> None:
    with database.transaction() as unit:
        ids = [source(unit, f"http://www.chenghu.example/{number}/").id for number in range(WORKERS)]

    def walk(handle: Database, worker: int) -> list[str]:
        found = []
        for page in range(3):
            numbers = range(page * 20, page * 20 + 20)
            with handle.transaction() as unit:
                for number in numbers if worker % 2 else reversed(numbers):
                    _, new = unit.publications.find_or_add(
                        ids[worker], "site", f"t{number}", "u", "t", "澄湖区", None, is_history=False, now=NOW
                    )
                    found += [f"t{number}"] if new else []
        return found

    assert Counter(_all_at_once(database_url, open_again, walk)) == {f"t{number}": 1 for number in range(60)}


def test_revisions_that_arrive_at_once_get_numbers_without_gap_or_repeat(
    database: Database, database_url: str, open_again: Open
) -> None:
    with database.transaction() as unit:
        stood = publication(unit, source(unit).id)

    def revise(handle: Database, worker: int) -> list[str]:
        for number in range(5):
            with handle.transaction() as unit:
                report = unit.reports.add(BODY, NOW)
                unit.reports.add_revision(
                    report.id, stood.id, REPORT, "c" * 64, f"{worker}{number}", "1", [], is_history=False, now=NOW
                )
        return []

    _all_at_once(database_url, open_again, revise)
    with database.reading() as unit:
        [report] = unit.reports.all()
        assert [r.number for r in unit.reports.revisions(report.id)] == list(range(1, WORKERS * 5 + 1))


def test_the_same_notice_is_queued_by_exactly_one_worker(
    database: Database, database_url: str, open_again: Open
) -> None:
    with database.transaction() as unit:
        delivery(unit)

    def queue_all(handle: Database, _worker: int) -> list[str]:
        queued = []
        for number in range(20):
            with handle.transaction() as unit:
                unit.alerts.save(ALERT, None)
                queued += [str(number)] if unit.deliveries.add(replace(DELIVERY, key=str(number))) else []
        return queued

    assert Counter(_all_at_once(database_url, open_again, queue_all)) == {str(number): 1 for number in range(20)}


def test_an_alert_raised_by_many_at_once_is_one_alert(database: Database, database_url: str, open_again: Open) -> None:
    together = Barrier(WORKERS)

    def raise_all(handle: Database, _worker: int) -> list[str]:
        for number in range(50):
            together.wait(timeout=10)
            with handle.transaction() as unit:
                unit.alerts.save(replace(ALERT, id=f"A-{number}", fingerprint=f"f{number}"), None)
        return []

    _all_at_once(database_url, open_again, raise_all)
    with database.reading() as unit:
        assert len(unit.alerts.all()) == 50


def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    with database.reading() as before:
        assert before.heartbeats.last("service") is None
        with database.transaction() as unit:
            unit.heartbeats.beat("service", NOW)
        assert before.heartbeats.last("service") is None
    with database.reading() as after:
        assert after.heartbeats.last("service") == NOW
