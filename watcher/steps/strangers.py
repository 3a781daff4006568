"""A file that is somebody else's report is read apart: it becomes a publication of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from parsers.model import Identity, Kind, Report
from storage.records import CaptureRecord, PublicationRecord, SourceRecord
from watcher.context import Context
from watcher.discovery import ListedItem
from watcher.steps.files import is_by_hand
from watcher.steps.listed import note_publications

FRESH = timedelta(days=1)  # a file that came longer ago is no news when a better reader tells whose it is


def note_strangers(
    context: Context, publication: PublicationRecord, report: Report, captures: Sequence[CaptureRecord]
) -> None:  # fmt: skip
    """Files that are reports of others become publications of their own, found where this one was."""
    if not report.strangers:
        return
    files = {capture.sha256: capture for capture in captures if not is_by_hand(capture)}
    found = [(files[one.sha256], one.identity) for one in report.strangers if one.sha256 in files]
    with context.database.transaction() as unit:
        for capture, who in found:
            item = ListedItem.of(capture.url, _title(who), publication.published_on)
            for source in unit.sources.listing(publication.id):
                old = _is_old(context, publication, source, capture)
                note_publications(unit, source, [item], context.now(), publication.id, known_before=old)


def _is_old(context: Context, publication: PublicationRecord, source: SourceRecord, capture: CaptureRecord) -> bool:
    """Whether a file was here before anybody knew that it is a report of its own, or before the source was watched."""
    first = source.first_read_at
    with_the_list = publication.is_history and (first is None or capture.fetched_at <= first)
    return with_the_list or context.now() - capture.fetched_at > FRESH


def _title(who: Identity) -> str:
    """What a list would call the report."""
    kind = "预算" if who.kind == Kind.BUDGET else "决算"
    return f"{who.department}{who.fiscal_year}年度部门{kind}"
