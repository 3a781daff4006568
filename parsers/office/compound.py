"""OLE compound files (.doc, .xls, .wps, .et): the names that stand at the top, not those of what is embedded."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_HEADER = struct.Struct("<30xHH10xII4xIIIII")
_ENTRY = 128
_NO_SECTOR = 0xFFFF_FFFA  # and above: free, end of chain
_NO_ENTRY = 0xFFFF_FFFF
MOST_SECTORS = 4_096  # of the directory and of the table of its sectors


def top_names(content: bytes) -> frozenset[str]:
    """Streams and storages of the root; none where the file is too damaged to tell."""
    try:
        directory = b"".join(_directory(content))
        return frozenset(_children(directory))
    except (struct.error, IndexError, ValueError):
        return frozenset()


def _directory(content: bytes) -> Iterator[bytes]:
    shift, _, _, first, _, _, _, _, _ = _HEADER.unpack_from(content)
    if shift not in (9, 12):
        raise ValueError(shift)
    size = 1 << shift
    table = struct.unpack_from("<109I", content, 76)
    at, seen = first, 0
    while at < _NO_SECTOR and seen < MOST_SECTORS:
        yield content[(at + 1) * size : (at + 2) * size]
        block, place = divmod(at, size // 4)
        (at,) = struct.unpack_from("<I", content, (table[block] + 1) * size + place * 4)
        seen += 1


def _children(directory: bytes) -> Iterator[str]:
    """The names below the root entry, which stands first and names one child; children name their siblings."""
    (child,) = struct.unpack_from("<I", directory, 76)
    waiting, seen = [child], set[int]()
    while waiting:
        number = waiting.pop()
        if number == _NO_ENTRY or number in seen:
            continue
        seen.add(number)
        entry = directory[number * _ENTRY : (number + 1) * _ENTRY]
        (length,) = struct.unpack_from("<H", entry, 64)
        yield entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
        waiting += struct.unpack_from("<II", entry, 68)
