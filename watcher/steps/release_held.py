"""A notice that something is lacking waits for a second look: look again, and tell only what still holds."""

from __future__ import annotations

from datetime import datetime, timedelta

from alerts.model import Alert
from storage import Unit
from storage.records import PublicationRecord
from watcher.context import Context
from watcher.messages import Message
from watcher.steps.tell import tell

PATIENCE = timedelta(days=7)  # a page that can't be looked at again does not silence its alert for ever


def release_held(context: Context) -> None:
    """Tell the alerts whose second look has come and confirmed them; ask for the look where it has not come yet."""
    with context.database.transaction() as unit:
        for alert in unit.alerts.held(context.now()):
            _release(context, unit, alert)


def _release(context: Context, unit: Unit, alert: Alert) -> None:
    report_id, until = unit.alerts.report_id(alert.id), alert.hold_until
    publications = unit.publications.of_report(report_id) if report_id is not None else []
    unseen = [p for p in publications if until and not _seen_since(p, until)]
    if not unseen or (until and context.now() >= until + PATIENCE):
        tell(context, unit, alert)
        return
    for publication in unseen:
        key = f"{publication.id}@second-look@{alert.id}@{alert.revision}"
        payload = {"publication_id": publication.id}
        unit.messages.emit(Message.PUBLICATION_FOUND, key, payload, context.now(), context.now())


def _seen_since(publication: PublicationRecord, moment: datetime) -> bool:
    """Whether the publication was looked at, with success, at or after a moment."""
    return publication.attempted_at is not None and publication.attempted_at >= moment and not publication.last_error
