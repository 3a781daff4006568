"""`watcher backup`: everything in one file, while the service runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from watcher.cli.options import add_config, stored, with_settings
from watcher.config import Settings

EXAMPLES = """
例：
  watcher backup /backup/gongkai-2026-11-21.tar -c config.toml
  watcher backup /backup/gongkai-db.tar --no-archive -c config.toml
PostgreSQL 需要 pg_dump。配置文件和密码不在其中，请另行保存。
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE, --no-archive, -c"""
    parser.add_argument("file", type=Path, metavar="文件", help="写到哪个文件（tar）")
    parser.add_argument("--no-archive", action="store_true", help="只备份数据库，不含原件（原件文件夹须另行保存）")
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 written, 1 not possible now, 2 bad configuration or storage."""
    return with_settings(arguments.config, lambda settings: _back_up(settings, arguments))


def _back_up(settings: Settings, arguments: argparse.Namespace) -> int:
    from storage.archive import Archive
    from storage.backup import back_up
    from watcher.only_one import only_one
    from watcher.service import now

    folder = Path(settings.service.data)
    arguments.file.parent.mkdir(parents=True, exist_ok=True)
    with stored(settings) as database, only_one(folder / "archive.lock") as alone:
        if not alone:
            print("正在清理旧副本或另有备份在进行，请稍后再试")
            return 1

        def named() -> list[str]:
            with database.reading() as unit:
                return sorted(unit.publications.archived())

        manifest = back_up(
            database.url, Archive(folder / "archive"), named, arguments.file, now(),
            with_archive=not arguments.no_archive,
        )  # fmt: skip
    size = arguments.file.stat().st_size / 1e6
    where = "" if manifest.with_archive else f"；原件未包括，请另行保存 {folder / 'archive'}"
    print(f"已备份到 {arguments.file}（{size:.1f} MB，原件 {manifest.originals} 个，已校验）{where}")
    return 0
