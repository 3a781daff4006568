"""Compound files: what stands at the top decides, not what is embedded."""

from __future__ import annotations

import struct

import pytest

from parsers.office.compound import top_names
from parsers.sniff import media_type

NONE, END, TABLE = 0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFD


def entry(name: str, kind: int, left: int = NONE, right: int = NONE, child: int = NONE) -> bytes:
    packed = name.encode("utf-16-le") + b"\0\0"
    head = packed.ljust(64, b"\0") + struct.pack("<HBBIII", len(packed), kind, 1, left, right, child)
    return head.ljust(128, b"\0")


def compound(*entries: bytes, next_of_directory: int = END) -> bytes:
    """A file of two sectors: the table of sectors and the directory."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + b"\0" * 10
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, END, 0, END, 0, 0)
    table = struct.pack("<II", TABLE, next_of_directory).ljust(512, b"\xff")
    return header[:76] + struct.pack("<I", 0).ljust(436, b"\xff") + table + b"".join(entries)


def word_with_a_sheet_in_it() -> bytes:
    return compound(
        entry("Root Entry", 5, child=1),
        entry("WordDocument", 2, right=2),
        entry("ObjectPool", 1, child=3),
        entry("Workbook", 2),
    )


def test_the_names_at_the_top_are_told() -> None:
    assert top_names(word_with_a_sheet_in_it()) == {"WordDocument", "ObjectPool"}


def test_a_report_with_an_embedded_workbook_is_a_report() -> None:
    assert media_type(word_with_a_sheet_in_it()) == "application/msword"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        word_with_a_sheet_in_it()[:600],
        compound(entry("Root Entry", 5, child=9)),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2_000,
    ],
    ids=["empty", "cut", "pointing nowhere", "noise"],
)
def test_a_damaged_directory_tells_nothing(content: bytes) -> None:
    assert top_names(content) == frozenset()


def test_a_directory_that_goes_round_in_circles_ends() -> None:
    content = compound(
        entry("Root Entry", 5, child=1),
        entry("Workbook", 2, left=1, right=2),
        entry("x", 2),
        b"\0" * 128,
        next_of_directory=1,
    )
    assert "Workbook" in top_names(content)
