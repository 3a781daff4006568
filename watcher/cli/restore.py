"""`watcher restore`: put a backup back, with the service stopped."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from watcher.cli.options import add_config, with_settings
from watcher.config import Settings

EXAMPLES = """
例：
  watcher restore /backup/gongkai-2026-11-21.tar -c config.toml
  watcher restore /backup/gongkai-2026-11-21.tar --replace -c config.toml
先停下服务。备份之后送出的通知可能再送一次，编号不变。
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE, --replace, -c"""
    parser.add_argument("file", type=Path, metavar="文件", help="watcher backup 写的文件")
    parser.add_argument("--replace", action="store_true", help="覆盖已有的数据库")
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 restored, 1 the service is running, 2 bad configuration or backup."""
    return with_settings(arguments.config, lambda settings: _restore(settings, arguments))


def _restore(settings: Settings, arguments: argparse.Namespace) -> int:
    from storage import open_database
    from storage.archive import Archive
    from storage.backup import restore
    from watcher.only_one import only_one

    folder = Path(settings.service.data)
    folder.mkdir(parents=True, exist_ok=True)
    with only_one(folder / "service.lock") as alone:
        if not alone:
            print("服务正在运行：请先停下再恢复", file=sys.stderr)
            return 1
        database = open_database(settings.service.database)
        try:
            manifest = restore(database.url, Archive(folder / "archive"), arguments.file, replace=arguments.replace)
            database.migrate()
            with database.reading() as unit:
                reports = len(unit.reports.all())
        finally:
            database.dispose()
    made = datetime.fromisoformat(manifest.made_at).astimezone(ZoneInfo(settings.service.timezone))
    print(f"已恢复到 {made:%Y-%m-%d %H:%M} 的状态：报告 {reports} 份，原件 {manifest.originals} 个")
    return 0
