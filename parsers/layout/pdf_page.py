"""One PDF page as PDFium tells it: characters, ruled lines and pictures, in points from the top left.

A page is turned so that its text reads from left to right, whatever the file says about the page or the text. Text that
stands askew (watermarks) is kept apart: it runs through the cells of tables and says nothing about them.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.errors import LimitExceeded
from parsers.layout.grid import Char, Rule
from parsers.layout.pdf_chars import Matrix, PrintedChars, at

#: Objects of one page; a made-up page must not hold the reader for minutes.
MOST_OBJECTS = 200_000
DEEPEST_FORM = 8

#: A filled shape no thicker than this is a rule, a shorter one is a dot.
THICKEST_RULE = 3.2
SHORTEST_RULE = 4.0
#: Points of a path that is one line or one box, and no other figure.
ONE_FIGURE = (2, 5)

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
    garbled: Counter[int] = field(default_factory=Counter)  # codes that mean nothing, and how often they stand here
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
    text = page.get_textpage()
    printed = PrintedChars(text.raw, _turn(page, 0)[0])
    shown_by = page.get_rotation()
    reads_at = printed.reads_at(shown_by)
    turn, width, height = _turn(page, reads_at)
    sideways = (reads_at - shown_by) % 180 == 90
    found = Drawn(height, (reads_at - shown_by) % 360, (height, width) if sideways else (width, height))
    found.chars = printed.turned(turn) if reads_at else printed.chars
    found.garbled, found.askew = printed.garbled, "".join(printed.askew)
    text.close()
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


def _after(first: Matrix, then: Matrix) -> Matrix:
    a, b = at((*then[:4], 0.0, 0.0), first[0], first[1])
    c, d = at((*then[:4], 0.0, 0.0), first[2], first[3])
    return (a, b, c, d, *at(then, first[4], first[5]))


# --- rules and pictures ------------------------------------------------------------------------------


def _take_objects(holder: Any, turn: Matrix, form: Matrix, found: Drawn, depth: int) -> None:
    """Rules and pictures of a page, or of a form drawn on it."""
    on_page = depth == 0
    count = pdfium.FPDFPage_CountObjects(holder) if on_page else pdfium.FPDFFormObj_CountObjects(holder)
    if count > MOST_OBJECTS:
        raise LimitExceeded("页面图形过多，已停止读取。")
    get = pdfium.FPDFPage_GetObject if on_page else pdfium.FPDFFormObj_GetObject
    shown = _after(form, turn)
    for index in range(count):
        item = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _take_path(item, shown, found)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.pictures += 1
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            _take_objects(item, turn, _after(_matrix(item), form), found, depth + 1)


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _take_path(path: Any, shown: Matrix, found: Drawn) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    if pdfium.FPDFPath_CountSegments(path) in ONE_FIGURE and _take_thin(path, shown, found):
        return
    for points in _subpaths(path, _after(_matrix(path), shown)):
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        if min(right - left, bottom - top) <= THICKEST_RULE:
            _take_rule(left, top, right, bottom, found)
        elif stroke.value:
            for (x0, y0), (x1, y1) in pairwise(points):
                if min(abs(x1 - x0), abs(y1 - y0)) <= THICKEST_RULE:
                    _take_rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), found)


def _take_thin(path: Any, shown: Matrix, found: Drawn) -> bool:
    """Takes a path that is one thin shape, as most rules are, by its bounds alone: asking for its points is dear."""
    x0, y0, x1, y1 = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(path, x0, y0, x1, y1):
        return False
    (left, top), (right, bottom) = at(shown, x0.value, y0.value), at(shown, x1.value, y1.value)
    left, right, top, bottom = min(left, right), max(left, right), min(top, bottom), max(top, bottom)
    if min(right - left, bottom - top) > THICKEST_RULE:
        return False
    _take_rule(left, top, right, bottom, found)
    return True


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
        points.append(at(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points
