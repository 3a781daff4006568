"""`watcher replay`: what today's rules would find in what is stored. Alerts nobody, writes nothing."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from alerts.model import Body, Finding
from alerts.replay import Replayed
from alerts.settings import RuleBook
from storage import Unit
from watcher.cli.alerts import LEVELS
from watcher.cli.options import BAD_CONFIGURATION, add_config, add_json, day, print_json, stored, with_settings
from watcher.cli.reports import KINDS, SCOPES
from watcher.config import Settings

if TYPE_CHECKING:
    from watcher.replay.letters import Letter

EXAMPLES = """
例：
  watcher replay --since 2025-01-01 -c config.toml                      用现在的规则重判此日以来读入的报告
  watcher replay --letters --recipient 区人大预工委 -c config.toml         这个接收人过去 90 天会收到的全部文字
  watcher replay --since 2025-01-01 --rules 试行规则.toml -c config.toml  换一份规则（[rules.…]、[[own_rules]]）试一试
只列出会出现、会消失、会改变的线索；不写入任何内容，不通知任何人
"""
PERIOD = timedelta(days=90)  # what --letters looks back at
BATCHES = {
    "": "逐条", "critical": "红", "urgent": "橙", "ordinary": "汇总", "daily": "每日汇总", "weekly": "每周汇总",
}  # fmt: skip
OUTCOMES = {"ok": "不再成立", "not_applicable": "不再适用", "no_data": "无从判断", "error": "规则未能执行"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--since, --rules, --letters, --recipient, -c, --json"""
    parser.add_argument("--since", type=day, metavar="日期", help="此日以来读入的报告（不写则全部）")
    parser.add_argument(
        "--letters", action="store_true", help="也列出每个接收人会收到什么（不发送；不写 --since 则 90 天）"
    )
    parser.add_argument("--recipient", metavar="接收人", help="与 --letters 合用：只列出这一个接收人的")
    parser.add_argument("--rules", type=Path, metavar="文件", help="用这份文件的规则，而不用配置中的")
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """0; 2 where the configuration or the rules are wrong."""
    return with_settings(arguments.config, lambda settings: _replay(settings, arguments))


def _replay(settings: Settings, arguments: argparse.Namespace) -> int:
    from watcher.replay.replaying import replay
    from watcher.rulebook import load_rules_of, register_of, rule_book

    known = [recipient.name for recipient in settings.recipients]
    if arguments.recipient and arguments.recipient not in known:
        print(f"没有接收人“{arguments.recipient}”；配置中有：{'、'.join(known) or '（无）'}", file=sys.stderr)
        return BAD_CONFIGURATION
    rules: RuleBook = load_rules_of(arguments.rules) if arguments.rules else rule_book(settings)
    zone = ZoneInfo(settings.service.timezone)
    if arguments.letters and not arguments.since:
        arguments.since = datetime.now(zone).date() - PERIOD
    since = datetime.combine(arguments.since, time(), zone) if arguments.since else None
    with stored(settings) as database, database.reading() as unit:
        found = replay(unit, register_of(settings, unit), rules, since)
        written = _letters(settings, rules, found, unit, since) if arguments.letters and since else []
    if arguments.recipient:
        written = [w for w in written if w.recipient == arguments.recipient]
    if arguments.json:
        print_json(described(found) | ({"letters": [_letter(w) for w in written]} if arguments.letters else {}))
    else:
        told = _letters_lines(written, arguments.since, zone) if arguments.letters else ()
        print("\n".join([*_lines(found), *told]))
    return 0


def _letters(settings: Settings, rules: RuleBook, found: Replayed, unit: Unit, since: datetime) -> list[Letter]:
    from watcher.replay.letters import Period, letters

    period = Period(since=since, until=datetime.now(UTC), silences=unit.silences.all())
    return letters(settings, rules, found, unit.alerts.all(), period)


def _letter(written: Letter) -> dict[str, Any]:
    return {
        "recipient": written.recipient, "at": written.at.isoformat(), "batch": written.batch,
        "title": written.notice.title, "text": written.notice.text,
    }  # fmt: skip


def _letters_lines(written: Sequence[Letter], since: date, zone: ZoneInfo) -> Iterator[str]:
    counts = Counter(w.recipient for w in written)
    yield f"自 {since} 起会收到：{'，'.join(f'{name} {n} 封' for name, n in counts.items()) or '无'}"
    for one in written:
        when = f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}"
        yield f"━━ {when} {one.recipient}（{BATCHES[one.batch or '']}）"
        yield one.notice.text


def described(found: Replayed) -> dict[str, Any]:
    """A replay as plain values."""
    return {
        "reports": found.reports,
        "unchanged": found.unchanged,
        "appearing": [_finding(a.body, a.finding) | {"alert": a.settled} for a in found.appearing],
        "vanishing": [
            _finding(v.alert.body, v.alert.finding)
            | {"alert": v.alert.id, "state": v.alert.state, "outcome": v.outcome, "reason": v.reason}
            for v in found.vanishing
        ],
        "changing": [
            _finding(c.alert.body, c.finding)
            | {
                "alert": c.alert.id,
                "state": c.alert.state,
                "before": {"severity": c.alert.finding.severity, "values": dict(c.alert.finding.values)},
            }
            for c in found.changing
        ],
    }


def _finding(body: Body, finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule, "severity": finding.severity, "department": body.department, "district": body.district,
        "fiscal_year": body.fiscal_year, "kind": body.kind, "scope": body.scope, "subject": finding.subject,
        "message": finding.message, "values": dict(finding.values),
    }  # fmt: skip


def _lines(found: Replayed) -> Iterator[str]:
    yield f"重判报告 {found.reports} 份；线索不变 {found.unchanged} 条（仅试算，未写入，未通知）"
    yield f"会出现 {len(found.appearing)} 条"
    for appearing in found.appearing:
        again = f"（重新打开 {appearing.settled}）" if appearing.settled else ""
        yield f"  + {_line(appearing.body, appearing.finding)}{again}"
    yield f"会消失 {len(found.vanishing)} 条"
    for gone in found.vanishing:
        why = f"{OUTCOMES.get(gone.outcome, gone.outcome)}{'：' + gone.reason if gone.reason else ''}"
        yield f"  - {gone.alert.id} {_line(gone.alert.body, gone.alert.finding)}（{why}）"
    yield f"会改变 {len(found.changing)} 条"
    for moved in found.changing:
        level = LEVELS[moved.alert.finding.severity]
        yield f"  ~ {moved.alert.id} [{level}]→{_line(moved.alert.body, moved.finding)}"


def _line(body: Body, finding: Finding) -> str:
    whose = f"{body.department}（{SCOPES[body.scope]}）{body.fiscal_year} {KINDS[body.kind]}"
    return f"[{LEVELS[finding.severity]}] {finding.rule} {whose}：{finding.message}"
