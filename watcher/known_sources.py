"""The sources as last read. A tick each minute asks which were checked since, and reads only those."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage import Unit
from storage.records import SourceRecord

READ_EVERY = timedelta(minutes=30)  # all of them: whatever else may have changed a row


@dataclass(kw_only=True, slots=True)
class KnownSources:
    """One for a process; a single pass reads everything."""

    by_id: dict[int, SourceRecord] = field(default_factory=dict)
    read_at: datetime | None = None
    seen_at: datetime | None = None

    def changed(self, unit: Unit, now: datetime) -> set[int]:
        """The ids of those that are not as they were at the last call; ``by_id`` is up to date then."""
        since = self.seen_at
        whole = since is None or self.read_at is None or now < since or now - self.read_at >= READ_EVERY
        fresh = unit.sources.all() if whole or since is None else unit.sources.checked_since(since)
        found = {one.id for one in fresh if self.by_id.get(one.id) != one}
        if whole:
            found |= self.by_id.keys() - {one.id for one in fresh}
            self.by_id, self.read_at = {}, now
        self.by_id |= {one.id: one for one in fresh}
        self.seen_at = now
        return found
