"""The registry: which reader, told by the bytes; what is not read says so."""

from __future__ import annotations

import subprocess
import sys

import pytest

from parsers.errors import Encrypted, LimitExceeded, ReadingError, Scanned, Unreadable
from parsers.read import READERS, read
from parsers.sniff import SHEET, WORD, media_type
from tests.archives import zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\0" * 64


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("一、单位基本情况".encode(), "text/plain"),
        (b"\r\n<!DOCTYPE html><html>", "text/html"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><html xmlns="x">', "text/html"),
        ("指标<div>一".encode(), "text/plain"),
        (b"<table><tr><td>1", "text/html"),
        (b"%PDF-1.7\n", "application/pdf"),
        (zipped({"word/document.xml": b"x"}), WORD),
        (zipped({"xl/workbook.xml": b"x"}), SHEET),
        (zipped({"OFD.xml": b"x"}), "application/ofd"),
        (zipped({"a.txt": b"x"}), "application/zip"),
        (ole("Workbook"), "application/vnd.ms-excel"),
        (ole("WordDocument"), "application/msword"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "multipart/related"),
        (b"{\\rtf1 x}", "application/rtf"),
    ],
)
def test_the_bytes_tell_the_format(content: bytes, expected: str) -> None:
    assert media_type(content) == expected


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"", Unreadable, "空的"),
        (b" \r\n\t", Unreadable, "空的"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", Scanned, "图片"),
        (ole("EncryptedPackage"), Encrypted, "加密"),
        (zipped({"word/document.xml": b"x"})[:20], Unreadable, "截断"),
        (zipped({"OFD.xml": b"x"}), Unreadable, "unread: ofd"),
        (ole("WordDocument"), Unreadable, "docx"),
        (b"Rar!\x1a\x07\x01\0", Unreadable, "RAR"),
        (bytes(range(256)) * 3, Unreadable, "无法识别"),
        (b"<html><body>" + b"<blockquote>x" * 3_000, LimitExceeded, "嵌套"),
        (b"<html><body><table><tr><td>1<td>" + b"<blockquote>x" * 3_000, LimitExceeded, "嵌套"),
    ],
)
def test_what_is_not_read_says_why(content: bytes, error: type[ReadingError], says: str) -> None:
    with pytest.raises(error, match=says):
        read(content, "报告.pdf")


def test_a_wrong_suffix_changes_nothing() -> None:
    document = read("澄湖区档案馆".encode(), "决算.pdf")
    assert (document.name, document.media_type, len(document.sha256)) == ("决算.pdf", "text/plain", 64)


def test_reading_a_text_imports_no_other_reader() -> None:
    code = "import sys; from parsers.read import read; read('一'.encode(), 'x'); print(*sys.modules, sep='\\n')"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "parsers.readers.text" in loaded
    assert not {"lxml", "bs4", "pypdfium2", "python_calamine"} & set(loaded)


def test_every_reader_named_in_the_table_is_there() -> None:
    from importlib import import_module

    assert all(callable(import_module(reader).read) for reader in READERS.values())
