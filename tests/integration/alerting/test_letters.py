"""One letter with everything that waits, the gravest first; digests at their hour; quiet hours; what channels take."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from alerts.model import Severity
from storage import Database
from tests.desk import ALONE, BODY, FINDING, MEDIUM, department, ids, office, recipient, texts
from tests.receivers import HttpReceiver, Reply, mail_receiver
from watcher.steps import act_on_alert
from watcher.steps.close_letters import close_letters
from watcher.steps.deliver import deliver_due

LOW = replace(FINDING, severity=Severity.LOW)
CRITICAL = replace(FINDING, severity=Severity.CRITICAL)


def test_a_day_with_many_reports_is_one_letter_that_names_each_alert(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        found = {a.id for number in range(60) for a in here.find(MEDIUM, body=department(f"第{number}局"))}
        (urgent,) = here.find(FINDING, body=department("水务局"))
        here.deliver()
        (letter,) = texts(receiver)
        assert set(ids(letter)) == found | {urgent.id}
        lines = [line for line in letter.splitlines() if re.match(r"\d+\. A-", line)]
        assert len(lines) == 61
        assert ids(lines[0]) == [urgent.id], "what is grave goes first"
        assert letter.split()[-1] == ids(lines[-1])[0]
        assert here.states() == ["delivered"] * 61
        here.deliver()
        assert len(texts(receiver)) == 1


def test_a_group_of_the_service_waits_for_its_like_and_one_alone_is_an_ordinary_notice(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        (alert,) = here.find(MEDIUM)
        for _ in range(2):
            close_letters(here.context)
            deliver_due(here.context)
            assert texts(receiver) == []
            here.clock.move(minutes=2)
        close_letters(here.context)
        deliver_due(here.context)
        (text,) = texts(receiver)
        assert text.startswith("【预警·黄】澄湖区 水务局")
        assert ids(text) == [alert.id]


def test_after_a_letter_what_follows_gathers_for_a_day_and_goes_with_what_is_grave(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        for hour in range(60):
            here.find(MEDIUM, body=department(f"第{hour}局"))
            here.clock.move(minutes=4)
            close_letters(here.context)
            deliver_due(here.context)
            here.clock.move(minutes=56)
        with database.reading() as unit:
            overdue = [due for _, _, due in unit.letters.open_batches() if due < here.clock.now]
        assert not overdue, "what gathers is not late"
        assert [len(set(ids(text))) for text in texts(receiver)] == [1, 24, 24]
        (grave,) = here.find(FINDING, body=department("水务局"))
        close_letters(here.context)
        deliver_due(here.context)
        letter = texts(receiver)[-1]
        assert ids(letter)[0] == grave.id
        assert len(set(ids(letter))) == 12, "with all that has gathered meanwhile"


def test_batches_of_other_years_are_sections_of_one_letter(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        for name in ("水务局", "档案馆"):
            here.find(MEDIUM, body=department(name))
            here.find(MEDIUM, body=replace(department(name), fiscal_year=2023))
        here.deliver()
        (letter,) = texts(receiver)
        assert len(set(ids(letter))) == 4
        headings = [line for line in letter.splitlines() if line.endswith("条）")]
        assert headings == ["澄湖区 2024年度部门决算（2条）", "澄湖区 2023年度部门决算（2条）"]


def test_a_letter_that_fails_is_repeated_with_the_same_words_and_tells_nothing_twice(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        receiver.plan(Reply(status=503), Reply(status=503))
        here.find(MEDIUM, body=department("水务局"))
        here.find(MEDIUM, body=department("档案馆"))
        here.deliver()
        here.find(MEDIUM, body=department("统计局"))
        for _ in range(3):
            here.clock.move(minutes=5)
            here.deliver()
        assert here.states() == ["delivered"] * 3
        *repeats, last = dict.fromkeys(texts(receiver))
        assert len(repeats) == 1
        assert len(set(ids(repeats[0]))) == 2
        assert len(ids(last)) == 1


def test_what_is_settled_before_the_letter_is_written_is_not_in_it(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver, digest="daily")) as here:
        (gone,) = here.find(MEDIUM)
        (stays,) = here.find(MEDIUM, body=department("档案馆"))
        here.find(rules=("G2",))
        here.clock.move(days=1)
        here.deliver()
        (letter,) = texts(receiver)
        assert gone.id not in letter
        assert stays.id in letter


def test_digests_come_at_their_hour_and_never_twice(database: Database, receiver: HttpReceiver, tmp_path: Path) -> None:
    daily, weekly = recipient(receiver, "日报", digest="daily"), recipient(receiver, "周报", digest="weekly")
    with office(database, tmp_path, daily, weekly) as here:
        (alert,) = here.find(CRITICAL)
        times = []
        for _ in range(24 * 9):
            before = len(receiver.received)
            here.deliver()
            times += [here.clock()] * (len(receiver.received) - before)
            here.clock.move(hours=1)
        assert [f"{time:%d %H}" for time in times] == ["03 01", "08 01"], "08:30 in China, the next day and on Monday"
        assert all(alert.id in text for text in texts(receiver))
        assert texts(receiver)[0].startswith("【日报】")
        assert texts(receiver)[1].startswith("【周报】")


def test_a_digest_has_a_part_for_everything_that_needs_an_eye(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    deadlines = [{"district": "澄湖区", "kind": "final_accounts", "fiscal_year": 2024, "approved_on": "2025-08-02"}]
    with office(database, tmp_path, recipient(receiver, digest="weekly"), deadlines=deadlines) as here:
        here.find(replace(FINDING, values={"now": "12.30", "before": "8.10"}), body=department("水务局"))
        (settled,) = here.find(FINDING, body=department("档案馆"))
        here.clock.now = datetime(2025, 9, 8, 1, 0, tzinfo=UTC)
        here.deliver()
        here.find(body=department("档案馆"), rules=("G2",))
        much = replace(FINDING, values={"change": "-90.50", "percent": "3.1"})
        (new,) = here.find(much, body=department("统计局"))
        with database.transaction() as unit:
            source = unit.sources.ensure("http://a.example/js/", "澄湖区", None, None, here.clock())
            unit.sources.save(replace(source, last_error="HTTP 503", consecutive_failures=3))
        here.clock.move(days=7)
        here.deliver()
        letter = texts(receiver)[-1]
        for part in (
            "新增与变化（1 条）",
            "已解除（1 条）",
            "仍待处理（1 条）",
            "未能检查的来源",
            "公开进度",
            "红橙黄蓝",
            "本期核实",
            "消除 1",
            "金额最大",
        ):
            assert part in letter
        assert "HTTP 503" in letter
        first, second = re.findall(r"^· (\d\. .*万元) (A-\w+) ", letter, re.MULTILINE)
        assert first == ("1. 90.5万元", new.id), "the largest amount first, whatever the percent"
        assert second[0] == "2. 4.2万元"
        assert new.id in letter
        assert letter.split()[-1] == settled.id
        assert "下周到期" in texts(receiver)[0]
        assert "2025-09-11 澄湖区 2024年度部门决算" in texts(receiver)[0]


def test_low_findings_of_an_immediate_recipient_wait_for_the_daily_letter(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver, min_severity="low")) as here:
        (low,) = here.find(LOW)
        here.deliver()
        assert texts(receiver) == []
        here.clock.move(days=1)
        here.deliver()
        (letter,) = texts(receiver)
        assert letter.startswith("【日报】")
        assert low.id in letter


def test_in_quiet_hours_only_what_is_critical_gets_through(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver, quiet_hours="22:00-07:00")) as here:
        here.clock.now = datetime(2025, 9, 2, 15, 0, tzinfo=UTC)  # 23:00 in China
        here.find(FINDING)
        here.find(MEDIUM, body=department("档案馆"))
        (critical,) = here.find(CRITICAL, body=department("统计局"))
        here.deliver()
        assert [ids(text) for text in texts(receiver)] == [[critical.id]]
        here.clock.move(hours=8)  # 07:00
        here.deliver()
        assert here.states() == ["delivered"] * 3


def test_a_channel_gets_no_more_than_it_takes_and_nothing_is_lost(
    database: Database, receiver: HttpReceiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alerts.notify.services import table

    monkeypatch.setitem(table("limits"), "json", {"characters": 900, "per_minute": 6})
    with office(database, tmp_path, recipient(receiver), alerting=ALONE) as here:
        for number in range(20):
            here.find(FINDING, body=department(f"第{number}局"))
        sent: list[datetime] = []
        for _ in range(300):
            before = len(receiver.received)
            deliver_due(here.context)
            sent += [here.clock()] * (len(receiver.received) - before)
            here.clock.move(seconds=1)
        assert len(sent) == 20
        assert max(sum(a <= b < a + timedelta(minutes=1) for b in sent) for a in sent) <= 6
        assert here.states() == ["delivered"] * 20
        with database.reading() as unit:
            assert {d.attempts for d in unit.deliveries.all()} == {1}


def test_a_channel_that_takes_little_gets_one_message_with_the_gravest_and_how_many_more(
    database: Database, receiver: HttpReceiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alerts.notify.services import table

    monkeypatch.setitem(table("limits"), "json", {"characters": 900})
    with office(database, tmp_path, recipient(receiver)) as here:
        for number in range(20):
            here.find(MEDIUM, body=department(f"第{number}局"))
        (grave,) = here.find(FINDING, body=department("水务局"))
        here.deliver()
        (text,) = texts(receiver)
        assert len(text) <= 900
        lines = [line for line in text.splitlines() if re.match(r"\d+\. A-", line)]
        assert ids(lines[0]) == [grave.id]
        last = ids(lines[-1])[0]
        assert f"另有黄{21 - len(lines)}条未列出：watcher deliveries --letter {last} 查看全部" in text
        assert text.endswith(f"本提示仅为线索，请核对原文 {last}")
        assert here.states() == ["delivered"] * 21, "what is only counted is told too"


def test_a_digest_and_news_of_dead_letters_keep_to_what_the_channel_takes(
    database: Database, receiver: HttpReceiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alerts.notify.services import table

    monkeypatch.setitem(table("limits"), "json", {"characters": 640})
    broken = recipient(f"json://{receiver.address}/broken", "坏地址")
    with office(database, tmp_path, recipient(receiver, "日报", digest="daily"), broken, alerting=ALONE) as here:
        receiver.always = Reply(status=404)
        found = {a.id for number in range(25) for a in here.find(FINDING, body=department(f"第{number}局"))}
        here.deliver()
        announced = [text for text in texts(receiver) if text.startswith("【系统】")]
        assert {alert for text in announced for alert in ids(text)} == found
        receiver.received.clear()
        receiver.always = Reply()
        here.clock.move(days=1)
        here.deliver()
        said = texts(receiver)
        assert max(map(len, announced)) <= 640
        assert max(map(len, said)) <= 640
        digests = [text for text in said if text.startswith("【日报】")]
        assert len(digests) > 3
        assert "（1/" in digests[0].splitlines()[0]
        new = [re.findall(r"^· (A-\w+) 【预警", text, re.MULTILINE) for text in digests]
        assert sorted(alert for part in new for alert in part) == sorted(found), "each in one part only"
        assert all(text.split()[-1] == part[-1] for text, part in zip(digests, new, strict=True) if part)
        assert {state: here.states().count(state) for state in set(here.states())} == {"dead": 25, "delivered": 25}
        here.deliver()
        assert len(texts(receiver)) == len(said)


def test_mail_gets_the_whole_story_as_html_and_as_text(database: Database, tmp_path: Path) -> None:
    with mail_receiver() as mail:
        login = f"mailto://watch:{mail.password}@127.0.0.1:{mail.port}"
        url = f"{login}?from=watch@example.org&to=officer@example.org&mode=insecure"
        nasty = replace(FINDING, reason_given="<script>alert(1)</script>购置\r\nBcc: x@example.org")
        with office(database, tmp_path, recipient(url)) as here:
            (alert,) = here.find(nasty)
            here.deliver()
            here.find(MEDIUM, body=department("档案馆"))
            here.find(MEDIUM, body=department("统计局"))
            here.deliver()
        one, letter = sorted(mail.messages, key=lambda m: "条线索" in m["Subject"])
    html, plain = part(one, "html"), part(one, "plain")
    assert "<script" not in html
    assert one["Bcc"] is None
    for word in (
        "澄湖区 水务局",
        "2024年度部门决算",
        "12.30万元",
        "第6页",
        "决算对上年决算",
        "首见",
        "置信度",
        "http://a.example/1.html",
    ):
        assert word in plain, word
        assert word in html, word
    assert plain.split()[-1] == alert.id
    assert len(set(ids(part(letter, "html")))) == 2
    assert part(letter, "plain").split()[-1] in ids(part(letter, "html"))


def test_a_letter_says_how_the_follow_up_stands_and_what_other_years_say(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with mail_receiver() as post:
        login = f"mailto://watch:{post.password}@127.0.0.1:{post.port}"
        mail = f"{login}?mode=insecure&from=watch@example.org&to=desk@example.org"
        with office(database, tmp_path, recipient(receiver), recipient(mail, "邮箱")) as here:
            (before,) = here.find(FINDING, body=replace(BODY, fiscal_year=2023), historic=True)
            (alert,) = here.find(FINDING)
            here.deliver()
            act_on_alert.label(here.context, alert.id, "李明", "asked", date(2025, 12, 1))
            here.find(replace(FINDING, values={"current": "15.30", "prior": "8.10"}))
            here.deliver()
    for form in ("plain", "html"):
        first, second = (part(message, form) for message in post.messages)
        assert f"2023年度 {before.id} 历史" in first
        assert "已函询" not in first
        assert f"2023年度 {before.id} 历史" in second
        assert "已函询，期限2025-12-01" in second
    assert "跟进：已函询，期限2025-12-01" in texts(receiver)[-1]


def part(mail: EmailMessage, form: str) -> str:
    found = mail.get_body(preferencelist=(form,))
    assert found is not None
    return str(found.get_content())


def test_a_users_template_takes_the_place_of_ours_and_a_broken_one_loses_nothing(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "group.txt.j2").write_text("本周通报 {% for e in entries %}{{ e.id }} {% endfor %}完", encoding="utf-8")
    alerting = {"templates": str(folder)}
    with office(database, tmp_path, recipient(receiver), alerting=alerting) as here:
        for name in ("水务局", "档案馆"):
            here.find(MEDIUM, body=department(name))
        here.deliver()
        assert texts(receiver)[0].startswith("本周通报")
        assert texts(receiver)[0].split()[-1] in ids(texts(receiver)[0]), "the id comes last whatever a template says"
        (folder / "group.txt.j2").write_text("{{ entries[99].id }}{{ nonsense() }}", encoding="utf-8")
        for name in ("统计局", "城管局"):
            here.find(MEDIUM, body=department(name))
        here.deliver()
        assert "条线索" in texts(receiver)[1]
