"""Which tables were read in part only. What is not understood of a table may be just what a rule misses in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from alerts.rules.case import Case
from parsers.model import Fact, Report, StandardTable, Unread

#: What the reading says of a line of a table without drawn columns that could not be told apart into cells.
ROW_UNREAD = "表格行未识别"
#: What it says of a column whose head it does not know.
COLUMN_UNREAD = "列名未识别"
#: What it says of a line above the figures that is no head it knows.
HEAD_UNREAD = "表头未识别"
#: What it says of a table of which a column, a row or a cell was not understood.
HALF_READ = (COLUMN_UNREAD, HEAD_UNREAD, "不是数字", "单位未注明", "行名未识别", ROW_UNREAD)
#: What it says of a filled performance form of which nothing was understood.
FORM_UNREAD = "绩效表没有读出"

_AMOUNT = re.compile(r"\d\.\d")
_PAGE = re.compile(r"第(\d+)")


def doubts(case: Case) -> Mapping[int, Sequence[str]]:
    """What was not understood in each table, by its ``id``: at its own place, or on a page up to the next table."""
    found: dict[int, list[str]] = defaultdict(list)
    for unread in case.report.unread:
        if unread.what.startswith(HALF_READ):
            for table in _tables_at(case.report, unread):
                found[id(table)].append(unread.what)
    return found


def _tables_at(report: Report, unread: Unread) -> list[StandardTable]:
    here = [t for t in report.tables if (t.evidence.file, t.evidence.where) == (unread.file, unread.where)]
    place = _PAGE.match(unread.where)
    if here or place is None:
        sheet = unread.where.partition("!")[0] if "!" in unread.where else None
        return here or [t for t in report.tables if sheet and t.evidence.where.startswith(f"{sheet}!")]
    before = [t for t in report.tables if t.evidence.file == unread.file and (t.evidence.page or 0) <= int(place[1])]
    last = max((t.evidence.page or 0 for t in before), default=0)
    return [t for t in before if t.evidence.page == last]


def rows_unread(case: Case, *tables: StandardTable) -> bool:
    """Whether lines with figures of one of these tables were not understood."""
    known = case.once(doubts)
    return any(_is_row(doubt) for table in tables for doubt in known.get(id(table), ()))


def _is_row(doubt: str) -> bool:
    """A line of figures, also where it was taken for a head."""
    return doubt.startswith(ROW_UNREAD) or (doubt.startswith(HEAD_UNREAD) and bool(_AMOUNT.search(doubt)))


def columns_unsure(case: Case, fact: Fact) -> bool:
    """Whether a figure was read from a table of which the head of some column was not understood."""
    known = case.once(doubts)
    own = (t for t in case.report.tables if (t.kind, t.evidence.file) == (fact.table, fact.evidence.file))
    return any(doubt.startswith(COLUMN_UNREAD) for table in own for doubt in known.get(id(table), ()))


def forms_unread(case: Case) -> bool:
    """Whether a performance form stands there that was not read."""
    return any(unread.what.startswith(FORM_UNREAD) for unread in case.report.unread)
