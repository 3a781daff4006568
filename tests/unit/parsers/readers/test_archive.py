"""Archives: their files by name, whatever the names say; a bad one costs only itself."""

from __future__ import annotations

import zipfile

import pytest

from parsers.errors import Archived, LimitExceeded, Unreadable
from parsers.read import read
from parsers.readers import archive
from parsers.readers.archive import unpack
from tests.archives import zipped


def named_in_gbk(name: str, content: bytes) -> bytes:
    """As old Chinese programs pack: bytes of the code page, no flag. The stand-in name is as long as its bytes."""
    called = name.encode("gb18030")
    stand_in = "x" * len(called)
    return zipped({stand_in: content}, zipfile.ZIP_STORED).replace(stand_in.encode(), called)


def names(content: bytes) -> list[str]:
    return [name for name, _ in unpack(content, "附件.zip").files]


def test_files_come_in_order_with_their_bytes() -> None:
    unpacked = unpack(zipped({"表/一.txt": b"1", "二.txt": b"2"}), "附件.zip")
    assert unpacked.files == (("附件.zip/表/一.txt", b"1"), ("附件.zip/二.txt", b"2"))
    assert unpacked.unread == ()


def test_an_archive_is_no_document() -> None:
    with pytest.raises(Archived, match="ZIP"):
        read(zipped({"一.txt": b"1"}), "附件.zip")


def test_names_in_gbk_are_chinese() -> None:
    assert names(named_in_gbk("2024部门预算.xls", b"1")) == ["附件.zip/2024部门预算.xls"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "附件.zip/etc/passwd"),
        ("/etc/passwd", "附件.zip/etc/passwd"),
        ("..\\..\\a.txt", "附件.zip/a.txt"),
        ("C:\\a.txt", "附件.zip/a.txt"),
        ("a\nb\x1b[31m.txt", "附件.zip/ab[31m.txt"),
        ("..", "附件.zip/（无名）"),
        ("x" * 500, "附件.zip/" + "x" * archive.LONGEST_NAME),
    ],
)
def test_names_are_only_data(name: str, shown: str) -> None:
    assert names(zipped({name: b"1"})) == [shown]


def test_a_name_with_a_zero_byte_is_only_data() -> None:
    content = zipped({"aXb.txt": b"1"}, zipfile.ZIP_STORED).replace(b"aXb.txt", b"a\0b.txt")
    [name] = names(content)
    assert "\0" not in name


def test_two_files_of_one_name_are_two() -> None:
    content = zipped({"a.txt": b"1", "b.txt": b"2"}).replace(b"b.txt", b"a.txt")
    assert unpack(content, "z").files == (("z/a.txt", b"1"), ("z/a.txt（2）", b"2"))


def test_what_systems_leave_behind_is_no_file() -> None:
    assert names(zipped({"__MACOSX/._一.txt": b"1", "Thumbs.db": b"1", "~$一.docx": b"1", "一.txt": b"1"})) == [
        "附件.zip/一.txt"
    ]


def test_archives_in_archives_are_unpacked() -> None:
    inner = zipped({"二.txt": b"2"})
    assert names(zipped({"一.txt": b"1", "内.zip": inner})) == ["附件.zip/一.txt", "附件.zip/内.zip/二.txt"]


def test_an_office_file_is_no_archive() -> None:
    assert names(zipped({"一.docx": zipped({"word/document.xml": b"x"})})) == ["附件.zip/一.docx"]


def test_nesting_ends_and_the_rest_is_read() -> None:
    nested = b"1"
    for _ in range(archive.DEEPEST + 1):
        nested = zipped({"内.zip": nested, "旁.txt": b"1"})
    unpacked = unpack(nested, "附件.zip")
    assert len(unpacked.files) == archive.DEEPEST
    assert [note.what for note in unpacked.unread] == ["压缩包嵌套层数过多，已停止读取。"]


def test_a_bomb_costs_itself_only() -> None:
    unpacked = unpack(zipped({"炸弹.txt": b" " * 80_000_000, "一.txt": b"1"}), "附件.zip")
    assert unpacked.files == (("附件.zip/一.txt", b"1"),)
    assert "炸弹" in unpacked.unread[0].what


def test_too_much_in_all_ends_the_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_TOTAL", 1_000)
    unpacked = unpack(zipped({f"{n}.txt": bytes([n]) * 400 for n in range(9)}), "附件.zip")
    assert len(unpacked.files) == 2
    assert "过大" in unpacked.unread[-1].what


def test_too_many_files_end_the_unpacking() -> None:
    with pytest.raises(LimitExceeded, match="200"):
        unpack(zipped({f"{n}.txt": b"1" for n in range(archive.MOST_FILES + 1)}), "附件.zip")


def test_a_locked_file_costs_itself_only() -> None:
    content = bytearray(zipped({"锁.txt": b"1", "一.txt": b"1"}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(signature) + place] |= 1
    unpacked = unpack(bytes(content), "附件.zip")
    assert [name for name, _ in unpacked.files] == ["附件.zip/一.txt"]
    assert "加密" in unpacked.unread[0].what


def test_a_damaged_file_costs_itself_only() -> None:
    content = zipped({"坏.txt": b"12345678", "一.txt": b"1"}, zipfile.ZIP_STORED).replace(b"12345678", b"12345679", 1)
    unpacked = unpack(content, "附件.zip")
    assert [name for name, _ in unpacked.files] == ["附件.zip/一.txt"]
    assert "损坏" in unpacked.unread[0].what


def test_an_archive_without_files_says_so() -> None:
    with pytest.raises(Unreadable, match="空的"):
        unpack(zipped({}), "附件.zip")


def test_a_cut_archive_says_so() -> None:
    with pytest.raises(Unreadable, match="截断"):
        unpack(zipped({"一.txt": b"1"})[:-10], "附件.zip")
