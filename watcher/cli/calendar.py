"""`watcher calendar`: the last days to publish, as a file for any calendar."""

from __future__ import annotations

import argparse
from pathlib import Path

from watcher.cli.options import add_config, stored, with_settings
from watcher.config import Settings

EXAMPLES = """
例：
  watcher calendar 公开期限.ics -c config.toml
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE, -c"""
    parser.add_argument("file", type=Path, metavar="文件.ics")
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0; 1 where no approval day is known."""
    return with_settings(arguments.config, lambda settings: _write(settings, arguments.file))


def _write(settings: Settings, file: Path) -> int:
    from watcher.duties.calendar_file import calendar
    from watcher.rulebook import rule_book
    from watcher.service import now
    from watcher.steps.approvals import approved_days

    with stored(settings) as database, database.reading() as unit:
        days = approved_days(unit, settings)
    if not days:
        print("还没有批准日；在配置中写 [[deadlines]]，或用 watcher deadlines-import 录入")
        return 1
    file.write_bytes(calendar(days, rule_book(settings), now()))
    print(f"已写出 {file}：{len(days)} 个批准日的公开期限")
    return 0
