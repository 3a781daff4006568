"""`watcher explain`: the rule, the formula with its numbers, the quotes and where they stand."""

from __future__ import annotations

import argparse
import sys

from alerts import settings as rule_settings
from alerts.model import Alert
from watcher.cli.alerts import LEVELS
from watcher.cli.options import add_config, stored, with_settings
from watcher.cli.reports import KINDS, SCOPES
from watcher.config import Settings
from watcher.wording import STATES

EXAMPLES = """
例：
  watcher explain A-7F3K2QX -c config.toml
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """ALERT, -c"""
    parser.add_argument("alert", metavar="线索编号", help="通知末尾的编号，如 A-7F3K2QX")
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0; 1 where there is no such alert."""
    return with_settings(arguments.config, lambda settings: _explain(settings, arguments.alert.upper()))


def _explain(settings: Settings, alert_id: str) -> int:
    with stored(settings) as database, database.reading() as unit:
        alert = unit.alerts.get(alert_id)
    if alert is None:
        print(f"没有线索 {alert_id}；用 watcher alerts 查看全部编号", file=sys.stderr)
        return 1
    print("\n".join(_lines(alert, rule_settings.load(settings.rules))))
    return 0


def _lines(alert: Alert, rules: rule_settings.RuleBook) -> list[str]:
    body, finding = alert.body, alert.finding
    rule = rules.rule(finding.rule)
    lines = [
        f"{alert.id} [{LEVELS[finding.severity]}] {STATES[alert.state]}（第 {alert.revision} 版）",
        f"对象：{body.district} {body.department}（{SCOPES[body.scope]}）{body.fiscal_year} 年度{KINDS[body.kind]}",
        f"规则：{rule.id} {rule.title}",
        f"依据：{rule.source}",
        f"情况：{finding.message}",
    ]
    lines += [f"算式：{finding.formula}"] if finding.formula else []
    lines += [f"口径：{finding.basis}"] if finding.basis else []
    lines += [f"数值：{'，'.join(f'{k} = {v}' for k, v in finding.values.items())}"] if finding.values else []
    lines.append(f"部门说明：{finding.reason_given or '（未见说明）'}")
    for number, evidence in enumerate(finding.evidence, 1):
        lines.append(f"证据 {number}：{evidence.file} · {evidence.where}")
        lines += [f"  原文：{evidence.quote}"] if evidence.quote else []
        lines += [f"  文件 SHA-256：{evidence.sha256}"] if evidence.sha256 else []
    lines += [f"网址：{alert.source_url}", f"首见：{alert.first_seen_at.isoformat()}"]
    return [*lines, "本提示仅为线索，请核对原文。"]
