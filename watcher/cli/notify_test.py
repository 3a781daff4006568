"""`watcher notify-test`: one test message to every recipient, each result named."""

from __future__ import annotations

import argparse

from alerts.model import Delivered, DeliveryFailed, Notice
from watcher.cli.options import add_config, with_settings
from watcher.config import Settings

EXAMPLES = """
例：
  watcher notify-test -c config.toml
退出码：0 全部收到；1 有接收人未收到
"""
NOTICE = Notice(title="公开哨 测试消息", text="这是一条测试消息，说明通知渠道可用。无须处理。")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c"""
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 all arrived, 1 one failed, 2 bad configuration."""
    return with_settings(arguments.config, _send)


def _send(settings: Settings) -> int:
    from alerts.notify import AppriseNotifier

    notifier, failed = AppriseNotifier(), 0
    for recipient in settings.recipients:
        outcome = notifier.send(recipient.url, NOTICE)
        failed += isinstance(outcome, DeliveryFailed)
        print(f"{recipient.name}：{_said(outcome)}")
    if not settings.recipients:
        print("配置中没有 [[recipients]]")
    return 1 if failed else 0


def _said(outcome: Delivered | DeliveryFailed) -> str:
    return "已送达" if isinstance(outcome, Delivered) else f"未送达，{outcome.error}"
