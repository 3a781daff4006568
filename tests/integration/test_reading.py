"""A publication is read whatever one of its files does: each bad file leaves one reason, the rest is read."""

from __future__ import annotations

import os
import signal
import sys
import time
import types
from collections.abc import Callable, Iterator

import pytest

from parsers import read as registry
from parsers.model import Document, Report
from tests.archives import zipped
from tests.hostile import entities, pdf
from watcher.reading.bounded import Limits
from watcher.reading.reader import Reader, ReadFailed, read_publication

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

PAGE = """<html><head><meta charset="utf-8"><title>重庆市澄湖区水务局2031年部门决算公开</title></head><body>
<div class="trs_editor_view"><p>重庆市澄湖区水务局2031年度部门决算情况说明</p>
<p>2031年度“三公”经费支出共计3.20万元，较上年支出数减少0.40万元，下降11.1%。</p></div></body></html>""".encode()


BAD = {
    "空.pdf": (b"", "空的"),
    "半截.pdf": (pdf()[: len(pdf()) // 2], "截断"),
    "加密.pdf": (pdf(encrypted=True), "加密"),
    "炸弹.docx": (zipped({"word/document.xml": b" " * 400_000_000}), "炸弹"),
    "编码.txt": ("臺灣預算書歲入歲出決算總表說明與檢討".encode("big5") * 20, "编码"),
    "版式.ofd": (b"PK\x05\x06" + b"\0" * 18, "压缩"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_leaves_one_reason_and_the_rest_is_read(name: str) -> None:
    content, says = BAD[name]
    report = read_publication([("页面.html", PAGE), (name, content)])
    assert isinstance(report, Report)
    [unread] = [note for note in report.unread if note.file == name]
    assert says in unread.what
    assert report.files == ("页面.html",)


@pytest.mark.parametrize("name", BAD)
def test_where_nothing_can_be_read_the_reason_is_told(name: str) -> None:
    content, says = BAD[name]
    outcome = read_publication([(name, content)])
    assert isinstance(outcome, ReadFailed)
    assert says in outcome.reason
    assert outcome.errors == ((name, outcome.reason),)


def test_entities_are_never_expanded() -> None:
    began = time.monotonic()
    outcome = read_publication([("实体.docx", zipped({"word/document.xml": entities()})), ("页面.html", PAGE)])
    assert isinstance(outcome, Report)
    assert time.monotonic() - began < 5


def test_a_workbook_that_is_html_is_read_as_html() -> None:
    outcome = read_publication([("决算.xlsx", PAGE)])
    assert isinstance(outcome, Report)
    assert outcome.identity.department == "重庆市澄湖区水务局"


def test_no_files_is_no_report() -> None:
    assert isinstance(read_publication([]), ReadFailed)


# --- readers that misbehave ------------------------------------------------------------------------


def endless(content: bytes, name: str, sha256: str) -> Document:
    while True:
        pass


def hungry(content: bytes, name: str, sha256: str) -> Document:
    raise AssertionError(len(b"x" * (1 << 32)))


def crashing(content: bytes, name: str, sha256: str) -> Document:
    os.kill(os.getpid(), signal.SIGABRT)
    raise AssertionError


def mistaken(content: bytes, name: str, sha256: str) -> Document:
    raise KeyError("a bug")


@pytest.fixture
def rtf_reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[object], None]]:
    """Registers a reader for RTF that a child inherits when it is forked."""

    def register(read: object) -> None:
        module = types.ModuleType("rtf_double")
        module.read = read  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "rtf_double", module)
        monkeypatch.setitem(registry.READERS, "application/rtf", "rtf_double")

    return register


@pytest.mark.parametrize(
    ("misbehaving", "says"),
    [(endless, "2 秒"), (hungry, "内存"), (crashing, "信号 6"), (mistaken, "KeyError")],
)
def test_a_reader_that_misbehaves_costs_its_own_file_only(
    rtf_reader: Callable[[object], None], misbehaving: object, says: str
) -> None:
    rtf_reader(misbehaving)
    files = [("一.html", PAGE), ("坏.rtf", b"{\\rtf1 x}"), ("二.txt", "重庆市澄湖区水务局".encode())]
    report = read_publication(files, Limits(wall_seconds=2))
    assert isinstance(report, Report)
    [unread] = [note for note in report.unread if note.file == "坏.rtf"]
    assert says in unread.what
    assert report.files == ("一.html", "二.txt")


def test_forking_readers_close_without_a_trace() -> None:
    with Reader(start_method="fork") as reader:
        assert isinstance(reader.read([("页面.html", PAGE)]), Report)
