"""Which names of departments stand in our reports, and what people have confirmed about them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, select

from alerts.model import Body
from storage import mapping
from storage.mapping import record, values
from storage.records import DepartmentLinkRecord
from storage.tables import DEPARTMENT_LINK, REPORT
from storage.writing import upsert

# What is asked for each report is built once: building a statement costs more than running it.
_THERE = REPORT.c.district == bindparam("district")
_NAMES = select(REPORT.c.department).where(_THERE).distinct().order_by(REPORT.c.department)
_NAMED = REPORT.c.department.in_(bindparam("names", expanding=True))
_BODIES = select(REPORT).where(_THERE, _NAMED).order_by(REPORT.c.fiscal_year.desc(), REPORT.c.id)
_LINKS = select(DEPARTMENT_LINK).order_by(DEPARTMENT_LINK.c.district, DEPARTMENT_LINK.c.name)


class Departments:
    """Departments by their printed names; one name may be confirmed to be another one's, or a unit of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def districts(self) -> list[str]:
        """Every district of which a report is stored."""
        statement = select(REPORT.c.district).distinct().order_by(REPORT.c.district)
        return list(self._connection.execute(statement).scalars())

    def names(self, district: str) -> list[str]:
        """Every name under which a report of the district is stored."""
        return list(self._connection.execute(_NAMES, {"district": district}).scalars())

    def bodies(self, district: str, names: Sequence[str]) -> list[Body]:
        """Whose reports are stored under these names, the latest year first."""
        rows = self._connection.execute(_BODIES, {"district": district, "names": list(names)})
        return [mapping.body(row) for row in rows]

    def links(self) -> list[DepartmentLinkRecord]:
        """Everything that was confirmed, by district and name."""
        return [record(row, DepartmentLinkRecord) for row in self._connection.execute(_LINKS)]

    def confirm(self, link: DepartmentLinkRecord) -> None:
        """Note it; what was confirmed before about the same name is replaced."""
        upsert(self._connection, DEPARTMENT_LINK, values(link), "district", "name")

    def withdraw(self, district: str, name: str) -> bool:
        """Forget what was confirmed about a name; whether there was anything."""
        of_name = (DEPARTMENT_LINK.c.district == district, DEPARTMENT_LINK.c.name == name)
        return self._connection.execute(delete(DEPARTMENT_LINK).where(*of_name)).rowcount > 0
