"""PDF with text: characters and ruled lines by PDFium, tables and lines by ``parsers.grid``."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from parsers import box_font
from parsers.errors import Encrypted, LimitExceeded, Scanned, Unreadable
from parsers.grid import Char, Rule, lay_out
from parsers.model import Document, Unread
from parsers.pages import Page, bound

MOST_PAGES = 1_500
#: Objects and characters of one page; a made-up page must not hold the reader for minutes.
MOST_OBJECTS = 200_000
MOST_CHARS = 200_000
DEEPEST_FORM = 8

#: A filled shape no thicker than this is a rule, a shorter one is a dot.
THICKEST_RULE = 3.2
SHORTEST_RULE = 4.0
#: A page with fewer characters than this beside a picture is a picture.
FEW_CHARS = 12
#: A share of characters without a meaning above this makes a page unreadable.
GARBLED = 0.1

#: PDFium's own code for a hyphen that ends a line; in our reports it is a part of the number or the date.
HYPHEN_AT_LINE_END = 2

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class _Drawn:
    """What PDFium tells of one page, in points from the top left, turned as the page is shown."""

    height: float
    chars: list[Char] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    pictures: int = 0
    garbled: int = 0


def read(content: bytes, name: str, sha256: str) -> Document:
    """Lines and tables of all pages. Raises Encrypted, Scanned (only pictures), Unreadable or LimitExceeded."""
    document = _opened(content)
    try:
        pages, unread = _pages(document, name)
    finally:
        document.close()
    whole = bound(pages)
    unread += [Unread(file=name, where=f"第{page}页", what=reason) for page, reason in whole.doubts]
    return Document(name=name, sha256=sha256, media_type="application/pdf", blocks=whole.blocks, unread=tuple(unread))


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    box_font.install()
    try:
        document = pypdfium2.PdfDocument(content)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Encrypted from error
        raise Unreadable("PDF 已损坏或不完整（文件可能被截断），无法读取。") from error
    if not count:
        raise Unreadable("PDF 没有可读的页面（文件可能被截断）。")
    if count > MOST_PAGES:
        raise LimitExceeded(f"PDF 超过 {MOST_PAGES} 页，已停止读取。")
    return document


def _pages(document: pypdfium2.PdfDocument, name: str) -> tuple[list[Page], list[Unread]]:
    pages: list[Page] = []
    unread: list[Unread] = []
    pictured = 0
    for number in range(1, len(document) + 1):
        drawn, trouble = _page(document, number)
        pictured += trouble.startswith("scanned")
        if trouble:
            unread.append(Unread(file=name, where=f"第{number}页", what=trouble))
        if drawn:
            pages.append(Page(number=number, height=drawn.height, items=lay_out(drawn.chars, drawn.across, drawn.down)))
    if pictured and not any(page.items for page in pages):
        raise Scanned
    if not any(page.items for page in pages):
        raise Unreadable("PDF 中没有任何文字。")
    return pages, unread


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[_Drawn | None, str]:
    """The page as drawn, and what is wrong with it ("" for nothing)."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return None, "页面已损坏，无法读取"
    drawn = _drawn(page)
    page.close()
    if len(drawn.chars) < FEW_CHARS and drawn.pictures:
        return drawn, "scanned, not read：整页为图片，未做文字识别"
    if drawn.garbled > GARBLED * max(len(drawn.chars), 1):
        return None, "字体没有可用的编码，文字无法还原"
    return drawn, ""


def _drawn(page: pypdfium2.PdfPage) -> _Drawn:
    turn, height = _turn(page)
    drawn = _Drawn(height)
    _take_chars(page, turn, drawn)
    _take_objects(page.raw, turn, IDENTITY, drawn, 0)
    return drawn


def _turn(page: pypdfium2.PdfPage) -> tuple[Matrix, float]:
    """The matrix from the page's own space to points from the top left of the page as shown, and its height."""
    left, bottom, right, top = page.get_cropbox()
    width, height = right - left, top - bottom
    turns: dict[int, Matrix] = {
        0: (1, 0, 0, -1, -left, top),
        90: (0, 1, 1, 0, -bottom, -left),
        180: (-1, 0, 0, 1, right, -bottom),
        270: (0, -1, -1, 0, top, right),
    }
    rotation = page.get_rotation()
    return turns[rotation], width if rotation in (90, 270) else height


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _after(first: Matrix, then: Matrix) -> Matrix:
    a, b = _at((*then[:4], 0.0, 0.0), first[0], first[1])
    c, d = _at((*then[:4], 0.0, 0.0), first[2], first[3])
    return (a, b, c, d, *_at(then, first[4], first[5]))


# --- characters ------------------------------------------------------------------------------------


def _take_chars(page: pypdfium2.PdfPage, turn: Matrix, drawn: _Drawn) -> None:
    text = page.get_textpage()
    count = pdfium.FPDFText_CountChars(text.raw)
    if count > MOST_CHARS:
        raise LimitExceeded("页面文字过多，已停止读取。")
    take = drawn.chars.append
    for code, left, bottom, right, top, base in _printed_chars(text.raw, count):
        if (code >= 0xFFFD and code < 0x10000) or 0xE000 <= code <= 0xF8FF:
            drawn.garbled += 1
        elif turn[0] == 1:  # nearly every page: spare it the matrix
            dx, dy = turn[4], turn[5]
            take(Char(chr(code), left + dx, dy - top, right + dx, dy - bottom, dy - base[1]))
        else:
            x0, y0 = _at(turn, left, bottom)
            x1, y1 = _at(turn, right, top)
            take(Char(chr(code), min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), _at(turn, *base)[1]))
    text.close()


_CharBox = tuple[int, float, float, float, float, tuple[float, float]]


def _printed_chars(handle: Any, count: int) -> Iterator[_CharBox]:
    """Code, left, bottom, right, top and origin of each character that is no white space, in the page's own space."""
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    box = [ctypes.byref(number) for number in (left, right, bottom, top)]
    origin = [ctypes.byref(number) for number in (x, y)]
    code_of, box_of, origin_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharBox, pdfium.FPDFText_GetCharOrigin
    for index in range(count):
        code = code_of(handle, index)
        if code == HYPHEN_AT_LINE_END:
            code = 0x2D
        if code > 0x20 and code != 0xA0 and code != 0x3000:
            box_of(handle, index, *box)
            origin_of(handle, index, *origin)
            yield code, left.value, bottom.value, right.value, top.value, (x.value, y.value)


# --- rules and pictures ------------------------------------------------------------------------------


def _take_objects(holder: Any, turn: Matrix, form: Matrix, drawn: _Drawn, depth: int) -> None:
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
            _take_path(item, _after(_after(_matrix(item), form), turn), drawn)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawn.pictures += 1
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            _take_objects(item, turn, _after(_matrix(item), form), drawn, depth + 1)


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _take_path(path: Any, matrix: Matrix, drawn: _Drawn) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    for points in _subpaths(path, matrix):
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        if min(right - left, bottom - top) <= THICKEST_RULE:
            _take_rule(left, top, right, bottom, drawn)
        elif stroke.value:
            for (x0, y0), (x1, y1) in pairwise(points):
                if min(abs(x1 - x0), abs(y1 - y0)) <= THICKEST_RULE:
                    _take_rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), drawn)


def _take_rule(left: float, top: float, right: float, bottom: float, drawn: _Drawn) -> None:
    wide, high = right - left, bottom - top
    if max(wide, high) < SHORTEST_RULE:
        return
    if wide > high:
        drawn.across.append(Rule((top + bottom) / 2, left, right))
    else:
        drawn.down.append(Rule((left + right) / 2, top, bottom))


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
