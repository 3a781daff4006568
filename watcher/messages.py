"""What can happen, by name: the kinds of message in the outbox of the pipeline."""

from __future__ import annotations

from enum import StrEnum


class Message(StrEnum):
    """Past tense: something has happened, somebody has to act on it. Payloads hold ids only."""

    PUBLICATION_FOUND = "publication_found"  # publication_id: fetch its page and attachments (first time or again)
    PUBLICATION_FETCHED = "publication_fetched"  # publication_id: its bytes are new, read them
    APPROVAL_SEEN = "approval_seen"  # publication_id: a resolution that may start the clocks of its district
    REPORT_READ = "report_read"  # revision_id: judge it
