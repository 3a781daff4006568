"""The original bytes, kept by their SHA-256 and written before the row that names them.

A file appears under its name only when all of it is on the disk; a crash leaves at most a part-file, which no
row names and ``sweep`` removes. What is there is never changed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp

from storage.errors import ArchiveUnavailable, Damaged, DiskFull, NotThere, StorageError

PART = ".part-"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Archive:
    """A folder of files named ``sha256[:2]/sha256``. Any number of processes may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep the bytes, once; their SHA-256. Raises DiskFull, ArchiveUnavailable."""
        name = sha256(content).hexdigest()
        path = self.path(name)
        with _our_errors(path):
            self._make_folder(path.parent)
            if not (_holds(path, content) and _touched(path)):
                _write(path, content)
            # Also where another writer was faster: it may not have come to this line.
            _flush_folder(path.parent)
        return name

    def get(self, name: str) -> bytes:
        """The bytes of this SHA-256, checked. Raises NotThere, Damaged."""
        path = self.path(name)
        with _our_errors(path):
            content = path.read_bytes()
        if sha256(content).hexdigest() != name:
            raise Damaged(str(path))
        return content

    def path(self, name: str) -> Path:
        """Where the bytes of this SHA-256 stand or would stand. Raises NotThere for what is no SHA-256."""
        if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
            raise NotThere(name[:80])
        return self._folder / name[:2] / name

    def names(self) -> Iterator[str]:
        """The SHA-256 of everything that is kept."""
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            if not path.name.startswith(PART):
                yield path.name

    def orphans(self, known: set[str]) -> list[str]:
        """What is kept although no row names it: a crash came between the file and its row."""
        return sorted(name for name in self.names() if name not in known)

    def forget(self, name: str, before: datetime) -> bool:
        """Remove what no row names, unless somebody has put it since ``before``: a row may be about to name it."""
        path = self.path(name)
        aside = path.with_name(f"{PART}{name}")
        with _our_errors(path):
            if not path.exists() or _put_since(path, before):
                return False
            path.replace(aside)
            if _put_since(aside, before):  # put between the two lines above
                aside.replace(path)
                return False
            aside.unlink()
        return True

    def sweep(self, before: datetime | None = None) -> int:
        """Remove part-files that a crash left; how many. With ``before``, spare those that may still be written."""
        swept = 0
        for part in self._folder.glob(f"[0-9a-f][0-9a-f]/{PART}*"):
            with _our_errors(part):
                if before is None or datetime.fromtimestamp(part.stat().st_mtime, UTC) < before:
                    part.unlink(missing_ok=True)
                    swept += 1
        return swept

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        new = not self._folder.is_dir()
        folder.mkdir(parents=True, exist_ok=True)
        _flush_folder(self._folder)
        if new:
            _flush_folder(self._folder.parent)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content  # a damaged copy is written anew
    except FileNotFoundError:
        return False


def _touched(path: Path) -> bool:
    """Say that it was put now: ``forget`` spares it. False where it was removed meanwhile."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _put_since(path: Path, moment: datetime) -> bool:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) >= moment


def _write(path: Path, content: bytes) -> None:
    handle, part = mkstemp(prefix=PART, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _flush_folder(folder: Path) -> None:
    """Put the names in a folder on the disk: without it a rename may be lost with the power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _our_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotThere(str(path)) from error
    except OSError as error:
        detail = f"{path}: {error.strerror}"
        kind: type[StorageError] = DiskFull if error.errno in _FULL else ArchiveUnavailable
        raise kind(detail) from error
