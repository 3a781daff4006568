"""`watcher sources`: the health of each source."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from storage.records import SourceRecord
from watcher.cli.options import add_config, add_json, print_json, stored, with_settings
from watcher.config import Settings

EXAMPLES = """
例：
  watcher sources -c config.toml
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c, --json"""
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """0"""
    return with_settings(arguments.config, lambda settings: _list(settings, arguments))


def _list(settings: Settings, arguments: argparse.Namespace) -> int:
    with stored(settings) as database, database.reading() as unit:
        sources = [s for s in unit.sources.all() if s.active]
    if arguments.json:
        print_json({"sources": [described(s) for s in sources]})
        return 0
    for s in sources:
        state = f"连续失败 {s.consecutive_failures} 次：{s.last_error}" if s.last_error else "正常"
        newest = f"，最新一条 {s.newest_on}" if s.newest_on else ""
        print(f"{s.district} {s.url} {s.items} 条{newest}，最近成功 {_iso(s.last_success_at) or '从未'}，{state}")
    if not sources:
        print("还没有来源；在配置中写 [[sources]]，再运行 watcher poll")
    return 0


def described(source: SourceRecord) -> dict[str, Any]:
    """A source in the form that the contract gives."""
    return {
        "url": source.url,
        "district": source.district,
        "adapter": source.adapter,
        "last_success_at": _iso(source.last_success_at),
        "consecutive_failures": source.consecutive_failures,
        "last_error": source.last_error,
        "next_due_at": _iso(source.next_due_at),
        "items": source.items,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
