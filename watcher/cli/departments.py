"""`watcher departments`: which names mean one department, and a person's word on renames and parents."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from alerts.register import Found, Register, find, rename_candidates
from storage import Unit
from storage.records import DepartmentLinkRecord
from watcher.cli.options import add_config, add_json, print_json, stored, with_settings
from watcher.config import Settings
from watcher.messages import Message
from watcher.rulebook import register_of

EXAMPLES = """
例：
  watcher departments -c config.toml
  watcher departments --join 水务局 水利局 --district 澄湖区 -c config.toml
  watcher departments --belongs 水文中心 水利局 --district 澄湖区 -c config.toml
  watcher departments --part 水务局 --district 澄湖区 -c config.toml
不带动作：列出已存报告中的部门，以及疑似更名、待确认的。--join：确认前者后来更名为后者，历年接续比较
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c, --json, --district, --join, --belongs, --part, --by"""
    add_config(parser)
    add_json(parser)
    parser.add_argument("--district", metavar="区县", help="只看这个区县；确认和撤回时必填")
    act = parser.add_mutually_exclusive_group()
    act.add_argument("--join", nargs=2, metavar=("旧名", "现名"), help="确认两个名称是同一部门")
    act.add_argument("--belongs", nargs=2, metavar=("单位", "部门"), help="确认所属关系")
    act.add_argument("--part", metavar="名称", help="撤回以前的确认")
    parser.add_argument("--by", metavar="确认人", help="记录是谁确认的（默认当前用户）")


def run(arguments: argparse.Namespace) -> int:
    """0; 1 where there was nothing to withdraw; 2 where a name or the district is missing."""
    return with_settings(arguments.config, lambda settings: _run(settings, arguments))


def _run(settings: Settings, arguments: argparse.Namespace) -> int:
    if not (arguments.join or arguments.belongs or arguments.part):
        return _list(settings, arguments)
    if not arguments.district:
        print("请用 --district 指明区县", file=sys.stderr)
        return 2
    with stored(settings) as database, database.transaction() as unit:
        if arguments.part:
            return _withdraw(unit, arguments)
        return _confirm(settings, unit, arguments)


def _confirm(settings: Settings, unit: Unit, arguments: argparse.Namespace) -> int:
    name, other = (text.strip() for text in arguments.join or arguments.belongs)
    if not name or not other or name == other:
        print("请写两个不同的名称", file=sys.stderr)
        return 2
    link = DepartmentLinkRecord(
        district=arguments.district, name=name, relation="alias" if arguments.join else "parent", other=other,
        noted_at=datetime.now(UTC), author=arguments.by or getpass.getuser(),
    )  # fmt: skip
    unit.departments.confirm(link)
    count = _judge_again(settings, unit, link)
    print(f"已记下：{arguments.district} {_link_line(link)}。其已存报告 {count} 份将在下次巡查时按此重判")
    return 0


def _judge_again(settings: Settings, unit: Unit, link: DepartmentLinkRecord) -> int:
    """Ask for every report of both names to be judged again; how many there are."""
    register = register_of(settings, unit)
    bodies = {
        body: None
        for name in (link.name, link.other)
        for names in [find(name, unit.departments.names(link.district), link.district, register)]
        if isinstance(names, Found)
        for body in unit.departments.bodies(link.district, names.names)
    }
    revisions = [r for b in bodies if (kept := unit.reports.find(b)) and (r := unit.reports.latest_revision(kept.id))]
    for revision in revisions:
        key = f"{revision.id}@{link.noted_at.isoformat()}"
        unit.messages.emit(Message.REPORT_READ, key, {"revision_id": revision.id}, link.noted_at, link.noted_at)
    return len(revisions)


def _withdraw(unit: Unit, arguments: argparse.Namespace) -> int:
    if unit.departments.withdraw(arguments.district, arguments.part.strip()):
        print(f"已撤回对 {arguments.part} 的确认")
        return 0
    print(f"{arguments.district} 没有关于 {arguments.part} 的确认", file=sys.stderr)
    return 1


# --- listing --------------------------------------------------------------------------------------


def _list(settings: Settings, arguments: argparse.Namespace) -> int:
    with stored(settings) as database, database.reading() as unit:
        register, links = register_of(settings, unit), unit.departments.links()
        districts = [arguments.district] if arguments.district else unit.departments.districts()
        found = [_described(unit, register, district) for district in districts]
    if arguments.json:
        departments = [d for one in found for d in one["departments"]]
        candidates = [c for one in found for c in one["candidates"]]
        print_json({"departments": departments, "candidates": candidates, "confirmed": [_link(link) for link in links]})
    else:
        print(
            "\n".join(
                [*_lines(found), *(f"已确认：{link.district} {_link_line(link)}（{link.author}）" for link in links)]
            )
        )
    return 0


def _described(unit: Unit, register: Register, district: str) -> dict[str, Any]:
    bodies = unit.departments.bodies(district, unit.departments.names(district))
    groups: dict[str, list[Any]] = {}
    for body in bodies:
        groups.setdefault(register.key(body.department, district, body.fiscal_year), []).append(body)
    years = {key: sorted({b.fiscal_year for b in group}) for key, group in groups.items()}
    return {
        "departments": [
            {
                "district": district,
                "name": group[0].department,
                "names": list(dict.fromkeys(b.department for b in group)),
                "parent": register.parent(group[0].department, district, group[0].fiscal_year),
                "years": years[key],
                "reports": len(group),
            }
            for key, group in groups.items()
        ],
        "candidates": [
            {"district": district, "earlier": earlier, "later": later} for earlier, later in rename_candidates(years)
        ],
    }


def _lines(found: Sequence[dict[str, Any]]) -> Iterator[str]:
    for one in found:
        for d in one["departments"]:
            others = f"；又作 {'、'.join(d['names'][1:])}" if len(d["names"]) > 1 else ""
            parent = f"；属 {d['parent']}" if d["parent"] else ""
            years = f"{d['years'][0]}—{d['years'][-1]}"
            yield f"{d['district']} {d['name']}：{years}，报告 {d['reports']} 份{others}{parent}"
        for c in one["candidates"]:
            asked = f"{c['earlier']} 止，{c['later']} 起，名称相近，是否更名？"
            yield f"待确认：{c['district']} {asked}（--join {c['earlier']} {c['later']}）"
    if not any(one["departments"] for one in found):
        yield "还没有报告；先运行 watcher poll"


def _link(link: DepartmentLinkRecord) -> dict[str, Any]:
    return {
        "district": link.district, "name": link.name, "relation": link.relation, "other": link.other,
        "noted_at": link.noted_at.isoformat(), "author": link.author,
    }  # fmt: skip


def _link_line(link: DepartmentLinkRecord) -> str:
    return f"{link.name} 即 {link.other}" if link.relation == "alias" else f"{link.name} 属 {link.other}"
