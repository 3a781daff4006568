"""After the story: the site lives on and the service keeps watching it."""

from __future__ import annotations

from threading import Event

from watcher.config import load_settings
from watcher.demo.story import Stage
from watcher.scheduler import Ticker
from watcher.service import open_context


def keep_watching(stage: Stage, stopped: Event) -> None:
    """Run the service as ``watcher run`` does, until told to stop."""
    stage.narrator.title("网站和服务继续运行，按 Ctrl-C 结束")
    stage.narrator.say(f"用浏览器打开 {stage.site.address}/ 可看虚构网站")
    with open_context(load_settings(stage.config)) as context:
        Ticker(context).run_until(stopped)
    stage.narrator.say("已停止。")
