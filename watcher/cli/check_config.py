"""`watcher check-config`: names every wrong key and what it allows."""

from __future__ import annotations

import argparse

from watcher.cli.options import add_config, with_settings
from watcher.config import Settings
from watcher.duties.deadlines import districts_without_source

EXAMPLES = """
例：
  watcher check-config -c config.toml
退出码：0 可用；2 有误（逐条列出键名和可用的值）
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c"""
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 or 2."""
    return with_settings(arguments.config, lambda settings: _say(settings, arguments))


def _say(settings: Settings, arguments: argparse.Namespace) -> int:
    print(
        f"配置可用：{arguments.config}（来源 {len(settings.sources)} 个，接收人 {len(settings.recipients)} 个，"
        f"批复日期 {len(settings.deadlines)} 条，自定规则参数 {len(settings.rules)} 条）"
    )
    if not settings.sources:
        print("提醒：没有 [[sources]]，不会巡查任何栏目")
    for district in districts_without_source(settings):
        print(
            f"提醒：[[deadlines]] 或 [[roster]] 中的 {district} 没有任何来源，其各部门只能是“无法判断”；请核对区县名称"
        )
    if not settings.recipients:
        print("提醒：没有 [[recipients]]，发现的线索只会列出，不会送出")
    return 0
