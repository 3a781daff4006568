"""Small memories."""

from __future__ import annotations

from storage import Database
from storage.records import HostRecord
from tests.integration.storage.made import MINUTE, NOW


def test_a_host_is_remembered_and_replaced(database: Database) -> None:
    name = "http://www.chenghu.example:80"
    with database.transaction() as unit:
        assert unit.hosts.get(name) is None
        unit.hosts.save(HostRecord(name=name, robots="User-agent: *", robots_at=NOW))
        waiting = HostRecord(name=name, wait_until=NOW + MINUTE)
        unit.hosts.save(waiting)
        assert unit.hosts.get(name) == waiting


def test_the_last_sign_of_life_counts(database: Database) -> None:
    with database.transaction() as unit:
        assert unit.heartbeats.last("service") is None
        unit.heartbeats.beat("service", NOW)
        unit.heartbeats.beat("service", NOW + MINUTE)
        unit.heartbeats.beat("pass", NOW)
        assert unit.heartbeats.last("service") == NOW + MINUTE
