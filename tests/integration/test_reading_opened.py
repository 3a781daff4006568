"""A publication whose files hold others: each inner file is a part of the report, each bad one costs only itself."""

from __future__ import annotations

import hashlib
import sys
import time
import types

import pytest

from parsers import read as registry
from parsers.model import Document, Report
from tests.archives import zipped
from watcher.reading.bounded import Limits
from watcher.reading.reader import Reader, ReadFailed, read_publication

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

TEXT = "重庆市澄湖区档案馆\n2031年度部门决算情况说明\n2031年度“三公”经费支出共计1.10万元，与上年持平。".encode()


def notes(report: Report) -> dict[str, str]:
    return {note.file: note.what for note in report.unread}


def test_files_of_an_archive_are_parts_of_the_report() -> None:
    content = zipped({"说明.txt": TEXT, "版式.ofd": zipped({"OFD.xml": b"<x/>"}), "空.pdf": b""})
    report = read_publication([("说明页.txt", "公开说明".encode()), ("附件.zip", content)])
    assert isinstance(report, Report)
    assert report.files == ("说明页.txt", "附件.zip/说明.txt")
    assert {fact.evidence.file for fact in report.facts} == {"附件.zip/说明.txt"}
    assert "unread: ofd" in notes(report)["附件.zip/版式.ofd"]
    assert "空的" in notes(report)["附件.zip/空.pdf"]


def test_evidence_names_the_published_file() -> None:
    content = zipped({"说明.txt": TEXT})
    report = read_publication([("附件.zip", content)])
    assert isinstance(report, Report)
    assert {fact.evidence.sha256 for fact in report.facts} == {hashlib.sha256(content).hexdigest()}


def test_two_archives_of_one_name_are_both_read() -> None:
    report = read_publication([("a.zip", zipped({"一.txt": TEXT})), ("a.zip", zipped({"二.txt": "二".encode()}))])
    assert isinstance(report, Report)
    assert report.files == ("a.zip/一.txt", "a.zip/二.txt")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("炸弹.zip", zipped({"a.txt": b" " * 90_000_000}), "炸弹"),
        ("半截.zip", zipped({"a.txt": TEXT})[:60], "截断"),
        ("../../x.zip", zipped({"../../../etc/passwd": b""}), "空的"),
        ("a\0b.zip", zipped({"a.txt": b"\x00\x01\x02" * 50}), "无法识别"),
    ],
    ids=["bomb", "truncated", "climbing name", "NUL in the name"],
)
def test_a_bad_archive_leaves_one_reason_and_the_rest_is_read(name: str, content: bytes, says: str) -> None:
    report = read_publication([("说明.txt", TEXT), (name, content)])
    assert isinstance(report, Report)
    [note] = report.unread
    assert note.file.startswith(name)
    assert says in note.what
    assert report.files == ("说明.txt",)


def test_where_an_archive_holds_nothing_to_read_the_reason_is_told() -> None:
    outcome = read_publication([("附件.zip", zipped({"a.pdf": b""}))])
    assert isinstance(outcome, ReadFailed)
    assert outcome.errors == (("附件.zip/a.pdf", "文件是空的，没有内容。"),)


def endless(content: bytes, name: str, sha256: str) -> Document:
    while True:
        pass


def test_an_inner_file_that_holds_its_reader_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("endless_double")
    module.read = endless  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "endless_double", module)
    monkeypatch.setitem(registry.READERS, "application/rtf", "endless_double")
    files = [("附件.zip", zipped({"一.txt": TEXT, "坏.rtf": b"{\\rtf1 x}", "二.txt": "二".encode()}))]
    report = read_publication(files, Limits(wall_seconds=1))
    assert isinstance(report, Report)
    assert report.files == ("附件.zip/一.txt", "附件.zip/二.txt")
    assert "1 秒" in notes(report)["附件.zip/坏.rtf"]


def test_many_files_that_hold_their_readers_are_not_all_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("endless_double")
    module.read = endless  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "endless_double", module)
    monkeypatch.setitem(registry.READERS, "application/rtf", "endless_double")
    files = [("说明.txt", TEXT), *((f"{n}.rtf", b"{\\rtf1 x}") for n in range(30))]
    began = time.monotonic()
    report = read_publication(files, Limits(wall_seconds=1))
    assert time.monotonic() - began < 15
    assert isinstance(report, Report)
    assert len(report.unread) == 30


@pytest.mark.parametrize(
    "content",
    [
        b"{\\rtf1 " + b"{" * 2_000_000,
        b"{\\rtf1 " + b"\\trowd" + b"\\cellx9" * 2_000_000 + b"\\cell" * 2_000_000 + b"\\row}",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
        + b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 50_000,
        b"MIME-Version: 1.0\r\n" + b"a:\r\n" * 900 + b"Content-Type: text/plain",
    ],
    ids=["deep groups", "wide rows", "mail in mail", "headers"],
)
def test_absurd_files_end_within_the_limits_and_the_rest_is_read(content: bytes) -> None:
    began = time.monotonic()
    report = read_publication([("说明.txt", TEXT), ("坏.doc", content)], Limits(wall_seconds=20))
    assert time.monotonic() - began < 60
    assert isinstance(report, Report)
    assert report.identity.department == "重庆市澄湖区档案馆"


def test_a_page_far_too_large_is_refused_where_it_is_read() -> None:
    """From the web none comes so far, the fetcher stops at its own limit; a file on a disk may be larger."""
    report = read_publication([("说明.txt", TEXT), ("大.html", b"<html>" + b" " * 200_000_000)])
    assert isinstance(report, Report)
    assert "大.html" in notes(report)


def test_a_server_opens_archives_too() -> None:
    with Reader() as reader:
        report = reader.read([("附件.zip", zipped({"说明.txt": TEXT, "坏.pdf": b""}))])
    assert isinstance(report, Report)
    assert report.files == ("附件.zip/说明.txt",)
