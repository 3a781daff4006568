"""Is all well? One answer for `watcher status`, /healthz and /metrics."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from alerts.routing import URGENT
from storage import Unit
from storage.records import SourceRecord
from watcher.config import Settings

QUIET_TOO_LONG = timedelta(days=1)
UNDELIVERED_TOO_LONG = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """How the service does. ``troubles`` says in words what needs an eye; empty where all is well."""

    sources: int
    due: int
    failing: tuple[tuple[str, str], ...]  # address and error
    overdue: tuple[str, datetime] | None  # the source that waits longest, and since when
    undelivered: int
    stuck: int  # of these, tried in vain for an hour
    put_off: int  # of these, urgent ones that wait for the next letter or the end of quiet hours
    put_off_until: datetime | None  # when the last of them goes
    dead: int
    unfinished: int
    unread: int
    heartbeat: datetime | None
    free_megabytes: int | None
    troubles: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Nothing needs an eye."""
        return not self.troubles

    def as_json(self) -> dict[str, Any]:
        """For --json and /healthz."""
        shown = asdict(self)
        shown["well"] = self.well
        shown["failing_sources"] = [{"url": url, "error": error} for url, error in self.failing]
        shown["oldest_overdue"] = (
            {"url": self.overdue[0], "since": self.overdue[1].isoformat()} if self.overdue else None
        )
        shown["put_off_until"] = self.put_off_until.isoformat() if self.put_off_until else None
        shown["heartbeat"] = self.heartbeat.isoformat() if self.heartbeat else None
        return {key: value for key, value in shown.items() if key not in ("failing", "overdue")}


def examined(unit: Unit, settings: Settings, now: datetime) -> Health:
    """The state of everything at ``now``."""
    sources = [s for s in unit.sources.all() if s.active]
    failing = tuple((s.url, s.last_error) for s in sources if s.last_error)
    due = [s for s in sources if s.next_due_at < now]
    overdue = min(due, key=lambda s: s.next_due_at, default=None)
    counts, stuck = unit.deliveries.counts(), unit.deliveries.stuck(now - UNDELIVERED_TOO_LONG)
    put_off, put_off_until = unit.letters.put_off_until(URGENT, now)
    beats = [beat for beat in (unit.heartbeats.last("service"), unit.heartbeats.last("pass")) if beat]
    heartbeat = max(beats, default=None)
    free = free_megabytes(settings)
    return Health(
        sources=len(sources),
        due=len(due),
        failing=failing,
        overdue=(overdue.url, overdue.next_due_at) if overdue else None,
        undelivered=counts.get("pending", 0) + counts.get("sending", 0),
        stuck=stuck,
        put_off=put_off,
        put_off_until=put_off_until,
        dead=counts.get("dead", 0),
        unfinished=unit.messages.pending(),
        unread=sum(unit.publications.unread_of_source(s.id) for s in sources),
        heartbeat=heartbeat,
        free_megabytes=free,
        troubles=_troubles(settings, now, failing, overdue, counts.get("dead", 0), stuck, heartbeat, free),
    )


def _troubles(
    settings: Settings, now: datetime, failing: tuple[tuple[str, str], ...], overdue: SourceRecord | None, dead: int,
    stuck: int, heartbeat: datetime | None, free: int | None,
) -> tuple[str, ...]:  # fmt: skip
    late = overdue is not None and now - overdue.next_due_at > QUIET_TOO_LONG
    quiet = heartbeat is None or now - heartbeat > QUIET_TOO_LONG
    said = {
        f"{len(failing)} 个来源未能读取": bool(failing),
        f"{dead} 条死信（watcher deliveries --dead）": bool(dead),
        f"{stuck} 条通知一小时以上未能送达（watcher deliveries --state pending）": bool(stuck),
        "有来源逾期一天以上未查": late,
        "一天以上没有心跳": quiet,
        f"磁盘空间不足：剩 {free} MB，少于 {settings.service.min_free_megabytes} MB，已暂停取新内容": low_disk(
            settings, free
        ),
    }
    return tuple(words for words, holds in said.items() if holds)


def free_megabytes(settings: Settings) -> int | None:
    """Room left where the data is kept; None where that can't be told."""
    try:
        return shutil.disk_usage(Path(settings.service.data)).free // (1024 * 1024)
    except OSError:
        return None


def low_disk(settings: Settings, free: int | None) -> bool:
    """Whether so little room is left that nothing new is fetched."""
    return free is not None and free < settings.service.min_free_megabytes
