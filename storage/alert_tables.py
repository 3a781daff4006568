"""The rows of what was found, what people did about it, and who is told."""

from __future__ import annotations

from sqlalchemy import Boolean, Date, Float, ForeignKey, Index, Integer, String, Table, text

from storage.columns import METADATA, needed, optional
from storage.types import UtcDateTime, Words

# A finding with a life.
ALERT = Table(
    "alert", METADATA,
    needed("id", String(16), primary_key=True),
    needed("fingerprint", String(64), unique=True),
    needed("rule", String(8)),
    needed("severity", String(16)),
    needed("state", String(16)),
    needed("department", Words),
    needed("district", Words),
    needed("fiscal_year", Integer),
    needed("kind", Words),
    needed("scope", Words),
    optional("measure", Words),
    needed("finding", Words),  # exact, as JSON text
    optional("previous", Words),
    needed("revision", Integer),
    optional("report_id", Integer, ForeignKey("report.id"), index=True),
    needed("source_url", Words),
    needed("document_sha256", Words),
    needed("first_seen_at", UtcDateTime),
    needed("updated_at", UtcDateTime),
    optional("hold_until", UtcDateTime),
    optional("settled_reason", Words),
    Index(None, "state", "severity"),
    Index(None, "district", "department", "fiscal_year"),  # what is known of a body
    Index(None, "state", "hold_until"),
    Index(None, "rule", "state"),
)  # fmt: skip

_LABELLED = text("label IS NOT NULL")  # few do, and all are asked for at every tick

# Who did what to an alert and when. Append-only: triggers refuse UPDATE and DELETE.
ALERT_EVENT = Table(
    "alert_event", METADATA,
    needed("id", Integer, primary_key=True),
    needed("alert_id", String(16), ForeignKey("alert.id"), index=True),
    needed("at", UtcDateTime),
    needed("actor", Words),
    needed("action", Words),
    optional("from_state", Words),
    needed("to_state", Words),
    needed("reason", Words),
    optional("finding", Words),
    optional("revision", Integer),  # of the alert, where the finding is that of one
    optional("label", String(16)),  # how the follow-up stands: asked | answered | corrected
    optional("due_on", Date),  # until when an answer or a correction is expected
    Index("ix_alert_event_labelled", "alert_id", sqlite_where=_LABELLED, postgresql_where=_LABELLED),
)  # fmt: skip

# Somebody wants to hear nothing of some alerts for a while; the alerts themselves go on.
SILENCE = Table(
    "silence", METADATA,
    needed("id", Integer, primary_key=True),
    needed("rule", Words),  # of these and the four matchers below some are given: what is empty matches everything
    needed("department", Words),
    needed("district", Words),
    needed("created_at", UtcDateTime),
    needed("until", UtcDateTime, index=True),
    needed("author", Words),
    needed("reason", Words),
    optional("ended_at", UtcDateTime),
    optional("ended_by", Words),
    optional("alert_id", String(16)),
    optional("max_severity", String(16)),
    optional("kind", Words),
    optional("fiscal_year", Integer),
)  # fmt: skip

# One notice to one recipient: the outbox. Marked delivered only after the receiver took it.
#
# A letter is a row too; the notices it tells name it and share its fate.
DELIVERY = Table(
    "delivery", METADATA,
    needed("id", Integer, primary_key=True),
    needed("key", String(64), unique=True),  # fingerprint, revision, reason, occurrence, channel
    needed("kind", String(16), default="notice"),  # notice, or a letter: group, daily, weekly, dead
    optional("alert_id", String(16), ForeignKey("alert.id"), index=True),  # None: a letter
    needed("recipient", Words),
    needed("reason", Words),
    needed("alert_revision", Integer),
    needed("severity", String(16)),
    needed("title", Words),
    needed("text", Words),
    optional("html", Words),  # for mail
    optional("batch", Words),  # waits for a letter: critical, urgent, ordinary, daily, weekly
    optional("letter_id", Integer, ForeignKey("delivery.id"), index=True),  # told by this letter
    optional("muted_by", Words),  # why it is suppressed for now: silence:3, alert:A-7F3K2QX, source:2
    optional("announced_at", UtcDateTime),  # when another recipient was told that this one is a dead letter
    needed("state", String(16)),  # pending | sending | delivered | dead | suppressed
    needed("attempts", Integer, default=0),
    needed("created_at", UtcDateTime),
    needed("due_at", UtcDateTime),
    optional("lease_until", UtcDateTime),
    optional("delivered_at", UtcDateTime),
    optional("last_error", Words),
    needed("ambiguous", Boolean, default=False),
    Index(None, "state", "due_at"),
    Index(None, "recipient", "kind", "created_at"),
)  # fmt: skip

# How many notices a channel takes just now: a token bucket that outlives the process.
CHANNEL = Table(
    "channel", METADATA,
    needed("name", Words, primary_key=True),  # hash of its address: that is a secret
    needed("tokens", Float),
    needed("at", UtcDateTime),
)  # fmt: skip
