"""`watcher status`: one screen, is all well?"""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta
from typing import Any

from storage import Unit
from watcher.cli.options import add_config, add_json, print_json, stored, with_settings
from watcher.config import Settings

QUIET_TOO_LONG = timedelta(days=1)

EXAMPLES = """
例：
  watcher status -c config.toml
退出码：0 一切正常；1 有事要看
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c, --json"""
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 well, 1 not."""
    return with_settings(arguments.config, lambda settings: _show(settings, arguments))


def _show(settings: Settings, arguments: argparse.Namespace) -> int:
    from watcher.service import now

    with stored(settings) as database, database.reading() as unit:
        state = _state(unit, now())
    if arguments.json:
        print_json(state)
    else:
        _print(state)
    return 0 if state["well"] else 1


def _state(unit: Unit, moment: datetime) -> dict[str, Any]:
    sources = [s for s in unit.sources.all() if s.active]
    failing = [s for s in sources if s.last_error]
    overdue = min((s for s in sources if s.next_due_at < moment), key=lambda s: s.next_due_at, default=None)
    counts = unit.deliveries.counts()
    beats = [b for b in (unit.heartbeats.last("service"), unit.heartbeats.last("pass")) if b]
    beat = max(beats, default=None)
    late = overdue is not None and moment - overdue.next_due_at > QUIET_TOO_LONG
    quiet = beat is None or moment - beat > QUIET_TOO_LONG
    return {
        "well": not (failing or counts.get("dead") or late or quiet),
        "sources": len(sources),
        "failing_sources": [{"url": s.url, "error": s.last_error} for s in failing],
        "oldest_overdue": {"url": overdue.url, "since": overdue.next_due_at.isoformat()} if overdue else None,
        "undelivered": counts.get("pending", 0) + counts.get("sending", 0),
        "dead": counts.get("dead", 0),
        "unfinished": unit.messages.pending(),
        "heartbeat": beat.isoformat() if beat else None,
    }


def _print(state: dict[str, Any]) -> None:
    print("一切正常" if state["well"] else "有事要看：")
    print(f"  来源 {state['sources']} 个，未能读取 {len(state['failing_sources'])} 个")
    for failing in state["failing_sources"]:
        print(f"    {failing['url']}：{failing['error']}")
    overdue = state["oldest_overdue"]
    print(f"  最久未查：{overdue['url']}（应于 {overdue['since']}）" if overdue else "  没有逾期未查的来源")
    print(f"  待送通知 {state['undelivered']} 条，死信 {state['dead']} 条，待处理消息 {state['unfinished']} 条")
    print(f"  最近心跳：{state['heartbeat'] or '从未（服务没有运行过）'}")
