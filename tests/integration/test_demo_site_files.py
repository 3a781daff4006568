"""The shipped files are those that the press makes today, and the demo runs without the press."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
import zlib
from base64 import a85decode
from io import BytesIO
from pathlib import Path

import pytest

from watcher.demo.press.__main__ import SITE
from watcher.demo.press.site_files import build

PRESS_ONLY = ("docx", "openpyxl", "reportlab")


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return build()


def _unpacked(name: str, content: bytes) -> object:
    """The content without its compression, which differs from one zlib to another."""
    if name.endswith((".docx", ".xlsx")):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return {each.filename: (each.date_time, archive.read(each)) for each in archive.infolist()}
    if name.endswith(".pdf"):
        streams = re.findall(rb"stream\r?\n(.*?)~>endstream", content, re.DOTALL)
        return [_inflated(each) for each in streams]
    return content


def _inflated(stream: bytes) -> bytes:
    return zlib.decompress(a85decode(stream.strip()))


def test_the_shipped_files_are_those_that_the_press_makes_today(made: dict[str, bytes]) -> None:
    shipped = {str(path.relative_to(SITE)): path.read_bytes() for path in SITE.rglob("*") if path.is_file()}
    assert sorted(shipped) == sorted(made), "run: python -m watcher.demo.press"
    for name, content in made.items():
        assert _unpacked(name, shipped[name]) == _unpacked(name, content), f"{name}: run python -m watcher.demo.press"


def test_the_same_data_gives_the_same_bytes(made: dict[str, bytes]) -> None:
    assert build() == made


def test_what_is_shipped_is_small(made: dict[str, bytes]) -> None:
    assert sum(map(len, made.values())) < 3_000_000


def test_reports_come_in_four_forms_and_so_does_the_history(made: dict[str, bytes]) -> None:
    listed = json.loads(made["index.json"])["publications"]
    for stages in (("history",), ("news",)):
        names = [name for each in listed if each["stage"] in stages for name in each["files"]]
        assert {Path(name).suffix for name in names} == {".html", ".docx", ".xlsx", ".pdf"}


def test_a_replacement_stands_under_the_address_of_what_it_replaces(made: dict[str, bytes]) -> None:
    listed = json.loads(made["index.json"])["publications"]
    (after,) = [each for each in listed if each["stage"] == "replacement"]
    (before,) = [each for each in listed if each["path"] == after["path"] and each is not after]
    assert {**after, "stage": "", "key": ""} == {**before, "stage": "", "key": ""}
    assert made[f"{before['key']}/body.html"] != made[f"{after['key']}/body.html"]


def test_the_demo_needs_none_of_the_libraries_of_the_press() -> None:
    """A plain installation has no python-docx, openpyxl or reportlab."""
    blocked = "".join(f"sys.modules[{name!r}] = None\n" for name in PRESS_ONLY)
    modules = "import watcher.demo.story, watcher.demo.afterwards, watcher.demo.published\n"
    code = f"import sys\n{blocked}{modules}watcher.demo.published.shipped_publications()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_no_shipped_page_names_a_phone_or_a_person(made: dict[str, bytes]) -> None:
    pages = "".join(content.decode() for name, content in made.items() if name.endswith(".html"))
    assert set(re.findall(r"0\d{2}-\d{8}", pages)) == {"023-00000000"}
    assert "联系人" not in pages
