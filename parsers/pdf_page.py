"""One PDF page as PDFium tells it: characters, ruled lines and pictures, in points from the top left.

A page is turned so that its text reads from left to right, whatever the file says about the page or the text. Text that
stands askew (watermarks) is kept apart: it runs through the cells of tables and says nothing about them.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.errors import LimitExceeded
from parsers.grid import Char, Rule

#: Objects and characters of one page; a made-up page must not hold the reader for minutes.
MOST_OBJECTS = 200_000
MOST_CHARS = 200_000
DEEPEST_FORM = 8

#: A filled shape no thicker than this is a rule, a shorter one is a dot.
THICKEST_RULE = 3.2
SHORTEST_RULE = 4.0

#: PDFium's own code for a hyphen that ends a line; in our reports it is a part of the number or the date.
HYPHEN_AT_LINE_END = 2
#: Upright characters have their origin in these shares of their box; only others are asked for their angle.
UPRIGHT_LEFT = 0.15
UPRIGHT_LOW = 0.17
#: Degrees by which text may lean and still be upright.
STEADY = 5

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawn:
    """What stands on one page, in points from the top left, turned so that it reads from left to right."""

    height: float
    turned: int = 0  # degrees clockwise from how the page is shown to how it is read
    shown: tuple[float, float] = (0.0, 0.0)  # width and height of the page as shown
    chars: list[Char] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    pictures: int = 0
    garbled: int = 0
    askew: str = ""

    def as_shown(self, box: Box) -> Box:
        """A rectangle of the page as read, on the page as shown."""
        left, top, right, bottom = box
        width, height = self.shown
        return {
            0: box,
            90: (top, height - right, bottom, height - left),
            180: (width - right, height - bottom, width - left, height - top),
            270: (width - bottom, left, width - top, right),
        }[self.turned]


def drawn(page: pypdfium2.PdfPage) -> Drawn:
    """The page's characters, rules and pictures. Raises LimitExceeded."""
    printed, askew = _printed(page)
    shown_by = page.get_rotation()
    reads_at = _reading_angle(printed) if printed else shown_by
    turn, width, height = _turn(page, reads_at)
    sideways = (reads_at - shown_by) % 180 == 90
    found = Drawn(height, (reads_at - shown_by) % 360, (height, width) if sideways else (width, height))
    found.askew = "".join(askew)
    _take_chars(printed, turn, found)
    _take_objects(page.raw, turn, IDENTITY, found, 0)
    return found


def _turn(page: pypdfium2.PdfPage, angle: int) -> tuple[Matrix, float, float]:
    """The matrix from the page's own space to points from the top left, turned clockwise; width and height then."""
    left, bottom, right, top = page.get_cropbox()
    width, height = right - left, top - bottom
    turns: dict[int, Matrix] = {
        0: (1, 0, 0, -1, -left, top),
        90: (0, 1, 1, 0, -bottom, -left),
        180: (-1, 0, 0, 1, right, -bottom),
        270: (0, -1, -1, 0, top, right),
    }
    return (turns[angle], height, width) if angle in (90, 270) else (turns[angle], width, height)


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _after(first: Matrix, then: Matrix) -> Matrix:
    a, b = _at((*then[:4], 0.0, 0.0), first[0], first[1])
    c, d = _at((*then[:4], 0.0, 0.0), first[2], first[3])
    return (a, b, c, d, *_at(then, first[4], first[5]))


# --- characters ------------------------------------------------------------------------------------


class _Printed(NamedTuple):
    """A character in the page's own space: its box, its origin, and the direction it reads in (quarters, degrees)."""

    code: int
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float
    angle: int


def _printed(page: pypdfium2.PdfPage) -> tuple[list[_Printed], list[str]]:
    """The page's characters that are no white space, and those that stand askew."""
    text = page.get_textpage()
    count = pdfium.FPDFText_CountChars(text.raw)
    if count > MOST_CHARS:
        raise LimitExceeded("页面文字过多，已停止读取。")
    askew: list[str] = []
    printed = list(_chars(text.raw, count, askew))
    text.close()
    return printed, askew


def _chars(handle: Any, count: int, askew: list[str]) -> Iterator[_Printed]:
    left, right, bottom, top, x, y = numbers = [ctypes.c_double() for _ in range(6)]
    box = [ctypes.byref(number) for number in numbers[:4]]
    origin = [ctypes.byref(number) for number in numbers[4:]]
    code_of, box_of, origin_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharBox, pdfium.FPDFText_GetCharOrigin
    for index in range(count):
        code = code_of(handle, index)
        if code == HYPHEN_AT_LINE_END:
            code = 0x2D
        if code <= 0x20 or code in (0xA0, 0x3000):
            continue
        box_of(handle, index, *box)
        origin_of(handle, index, *origin)
        x0, y0, x1, y1, at_x, at_y = left.value, bottom.value, right.value, top.value, x.value, y.value
        angle: int | None = 0
        if at_x - x0 > UPRIGHT_LEFT * (x1 - x0) or at_y - y0 > UPRIGHT_LOW * (y1 - y0):  # asking each one is dear
            angle = _quarter(pdfium.FPDFText_GetCharAngle(handle, index))
        if angle is None:
            askew.append(chr(code))
        else:
            yield _Printed(code, x0, y0, x1, y1, at_x, at_y, angle)


def _quarter(radians: float) -> int | None:
    """The quarter turn that the text reads in; None for text askew. Commas too are asked: theirs is 0."""
    degrees = -math.degrees(radians)  # PDFium counts clockwise
    quarter = round(degrees / 90)
    return quarter % 4 * 90 if abs(degrees - quarter * 90) <= STEADY else None


def _reading_angle(printed: list[_Printed]) -> int:
    return Counter(char.angle for char in printed).most_common(1)[0][0]


def _take_chars(printed: list[_Printed], turn: Matrix, found: Drawn) -> None:
    take = found.chars.append
    upright, dx, dy = turn[0] == 1, turn[4], turn[5]
    for code, left, bottom, right, top, x, y, _ in printed:
        if 0xFFFD <= code < 0x10000 or 0xE000 <= code <= 0xF8FF:
            found.garbled += 1
        elif upright:  # nearly every page: spare it the matrix
            take(Char(chr(code), left + dx, dy - top, right + dx, dy - bottom, dy - y))
        else:
            x0, y0 = _at(turn, left, bottom)
            x1, y1 = _at(turn, right, top)
            take(Char(chr(code), min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), _at(turn, x, y)[1]))


# --- rules and pictures ------------------------------------------------------------------------------


def _take_objects(holder: Any, turn: Matrix, form: Matrix, found: Drawn, depth: int) -> None:
    """Rules and pictures of a page, or of a form drawn on it."""
    on_page = depth == 0
    count = pdfium.FPDFPage_CountObjects(holder) if on_page else pdfium.FPDFFormObj_CountObjects(holder)
    if count > MOST_OBJECTS:
        raise LimitExceeded("页面图形过多，已停止读取。")
    get = pdfium.FPDFPage_GetObject if on_page else pdfium.FPDFFormObj_GetObject
    for index in range(count):
        item = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _take_path(item, _after(_after(_matrix(item), form), turn), found)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.pictures += 1
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            _take_objects(item, turn, _after(_matrix(item), form), found, depth + 1)


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _take_path(path: Any, matrix: Matrix, found: Drawn) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    for points in _subpaths(path, matrix):
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        if min(right - left, bottom - top) <= THICKEST_RULE:
            _take_rule(left, top, right, bottom, found)
        elif stroke.value:
            for (x0, y0), (x1, y1) in pairwise(points):
                if min(abs(x1 - x0), abs(y1 - y0)) <= THICKEST_RULE:
                    _take_rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), found)


def _take_rule(left: float, top: float, right: float, bottom: float, found: Drawn) -> None:
    wide, high = right - left, bottom - top
    if max(wide, high) < SHORTEST_RULE:
        return
    if wide > high:
        found.across.append(Rule((top + bottom) / 2, left, right))
    else:
        found.down.append(Rule((left + right) / 2, top, bottom))


def _subpaths(path: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corner points of each figure of a path; figures with curves are no rules."""
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(_at(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points
