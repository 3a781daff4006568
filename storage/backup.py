"""One file that holds everything: the database as of one moment, and the originals that it names. Made while it runs.

A tar: manifest.json, database.db or database.sql, archive/ab/abcd…. SQLite copies itself through its backup API and is
checked whole; PostgreSQL's own pg_dump and psql do it for PostgreSQL. Restoring checks everything before it replaces.
"""

from __future__ import annotations

import io
import json
import os
import sqlite3
import tarfile
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL

from storage import postgresql_tools
from storage.archive import Archive
from storage.driver_errors import our_errors
from storage.errors import Conflict, Damaged, NotThere

VERSION = 1
MANIFEST, ARCHIVE = "manifest.json", "archive/"
_DATABASES = {"sqlite": "database.db", "postgresql+psycopg": "database.sql"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What is in a backup."""

    version: int
    engine: str
    made_at: str  # ISO 8601; the database is as it was then
    originals: int  # files of the archive; 0 where they were left out
    with_archive: bool


def back_up(
    url: URL, archive: Archive, names: Callable[[], Iterable[str]], file: Path, now: datetime, *, with_archive: bool
) -> Manifest:
    """Write the backup; ``names`` gives the originals that rows name, and is asked after the rows were copied.

    The file appears under its name only when all of it is on the disk. Raises DiskFull, Unavailable, Damaged, NotThere.
    """
    part = file.with_name(file.name + ".part")
    try:
        with TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
            dump = Path(folder) / _DATABASES[url.drivername]
            _dump(url, dump)
            manifest = _pack(url, archive, sorted(names()) if with_archive else [], part, dump, now, with_archive)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _pack(
    url: URL, archive: Archive, names: list[str], part: Path, dump: Path, now: datetime, with_archive: bool
) -> Manifest:  # fmt: skip
    manifest = Manifest(
        version=VERSION, engine=url.drivername, made_at=now.isoformat(), originals=len(names), with_archive=with_archive
    )
    with part.open("wb") as raw:
        with tarfile.open(fileobj=raw, mode="w") as tar:
            _add(tar, MANIFEST, json.dumps(asdict(manifest)).encode())
            tar.add(dump, dump.name)
            for name in names:
                _add(tar, f"{ARCHIVE}{name[:2]}/{name}", archive.get(name))
        raw.flush()
        os.fsync(raw.fileno())
    return manifest


def restore(url: URL, archive: Archive, file: Path, *, replace: bool) -> Manifest:
    """Put back what a backup holds, the originals first. Raises Conflict where something is there already.

    Raises Damaged and changes nothing where the backup is not whole or is of the other engine; NotThere without a file.
    """
    if not file.is_file():
        raise NotThere(f"没有这个文件：{file}")
    try:
        with tarfile.open(file, mode="r:") as tar, TemporaryDirectory(prefix=".restore-") as folder:
            manifest = _manifest(tar, url)
            dump = Path(folder) / _DATABASES[url.drivername]
            dump.write_bytes(_content(tar, dump.name))
            if url.drivername == "sqlite":
                _check_sqlite(dump)
            if not replace and _is_there(url):
                raise Conflict("目标数据库里已有内容；确要覆盖请加 --replace")
            for member in tar:
                if member.name.startswith(ARCHIVE):
                    _keep(archive, member.name, _content(tar, member.name))
            _load(url, dump)
    except tarfile.TarError as error:
        raise Damaged(f"{file}: {error}") from error
    return manifest


def _manifest(tar: tarfile.TarFile, url: URL) -> Manifest:
    try:
        manifest = Manifest(**json.loads(_content(tar, MANIFEST)))
    except (TypeError, ValueError) as error:
        raise Damaged(MANIFEST) from error
    if manifest.version != VERSION or manifest.engine != url.drivername:
        raise Damaged(f"备份来自 {manifest.engine}（格式 {manifest.version}），配置的数据库是 {url.drivername}")
    return manifest


def _content(tar: tarfile.TarFile, name: str) -> bytes:
    try:
        found = tar.extractfile(name)
    except KeyError as error:
        raise Damaged(f"备份中没有 {name}") from error
    if found is None:
        raise Damaged(f"备份中的 {name} 不是文件")
    return found.read()


def _keep(archive: Archive, name: str, content: bytes) -> None:
    if sha256(content).hexdigest() != name.rpartition("/")[2]:
        raise Damaged(name)
    archive.put(content)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


def _dump(url: URL, target: Path) -> None:
    if url.drivername != "sqlite":
        postgresql_tools.dump(url, target)
        return
    with (
        our_errors(),
        closing(sqlite3.connect(f"file:{_path(url)}?mode=ro", uri=True, timeout=30)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy, pages=2000, sleep=0.01)
        copy.execute("PRAGMA journal_mode=DELETE")
    _check_sqlite(target)


def _check_sqlite(file: Path) -> None:
    """Raises Damaged."""
    with our_errors(), closing(sqlite3.connect(file)) as connection:
        said = connection.execute("PRAGMA integrity_check").fetchone()[0]
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if said != "ok" or broken:
        raise Damaged(f"integrity_check: {said}")


def _is_there(url: URL) -> bool:
    return _path(url).exists() if url.drivername == "sqlite" else postgresql_tools.has_tables(url)


def _load(url: URL, dump: Path) -> None:
    if url.drivername != "sqlite":
        postgresql_tools.load(url, dump)
        return
    path = _path(url)
    part = path.with_name(path.name + ".restored")
    part.write_bytes(dump.read_bytes())
    for leftover in ("-wal", "-shm"):
        path.with_name(path.name + leftover).unlink(missing_ok=True)
    part.replace(path)


def _path(url: URL) -> Path:
    return Path(url.database or "")
