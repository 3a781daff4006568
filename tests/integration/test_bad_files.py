"""The bad files of a publication, all in one: each leaves one reason and its bytes, and the report is read."""

from __future__ import annotations

import hashlib
import os
import resource
import sys
import time
import types
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from alerts.settings import load
from parsers import read as registry
from parsers.model import Document
from tests.archives import zipped
from tests.hostile import entities, pdf
from tests.town import Town, installed, whole_pages
from watcher.audit.auditing import audit
from watcher.polling import poll
from watcher.reading import from_disk
from watcher.reading.bounded import Limits
from watcher.reading.reader import Reader

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
    pytest.mark.timeout(240),
]


#: What the attachment is called on the site, its bytes, and what its one reason says.
BAD: Mapping[str, tuple[bytes, str]] = {
    "bomb.zip": (zipped({"a.txt": b" " * 90_000_000}), "炸弹"),
    "bomb.docx": (zipped({"word/document.xml": b" " * 200_000_000}), "炸弹"),
    "deep.pdf": (b"<html><body>" + b"<div>" * 8_000 + "三公经费".encode() + b"</div>" * 8_000, "嵌套"),
    "deep.docx": (zipped({"word/document.xml": b"<w>" * 100_000 + b"</w>" * 100_000}), ""),
    "entities.docx": (zipped({"word/document.xml": entities()}), ""),
    "endless.rtf": (b"{\\rtf1 endless}", "秒"),
    "locked.pdf": (pdf(encrypted=True), "加密"),
    "empty.pdf": (b"", "空的"),
    "half.pdf": (pdf()[: len(pdf()) // 2], "截断"),
    "half.docx": (zipped({"word/document.xml": b"<w/>" * 5_000})[:90], "截断"),
    "wrong.pdf": (b"\x81\x20\xff\xfe\xfa" * 400, ""),
    "nul.zip": (zipped({"a.bin": b"\x00\x01\x02" * 50}), ""),
    "climbing.zip": (zipped({"../../../etc/passwd": b""}), "空的"),
    "a%00b.pdf": (b"%PDF-1.4 nothing", ""),
    "..%2f..%2fetc%2fpasswd.pdf": (b"%PDF-1.4 neither", ""),
}


def endless(content: bytes, name: str, sha256: str) -> Document:
    while True:
        pass


def test_each_bad_file_has_one_reason_its_bytes_are_kept_and_the_report_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = types.ModuleType("endless_double")
    module.read = endless  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "endless_double", module)
    monkeypatch.setitem(registry.READERS, "application/rtf", "endless_double")
    town, report = Town(), whole_pages()[0]
    url = town.publish(report)
    town.list(report)
    for name, (content, _) in BAD.items():
        town.pages[url.rpartition("/")[0] + f"/{name}"] = content
    links = "".join(f'<p><a href="./{name}" title="{name}">附件</a></p>' for name in BAD)
    town.pages[url] = town.pages[url].replace(b"</div></body>", f"{links}</div></body>".encode())
    began = time.monotonic()
    with installed(tmp_path, town) as context, Reader(Limits(wall_seconds=8), start_method="fork") as reader:
        poll(replace(context, reader=reader))
        with context.database.reading() as unit:
            [publication] = unit.publications.all()
            captures = {c.url: c for c in unit.publications.newest_captures(publication.id)}
            notes = unit.publications.unread(publication.id)
            assert publication.report_id is not None
            revision = unit.reports.latest_revision(publication.report_id)
        assert publication.state == "read"
        assert revision is not None
        for name, (content, says) in BAD.items():
            [capture] = [c for url, c in captures.items() if url.endswith(f"/{name}")]
            assert context.archive.get(capture.sha256 or "") == content, name
            assert capture.sha256 == hashlib.sha256(content).hexdigest()
            about = [note for note in notes if note.file == capture.name or note.file.startswith(f"{capture.name}/")]
            assert len(about) == 1, (name, about)
            assert says in about[0].what
            assert len(about[0].what) > 5
    assert time.monotonic() - began < 150


def test_a_file_of_two_gibibytes_is_refused_before_it_is_read_and_the_others_are(tmp_path: Path) -> None:
    huge = tmp_path / "一" / "大.html"
    huge.parent.mkdir()
    with huge.open("wb") as file:
        file.write(b"<html>")
        os.truncate(file.fileno(), 2 << 30)
    (tmp_path / "一" / "说明.html").write_bytes(whole_pages()[0].content("body.html"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with Reader() as reader:
        audited = audit([tmp_path / "一"], load({}), reader)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kB
    assert [(name, str(from_disk.MOST_BYTES // 1_000_000) in why) for name, why in audited.errors] == [
        (str(huge), True)
    ]
    assert [each.report.identity.kind for each in audited.audited] == ["final_accounts"]
