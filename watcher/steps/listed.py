"""An item stands in a list: remember it, and ask for what may be a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from storage import Unit
from storage.records import PublicationRecord, SourceRecord
from watcher.discovery import ListedItem, looks_like_report
from watcher.discovery.approvals import approved_in
from watcher.messages import Message

RECENT_YEARS = 2  # older terms have passed, whatever their day


def note_publication(
    unit: Unit, source: SourceRecord, item: ListedItem, now: datetime, parent_id: int | None = None
) -> int:
    """Remember a listed item; what is new and may be a report is to be fetched. The id of the publication."""
    publication, new = unit.publications.find_or_add(
        source_id=source.id, site=item.site, key=item.key, url=item.url, title=item.title, district=source.district,
        published_on=item.published_on, is_history=source.first_read_at is None, now=now, parent_id=parent_id,
    )  # fmt: skip
    if new:
        _look_at_resolution(unit, publication, item, now)
    if new and looks_like_report(item.title) is False:
        unit.publications.save(replace(publication, state="not_a_report", attempted_at=now))
    elif new:
        look_at(unit, publication, "found", now)
    return publication.id


def _look_at_resolution(unit: Unit, publication: PublicationRecord, item: ListedItem, now: datetime) -> None:
    """A resolution on a recent year's budget or accounts says when the clocks of its district start."""
    approved = approved_in(item.title)
    if approved and approved[1] >= now.year - RECENT_YEARS:
        unit.messages.emit(
            Message.APPROVAL_SEEN, f"{publication.id}@approval", {"publication_id": publication.id}, now, now
        )


def look_at(unit: Unit, publication: PublicationRecord, why: str, now: datetime) -> None:
    """Ask for a publication to be fetched; the same ``why`` asks once."""
    payload = {"publication_id": publication.id}
    unit.messages.emit(Message.PUBLICATION_FOUND, f"{publication.id}@{why}", payload, now, now)
