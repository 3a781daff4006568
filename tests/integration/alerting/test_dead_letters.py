"""What can not be delivered is announced elsewhere, once, and can be sent again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from alerts.model import AlertState
from storage import Database
from tests.desk import ALONE, FINDING, MEDIUM, department, office, recipient, texts
from tests.receivers import HttpReceiver, Reply, http_receiver
from watcher.steps.deliver import deliver_due


def test_a_dead_letter_is_announced_on_another_channel_once(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with http_receiver() as broken:
        broken.always = Reply(status=404)
        people = recipient(broken, "坏地址"), recipient(receiver, "值班", rules=["C2"])
        with office(database, tmp_path, *people) as here:
            (one,) = here.find(FINDING)
            two = [here.find(MEDIUM, body=department(name))[0] for name in ("档案馆", "统计局")]
            for _ in range(3):
                here.deliver()
                here.clock.move(hours=1)
            (said,) = texts(receiver)
            assert "1条通知未能送达“坏地址”" in said
            assert all(alert.id in said for alert in (one, *two))
            assert "404" in said
            assert broken.address not in said
            assert here.states() == ["dead"] * 3


def test_dead_letters_live_again_on_demand_and_arrive(database: Database, tmp_path: Path) -> None:
    with http_receiver() as receiver:
        receiver.always = Reply(status=404)
        with office(database, tmp_path, recipient(receiver)) as here:
            here.find(FINDING)
            for name in ("档案馆", "统计局"):
                here.find(MEDIUM, body=department(name))
            here.deliver()
            assert here.states() == ["dead"] * 3
            receiver.always = Reply()
            with database.transaction() as unit:
                assert unit.deliveries.revive(here.clock(), 999) == 0
                assert unit.deliveries.revive(here.clock()) == 1, "a letter counts as one"
            here.deliver()
            assert here.states() == ["delivered"] * 3
            assert len(set(texts(receiver))) == 1


def test_the_announcement_of_a_dead_letter_is_not_announced_in_turn(database: Database, tmp_path: Path) -> None:
    with http_receiver() as broken, http_receiver() as broken_too:
        broken.always = broken_too.always = Reply(status=404)
        with office(database, tmp_path, recipient(broken, "甲"), recipient(broken_too, "乙", rules=["C2"])) as here:
            here.find(FINDING)
            for _ in range(3):
                here.deliver()
                here.clock.move(hours=1)
            assert (len(broken.received), len(broken_too.received)) == (1, 1)


def test_an_alert_that_changes_while_its_notice_is_on_its_way_is_told_as_it_is_now(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver), alerting=ALONE) as here:
        (alert,) = here.find(FINDING)
        with database.transaction() as unit:
            (claimed,) = unit.deliveries.claim_due(here.clock(), timedelta(minutes=2), 1)
        here.find(rules=("G2",))
        assert here.alert(alert.id).state == AlertState.SETTLED
        assert here.states() == ["sending"]
        here.clock.move(minutes=3)  # the sender had died
        here.deliver()
        assert ["解除" in text for text in texts(receiver)] == [False, True]
        assert claimed.alert_id == alert.id


def test_a_notice_that_may_have_arrived_is_repeated_with_the_same_words_and_marked(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver), alerting=ALONE) as here:
        receiver.plan(Reply(reset=True))
        here.find(replace(FINDING, message="三公经费决算12.30万元，上年8.10万元。"))
        here.deliver()
        here.clock.move(minutes=1)
        here.deliver()
        assert len(texts(receiver)) == 2
        assert len(set(texts(receiver))) == 1
        with database.reading() as unit:
            assert [d.ambiguous for d in unit.deliveries.all()] == [True]


def test_what_came_after_a_notice_that_may_have_arrived_is_told_after_it(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver), alerting=ALONE) as here:
        receiver.plan(Reply(reset=True))
        here.find(FINDING)
        deliver_due(here.context, due_by=here.clock())
        here.find(replace(FINDING, values={"current": "15.30", "prior": "8.10"}))
        here.clock.move(hours=-1)  # somebody sets the clock right
        here.find(rules=("G2",))
        for _ in range(3):
            here.clock.move(hours=2)
            here.deliver()
        assert [text[1:3] for text in texts(receiver)] == ["预警", "预警", "解除"], "never a first word twice over"
        assert here.states() == ["delivered", "delivered"]


def test_what_came_after_a_letter_that_died_is_told(database: Database, receiver: HttpReceiver, tmp_path: Path) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        receiver.always = Reply(status=503)
        for name in ("档案馆", "统计局"):
            here.find(MEDIUM, body=department(name))
        here.deliver()
        here.find(replace(MEDIUM, values={"current": "15.30", "prior": "8.10"}), body=department("档案馆"))
        assert here.states() == ["pending", "pending"], "the letter is out"
        for _ in range(20):
            here.clock.move(hours=7)
            deliver_due(here.context, due_by=here.clock())
        assert here.states()[:2] == ["dead", "dead"]
        receiver.always = Reply()
        receiver.received.clear()
        here.deliver()
        (text,) = texts(receiver)
        assert text.startswith("【预警·黄】澄湖区 档案馆")


def test_a_value_that_comes_back_to_what_was_told_is_no_correction(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        here.find(FINDING)
        here.deliver()
        here.find(replace(FINDING, values={"current": "99.30", "prior": "8.10"}))
        here.find(FINDING)
        here.deliver()
        assert len(texts(receiver)) == 1
        here.find(replace(FINDING, values={"current": "99.30", "prior": "8.10"}))
        here.find(replace(FINDING, values={"current": "15.30", "prior": "8.10"}))
        here.deliver()
        assert "由12.30改为15.30" in texts(receiver)[1], "from what this recipient knows"
