"""The nouns of reading: what a file holds (Document) and what a report says (Report).

Everything here is frozen and keyword-only. A money amount is a ``Decimal`` in the unit that
``measures.toml`` gives the measure (万元 for money), and its exponent keeps the precision that was
printed: 1.48 万元 is ``Decimal("1.48")``, 18449258.26 元 is ``Decimal("1844.925826")``, 1.5 亿元 is
``Decimal("1.5E+4")``. No float ever enters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """The two kinds of report: 部门预算 and 部门决算."""

    BUDGET = "budget"
    FINAL_ACCOUNTS = "final_accounts"


class Scope(StrEnum):
    """Whose money the report covers: 部门(汇总), 本级 or 所属单位."""

    DEPARTMENT = "department"
    OWN_LEVEL = "own_level"
    UNIT = "unit"


class Level(StrEnum):
    """The level of government that the body belongs to."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    TOWN = "town"


class Base(StrEnum):
    """What a change is measured against."""

    OPENING_BUDGET = "opening_budget"  # 年初预算数
    REVISED_BUDGET = "revised_budget"  # 全年(调整)预算数
    PRIOR_FINAL = "prior_final"  # 上年决算数 / 支出数
    PRIOR_BUDGET = "prior_budget"  # 上年预算数
    PRIOR_EXECUTION = "prior_execution"  # 上年执行数


class Source(StrEnum):
    """Where in a report a figure stands."""

    NARRATIVE = "narrative"
    TABLE = "table"


class TableStatus(StrEnum):
    """What became of a standard table."""

    PRESENT = "present"
    DECLARED_EMPTY = "declared_empty"  # no figures, and a note says why
    BLANK = "blank"  # no figures and no note
    UNAVAILABLE = "unavailable"  # said to be in a file that was not given


class SectionStatus(StrEnum):
    """What became of a part of the explanation that the law asks for."""

    PRESENT = "present"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


# --- what a file holds -------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A run of text as printed: one paragraph of a page, or one line where lines are all there is."""

    text: str
    where: str = ""  # "第6页" for a PDF; empty where only the heading can tell the place
    page: int | None = None  # counted from 1
    heading: bool = False  # the format itself marks it as a heading (h1-h6, Heading style)
    line: bool = False  # a physical line of a PDF or wrapped text: it may end inside a word or a number
    box: tuple[float, float, float, float] | None = None  # of a PDF's line: points, origin top left


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A table as drawn: rectangular rows of cell texts; merged cells repeat nothing, they are ""."""

    rows: tuple[tuple[str, ...], ...]
    where: str = ""  # "第24页", "公开01表!A1"
    page: int | None = None
    name: str = ""  # sheet name, or a caption that belongs to the table by markup
    boxes: tuple[tuple[float, float, float, float], ...] = ()  # per row, PDF points, origin top left
    pages: tuple[int, ...] = ()  # per row; only where the grid runs over several pages, else ``page`` holds for all
    lost: frozenset[tuple[int, int]] = frozenset()  # row and column of empty cells cut by a page end: text may be lost


Block = Paragraph | Grid


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread:
    """Something that was not understood: never absorbed, always shown."""

    file: str
    where: str
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One file as read: its text and tables in reading order, nothing interpreted."""

    name: str  # as published or as named on the command line
    sha256: str
    media_type: str  # by the bytes: text/html, application/pdf, …
    blocks: tuple[Block, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)  # title, ArticleTitle, PubDate, ContentSource…
    attachments: tuple[str, ...] = ()  # names of files the page links as its attachments
    unread: tuple[Unread, ...] = ()


# --- what a report says ------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Where a figure stands, so that a person can find it with their own eyes."""

    file: str
    where: str  # 第N页, sheet!cell, or the heading
    quote: str = ""  # as printed, white space removed
    sha256: str = ""
    page: int | None = None
    box: tuple[float, float, float, float] | None = None  # PDF points, origin top left


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """A change that the report itself states; ``change`` and ``percent`` are signed."""

    base: Base | None = None  # None with ``base_text`` where the base cannot be true
    base_text: str | None = None
    change: Decimal | None = None  # in the unit of the fact
    percent: Decimal | None = None
    base_amount: Decimal | None = None  # the base's own figure, where printed
    completion: Decimal | None = None  # "完成预算的…%"
    reason: str | None = None  # what the department gives as the reason, None where it gives none
    quote: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One figure of the report's own year and kind, with the changes its sentence states."""

    measure: str  # a code of measures.toml
    source: Source
    unit: str  # the unit that measures.toml gives
    amount: Decimal | None = None  # None where only a change is stated
    comparisons: tuple[Comparison, ...] = ()
    evidence: Evidence
    table: str | None = None  # kind of the table it was read from


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRow:
    """One row of a standard table. A blank cell is absent from ``cells``; a printed 0 is there.

    A key of ``cells`` is a column's meaning (columns.toml) for the figure of the report's own year and kind: "total",
    "basic", "general_budget"; for any other figure the base stands before it: "opening_budget.total",
    "prior_budget.reception". A drawn row with names on two sides (收入 | 支出) is two rows.
    """

    label: str
    code: str | None = None  # classification code as printed, parts of a split code joined
    meaning: str | None = None  # of the label (rows.toml): "total", "current", "function.201"; None for other rows
    side: str | None = None  # "revenue", "expenditure", "personnel", "public_use" of a table with sides
    cells: Mapping[str, Decimal] = field(default_factory=dict)  # amounts in 万元; counts and percents as printed


@dataclass(frozen=True, kw_only=True, slots=True)
class StandardTable:
    """A table that the law or the local format asks for."""

    kind: str  # a key of tables.toml: "final_accounts.summary"
    title: str
    status: TableStatus
    unit: str | None = None  # as printed beside the table
    rows: tuple[TableRow, ...] = ()
    note: str = ""  # 备注 under the table
    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """One line of a performance form, texts as printed: targets are not always numbers."""

    name: str
    target: str | None = None
    actual: str | None = None
    weight: str | None = None
    score: str | None = None
    deviation: str | None = None
    relation: str | None = None  # ≥ ≤ = > <, as printed
    unit: str | None = None
    evidence: Evidence | None = None  # its row, where that is known


@dataclass(frozen=True, kw_only=True, slots=True)
class PerformanceForm:
    """A 绩效目标表 or 绩效自评表, 整体 or 项目; amounts in 万元."""

    name: str
    table: str  # kind of the form: "final_accounts.performance_project"
    overall: bool = False  # 整体 form
    declared_amount: Decimal | None = None  # 系统申报数
    opening_budget: Decimal | None = None
    revised_budget: Decimal | None = None
    executed: Decimal | None = None
    execution_rate: Decimal | None = None  # percent
    rate_weight: Decimal | None = None
    rate_score: Decimal | None = None
    score: Decimal | None = None  # 自评总分
    indicators: tuple[Indicator, ...] = ()
    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """Something the text says that modifies judgement; ``code`` is one of REMARKS."""

    code: str
    evidence: Evidence
    sections: tuple[str, ...] = ()  # sections that it casts doubt on


#: scope_break: 口径变化 and the like (rule Q6); truncated: a heading whose text is lost (rule N7);
#: revised_budget_column: a table says that its 预算数 is the 全年(调整)预算数 (rule G1, section 19);
#: institution_exempt: a 事业单位 says that it has no 机关运行经费 (rule C8).
#: The others (parsers/extract/slips.py) may come several times, once for each sentence. template_instruction,
#: template_mark: the form's own text left in (Q1); other_year, other_body: another year's, another body's name (Q3);
#: stale_goal: a goal that cites other years (P9); staff_gap: running costs that paid staff (E6); borne_elsewhere: who
#: else pays for vehicles or receptions (G9); subordinate_units: the text names units (A28); secrecy: left out as a
#: secret, ``sections`` is ("basis",) where the ground is named (C17).
REMARKS = (
    "scope_break", "truncated", "revised_budget_column", "institution_exempt", "template_instruction", "template_mark",
    "other_year", "other_body", "stale_goal", "staff_gap", "borne_elsewhere", "subordinate_units", "secrecy",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Whose report, of which year and kind. Unknown is None, never guessed."""

    department: str | None = None  # as printed, without year and kind
    district: str | None = None
    fiscal_year: int | None = None
    kind: Kind | None = None
    scope: Scope | None = None
    level: Level | None = None
    not_a_report: str | None = None  # why, where kind is None because it is something else


@dataclass(frozen=True, kw_only=True, slots=True)
class Stranger:
    """A file among those of a publication that is somebody else's report, and is read apart."""

    file: str
    sha256: str
    identity: Identity


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What one publication states, with the place of every figure and all that was not understood."""

    files: tuple[str, ...]
    identity: Identity
    title: str = ""
    facts: tuple[Fact, ...] = ()
    sections: Mapping[str, SectionStatus] = field(default_factory=dict)
    tables: tuple[StandardTable, ...] = ()
    performance: tuple[PerformanceForm, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unread: tuple[Unread, ...] = ()
    unread_share: Decimal = Decimal(0)  # share of figures in text and tables that no fact, row or form took up, 0 to 1
    listed: tuple[str, ...] = ()  # kinds of tables that the report's own list names
    strangers: tuple[Stranger, ...] = ()
    narrative_sha256: str = ""  # of the body text without white space: page furniture is outside it
