"""The days on which a people's congress approved, as far as they do not stand in the configuration."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from parsers.model import Kind
from storage.mapping import record, values
from storage.records import ApprovalRecord
from storage.tables import ApprovalRow
from storage.writing import upsert


class Approvals:
    """Approval days, known by district, kind and year."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[ApprovalRecord]:
        """Every day on record, suggestions too."""
        statement = select(ApprovalRow).order_by(ApprovalRow.fiscal_year, ApprovalRow.district, ApprovalRow.kind)
        return [record(row, ApprovalRecord) for row in self._connection.execute(statement)]

    def get(self, district: str, kind: Kind, fiscal_year: int) -> ApprovalRecord | None:
        """The day of one district, kind and year."""
        same = (ApprovalRow.district == district, ApprovalRow.kind == kind, ApprovalRow.fiscal_year == fiscal_year)
        row = self._connection.execute(select(ApprovalRow).where(*same)).first()
        return None if row is None else record(row, ApprovalRecord)

    def save(self, approval: ApprovalRecord) -> None:
        """Write the whole record, new or known."""
        upsert(self._connection, ApprovalRow, values(approval), "district", "kind", "fiscal_year")

    def remove(self, approval: ApprovalRecord) -> None:
        """Forget a day."""
        same = (
            ApprovalRow.district == approval.district, ApprovalRow.kind == approval.kind,
            ApprovalRow.fiscal_year == approval.fiscal_year,
        )  # fmt: skip
        self._connection.execute(delete(ApprovalRow).where(*same))
