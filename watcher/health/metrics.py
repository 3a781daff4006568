"""The state of the service as Prometheus reads it: text format 0.0.4. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from alerts.model import Alert
from watcher.health.state import Health

PREFIX = "gongkai_"


def exposition(health: Health, alerts: Iterable[Alert], now: datetime) -> str:
    """Every figure with its help line."""
    heartbeat = (now - health.heartbeat).total_seconds() if health.heartbeat else None
    overdue = (now - health.overdue[1]).total_seconds() if health.overdue else 0.0
    free = health.free_megabytes * 1024 * 1024 if health.free_megabytes is not None else None
    lines = [
        *_gauge("up", "1 where all is well", int(health.well)),
        *_gauge("sources", "watched columns", health.sources),
        *_gauge("sources_due", "columns whose time has come", health.due),
        *_gauge("sources_overdue_seconds", "how long the longest waits", overdue),
        *_gauge("sources_failing", "columns that could not be read", len(health.failing)),
        *_gauge("notices_undelivered", "notices and letters on their way", health.undelivered),
        *_gauge("notices_dead", "dead letters", health.dead),
        *_gauge("messages_unfinished", "work that waits", health.unfinished),
        *_gauge("unread", "places that were not understood", health.unread),
        *_gauge("heartbeat_age_seconds", "since the last sign of life", heartbeat),
        *_gauge("free_bytes", "room for data", free),
        f"# HELP {PREFIX}alerts alerts by state and severity",
        f"# TYPE {PREFIX}alerts gauge",
    ]
    counts = Counter((alert.state.value, alert.finding.severity.value) for alert in alerts)
    for (state, severity), number in sorted(counts.items()):
        lines.append(f'{PREFIX}alerts{{state="{state}",severity="{severity}"}} {number}')
    return "\n".join(lines) + "\n"


def _gauge(name: str, meaning: str, value: float | None) -> list[str]:
    if value is None:
        return []
    return [f"# HELP {PREFIX}{name} {meaning}", f"# TYPE {PREFIX}{name} gauge", f"{PREFIX}{name} {value:.15g}"]
