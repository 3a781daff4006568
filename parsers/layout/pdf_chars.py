"""The characters of a PDF page as PDFium tells them, and the direction in which they read."""

from __future__ import annotations

import ctypes
import math
import struct
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from parsers.errors import LimitExceeded
from parsers.layout.grid import Char

#: Characters of one page; a made-up page must not hold the reader for minutes.
MOST_CHARS = 200_000
#: PDFium's own codes for a hyphen that ends a line; in our reports it is a part of the number or the date.
HYPHEN_AT_LINE_END = 2
HYPHEN_IN_TEXT = 0xFFFE
#: Upright characters have their origin in these shares of their box; only others are asked for their angle.
UPRIGHT_LEFT = 0.15
UPRIGHT_LOW = 0.17
#: Codes without a meaning: fonts that bring no mapping use them.
FIRST_PRIVATE, LAST_PRIVATE = 0xE000, 0xF8FF
PRIVATE_PLANES = 0xF0000
#: Degrees by which text may lean and still be upright.
STEADY = 5

Matrix = tuple[float, float, float, float, float, float]

_SIX = struct.Struct("6d").unpack


def _direct(function: Any, *arguments: Any) -> Any:
    """The same function of PDFium taking plain addresses: called for each character, and twice as fast so."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *arguments)(address)


_box_of = _direct(pdfium.FPDFText_GetCharBox, *[ctypes.c_void_p] * 4)
_origin_of = _direct(pdfium.FPDFText_GetCharOrigin, *[ctypes.c_void_p] * 2)


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """The point after the matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


class PrintedChars:
    """The characters of a page that are no white space, in points from the top left of the page as it lies.

    This loop runs for each character of each page: PDFium is asked as little as possible.
    """

    def __init__(self, handle: Any, upright: Matrix) -> None:
        self._handle = handle
        self._codes = _codes(handle)
        self.chars: list[Char] = []
        self.askew: list[str] = []
        self.garbled: Counter[int] = Counter()
        self._angles: Counter[int] = Counter()
        self._take(upright[4], upright[5])

    def _take(self, dx: float, dy: float) -> None:
        take, angles = self.chars.append, self._angles
        for index, code, (x0, x1, y0, y1, x, y) in self._boxes():
            if x - x0 > UPRIGHT_LEFT * (x1 - x0) or y - y0 > UPRIGHT_LOW * (y1 - y0):  # asking each one is dear
                angle = _quarter(pdfium.FPDFText_GetCharAngle(self._handle, index))
                if angle is None:
                    self.askew.append(chr(code))
                    continue
                angles[angle] += 1
            take(Char(chr(code), x0 + dx, dy - y1, x1 + dx, dy - y0, dy - y))

    def _boxes(self) -> Iterator[tuple[int, int, tuple[float, ...]]]:
        """Number and code of each character that means something; its left, right, bottom, top and origin."""
        handle = ctypes.cast(self._handle, ctypes.c_void_p)
        numbers = (ctypes.c_double * 6)()
        start, step = ctypes.addressof(numbers), ctypes.sizeof(ctypes.c_double)
        left, right, bottom, top, x, y = (ctypes.c_void_p(start + step * n) for n in range(6))
        self.garbled.clear()
        for index, code in enumerate(self._codes):
            if code <= 0x20 or code == 0xA0 or code == 0x3000:
                continue
            if code >= FIRST_PRIVATE and (code <= LAST_PRIVATE or 0xFFFD <= code < 0x10000 or code >= PRIVATE_PLANES):
                self.garbled[code] += 1
                continue
            _box_of(handle, index, left, right, bottom, top)
            _origin_of(handle, index, x, y)
            yield index, code, _SIX(numbers)

    def reads_at(self, otherwise: int) -> int:
        """The angle at which most of the text reads; ``otherwise`` where there is no text."""
        if not self.chars:
            return otherwise
        self._angles[0] = len(self.chars) - sum(count for angle, count in self._angles.items() if angle)
        return self._angles.most_common(1)[0][0]

    def turned(self, turn: Matrix) -> list[Char]:
        """The same characters on the page turned so that they read from left to right."""
        found = []
        for index, code, (left, right, bottom, top, x, y) in self._boxes():
            if _quarter(pdfium.FPDFText_GetCharAngle(self._handle, index)) is None:
                continue
            (x0, y0), (x1, y1) = at(turn, left, bottom), at(turn, right, top)
            box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
            found.append(Char(chr(code), *box, at(turn, x, y)[1]))
        return found


def _codes(handle: Any) -> list[int]:
    """The code of each character: all at once where none of them is missing or takes two places."""
    count = pdfium.FPDFText_CountChars(handle)
    if count > MOST_CHARS:
        raise LimitExceeded("页面文字过多，已停止读取。")
    buffer = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(handle, 0, count, buffer) == count + 1:
        codes = [0x2D if code == HYPHEN_IN_TEXT else code for code in buffer[:count]]
    else:
        codes = [pdfium.FPDFText_GetUnicode(handle, index) for index in range(count)]
        codes = [0x2D if code == HYPHEN_AT_LINE_END else code for code in codes]
    return _paired(codes) if any(0xD800 <= code < 0xE000 for code in codes) else codes


def _paired(codes: list[int]) -> list[int]:
    """Halves of a character beyond 16 bits put together in the place of the first; a lone half means nothing."""
    found = list(codes)
    for at, code in enumerate(codes):
        low = codes[at + 1] if at + 1 < len(codes) else 0
        if 0xD800 <= code < 0xDC00 and 0xDC00 <= low < 0xE000:
            found[at] = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            found[at + 1] = 0x20
        elif 0xD800 <= found[at] < 0xE000:
            found[at] = 0xFFFD
    return found


def _quarter(radians: float) -> int | None:
    """The quarter turn that the text reads in; None for text askew. Commas too are asked: theirs is 0."""
    degrees = -math.degrees(radians)  # PDFium counts clockwise
    quarter = round(degrees / 90)
    return quarter % 4 * 90 if abs(degrees - quarter * 90) <= STEADY else None
