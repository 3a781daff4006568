"""Bytes to a Document. The format is told by the bytes; the suffix and the server's word are never asked."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from parsers.errors import Archived, LimitExceeded, OldOffice, Scanned, Unreadable
from parsers.model import Document, Paragraph
from parsers.sniff import ARCHIVES, WORD, media_type
from parsers.wrapping import looks_wrapped


class Reader(Protocol):
    """What each file of ``parsers.readers`` offers."""

    def read(self, content: bytes, name: str, sha256: str) -> Document:
        """The document as printed, nothing interpreted. Raises ReadingError."""


class Converter(Protocol):
    """What a file of ``parsers.readers`` offers whose format holds, or becomes, another that is read."""

    def convert(self, content: bytes) -> bytes:
        """The bytes to read in place of these. Raises ReadingError."""


class ScanReader(Protocol):
    """What the reader of pictures offers."""

    def read(self, content: bytes, name: str, sha256: str, known: Document | None) -> Document:
        """The document with the text of its pictures, beside what is ``known`` already. Raises ReadingError."""


#: Media type (by the bytes) → the reader's file. Imported late: a text needs no PDF library.
READERS = {
    "text/plain": "parsers.readers.text",
    "text/html": "parsers.readers.html",
    "application/pdf": "parsers.readers.pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "parsers.readers.docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "parsers.readers.workbook",
    "application/vnd.ms-excel": "parsers.readers.workbook",
    "application/rtf": "parsers.readers.rtf",
}

#: Formats that mark paragraphs; text pasted from a printed page keeps the ends of its lines in them.
PARAGRAPHS = frozenset({"text/html", WORD, "application/rtf"})

#: Media type → the file that turns it into one that is read.
CONVERTERS = {
    "application/msword": "parsers.readers.office",
    "multipart/related": "parsers.readers.mhtml",
    "application/json": "parsers.readers.json_page",
}

#: Of these, the ones that start an outside program.
OUTSIDE = frozenset({"application/msword"})

#: Pictures are read where this reader's engine is installed (the extra ``[ocr]``).
SCANS, ENGINE = "parsers.readers.scan", "rapidocr"

#: Formats that are recognised and not read, with the way out that is told.
NOT_READ = {
    "application/ofd": "unread: ofd。暂不支持 OFD 版式文件，请另存为 PDF 后再读取。",
    "application/xml": "暂不支持 XML 文件，请另存为 .docx、.xlsx 或 PDF 后再读取。",
    "application/vnd.openxmlformats-officedocument": "暂不支持这种 Office 文件，请另存为 PDF 后再读取。",
    "application/vnd.oasis.opendocument": "暂不支持 OpenDocument 文件，请另存为 .docx、.xlsx 或 PDF 后再读取。",
    "application/x-ole-storage": "无法识别的复合文档（OLE），请另存为 .docx、.xlsx 或 PDF 后再读取。",
}


def read(content: bytes, name: str, *, outside: bool = True, scans: bool = False) -> Document:
    """What the file ``name`` holds. Raises ReadingError (its message is a sentence for the user).

    Without ``outside`` no program is started and OldOffice is raised instead. With ``scans`` the characters of pictures
    are recognised, which needs ``can_recognise()`` and, for minutes, a gigabyte. An archive raises Archived: it holds
    files, ``parsers.readers.archive.unpack`` gives them.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        document = _read(content, name, sha256, outside=outside)
    except RecursionError as error:
        raise LimitExceeded("文件嵌套层数过多，已停止读取。") from error
    except Scanned:
        if not scans:
            raise
        document = None
    if scans and (document is None or scanned_pages(document)):
        return cast("ScanReader", import_module(SCANS)).read(content, name, sha256, document)
    assert document
    return document


def can_recognise() -> bool:
    """Whether the engine that reads pictures is installed; does not load it."""
    return find_spec(ENGINE) is not None


def scanned_pages(document: Document) -> bool:
    """Whether pages of the document are pictures that were not read."""
    return any(note.what.startswith("scanned") for note in document.unread)


def _read(content: bytes, name: str, sha256: str, *, outside: bool) -> Document:
    kind = media_type(content)
    if kind in ARCHIVES:
        raise Archived(f"这是压缩包（{ARCHIVES[kind]}），请解压后逐个读取其中的文件。")
    if kind in OUTSIDE and not outside:
        raise OldOffice
    if kind in CONVERTERS:
        converted = cast("Converter", import_module(CONVERTERS[kind])).convert(content)
        return replace(_with_reader(media_type(converted), converted, name, sha256), media_type=kind)
    return _with_reader(kind, content, name, sha256)


def _with_reader(kind: str, content: bytes, name: str, sha256: str) -> Document:
    if kind not in READERS:
        raise Unreadable(NOT_READ.get(kind, "无法识别的文件格式。"))
    document = cast("Reader", import_module(READERS[kind])).read(content, name, sha256)
    return _with_lines(document) if kind in PARAGRAPHS else document


def _with_lines(document: Document) -> Document:
    """The document; what is marked as paragraphs and cut where a page ends its lines becomes lines."""
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph) and not block.heading]
    if not looks_wrapped(texts):
        return document
    lines = (replace(block, line=True) if isinstance(block, Paragraph) else block for block in document.blocks)
    return replace(document, blocks=tuple(lines))
