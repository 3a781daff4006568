"""The rows. Times are UTC, amounts are exact text, JSON columns hold what is only ever read whole."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.alert_tables import AlertEventRow, AlertRow, ChannelRow, DeliveryRow, SilenceRow
from storage.row import Row

__all__ = [
    "AlertEventRow",
    "AlertRow",
    "CaptureRow",
    "ChannelRow",
    "DeliveryRow",
    "FactRow",
    "HeartbeatRow",
    "HostRow",
    "ListingRow",
    "MessageRow",
    "PublicationRow",
    "ReportRow",
    "RevisionRow",
    "Row",
    "RuleResultRow",
    "SilenceRow",
    "SourceRow",
    "UnreadRow",
]


class SourceRow(Row):
    """A disclosure column that we watch."""

    __tablename__ = "source"
    __table_args__ = (Index(None, "active", "next_due_at"),)  # the ticker's only query

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(unique=True)
    district: Mapped[str]
    kind: Mapped[str | None]  # hint from the configuration
    adapter: Mapped[str | None]
    active: Mapped[bool] = mapped_column(Boolean, default=True)  # named in the configuration now
    added_at: Mapped[datetime]
    walked_at: Mapped[datetime | None]  # all list pages seen once
    first_read_at: Mapped[datetime | None]  # first sight ended: what is found later is news, not history
    last_checked_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    next_due_at: Mapped[datetime]
    consecutive_failures: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str | None]
    items: Mapped[int] = mapped_column(Integer, default=0)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    body_sha256: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    links_sha256: Mapped[str | None]  # of its links alone: menus, counters and clocks are not in it
    page_items: Mapped[int] = mapped_column(Integer, default=0)  # on the first list page, when last read
    usual_items: Mapped[int] = mapped_column(Integer, default=0)  # on the first list page, as it usually is
    page_ids: Mapped[list[Any]] = mapped_column(default=list)  # publications on the first list page, when last read
    index_ids: Mapped[list[Any]] = mapped_column(default=list)  # publications that list child articles
    filled_percent: Mapped[int] = mapped_column(Integer, default=100)  # items of the first page with title and day
    newest_on: Mapped[date | None]
    lost_permille: Mapped[int] = mapped_column(Integer, default=0)  # characters of the list that could not be decoded
    last_reason: Mapped[str | None]  # why the last check failed, as a word of the fetcher's
    swept_at: Mapped[datetime | None]  # all list pages seen, last time
    doubts: Mapped[int] = mapped_column(Integer, default=0)  # publications missing from the list, not yet confirmed


class PublicationRow(Row):
    """A detail page with its attachments, known by its stable key on its site and not by its URL."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("site", "key"), Index(None, "state", "next_due_at"), Index(None, "next_due_at"),
                      Index(None, "district", "state"))  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str]
    key: Mapped[str]
    url: Mapped[str]
    title: Mapped[str]
    district: Mapped[str]
    published_on: Mapped[date | None]
    is_history: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str]  # found | fetched | read | unreadable | not_a_report | withdrawn
    first_seen_at: Mapped[datetime]
    fetched_at: Mapped[datetime | None]
    attempted_at: Mapped[datetime | None]
    next_due_at: Mapped[datetime | None]
    consecutive_failures: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str | None]
    content_sha256: Mapped[str | None]  # of the parts together, as last fetched
    read_sha256: Mapped[str | None]  # content_sha256 as last read
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    gone_since: Mapped[datetime | None]  # first look that did not find it any more
    gone_looks: Mapped[int] = mapped_column(Integer, default=0)
    gone_why: Mapped[str | None]  # list: off its lists | page: the site says 404 | content: no report there


class ListingRow(Row):
    """A publication as it stands in a source: the same one may stand in several columns."""

    __tablename__ = "listing"
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True, index=True)
    first_listed_at: Mapped[datetime]
    last_listed_at: Mapped[datetime]
    parent_id: Mapped[int | None]  # the article that lists it, where the list page itself does not
    gone_at: Mapped[datetime | None]  # no list page of the source shows it any more since then


class CaptureRow(Row):
    """One answer of a site for one URL of a publication; the bytes are in the archive by SHA-256."""

    __tablename__ = "capture"
    __table_args__ = (Index(None, "publication_id", "url", "fetched_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    role: Mapped[str] = mapped_column(String(16))  # page | attachment
    url: Mapped[str]
    name: Mapped[str]
    fetched_at: Mapped[datetime]
    status: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)  # None: it could not be fetched
    media_type: Mapped[str | None]
    size: Mapped[int | None]
    headers: Mapped[dict[str, Any]]
    error: Mapped[str | None]


class ReportRow(Row):
    """What one body states for one year: identity is the body, never the address."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("district", "department", "fiscal_year", "kind", "scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    department: Mapped[str]
    district: Mapped[str]
    fiscal_year: Mapped[int]
    kind: Mapped[str]
    scope: Mapped[str]
    first_seen_at: Mapped[datetime]


class RevisionRow(Row):
    """One reading of a report; a changed reading is a further revision, both are kept."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    number: Mapped[int]
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    seen_at: Mapped[datetime]
    is_history: Mapped[bool] = mapped_column(Boolean)
    content_sha256: Mapped[str] = mapped_column(String(64))
    reading_sha256: Mapped[str] = mapped_column(String(64))
    reader_version: Mapped[str]
    reading: Mapped[str]  # the whole Report, exact, as JSON text
    changed: Mapped[list[Any]]  # figures that differ from the revision before
    parts: Mapped[list[Any]]  # what was read: name, url, sha256 and media_type of each file
    replaces: Mapped[bool] = mapped_column(Boolean, default=False)  # a published reading was replaced (rule T5)


class FactRow(Row):
    """One figure of a revision, for questions across reports; the reading itself stays the truth."""

    __tablename__ = "fact"
    __table_args__ = (Index(None, "measure", "revision_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), index=True)
    measure: Mapped[str]
    source: Mapped[str] = mapped_column(String(16))
    amount: Mapped[str | None]  # decimal text with its printed precision: SQLite's NUMERIC would make it a float
    unit: Mapped[str]
    comparisons: Mapped[list[Any]]
    evidence: Mapped[dict[str, Any]]


class UnreadRow(Row):
    """A label, table, page or file of a publication that was not understood."""

    __tablename__ = "unread"
    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), index=True)
    file: Mapped[str]
    place: Mapped[str]
    what: Mapped[str]


class RuleResultRow(Row):
    """The outcome of one rule on one revision, passes too: absence of a finding is not "all fine"."""

    __tablename__ = "rule_result"
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    rule: Mapped[str] = mapped_column(String(8), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str]
    findings: Mapped[str]  # exact, as JSON text


class MessageRow(Row):
    """Something that has happened and that somebody still has to act on: written with the state that caused it."""

    __tablename__ = "message"
    __table_args__ = (Index(None, "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16))  # pending | running | done | dead
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str | None]


class HostRow(Row):
    """What we remember of a web host: its robots.txt for a day, and how long it asked us to wait."""

    __tablename__ = "host"
    name: Mapped[str] = mapped_column(primary_key=True)  # scheme://host:port
    robots: Mapped[str | None]
    robots_at: Mapped[datetime | None]
    wait_until: Mapped[datetime | None]


class ApprovalRow(Row):
    """The day that starts the clock for a district, kind and year, where it does not stand in the configuration."""

    __tablename__ = "approval"
    district: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(Integer, primary_key=True)
    approved_on: Mapped[date]
    origin: Mapped[str]  # who says so: a file, a page
    confirmed: Mapped[bool] = mapped_column(Boolean)  # a suggestion starts no clock
    noted_at: Mapped[datetime]


class DepartmentLinkRow(Row):
    """A person's word that a name is another department's (a rename), or that it is a unit of another."""

    __tablename__ = "department_link"
    district: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    relation: Mapped[str] = mapped_column(String(16))  # alias | parent
    other: Mapped[str]
    noted_at: Mapped[datetime]
    author: Mapped[str]


class HeartbeatRow(Row):
    """When a part of the service last did its round."""

    __tablename__ = "heartbeat"
    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
