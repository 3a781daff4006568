"""`watcher deadlines-import`: approval days from a CSV file, checked line by line; all of it or nothing."""

from __future__ import annotations

import argparse
import csv
import sys
from datetime import date
from pathlib import Path

from parsers.model import Kind
from storage.records import ApprovalRecord
from watcher.cli.options import add_config, stored, with_settings
from watcher.config import Settings

EXAMPLES = """
例：
  watcher deadlines-import 批准日.csv -c config.toml
CSV 首行为：district,kind,fiscal_year,approved_on（或 区县,类别,年度,批准日）
类别写 budget / final_accounts，或 预算 / 决算。配置文件中的 [[deadlines]] 优先。
"""
COLUMNS = {
    "district": "district", "区县": "district", "kind": "kind", "类别": "kind", "fiscal_year": "fiscal_year",
    "年度": "fiscal_year", "approved_on": "approved_on", "批准日": "approved_on", "批准日期": "approved_on",
}  # fmt: skip
KINDS = {
    "budget": Kind.BUDGET, "预算": Kind.BUDGET, "部门预算": Kind.BUDGET, "final_accounts": Kind.FINAL_ACCOUNTS,
    "决算": Kind.FINAL_ACCOUNTS, "部门决算": Kind.FINAL_ACCOUNTS,
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE, -c"""
    parser.add_argument("file", type=Path, metavar="CSV")
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0; 2 where a line is wrong, and nothing is taken in."""
    return with_settings(arguments.config, lambda settings: _take_in(settings, arguments.file))


def _take_in(settings: Settings, file: Path) -> int:
    from watcher.service import now

    try:
        lines = _lines(file)
    except (OSError, ValueError) as error:
        print(f"无法读取 {file}：{error}", file=sys.stderr)
        return 2
    read = [(number, _entry(line)) for number, line in lines]
    wrong = [f"第 {number} 行：{entry}" for number, entry in read if isinstance(entry, str)]
    if wrong or not read:
        print("\n".join(wrong or [f"{file} 中没有数据行"]), file=sys.stderr)
        return 2
    with stored(settings) as database, database.transaction() as unit:
        for _, entry in read:
            if not isinstance(entry, str):
                district, kind, year, approved = entry
                unit.approvals.save(
                    ApprovalRecord(
                        district=district, kind=kind, fiscal_year=year, approved_on=approved, origin=file.name,
                        confirmed=True, noted_at=now(),
                    )
                )  # fmt: skip
    watched = {source.district for source in settings.sources}
    for district in dict.fromkeys(entry[0] for _, entry in read if not isinstance(entry, str)):
        if district not in watched:
            print(f"提醒：{district} 没有任何来源，其各部门只能是“无法判断”；请核对区县名称")
    print(f"已录入 {len(read)} 个批准日；用 watcher coverage 查看各部门情况")
    return 0


def _lines(file: Path) -> list[tuple[int, dict[str, str]]]:
    """Every line with its number; UTF-8, or GB18030 as spreadsheets save it."""
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    rows = list(csv.reader(text.splitlines()))
    header = [COLUMNS.get(cell.strip(), "") for cell in rows[0]] if rows else []
    missing = {"district", "kind", "fiscal_year", "approved_on"} - set(header)
    if missing:
        raise ValueError(f"首行缺少列：{'、'.join(sorted(missing))}")
    named = [(i, dict(zip(header, (cell.strip() for cell in row), strict=False))) for i, row in enumerate(rows, 1)]
    return [(number, line) for number, line in named[1:] if any(line.values())]


def _entry(line: dict[str, str]) -> tuple[str, Kind, int, date] | str:
    """What a line says, or what is wrong with it."""
    kind = KINDS.get(line.get("kind", ""))
    if not line.get("district"):
        return "没有写区县"
    if kind is None:
        return f"类别“{line.get('kind', '')}”应为 预算 或 决算"
    year = line.get("fiscal_year", "").removesuffix("年度").removesuffix("年")
    if not year.isdecimal() or not 2000 <= int(year) <= 2100:
        return f"年度“{line.get('fiscal_year', '')}”应为四位年份"
    try:
        approved = date.fromisoformat(line.get("approved_on", "").replace("/", "-"))
    except ValueError:
        return f"批准日“{line.get('approved_on', '')}”应为 2025-09-25 这样的日期"
    return line["district"], kind, int(year), approved
