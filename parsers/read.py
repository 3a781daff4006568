"""Bytes to a Document. The format is told by the bytes; the suffix and the server's word are never asked."""

from __future__ import annotations

import hashlib
from importlib import import_module
from typing import Protocol, cast

from parsers.errors import LimitExceeded, Unreadable
from parsers.model import Document
from parsers.sniff import media_type


class Reader(Protocol):
    """What each file of ``parsers.readers`` offers."""

    def read(self, content: bytes, name: str, sha256: str) -> Document:
        """The document as printed, nothing interpreted. Raises ReadingError."""


#: Media type (by the bytes) → the reader's file. Imported late: a text needs no PDF library.
READERS = {
    "text/plain": "parsers.readers.text",
    "text/html": "parsers.readers.html",
    "application/pdf": "parsers.readers.pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "parsers.readers.docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "parsers.readers.workbook",
    "application/vnd.ms-excel": "parsers.readers.workbook",
}

#: Formats that are recognised and not read, with the way out that is told.
NOT_READ = {
    "application/ofd": "unread: ofd。暂不支持 OFD 版式文件，请另存为 PDF 后再读取。",
    "application/msword": "暂不支持旧版 Word 文件（.doc/.wps），请另存为 .docx 后再读取。",
    "application/rtf": "暂不支持 RTF 文件，请另存为 .docx 后再读取。",
    "multipart/related": "暂不支持单文件网页（MHTML），请另存为 .docx 或网页后再读取。",
    "application/zip": "这是压缩包（ZIP），请解压后逐个读取其中的文件。",
    "application/vnd.rar": "这是压缩包（RAR），请解压后逐个读取其中的文件。",
    "application/x-7z-compressed": "这是压缩包（7Z），请解压后逐个读取其中的文件。",
    "application/x-ole-storage": "无法识别的复合文档（OLE），请另存为 .docx、.xlsx 或 PDF 后再读取。",
}


def read(content: bytes, name: str) -> Document:
    """What the file ``name`` holds. Raises ReadingError (its message is a sentence for the user)."""
    kind = media_type(content)
    if kind not in READERS:
        raise Unreadable(NOT_READ.get(kind, "无法识别的文件格式。"))
    reader = cast("Reader", import_module(READERS[kind]))
    try:
        return reader.read(content, name, hashlib.sha256(content).hexdigest())
    except RecursionError as error:
        raise LimitExceeded("文件嵌套层数过多，已停止读取。") from error
