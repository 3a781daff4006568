"""The days on which a people's congress approved, as far as they do not stand in the configuration."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from parsers.model import Kind
from storage.mapping import record, values
from storage.records import ApprovalRecord
from storage.tables import APPROVAL
from storage.writing import upsert

_ALL = select(APPROVAL).order_by(APPROVAL.c.fiscal_year, APPROVAL.c.district, APPROVAL.c.kind)  # asked each minute


class Approvals:
    """Approval days, known by district, kind and year."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[ApprovalRecord]:
        """Every day on record, suggestions too."""
        return [record(row, ApprovalRecord) for row in self._connection.execute(_ALL)]

    def get(self, district: str, kind: Kind, fiscal_year: int) -> ApprovalRecord | None:
        """The day of one district, kind and year."""
        same = (APPROVAL.c.district == district, APPROVAL.c.kind == kind, APPROVAL.c.fiscal_year == fiscal_year)
        row = self._connection.execute(select(APPROVAL).where(*same)).first()
        return None if row is None else record(row, ApprovalRecord)

    def save(self, approval: ApprovalRecord) -> None:
        """Write the whole record, new or known."""
        upsert(self._connection, APPROVAL, values(approval), "district", "kind", "fiscal_year")

    def remove(self, approval: ApprovalRecord) -> None:
        """Forget a day."""
        same = (
            APPROVAL.c.district == approval.district, APPROVAL.c.kind == approval.kind,
            APPROVAL.c.fiscal_year == approval.fiscal_year,
        )  # fmt: skip
        self._connection.execute(delete(APPROVAL).where(*same))
