"""`watcher redeliver`: dead letters live again; the next pass, or the running service, sends them."""

from __future__ import annotations

import argparse
import sys

from watcher.cli.options import add_config, stored, with_settings
from watcher.config import Settings

EXAMPLES = """
例：
  watcher redeliver 17 -c config.toml
  watcher redeliver --dead -c config.toml
退出码：0 已重新排队；1 没有这样的死信
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """ID or --dead, -c"""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("id", metavar="通知号", type=int, nargs="?", help="watcher deliveries --dead 列出的号")
    which.add_argument("--dead", action="store_true", help="全部死信")
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 queued again, 1 there is no such dead letter, 2 bad configuration."""
    return with_settings(arguments.config, lambda settings: _revive(settings, arguments))


def _revive(settings: Settings, arguments: argparse.Namespace) -> int:
    from watcher.service import now

    with stored(settings) as database, database.transaction() as unit:
        revived = unit.deliveries.revive(now(), arguments.id)
    if revived:
        print(f"{revived} 条死信已重新排队")
    elif arguments.dead:
        print("没有死信")
    else:
        print(f"没有死信 {arguments.id}；用 watcher deliveries --dead 查看", file=sys.stderr)
    return 0 if revived or arguments.dead else 1
