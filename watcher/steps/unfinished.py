"""A page that is out before its report is: editors save the article first and put the files to it an hour later."""

from __future__ import annotations

from datetime import datetime, timedelta

from parsers.model import Report
from storage import Unit
from storage.records import PublicationRecord
from watcher.context import Context
from watcher.discovery import looks_like_report
from watcher.scheduling import until_next_look

SOON = timedelta(hours=1)  # doubled while nothing comes, for a day


def awaits_figures(unit: Unit, publication: PublicationRecord) -> bool:
    """Whether a title promises a report of which no figure has been read yet."""
    if publication.report_id is None:
        return publication.state == "unreadable" and looks_like_report(publication.title) is True
    latest = unit.reports.latest_revision(publication.report_id)
    return latest is not None and not holds_figures(unit.reports.reading(latest.id))


def next_look(
    context: Context, publication: PublicationRecord, report: Report, same_since: datetime | None = None
) -> datetime | None:  # fmt: skip
    """When to look again at what was just read: soon where its figures are still to come.

    Where other bytes say the same as before, ``same_since``, the intervals go on growing: a counter is no change.
    """
    promised = publication.report_id is not None or looks_like_report(publication.title) is True
    if not holds_figures(report) and promised:
        soon = context.now() + SOON
        return min(publication.next_due_at or soon, soon)
    fetched, due, schedule = publication.attempted_at, publication.next_due_at, context.settings.schedule
    usual = timedelta(hours=schedule.reread_hours)
    if same_since is None or fetched is None or due is None or due - fetched < usual:
        return due  # sooner: something of it is missing
    return fetched + until_next_look(fetched - same_since, usual, timedelta(days=schedule.reread_max_days))


def holds_figures(report: Report) -> bool:
    """Whether anything of a report was read but whose it is."""
    return bool(report.facts or report.performance or any(table.rows for table in report.tables))
