"""Old captures are forgotten, rows before files, and never what something rests on."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage import Database
from storage.archive import Archive
from storage.records import CaptureRecord
from tests.desk import office
from tests.integration.storage.made import ALERT, BODY, NOW, REPORT, publication, source
from watcher.steps.forget_old import forget_old

OLD = timedelta(days=100)


def captured(database: Database, archive: Archive, publication_id: int, text: str, age: timedelta) -> str:
    name = archive.put(text.encode())
    long_ago = (NOW - age).timestamp()
    os.utime(archive.path(name), (long_ago, long_ago))
    with database.transaction() as unit:
        unit.publications.add_capture(
            CaptureRecord(
                publication_id=publication_id, role="page", url="http://a.example/1", name="p", fetched_at=NOW - age,
                sha256=name,
            )
        )  # fmt: skip
    return name


def test_what_is_old_and_carries_nothing_goes_and_the_rest_stays(database: Database, tmp_path: Path) -> None:
    with office(database, tmp_path, retention={"captures_days": 30}) as here:
        here.clock.now, archive = NOW, here.context.archive
        with database.transaction() as unit:
            column = source(unit).id
            plain, watched = publication(unit, column, "t1"), publication(unit, column, "t2")
        old = captured(database, archive, plain.id, "old", OLD)
        read = captured(database, archive, plain.id, "read", OLD)
        shared = captured(database, archive, plain.id, "shared", OLD)
        recent = captured(database, archive, plain.id, "recent", timedelta(days=2))
        newest = captured(database, archive, plain.id, "newest", timedelta(days=1))
        proof = captured(database, archive, watched.id, "proof", OLD)
        also = captured(database, archive, watched.id, "also", OLD)
        captured(database, archive, watched.id, "shared", timedelta(days=3))
        with database.transaction() as unit:
            report = unit.reports.add(BODY, NOW)
            unit.publications.save(replace(watched, report_id=report.id))
            unit.alerts.save(ALERT, report.id)
            other = unit.reports.add(replace(BODY, fiscal_year=2020), NOW)
            unit.reports.add_revision(
                other.id, plain.id, REPORT, "c" * 64, "d" * 64, "1", [], False, NOW, [{"sha256": read}]
            )  # fmt: skip
        assert forget_old(here.context) == 1
        assert set(archive.names()) == {read, shared, recent, newest, proof, also}
        assert old not in set(archive.names())
        assert forget_old(here.context) == 0


def test_a_file_that_was_put_just_now_is_spared(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    name = archive.put(b"same bytes")
    os.utime(archive.path(name), (0, 0))
    assert archive.put(b"same bytes") == name, "somebody is about to name it in a row"
    assert not archive.forget(name, datetime.now(UTC) - timedelta(hours=2))
    assert archive.get(name) == b"same bytes"
    os.utime(archive.path(name), (0, 0))
    assert archive.forget(name, datetime.now(UTC))
    assert list(archive.names()) == []


def test_nothing_is_forgotten_unless_the_configuration_says_so(database: Database, tmp_path: Path) -> None:
    with office(database, tmp_path) as here:
        with database.transaction() as unit:
            stood = publication(unit, source(unit).id)
        for text in ("one", "two"):
            captured(database, here.context.archive, stood.id, text, timedelta(days=9999))
        assert forget_old(here.context) == 0
