"""The demo: a site on loopback publishes, the service does its whole job, a real receiver hears of it."""

from __future__ import annotations

import logging
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from watcher.config import load_settings
from watcher.demo.chapters import Chapter, Ran, differences, load_chapters
from watcher.demo.configuration import add_deadline, write_config
from watcher.demo.loopback import HOST
from watcher.demo.narrator import Narrator
from watcher.demo.receiver import Received, Receiver
from watcher.demo.server import DemoSite
from watcher.demo.summary import Summary, summarise
from watcher.polling import PassResult, poll
from watcher.service import open_context


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What the story is played on."""

    site: DemoSite
    receiver: Receiver
    narrator: Narrator
    folder: Path
    config: Path


@contextmanager
def open_stage(narrator: Narrator) -> Iterator[Stage]:
    """Start site and receiver in front of an empty temporary folder, which stays when they stop."""
    folder = Path(tempfile.mkdtemp(prefix="gongkai-demo-"))
    with _log_to(folder / "service.log"), _direct(), DemoSite() as site, Receiver(narrator.notice) as receiver:
        config = write_config(folder, site.column_url("ys"), site.column_url("js"), receiver.url)
        yield Stage(site=site, receiver=receiver, narrator=narrator, folder=folder, config=config)


def play(stage: Stage) -> list[str]:
    """Tell the whole story; what did not run as told, empty where all did."""
    began = time.monotonic()
    _introduce(stage)
    troubles, history = _take_in_history(stage)
    ran = []
    for number, chapter in enumerate(load_chapters(), 1):
        failed, heard = _play_chapter(stage, number, chapter)
        troubles += failed
        ran.append(heard)
    troubles += differences(history, ran)
    _conclude(stage, troubles, time.monotonic() - began)
    return troubles


def _introduce(stage: Stage) -> None:
    stage.narrator.title("公开哨演示：重庆市澄湖区（虚构）")
    stage.narrator.say(f"网站：{stage.site.address}　工作目录：{stage.folder}")
    stage.narrator.say(
        "演示专用设置：缺表的二次确认时间为 0 小时（平时 24 小时）；同一网站的请求间隔 0.02 秒（平时 2 秒）；"
        "不核对发布日期与首见日期（文件早已印定）"
    )


def _take_in_history(stage: Stage) -> tuple[list[str], tuple[Received, ...]]:
    stage.narrator.title("第一遍：网站上已有的内容算作历史，读入、存档、核对，不发通知")
    result, heard = _pass(stage)
    summary = _summary(stage)
    stage.narrator.say(f"读入报告 {summary.reports} 份，历史线索 {summary.historic} 条，通知 {len(heard)} 条")
    return _failures(result), heard


def _play_chapter(stage: Stage, number: int, chapter: Chapter) -> tuple[list[str], Ran]:
    stage.narrator.title(f"第 {number} 幕：{chapter.told}")
    if chapter.publish:
        stage.site.publish(chapter.publish)
    if chapter.approved_on:
        add_deadline(stage.config, chapter.approved_on)
    result, heard = _pass(stage, reread=chapter.reread)
    if not heard:
        stage.narrator.say("没有通知")
    return _failures(result), Ran(chapter=chapter, notices=heard)


def _pass(stage: Stage, *, reread: bool = False) -> tuple[PassResult, tuple[Received, ...]]:
    """One pass, as ``watcher poll`` makes it, and the notices that arrived meanwhile."""
    before = len(stage.receiver.received)
    with stage.narrator.busy("巡查中……"), open_context(load_settings(stage.config)) as context:
        result = poll(context, reread=reread)
    return result, stage.receiver.received[before:]


def _failures(result: PassResult) -> list[str]:
    return [f"来源未能读取：{url}" for url in result.failed_sources]


def _summary(stage: Stage) -> Summary:
    with open_context(load_settings(stage.config)) as context:
        return summarise(context.database)


def _conclude(stage: Stage, troubles: list[str], seconds: float) -> None:
    narrator, summary = stage.narrator, _summary(stage)
    narrator.title("小结")
    narrator.table(("报告", "发现", "等级", "送达"), summary.rows)
    narrator.say(f"原件存档（按 SHA-256 命名）：{stage.folder / 'data' / 'archive'}")
    narrator.say(f"配置、数据库和日志：{stage.folder}（演示结束后保留）")
    narrator.say(f"继续查看：watcher alerts -c {stage.config}　或　watcher explain 线索编号 -c {stage.config}")
    narrator.say("以上均为线索，请对照原文核实。")
    for trouble in troubles:
        narrator.warn(f"与预期不符：{trouble}")
    narrator.say(f"用时 {seconds:.0f} 秒，{'与预期不符' if troubles else '全部如预期'}")


@contextmanager
def _direct() -> Iterator[None]:
    """Nothing on loopback goes through the proxy that the environment may name."""
    kept = {name: os.environ.get(name) for name in ("NO_PROXY", "no_proxy")}
    os.environ.update(dict.fromkeys(kept, HOST))
    try:
        yield
    finally:
        for name, value in kept.items():
            os.environ.pop(name)
            os.environ.update({name: value} if value is not None else {})


@contextmanager
def _log_to(file: Path) -> Iterator[None]:
    """The service's log goes to a file: on the console the story is told."""
    handler = logging.FileHandler(file, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()
