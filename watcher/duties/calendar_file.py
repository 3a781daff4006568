"""The last days to publish as an iCalendar file (RFC 5545): one all-day event for a district, kind and year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from alerts.settings import RuleBook
from watcher.config import Deadline

KINDS = {"budget": "部门预算", "final_accounts": "部门决算"}
TERMS = (("department_days", "部门"), ("unit_days", "单位"))


def calendar(deadlines: Iterable[Deadline], rules: RuleBook, now: datetime) -> bytes:
    """The file; the same duty has the same UID in every file, so that a calendar updates it instead of doubling it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//gongkai-watch//deadlines//ZH", "CALSCALE:GREGORIAN"]
    for deadline in deadlines:
        for term, who in TERMS:
            lines += _event(deadline, rules.rule("T1").whole(term), who, now)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line)).encode()


def _event(deadline: Deadline, days: int, who: str, now: datetime) -> list[str]:
    due = deadline.approved_on + timedelta(days=days)
    what = f"{deadline.district}{who}{deadline.fiscal_year}年度{KINDS[deadline.kind][2:]}公开最迟日（推算）"
    mark = sha256(f"{deadline.district}|{deadline.kind}|{deadline.fiscal_year}|{who}".encode()).hexdigest()[:24]
    about = f"批准日{deadline.approved_on}，按预算法推算 {days} 天；实际以批复日为准，请核对。"
    return [
        "BEGIN:VEVENT", f"UID:{mark}@gongkai-watch", f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{_day(due)}", f"DTEND;VALUE=DATE:{_day(due + timedelta(days=1))}",
        f"SUMMARY:{_text(what)}", f"DESCRIPTION:{_text(about)}", "TRANSP:TRANSPARENT", "BEGIN:VALARM",
        "ACTION:DISPLAY", f"DESCRIPTION:{_text(what)}", "TRIGGER:-P10D", "END:VALARM", "END:VEVENT",
    ]  # fmt: skip


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _text(text: str) -> str:
    for plain in ("\\", ";", ","):
        text = text.replace(plain, f"\\{plain}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, none of them in the middle of a character."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > 74:
            yield piece
            piece = " "
        piece += character
    yield piece
