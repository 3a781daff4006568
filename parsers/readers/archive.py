"""Archives (.zip, .rar, .7z) → the files inside. Names are only data: nothing is ever written to a disk."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from parsers.errors import Encrypted, LimitExceeded, ReadingError, Unreadable
from parsers.model import Unread
from parsers.office.package import HIGHEST_RATIO, RATIO_COUNTS_FROM
from parsers.sniff import ARCHIVES, media_type

MOST_FILES = 200
LARGEST_FILE = 60_000_000
LARGEST_TOTAL = 100_000_000
#: An archive in an archive in an archive is the most that anybody sends by mistake.
DEEPEST = 3
LONGEST_NAME = 200

UTF8_NAME = 0x800
LOCKED = 0x1
#: What operating systems and open editors leave behind.
LEFTOVERS = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$)", re.IGNORECASE)
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f]")

WAY_OUT = "请安装 gongkai-watch[archives] 及系统库 libarchive（libarchive13），或解压后逐个读取其中的文件。"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unpacked:
    """The files inside in order, named by their way in (a.zip/b/c.xlsx), and what was left packed."""

    files: tuple[tuple[str, bytes], ...] = ()
    unread: tuple[Unread, ...] = ()


class Member(Protocol):
    """One packed file."""

    name: str

    def content(self, most: int) -> bytes:
        """At most ``most`` + 1 bytes of it. Raises ReadingError."""


@dataclass(slots=True)
class _Unpacking:
    files: list[tuple[str, bytes]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    total: int = 0


def unpack(content: bytes, name: str) -> Unpacked:
    """All files of the archive and of the archives in it. Raises ReadingError where it can't be opened at all."""
    work = _Unpacking()
    _unpack(content, name, 1, work)
    if not work.files and not work.unread:
        raise Unreadable("压缩包是空的，没有文件。")
    return Unpacked(files=tuple(work.files), unread=tuple(work.unread))


def _unpack(content: bytes, name: str, depth: int, work: _Unpacking) -> None:
    if depth > DEEPEST:
        raise LimitExceeded("压缩包嵌套层数过多，已停止读取。")
    for member in _members(content):
        if LEFTOVERS.search(member.name):
            continue
        if len(work.files) + len(work.unread) >= MOST_FILES:
            raise LimitExceeded(f"压缩包内文件超过 {MOST_FILES} 个，其余未读取。")
        called = _own_name(f"{name}/{_harmless(member.name)}", work.names)
        try:
            _take(member, called, depth, work)
        except ReadingError as error:
            work.unread.append(Unread(file=called, where="整个文件", what=str(error)))
            if work.total > LARGEST_TOTAL:
                return


def _take(member: Member, called: str, depth: int, work: _Unpacking) -> None:
    inner = member.content(LARGEST_FILE)
    work.total += len(inner)
    if len(inner) > LARGEST_FILE or work.total > LARGEST_TOTAL:
        raise LimitExceeded("压缩包解压后过大，已停止读取（疑似压缩炸弹）。")
    if _kind(inner) in ARCHIVES:
        work.total -= len(inner)
        _unpack(inner, called, depth + 1, work)
    else:
        work.files.append((called, inner))


def _kind(content: bytes) -> str:
    """The media type, "" where there is none: what a file is worth is told when it is read."""
    try:
        return media_type(content)
    except ReadingError:
        return ""


def _harmless(name: str) -> str:
    """The name without what points elsewhere or does not print: a place inside the archive, whatever it says."""
    parts = _UNPRINTED.sub("", name.replace("\\", "/")).split("/")
    kept = [part.strip() for part in parts if part.strip() not in ("", ".", "..") and not part.endswith(":")]
    return "/".join(kept)[-LONGEST_NAME:] or "（无名）"


def _own_name(name: str, taken: set[str]) -> str:
    number, called = 1, name
    while called in taken:
        number += 1
        called = f"{name}（{number}）"
    taken.add(called)
    return called


def _members(content: bytes) -> Iterable[Member]:
    if content.startswith(b"PK"):
        return _zipped(content)
    from parsers.foreign_archives import members

    return members(content, WAY_OUT)


# --- ZIP --------------------------------------------------------------------------------------------


def _zipped(content: bytes) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable("压缩结构已损坏，文件可能被截断。") from error
    for entry in archive.infolist():
        if not entry.is_dir():
            yield _Zipped(archive, entry)


class _Zipped:
    """A member of a ZIP; an old Chinese program names it in GBK without saying so."""

    def __init__(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        self._archive, self._entry = archive, entry
        self.name = entry.filename if entry.flag_bits & UTF8_NAME else _as_chinese(entry.filename)

    def content(self, most: int) -> bytes:
        """As promised by Member."""
        entry = self._entry
        if entry.flag_bits & LOCKED:
            raise Encrypted
        if entry.file_size > max(RATIO_COUNTS_FROM, HIGHEST_RATIO * max(entry.compress_size, 1)):
            raise LimitExceeded("压缩比异常，已停止读取（疑似压缩炸弹）。")
        try:
            with self._archive.open(entry) as member:
                return member.read(most + 1)
        except NotImplementedError as error:
            raise Unreadable("压缩方法不受支持，请解压后逐个读取其中的文件。") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise Unreadable from error


def _as_chinese(name: str) -> str:
    try:
        packed = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return packed.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name
