"""The dead man's switch, /healthz, /metrics and the feeds, over real HTTP."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import requests

from alerts.model import AlertState
from storage import Database
from tests.databases import opened
from tests.desk import FINDING, NOON, Office, department, office, recipient
from tests.receivers import HttpReceiver, Reply, closed_port
from watcher.cli.main import main
from watcher.health.exposition import exposed
from watcher.health.ping import ping, ping_if_through
from watcher.health.state import examined
from watcher.logs import JsonLines

ATOM = "{http://www.w3.org/2005/Atom}"
INSIDE = {"allow_private_addresses": True}


def pinging(receiver: HttpReceiver) -> Mapping[str, Any]:
    return {"ping_url": f"http://{receiver.address}/p1ngt0ken"}


def get(port: int | None, path: str) -> requests.Response:
    return requests.get(f"http://127.0.0.1:{port}{path}", timeout=5)


def source(here: Office, error: str | None = None) -> None:
    with here.context.database.transaction() as unit:
        found = unit.sources.ensure("http://a.example/js/", "澄湖区", None, None, here.clock())
        unit.sources.save(replace(found, last_error=error))


def test_a_pass_reports_in_and_a_failing_outside_service_stops_nothing(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, service=pinging(receiver), fetch=INSIDE) as here:
        assert ping(here.context)
        receiver.plan(Reply(status=500), Reply(reset=True))
        assert not ping(here.context)
        assert not ping(here.context)
        assert [r.method for r in receiver.received] == ["GET"] * 3
        assert len(here.log) == 2
        assert "p1ngt0ken" not in "".join(here.log)


def test_an_address_inside_is_asked_only_where_that_is_allowed(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, service=pinging(receiver)) as here:
        assert not ping(here.context)
        assert receiver.received == []


def test_the_service_reports_in_only_while_nothing_that_was_due_is_left_over(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, service=pinging(receiver), fetch=INSIDE) as here:
        source(here)
        ping_if_through(here.context)
        ping_if_through(here.context)
        assert len(receiver.received) == 1, "once in each interval"
        here.clock.move(minutes=70)
        ping_if_through(here.context)
        assert len(receiver.received) == 1, "a source has waited for 70 minutes: this is no life"
        with database.transaction() as unit:
            (found,) = unit.sources.all()
            unit.sources.save(replace(found, next_due_at=here.clock()))
        ping_if_through(here.context)
        assert len(receiver.received) == 2


def test_health_and_metrics_tell_what_needs_an_eye(database: Database, receiver: HttpReceiver, tmp_path: Path) -> None:
    with (
        office(database, tmp_path, recipient(receiver), service={"min_free_megabytes": 0}) as here,
        exposed(here.context, closed_port()) as port,
    ):
        source(here)
        with database.transaction() as unit:
            unit.heartbeats.beat("service", here.clock())
        assert get(port, "/healthz").status_code == 200
        here.find(FINDING)
        source(here, "HTTP 503")
        sick = get(port, "/healthz")
        assert sick.status_code == 503
        assert sick.json()["troubles"] == ["1 个来源未能读取"]
        metrics = get(port, "/metrics").text
        for line in ("gongkai_up 0", "gongkai_sources_failing 1", "gongkai_notices_undelivered 1"):
            assert line in metrics.splitlines()
        assert 'gongkai_alerts{state="open",severity="high"} 1' in metrics
        assert get(port, "/etc/passwd").status_code == 404


def test_little_room_is_a_trouble_of_its_own(database: Database, tmp_path: Path) -> None:
    with (
        office(database, tmp_path, service={"min_free_megabytes": 10**9}) as here,
        exposed(here.context, closed_port()) as port,
    ):
        assert any("磁盘空间不足" in trouble for trouble in get(port, "/healthz").json()["troubles"])


def test_a_notice_that_nobody_takes_for_an_hour_is_a_trouble(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here:
        receiver.plan(*[Reply(status=500)] * 9)
        here.find(FINDING)
        here.deliver()
        for minutes, troubled in ((0, False), (61, True)):
            here.clock.move(minutes=minutes)
            with database.reading() as unit:
                health = examined(unit, here.context.settings, here.clock())
            assert any("1 条通知一小时以上未能送达" in trouble for trouble in health.troubles) is troubled


def test_the_status_is_one_screen_however_many_sources_fail(
    migrated_sqlite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path)}"
    (tmp_path / "config.toml").write_text(f'[service]\ndatabase = "{url}"\n', "utf-8")
    with opened(url) as database, database.transaction() as unit:
        for number in range(40):
            source = unit.sources.ensure(f"http://a.example/{number}/", "澄湖区", None, None, NOON)
            unit.sources.save(replace(source, last_error="HTTP 503", consecutive_failures=1))
    assert main(["status", "-c", str(tmp_path / "config.toml")]) == 1
    said = capsys.readouterr().out
    assert "40 个来源未能读取" in said
    assert "另有 32 个，用 watcher sources 查看" in said
    assert len(said.splitlines()) <= 24
    assert "最近心跳：从未" in said


def test_feeds_hold_each_finding_once_by_district_and_by_rule(
    database: Database, receiver: HttpReceiver, tmp_path: Path
) -> None:
    with office(database, tmp_path, recipient(receiver)) as here, exposed(here.context, closed_port()) as port:
        (alert,) = here.find(replace(FINDING, message="三公<经费>&增加 ]]>"))
        here.find(replace(FINDING, rule="C2"), body=department("档案馆"))
        here.find(FINDING, body=department("统计局"), historic=True)
        titles = {}
        for name in ("all", "district/澄湖区", "rule/G2", "rule/C2"):
            answer = get(port, f"/feed/{name}.atom")
            assert answer.headers["Content-Type"].startswith("application/atom+xml")
            entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
            titles[name] = {entry.findtext(f"{ATOM}id") for entry in entries}
        assert len(titles["all"]) == len(titles["district/澄湖区"]) == 2
        assert titles["rule/G2"] == {f"urn:gongkai-watch:alert:{alert.id}"}
        assert here.alert(alert.id).state == AlertState.OPEN


@pytest.mark.parametrize("message", ["通知未送达 A-7F3K2QX：HTTP 500", "两行\n也是一行"])
def test_a_log_line_is_one_json_object_with_its_ids(message: str) -> None:
    line = JsonLines().format(logging.LogRecord("watcher", logging.WARNING, "f.py", 1, message, None, None))
    assert "\n" not in line
    said = json.loads(line)
    assert said["message"] == message
    assert said["run"]
    assert said.get("alerts", []) == (["A-7F3K2QX"] if "A-7F3K2QX" in message else [])
