"""The columns that we watch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select, update

from parsers.model import Kind
from storage.errors import NotThere
from storage.mapping import Values, record, values
from storage.records import SourceRecord
from storage.tables import LISTING, PUBLICATION, SOURCE
from storage.writing import insert_new, ours

_NAMED = update(SOURCE).where(SOURCE.c.id == bindparam("row_id"))  # what to set is what its parameters name
_HASTENED = _NAMED.where(SOURCE.c.next_due_at > bindparam("due")).values(next_due_at=bindparam("due"))
_LOOKED = (
    "last_checked_at", "last_success_at", "next_due_at", "consecutive_failures", "last_error", "last_reason",
    "lease_until", "etag", "last_modified", "body_sha256", "lost_permille",
)  # fmt: skip
_FAILING = select(SOURCE.c.id, SOURCE.c.district, SOURCE.c.kind).where(
    SOURCE.c.active, SOURCE.c.last_error.is_not(None)
)
_CHECKED_SINCE = (
    select(SOURCE)
    .where(or_(SOURCE.c.last_checked_at >= bindparam("moment"), SOURCE.c.first_read_at >= bindparam("moment")))
    .order_by(SOURCE.c.id)
)
_FREE = or_(SOURCE.c.lease_until.is_(None), SOURCE.c.lease_until <= bindparam("moment"))
_DUE = (
    select(SOURCE)
    .where(SOURCE.c.active, SOURCE.c.next_due_at <= bindparam("moment"), _FREE)
    .order_by(SOURCE.c.next_due_at, SOURCE.c.id)
    .limit(bindparam("most"))
)
_CLAIM = (
    update(SOURCE)
    .where(SOURCE.c.id.in_(bindparam("ids", expanding=True)), _FREE)
    .values(lease_until=bindparam("until"))
    .returning(*SOURCE.c)
)


class Sources:
    """Watched columns, known by their URL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ensure(self, url: str, district: str, kind: Kind | None, adapter: str | None, now: datetime) -> SourceRecord:
        """The source of this URL, active, with what the configuration says of it now. A new one is due at once."""
        new = SourceRecord(url=url, district=district, kind=kind, adapter=adapter, added_at=now, next_due_at=now)
        if insert_new(self._connection, SOURCE, values(new), "url") is None:
            said = {"district": district, "kind": kind, "active": True} | ({"adapter": adapter} if adapter else {})
            self._connection.execute(update(SOURCE).where(SOURCE.c.url == url).values(said))
        return self._one(SOURCE.c.url == url)

    def ensure_all(self, wanted: Iterable[tuple[str, str, Kind | None, str | None]], now: datetime) -> None:
        """Exactly these are watched from now on: (url, district, kind, adapter). Only what differs is written."""
        columns = (SOURCE.c.id, SOURCE.c.url, SOURCE.c.district, SOURCE.c.kind, SOURCE.c.adapter, SOURCE.c.active)
        stored = {source.url: source for source in self._connection.execute(select(*columns))}
        urls = set()
        for url, district, kind, adapter in wanted:
            urls.add(url)
            known = stored.get(url)
            said = (district, kind, adapter or (known.adapter if known else None), True)
            if known is None or said != (known.district, known.kind, known.adapter, known.active):
                self.ensure(url, district, kind, adapter, now)
        unnamed = [source.id for url, source in stored.items() if source.active and url not in urls]
        for start in range(0, len(unnamed), 500):
            chosen = SOURCE.c.id.in_(unnamed[start : start + 500])
            self._connection.execute(update(SOURCE).where(chosen).values(active=False))

    def deactivate_except(self, urls: Iterable[str]) -> int:
        """Stop watching what the configuration no longer names; how many. What they brought stays."""
        statement = update(SOURCE).where(SOURCE.c.active, SOURCE.c.url.not_in(list(urls)))
        return self._connection.execute(statement.values(active=False)).rowcount

    def all(self) -> list[SourceRecord]:
        """Every source, inactive ones too, in the order they were added."""
        return [record(row, SourceRecord) for row in self._connection.execute(select(SOURCE).order_by(SOURCE.c.id))]

    def checked_since(self, moment: datetime) -> list[SourceRecord]:
        """Those that were checked, or whose first sight ended, then or later, in the order they were added."""
        rows = self._connection.execute(_CHECKED_SINCE, {"moment": moment})
        return [record(row, SourceRecord) for row in rows]

    def failing(self) -> list[tuple[int, str, str | None]]:
        """Which active sources could not be read at the last check: id, district and kind."""
        rows = self._connection.execute(_FAILING)
        return [(row.id, row.district, row.kind) for row in rows]

    def failed_for(self, reasons: Iterable[str]) -> list[tuple[int, str]]:
        """Which active sources could not be read at the last check for one of these reasons: id and address."""
        chosen = (SOURCE.c.active, SOURCE.c.last_error.is_not(None), SOURCE.c.last_reason.in_(list(reasons)))
        rows = self._connection.execute(select(SOURCE.c.id, SOURCE.c.url).where(*chosen).order_by(SOURCE.c.id))
        return [(row.id, row.url) for row in rows]

    def hasten(self, times: Mapping[int, datetime]) -> None:
        """Sources by id are due at these times, but for those that are due before."""
        rows = [{"row_id": one, "due": due} for one, due in times.items()]
        if rows:
            self._connection.execute(_HASTENED, rows)

    def by_url(self, url: str) -> SourceRecord | None:
        """The source of this URL, if we know it."""
        statement = ours(self._connection, select(SOURCE).where(SOURCE.c.url == url))
        row = self._connection.execute(statement).first()
        return None if row is None else record(row, SourceRecord)

    def get(self, source_id: int) -> SourceRecord:
        """Raises NotThere."""
        return self._one(SOURCE.c.id == source_id)

    def listing(self, publication_id: int) -> list[SourceRecord]:
        """The sources in which a publication stands or stood."""
        listed = select(LISTING.c.source_id).where(LISTING.c.publication_id == publication_id)
        rows = self._connection.execute(select(SOURCE).where(SOURCE.c.id.in_(listed)).order_by(SOURCE.c.id))
        return [record(row, SourceRecord) for row in rows]

    def due(self, now: datetime, limit: int) -> list[SourceRecord]:
        """Active sources whose time has come and that nobody works on, the longest overdue first."""
        rows = self._connection.execute(_DUE, {"moment": now, "most": limit})
        return [record(row, SourceRecord) for row in rows]

    def claim(self, source_id: int, now: datetime, lease: timedelta, *, only_due: bool = False) -> bool:
        """Take a source for oneself until the lease ends; False where another worker has it.

        With ``only_due`` also where another worker has checked it since: that moved its time on.
        """
        free = or_(SOURCE.c.lease_until.is_(None), SOURCE.c.lease_until <= now)
        statement = update(SOURCE).where(SOURCE.c.id == source_id, free)
        if only_due:
            statement = statement.where(SOURCE.c.next_due_at <= now)
        return self._connection.execute(statement.values(lease_until=now + lease)).rowcount == 1

    def claim_many(self, source_ids: Iterable[int], now: datetime, lease: timedelta) -> list[SourceRecord]:
        """Take those of these sources that nobody works on, as they stand now, in the order they were added."""
        rows = self._connection.execute(_CLAIM, {"ids": list(source_ids), "moment": now, "until": now + lease})
        return sorted((record(row, SourceRecord) for row in rows), key=lambda source: source.id)

    def save_many(self, sources: Iterable[SourceRecord]) -> None:
        """Write whole records; the leases become what they say."""
        rows = [_named(source) for source in sources]
        if rows:
            self._connection.execute(_NAMED, rows)

    def save_looks(self, sources: Iterable[SourceRecord]) -> None:
        """Write what a look at a source changes that found nothing new; the leases become what they say."""
        rows = [{"row_id": source.id} | {name: getattr(source, name) for name in _LOOKED} for source in sources]
        if rows:
            self._connection.execute(_NAMED, rows)

    def end_first_sight(self, now: datetime) -> int:
        """End the first sight of sources whose list was walked and whose items were all tried once; how many."""
        return self._connection.execute(update(SOURCE).where(*_taken_in()).values(first_read_at=now)).rowcount

    def first_sights_to_end(self) -> bool:
        """Whether ``end_first_sight`` has anything to do."""
        return self._connection.execute(select(SOURCE.c.id).where(*_taken_in()).limit(1)).first() is not None

    def reclaim(self) -> None:
        """Take every lease back. Only for a process that knows itself to be the only one."""
        self._connection.execute(update(SOURCE).where(SOURCE.c.lease_until.is_not(None)).values(lease_until=None))

    def save(self, source: SourceRecord) -> None:
        """Write the whole record; the lease becomes what it says. Raises NotThere."""
        if self._connection.execute(_NAMED, _named(source)).rowcount != 1:
            raise NotThere

    def unattempted(self, source_id: int) -> int:
        """How many publications of this source were never tried: first sight ends when it is 0."""
        statement = (
            select(func.count())
            .select_from(LISTING)
            .join(PUBLICATION, PUBLICATION.c.id == LISTING.c.publication_id)
            .where(LISTING.c.source_id == source_id, PUBLICATION.c.attempted_at.is_(None))
        )
        return self._connection.execute(statement).scalar_one()

    def _one(self, condition: ColumnElement[bool]) -> SourceRecord:
        row = self._connection.execute(ours(self._connection, select(SOURCE).where(condition))).first()
        if row is None:
            raise NotThere
        return record(row, SourceRecord)


def _named(source: SourceRecord) -> Values:
    return values(source) | {"row_id": source.id}


def _taken_in() -> tuple[ColumnElement[bool], ...]:
    """Of sources at first sight: their list was walked and their items were all tried once."""
    listed = select(LISTING.c.source_id).join(PUBLICATION, PUBLICATION.c.id == LISTING.c.publication_id)
    untried = listed.where(LISTING.c.source_id == SOURCE.c.id, PUBLICATION.c.attempted_at.is_(None)).exists()
    return SOURCE.c.first_read_at.is_(None), SOURCE.c.walked_at.is_not(None), ~untried
