"""RAR and 7z through the system's libarchive; where it is absent the way out is told."""

from __future__ import annotations

import sys

import pytest

from parsers.errors import Unreadable
from parsers.model import Report
from parsers.readers.archive import unpack
from tests.archives import RAR4_MARK, rar4, rar5
from watcher.reading.reader import ReadFailed, read_publication

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

TEXT = "重庆市澄湖区档案馆\n2031年度部门决算情况说明\n2031年度“三公”经费支出共计1.10万元，与上年持平。".encode()


def has_libarchive() -> bool:
    try:
        import libarchive
    except (ImportError, OSError, AttributeError, TypeError):
        return False
    return bool(libarchive)


needs_libarchive = pytest.mark.skipif(
    not has_libarchive(), reason="the system has no libarchive (Debian: libarchive13)"
)


def seven_zip(name: str, content: bytes) -> bytes:
    import libarchive

    parts: list[bytes] = []

    def keep(part: bytes) -> int:
        parts.append(bytes(part))
        return len(part)

    with libarchive.custom_writer(keep, "7zip") as archive:
        archive.add_file_from_memory(name, len(content), content)
    return b"".join(parts)


@needs_libarchive
@pytest.mark.parametrize("build", [rar4, rar5], ids=["RAR 4, names in GBK", "RAR 5, names in UTF-8"])
def test_a_stored_rar_is_read_as_its_files(build: object) -> None:
    content = build({"2031部门决算.txt": TEXT, "旧/说明.txt": "一".encode()})  # type: ignore[operator]
    assert unpack(content, "附件.rar").files == (
        ("附件.rar/2031部门决算.txt", TEXT),
        ("附件.rar/旧/说明.txt", "一".encode()),
    )


@needs_libarchive
def test_a_rar_of_a_publication_is_part_of_its_report() -> None:
    report = read_publication([("附件.rar", rar4({"决算.txt": TEXT, "空.doc": b""}))])
    assert isinstance(report, Report)
    assert report.identity.department == "重庆市澄湖区档案馆"
    assert [(note.file, note.what) for note in report.unread] == [("附件.rar/空.doc", "文件是空的，没有内容。")]


@needs_libarchive
def test_a_7z_is_read_as_its_files() -> None:
    assert unpack(seven_zip("决算.txt", TEXT), "附件.7z").files == (("附件.7z/决算.txt", TEXT),)


@needs_libarchive
def test_a_bomb_in_a_7z_is_stopped() -> None:
    unpacked = unpack(seven_zip("炸弹.txt", b"\0" * 70_000_000), "附件.7z")
    assert unpacked.files == ()
    assert "炸弹" in unpacked.unread[0].what


@needs_libarchive
def test_a_cut_rar_says_so() -> None:
    with pytest.raises(Unreadable, match="损坏"):
        unpack(rar4({"决算.txt": TEXT})[:30], "附件.rar")


@needs_libarchive
def test_a_locked_member_says_so() -> None:
    locked = 0x04
    unpacked = unpack(rar4({"决算.txt": TEXT}, flags=locked), "附件.rar")
    assert [note.what for note in unpacked.unread] == ["文件已加密，无法读取。"]


def test_without_the_library_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "libarchive", None)
    outcome = read_publication([("附件.rar", RAR4_MARK)])
    assert isinstance(outcome, ReadFailed)
    assert "gongkai-watch[archives]" in outcome.reason
    assert "libarchive13" in outcome.reason
