"""The rows of what was found, what people did about it, and who is told."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Float, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import Row


class AlertRow(Row):
    """A finding with a life."""

    __tablename__ = "alert"
    __table_args__ = (
        Index(None, "state", "severity"),
        Index(None, "district", "department", "fiscal_year"),  # what is known of a body
        Index(None, "state", "hold_until"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    rule: Mapped[str] = mapped_column(String(8))
    severity: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    department: Mapped[str]
    district: Mapped[str]
    fiscal_year: Mapped[int]
    kind: Mapped[str]
    scope: Mapped[str]
    measure: Mapped[str | None]
    finding: Mapped[str]  # exact, as JSON text
    previous: Mapped[str | None]
    revision: Mapped[int]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    source_url: Mapped[str]
    document_sha256: Mapped[str]
    first_seen_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    hold_until: Mapped[datetime | None]


class AlertEventRow(Row):
    """Who did what to an alert and when. Append-only: triggers refuse UPDATE and DELETE."""

    __tablename__ = "alert_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[str] = mapped_column(ForeignKey("alert.id"), index=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    reason: Mapped[str]
    finding: Mapped[str | None]
    revision: Mapped[int | None]  # of the alert, where the finding is that of one
    label: Mapped[str | None] = mapped_column(String(16))  # how the follow-up stands: asked | answered | corrected
    due_on: Mapped[date | None]  # until when an answer or a correction is expected


class SilenceRow(Row):
    """Somebody wants to hear nothing of some alerts for a while; the alerts themselves go on."""

    __tablename__ = "silence"
    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str]  # each of the three may be empty, not all of them: what is empty matches everything
    department: Mapped[str]
    district: Mapped[str]
    created_at: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)
    author: Mapped[str]
    reason: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]


class DeliveryRow(Row):
    """One notice to one recipient: the outbox. Marked delivered only after the receiver took it.

    A letter is a row too; the notices it tells name it and share its fate.
    """

    __tablename__ = "delivery"
    __table_args__ = (Index(None, "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # fingerprint, revision, reason, occurrence, channel
    kind: Mapped[str] = mapped_column(String(16), default="notice")  # notice, or a letter: group, daily, weekly, dead
    alert_id: Mapped[str | None] = mapped_column(ForeignKey("alert.id"), index=True)  # None: a letter
    recipient: Mapped[str]
    reason: Mapped[str]
    alert_revision: Mapped[int]
    severity: Mapped[str] = mapped_column(String(16))
    title: Mapped[str]
    text: Mapped[str]
    html: Mapped[str | None]  # for mail
    batch: Mapped[str | None]  # waits for the letter of this batch
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id"), index=True)  # told by this letter
    muted_by: Mapped[str | None]  # why it is suppressed for now: silence:3, alert:A-7F3K2QX, source:2
    announced_at: Mapped[datetime | None]  # when another recipient was told that this one is a dead letter
    state: Mapped[str] = mapped_column(String(16))  # pending | sending | delivered | dead | suppressed
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    ambiguous: Mapped[bool] = mapped_column(Boolean, default=False)


class ChannelRow(Row):
    """How many notices a channel takes just now: a token bucket that outlives the process."""

    __tablename__ = "channel"
    name: Mapped[str] = mapped_column(primary_key=True)  # hash of its address: that is a secret
    tokens: Mapped[float] = mapped_column(Float)
    at: Mapped[datetime]
