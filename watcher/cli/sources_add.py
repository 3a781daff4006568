"""`watcher sources-add`: probe a column, show what it found, and write its block into the configuration."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from watcher.cli.options import add_config, with_settings
from watcher.config import ConfigError, Settings, Source, load_settings
from watcher.discovery.keys import leads_to_article
from watcher.probing import Probe, probe

EXAMPLES = """
例：
  watcher sources-add http://www.example.gov.cn/zwgk/czyjs/js/ -c config.toml
  watcher sources-add http://www.example.gov.cn/zwgk/czyjs/js/ --district 澄湖区 --kind final_accounts -c config.toml
退出码：0 已写入（或早已在配置中）；1 没有找到可用的条目；2 配置有误
"""
SHOWN = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """URL, --district, --kind, --adapter, --dry-run, -c"""
    parser.add_argument("url", metavar="网址")
    parser.add_argument("--district", metavar="区县", help="所属区县；不写则取网页自称")
    parser.add_argument("--kind", choices=("budget", "final_accounts"), help="只含预算或只含决算的栏目可注明")
    parser.add_argument("--adapter", metavar="名称", help="网页看不出建站系统时指定，例如 jcms")
    parser.add_argument("--dry-run", action="store_true", help="只看，不写")
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 written, 1 nothing found, 2 bad configuration."""
    return with_settings(arguments.config, lambda settings: _add(settings, arguments))


def _add(settings: Settings, arguments: argparse.Namespace) -> int:
    if arguments.url in {source.url for source in settings.sources}:
        print(f"{arguments.url} 已在配置中")
        return 0
    try:
        wanted = Source(
            district=arguments.district or "待定", url=arguments.url, kind=arguments.kind, adapter=arguments.adapter
        )
    except ValueError as error:
        print(f"不是可用的网址或适配器：{arguments.url} {arguments.adapter or ''}\n{_why(error)}", file=sys.stderr)
        return 1
    found = _probed(settings, wanted)
    if found is None or not found.items:
        return 1
    _show(found)
    district = arguments.district or found.district
    if district is None:
        print("网页没有写明所属区县，请用 --district 指定", file=sys.stderr)
        return 1
    block = _block(arguments, district, found)
    if arguments.dry_run:
        print("将写入配置：\n" + block)
        return 0
    return _append(arguments.config, block)


def _why(error: ValueError) -> str:
    """What a wrong entry is told: the address needs its scheme, an adapter is one of those that exist."""
    if isinstance(error, ValidationError):
        return "；".join(str(one["msg"]).removeprefix("Value error, ") for one in error.errors())
    return str(error)


def _probed(settings: Settings, wanted: Source) -> Probe | None:
    """What the column shows; None, with the reason said, where it can not be read."""
    from watcher.fetching import Failed, Fetcher, InMemoryHosts
    from watcher.service import fetch_settings, now

    asked = settings.model_copy(update={"sources": (*settings.sources, wanted)})
    with Fetcher(fetch_settings(asked), InMemoryHosts(), now) as fetcher:
        found = probe(fetcher, wanted.url, wanted.adapter)
    if isinstance(found, Failed):
        print(found.message, file=sys.stderr)
        return None
    if not found.items:
        hint = "这像是一篇文章的网址，请改用它所在栏目的网址。" if leads_to_article(wanted.url) else ""
        print("没有找到条目。" + hint + "；".join(found.problems), file=sys.stderr)
    return found


def _show(found: Probe) -> None:
    dated = [item.published_on for item in found.items if item.published_on]
    span = f"，日期 {min(dated)} 至 {max(dated)}" if dated else "，没有读到日期"
    print(f"适配器 {found.adapter}：首页 {len(found.items)} 条{span}，另有 {found.further} 页")
    for problem in found.problems:
        print(f"注意：{problem}")
    print(f"标题像部门预决算报告的 {len(found.reports)} 条，须看正文才知道的 {len(found.unsure)} 条")
    if not found.reports and not found.unsure:
        print("注意：没有一个标题像部门预决算报告，请核对这是不是预决算公开栏目")
    for item in found.items[:SHOWN]:
        mark = "报告" if item in found.reports else "待看" if item in found.unsure else "其他"
        print(f"  [{mark}] {item.published_on or '无日期'} {item.title or item.url}")
    if len(found.items) > SHOWN:
        print(f"  …… 共 {len(found.items)} 条")


def _block(arguments: argparse.Namespace, district: str, found: Probe) -> str:
    kind = arguments.kind or found.kind
    lines = ["", "[[sources]]", f"district = {_quoted(district)}", f"url = {_quoted(arguments.url)}"]
    lines += [f"kind = {_quoted(str(kind))}"] if kind else []
    lines += [f"adapter = {_quoted(arguments.adapter)}"] if arguments.adapter else []
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _append(file: Path, block: str) -> int:
    """Write the block at the end of the file: whole, checked, and in one step."""
    text = file.read_text(encoding="utf-8-sig").rstrip("\n") + "\n"
    descriptor, name = tempfile.mkstemp(dir=file.resolve().parent, prefix=f".{file.name}.")
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as output:
            output.write(text + block)
        draft.chmod(file.stat().st_mode & 0o777)
        load_settings(draft)
        draft.replace(file.resolve())
    except ConfigError as error:
        draft.unlink(missing_ok=True)
        print(f"未写入：{error}", file=sys.stderr)
        return 2
    host = urlsplit(json.loads(block.split("url = ")[1].splitlines()[0])).hostname
    print(f"已写入 {file}（{host}）；下次巡查先把现有内容录为历史，不发通知。运行中的服务可用 SIGHUP 重新读取配置")
    return 0
