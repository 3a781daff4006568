"""RAR and 7z through libarchive, where it is installed: the extra ``[archives]`` and the system's own library."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from parsers.errors import Encrypted, Unreadable


class Packed:
    """A member whose bytes come in order: read it before asking for the next."""

    def __init__(self, entry: Any, name: str, *, locked: bool) -> None:
        self._entry, self.name, self._locked = entry, name, locked

    def content(self, most: int) -> bytes:
        """At most ``most`` + 1 bytes. Raises Unreadable or Encrypted."""
        if self._locked:
            raise Encrypted
        held = bytearray()
        try:
            for block in self._entry.get_blocks():
                held += block
                if len(held) > most:
                    break
        except Exception as error:  # the library's own type is not known before it is loaded
            raise _meaning(error) from error
        return bytes(held[: most + 1])


def members(content: bytes, way_out: str) -> Iterator[Packed]:
    """The files inside. Raises Unreadable (broken, locked or no library)."""
    try:
        import libarchive
    except (ImportError, OSError, AttributeError, TypeError) as error:  # how ctypes says that there is no library
        raise Unreadable(f"本机未安装 RAR/7Z 解压组件。{way_out}") from error
    try:
        with libarchive.memory_reader(content) as archive:
            for entry in archive:
                if not (entry.isdir or entry.issym or entry.islnk):
                    yield Packed(entry, _name(entry.pathname), locked=_is_locked(libarchive.ffi.libarchive, entry))
    except libarchive.ArchiveError as error:
        raise _meaning(error) from error


def _is_locked(library: Any, entry: Any) -> bool:
    """What the binding has no name for: without it a stored, locked member would pass for its content."""
    return bool(library.archive_entry_is_data_encrypted(ctypes.c_void_p(entry._entry_p)))  # noqa: SLF001


def _name(path: str | bytes | None) -> str:
    if isinstance(path, bytes):
        return path.decode("gb18030", errors="replace")
    return path or ""


def _meaning(error: Exception) -> Unreadable:
    said = str(error).lower()
    if "encrypt" in said or "passphrase" in said:
        return Encrypted()
    return Unreadable("压缩结构已损坏或压缩方法不受支持，请解压后逐个读取其中的文件。")
