"""When something may be published in a district: after an approval, and in the weeks of prior years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from parsers.model import Kind
from storage import Database, Unit
from watcher.config import Settings
from watcher.scheduling import in_season
from watcher.steps.approvals import approved_days


@dataclass(frozen=True, kw_only=True)
class Seasons:
    """Days of publication in prior years and days of approval, by district and kind."""

    today: date
    published: Mapping[tuple[str, Kind], Sequence[date]] = field(default_factory=dict)
    approved: Mapping[tuple[str, Kind], Sequence[date]] = field(default_factory=dict)
    _known: dict[tuple[str, Kind], bool] = field(default_factory=dict)

    def expects(self, district: str, kind: Kind | None) -> bool:
        """Whether a column of this district may bring something now."""
        return any(self._in_season((district, one)) for one in ((kind,) if kind else tuple(Kind)))

    def _in_season(self, which: tuple[str, Kind]) -> bool:
        if which not in self._known:
            days, approvals = self.published.get(which, ()), self.approved.get(which, ())
            self._known[which] = in_season(days, approvals, self.today)
        return self._known[which]


Published = Mapping[tuple[str, Kind], Sequence[date]]
READ_EVERY = timedelta(minutes=10)  # approval days may be entered while the service runs


@dataclass(kw_only=True, slots=True)
class SeasonLooks:
    """The seasons as last read. One for a process: they change by the day, columns are due every other second."""

    known: Seasons | None = None
    read_at: datetime | None = None

    def at(self, database: Database, settings: Settings, now: datetime, today: date) -> Seasons:
        """What may be published today, and where."""
        old = self.read_at is None or now - self.read_at >= READ_EVERY
        if self.known is None or old or self.known.today != today:
            before = self.known.published if self.known and self.known.today == today else None
            with database.reading() as unit:
                self.known, self.read_at = load_seasons(unit, settings, today, before), now
        return self.known


def load_seasons(unit: Unit, settings: Settings, today: date, published: Published | None = None) -> Seasons:
    """What is stored and configured, as of today; ``published`` where the days of prior years are known already."""
    if published is None:
        published = _published(unit, today)
    approved: dict[tuple[str, Kind], list[date]] = defaultdict(list)
    for entry in approved_days(unit, settings):
        approved[entry.district, entry.kind].append(entry.approved_on)
    return Seasons(today=today, published=published, approved=approved)


def _published(unit: Unit, today: date) -> Published:
    found: dict[tuple[str, Kind], list[date]] = defaultdict(list)
    for district, kind, day in unit.publications.days(before=date(today.year, 1, 1)):
        found[district, kind].append(day)
    return found
