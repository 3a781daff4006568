"""A database of an earlier shape with data in it comes to the newest one: nothing is lost, told twice or woken."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Integer, column, inspect, select, text

from alerts.model import AlertState, Severity, Silence
from storage import Database
from storage.migration import configuration, newest_step, upgrade
from storage.tables import METADATA
from tests.databases import opened
from tests.desk import FINDING, Office, department, office, recipient, texts
from tests.integration.storage.made import publication, revision, source
from tests.integration.storage.starting import connected, start_at_once
from tests.receivers import HttpReceiver
from watcher.steps import act_on_alert

Rows = dict[str, list[tuple[Any, ...]]]
Shape = dict[str, list[str]]  # the columns of each table


def lived_in(database: Database, receiver: HttpReceiver, folder: Path) -> None:
    """Alerts in every state, notices delivered, waiting and kept back, a silence, a label, a report, a message."""
    with office(database, folder, recipient(receiver, "预工委")) as here:
        names = ("水务局", "档案馆", "统计局", "文旅委", "住建委", "教委")
        _, acked, dismissed, _, _, _ = (here.find(FINDING, body=department(n))[0] for n in names)
        here.deliver()
        act_on_alert.acknowledge(here.context, acked.id, "李明")
        act_on_alert.label(here.context, acked.id, "李明", "asked", date(2025, 12, 1), "已发函")
        act_on_alert.dismiss(here.context, dismissed.id, "王科长", "系四舍五入")
        here.find(body=department("文旅委"), rules=("G2",))
        now = here.clock()
        until = now + timedelta(days=30)
        act_on_alert.silence(
            here.context, Silence(department="教委", created_at=now, until=until, author="王科长", reason="专项检查")
        )
        here.find(replace(FINDING, values={"current": "13.00", "prior": "8.10"}), body=department("教委"))
        here.find(replace(FINDING, severity=Severity.MEDIUM), body=department("交通局"))
    with database.transaction() as unit:
        revision(unit)
        publication(unit, source(unit).id, "t2")
        unit.heartbeats.beat("service", now)
        unit.messages.emit("read", "1", {"publication_id": 1}, now, now)


def copied(connection: Connection, source_rows: Rows) -> None:
    """The rows into a database of an earlier shape: its columns only."""
    shape = columns(connection)
    for table in METADATA.sorted_tables:
        named = [dict(zip(table.columns.keys(), row, strict=True)) for row in source_rows[table.name]]
        for row in sorted(named, key=lambda row: row.get("letter_id") is not None):  # letters before what they tell
            connection.execute(table.insert().values({k: v for k, v in row.items() if k in shape[table.name]}))
        if connection.dialect.name == "postgresql" and isinstance(table.columns.get("id", column("")).type, Integer):
            next_id = f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name})"
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {next_id}, false)"))


def contents(connection: Connection, shape: Shape) -> Rows:
    """Every row of every table, by these columns."""
    return {
        table.name: sorted(map(tuple, connection.execute(select(*(table.c[c] for c in shape[table.name])))), key=repr)
        for table in METADATA.sorted_tables
    }


def columns(connection: Connection) -> Shape:
    """The names of the columns that a database has now, in the order of the code."""
    seen = inspect(connection)
    there = {table.name: {c["name"] for c in seen.get_columns(table.name)} for table in METADATA.sorted_tables}
    return {t.name: [c for c in t.columns.keys() if c in there[t.name]] for t in METADATA.sorted_tables}  # noqa: SIM118


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A database made at an earlier step: what is in it, by which columns."""

    url: str
    rows: Rows
    columns: Shape

    def at(self, older: Shape) -> Rows:
        """What was in it, by fewer columns."""
        return {
            name: sorted((_only(older[name], zip(self.columns[name], row, strict=True)) for row in rows), key=repr)
            for name, rows in self.rows.items()
        }


def _only(wanted: list[str], row: Iterable[tuple[str, Any]]) -> tuple[Any, ...]:
    return tuple(value for name, value in row if name in wanted)


@pytest.fixture
def earlier(
    request: pytest.FixtureRequest,
    empty_database_url: str,
    migrated_sqlite: Path,
    receiver: HttpReceiver,
    tmp_path: Path,
) -> Earlier:
    """A database made at the step of the parameter, with all that data."""
    newest = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'newest.db')}"
    with opened(newest) as database:
        lived_in(database, receiver, tmp_path)
    receiver.received.clear()
    with connected(newest) as connection:
        rows = contents(connection, columns(connection))
    assert all(rows[name] for name in ("alert", "alert_event", "delivery", "silence", "report", "revision", "message"))
    with connected(empty_database_url) as connection:
        upgrade(connection, request.param)
        copied(connection, rows)
    with connected(empty_database_url) as connection:
        shape = columns(connection)
        return Earlier(url=empty_database_url, rows=contents(connection, shape), columns=shape)


EARLIER = pytest.mark.parametrize("earlier", ["0001", "0002", "0003"], indirect=True)


@EARLIER
def test_nothing_is_lost_there_and_back(earlier: Earlier) -> None:
    url, before, known = earlier.url, dict(earlier.rows), earlier.columns
    with opened(url) as database:
        database.migrate()
    with connected(url) as connection:
        assert contents(connection, known) == before
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == newest_step()
        command.downgrade(configuration(connection), "0001")
    with connected(url) as connection:
        older = columns(connection)
        assert contents(connection, older) == earlier.at(older)


@EARLIER
def test_processes_that_start_at_once_on_it_upgrade_it_once(earlier: Earlier, tmp_path: Path) -> None:
    url, before, known = earlier.url, dict(earlier.rows), earlier.columns
    start_at_once(url, tmp_path)
    with connected(url) as connection:
        after = contents(connection, known)
    assert len(after.pop("heartbeat")) == len(before.pop("heartbeat")) + 3
    assert after == before


@EARLIER
def test_nothing_is_told_again_and_life_goes_on(earlier: Earlier, receiver: HttpReceiver, tmp_path: Path) -> None:
    with opened(earlier.url) as database:
        database.migrate()
        with office(database, tmp_path, recipient(receiver, "预工委")) as here:
            here.deliver()
            first = texts(receiver)
            marks = re.findall(r"A-\w{7,} (【..·.】)", "\n".join(first))
            assert sorted(marks) == ["【解除·橙】", "【预警·黄】"], "only what was waiting"
            for name in ("水务局", "档案馆", "统计局", "住建委"):
                here.find(FINDING, body=department(name))
            here.deliver()
            assert texts(receiver) == first
            go_on(here)


def go_on(here: Office) -> None:
    """What people do now, with what is new in this shape."""
    with here.context.database.reading() as unit:
        alerts = {a.body.department[-3:]: a for a in unit.alerts.all()}
        assert unit.alerts.labelled()[0].reason == "已发函"
        (silence,) = unit.silences.holding(here.clock())
    assert (silence.alert_id, silence.max_severity, silence.fiscal_year) == (None, None, None)
    assert [alerts[n].state for n in ("水务局", "档案馆", "统计局", "文旅委")] == [
        AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.DISMISSED, AlertState.SETTLED,
    ]  # fmt: skip
    closed = act_on_alert.settle(here.context, alerts["水务局"].id, "李明", "部门已说明")
    assert here.alert(closed.id).settled_reason == "部门已说明"
    assert here.find(FINDING, body=department("规资局")), "a new row gets a number of its own"
