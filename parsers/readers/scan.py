"""Reports that are pictures: pages of a PDF without text, and image files. Needs the extra ``[ocr]``.

Characters are recognised where they stand; ruled lines are found in the picture, and the same grid that reads a PDF
with text puts the characters into cells and lines.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pypdfium2

from parsers.errors import Encrypted, Scanned, Unreadable
from parsers.layout.grid import lay_out
from parsers.layout.pages import blocks
from parsers.layout.picture import Recognised, chars, ruled, straight
from parsers.layout.running import Page
from parsers.model import Block, Document, Unread
from parsers.sniff import MAGIC

DOTS_PER_POINT = 200 / 72
LONGEST_SIDE = 4_000
MOST_PAGES = 60
#: A line that the engine itself is less sure of is told.
UNSURE = 0.8

_PAGE = re.compile(r"^第(\d+)页$")


def read(content: bytes, name: str, sha256: str, known: Document | None) -> Document:
    """The text of the pictures, among that of the pages ``known`` already. Raises Scanned where there is none."""
    kind = next((kind for magic, kind in MAGIC if content.startswith(magic)), "")
    kind = "application/pdf" if b"%PDF-" in content[:1024] else kind
    wanted = _pictured(known)
    pages, unread = [], []
    for number, image, dots in _images(content, kind, wanted):
        page, notes = _page(number, image, dots)
        pages.append(page)
        unread += [replace(note, file=name) for note in notes]
    found: list[Block] = blocks(pages)
    if not found and known is None:
        raise Scanned("scanned, not read：图片中未识别出文字。")
    told = [note for note in known.unread if not _is_done(note, pages)] if known else []
    return Document(
        name=name,
        sha256=sha256,
        media_type=kind,
        blocks=tuple(sorted([*(known.blocks if known else ()), *found], key=lambda block: block.page or 0)),
        meta=known.meta if known else {},
        unread=(*told, *_left_out(content, kind, wanted, name), *unread),
    )


def _pictured(known: Document | None) -> frozenset[int] | None:
    """The pages that were no text; None for all of them."""
    if known is None:
        return None
    places = [_PAGE.match(note.where) for note in known.unread if note.what.startswith("scanned")]
    return frozenset(int(place.group(1)) for place in places if place)


def _is_done(note: Unread, pages: Sequence[Page]) -> bool:
    place = _PAGE.match(note.where)
    done = {page.number for page in pages}
    return bool(note.what.startswith("scanned") and place and int(place.group(1)) in done)


def _left_out(content: bytes, kind: str, wanted: frozenset[int] | None, name: str) -> list[Unread]:
    """What stands behind the last page that is recognised."""
    if kind != "application/pdf":
        return []
    count = len(wanted) if wanted is not None else len(_opened(content))
    what = f"scanned, not read：图片页超过 {MOST_PAGES} 页，其余未做文字识别"
    return [Unread(file=name, where="", what=what)] if count > MOST_PAGES else []


# --- pictures ------------------------------------------------------------------------------------


def _images(content: bytes, kind: str, wanted: frozenset[int] | None) -> Iterator[tuple[int, Any, float]]:
    """Number, picture in grey and dots per point of each page."""
    if kind == "application/pdf":
        yield from _rendered(content, wanted)
    elif kind.startswith("image/"):
        yield 1, _grey(content), DOTS_PER_POINT
    else:
        raise Scanned("scanned, not read：文档内只有图片，未做文字识别。")


def _rendered(content: bytes, wanted: frozenset[int] | None) -> Iterator[tuple[int, Any, float]]:
    document = _opened(content)
    numbers = sorted(wanted) if wanted is not None else range(1, len(document) + 1)
    for number in list(numbers)[:MOST_PAGES]:
        page = document[number - 1]
        dots = min(DOTS_PER_POINT, LONGEST_SIDE / max(*page.get_size(), 1.0))
        image = page.render(scale=dots, grayscale=True).to_numpy()
        yield number, image.reshape(image.shape[:2]), dots
        page.close()
    document.close()


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise (Encrypted if "password" in str(error).lower() else Unreadable) from error


def _grey(content: bytes) -> Any:
    import numpy
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as image:
            image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return numpy.asarray(image.convert("L"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable("图片已损坏或过大，无法读取。") from error


# --- characters -----------------------------------------------------------------------------------


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def _page(number: int, image: Any, dots: float) -> tuple[Page, list[Unread]]:
    """The page as laid out, and the lines that the engine is not sure of."""
    found = _engine()(image, return_word_box=True)
    if found.txts is None or not len(found.txts):
        return Page(number=number, height=image.shape[0] / dots, items=[]), []
    lines = [
        Recognised(text=text, box=[(float(x), float(y)) for x, y in box], words=_words(words))
        for text, box, words in zip(found.txts, found.boxes, found.word_results, strict=True)
    ]
    turned, image = straight(lines, image)
    across, down = ruled(image, dots)
    items = lay_out([char for line in turned for char in chars(line, dots)], across, down)
    notes = [Unread(file="", where=f"第{number}页", what="文字由图像识别得到，数字请对照原文")]
    for text, score in zip(found.txts, found.scores, strict=True):
        if score < UNSURE:
            notes.append(Unread(file="", where=f"第{number}页", what=f"图像识别把握不大：{text}"))
    return Page(number=number, height=image.shape[0] / dots, items=items), notes


def _words(words: Any) -> list[tuple[str, list[tuple[float, float]]]]:
    return [(str(text), [(float(x), float(y)) for x, y in box]) for text, _, box in words or ()]
