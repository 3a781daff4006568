"""Every accounting relation held against the audited reports: satisfied, violated, or why it was not asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from alerts.check import Answer, Checked, answers
from alerts.model import History
from alerts.rules.case import Case
from watcher.audit.auditing import Audit

MARKS = {Answer.SATISFIED: "相符", Answer.VIOLATED: "不符", Answer.NOT_EVALUATED: "未核"}


def relations_text(audit: Audit) -> str:
    """What `watcher audit --relations` prints."""
    lines: list[str] = []
    for audited in audit.audited:
        found = answers(Case.of(audited.report, History()))
        counts = Counter(checked.answer for checked in found)
        counted = "，".join(f"{word}{counts[answer]}" for answer, word in MARKS.items())
        lines += [f"{'、'.join(audited.report.files)}：勾稽关系{counted}", *_lines(found), ""]
    return "\n".join(lines).rstrip()


def _lines(found: tuple[Checked, ...]) -> Iterator[str]:
    """One line for each answer; relations that could not be asked are told once with the reason."""
    told: set[tuple[str, str]] = set()
    for checked in found:
        if checked.answer != Answer.NOT_EVALUATED:
            tolerance = f"（允差 {checked.tolerance:f}）" if checked.answer == Answer.VIOLATED else ""
            yield f"  {MARKS[checked.answer]} {checked.relation.id} {checked.formula}{tolerance}"
        elif (checked.relation.id, checked.why) not in told:
            told.add((checked.relation.id, checked.why))
            yield f"  {MARKS[checked.answer]} {checked.relation.id} {checked.relation.text}：{checked.why}"
