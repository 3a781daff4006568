"""Word (.docx): paragraphs and tables of the body in reading order, straight from the XML."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.errors import Scanned, Unreadable
from parsers.model import Block, Document, Grid, Paragraph, Unread
from parsers.office.package import Element, Package
from parsers.office.word_numbers import Numbering
from parsers.sniff import WORD
from parsers.spans import MOST_SPANNED, Cell, rectangle

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

#: Holds text that is not printed: deleted, hidden field codes, the old drawing of a shape that has a new one.
UNPRINTED = frozenset(
    {W + "del", W + "moveFrom", W + "instrText", W + "delText", MC + "Fallback", W + "rPr", W + "pPr"}
)


def read(content: bytes, name: str, sha256: str) -> Document:
    """The body as blocks. Raises Unreadable, Encrypted, Scanned (nothing but pictures) or LimitExceeded."""
    package = Package(content)
    root = package.xml("word/document.xml")
    story = _Story(package)
    blocks = tuple(story.blocks(root.find(W + "body")))
    if not blocks:
        pictured = next(root.iter(A + "blip"), None) is not None
        raise (
            Scanned("scanned, not read：文档内只有图片，未做文字识别。")
            if pictured
            else Unreadable("文档中没有任何文字。")
        )
    embedded = sum(1 for _ in root.iter(W + "object"))
    notes = [f"嵌入的对象（{embedded} 处，可能是表格）未读取"] if embedded else []
    return Document(
        name=name,
        sha256=sha256,
        media_type=WORD,
        blocks=blocks,
        unread=tuple(Unread(file=name, where="", what=note) for note in notes),
    )


class _Story:
    """Walks the body; knows the styles that make headings and counts automatic numbers."""

    def __init__(self, package: Package) -> None:
        styles = package.xml("word/styles.xml") if "word/styles.xml" in package else None
        self._headings = _heading_styles(styles)
        self._numbering = Numbering(
            package.xml("word/numbering.xml") if "word/numbering.xml" in package else None, styles
        )

    def blocks(self, body: Element) -> Iterator[Block]:
        for child in body if body is not None else ():
            if child.tag == W + "p":
                yield from self._paragraphs(child)
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag not in UNPRINTED:
                yield from self.blocks(child)

    def _paragraphs(self, paragraph: Element) -> Iterator[Block]:
        heading = self._is_heading(paragraph)
        for number, line in enumerate(_lines(paragraph)):
            text = (self._numbering.before(paragraph) if number == 0 else "") + line
            if text.strip():
                yield Paragraph(text=" ".join(text.split()), heading=heading)
        for box in paragraph.iter(W + "txbxContent"):
            if not any(outer.tag == MC + "Fallback" for outer in box.iterancestors()):
                yield from self.blocks(box)

    def _is_heading(self, paragraph: Element) -> bool:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        named = style is not None and style.get(W + "val") in self._headings
        return named or _outline(paragraph) is not None

    def _table(self, table: Element) -> Iterator[Block]:
        rows = [list(_cells(row)) for row in table.iterchildren(W + "tr")]
        cells = [cell for row in rows for cell in row]
        holders = [cell for cell in cells if cell.find(W + "tbl") is not None]
        if len(cells) == 1 or (holders and not any(_cell_text(cell) for cell in cells if cell not in holders)):
            for cell in cells:
                yield from self.blocks(cell)
            return
        yield Grid(rows=rectangle(_drawn(table)))
        for cell in holders:
            for inner in cell.iterchildren(W + "tbl"):
                yield from self._table(inner)


def _heading_styles(styles: Element | None) -> frozenset[str]:
    found = set()
    for style in styles.iter(W + "style") if styles is not None else ():
        name = style.find(W + "name")
        called = (name.get(W + "val") or "").lower() if name is not None else ""
        if called.startswith(("heading", "标题")) or _outline(style) is not None:
            found.add(style.get(W + "styleId"))
    return frozenset(found)


def _outline(element: Element) -> int | None:
    """The outline level 0 to 8 that makes a heading; 9 means body text."""
    level = element.find(f"{W}pPr/{W}outlineLvl")
    value = level.get(W + "val", "9") if level is not None else "9"
    return int(value) if value.isdigit() and int(value) < 9 else None


def _lines(paragraph: Element) -> list[str]:
    """The printed text, split where the author broke the line."""
    lines = [""]
    for piece in _pieces(paragraph):
        if piece == "\n":
            lines.append("")
        else:
            lines[-1] += piece
    return lines


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in (W + "tab", W + "ptab"):
            yield " "
        elif child.tag in (W + "br", W + "cr"):
            yield "\n"
        elif child.tag == W + "noBreakHyphen":
            yield "-"
        elif child.tag not in UNPRINTED and child.tag != W + "txbxContent":
            yield from _pieces(child)


# --- tables ---------------------------------------------------------------------------------------


def _cells(row: Element) -> Iterator[Element]:
    """The row's cells, also those that stand in a content control."""
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins"):
            yield from _cells(child)


def _drawn(table: Element) -> Iterator[list[Cell]]:
    for row in table.iterchildren(W + "tr"):
        skipped = _number(row, "trPr", "gridBefore", 0)
        before = [Cell(text="", columns=skipped)] if skipped else []
        yield before + [_cell(cell) for cell in _cells(row)]


def _cell(cell: Element) -> Cell:
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    continued = merged is not None and merged.get(W + "val", "continue") == "continue"
    return Cell(text="" if continued else _cell_text(cell), columns=_number(cell, "tcPr", "gridSpan", 1))


def _cell_text(cell: Element) -> str:
    """The cell's own paragraphs, a line each; a table inside it is read on its own."""
    lines = [line for paragraph in _own_paragraphs(cell) for line in _lines(paragraph)]
    return "\n".join(text for line in lines if (text := " ".join(line.split())))


def _own_paragraphs(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == W + "p":
            yield child
        elif child.tag != W + "tbl":
            yield from _own_paragraphs(child)


def _number(element: Element, holder: str, name: str, otherwise: int) -> int:
    found = element.find(f"{W}{holder}/{W}{name}")
    value = found.get(W + "val", "") if found is not None else ""
    return min(int(value), MOST_SPANNED) if value.isdigit() and int(value) else otherwise
