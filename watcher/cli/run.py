"""`watcher run`: the long-lived service, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import argparse
import logging
import signal
from pathlib import Path

from watcher.cli.loading import load
from watcher.cli.options import add_config, with_settings
from watcher.cli.reloading import Reloading
from watcher.config import Settings
from watcher.logs import log_to_stderr

LOG = logging.getLogger("watcher")

EXAMPLES = """
例：
  watcher run -c config.toml
收到 SIGTERM 或 Ctrl-C 后在 10 秒内停下；再次启动时从停下处继续。
收到 SIGHUP 后重新读取配置并说明改动；配置有误则继续使用原配置。
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c"""
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 clean stop, 1 the scheduler died, 2 bad configuration."""
    load("watcher.scheduler", "watcher.service", "watcher.handlers")
    return with_settings(arguments.config, lambda settings: _serve(settings, arguments.config))


def _serve(settings: Settings, file: Path) -> int:
    log_to_stderr(settings.service.log)
    reloading = Reloading(file, settings, LOG.warning)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: reloading.stop())
    signal.signal(signal.SIGHUP, lambda *_: reloading.reread())
    clean = True
    while clean:
        reloading.interrupted.clear()
        if reloading.over:  # asked here, for a signal may have come before the clearing
            break
        clean = _serve_until_interrupted(reloading)
    return 0 if clean else 1


def _serve_until_interrupted(reloading: Reloading) -> bool:
    """Serve with the settings that hold now. False where the scheduler died."""
    from watcher.health.exposition import exposed
    from watcher.scheduler import Ticker
    from watcher.service import open_context

    settings = reloading.settings
    with open_context(settings) as context, exposed(context, settings.service.metrics_port):
        context.record(f"服务已启动：来源 {len(settings.sources)} 个，接收人 {len(settings.recipients)} 个")
        clean = Ticker(context).run_until(reloading.interrupted)
        context.record("服务已停止" if reloading.over else "按新配置继续")
    return clean
