"""Everything that is stored now, in few questions: for judging all of it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from alerts.model import Body
from storage import mapping
from storage.tables import CAPTURE, PUBLICATION, REPORT, REVISION

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
            select(REVISION.c.report_id, func.max(REVISION.c.number).label("number"))
            .group_by(REVISION.c.report_id)
            .subquery()
        )
        columns = (
            REVISION.c.publication_id, REVISION.c.seen_at, REVISION.c.replaces, REVISION.c.changed,
            REVISION.c.is_history, PUBLICATION.c.url,
        )  # fmt: skip
        statement = (
            select(*REPORT.c, REVISION.c.id.label("revision_id"), *columns)
            .join(REVISION, REVISION.c.report_id == REPORT.c.id)
            .join(newest, (newest.c.report_id == REVISION.c.report_id) & (newest.c.number == REVISION.c.number))
            .join(PUBLICATION, PUBLICATION.c.id == REVISION.c.publication_id)
            .order_by(REPORT.c.district, REPORT.c.department, REPORT.c.fiscal_year, REPORT.c.id)
        )
        return [_kept(row) for row in self._connection.execute(statement)]

    def texts(self, revision_ids: Sequence[int]) -> dict[int, str]:
        """These readings as they are stored (``parsers.wire`` decodes them), by the id of their revision."""
        found: dict[int, str] = {}
        for start in range(0, len(revision_ids), _AT_ONCE):
            wanted = REVISION.c.id.in_(revision_ids[start : start + _AT_ONCE])
            rows = self._connection.execute(select(REVISION.c.id, REVISION.c.reading).where(wanted))
            found |= {row.id: row.reading for row in rows}
        return found

    def missed(self) -> dict[int, tuple[str, ...]]:
        """The names of those attachments whose last answer was no file, by the id of their publication."""
        newest = (
            select(CAPTURE.c.publication_id, CAPTURE.c.url, func.max(CAPTURE.c.id).label("id"))
            .where(CAPTURE.c.role != "sought")
            .group_by(CAPTURE.c.publication_id, CAPTURE.c.url)
            .subquery()
        )
        statement = (
            select(CAPTURE.c.publication_id, CAPTURE.c.name)
            .join(newest, newest.c.id == CAPTURE.c.id)
            .where(CAPTURE.c.sha256.is_(None), CAPTURE.c.role != "dropped")
            .order_by(CAPTURE.c.id)
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
