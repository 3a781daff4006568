"""`watcher diff`: the figures of one year beside another's, of a stored department or of two files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from alerts.difference import MeasureChange, RowChange
from alerts.rules.wording import measure_name, shown, signed
from parsers.model import Kind, Scope
from watcher.cli.options import BAD_CONFIGURATION, add_config, add_json, print_json, stored, with_settings
from watcher.config import Settings
from watcher.differing import KINDS, SCOPES, CannotCompareError, Compared, Wanted, compare_files, compare_stored

EXAMPLES = """
例：
  watcher diff 水务局 2024 -c config.toml                          与上一年比较，预算、决算都列
  watcher diff 水务局 2024 --against 2021 --kind final_accounts -c config.toml --json
  watcher diff --files 2023年决算.pdf 2024年决算.pdf                不用数据库，直接比较两份文件
部门可写全称、别名，或只有一个部门才有的结尾。退出码：0 已列出；2 没有这个部门，或两年不都有报告
"""
STATUSES = {"new": "新增", "gone": "取消", "changed": "变化"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """DEPARTMENT YEAR, --against, --kind, --scope, --district, --files, -c, --json"""
    parser.add_argument("department", nargs="?", metavar="部门", help="全称、别名或不会混淆的结尾，如 水务局")
    parser.add_argument("year", nargs="?", type=int, metavar="年度", help="如 2024")
    parser.add_argument("--against", type=int, metavar="年度", help="与哪一年比较（默认上一年）")
    parser.add_argument("--kind", choices=[k.value for k in Kind], help="只比较预算或决算（默认都比较）")
    parser.add_argument("--scope", choices=[s.value for s in Scope], help="只比较这一口径（默认两年都有的口径）")
    parser.add_argument("--district", metavar="区县", help="几个区县有同名部门时指明")
    parser.add_argument("--files", nargs=2, type=Path, metavar=("之前", "之后"), help="比较两份报告文件")
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """0; 2 where the department or the two reports are not there."""
    try:
        if arguments.files:
            return _print([_from_files(arguments.files)], as_json=arguments.json)
        if arguments.department is None or arguments.year is None:
            raise CannotCompareError("请写部门和年度，例如 watcher diff 水务局 2024，或用 --files 给出两份文件")
        return with_settings(arguments.config, lambda settings: _from_store(settings, arguments))
    except CannotCompareError as error:
        print(error, file=sys.stderr)
        return BAD_CONFIGURATION


def _from_files(paths: Sequence[Path]) -> Compared:
    from watcher.audit.auditing import read_reports
    from watcher.reading.reader import Reader

    reports = []
    with Reader(start_method="fork") as reader:
        for path in paths:
            found, errors = read_reports([path], reader)
            if not found:
                raise CannotCompareError("\n".join(f"无法读取：{file}：{reason}" for file, reason in errors))
            reports.append(found[0])
    return compare_files(reports[0], reports[1])


def _from_store(settings: Settings, arguments: argparse.Namespace) -> int:
    from watcher.rulebook import register_of

    wanted = Wanted(
        department=arguments.department, year=arguments.year,
        against=arguments.year - 1 if arguments.against is None else arguments.against,
        kind=Kind(arguments.kind) if arguments.kind else None,
        scope=Scope(arguments.scope) if arguments.scope else None, district=arguments.district,
    )  # fmt: skip
    with stored(settings) as database, database.reading() as unit:
        found = compare_stored(unit, register_of(settings, unit), wanted)
    return _print(found, as_json=arguments.json)


def _print(found: Sequence[Compared], *, as_json: bool) -> int:
    if as_json:
        print_json({"diffs": [described(compared) for compared in found]})
    else:
        print("\n".join(line for compared in found for line in _lines(compared)))
    return 0


def described(compared: Compared) -> dict[str, Any]:
    """A comparison in the form that the contract gives."""
    after = compared.after
    return {
        "department": after.department,
        "district": after.district,
        "kind": after.kind,
        "scope": after.scope,
        "years": [compared.before.fiscal_year, after.fiscal_year],
        "measures": [_measure(m) for m in compared.difference.measures],
        "rows": [_row(r) for r in compared.difference.rows],
        "not_compared": list(compared.difference.not_compared),
        "series": {
            measure: [{"year": p.year, "amount": shown(p.amount)} for p in points]
            for measure, points in compared.series.items()
        },
    }


def _measure(m: MeasureChange) -> dict[str, Any]:
    amounts = {name: _plain(getattr(m, name)) for name in ("before", "after", "change", "percent")}
    return {"measure": m.measure, "unit": m.unit, **amounts}


def _row(r: RowChange) -> dict[str, Any]:
    renamed = {"name_before": r.name_before, "code_before": r.code_before}
    return {
        "table": r.table, "code": r.code, "name": r.name, "status": r.status, "before": _plain(r.before),
        "after": _plain(r.after), **{key: value for key, value in renamed.items() if value},
    }  # fmt: skip


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else shown(amount)


# --- for people -----------------------------------------------------------------------------------


def _lines(compared: Compared) -> Iterator[str]:
    before, after, found = compared.before, compared.after, compared.difference
    renamed = f"（{before.fiscal_year} 年名为 {before.department}）" if before.department != after.department else ""
    yield f"━━ {after.district} {after.department}{renamed}　{KINDS[after.kind]}（{SCOPES[after.scope]}）"
    yield f"{before.fiscal_year} → {after.fiscal_year}"
    moved = [m for m in found.measures if m.before != m.after]
    yield from (f"  {_measure_line(m)}" for m in moved)
    yield f"  另有 {len(found.measures) - len(moved)} 项指标两年相同"
    if found.rows:
        yield "【科目】"
    yield from (f"  {_row_line(r)}" for r in found.rows)
    yield from (f"  未比较：{table}（只有一年有此表）" for table in found.not_compared)
    for measure, points in compared.series.items():
        if measure in ("expenditure.total", "general_budget.expenditure", "three_public.total"):
            yield f"【各年】{measure_name(measure)} " + "，".join(f"{p.year}：{shown(p.amount)}" for p in points)


def _measure_line(m: MeasureChange) -> str:
    before, after = (_plain(amount) or "未载明" for amount in (m.before, m.after))
    # a class of the general budget bears the name of the same class of all money
    name = f"{'其中一般公共预算' if m.measure.startswith('general_budget.function.') else ''}{measure_name(m.measure)}"
    if m.change is None:
        return f"{name}：{before} → {after} {m.unit}"
    rate = "基数为0，不可比" if m.percent is None else f"{signed(m.percent)}%"
    return f"{name}：{before} → {after} {m.unit}，{signed(m.change)}（{rate}）"


def _row_line(r: RowChange) -> str:
    renamed = f"（原名 {r.name_before}）" if r.name_before else ""
    recoded = f"（原编码 {r.code_before}）" if r.code_before else ""
    before, after = (_plain(amount) or "—" for amount in (r.before, r.after))
    return f"{STATUSES[r.status]} {r.code} {r.name}{renamed}{recoded}：{before} → {after}"
