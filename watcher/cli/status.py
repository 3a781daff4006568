"""`watcher status`: one screen, is all well?"""

from __future__ import annotations

import argparse
from datetime import datetime
from zoneinfo import ZoneInfo

from watcher.cli.options import add_config, add_json, print_json, stored, with_settings
from watcher.config import Settings
from watcher.health.state import Health, examined

SHOWN = 8  # sources that fail; the others are counted

EXAMPLES = """
例：
  watcher status -c config.toml
退出码：0 一切正常；1 有事要看
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c, --json"""
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 well, 1 not."""
    return with_settings(arguments.config, lambda settings: _show(settings, arguments))


def _show(settings: Settings, arguments: argparse.Namespace) -> int:
    from watcher.service import now

    with stored(settings) as database, database.reading() as unit:
        health = examined(unit, settings, now())
    if arguments.json:
        print_json(health.as_json())
    else:
        _print(health, ZoneInfo(settings.service.timezone))
    return 0 if health.well else 1


def _print(health: Health, zone: ZoneInfo) -> None:
    """All of it on one screen, however many sources fail."""

    def at(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"

    print("一切正常" if health.well else "有事要看：" + "；".join(health.troubles))
    print(f"  来源 {health.sources} 个，未能读取 {len(health.failing)} 个")
    for url, error in health.failing[:SHOWN]:
        print(f"    {url}：{error}")
    if len(health.failing) > SHOWN:
        print(f"    另有 {len(health.failing) - SHOWN} 个，用 watcher sources 查看")
    overdue = health.overdue
    print(f"  最久未查：{overdue[0]}（应于 {at(overdue[1])}）" if overdue else "  没有逾期未查的来源")
    print(
        f"  待送通知 {health.undelivered} 条，死信 {health.dead} 条，待处理消息 {health.unfinished} 条，"
        f"未读懂 {health.unread} 处"
    )
    if health.put_off and health.put_off_until:
        print(f"  其中橙色及到期提醒 {health.put_off} 条并入下一封或待免打扰时段结束，最迟 {at(health.put_off_until)}")
    print(f"  最近心跳：{at(health.heartbeat) if health.heartbeat else '从未（服务没有运行过）'}")
    print(f"  磁盘剩余 {health.free_megabytes} MB")
