"""A week with much in it at a real receiver: few letters, nothing held for more than a day, nothing lost, and said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import update

from alerts.model import Alert, Finding, Severity, Silence
from alerts.routing import URGENT
from storage import Database
from storage.records import DeliveryRecord
from storage.tables import DELIVERY
from tests.desk import FINDING, MEDIUM, Office, department, ids, office, recipient, texts, told
from tests.integration.storage.starting import connected
from tests.receivers import HttpReceiver, Reply, http_receiver
from watcher.cli.main import main
from watcher.health.state import examined
from watcher.steps import act_on_alert
from watcher.steps.close_letters import close_letters
from watcher.steps.deliver import deliver_due
from watcher.steps.tell import recipients_of
from watcher.waiting import why_it_waits

DAY = timedelta(days=1)
CRITICAL = replace(FINDING, severity=Severity.CRITICAL)


def tick(here: Office) -> None:
    """What the service does every few seconds."""
    close_letters(here.context)
    deliver_due(here.context)


def find(here: Office, number: int, finding: Finding = FINDING) -> Alert:
    (alert,) = here.find(finding, body=department(f"第{number}局"))
    return alert


def hours(here: Office, number: int, each: Callable[[int], object] = lambda _: None) -> None:
    """So many hours pass, with a tick every ten minutes."""
    for hour in range(number):
        each(hour)
        for _ in range(6):
            tick(here)
            here.clock.move(minutes=10)


def notices(here: Office) -> list[DeliveryRecord]:
    with here.context.database.reading() as unit:
        return [one for one in unit.deliveries.all() if one.kind == "notice"]


def letters(here: Office, name: str = "预工委") -> list[datetime]:
    """When this recipient's messages arrived."""
    with here.context.database.reading() as unit:
        found = [one for one in unit.deliveries.all() if one.letter_id is None and one.recipient == name]
    return sorted(one.delivered_at for one in found if one.delivered_at)


def test_a_stormy_fortnight_has_nine_letters_in_any_seven_days_and_all_is_told_within_a_day(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        hours(here, 24 * 14, lambda hour: None if hour % 5 else [find(here, hour), find(here, hour + 1, MEDIUM)])
        hours(here, 30)
        times = letters(here)
        assert len(times) == len(texts(receiver))
        assert max(sum(one <= other < one + 7 * DAY for other in times) for one in times) == 9
        arrived = {alert_id for text in texts(receiver) for alert_id in told(text)}
        assert len(arrived) == 2 * len(range(0, 24 * 14, 5))
        assert set(here.states()) == {"delivered"}
        waits = [(one.delivered_at - one.created_at, one.batch) for one in notices(here) if one.delivered_at]
        tick_later = timedelta(minutes=10)
        assert max(wait for wait, batch in waits if batch == URGENT) <= DAY + tick_later
        assert max(wait for wait, _ in waits) <= 2 * DAY + tick_later
        said = [("即时通知已用完" in text, time) for text, time in zip(texts(receiver), times, strict=True)]
        for (before, at), (_, following) in pairwise(said):
            assert before or following - at >= DAY or following - at <= timedelta(hours=5), "who must wait was told so"


@pytest.mark.parametrize("alone", [True, False])
def test_the_last_letter_to_spare_says_until_when_what_follows_may_wait_and_status_and_explain_know(
    database: Database, receiver: HttpReceiver, tmp_path: Path, alone: bool
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        for number in range(3):
            find(here, number)
            if number == 2 and not alone:
                find(here, 9)
            tick(here)
            here.clock.move(minutes=40)
        assert ["即时通知已用完" in text for text in texts(receiver)] == [False, False, True]
        assert "最迟09-03 13:20送出" in texts(receiver)[-1]
        assert not alone or len(texts(receiver)[-1]) <= 300
        assert texts(receiver)[-1].split()[-1] in ids(texts(receiver)[-1])
        waiting = find(here, 5)
        tick(here)
        assert len(texts(receiver)) == 3
        (queued,) = [one for one in notices(here) if one.alert_id == waiting.id]
        assert queued.state == "pending"
        zone, (officer,) = here.clock().tzinfo, recipients_of(here.context.settings)
        reason = why_it_waits(queued, officer, zone)  # type: ignore[arg-type]
        assert reason == "近七日通知已达上限（letters_per_week），并入下一封，最迟 09-03 04:05"
        with database.reading() as unit:
            health = examined(unit, here.context.settings, here.clock())
        assert (health.put_off, health.put_off_until) == (1, queued.due_at)
        here.clock.now = queued.due_at
        tick(here)
        assert told(texts(receiver)[-1]) == [waiting.id]


def test_the_last_letter_to_spare_waits_only_until_nothing_more_comes_and_why_is_said(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        for number, pause in enumerate((4, 4, 0)):
            find(here, number)
            tick(here)
            here.clock.move(minutes=pause)
        assert len(texts(receiver)) == 2
        here.clock.move(minutes=2)
        find(here, 7, MEDIUM)  # still coming
        here.clock.move(minutes=2)
        tick(here)
        assert len(texts(receiver)) == 2
        waiting, zone = notices(here)[2], here.clock().tzinfo
        reason = why_it_waits(waiting, recipients_of(here.context.settings)[0], zone)  # type: ignore[arg-type]
        assert reason == "与其他待送的归成一封，最迟 09-02 04:13"
        here.clock.move(minutes=1)
        tick(here)
        assert len(told(texts(receiver)[-1])) == 2
        assert set(here.states()) == {"delivered"}


def test_what_is_critical_goes_at_once_and_takes_all_that_waits_with_it(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        hours(here, 6, lambda hour: find(here, hour))
        before = len(texts(receiver))
        waiting = {one.alert_id for one in notices(here) if one.state == "pending"}
        assert waiting
        critical = find(here, 50, CRITICAL)
        tick(here)
        assert len(texts(receiver)) == before + 1
        assert told(texts(receiver)[-1])[0] == critical.id
        assert set(told(texts(receiver)[-1])) == waiting | {critical.id}


def test_each_recipient_may_want_another_number_and_a_program_hears_each_at_once(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    hook = recipient(f"hook+http://{receiver.address}/hook?secret=0123456789abcdef", "台账")
    people = recipient(receiver, "预工委"), recipient(receiver, "值班", letters_per_week=0)
    with office(database, tmp_path, *people, hook) as here:
        hours(here, 12, lambda hour: find(here, hour))
        assert len(letters(here, "预工委")) == 3
        assert len(letters(here, "值班")) == 12
        assert len(letters(here, "台账")) == 12


def test_a_restart_and_a_clock_that_is_set_back_hold_nothing_for_more_than_a_day(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        here.clock.now = datetime(2027, 1, 1, 4, tzinfo=UTC)  # a wrong clock
        hours(here, 6, lambda hour: [find(here, hour), find(here, 90 + hour, MEDIUM)])
        assert any(one.state == "pending" for one in notices(here))
    with office(database, tmp_path, recipient(receiver)) as here:
        here.clock.now = datetime(2025, 9, 2, 4, tzinfo=UTC)
        find(here, 70)
        hours(here, 24)
        assert set(here.states()) == {"delivered"}


def test_a_notice_of_an_older_shape_that_still_waits_for_its_batch_goes_with_the_next_letter(
    database: Database, database_url: str, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        find(here, 1, MEDIUM)
        with database.transaction() as unit:
            (queued,) = unit.letters.waiting("预工委", ["ordinary"])
            unit.letters.send_alone(queued.id, here.clock())
        old = [find(here, number, MEDIUM) for number in (2, 3)]
        with connected(database_url) as connection:
            older = {"batch": "澄湖区｜2024｜final_accounts"}
            connection.execute(update(DELIVERY).where(DELIVERY.c.batch == "ordinary").values(older))
        tick(here)
        assert [told(text) for text in texts(receiver)] == [ids(texts(receiver)[0])[-1:]], "what was on its way alone"
        here.clock.move(minutes=3)
        tick(here)
        assert set(told(texts(receiver)[-1])) == {one.id for one in old}


def test_news_of_dead_letters_keep_to_the_number_of_letters_too(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with http_receiver() as broken:
        broken.always = Reply(status=404)
        people = recipient(broken, "坏地址", letters_per_week=0), recipient(receiver, "值班", rules=["C2"])
        with office(database, tmp_path, *people) as here:
            hours(here, 24 * 7, lambda hour: None if hour % 3 else find(here, hour))
            assert 7 <= len(letters(here, "值班")) <= 9
            hours(here, 24)
            said = "".join(texts(receiver))
            assert all(one.alert_id in said for one in notices(here)), "each is announced"


def test_a_silence_keeps_a_letter_back_that_has_not_arrived_and_says_nothing_else(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        receiver.plan(Reply(reset=True), Reply(reset=True))
        one, other = find(here, 1), find(here, 2)
        tick(here)
        here.clock.move(hours=1)
        hush = Silence(
            created_at=here.clock(),
            until=here.clock() + timedelta(hours=2),
            author="王",
            reason="检查",
            alert_id=one.id,
        )
        act_on_alert.silence(here.context, hush)
        tick(here)
        assert len(texts(receiver)) == 2, "the other one is told: the same words, for they may have arrived"
        act_on_alert.silence(here.context, replace(hush, alert_id=other.id))
        here.clock.move(hours=1)
        tick(here)
        assert len(texts(receiver)) == 2
        here.clock.move(hours=1)
        tick(here)
        assert len(set(texts(receiver))) == 1
        assert len(texts(receiver)) == 3
        assert here.states() == ["delivered"] * 2


def test_what_failed_before_the_quiet_hours_is_not_tried_again_in_them_unless_it_is_critical(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver, quiet_hours="22:00-07:00")) as here:
        here.clock.now = datetime(2025, 9, 2, 13, 59, tzinfo=UTC)  # 21:59 in China
        receiver.always = Reply(status=503)
        find(here, 1)
        tick(here)
        assert len(receiver.received) == 1
        receiver.always = Reply()
        hours(here, 8)
        assert len(receiver.received) == 1
        assert here.states() == ["pending"]
        critical = find(here, 2, CRITICAL)
        tick(here)
        assert told(texts(receiver)[-1]) == [critical.id]
        hours(here, 2)
        assert here.states() == ["delivered"] * 2


def test_what_waits_for_the_night_to_end_and_becomes_critical_does_not_wait(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver, quiet_hours="22:00-07:00")) as here:
        here.clock.now = datetime(2025, 9, 2, 13, 59, tzinfo=UTC)
        receiver.plan(Reply(status=503))
        find(here, 1)
        find(here, 2)
        tick(here)
        here.clock.move(hours=1)
        tick(here)
        assert len(receiver.received) == 1
        graver = find(here, 1, replace(CRITICAL, values={"current": "99.00", "prior": "8.10"}))
        for _ in range(3):
            tick(here)
            here.clock.move(minutes=1)
        assert len(receiver.received) == 3
        assert "【升级·红】" in texts(receiver)[-1]
        assert told(texts(receiver)[-1]) == [graver.id]


def test_a_pass_sends_what_waits_whatever_has_gone_before(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        for number in range(12):
            find(here, number, FINDING if number % 2 else MEDIUM)
            here.deliver()
            assert here.states()[-1] == "delivered"
        assert not any("即时通知已用完" in text for text in texts(receiver))
        with database.reading() as unit:
            assert unit.letters.put_off_until(URGENT, here.clock()) == (0, None)


def test_what_a_short_message_only_counts_and_why_something_waits_is_told_by_commands(
    database: Database, database_url: str, receiver: HttpReceiver, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from alerts.notify.services import table

    monkeypatch.setitem(table("limits"), "json", {"characters": 640})
    config = tmp_path / "config.toml"
    address = f"json://{receiver.address}/notices"
    config.write_text(
        f'[service]\ndata = "data"\ndatabase = "{database_url}"\n[[recipients]]\nname = "预工委"\nurl = "{address}"\n',
        encoding="utf-8",
    )
    with office(database, tmp_path, recipient(receiver)) as here:
        found = [find(here, number) for number in range(12)]
        for number in range(2):
            tick(here)
            here.clock.move(minutes=40)
            find(here, 20 + number)
        tick(here)
        waiting = find(here, 40)
        tick(here)
        named = told(texts(receiver)[0])
    assert len(named) < 12
    hint = next(line for line in texts(receiver)[0].splitlines() if line.startswith("另有橙"))
    _, _, command = hint.partition("watcher ")
    assert main([*command.split()[:3], "-c", str(config)]) == 0
    shown = capsys.readouterr().out
    assert all(f"本提示仅为线索，请核对原文 {one.id}" in shown for one in found), "each in full"
    assert main(["deliveries", "--letter", "A-0000000", "-c", str(config)]) == 1
    assert main(["explain", waiting.id, "-c", str(config)]) == 0
    assert (
        "待送通知：预工委，近七日通知已达上限（letters_per_week），并入下一封，最迟 09-03 " in capsys.readouterr().out
    )
    assert main(["deliveries", "--state", "pending", "-c", str(config)]) == 0
    assert f"{waiting.id} 试 0 次（近七日通知已达上限" in capsys.readouterr().out
