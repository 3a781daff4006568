"""`watcher healthy`: is the service's heartbeat young? For the container's health check."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from watcher.cli.options import add_config, with_settings
from watcher.config import Settings
from watcher.health.heartbeat import HEARTBEAT_FILE, YOUNG_SECONDS

EXAMPLES = """
例：
  watcher healthy -c config.toml
退出码：0 心跳正常；1 心跳过期或没有
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c"""
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 beating, 1 not."""
    return with_settings(arguments.config, _look)


def _look(settings: Settings) -> int:
    file = Path(settings.service.data, HEARTBEAT_FILE)
    try:
        age = time.time() - file.stat().st_mtime
    except OSError:
        print(f"没有心跳文件 {file}：服务没有运行过")
        return 1
    print(f"心跳在 {age:.0f} 秒前")
    return 0 if age <= YOUNG_SECONDS else 1
