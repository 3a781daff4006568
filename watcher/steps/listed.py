"""An item stands in a list: remember it, and ask for what may be a report."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from storage import Unit
from storage.records import PublicationRecord, SourceRecord
from watcher.discovery import ListedItem, looks_like_report
from watcher.discovery.approvals import approved_in
from watcher.messages import Message

RECENT_YEARS = 2  # older terms have passed, whatever their day


def note_publications(
    unit: Unit, source: SourceRecord, items: Collection[ListedItem], now: datetime, parent_id: int | None = None,
    *, known_before: bool = False,
) -> dict[tuple[str, str], int]:  # fmt: skip
    """Remember listed items; what is new and may be a report is to be fetched. Their ids, by site and key.

    What a source held when it was first read is history, and so is what was ``known_before`` under another name.
    """
    history = known_before or source.first_read_at is None
    records = [_record(source, item, now, is_history=history) for item in items]
    noted = unit.publications.note(source.id, records, now, parent_id)
    fresh = [(noted[item.site, item.key][0], item) for item in items if noted[item.site, item.key][1]]
    maybe = [one for one, item in fresh if looks_like_report(item.title) is not False]
    unit.messages.emit_all(
        Message.PUBLICATION_FOUND, {f"{one}@found": {"publication_id": one} for one in maybe}, now, now
    )
    approving = [one for one, item in fresh if _is_resolution(item, now)]
    unit.messages.emit_all(
        Message.APPROVAL_SEEN, {f"{one}@approval": {"publication_id": one} for one in approving}, now, now
    )
    return {key: one for key, (one, _) in noted.items()}


def _record(source: SourceRecord, item: ListedItem, now: datetime, *, is_history: bool) -> PublicationRecord:
    """An item as it is remembered; what can be no report is never tried."""
    other = looks_like_report(item.title) is False
    return PublicationRecord(
        site=item.site, key=item.key, url=item.url, title=item.title, district=source.district,
        published_on=item.published_on, is_history=is_history, first_seen_at=now,
        state="not_a_report" if other else "found", attempted_at=now if other else None,
    )  # fmt: skip


def _is_resolution(item: ListedItem, now: datetime) -> bool:
    """A resolution on a recent year's budget or accounts says when the clocks of its district start."""
    approved = approved_in(item.title)
    return approved is not None and approved[1] >= now.year - RECENT_YEARS


def look_at(unit: Unit, publication: PublicationRecord, why: str, now: datetime) -> None:
    """Ask for a publication to be fetched; the same ``why`` asks once."""
    payload = {"publication_id": publication.id}
    unit.messages.emit(Message.PUBLICATION_FOUND, f"{publication.id}@{why}", payload, now, now)
