"""`watcher demo`: the whole job on a bundled fictional district."""

from __future__ import annotations

import argparse
import signal
import threading

EXAMPLES = """
例：
  watcher demo            演示后继续运行，Ctrl-C 结束
  watcher demo --once     演示完即退出
退出码：0 全部如预期；1 有与预期不符之处
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--once"""
    parser.add_argument("--once", action="store_true", help="演示完即退出（输出不是终端时总是如此）")


def run(arguments: argparse.Namespace) -> int:
    """0 the story ran as told, 1 something differed."""
    from watcher.demo.narrator import Narrator
    from watcher.demo.story import open_stage, play

    narrator = Narrator()
    with open_stage(narrator) as stage:
        troubles = play(stage)
        if narrator.on_terminal and not arguments.once:
            from watcher.demo.afterwards import keep_watching

            keep_watching(stage, _until_interrupted())
    return 1 if troubles else 0


def _until_interrupted() -> threading.Event:
    """Set by Ctrl-C and by SIGTERM."""
    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    return stopped
