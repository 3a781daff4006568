"""What people do with alerts: each step on record with its actor, and what it means for who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from alerts.lifecycle import IllegalStepError
from alerts.model import AlertState, Severity, Silence
from parsers.model import Kind
from storage import Database
from tests.desk import ALONE, BODY, FINDING, MEDIUM, Office, department, ids, office, recipient, texts, told
from tests.receivers import HttpReceiver, Reply
from watcher.steps import act_on_alert
from watcher.steps.act_on_alert import NoSuchAlertError


def silence(here: Office, **keys: object) -> Silence:
    now = here.clock()
    wanted = {"created_at": now, "until": now + timedelta(days=1), "author": "王科长", "reason": "专项检查"} | keys
    return Silence(**wanted)  # type: ignore[arg-type]


def history(here: Office, alert_id: str) -> list[tuple[str, str]]:
    with here.context.database.reading() as unit:
        return [(e.actor, e.action) for e in unit.alerts.events(alert_id)]


def test_each_step_is_on_record_with_its_actor(database: Database, receiver: HttpReceiver, tmp_path: Path) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        (alert,) = here.find(FINDING)
        act_on_alert.acknowledge(here.context, alert.id.lower(), "李明")
        act_on_alert.label(here.context, alert.id, "李明", "asked", date(2025, 10, 1), "已发函")
        act_on_alert.dismiss(here.context, alert.id, "王科长", "系四舍五入")
        act_on_alert.reopen(here.context, alert.id, "李明")
        assert history(here, alert.id) == [
            ("watcher", "raised"), ("李明", "acknowledged"), ("李明", "labelled"), ("王科长", "dismissed"),
            ("李明", "reopened"),
        ]  # fmt: skip
        with database.reading() as unit:
            (labelled,) = unit.alerts.labelled()
        assert (labelled.label, labelled.due_on, labelled.reason) == ("asked", date(2025, 10, 1), "已发函")


def test_steps_that_make_no_sense_are_refused(database: Database, receiver: HttpReceiver, tmp_path: Path) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        (alert,) = here.find(FINDING)
        with pytest.raises(NoSuchAlertError):
            act_on_alert.acknowledge(here.context, "A-0000000", "李明")
        with pytest.raises(IllegalStepError):
            act_on_alert.dismiss(here.context, alert.id, "李明", "  ")
        with pytest.raises(IllegalStepError):
            act_on_alert.reopen(here.context, alert.id, "李明")
        assert history(here, alert.id) == [("watcher", "raised")]


def test_a_dismissal_mutes_the_same_cause_and_a_changed_one_is_told(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        (alert,) = here.find(FINDING)
        act_on_alert.dismiss(here.context, alert.id, "王科长", "系四舍五入")
        here.find(FINDING)
        here.deliver()
        assert texts(receiver) == []
        here.find(replace(FINDING, values={"current": "15.30", "prior": "8.10"}))
        here.deliver()
        assert len(texts(receiver)) == 1


def test_a_dismissal_mutes_neither_its_rule_nor_its_department(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        (alert,) = here.find(FINDING)
        here.deliver()
        act_on_alert.dismiss(here.context, alert.id, "王科长", "系四舍五入")
        here.find(replace(FINDING, message="别的写法", values={"current": "12.3", "prior": "8.1"}))
        here.deliver()
        assert len(texts(receiver)) == 1, "other words and another printed precision are the same cause"
        (elsewhere,) = here.find(FINDING, body=department("档案馆"))
        (next_year,) = here.find(FINDING, body=replace(BODY, fiscal_year=2025))
        same_rule = here.find(FINDING, replace(FINDING, subject="three_public.meals"))
        (other_part,) = (one for one in same_rule if one.finding.subject == "three_public.meals")
        here.deliver()
        news = {alert_id for text in texts(receiver)[1:] for alert_id in told(text)}
        assert news == {elsewhere.id, next_year.id, other_part.id}
        act_on_alert.reopen(here.context, alert.id, "李明")
        act_on_alert.dismiss(here.context, alert.id, "王科长", "又核实过")
        graver = replace(FINDING, severity=Severity.CRITICAL)
        here.find(graver, replace(FINDING, subject="three_public.meals"))
        here.deliver()
        assert texts(receiver)[-1].split()[-1] == alert.id, "graver is not what was dismissed"


def test_who_was_told_hears_that_somebody_has_settled_it_and_how(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver), recipient(receiver, "重大", min_severity="critical")) as here:
        (alert,) = here.find(FINDING)
        here.deliver()
        act_on_alert.settle(here.context, alert.id, "李明", "部门已书面说明，电话 023-48661234")
        here.deliver()
        first, over = texts(receiver)
        assert over.startswith("【解除·橙】")
        assert "事项：已办结（部门已书面说明，电话 ○○）。原提示：三公经费决算12.30万元" in over
        assert "未再发现" not in over
        assert over.split()[-1] == first.split()[-1] == alert.id
        here.find(FINDING)
        here.deliver()
        assert len(texts(receiver)) == 2, "read again, the same cause: nothing new"
        here.find(replace(FINDING, values={"current": "15.30", "prior": "8.10"}))
        here.deliver()
        assert texts(receiver)[-1].startswith("【再现·橙】")


def test_a_silence_on_one_alert_on_a_level_on_a_year_hides_that_and_no_more(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver), alerting=ALONE) as here:
        with pytest.raises(NoSuchAlertError):
            act_on_alert.silence(here.context, silence(here, alert_id="A-0000000"))
        first, second = here.find(FINDING, replace(FINDING, rule="G3"))
        assert act_on_alert.silence(here.context, silence(here, alert_id=first.id)) == (1, 1)
        act_on_alert.silence(here.context, silence(here, max_severity=Severity.MEDIUM))
        act_on_alert.silence(here.context, silence(here, fiscal_year=2023, kind=BODY.kind))
        here.find(MEDIUM, body=department("档案馆"))
        here.find(FINDING, body=replace(BODY, fiscal_year=2023))
        here.find(FINDING, body=replace(BODY, fiscal_year=2023, kind=Kind.BUDGET))
        here.deliver()
        assert texts(receiver)[0].split()[-1] == second.id
        assert ["2023年度部门预算" in text for text in texts(receiver)] == [False, True]


def test_what_is_reopened_before_it_was_told_is_told_after_all(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        (alert,) = here.find(FINDING)
        act_on_alert.dismiss(here.context, alert.id, "王科长", "误报")
        act_on_alert.reopen(here.context, alert.id, "李明", "并非误报")
        here.deliver()
        assert [text.split()[-1] for text in texts(receiver)] == [alert.id]


def test_a_silence_hides_the_notice_and_never_the_finding(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        number, meant = act_on_alert.silence(here.context, silence(here, rule="G*", department="水务局"))
        assert meant == 0
        (alert,) = here.find(FINDING)
        here.find(FINDING, body=department("档案馆"))
        here.deliver()
        assert here.alert(alert.id).state == AlertState.OPEN
        assert here.states() == ["suppressed", "delivered"]
        assert history(here, alert.id) == [("watcher", "raised"), ("watcher", "muted")]
        here.find(FINDING)
        assert history(here, alert.id)[2:] == [], "said once"
        assert act_on_alert.end_silence(here.context, number, "王科长")
        assert not act_on_alert.end_silence(here.context, number, "王科长")
        here.deliver()
        assert here.states() == ["delivered", "delivered"]


def test_a_silence_ends_by_itself_and_what_still_holds_is_told(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        first, second = here.find(FINDING, replace(FINDING, rule="G3"))
        act_on_alert.silence(here.context, silence(here, district="澄湖区"))
        here.deliver()
        assert texts(receiver) == []
        here.find(FINDING, rules=("G3",))  # the other one is settled meanwhile
        here.clock.move(days=1, seconds=1)
        here.deliver()
        gone = {alert.id for alert in (first, second) if here.alert(alert.id).state == AlertState.SETTLED}
        assert len(gone) == 1
        assert {text.split()[-1] for text in texts(receiver)} == {first.id, second.id} - gone


def test_a_missing_report_keeps_back_what_its_figures_would_say(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        missing = replace(FINDING, rule="T1", subject="report", topic="逾期", values={})
        alerts = here.find(FINDING, missing)
        here.find(FINDING, body=replace(BODY, fiscal_year=2023))
        here.deliver()
        t1, g2 = (next(a for a in alerts if a.finding.rule == rule) for rule in ("T1", "G2"))
        said = {alert_id for text in texts(receiver) for alert_id in told(text)}
        assert t1.id in said
        assert g2.id not in said
        assert len(said) == 2
        here.find(FINDING, rules=("T1",))
        here.deliver()
        assert g2.id in told(texts(receiver)[-1])


def test_a_source_that_can_not_be_read_keeps_its_deadline_alerts_back(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        with database.transaction() as unit:
            source = unit.sources.ensure("http://a.example/js/", "澄湖区", None, None, here.clock())
            unit.sources.save(replace(source, last_error="HTTP 503", consecutive_failures=1))
        here.find(replace(FINDING, rule="T1", subject="report", topic="逾期", values={}))
        here.deliver()
        assert here.states() == ["suppressed"]
        with database.transaction() as unit:
            unit.sources.save(source)
        here.deliver()
        assert here.states() == ["delivered"]


def test_the_settled_word_goes_only_to_who_got_the_first(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    other = recipient(receiver, "只看重大", min_severity=Severity.CRITICAL)
    with office(database, tmp_path, recipient(receiver), other, alerting=ALONE) as here:
        here.find(MEDIUM)
        here.deliver()
        here.find(rules=("G2",))
        here.deliver()
        assert ["解除" in text for text in texts(receiver)] == [False, True]


def test_who_was_told_is_reminded_once_when_the_day_of_a_follow_up_has_come(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    others = (
        recipient(receiver, "只看重大", min_severity=Severity.CRITICAL),
        recipient(receiver, "周报", digest="weekly"),
    )
    with office(database, tmp_path, recipient(receiver, quiet_hours="22:00-07:00"), *others) as here:
        found = here.find(FINDING, replace(FINDING, rule="G3"))
        asked, corrected = sorted(found, key=lambda alert: alert.finding.rule)
        here.deliver()
        assert len(set(ids(texts(receiver)[0]))) == 2
        act_on_alert.label(here.context, asked.id, "李明", "asked", date(2025, 10, 1))
        act_on_alert.label(here.context, corrected.id, "李明", "corrected", date(2025, 10, 1))
        here.clock.now = datetime(2025, 9, 30, 16, 30, tzinfo=UTC)  # the day has begun in China
        here.deliver()
        said = [text for text in texts(receiver) if text.startswith("【提醒")]
        assert said == []
        here.clock.move(hours=8)
        here.deliver()
        here.deliver()
        (said,) = [text for text in texts(receiver) if text.startswith("【提醒")]
        assert "跟进：已函询，期限2025-10-01，今日到期" in said
        assert said.split()[-1] == asked.id
        act_on_alert.label(here.context, asked.id, "李明", "asked", date(2025, 10, 1), "又写一遍")
        here.find(replace(FINDING, values={"current": "15.30", "prior": "8.10"}), replace(FINDING, rule="G3"))
        here.deliver()
        assert len([text for text in texts(receiver) if text.startswith("【提醒")]) == 1, "once for a day"
        act_on_alert.label(here.context, asked.id, "李明", "answered", date(2025, 10, 9))
        here.clock.move(days=9)
        here.deliver()
        assert "跟进：已回复，期限2025-10-09，已过期" in texts(receiver)[-1]
        act_on_alert.label(here.context, asked.id, "李明", "asked", date(2025, 10, 11))
        here.find(rules=("G2",))
        here.clock.move(days=1)
        here.deliver()
        assert texts(receiver)[-1].startswith("【解除"), "what is over reminds nobody"


def test_a_reminder_waits_for_a_notice_whose_answer_was_lost_so_that_the_last_word_is_as_it_is_now(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        (alert,) = here.find(FINDING)
        here.deliver()
        receiver.plan(Reply(reset=True), Reply(reset=True))
        here.find(replace(FINDING, message="现为13.30万元。", values={"current": "13.30", "prior": "8.10"}))
        here.deliver()
        here.find(replace(FINDING, message="现为14.30万元。", values={"current": "14.30", "prior": "8.10"}))
        act_on_alert.label(here.context, alert.id, "李明", "asked", here.clock().date())
        here.deliver()
        assert not any(text.startswith("【提醒") for text in texts(receiver))
        for _ in range(3):
            here.clock.move(hours=7)
            here.deliver()
        assert [text[1:3] for text in texts(receiver)][-2:] in (["提醒", "更正"], ["更正", "提醒"])
        assert all("现为14.30万元" in text for text in texts(receiver)[-2:])
        assert sum(text.startswith("【提醒") for text in texts(receiver)) == 1


def test_the_same_finding_in_other_years_is_linked(database: Database, receiver: HttpReceiver, tmp_path: Path) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        (now,) = here.find(FINDING)
        (before,) = here.find(FINDING, body=replace(BODY, fiscal_year=2023), historic=True)
        here.find(replace(FINDING, subject="three_public.meals"), body=replace(BODY, fiscal_year=2022))
        with database.reading() as unit:
            assert [a.id for a in unit.alerts.same_elsewhen(here.alert(now.id))] == [before.id]
