"""`watcher deadlines`: the approval days that start the clocks, and a person's word on those that pages suggest."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import date

from storage import Unit
from storage.records import ApprovalRecord
from watcher.cli.deadlines_import import KINDS
from watcher.cli.options import add_config, add_json, print_json, stored, with_settings
from watcher.config import Settings
from watcher.duties.deadlines import districts_without_source

EXAMPLES = """
例：
  watcher deadlines -c config.toml
  watcher deadlines --confirm 澄湖区 决算 2024 -c config.toml
  watcher deadlines --confirm 澄湖区 决算 2024 --on 2025-09-26 -c config.toml
  watcher deadlines --refuse 澄湖区 决算 2024 -c config.toml
不带动作：列出配置、录入和网页建议的批准日。建议的日期经确认才开始计算期限
"""
WORDS = {"budget": "预算", "final_accounts": "决算"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c, --json, --confirm, --on, --refuse"""
    add_config(parser)
    add_json(parser)
    act = parser.add_mutually_exclusive_group()
    act.add_argument("--confirm", nargs=3, metavar=("区县", "类别", "年度"), help="确认网页建议的批准日")
    act.add_argument("--refuse", nargs=3, metavar=("区县", "类别", "年度"), help="不采用这条建议")
    parser.add_argument("--on", type=date.fromisoformat, metavar="日期", help="确认时改用这一天，例如 2025-09-26")


def run(arguments: argparse.Namespace) -> int:
    """0; 1 where there is no such suggestion; 2 where the words name none."""
    return with_settings(arguments.config, lambda settings: _run(settings, arguments))


def _run(settings: Settings, arguments: argparse.Namespace) -> int:
    named = arguments.confirm or arguments.refuse
    if not named:
        return _list(settings, as_json=arguments.json)
    district, word, year = named
    if word not in KINDS or not year.isdecimal():
        print("类别写 预算 或 决算，年度写四位年份", file=sys.stderr)
        return 2
    with stored(settings) as database, database.transaction() as unit:
        found = unit.approvals.get(district, KINDS[word], int(year))
        if found is None or found.confirmed:
            print(f"没有待确认的批准日：{district} {word} {year}", file=sys.stderr)
            return 1
        return _refuse(unit, found) if arguments.refuse else _confirm(unit, found, arguments.on)


def _confirm(unit: Unit, found: ApprovalRecord, on: date | None) -> int:
    unit.approvals.save(replace(found, approved_on=on or found.approved_on, confirmed=True))
    print(f"已确认：{_line(found)} 批准日 {on or found.approved_on}，期限从此计算（watcher coverage 查看）")
    return 0


def _refuse(unit: Unit, found: ApprovalRecord) -> int:
    unit.approvals.remove(found)
    print(f"已不采用：{_line(found)} {found.approved_on}")
    return 0


def _list(settings: Settings, *, as_json: bool) -> int:
    with stored(settings) as database, database.reading() as unit:
        kept = unit.approvals.all()
    named = {(d.district, d.kind, d.fiscal_year) for d in settings.deadlines}
    rows = [(d.district, d.kind, d.fiscal_year, d.approved_on, "configured", "") for d in settings.deadlines]
    rows += [
        (k.district, k.kind, k.fiscal_year, k.approved_on, "confirmed" if k.confirmed else "suggested", k.origin)
        for k in kept
        if (k.district, k.kind, k.fiscal_year) not in named
    ]
    if as_json:
        names = ("district", "kind", "fiscal_year", "approved_on", "state", "origin")
        print_json({"deadlines": [dict(zip(names, (*row[:3], str(row[3]), *row[4:]), strict=True)) for row in rows]})
        return 0
    states = {"configured": "配置", "confirmed": "已确认", "suggested": "建议，待确认"}
    for district, kind, year, day, state, origin in rows:
        print(f"{district} {year} {WORDS[kind]} 批准日 {day}［{states[state]}］{origin}")
    for district in districts_without_source(settings, kept):
        print(f"提醒：{district} 没有任何来源，其各部门只能是“无法判断”；请在 [[sources]] 中加入该区县的栏目")
    if not rows:
        print("还没有批准日；写 [[deadlines]]，或 watcher deadlines-import，或把人大常委会的决议栏目加为来源")
    return 0


def _line(found: ApprovalRecord) -> str:
    return f"{found.district} {found.fiscal_year} {WORDS[found.kind]}"
