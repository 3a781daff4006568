"""The nouns of remembering: what a repository takes and returns. Rows themselves never leave this package.

``id`` is 0 until the record is stored. Times are aware; ``lease_until`` says until when a worker has the row for
itself: a worker that dies gives it back by letting the time pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from alerts.model import AlertState, Body, Finding, Reason, Severity
from parsers.model import Kind

PublicationState = Literal["found", "fetched", "read", "unreadable", "not_a_report", "withdrawn"]
DeliveryState = Literal["pending", "sending", "delivered", "dead", "suppressed"]
DeliveryKind = Literal["notice", "group", "daily", "weekly", "dead"]
MessageState = Literal["pending", "running", "done", "dead"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceRecord:
    """A disclosure column that we watch, and its health."""

    id: int = 0
    url: str
    district: str
    kind: Kind | None = None  # hint from the configuration
    adapter: str | None = None
    active: bool = True  # named in the configuration now
    added_at: datetime
    walked_at: datetime | None = None  # all list pages seen once
    first_read_at: datetime | None = None  # first sight ended: what is found later is news, not history
    last_checked_at: datetime | None = None
    last_success_at: datetime | None = None
    next_due_at: datetime
    consecutive_failures: int = 0
    last_error: str | None = None
    items: int = 0
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    lease_until: datetime | None = None
    links_sha256: str | None = None  # of its links alone: menus, counters and clocks are not in it
    page_items: int = 0  # on the first list page, when last read
    usual_items: int = 0  # on the first list page, as it usually is
    page_ids: tuple[int, ...] = ()  # publications on the first list page, when last read
    index_ids: tuple[int, ...] = ()  # publications that list child articles
    filled_percent: int = 100  # items of the first page with title and day
    newest_on: date | None = None
    lost_permille: int = 0  # characters of the list that could not be decoded
    last_reason: str | None = None  # why the last check failed, as a word of the fetcher's
    swept_at: datetime | None = None  # all list pages seen, last time
    doubts: int = 0  # publications missing from the list, not yet confirmed


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicationRecord:
    """A detail page with its attachments, known by its stable key on its site."""

    id: int = 0
    site: str
    key: str
    url: str
    title: str
    district: str
    published_on: date | None = None
    is_history: bool
    state: PublicationState = "found"
    first_seen_at: datetime
    fetched_at: datetime | None = None
    attempted_at: datetime | None = None
    next_due_at: datetime | None = None
    consecutive_failures: int = 0
    last_error: str | None = None
    content_sha256: str | None = None  # of the parts together, as last fetched
    read_sha256: str | None = None  # content_sha256 as last read
    report_id: int | None = None
    gone_since: datetime | None = None  # first look that did not find it any more
    gone_looks: int = 0
    gone_why: Literal["list", "page", "content"] | None = None  # off every list, 404, or another text there


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedRecord:
    """That a publication stands, or stood, on the list pages of a source."""

    id: int  # the publication's
    gone: bool = False  # no list page of the source shows it any more


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalRecord:
    """The day that starts the clock for a district, kind and year, where it does not stand in the configuration."""

    district: str
    kind: Kind
    fiscal_year: int
    approved_on: date
    origin: str  # who says so: a file, a page
    confirmed: bool  # a suggestion starts no clock
    noted_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CaptureRecord:
    """One answer of a site for one URL of a publication; the bytes are in the archive."""

    id: int = 0
    publication_id: int
    # sought: it answered 404 and is looked for; what was had before stands · dropped: no part any more
    # listed: no part, but the answer to a POST that first showed it
    role: Literal["page", "attachment", "sought", "dropped", "listed"]
    url: str
    name: str
    fetched_at: datetime
    status: int | None = None
    sha256: str | None = None  # None: it could not be fetched
    media_type: str | None = None
    size: int | None = None  # bytes
    headers: Mapping[str, Any] = field(default_factory=dict)
    error: str | None = None
    request: Mapping[str, str] | None = None  # method, url, media_type, body; None: a plain GET of ``url``


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportRecord:
    """What one body states for one year and kind, whatever address it stands at."""

    id: int
    body: Body
    first_seen_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class RevisionRecord:
    """One reading of a report, without the reading itself: that is large and asked for by id."""

    id: int
    report_id: int
    number: int  # from 1
    publication_id: int
    seen_at: datetime
    is_history: bool
    content_sha256: str
    reading_sha256: str
    reader_version: str
    changed: tuple[Any, ...] = ()  # figures that differ from the revision before, as JSON values
    parts: tuple[Mapping[str, Any], ...] = ()  # what was read: name, url, sha256 and media_type of each file
    replaces: bool = False  # a published reading was replaced (rule T5)


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertEventRecord:
    """Who did what to an alert and when. Never changed, never deleted."""

    id: int
    alert_id: str
    at: datetime
    actor: str
    action: str
    from_state: AlertState | None
    to_state: AlertState
    reason: str
    finding: Finding | None
    revision: int | None = None  # of the alert
    label: str | None = None  # how the follow-up stands
    due_on: date | None = None  # until when an answer or a correction is expected


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryRecord:
    """One notice to one recipient, or a letter on several. ``ambiguous``: it may have arrived more than once."""

    id: int = 0
    key: str  # of fingerprint, revision, reason, occurrence and channel: the same notice is never queued twice
    kind: DeliveryKind = "notice"
    alert_id: str | None  # None: a letter
    recipient: str
    reason: Reason
    alert_revision: int
    severity: Severity
    title: str
    text: str
    html: str | None = None  # for mail
    batch: str | None = None  # waits for a letter: critical, urgent, ordinary, daily, weekly
    letter_id: int | None = None  # told by this letter, whose fate it shares
    muted_by: str | None = None  # why it is suppressed for now: silence:3, alert:A-7F3K2QX, source:2
    announced_at: datetime | None = None  # when somebody else was told that it is a dead letter
    state: DeliveryState = "pending"
    attempts: int = 0
    created_at: datetime
    due_at: datetime
    lease_until: datetime | None = None
    delivered_at: datetime | None = None
    last_error: str | None = None
    ambiguous: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageRecord:
    """Something that has happened and that somebody still has to act on."""

    id: int
    kind: str
    key: str
    payload: Mapping[str, Any]
    state: MessageState
    attempts: int
    created_at: datetime
    due_at: datetime
    lease_until: datetime | None
    last_error: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DepartmentLinkRecord:
    """A person's word about a department's name: it is another's (alias), or a unit of another (parent)."""

    district: str
    name: str
    relation: Literal["alias", "parent"]
    other: str
    noted_at: datetime
    author: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HostRecord:
    """What we remember of a web host: its robots.txt for a day, and how long it asked us to wait."""

    name: str  # scheme://host:port
    robots: str | None = None
    robots_at: datetime | None = None
    wait_until: datetime | None = None
