"""What each recipient would have got, had today's rules been in force: composed as letters are, and sent to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from alerts.letter import Item, compose_one
from alerts.lifecycle import raised
from alerts.model import Alert, AlertState, Notice, Reason
from alerts.replay import Appearing, Changing, Replayed
from alerts.routing import batch_of, route
from watcher.config import Settings
from watcher.steps.tell import paper_of, recipients_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One notice that one recipient would have got; ``batch`` names the letter it would have waited for."""

    recipient: str
    batch: str | None  # None: at once
    notice: Notice


def letters(settings: Settings, found: Replayed, now: datetime) -> list[Letter]:
    """One for each recipient whom a difference concerns. What stood there before anybody watched is told to nobody."""
    recipients = recipients_of(settings)
    return [
        Letter(
            recipient=recipient.name,
            batch=batch_of(item.alert, recipient),
            notice=compose_one(item, paper_of(settings, recipient)),
        )
        for item in _items(found, now)
        for recipient in route(item.alert, recipients)
    ]


def _items(found: Replayed, now: datetime) -> Iterator[Item]:
    yield from (_new(appearing, now) for appearing in found.appearing if not appearing.historic)
    told = (AlertState.OPEN, AlertState.ACKNOWLEDGED)
    yield from (_changed(changing) for changing in found.changing if changing.alert.state in told)


def _new(appearing: Appearing, now: datetime) -> Item:
    alert: Alert = raised(
        None,
        appearing.finding,
        appearing.body,
        now,
        historic=False,
        source_url=appearing.source_url,
        document_sha256="",
    ).alert
    return Item(alert=alert, reason=Reason.REOPENED if appearing.settled else Reason.FIRST)


def _changed(changing: Changing) -> Item:
    before = changing.alert
    alert = replace(before, finding=changing.finding, previous=before.finding, revision=before.revision + 1)
    graver = changing.finding.severity.rank > before.finding.severity.rank
    return Item(alert=alert, reason=Reason.WORSENED if graver else Reason.CORRECTED)
