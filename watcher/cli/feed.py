"""`watcher feed`: findings as Atom files, one for everything, one for each district and each rule."""

from __future__ import annotations

import argparse
from pathlib import Path

from watcher.cli.options import add_config, stored, with_settings
from watcher.config import Settings

EXAMPLES = """
例：
  watcher feed --out /srv/www/feed -c config.toml
写出 all.atom、district/区县.atom、rule/规则.atom；也可由 [service] metrics_port 的 /feed/ 读取。
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--out, -c"""
    add_config(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="文件夹", help="写到哪里")


def run(arguments: argparse.Namespace) -> int:
    """0"""
    return with_settings(arguments.config, lambda settings: _write(settings, arguments.out))


def _write(settings: Settings, folder: Path) -> int:
    from alerts.feed import atom, feeds

    with stored(settings) as database, database.reading() as unit:
        found = feeds(unit.alerts.all())
    for feed in found:
        file = folder / f"{feed.name}.atom"
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_bytes(atom(feed))
        part.replace(file)  # a reader never sees half a feed
    print(f"已写出 {len(found)} 个订阅源到 {folder}")
    return 0
