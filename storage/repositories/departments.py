"""Which names of departments stand in our reports, and what people have confirmed about them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from alerts.model import Body
from storage import mapping
from storage.mapping import record, values
from storage.records import DepartmentLinkRecord
from storage.tables import DepartmentLinkRow, ReportRow
from storage.writing import upsert


class Departments:
    """Departments by their printed names; one name may be confirmed to be another one's, or a unit of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def districts(self) -> list[str]:
        """Every district of which a report is stored."""
        statement = select(ReportRow.district).distinct().order_by(ReportRow.district)
        return list(self._connection.execute(statement).scalars())

    def names(self, district: str) -> list[str]:
        """Every name under which a report of the district is stored."""
        statement = select(ReportRow.department).where(ReportRow.district == district).distinct()
        return list(self._connection.execute(statement.order_by(ReportRow.department)).scalars())

    def bodies(self, district: str, names: Sequence[str]) -> list[Body]:
        """Whose reports are stored under these names, the latest year first."""
        statement = select(ReportRow).where(ReportRow.district == district, ReportRow.department.in_(names))
        rows = self._connection.execute(statement.order_by(ReportRow.fiscal_year.desc(), ReportRow.id))
        return [mapping.body(row) for row in rows]

    def links(self) -> list[DepartmentLinkRecord]:
        """Everything that was confirmed, by district and name."""
        statement = select(DepartmentLinkRow).order_by(DepartmentLinkRow.district, DepartmentLinkRow.name)
        return [record(row, DepartmentLinkRecord) for row in self._connection.execute(statement)]

    def confirm(self, link: DepartmentLinkRecord) -> None:
        """Note it; what was confirmed before about the same name is replaced."""
        upsert(self._connection, DepartmentLinkRow, values(link), "district", "name")

    def withdraw(self, district: str, name: str) -> bool:
        """Forget what was confirmed about a name; whether there was anything."""
        of_name = (DepartmentLinkRow.district == district, DepartmentLinkRow.name == name)
        return self._connection.execute(delete(DepartmentLinkRow).where(*of_name)).rowcount > 0
