"""The rows. Times are UTC, amounts are exact text, JSON columns hold what is only ever read whole."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.alert_tables import ALERT, ALERT_EVENT, CHANNEL, DELIVERY, SILENCE
from storage.columns import METADATA, needed, optional
from storage.types import UtcDateTime, Words

__all__ = [
    "ALERT",
    "ALERT_EVENT",
    "CAPTURE",
    "CHANNEL",
    "DELIVERY",
    "FACT",
    "HEARTBEAT",
    "HOST",
    "LISTING",
    "MESSAGE",
    "METADATA",
    "PUBLICATION",
    "REPORT",
    "REVISION",
    "RULE_RESULT",
    "SILENCE",
    "SOURCE",
    "UNREAD",
]

# A disclosure column that we watch.
SOURCE = Table(
    "source", METADATA,
    needed("id", Integer, primary_key=True),
    needed("url", Words, unique=True),
    needed("district", Words),
    optional("kind", Words),  # hint from the configuration
    optional("adapter", Words),
    needed("active", Boolean, default=True),  # named in the configuration now
    needed("added_at", UtcDateTime),
    optional("walked_at", UtcDateTime),  # all list pages seen once
    optional("first_read_at", UtcDateTime),  # first sight ended: what is found later is news, not history
    optional("last_checked_at", UtcDateTime),
    optional("last_success_at", UtcDateTime),
    needed("next_due_at", UtcDateTime),
    needed("consecutive_failures", Integer, default=0),
    optional("last_error", Words),
    needed("items", Integer, default=0),
    optional("etag", Words),
    optional("last_modified", Words),
    optional("body_sha256", Words),
    optional("lease_until", UtcDateTime),
    optional("links_sha256", Words),  # of its links alone: menus, counters and clocks are not in it
    needed("page_items", Integer, default=0),  # on the first list page, when last read
    needed("usual_items", Integer, default=0),  # on the first list page, as it usually is
    needed("page_ids", JSON, default=list),  # publications on the first list page, when last read
    needed("index_ids", JSON, default=list),  # publications that list child articles
    needed("filled_percent", Integer, default=100),  # items of the first page with title and day
    optional("newest_on", Date),
    needed("lost_permille", Integer, default=0),  # characters of the list that could not be decoded
    optional("last_reason", Words),  # why the last check failed, as a word of the fetcher's
    optional("swept_at", UtcDateTime),  # all list pages seen, last time
    needed("doubts", Integer, default=0),  # publications missing from the list, not yet confirmed
    Index(None, "active", "next_due_at"),  # the ticker's only query
)  # fmt: skip

# A detail page with its attachments, known by its stable key on its site and not by its URL.
PUBLICATION = Table(
    "publication", METADATA,
    needed("id", Integer, primary_key=True),
    needed("site", Words),
    needed("key", Words),
    needed("url", Words),
    needed("title", Words),
    needed("district", Words),
    optional("published_on", Date),
    needed("is_history", Boolean),
    needed("state", Words),  # found | fetched | read | unreadable | not_a_report | withdrawn
    needed("first_seen_at", UtcDateTime),
    optional("fetched_at", UtcDateTime),
    optional("attempted_at", UtcDateTime),
    optional("next_due_at", UtcDateTime),
    needed("consecutive_failures", Integer, default=0),
    optional("last_error", Words),
    optional("content_sha256", Words),  # of the parts together, as last fetched
    optional("read_sha256", Words),  # content_sha256 as last read
    optional("report_id", Integer, ForeignKey("report.id"), index=True),
    optional("gone_since", UtcDateTime),  # first look that did not find it any more
    needed("gone_looks", Integer, default=0),
    optional("gone_why", Words),  # list: off its lists | page: the site says 404 | content: no report there
    UniqueConstraint("site", "key"), Index(None, "state", "next_due_at"), Index(None, "next_due_at"),
    Index(None, "district", "state"),
)  # fmt: skip

# A publication as it stands in a source: the same one may stand in several columns.
LISTING = Table(
    "listing", METADATA,
    needed("source_id", Integer, ForeignKey("source.id"), primary_key=True),
    needed("publication_id", Integer, ForeignKey("publication.id"), primary_key=True, index=True),
    needed("first_listed_at", UtcDateTime),
    needed("last_listed_at", UtcDateTime),
    optional("parent_id", Integer),  # the article that lists it, where the list page itself does not
    optional("gone_at", UtcDateTime),  # no list page of the source shows it any more since then
)  # fmt: skip

# One answer of a site for one URL of a publication; the bytes are in the archive by SHA-256.
CAPTURE = Table(
    "capture", METADATA,
    needed("id", Integer, primary_key=True),
    needed("publication_id", Integer, ForeignKey("publication.id")),
    needed("role", String(16)),  # page | attachment | sought | dropped | listed
    needed("url", Words),
    needed("name", Words),
    needed("fetched_at", UtcDateTime),
    optional("status", Integer),
    optional("sha256", String(64), index=True),  # None: it could not be fetched
    optional("media_type", Words),
    optional("size", Integer),
    needed("headers", JSON),
    optional("error", Words),
    optional("request", JSON),  # what was posted; None: a plain GET
    Index(None, "publication_id", "url", "fetched_at"),
)  # fmt: skip

# What one body states for one year: identity is the body, never the address.
REPORT = Table(
    "report", METADATA,
    needed("id", Integer, primary_key=True),
    needed("department", Words),
    needed("district", Words),
    needed("fiscal_year", Integer),
    needed("kind", Words),
    needed("scope", Words),
    needed("first_seen_at", UtcDateTime),
    UniqueConstraint("district", "department", "fiscal_year", "kind", "scope"),
)  # fmt: skip

# One reading of a report; a changed reading is a further revision, both are kept.
REVISION = Table(
    "revision", METADATA,
    needed("id", Integer, primary_key=True),
    needed("report_id", Integer, ForeignKey("report.id")),
    needed("number", Integer),
    needed("publication_id", Integer, ForeignKey("publication.id")),
    needed("seen_at", UtcDateTime),
    needed("is_history", Boolean),
    needed("content_sha256", String(64)),
    needed("reading_sha256", String(64)),
    needed("reader_version", Words),
    needed("reading", Words),  # the whole Report, exact, as JSON text
    needed("changed", JSON),  # figures that differ from the revision before
    needed("parts", JSON),  # what was read: name, url, sha256 and media_type of each file
    needed("replaces", Boolean, default=False),  # a published reading was replaced (rule T5)
    UniqueConstraint("report_id", "number"),
)  # fmt: skip

# One figure of a revision, for questions across reports; the reading itself stays the truth.
FACT = Table(
    "fact", METADATA,
    needed("id", Integer, primary_key=True),
    needed("revision_id", Integer, ForeignKey("revision.id"), index=True),
    needed("measure", Words),
    needed("source", String(16)),
    optional("amount", Words),  # decimal text with its printed precision: SQLite's NUMERIC would make it a float
    needed("unit", Words),
    needed("comparisons", JSON),
    needed("evidence", JSON),
    Index(None, "measure", "revision_id"),
)  # fmt: skip

# A label, table, page or file of a publication that was not understood.
UNREAD = Table(
    "unread", METADATA,
    needed("id", Integer, primary_key=True),
    needed("publication_id", Integer, ForeignKey("publication.id"), index=True),
    needed("file", Words),
    needed("place", Words),
    needed("what", Words),
)  # fmt: skip

# The outcome of one rule on one revision, passes too: absence of a finding is not "all fine".
RULE_RESULT = Table(
    "rule_result", METADATA,
    needed("revision_id", Integer, ForeignKey("revision.id"), primary_key=True),
    needed("rule", String(8), primary_key=True),
    needed("outcome", String(16)),
    needed("reason", Words),
    needed("findings", Words),  # exact, as JSON text
)  # fmt: skip

# Something that has happened and that somebody still has to act on: written with the state that caused it.
MESSAGE = Table(
    "message", METADATA,
    needed("id", Integer, primary_key=True),
    needed("kind", Words),
    needed("key", Words, unique=True),
    needed("payload", JSON),
    needed("state", String(16)),  # pending | running | done | dead
    needed("attempts", Integer, default=0),
    needed("created_at", UtcDateTime),
    needed("due_at", UtcDateTime),
    optional("lease_until", UtcDateTime),
    optional("last_error", Words),
    Index(None, "state", "due_at"),
)  # fmt: skip

# What we remember of a web host: its robots.txt for a day, and how long it asked us to wait.
HOST = Table(
    "host", METADATA,
    needed("name", Words, primary_key=True),  # scheme://host:port
    optional("robots", Words),
    optional("robots_at", UtcDateTime),
    optional("wait_until", UtcDateTime),
)  # fmt: skip

# The day that starts the clock for a district, kind and year, where it does not stand in the configuration.
APPROVAL = Table(
    "approval", METADATA,
    needed("district", Words, primary_key=True),
    needed("kind", Words, primary_key=True),
    needed("fiscal_year", Integer, primary_key=True),
    needed("approved_on", Date),
    needed("origin", Words),  # who says so: a file, a page
    needed("confirmed", Boolean),  # a suggestion starts no clock
    needed("noted_at", UtcDateTime),
)  # fmt: skip

# A person's word that a name is another department's (a rename), or that it is a unit of another.
DEPARTMENT_LINK = Table(
    "department_link", METADATA,
    needed("district", Words, primary_key=True),
    needed("name", Words, primary_key=True),
    needed("relation", String(16)),  # alias | parent
    needed("other", Words),
    needed("noted_at", UtcDateTime),
    needed("author", Words),
)  # fmt: skip

# When a part of the service last did its round.
HEARTBEAT = Table(
    "heartbeat", METADATA,
    needed("name", Words, primary_key=True),
    needed("at", UtcDateTime),
)  # fmt: skip
