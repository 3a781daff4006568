"""A backup made under load holds one state whole; restoring checks before it replaces."""

from __future__ import annotations

import os
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import Database
from storage.archive import Archive
from storage.backup import MANIFEST, back_up, restore
from storage.errors import Conflict, Damaged, NotThere, StorageError, Unavailable
from storage.records import CaptureRecord
from tests.integration.storage.made import NOW, publication, source
from tests.postgresql_server import installations

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and psql of the server that the tests use."""
    folders = [str(folder) for folder in installations()]
    monkeypatch.setenv("PATH", os.pathsep.join([*folders, os.environ["PATH"]]))


def capture(database: Database, archive: Archive, number: int) -> None:
    """One more original with its row."""
    name = archive.put(f"original {number}".encode())
    with database.transaction() as unit:
        stood = publication(unit, source(unit).id, key=f"t{number}")
        unit.publications.add_capture(
            CaptureRecord(
                publication_id=stood.id, role="page", url=f"http://a.example/{number}", name="p", fetched_at=NOW,
                sha256=name,
            )
        )  # fmt: skip


def names(database: Database) -> Callable[[], set[str]]:
    def named() -> set[str]:
        with database.reading() as unit:
            return unit.publications.archived()

    return named


def test_a_backup_made_while_others_write_is_one_state_with_its_files(
    database: Database, empty_database_url: str, tmp_path: Path, open_again: Callable[[str], Database]
) -> None:
    if database.url.drivername not in empty_database_url:
        pytest.skip("a backup is put back where it came from")
    archive, stop, written = Archive(tmp_path / "archive"), threading.Event(), []

    def write() -> None:
        while not stop.is_set() and len(written) < 2000:
            capture(database, archive, len(written))
            written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 20:
            assert writer.is_alive()
        manifest = back_up(database.url, archive, names(database), tmp_path / "all.tar", NOW, with_archive=True)
    finally:
        stop.set()
        writer.join(20)
    assert manifest.originals >= 20
    other, target = Archive(tmp_path / "other"), open_again(empty_database_url)
    restore(target.url, other, tmp_path / "all.tar", replace=False)
    target.migrate()
    kept = names(target)()
    assert 20 <= len(kept) <= len(written)
    assert all(other.get(name) for name in kept)
    assert not list(tmp_path.glob("*.part"))


def test_what_is_there_is_replaced_only_on_demand(database: Database, tmp_path: Path) -> None:
    archive, file = Archive(tmp_path / "archive"), tmp_path / "all.tar"
    capture(database, archive, 1)
    back_up(database.url, archive, names(database), file, NOW, with_archive=True)
    capture(database, archive, 2)
    with pytest.raises(Conflict):
        restore(database.url, archive, file, replace=False)
    assert len(names(database)()) == 2
    database.dispose()
    restore(database.url, archive, file, replace=True)
    assert len(names(database)()) == 1


@pytest.mark.parametrize("spoil", ["cut", "foreign", "flipped", "missing"])
def test_a_backup_that_is_not_whole_is_refused_and_nothing_is_changed(
    migrated_sqlite: Path, tmp_path: Path, spoil: str, open_again: Callable[[str], Database]
) -> None:
    good = tmp_path / "good.db"
    good.write_bytes(migrated_sqlite.read_bytes())
    database, archive, file = open_again(f"sqlite:///{good}"), Archive(tmp_path / "archive"), tmp_path / "all.tar"
    capture(database, archive, 1)
    back_up(database.url, archive, names(database), file, NOW, with_archive=True)
    content = file.read_bytes()
    if spoil == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif spoil == "flipped":
        file.write_bytes(content.replace(b"original 1", b"original 7"))
    elif spoil == "foreign":
        with tarfile.open(file, "w") as tar:
            tar.add(__file__, MANIFEST)
    else:
        file.unlink()
    with pytest.raises((Damaged, NotThere)):
        restore(database.url, archive, file, replace=True)
    assert len(names(database)()) == 1


def test_without_the_servers_programs_it_says_what_to_install(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.url.drivername == "sqlite":
        pytest.skip("SQLite copies itself")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="pg_dump"):
        back_up(database.url, Archive(tmp_path), names(database), tmp_path / "all.tar", NOW, with_archive=False)
    assert list(tmp_path.iterdir()) == [] or not (tmp_path / "all.tar").exists()


def test_a_backup_where_nothing_can_be_written_leaves_nothing(database: Database, tmp_path: Path) -> None:
    with pytest.raises((OSError, StorageError)):
        back_up(database.url, Archive(tmp_path), names(database), tmp_path / "no" / "all.tar", NOW, with_archive=False)
