"""Archives for tests: ZIP, and what no free program writes, RAR with stored members, by the published layout."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

RAR4_MARK = b"Rar!\x1a\x07\x00"
RAR5_MARK = b"Rar!\x1a\x07\x01\x00"


def rar4(members: Mapping[str, bytes], flags: int = 0) -> bytes:
    """RAR 4: names in GBK, as old Chinese programs write them."""
    main = _rar4_block(0x73, 0, b"\0" * 6)
    return RAR4_MARK + main + b"".join(_rar4_file(n, c, flags) for n, c in members.items()) + _rar4_block(0x7B, 0x4000)


def _rar4_block(kind: int, flags: int, rest: bytes = b"") -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


def _rar4_file(name: str, content: bytes, flags: int) -> bytes:
    called = name.encode("gb18030")
    size = len(content)
    fields = struct.pack("<IIBIIBBHI", size, size, 0, zlib.crc32(content), 0x50000000, 20, 0x30, len(called), 0x20)
    return _rar4_block(0x74, 0x8000 | flags, fields + called) + content


def rar5(members: Mapping[str, bytes]) -> bytes:
    """RAR 5: names in UTF-8."""
    main = _rar5_block(_varint(1) + _varint(0) + _varint(0))
    end = _rar5_block(_varint(5) + _varint(0) + _varint(0))
    return RAR5_MARK + main + b"".join(_rar5_file(name, content) for name, content in members.items()) + end


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _rar5_block(rest: bytes) -> bytes:
    sized = _varint(len(rest)) + rest
    return struct.pack("<I", zlib.crc32(sized)) + sized


def _rar5_file(name: str, content: bytes) -> bytes:
    called = name.encode()
    has_data, has_crc = 0x02, 0x04
    rest = _varint(2) + _varint(has_data) + _varint(len(content)) + _varint(has_crc) + _varint(len(content))
    rest += _varint(0x20) + struct.pack("<I", zlib.crc32(content)) + _varint(0) + _varint(0) + _varint(len(called))
    return _rar5_block(rest + called) + content


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive. Its members bear one date: the bytes are the same at every call, and may name a test."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()
