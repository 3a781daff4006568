"""`watcher export`: the evidence of one report as a WARC file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from storage import Unit
from storage.errors import NotThere
from storage.records import CaptureRecord
from watcher.cli.options import add_config, stored, with_settings
from watcher.config import Settings

EXAMPLES = """
例：
  watcher export 12 --warc 水务局2024决算.warc.gz -c config.toml
编号是 watcher reports 中的报告编号，或 watcher alerts 中的线索编号。内含原件字节、响应头、取得时间和 SHA-256。
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """ID, --warc, -c"""
    parser.add_argument("id", metavar="编号")
    parser.add_argument("--warc", type=Path, required=True, metavar="文件", help="写到这个文件；以 .gz 结尾则压缩")
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0; 1 where there is no such report or nothing of it is archived."""
    return with_settings(arguments.config, lambda settings: _export(settings, arguments))


def _export(settings: Settings, arguments: argparse.Namespace) -> int:
    from storage.archive import Archive
    from watcher.evidence import write_warc

    with stored(settings) as database, database.reading() as unit:
        captures = _captures(unit, arguments.id)
    if not any(capture.sha256 for capture in captures):
        print(f"没有编号为 {arguments.id} 的报告，或没有它的存档；用 watcher reports --json 查看编号", file=sys.stderr)
        return 1
    try:
        written = write_warc(arguments.warc, captures, Archive(Path(settings.service.data) / "archive"))
    except ModuleNotFoundError:
        print("未安装 warcio：pip install warcio", file=sys.stderr)
        return 1
    print(f"已写出 {arguments.warc}：{written} 个原件")
    return 0


def _captures(unit: Unit, name: str) -> list[CaptureRecord]:
    """Every answer for every place where the report stands or stood, the oldest first."""
    report_id = int(name.removeprefix("R-")) if name.removeprefix("R-").isdecimal() else unit.alerts.report_id(name)
    if report_id is None:
        return []
    try:
        unit.reports.get(report_id)
    except NotThere:
        return []
    found = [c for p in unit.publications.of_report(report_id) for c in unit.publications.captures(p.id)]
    return sorted(found, key=lambda capture: (capture.fetched_at, capture.id))
