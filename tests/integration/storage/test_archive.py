"""The original bytes: there once, whole, or not at all."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.errors import ArchiveUnavailable, Damaged, DiskFull, NotThere

CONTENT = "重庆市澄湖区水务局2024年度部门决算".encode()
NAME = sha256(CONTENT).hexdigest()
DIE_BEFORE_THE_RENAME = """
import os, signal, sys
from pathlib import Path
from storage.archive import Archive
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Archive(Path(sys.argv[1])).put(b"half")
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data" / "archive")


def test_bytes_come_back_by_their_sha256_and_lie_where_it_says(archive: Archive, tmp_path: Path) -> None:
    assert archive.put(CONTENT) == NAME
    assert archive.get(NAME) == CONTENT
    assert archive.path(NAME) == tmp_path / "data" / "archive" / NAME[:2] / NAME
    assert archive.path(NAME).read_bytes() == CONTENT


def test_the_same_bytes_are_kept_once(archive: Archive) -> None:
    archive.put(CONTENT)
    before = archive.path(NAME).stat()
    archive.put(CONTENT)
    assert archive.path(NAME).stat() == before
    assert list(archive.names()) == [NAME]


def test_no_bytes_are_bytes_too(archive: Archive) -> None:
    assert archive.get(archive.put(b"")) == b""


def test_many_writers_of_the_same_bytes_leave_one_file_and_no_parts(archive: Archive) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(archive.put, [CONTENT] * 40)) == {NAME}
    assert list(archive.path(NAME).parent.iterdir()) == [archive.path(NAME)]


def test_a_damaged_file_is_never_handed_out_and_is_healed_by_the_next_put(archive: Archive) -> None:
    archive.put(CONTENT)
    archive.path(NAME).write_bytes(CONTENT[:-1])
    with pytest.raises(Damaged):
        archive.get(NAME)
    archive.put(CONTENT)
    assert archive.get(NAME) == CONTENT


@pytest.mark.parametrize("name", ["0" * 64, "", "../../etc/passwd", "A" * 64, "0" * 63 + "/"])
def test_what_is_not_kept_or_is_no_sha256_is_not_there(archive: Archive, name: str) -> None:
    archive.put(CONTENT)
    with pytest.raises(NotThere):
        archive.get(name)


def test_a_kill_while_writing_leaves_only_a_part_that_is_swept(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "archive"
    command = [sys.executable, "-c", DIE_BEFORE_THE_RENAME, str(folder)]
    child = subprocess.run(command, timeout=60, check=False, cwd=Path(__file__).parents[3])
    assert child.returncode == -signal.SIGKILL
    assert list(archive.names()) == []
    assert archive.sweep(before=datetime.now(UTC) - timedelta(hours=1)) == 0
    assert archive.sweep() == 1
    assert archive.sweep() == 0
    assert archive.put(b"half") == sha256(b"half").hexdigest()


def test_orphans_are_what_no_row_names(archive: Archive) -> None:
    named, orphan = archive.put(b"named"), archive.put(b"orphan")
    assert archive.orphans({named}) == [orphan]
    assert archive.orphans({named, orphan}) == []


def test_a_disk_without_room_is_said_and_leaves_nothing(archive: Archive) -> None:
    # A limit on file size meets the writer at the same line as a full disk; ours are put back at once.
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(DiskFull, match="磁盘空间不足"):
            archive.put(b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert list(archive.names()) == []
    assert archive.sweep() == 0
    assert archive.put(b"x" * 100_000)


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveUnavailable):
        Archive(tmp_path / "file" / "archive").put(CONTENT)
