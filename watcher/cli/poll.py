"""`watcher poll`: one pass now, everything that follows from it included."""

from __future__ import annotations

import argparse
import sys

from watcher.cli.loading import load
from watcher.cli.options import add_config, with_settings
from watcher.config import Settings
from watcher.logs import log_to_stderr

EXAMPLES = """
例：
  watcher poll -c config.toml               巡查全部来源
  watcher poll -c config.toml --reread      同时重读全部已知报告，查找悄悄替换
退出码：0 全部来源正常；1 有来源未能读取；2 配置有误
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c, --source, --reread"""
    add_config(parser)
    parser.add_argument("--source", metavar="网址", help="只巡查这一个来源（须已在配置中）")
    parser.add_argument("--reread", action="store_true", help="重读全部已知报告及其附件")


def run(arguments: argparse.Namespace) -> int:
    """0 all well, 1 some source failed, 2 bad configuration."""
    load("watcher.polling", "watcher.service")
    return with_settings(arguments.config, lambda settings: _poll(settings, arguments))


def _poll(settings: Settings, arguments: argparse.Namespace) -> int:
    log_to_stderr(settings.service.log)
    from storage.errors import DiskFull
    from watcher.polling import poll
    from watcher.service import open_context

    if arguments.source and arguments.source not in {s.url for s in settings.sources}:
        print(f"配置中没有来源 {arguments.source}；已配置：" + "、".join(s.url for s in settings.sources))
        return 2
    try:
        with open_context(settings) as context:
            result = poll(context, source_url=arguments.source, reread=arguments.reread)
    except DiskFull as error:
        print(f"{error}清出空间后再运行，会从停下处继续", file=sys.stderr)
        return 1
    print(
        f"巡查完毕：来源 {result.sources} 个，未能读取 {len(result.failed_sources)} 个；"
        f"送达通知 {result.sent.delivered} 条，未送达 {result.sent.failed} 条"
    )
    for url in result.failed_sources:
        print(f"  未能读取：{url}（watcher sources 查看原因）")
    return 0 if result.ok else 1
