"""Detail pages with their attachments, what sites answered for them, and what in them was not understood."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from parsers.model import Kind, Unread
from storage.errors import NotThere
from storage.mapping import record, values
from storage.records import CaptureRecord, ListedRecord, PublicationRecord
from storage.tables import CAPTURE, LISTING, PUBLICATION, REPORT, SOURCE, UNREAD
from storage.writing import insert as insert_into
from storage.writing import ours, update_one, wait_for_turn

RESTING = ("not_a_report",)  # states in which nothing is fetched again by itself

# What is asked for each fetch is built once: building a statement costs more than running it.
_ONE = select(PUBLICATION).where(PUBLICATION.c.id == bindparam("row_id"))
_WHOLE = update(PUBLICATION).where(PUBLICATION.c.id == bindparam("row_id"))  # what to set is what its parameters name
_OF_REPORT = select(PUBLICATION).where(PUBLICATION.c.report_id == bindparam("report_id")).order_by(PUBLICATION.c.id)
_CAPTURED = insert(CAPTURE).returning(CAPTURE.c.id)
_CAPTURES = (
    select(CAPTURE)
    .where(CAPTURE.c.publication_id == bindparam("publication_id"))
    .order_by(CAPTURE.c.fetched_at, CAPTURE.c.id)
)
_FORGET_UNREAD = delete(UNREAD).where(UNREAD.c.publication_id == bindparam("publication_id"))


class Publications:
    """Publications, known by site and key."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_or_add(
        self, source_id: int, site: str, key: str, url: str, title: str, district: str, published_on: date | None,
        is_history: bool, now: datetime, parent_id: int | None = None,
    ) -> tuple[PublicationRecord, bool]:  # fmt: skip
        """The publication as it stands now and whether it is new; that it is listed in the source is noted too."""
        found = PublicationRecord(
            site=site, key=key, url=url, title=title, district=district, published_on=published_on,
            is_history=is_history, first_seen_at=now,
        )  # fmt: skip
        publication_id, new = self.note(source_id, [found], now, parent_id)[site, key]
        return self.get(publication_id), new

    def note(
        self, source_id: int, found: Sequence[PublicationRecord], now: datetime, parent_id: int | None = None
    ) -> dict[tuple[str, str], tuple[int, bool]]:
        """The id of each of these by site and key, and whether it is new; that they stand in the source is noted too.

        What is known stays as it is, wherever it was found first.
        """
        if not found:
            return {}
        # Two columns may list the same new ones in different order: each would wait for the other's rows.
        wait_for_turn(self._connection, "publication")
        added = self._added(found)
        known = self._ids([key for one in found if (key := (one.site, one.key)) not in added])
        noted = {key: (one, True) for key, one in added.items()} | {key: (one, False) for key, one in known.items()}
        self._list_in(source_id, [one for one, _ in noted.values()], now, parent_id)
        return noted

    def _added(self, found: Sequence[PublicationRecord]) -> dict[tuple[str, str], int]:
        """Write those that are not there yet; their ids."""
        statement = insert_into(self._connection, PUBLICATION).on_conflict_do_nothing(index_elements=["site", "key"])
        returning = statement.returning(PUBLICATION.c.site, PUBLICATION.c.key, PUBLICATION.c.id)
        rows = self._connection.execute(returning, [values(one) for one in found])
        return {(row.site, row.key): row.id for row in rows}

    def _ids(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for start in range(0, len(keys), 250):
            chosen = tuple_(PUBLICATION.c.site, PUBLICATION.c.key).in_(keys[start : start + 250])
            rows = self._connection.execute(
                select(PUBLICATION.c.site, PUBLICATION.c.key, PUBLICATION.c.id).where(chosen)
            )
            found |= {(row.site, row.key): row.id for row in rows}
        return found

    def _list_in(self, source_id: int, ids: Iterable[int], now: datetime, parent_id: int | None) -> None:
        seen = {"last_listed_at": now, "parent_id": parent_id, "gone_at": None}
        statement = insert_into(self._connection, LISTING).on_conflict_do_update(
            index_elements=["source_id", "publication_id"], set_=seen
        )
        own = seen | {"source_id": source_id, "first_listed_at": now}
        self._connection.execute(statement, [own | {"publication_id": one} for one in ids])

    def get(self, publication_id: int) -> PublicationRecord:
        """Raises NotThere."""
        row = self._connection.execute(ours(self._connection, _ONE), {"row_id": publication_id}).first()
        if row is None:
            raise NotThere
        return record(row, PublicationRecord)

    def save(self, publication: PublicationRecord) -> None:
        """Write the whole record. Raises NotThere."""
        update_one(self._connection, _WHOLE, values(publication) | {"row_id": publication.id})

    def taken_up(self, publication_ids: Iterable[int]) -> None:
        """They were asked for: not due any more until they have been looked at."""
        rows = [{"row_id": one, "next_due_at": None} for one in publication_ids]
        if rows:
            self._connection.execute(_WHOLE, rows)

    def due(self, now: datetime, limit: int) -> list[PublicationRecord]:
        """Publications to look at again, the longest overdue first; never what is no report."""
        statement = select(PUBLICATION).where(PUBLICATION.c.next_due_at <= now, PUBLICATION.c.state.not_in(RESTING))
        return self._list(statement.order_by(PUBLICATION.c.next_due_at, PUBLICATION.c.id).limit(limit))

    def of_source(self, source_id: int) -> list[PublicationRecord]:
        """All that ever stood in this source."""
        listed = select(LISTING.c.publication_id).where(LISTING.c.source_id == source_id)
        return self._list(select(PUBLICATION).where(PUBLICATION.c.id.in_(listed)).order_by(PUBLICATION.c.id))

    def known(self, source_id: int) -> dict[tuple[str, str], ListedRecord]:
        """What the list pages of this source ever showed, by site and key."""
        listed = LISTING.c.publication_id == PUBLICATION.c.id
        statement = select(PUBLICATION.c.site, PUBLICATION.c.key, PUBLICATION.c.id, LISTING.c.gone_at).join(
            LISTING, listed
        )
        own = (LISTING.c.source_id == source_id, LISTING.c.parent_id.is_(None))
        rows = self._connection.execute(statement.where(*own))
        return {(row.site, row.key): ListedRecord(id=row.id, gone=row.gone_at is not None) for row in rows}

    def some(self, publication_ids: Iterable[int]) -> list[PublicationRecord]:
        """Those of these that are there, in the order they were found."""
        ids = list(publication_ids)
        if not ids:
            return []
        chosen = select(PUBLICATION).where(PUBLICATION.c.id.in_(ids))
        return self._list(chosen.order_by(PUBLICATION.c.id))

    def listed(self, source_id: int, publication_ids: Iterable[int], now: datetime) -> None:
        """Note that list pages of the source show these now."""
        self._mark(source_id, publication_ids, last_listed_at=now, gone_at=None)

    def unlisted(self, source_id: int, publication_ids: Iterable[int], now: datetime) -> None:
        """Note that no list page of the source shows these any more; a time noted before stays."""
        self._mark(source_id, publication_ids, gone_at=func.coalesce(LISTING.c.gone_at, now))

    def _mark(self, source_id: int, publication_ids: Iterable[int], **columns: Any) -> None:
        ids = list(publication_ids)
        for start in range(0, len(ids), 500):
            here = (LISTING.c.source_id == source_id, LISTING.c.publication_id.in_(ids[start : start + 500]))
            self._connection.execute(update(LISTING).where(*here).values(columns))

    def off_every_list(self, publication_ids: Iterable[int]) -> list[PublicationRecord]:
        """Those of these that no source which is watched shows any more."""
        ids = list(publication_ids)
        shown = (  # of these alone: a city's lists are long, and each column where something is gone asks
            select(LISTING.c.publication_id)
            .join(SOURCE, SOURCE.c.id == LISTING.c.source_id)
            .where(LISTING.c.publication_id.in_(ids), SOURCE.c.active, LISTING.c.gone_at.is_(None))
        )
        chosen = PUBLICATION.c.id.in_(ids)
        return self._list(select(PUBLICATION).where(chosen, PUBLICATION.c.id.not_in(shown)))

    def days(self, before: date) -> list[tuple[str, Kind, date]]:
        """District, kind and day of everything that was read and bears a day before that one, each once."""
        statement = (
            select(PUBLICATION.c.district, REPORT.c.kind, PUBLICATION.c.published_on)
            .join(REPORT, REPORT.c.id == PUBLICATION.c.report_id)
            .where(PUBLICATION.c.published_on < before)
            .distinct()
        )
        return [(row.district, Kind(row.kind), row.published_on) for row in self._connection.execute(statement)]

    def gone(self) -> list[PublicationRecord]:
        """Those that the last look did not find any more, confirmed or not."""
        return self._list(select(PUBLICATION).where(PUBLICATION.c.gone_since.is_not(None)))

    def of_report(self, report_id: int) -> list[PublicationRecord]:
        """All places where a report stands or stood."""
        rows = self._connection.execute(_OF_REPORT, {"report_id": report_id})
        return [record(row, PublicationRecord) for row in rows]

    def all(self) -> list[PublicationRecord]:
        """Every publication, in the order they were found."""
        return self._list(select(PUBLICATION).order_by(PUBLICATION.c.id))

    def presence(self) -> dict[str, tuple[tuple[Any, ...], ...]]:
        """What stands where, counted by district and state: it differs where anything came, was read or went."""
        counts = (func.count(), func.count(PUBLICATION.c.published_on), func.count(PUBLICATION.c.report_id))
        statement = select(PUBLICATION.c.district, PUBLICATION.c.state, *counts)
        grouped = statement.group_by(PUBLICATION.c.district, PUBLICATION.c.state).order_by(PUBLICATION.c.state)
        found: dict[str, tuple[tuple[Any, ...], ...]] = {}
        for district, *counted in self._connection.execute(grouped):
            found[district] = (*found.get(district, ()), tuple(counted))
        return found

    def answering(self, unread: Collection[str], district: str | None = None) -> list[PublicationRecord]:
        """Those of which a report was read, and those in one of the ``unread`` states, everywhere or in a district."""
        chosen = or_(PUBLICATION.c.report_id.is_not(None), PUBLICATION.c.state.in_(unread))
        there = [] if district is None else [PUBLICATION.c.district == district]
        return self._list(select(PUBLICATION).where(chosen, *there).order_by(PUBLICATION.c.id))

    def add_capture(self, capture: CaptureRecord) -> int:
        """Note what a site answered; its bytes must be in the archive already. The id of the capture."""
        return int(self._connection.execute(_CAPTURED, values(capture)).scalar_one())

    def captures(self, publication_id: int) -> list[CaptureRecord]:
        """Every answer for this publication, the oldest first."""
        rows = self._connection.execute(_CAPTURES, {"publication_id": publication_id})
        return [record(row, CaptureRecord) for row in rows]

    def newest_captures(self, publication_id: int) -> list[CaptureRecord]:
        """The last answer for each URL of its parts, failed ones too, in the order in which they were first met."""
        newest: dict[str, CaptureRecord] = {}
        for capture in self.captures(publication_id):
            if capture.role not in ("sought", "listed"):
                newest[capture.url] = capture  # a dict keeps the place of the first
        return [capture for capture in newest.values() if capture.role != "dropped"]

    def archived(self) -> set[str]:
        """SHA-256 of every content that a capture names."""
        statement = select(CAPTURE.c.sha256).where(CAPTURE.c.sha256.is_not(None)).distinct()
        return {str(found) for found in self._connection.execute(statement).scalars()}

    def replace_unread(self, publication_id: int, unread: Sequence[Unread]) -> None:
        """What was not understood at the last reading; the one before is forgotten."""
        self._connection.execute(_FORGET_UNREAD, {"publication_id": publication_id})
        rows = [
            {"publication_id": publication_id, "file": one.file, "place": one.where, "what": one.what} for one in unread
        ]
        if rows:
            self._connection.execute(insert(UNREAD), rows)

    def unread(self, publication_id: int) -> list[Unread]:
        """What was not understood at the last reading."""
        statement = select(UNREAD).where(UNREAD.c.publication_id == publication_id).order_by(UNREAD.c.id)
        return [Unread(file=row.file, where=row.place, what=row.what) for row in self._connection.execute(statement)]

    def unread_of_source(self, source_id: int) -> int:
        """How much was not understood in all that stands in this source: a sudden rise is news."""
        listed = select(LISTING.c.publication_id).where(LISTING.c.source_id == source_id)
        statement = select(func.count()).select_from(UNREAD).where(UNREAD.c.publication_id.in_(listed))
        return self._connection.execute(statement).scalar_one()

    def readability(self) -> dict[int, tuple[int, int]]:
        """How many publications of each source were read, and how many could not be; by source."""
        unreadable = func.sum(case((PUBLICATION.c.state == "unreadable", 1), else_=0)).label("unreadable")
        statement = (
            select(LISTING.c.source_id, func.count().label("tried"), unreadable)
            .join(PUBLICATION, PUBLICATION.c.id == LISTING.c.publication_id)
            .where(PUBLICATION.c.state.in_(("read", "unreadable")))
            .group_by(LISTING.c.source_id)
        )
        rows = self._connection.execute(statement)
        return {row.source_id: (row.tried - row.unreadable, row.unreadable) for row in rows}

    def _list(self, statement: Select[Any]) -> list[PublicationRecord]:
        return [record(row, PublicationRecord) for row in self._connection.execute(statement)]
