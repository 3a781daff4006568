"""PDF with text: characters and ruled lines by PDFium, tables and lines by ``parsers.layout.grid``."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.errors import Encrypted, LimitExceeded, Scanned, Unreadable
from parsers.layout import box_font
from parsers.layout.grid import lay_out
from parsers.layout.pages import bound
from parsers.layout.pdf_page import Drawn, drawn
from parsers.layout.running import Page
from parsers.model import Document, Unread

MOST_PAGES = 1_500
#: A page with fewer characters than this beside a picture is a picture.
FEW_CHARS = 12
#: A share of characters without a meaning above this makes a page unreadable.
GARBLED = 0.1
FEWEST_GARBLED = 3
LONGEST_QUOTE = 40
PICTURE = "scanned, not read：整页为图片，未做文字识别"


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
        found, troubles = _page(document, number)
        pictured += PICTURE in troubles
        unread += [Unread(file=name, where=f"第{number}页", what=trouble) for trouble in troubles]
        if found:
            items = lay_out(found.chars, found.across, found.down)
            pages.append(Page(number=number, height=found.height, items=items, as_shown=found.as_shown))
    if pictured and not any(page.items for page in pages):
        raise Scanned
    if not any(page.items for page in pages):
        raise Unreadable("PDF 中没有任何文字。")
    return pages, unread


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[Drawn | None, list[str]]:
    """The page as drawn, and what of it is not read."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return None, ["页面已损坏，无法读取"]
    found = drawn(page)
    page.close()
    if len(found.chars) < FEW_CHARS and found.pictures:
        return found, [PICTURE]
    troubles = _garbled(found)
    if troubles and found.garbled.total() > GARBLED * max(len(found.chars), 1):
        return None, ["字体没有可用的编码，文字无法还原"]
    return found, [*troubles, *_askew(found)]


def _garbled(found: Drawn) -> list[str]:
    """One or two such characters are ornaments; more are letters or figures that are lost."""
    if len(found.garbled) < FEWEST_GARBLED:
        return []
    return [f"{found.garbled.total()} 个字符没有可用的编码，无法还原"]


def _askew(found: Drawn) -> list[str]:
    return [f"斜排的文字（多为水印）未读取：{found.askew[:LONGEST_QUOTE]}"] if found.askew else []
