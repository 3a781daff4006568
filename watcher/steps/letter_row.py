"""A letter as a row of the outbox."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from alerts.model import Notice, Reason, Recipient, Severity
from storage.records import DeliveryKind, DeliveryRecord
from watcher.context import Desk


def letter_row(
    desk: Desk, recipient: Recipient, kind: DeliveryKind, notice: Notice, key: str,
    severity: Severity = Severity.MEDIUM,
) -> DeliveryRecord:  # fmt: skip
    """It is due at once."""
    return DeliveryRecord(
        key=key,
        kind=kind,
        alert_id=None,
        recipient=recipient.name,
        reason=Reason.DIGEST,
        alert_revision=0,
        severity=severity,
        title=notice.title,
        text=notice.text,
        html=notice.html or None,
        created_at=desk.now(),
        due_at=desk.now(),
    )


def letter_key(parts: Sequence[str]) -> str:
    """The same for the same letter, and for no other."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
