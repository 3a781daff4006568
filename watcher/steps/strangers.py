"""A file that is somebody else's report is read apart: it becomes a publication of its own."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.model import Identity, Kind, Report
from storage.records import CaptureRecord, PublicationRecord
from watcher.context import Context
from watcher.discovery import ListedItem
from watcher.steps.files import is_by_hand
from watcher.steps.listed import note_publications


def note_strangers(
    context: Context, publication: PublicationRecord, report: Report, captures: Sequence[CaptureRecord]
) -> None:  # fmt: skip
    """Files that are reports of others become publications of their own, found where this one was."""
    urls = {capture.sha256: capture.url for capture in captures if not is_by_hand(capture)}
    items = [
        ListedItem.of(urls[one.sha256], _title(one.identity), publication.published_on)
        for one in report.strangers
        if one.sha256 in urls
    ]
    if items:
        with context.database.transaction() as unit:
            for source in unit.sources.listing(publication.id):
                note_publications(unit, source, items, context.now(), publication.id)


def _title(who: Identity) -> str:
    """What a list would call the report."""
    kind = "预算" if who.kind == Kind.BUDGET else "决算"
    return f"{who.department}{who.fiscal_year}年度部门{kind}"
