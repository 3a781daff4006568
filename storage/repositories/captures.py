"""Old answers of sites that nothing rests on any more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from storage.tables import ALERT, CAPTURE, PUBLICATION, REVISION


class Captures:
    """What sites answered, seen as a whole."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def forget(self, before: datetime) -> set[str]:
        """Forget captures older than ``before``; the SHA-256 of what they named.

        Kept are the newest of each address, all that a revision was read from, and all of a report with a finding.
        """
        newest = select(func.max(CAPTURE.c.id)).group_by(CAPTURE.c.publication_id, CAPTURE.c.url)
        watched = (
            select(PUBLICATION.c.id)
            .join(ALERT, ALERT.c.report_id == PUBLICATION.c.report_id)
        )  # fmt: skip
        old = select(CAPTURE.c.id, CAPTURE.c.sha256).where(
            CAPTURE.c.fetched_at < before, CAPTURE.c.id.not_in(newest), CAPTURE.c.publication_id.not_in(watched)
        )
        read = self._read()
        found = [(row.id, row.sha256) for row in self._connection.execute(old) if row.sha256 not in read]
        for start in range(0, len(found), 500):
            ids = [one for one, _ in found[start : start + 500]]
            self._connection.execute(delete(CAPTURE).where(CAPTURE.c.id.in_(ids)))
        return {sha256 for _, sha256 in found if sha256}

    def unnamed(self, names: Collection[str]) -> set[str]:
        """Which of these no capture names."""
        named = self._connection.execute(select(CAPTURE.c.sha256).where(CAPTURE.c.sha256.in_(names)).distinct())
        return set(names) - {str(one) for one in named.scalars()}

    def _read(self) -> set[str]:
        parts = self._connection.execute(select(REVISION.c.parts)).scalars()
        return {str(part.get("sha256")) for files in parts for part in files}
