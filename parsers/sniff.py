"""Which format the bytes are. Publishers name HTML ``x.pdf`` and ``.xlsx``: the suffix is never asked."""

from __future__ import annotations

import io
import re
import zipfile

from parsers.errors import Encrypted, Scanned, Unreadable
from parsers.office.compound import top_names

HEAD = 4096
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: First bytes → media type.
MAGIC = (
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)

#: Media types of archives → what they are called.
ARCHIVES = {"application/zip": "ZIP", "application/vnd.rar": "RAR", "application/x-7z-compressed": "7Z"}

#: A member of a ZIP → what the ZIP really is.
ZIP_MEMBERS = (
    ("word/document.xml", WORD),
    ("xl/workbook.xml", SHEET),
    ("xl/workbook.bin", SHEET),
    ("OFD.xml", "application/ofd"),
    ("[Content_Types].xml", "application/vnd.openxmlformats-officedocument"),
    ("META-INF/manifest.xml", "application/vnd.oasis.opendocument"),
)

#: A stream of an OLE compound file → what it really is; .et and .wps are these as well.
OLE_STREAMS = (
    ("EncryptedPackage", ""),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("WordDocument", "application/msword"),
)

#: A fragment without <html> counts as HTML only where a tag is the first thing in it.
HTML_SIGN = re.compile(
    rb"<(?:!doctype\s+html|html|head|body)[\s>/]|^<(?:meta|title|div|table|script|p|style)[\s>/]", re.IGNORECASE
)
#: Header lines of a mail, one of which says that it has several parts.
MHTML_SIGN = re.compile(
    rb"^(?:[a-z-]+:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,20}){0,30}?content-type:\s*multipart/", re.IGNORECASE
)
#: An answer of an interface: an object, or an array of some.
JSON_SIGN = re.compile(rb"^(?:\{\s*\"|\[\s*\{)")
XML_SIGN = re.compile(rb"^<\?xml\b")
#: Control bytes that no text holds; UTF-16 text is known by its mark before this is asked.
NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")


def media_type(content: bytes) -> str:
    """The media type of ``content``. Raises Unreadable where it is empty, locked or unknown."""
    if not content.strip(b"\x00 \t\r\n"):
        raise Unreadable("文件是空的，没有内容。")
    if b"%PDF-" in content[:1024]:
        return "application/pdf"
    found = next((kind for magic, kind in MAGIC if content.startswith(magic)), "")
    if found.startswith("image/") and NOT_TEXT.search(content[:HEAD]):
        raise Scanned("scanned, not read：文件是图片，未做文字识别。")
    if found == "application/zip":
        return _inside_zip(content)
    if found == "application/x-ole-storage":
        return _inside_ole(content)
    return found if found and not found.startswith("image/") else _text_kind(content)


def _inside_zip(content: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable("压缩结构已损坏，文件可能被截断。") from error
    return next((kind for member, kind in ZIP_MEMBERS if member in names), "application/zip")


def _inside_ole(content: bytes) -> str:
    top = top_names(content)
    for stream, kind in OLE_STREAMS:
        if stream in top or (not top and stream.encode("utf-16-le") + b"\0\0" in content):
            if not kind:
                raise Encrypted
            return kind
    return "application/x-ole-storage"


def _text_kind(content: bytes) -> str:
    head = content[:HEAD]
    if head.startswith(BYTE_ORDER_MARKS):
        head = content[:HEAD].replace(b"\x00", b"")
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if MHTML_SIGN.search(head):
        return "multipart/related"
    if JSON_SIGN.match(head) and content.rstrip(b"\r\n\t ;)")[-1:] in (b"}", b"]"):
        return "application/json"
    if HTML_SIGN.search(head):
        return "text/html"
    if XML_SIGN.search(head):
        return "application/xml"
    if NOT_TEXT.search(head):
        raise Unreadable("无法识别的文件格式。")
    return "text/plain"
