"""Old Word files through an outside converter: what it may do, how it is ended, and what is told without it."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from parsers.errors import Encrypted, LimitExceeded, Unreadable
from parsers.model import Grid, Paragraph, Report
from parsers.office.last_table import with_last_paragraph
from parsers.read import read
from parsers.readers import office
from watcher.reading.reader import Reader, ReadFailed, read_publication

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_WORD = (OLE + b"\0" * 1024 + "WordDocument".encode("utf-16-le")).ljust(4096, b"\0")
TEXT = "重庆市澄湖区档案馆\n2031年度部门决算情况说明\n2031年度“三公”经费支出共计1.10万元，与上年持平。".encode()

Fake = Callable[[str], Path]


def word() -> bytes:
    document = docx.Document()
    for line in TEXT.decode().splitlines():
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("项目", "决算数", "合计", "3.20"), strict=True):
        cell.text = text
    document.add_paragraph("完")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def converter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Puts a program of this script in LibreOffice's place; gives the folder where it may leave traces."""

    def install(script: str) -> Path:
        program = tmp_path / "bin" / "soffice"
        program.parent.mkdir()
        (tmp_path / "made.docx").write_bytes(word())
        copy = 'while [ "$1" != --outdir ]; do shift; done; out="$2"; mkdir -p "$out"'
        program.write_text(f"#!/bin/sh\ntraces={tmp_path}\n{copy}\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
        return tmp_path

    return install


MAKES = 'cp "$traces/made.docx" "$out/in.docx"'


def gone(command: str) -> bool:
    """Whether no process with this argument is left; one that was killed may take a moment to go."""
    for _ in range(40):
        if not any(map(_started_with(command), Path("/proc").glob("[0-9]*"))):
            return True
        time.sleep(0.05)
    return False


def _started_with(command: str) -> Callable[[Path], bool]:
    def started(folder: Path) -> bool:
        try:
            return command.encode() in (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            return False

    return started


def test_the_converted_file_is_read_as_the_old_one(converter: Fake) -> None:
    converter(MAKES)
    document = read(OLD_WORD, "决算.wps")
    assert (document.name, document.media_type) == ("决算.wps", "application/msword")
    assert any(isinstance(block, Grid) for block in document.blocks)


def test_evidence_names_the_published_bytes(converter: Fake) -> None:
    converter(MAKES)
    report = read_publication([("决算.doc", OLD_WORD)])
    assert isinstance(report, Report)
    assert {fact.evidence.sha256 for fact in report.facts} == {hashlib.sha256(OLD_WORD).hexdigest()}


def test_the_converter_gets_a_profile_of_its_own_and_nothing_of_ours(
    converter: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHER_SECRET", "s3cret")
    traces = converter(
        f'env > "$traces/env"; cat "$HOME"/profile/user/registrymodifications.xcu > "$traces/xcu"; {MAKES}'
    )
    office.convert(OLD_WORD)
    seen = (traces / "env").read_text(encoding="utf-8")
    assert "s3cret" not in seen
    assert "http_proxy=http://127.0.0.1:9" in seen
    assert "DisableMacrosExecution" in (traces / "xcu").read_text(encoding="utf-8")


def test_the_converter_has_limits(converter: Fake) -> None:
    traces = converter(f'(ulimit -v; ulimit -t; ulimit -f; ulimit -c) > "$traces/limits"; {MAKES}')
    office.convert(OLD_WORD)
    assert (traces / "limits").read_text(encoding="utf-8").split() == ["4000000", "60", "400000", "0"]


def test_a_converter_that_hangs_is_ended_with_all_that_it_started(
    converter: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    converter("sleep 98765 & sleep 98764")
    monkeypatch.setattr(office, "SECONDS", 1)
    began = time.monotonic()
    with pytest.raises(LimitExceeded, match="已停止"):
        office.convert(OLD_WORD)
    assert time.monotonic() - began < 10
    assert gone("98765")
    assert gone("98764")


def test_nothing_of_a_converter_stays_behind(
    converter: Fake, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    converter(f"(sleep 98763 &); {MAKES}")
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    office.convert(OLD_WORD)
    assert gone("98763")
    assert [left.suffix for left in folder.iterdir()] == [".lock"]


def test_conversions_wait_for_each_other_also_between_processes(converter: Fake) -> None:
    traces = converter(f'mkdir "$traces/busy" || touch "$traces/clash"; sleep 0.3; rmdir "$traces/busy"; {MAKES}')
    code = "import sys; from parsers.readers import office; office.convert(bytes.fromhex(sys.stdin.read()))"
    command = [sys.executable, "-c", code]
    both = [subprocess.Popen(command, stdin=subprocess.PIPE, text=True) for _ in range(3)]
    for process in both:
        process.communicate(OLD_WORD.hex(), timeout=60)
    assert [process.returncode for process in both] == [0, 0, 0]
    assert not (traces / "clash").exists()


def test_a_converter_that_makes_nothing_leaves_one_reason_and_the_rest_is_read(converter: Fake) -> None:
    converter("exit 1")
    report = read_publication([("说明.txt", TEXT), ("决算.doc", OLD_WORD)])
    assert isinstance(report, Report)
    [unread] = [note for note in report.unread if note.file == "决算.doc"]
    assert "LibreOffice 未能转换" in unread.what


def test_without_libreoffice_the_way_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    outcome = read_publication([("决算.doc", OLD_WORD)])
    assert isinstance(outcome, ReadFailed)
    assert "libreoffice-writer-nogui" in outcome.reason
    assert ".docx" in outcome.reason


def test_a_locked_word_file_is_not_given_to_the_converter(converter: Fake) -> None:
    traces = converter(f'touch "$traces/called"; {MAKES}')
    locked = bytearray(OLD_WORD)
    locked[512:514] = office.WORD_MARK
    locked[office.FLAGS_AT + 1] |= 1
    with pytest.raises(Encrypted):
        office.convert(bytes(locked))
    assert not (traces / "called").exists()


def test_a_server_converts_too(converter: Fake) -> None:
    converter(MAKES)
    with Reader() as reader:
        assert isinstance(reader.read([("决算.doc", OLD_WORD)]), Report)


# --- the real program -----------------------------------------------------------------------------------

needs_libreoffice = pytest.mark.skipif(
    not any(map(shutil.which, office.PROGRAMS)), reason="no LibreOffice here (Debian: libreoffice-writer-nogui)"
)


@pytest.fixture(scope="module")
def old_word(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A real .doc, made from a .docx by the same program."""
    folder = tmp_path_factory.mktemp("old")
    (folder / "a.docx").write_bytes(word())
    return old(folder)


def old(folder: Path) -> bytes:
    """The a.docx of the folder as a .doc."""
    program = next(filter(None, map(shutil.which, office.PROGRAMS)))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [program, "--headless", profile, "--convert-to", "doc", "--outdir", str(folder), str(folder / "a.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    return (folder / "a.doc").read_bytes()


@needs_libreoffice
def test_a_real_old_word_file_keeps_its_text_and_tables(old_word: bytes) -> None:
    document = read(old_word, "决算.doc")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)][:3] == TEXT.decode().splitlines()
    assert [block.rows for block in document.blocks if isinstance(block, Grid)] == [
        (("项目", "决算数"), ("合计", "3.20"))
    ]


@needs_libreoffice
def test_a_table_that_ends_an_old_word_file_is_not_lost(tmp_path: Path) -> None:
    document = docx.Document()
    for number in range(60):
        document.add_paragraph(f"第{number}段：2031年度部门决算情况说明，收支决算总体情况。")
    rows = (("项目", "决算数"), ("合计", "3.20"))
    for cell, text in zip(
        document.add_table(rows=2, cols=2)._cells, (text for row in rows for text in row), strict=True
    ):
        cell.text = text
    document.save(str(tmp_path / "a.docx"))
    blocks = read(old(tmp_path), "决算.doc").blocks
    assert [block.rows for block in blocks if isinstance(block, Grid)] == [rows]


@pytest.mark.parametrize("content", [b"", OLD_WORD, OLE + bytes(range(256)) * 64, b"x" * 5_000])
def test_a_file_that_is_not_as_expected_is_left_as_it_is(content: bytes) -> None:
    assert with_last_paragraph(content) == content


@needs_libreoffice
@pytest.mark.parametrize("cut", [2, 3, 10])
def test_half_an_old_word_file_is_unreadable_not_a_text(old_word: bytes, cut: int) -> None:
    with pytest.raises(Unreadable):
        office.convert(old_word[: len(old_word) // cut])
