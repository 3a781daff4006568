"""The days that start the clocks: those of the configuration, and those that were imported and confirmed."""

from __future__ import annotations

from storage import Unit
from watcher.config import Deadline, Settings


def approved_days(unit: Unit, settings: Settings) -> list[Deadline]:
    """Every day that counts; where the configuration names one, it is the one that counts."""
    named = {(d.district, d.kind, d.fiscal_year): d for d in settings.deadlines}
    for entry in unit.approvals.all():
        if entry.confirmed:
            imported = Deadline(
                district=entry.district, kind=entry.kind, fiscal_year=entry.fiscal_year, approved_on=entry.approved_on
            )
            named.setdefault((entry.district, entry.kind, entry.fiscal_year), imported)
    return list(named.values())
