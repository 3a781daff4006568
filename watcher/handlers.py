"""What happens after what: one short function per message. Read this file first.

A handler takes ids, may be repeated at any time, and knows nothing of threads. It does its network work or
computation first, then writes its state and the messages that follow in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from watcher.context import Context
from watcher.messages import Message
from watcher.steps.fetch_publication import fetch_publication
from watcher.steps.judge_report import judge_report
from watcher.steps.read_publication import read_publication
from watcher.steps.suggest_approval import suggest_approval

Payload = Mapping[str, Any]


def on_publication_found(context: Context, payload: Payload) -> None:
    """Page and attachments go to the archive; new bytes → PublicationFetched."""
    fetch_publication(context, payload["publication_id"])


def on_publication_fetched(context: Context, payload: Payload) -> None:
    """Read in a bounded child process; a new reading → ReportRead."""
    read_publication(context, payload["publication_id"])


def on_report_read(context: Context, payload: Payload) -> None:
    """Compare and judge; findings become alerts and delivery rows in one transaction."""
    judge_report(context, payload["revision_id"])


def on_approval_seen(context: Context, payload: Payload) -> None:
    """The day of a resolution is noted as a suggestion; a person confirms it."""
    suggest_approval(context, payload["publication_id"])


HANDLERS: Mapping[str, Callable[[Context, Payload], None]] = {
    Message.PUBLICATION_FOUND: on_publication_found,
    Message.PUBLICATION_FETCHED: on_publication_fetched,
    Message.REPORT_READ: on_report_read,
    Message.APPROVAL_SEEN: on_approval_seen,
}
