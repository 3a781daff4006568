"""Copies of pages that nothing rests on are forgotten after the days that the configuration allows them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from watcher.context import Context
from watcher.only_one import only_one

EVERY = timedelta(hours=6)
HEARTBEAT = "forget"
_SPARED = timedelta(hours=2)  # a file that was put so lately may be about to be named by a row


def forget_old(context: Context) -> int:
    """Forget what is old enough, rows before files; how many files. Does nothing more often than every six hours."""
    days, now = context.settings.retention.captures_days, context.now()
    if not days:
        return 0
    with context.database.reading() as unit:
        last = unit.heartbeats.last(HEARTBEAT)
    if last is not None and now - last < EVERY:
        return 0
    with only_one(Path(context.settings.service.data, "archive.lock")) as alone:  # a backup copies files just now
        return _forget(context, days) if alone else 0


def _forget(context: Context, days: int) -> int:
    now = context.now()
    with context.database.transaction() as unit:
        forgotten = unit.captures.forget(now - timedelta(days=days))
        unit.heartbeats.beat(HEARTBEAT, now)
    removed = 0
    for name in sorted(forgotten):
        with context.database.reading() as unit:
            unnamed = unit.captures.unnamed([name])
        removed += bool(unnamed) and context.archive.forget(name, now - _SPARED)
    if removed:
        context.record(f"已清理 {removed} 个没有线索引用、超过 {days} 天的旧副本")
    return removed
