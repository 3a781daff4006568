"""`watcher alerts`: the findings with their life and their deliveries."""

from __future__ import annotations

import argparse
from typing import Any

from alerts import machine
from alerts.model import Alert, AlertState
from storage import Unit
from watcher.cli.alert_history import follow_up
from watcher.cli.alert_verbs import add_verbs, run_verb
from watcher.cli.options import add_config, add_json, print_json, stored, with_settings
from watcher.config import Settings
from watcher.follow_up import BY_HAND, LABELS
from watcher.wording import DELIVERY_STATES, STATES

LEVELS = {"critical": "红", "high": "橙", "medium": "黄", "low": "蓝", "info": "蓝"}

EXAMPLES = """
例：
  watcher alerts -c config.toml
  watcher alerts -c config.toml --state open --json
  watcher alerts ack A-7F3K2QX --by 王科长 -c config.toml
  watcher alerts settle A-7F3K2QX --reason "部门已说明，附复函" -c config.toml
  watcher alerts dismiss A-7F3K2QX --reason "已核对，系四舍五入" -c config.toml
  watcher alerts label A-7F3K2QX 已函询 --due 2026-12-01 -c config.toml
  watcher alerts silence --rule "G*" --severity 黄 --until 2026-12-31 --author 王科长 --reason "专项检查" -c config.toml
  watcher alerts history A-7F3K2QX -c config.toml
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c, --json, --state"""
    add_config(parser)
    add_json(parser)
    parser.add_argument("--state", choices=[s.value for s in AlertState], help="只列出这一状态的线索")
    add_verbs(parser)


def run(arguments: argparse.Namespace) -> int:
    """0; a verb: 1 where it is not possible."""
    work = run_verb if arguments.act else _list
    return with_settings(arguments.config, lambda settings: work(settings, arguments))


def _list(settings: Settings, arguments: argparse.Namespace) -> int:
    state = AlertState(arguments.state) if arguments.state else None
    with stored(settings) as database, database.reading() as unit:
        alerts = [described(unit, alert) for alert in unit.alerts.all(state)]
    if arguments.json:
        print_json({"alerts": alerts})
        return 0
    print("\n".join(_line(a) for a in alerts) or "没有符合条件的线索")
    return 0


def _line(a: dict[str, Any]) -> str:
    """One alert in the list: how it stands, what it says, how its follow-up stands, who has it."""
    stands = BY_HAND if a["settled_reason"] else STATES[AlertState(a["state"])]
    told = "、".join(f"{d['recipient']}：{DELIVERY_STATES[d['state']]}" for d in a["deliveries"]) or "未发送"
    newest = a["follow_up"][-1] if a["follow_up"] else None
    due = f"，期限 {newest['due_on']}" if newest and newest["due_on"] else ""
    label = f"｜{LABELS[newest['label']]}{due}" if newest else ""
    whose = f"{a['rule']} {a['department']} {a['fiscal_year']}"
    return f"{a['id']} [{LEVELS[a['severity']]}] {stands} {whose}：{a['message']}{label}（{told}）"


def described(unit: Unit, alert: Alert) -> dict[str, Any]:
    """An alert in the form that the contract gives."""
    return machine.described(alert) | {
        "deliveries": [
            {"recipient": d.recipient, "state": d.state, "attempts": d.attempts}
            for d in unit.deliveries.of_alert(alert.id)
        ],
        "follow_up": follow_up(unit, alert),
        "other_years": [other.id for other in unit.alerts.same_elsewhen(alert)],
    }
