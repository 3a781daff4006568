"""Everything that is stored now, in few questions: for judging all of it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from alerts.model import Body
from storage import mapping
from storage.tables import CaptureRow, PublicationRow, ReportRow, RevisionRow

_AT_ONCE = 200  # readings are large, and a statement holds so many ids only


class Kept(NamedTuple):
    """The reading of a body that holds now, without the reading itself."""

    body: Body
    revision_id: int
    publication_id: int
    seen_at: datetime
    replaces: bool
    changed: tuple[Any, ...]
    is_history: bool
    url: str  # of the publication


class Stock:
    """What holds now of all reports."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def latest(self) -> list[Kept]:
        """The newest reading of every report, by district and department."""
        newest = (
            select(RevisionRow.report_id, func.max(RevisionRow.number).label("number"))
            .group_by(RevisionRow.report_id)
            .subquery()
        )
        columns = (
            RevisionRow.publication_id, RevisionRow.seen_at, RevisionRow.replaces, RevisionRow.changed,
            RevisionRow.is_history, PublicationRow.url,
        )  # fmt: skip
        statement = (
            select(*ReportRow.__table__.columns, RevisionRow.id.label("revision_id"), *columns)
            .join(RevisionRow, RevisionRow.report_id == ReportRow.id)
            .join(newest, (newest.c.report_id == RevisionRow.report_id) & (newest.c.number == RevisionRow.number))
            .join(PublicationRow, PublicationRow.id == RevisionRow.publication_id)
            .order_by(ReportRow.district, ReportRow.department, ReportRow.fiscal_year, ReportRow.id)
        )
        return [_kept(row) for row in self._connection.execute(statement)]

    def texts(self, revision_ids: Sequence[int]) -> dict[int, str]:
        """These readings as they are stored (``parsers.wire`` decodes them), by the id of their revision."""
        found: dict[int, str] = {}
        for start in range(0, len(revision_ids), _AT_ONCE):
            wanted = RevisionRow.id.in_(revision_ids[start : start + _AT_ONCE])
            rows = self._connection.execute(select(RevisionRow.id, RevisionRow.reading).where(wanted))
            found |= {row.id: row.reading for row in rows}
        return found

    def missed(self) -> dict[int, tuple[str, ...]]:
        """The names of those attachments whose last answer was no file, by the id of their publication."""
        newest = (
            select(CaptureRow.publication_id, CaptureRow.url, func.max(CaptureRow.id).label("id"))
            .group_by(CaptureRow.publication_id, CaptureRow.url)
            .subquery()
        )
        statement = (
            select(CaptureRow.publication_id, CaptureRow.name)
            .join(newest, newest.c.id == CaptureRow.id)
            .where(CaptureRow.sha256.is_(None))
            .order_by(CaptureRow.id)
        )
        found: dict[int, tuple[str, ...]] = {}
        for row in self._connection.execute(statement):
            found[row.publication_id] = (*found.get(row.publication_id, ()), row.name)
        return found


def _kept(row: Row[*tuple[Any, ...]]) -> Kept:
    return Kept(
        body=mapping.body(row), revision_id=row.revision_id, publication_id=row.publication_id, seen_at=row.seen_at,
        replaces=row.replaces, changed=tuple(row.changed), is_history=row.is_history, url=row.url,
    )  # fmt: skip
