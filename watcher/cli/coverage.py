"""`watcher coverage`: districts × departments × years × kind: on time, late, missing, cannot tell."""

from __future__ import annotations

import argparse
import csv
import sys
from typing import Any

from watcher.cli.options import add_config, add_json, print_json, stored, with_settings
from watcher.config import Settings
from watcher.duties.states import DutyState, Standing, standings

EXAMPLES = """
例：
  watcher coverage -c config.toml
  watcher coverage -c config.toml --csv > 公开情况.csv
"""
STATES = {
    DutyState.NOT_DUE: "未到期", DutyState.DUE_SOON: "临近到期", DutyState.ON_TIME: "按期", DutyState.LATE: "逾期公开",
    DutyState.MISSING: "逾期未见", DutyState.WITHDRAWN: "已撤下", DutyState.CANNOT_TELL: "无法判断",
    DutyState.PUBLISHED: "已公开（未设批准日）",
}  # fmt: skip
KINDS = {"budget": "部门预算", "final_accounts": "部门决算"}
HEADER = ("区县", "部门", "年度", "类别", "状态", "最迟公开日", "公开日", "逾期天数", "名单确认", "疑似逾期", "依据")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c, --csv, --json"""
    add_config(parser)
    add_json(parser)
    parser.add_argument("--csv", action="store_true", help="输出 CSV，可用表格软件打开")


def run(arguments: argparse.Namespace) -> int:
    """0"""
    return with_settings(arguments.config, lambda settings: _show(settings, arguments))


def _show(settings: Settings, arguments: argparse.Namespace) -> int:
    from watcher.rulebook import rule_book
    from watcher.service import now
    from watcher.steps.watch_deadlines import local_day

    today = local_day(now(), settings.service.timezone)
    with stored(settings) as database, database.reading() as unit:
        found = standings(unit, settings, rule_book(settings), today, undated=True)
        suggested = [approval for approval in unit.approvals.all() if not approval.confirmed]
    found.sort(key=_order)
    if arguments.json:
        print_json({"coverage": [described(standing) for standing in found]})
    elif arguments.csv:
        sys.stdout.write("\ufeff")  # spreadsheets take a file without it for GBK
        writer = csv.writer(sys.stdout, lineterminator="\r\n")
        writer.writerows([HEADER, *(_row(standing) for standing in found)])
    else:
        _print(found)
        if suggested:
            print(f"有 {len(suggested)} 个网页建议的批准日待确认：watcher deadlines")
    return 0


def _order(standing: Standing) -> tuple[str, int, str, str]:
    body = standing.duty.body
    return body.district, -body.fiscal_year, body.kind, body.department


def described(standing: Standing) -> dict[str, Any]:
    """A duty in the form that programs read."""
    duty, body = standing.duty, standing.duty.body
    return {
        "district": body.district, "department": body.department, "fiscal_year": body.fiscal_year, "kind": body.kind,
        "scope": body.scope, "state": standing.state, "approved_on": _iso(duty.approved_on),
        "due_on": _iso(standing.due_on), "found_on": _iso(duty.found_on), "days_late": standing.days_late,
        "confirmed": duty.confirmed, "suspected": standing.suspected,
        "proof": [{"url": url, "read": read} for url, read in zip(duty.sources, duty.proof, strict=True)],
    }  # fmt: skip


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


def _row(standing: Standing) -> list[str]:
    duty, body = standing.duty, standing.duty.body
    proof = "；".join(f"{url} {read}" for url, read in zip(duty.sources, duty.proof, strict=True))
    told = [
        body.district, body.department, str(body.fiscal_year), KINDS[body.kind], STATES[standing.state],
        _iso(standing.due_on) or "", _iso(duty.found_on) or "", str(standing.days_late or ""),
        "是" if duty.confirmed else "按上年推定", "是" if standing.suspected else "", proof,
    ]  # fmt: skip
    return [
        f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text for text in told
    ]  # a name is no formula


def _print(found: list[Standing]) -> None:
    counts: dict[tuple[str, int, str], dict[str, int]] = {}
    for standing in found:
        body = standing.duty.body
        row = counts.setdefault((body.district, body.fiscal_year, KINDS[body.kind]), {})
        row[STATES[standing.state]] = row.get(STATES[standing.state], 0) + 1
    for (district, year, kind), row in counts.items():
        print(f"{district} {year} {kind}：" + "，".join(f"{state} {number}" for state, number in row.items()))
    for standing in found:
        if standing.state in (DutyState.MISSING, DutyState.LATE, DutyState.WITHDRAWN) or standing.suspected:
            body, late = standing.duty.body, f" {standing.days_late} 天" if standing.days_late else ""
            word = "疑似逾期" if standing.suspected else STATES[standing.state]
            print(f"  {word}{late}：{body.district} {body.department} {body.fiscal_year} {KINDS[body.kind]}")
    if not found:
        print("还没有可列的部门；先运行 watcher poll，或在配置中写 [[roster]] 和 [[deadlines]]")
