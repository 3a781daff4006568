"""`watcher deliveries`: the outbox, letters and single notices, and what became of each."""

from __future__ import annotations

import argparse
from typing import Any

from storage import Unit
from storage.records import DeliveryRecord
from watcher.cli.options import add_config, add_json, print_json, stored, with_settings
from watcher.config import Settings
from watcher.wording import DELIVERY_STATES

KINDS = {"notice": "单条", "group": "成批", "daily": "日报", "weekly": "周报", "dead": "死信通报"}

EXAMPLES = """
例：
  watcher deliveries -c config.toml
  watcher deliveries --dead -c config.toml
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c, --json, --dead, --state"""
    add_config(parser)
    add_json(parser)
    parser.add_argument("--dead", action="store_const", const="dead", dest="state", help="只列出死信")
    parser.add_argument("--state", choices=list(DELIVERY_STATES), help="只列出这一状态的")


def run(arguments: argparse.Namespace) -> int:
    """0"""
    return with_settings(arguments.config, lambda settings: _list(settings, arguments))


def _list(settings: Settings, arguments: argparse.Namespace) -> int:
    with stored(settings) as database, database.reading() as unit:
        found = [d for d in unit.deliveries.all(arguments.state) if d.letter_id is None]
        rows = [_described(unit, delivery) for delivery in found]
    if arguments.json:
        print_json({"deliveries": rows})
        return 0
    for row in rows:
        told = " ".join(row["alerts"][:5]) + ("…" if len(row["alerts"]) > 5 else "")
        doubt = "（可能已收到，重发编号不变）" if row["ambiguous"] else ""
        error = f"：{row['last_error']}" if row["last_error"] else ""
        print(
            f"{row['id']} {DELIVERY_STATES[row['state']]} {KINDS[row['kind']]} {row['recipient']} "
            f"{told} 试 {row['attempts']} 次{doubt}{error}"
        )
    if not rows:
        print("没有符合条件的通知")
    return 0


def _described(unit: Unit, delivery: DeliveryRecord) -> dict[str, Any]:
    told = [delivery] if delivery.kind == "notice" else unit.letters.told_by(delivery.id)
    return {
        "id": delivery.id,
        "kind": delivery.kind,
        "state": delivery.state,
        "recipient": delivery.recipient,
        "alerts": [one.alert_id for one in told if one.alert_id],
        "title": delivery.title,
        "attempts": delivery.attempts,
        "created_at": delivery.created_at.isoformat(),
        "due_at": delivery.due_at.isoformat(),
        "delivered_at": delivery.delivered_at.isoformat() if delivery.delivered_at else None,
        "last_error": delivery.last_error,
        "ambiguous": delivery.ambiguous,
        "muted_by": delivery.muted_by,
    }
