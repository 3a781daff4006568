"""`watcher deliveries`: the outbox, letters and single notices, and what became of each."""

from __future__ import annotations

import argparse
import sys
from typing import Any
from zoneinfo import ZoneInfo

from storage import Unit
from storage.records import DeliveryRecord
from watcher.cli.options import add_config, add_json, print_json, stored, with_settings
from watcher.config import Settings
from watcher.steps.tell import recipients_of
from watcher.waiting import why_it_waits
from watcher.wording import DELIVERY_STATES

KINDS = {"notice": "单条", "group": "成批", "daily": "日报", "weekly": "周报", "dead": "死信通报"}

EXAMPLES = """
例：
  watcher deliveries -c config.toml
  watcher deliveries --dead -c config.toml
  watcher deliveries --letter A-7F3K2QX -c config.toml    讲到这条线索的信，连同其中每一条的全文
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c, --json, --dead, --state, --letter"""
    add_config(parser)
    add_json(parser)
    parser.add_argument("--dead", action="store_const", const="dead", dest="state", help="只列出死信")
    parser.add_argument("--state", choices=list(DELIVERY_STATES), help="只列出这一状态的")
    parser.add_argument("--letter", metavar="线索编号", help="显示讲到这条线索的信，连同其中每一条的全文")


def run(arguments: argparse.Namespace) -> int:
    """0; 1 where no letter told the alert of --letter."""
    show = _show_letters if arguments.letter else _list
    return with_settings(arguments.config, lambda settings: show(settings, arguments))


def _list(settings: Settings, arguments: argparse.Namespace) -> int:
    known, zone = {r.name: r for r in recipients_of(settings)}, ZoneInfo(settings.service.timezone)
    with stored(settings) as database, database.reading() as unit:
        found = [d for d in unit.deliveries.all(arguments.state) if d.letter_id is None]
        rows = [_described(unit, d) | {"waits": why_it_waits(d, known.get(d.recipient), zone)} for d in found]
    if arguments.json:
        print_json({"deliveries": rows})
        return 0
    for row in rows:
        told = " ".join(row["alerts"][:5]) + ("…" if len(row["alerts"]) > 5 else "")
        doubt = "（可能已收到，重发编号不变）" if row["ambiguous"] else ""
        waits = f"（{row['waits']}）" if row["waits"] else ""
        error = f"：{row['last_error']}" if row["last_error"] else ""
        print(
            f"{row['id']} {DELIVERY_STATES[row['state']]} {KINDS[row['kind']]} {row['recipient']} "
            f"{told} 试 {row['attempts']} 次{doubt}{waits}{error}"
        )
    if not rows:
        print("没有符合条件的通知")
    return 0


def _show_letters(settings: Settings, arguments: argparse.Namespace) -> int:
    """Each notice of the letters as it would have gone by itself: what a short channel only counts stands here."""
    with stored(settings) as database, database.reading() as unit:
        letters = unit.letters.telling(arguments.letter.strip().upper())
        rows = [_described(unit, one) | {"notices": _notices(unit, one)} for one in letters]
    if arguments.json:
        print_json({"letters": rows})
        return 0 if rows else 1
    for row in rows:
        print(f"━━ {row['id']} {DELIVERY_STATES[row['state']]} {row['recipient']} {row['title']}")
        print("\n\n".join(notice["text"] for notice in row["notices"]))
    if not rows:
        print("没有讲到这条线索的信", file=sys.stderr)
    return 0 if rows else 1


def _notices(unit: Unit, letter: DeliveryRecord) -> list[dict[str, Any]]:
    told = sorted(unit.letters.told_by(letter.id), key=lambda one: (-one.severity.rank, one.id))
    return [{"alert": one.alert_id, "title": one.title, "text": one.text} for one in told]


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
