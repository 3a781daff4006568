"""The nouns of judging: a rule's outcome, a finding, an alert with its life, a notice. All frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from parsers.model import Evidence, Kind, Report, Scope


class Severity(StrEnum):
    """How grave, in the order of the rule book; people see 红 橙 黄 蓝 蓝."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info up to 4 for critical."""
        return ("info", "low", "medium", "high", "critical").index(self.value)


class Outcome(StrEnum):
    """What a rule came to. ``no_data`` and ``error`` never read as "all fine" and settle nothing."""

    OK = "ok"
    VIOLATED = "violated"
    NOT_APPLICABLE = "not_applicable"
    NO_DATA = "no_data"
    ERROR = "error"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A rule that a report (or a body that owes one) breaks, with its proof. A lead, never a verdict."""

    rule: str  # id of the rule book: "G1"
    severity: Severity
    subject: str  # what within the report: a measure code, a table kind, a form's name; part of the fingerprint
    message: str  # Chinese, one or two sentences, both numbers in it
    topic: str  # the word people sort by: 三公经费, 执行率, 缺表, 矛盾, 替换, 逾期 …
    measure: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)  # decimal strings that the formula used
    formula: str = ""  # the relation with the numbers filled in
    basis: str = ""  # 口径: which comparison base the finding rests on
    reason_given: str = ""  # what the department itself says
    evidence: tuple[Evidence, ...] = ()
    modifiers: tuple[str, ...] = ()  # "Q6": softened because the scope changed
    confidence: str = (
        ""  # how sure we are to have read what is printed, and why: "高（文字与报表一致）"; set when judged
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleResult:
    """One rule's outcome on one report; ``reason`` says why nothing could be judged."""

    rule: str
    outcome: Outcome
    reason: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """What the judge may compare with: reports of the same department and scope, or None."""

    prior: Report | None = None  # same kind, year before
    budget: Report | None = None  # the same year's budget, for final accounts
    prior_final: Report | None = None  # last year's final accounts, for a budget
    series: tuple[Report, ...] = ()  # earlier years of both kinds, newest first; ``prior`` and the like are among them
    family: tuple[Report, ...] = ()  # the same year and kind: the department, its own level, its units
    family_prior: tuple[Report, ...] = ()  # the same a year before
    members: frozenset[str] = frozenset()  # register keys of every unit that was said to belong to the department
    unfetched: tuple[str, ...] = ()  # attachments that are named but were not read (C2 then waits)


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """Who a finding is about. The fingerprint is made of this, the rule and the subject; never of a URL or a value."""

    department: str
    district: str
    fiscal_year: int
    kind: Kind
    scope: Scope


class AlertState(StrEnum):
    """The life of an alert. ``historic`` was true before we watched: listed, never sent."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    DISMISSED = "dismissed"
    SETTLED = "settled"
    HISTORIC = "historic"


class Reason(StrEnum):
    """Why somebody is told, compared with what they were last told."""

    FIRST = "first"
    WORSENED = "worsened"
    CORRECTED = "corrected"
    SETTLED = "settled"
    REOPENED = "reopened"
    ACKNOWLEDGED = "acknowledged"  # said to machines only
    REMINDER = "reminder"
    DIGEST = "digest"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a recipient was last told of an alert."""

    revision: int
    severity: Severity
    reason: Reason
    at: datetime
    finding: Finding | None = None  # as it was then; None where that is not on record


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """A finding with a life."""

    id: str  # "A-7F3K2…", short, said in every notice
    fingerprint: str
    body: Body
    finding: Finding
    state: AlertState
    revision: int
    first_seen_at: datetime
    updated_at: datetime
    source_url: str = ""
    previous: Finding | None = None  # the finding before the last revision, for "corrected from … to …"
    document_sha256: str = ""
    hold_until: datetime | None = None  # a family C notice waits for its second look
    settled_reason: str | None = None  # why somebody settled it; None where a newer reading did, or nobody yet


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """Words ready to be sent to one recipient. The text ends with the alert id."""

    title: str
    text: str
    html: str = ""  # the same for a mail program; empty where text is all


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """Who is told what: one Apprise URL and its filters; an empty filter lets everything through."""

    name: str
    url: str
    districts: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    min_severity: Severity = Severity.MEDIUM
    digest: str = "immediate"  # or "daily", "weekly"
    quiet_hours: str = ""  # "22:00-07:00", local: all but critical notices wait for the end
    letters_per_week: int | None = None  # at most, in any seven days; 0: as many as there are; None: as all others


@dataclass(frozen=True, kw_only=True, slots=True)
class Silence:
    """Somebody wants no notices of some alerts until a moment. An empty matcher matches everything."""

    id: int = 0
    rule: str = ""  # an id, or a pattern: "G*"
    department: str = ""  # also without its district: 水务局
    district: str = ""
    alert_id: str | None = None  # this one alert
    max_severity: Severity | None = None  # this level and below: what is graver is told all the same
    kind: Kind | None = None
    fiscal_year: int | None = None
    created_at: datetime
    until: datetime
    author: str
    reason: str
    ended_at: datetime | None = None  # before its time
    ended_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered:
    """The receiver has it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryFailed:
    """The receiver does not have it, as far as we know."""

    error: str  # without secrets
    permanent: bool = False  # retrying can't help
    ambiguous: bool = False  # it may have arrived: sent, answer lost
    retry_after_seconds: float | None = None  # what the receiver itself asked for
