"""`watcher run`: the long-lived service, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import threading

from watcher.cli.options import add_config, with_settings
from watcher.config import Settings
from watcher.logs import log_to_stderr

EXAMPLES = """
例：
  watcher run -c config.toml
收到 SIGTERM 或 Ctrl-C 后在 10 秒内停下；再次启动时从停下处继续。
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c"""
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 clean stop, 1 the scheduler died, 2 bad configuration."""
    return with_settings(arguments.config, _serve)


def _serve(settings: Settings) -> int:
    log_to_stderr(settings.service.log)
    from watcher.exposition import exposed
    from watcher.scheduler import Ticker
    from watcher.service import open_context

    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    with open_context(settings) as context, exposed(context, settings.service.metrics_port):
        context.record(f"服务已启动：来源 {len(settings.sources)} 个，接收人 {len(settings.recipients)} 个")
        clean = Ticker(context).run_until(stopped)
        context.record("服务已停止")
    return 0 if clean else 1
