"""Which districts' duties are to be judged again: where a day or a source changed, or a late report has come.

A city has tens of thousands of duties and a tick each minute; nearly all of them stand as they stood. What else came
is judged when the day changes: nobody waits for the word that a report is there which nobody missed.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from storage.records import SourceRecord
from watcher.config import Deadline
from watcher.known_sources import KnownSources

COUNTED_EVERY = timedelta(minutes=30)  # what came is judged so soon where it may be of a department called late

Stamps = Mapping[str, Hashable]


@dataclass(kw_only=True, slots=True)
class DeadlineLooks:
    """What the last judgement of each district rested on. One for a process; a single pass looks everywhere."""

    known: KnownSources = field(default_factory=KnownSources)
    urgent: dict[str, Hashable] = field(default_factory=dict)
    presence: dict[str, Hashable] = field(default_factory=dict)
    counted_at: datetime | None = None

    def counting(self, now: datetime) -> bool:
        """Whether it is time to count again what stands there."""
        return self.counted_at is None or now - self.counted_at >= COUNTED_EVERY

    def came(self, presence: Stamps, now: datetime) -> set[str]:
        """The districts in which anything came, was read or went since the last count."""
        changed = {district for district, stamp in presence.items() if self.presence.get(district) != stamp}
        self.presence, self.counted_at = dict(presence), now
        return changed

    def wanted(self, urgent: Stamps, answered: Collection[str] = ()) -> list[str]:
        """The districts to judge now: ``answered`` are those in which a report came that is called late."""
        found = [d for d, stamp in urgent.items() if self.urgent.get(d) != stamp or d in answered]
        self.urgent |= dict.fromkeys(found, "not yet judged")
        return sorted(found)

    def judged(self, district: str, urgent: Stamps) -> None:
        """It was judged; what fails before this is judged at the next tick."""
        self.urgent[district] = urgent[district]


def urgent_stamps(today: date, deadlines: Iterable[Deadline], sources: Iterable[SourceRecord]) -> dict[str, Hashable]:
    """What judges a district anew at once: the day, its approval days, and which of its columns can be read."""
    found: dict[str, tuple[Hashable, ...]] = {}
    for day in deadlines:
        known = found.get(day.district, (today,))
        found[day.district] = (*known, (day.kind.value, day.fiscal_year, day.approved_on))
    for source in sources:
        if source.active and source.district in found:
            state = (source.id, source.first_read_at is None, source.last_error is None)
            found[source.district] = (*found[source.district], state)
    return dict(found)
