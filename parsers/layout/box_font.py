"""A stand-in for Chinese fonts that a PDF names and does not bring along.

Without any such font PDFium gives those characters no size and even drops the ones that stand alone, and which fonts a
machine has must not change what we read. So PDFium is given one font for all of them: every character is a plain box
of the usual size. We never draw; only where a character stands matters.
"""

from __future__ import annotations

import ctypes
import struct
from typing import Any

import pypdfium2.raw as pdfium

EM = 1000
#: The boxes, in thousandths of the em: nothing, a full-width character, a half-width one.
BOXES = (None, (40, -80, 960, 840), (40, -20, 460, 700))
#: First code, last code, glyph.
CODES = ((0x20, 0x7E, 2), (0xA0, 0xFFFD, 1), (0x20000, 0x3FFFD, 1))

CHINESE = frozenset({pdfium.FXFONT_GB2312_CHARSET, pdfium.FXFONT_CHINESEBIG5_CHARSET})
HANDLE = 1

_kept: list[Any] = []  # PDFium holds pointers to these for as long as the process lives


def box_font() -> bytes:
    """A TrueType file with one glyph for each of BOXES."""
    glyphs = [_glyph(box) for box in BOXES]
    starts = [sum(map(len, glyphs[:at])) for at in range(len(glyphs) + 1)]
    metrics = b"".join(struct.pack(">Hh", width, 0) for width in (EM, EM, EM // 2))
    return _file(
        {
            b"cmap": _cmap(),
            b"glyf": b"".join(glyphs),
            b"head": struct.pack(
                ">IIIIHHQQhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, EM, 0, 0, 0, -200, EM, 900, 0, 8, 2, 1, 0
            ),
            b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 880, -120, 0, EM, 0, 0, EM, 1, 0, 0, 0, 0, 0, 0, 0, 3),
            b"hmtx": metrics,
            b"loca": struct.pack(f">{len(starts)}I", *starts),
            b"maxp": struct.pack(">IH13H", 0x10000, len(glyphs), 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        }
    )


def _glyph(box: tuple[int, int, int, int] | None) -> bytes:
    """A rectangle of four points; every coordinate is written as a 16-bit step."""
    if box is None:
        return b""
    left, bottom, right, top = box
    head = struct.pack(">hhhhhHH", 1, left, bottom, right, top, 3, 0)
    steps_x, steps_y = (left, 0, right - left, 0), (bottom, top - bottom, 0, bottom - top)
    return head + b"\x01" * 4 + struct.pack(">8h", *steps_x, *steps_y) + b"\0\0"


def _cmap() -> bytes:
    """Format 13: many codes, one glyph."""
    groups = b"".join(struct.pack(">III", *group) for group in CODES)
    table = struct.pack(">HHIII", 13, 0, 16 + len(groups), 0, len(CODES)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _file(tables: dict[bytes, bytes]) -> bytes:
    offset = 12 + 16 * len(tables)
    directory, content = b"", b""
    for tag, table in tables.items():
        directory += struct.pack(">4sIII", tag, 0, offset + len(content), len(table))
        content += table + b"\0" * (-len(table) % 4)
    return struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 48) + directory + content


def install() -> None:
    """Makes PDFium use the box font for Chinese fonts that are not embedded, and no font of the machine."""
    if _kept:
        return
    font = box_font()
    types = dict(pdfium.FPDF_SYSFONTINFO._fields_)

    def map_font(_: Any, __: int, ___: int, charset: int, *____: Any) -> int | None:
        return HANDLE if charset in CHINESE else None

    def font_bytes(_: Any, __: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    callbacks = {
        "Release": types["Release"](lambda _: None),
        "EnumFonts": types["EnumFonts"](lambda _, __: None),
        "MapFont": types["MapFont"](map_font),
        "GetFont": types["GetFont"](lambda _, __: None),
        "GetFontData": types["GetFontData"](font_bytes),
        "GetFaceName": types["GetFaceName"](lambda _, __, ___, ____: 0),
        "GetFontCharset": types["GetFontCharset"](lambda _, __: pdfium.FXFONT_GB2312_CHARSET),
        "DeleteFont": types["DeleteFont"](lambda _, __: None),
    }
    interface = pdfium.FPDF_SYSFONTINFO(version=1, **callbacks)
    _kept.extend([interface, font, callbacks])
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(interface))
