"""Old Word files that end in a table: Word never writes one, other programs do, and the converter then loses the table.

A paragraph is put behind it by pointing once more at one that the text has: only the list of the text's pieces grows.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

_NO_SECTOR = 0xFFFF_FFFA
_ENTRY = 128
MOST_SECTORS = 200_000
#: A stream smaller than this stands elsewhere.
SMALLEST_STREAM = 4_096

WORD_MARK = 0xA5EC
COMPLEX, TABLE_ONE = 0x0004, 0x0200  # bits of the flags: pieces were saved quickly; which stream holds the tables
FLAGS_AT, TEXT_AT, LENGTHS_AT, SECTIONS_AT, PIECES_AT = 0x0A, 0x18, 0x4C, 0xCA, 0x1A2
CELL_END, PARAGRAPH_END = b"\x07\x00", b"\r\x00"
ONE_PIECE = 21  # bytes of a list of one piece
SECTION = 12  # bytes of a section's description


class _NotMendableError(Exception):
    """Something is not as these files are: they are left as they are."""


def with_last_paragraph(content: bytes) -> bytes:
    """The file with a paragraph behind its last table; the same file where it does not end in one."""
    try:
        return _mended(_Compound(content))
    except (_NotMendableError, struct.error, IndexError, ValueError):
        return content


class _Compound:
    """The file as sectors, to read streams and to write over their bytes."""

    def __init__(self, content: bytes) -> None:
        self.content = bytearray(content)
        shift, first = struct.unpack_from("<30xH16xI", content)
        if shift != 9:
            raise _NotMendableError
        self.size = 1 << shift
        self.directory = self._chain(first)

    def _chain(self, sector: int) -> list[int]:
        """Where the sectors of a stream begin."""
        found: list[int] = []
        table = struct.unpack_from("<109I", self.content, 76)
        while sector < _NO_SECTOR:
            if len(found) > MOST_SECTORS:
                raise _NotMendableError
            found.append((sector + 1) * self.size)
            block, place = divmod(sector, self.size // 4)
            (sector,) = struct.unpack_from("<I", self.content, (table[block] + 1) * self.size + place * 4)
        return found

    def stream(self, name: str) -> _Stream:
        """The stream of this name; raises _NotMendableError."""
        wanted = name.encode("utf-16-le") + b"\0\0"
        for start in self.directory:
            for entry in range(start, start + self.size, _ENTRY):
                if self.content[entry : entry + len(wanted)] == wanted:
                    sector, size = struct.unpack_from("<II", self.content, entry + 116)
                    if size < SMALLEST_STREAM:
                        raise _NotMendableError
                    return _Stream(self, entry, self._chain(sector), size)
        raise _NotMendableError


class _Stream:
    """A stream and the room behind it in its last sector."""

    def __init__(self, file: _Compound, entry: int, sectors: Sequence[int], size: int) -> None:
        self.file, self.entry, self.sectors, self.size = file, entry, sectors, size

    def read(self) -> bytes:
        return b"".join(self.file.content[at : at + self.file.size] for at in self.sectors)[: self.size]

    def write(self, at: int, data: bytes) -> None:
        for place, byte in enumerate(data, start=at):
            sector, rest = divmod(place, self.file.size)
            self.file.content[self.sectors[sector] + rest] = byte

    def append(self, data: bytes) -> int:
        """Writes behind the end, where there is room; tells where."""
        at = self.size
        if at + len(data) > len(self.sectors) * self.file.size:
            raise _NotMendableError
        self.write(at, data)
        self.size += len(data)
        struct.pack_into("<I", self.file.content, self.entry + 120, self.size)
        return at


def _mended(file: _Compound) -> bytes:
    main = file.stream("WordDocument")
    head = main.read()
    (mark,), (flags,) = struct.unpack_from("<H", head), struct.unpack_from("<H", head, FLAGS_AT)
    lengths = struct.unpack_from("<8I", head, LENGTHS_AT)
    (start,) = struct.unpack_from("<I", head, TEXT_AT)
    place, length = struct.unpack_from("<II", head, PIECES_AT)
    end = start + 2 * lengths[0]
    if mark != WORD_MARK or flags & COMPLEX or any(lengths[1:]) or length != ONE_PIECE:
        raise _NotMendableError
    if head[end - 2 : end] != CELL_END:
        raise _NotMendableError
    tables = file.stream("1Table" if flags & TABLE_ONE else "0Table")
    held = tables.read()
    if struct.unpack_from("<5xIIxxI", held, place) != (0, lengths[0], start):
        raise _NotMendableError
    pieces = struct.pack("<III", 0, lengths[0], lengths[0] + 1)
    pieces += held[place + 13 : place + 21] + struct.pack("<HIH", 0x50, _paragraph(head[start:end], start), 0)
    at = tables.append(struct.pack("<BI", 2, len(pieces)) + pieces)
    main.write(PIECES_AT, struct.pack("<II", at, ONE_PIECE + 12))
    main.write(LENGTHS_AT, struct.pack("<I", lengths[0] + 1))
    _lengthen_last_section(head, tables, held, lengths[0])
    return bytes(file.content)


def _paragraph(text: bytes, start: int) -> int:
    """Where a paragraph ends that stands before any table."""
    for at in range(0, len(text), 2):
        if text[at : at + 2] == CELL_END:
            break
        if text[at : at + 2] == PARAGRAPH_END:
            return start + at
    raise _NotMendableError


def _lengthen_last_section(head: bytes, tables: _Stream, held: bytes, length: int) -> None:
    place, size = struct.unpack_from("<II", head, SECTIONS_AT)
    last = place + 4 * ((size - 4) // (SECTION + 4))
    if struct.unpack_from("<I", held, last) == (length,):
        tables.write(last, struct.pack("<I", length + 1))
