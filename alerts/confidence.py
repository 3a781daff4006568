"""How far a finding's figures can be trusted, from where they stand and how they were read. Pure.

Not how grave the finding is and not whether anybody did wrong: only how sure we are to have read what is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from alerts.compare import same_amount
from alerts.model import Finding, RuleResult
from parsers.model import Fact, Report, Source

HIGH, FAIR, LOW = "高", "中", "低"
BESIDE_READING = ("T1", "T2", "T3", "T4", "T5", "T6", "C1")  # rest on days and versions, not on one reading
MUCH_UNREAD = Decimal("0.2")  # a report of which that share of figures was not understood is doubtful as a whole


@dataclass(frozen=True, kw_only=True, slots=True)
class Confidence:
    """The level and everything that speaks for or against it."""

    level: str
    why: tuple[str, ...]

    def __str__(self) -> str:
        """高（文字与报表一致）"""
        return f"{self.level}（{'；'.join(self.why)}）" if self.why else self.level


def confidence(finding: Finding, report: Report | None, media_types: Iterable[str] = ()) -> Confidence:
    """How sure we are of the finding's figures; ``report`` is the reading it was judged on, None for a missing one."""
    if report is None or finding.rule in BESIDE_READING:
        return Confidence(level=FAIR, why=("按登记的栏目、批准日期或存档的前后两版推算",))
    doubts = _doubts(finding, report, media_types)
    sure, support = _support(finding, report)
    level = LOW if doubts else HIGH if sure else FAIR
    return Confidence(level=level, why=(*support, *doubts, *_remarks(media_types)))


def with_confidence(
    results: Iterable[RuleResult], report: Report, media_types: Sequence[str] = ()
) -> tuple[RuleResult, ...]:  # fmt: skip
    """The results, each finding with how sure we are of it: for notices, which are written without the reading."""

    def sure(finding: Finding) -> Finding:
        return replace(finding, confidence=str(confidence(finding, report, media_types)))

    return tuple(replace(result, findings=tuple(map(sure, result.findings))) for result in results)


def _support(finding: Finding, report: Report) -> tuple[bool, tuple[str, ...]]:
    """Whether two places of the report say the same, and in words."""
    facts = [f for f in report.facts if f.measure == finding.measure and f.amount is not None]
    told, listed = _of(facts, Source.NARRATIVE), _of(facts, Source.TABLE)
    if told and listed:
        agree = any(_same(one, other) for one in told for other in listed)
        return agree, ("文字与报表一致" if agree else "文字与报表所载不一致，以原文为准",)
    if told:
        return False, ("只见于文字",)
    if listed:
        return False, ("只见于报表",)
    return False, ("取自表格或绩效表中的一处" if finding.evidence else "没有可核对的第二处",)


def _of(facts: Sequence[Fact], source: Source) -> list[Fact]:
    return [fact for fact in facts if fact.source == source]


def _same(one: Fact, other: Fact) -> bool:
    return one.amount is not None and other.amount is not None and same_amount(one.amount, other.amount, one.unit)


def _doubts(finding: Finding, report: Report, media_types: Iterable[str]) -> tuple[str, ...]:
    found = []
    if any(kind.startswith("image/") for kind in media_types) or _recognised(finding, report):
        found.append("由图像识别（OCR），数字可能误读")
    if "N7" in finding.modifiers or finding.rule == "N7":
        found.append("所在部分文字残缺")
    if report.unread_share > MUCH_UNREAD:
        found.append(f"报告中有 {report.unread_share * 100:.0f}% 的数字未读懂")
    return tuple(found)


def _recognised(finding: Finding, report: Report) -> bool:
    """Whether a page that the finding rests on was a picture; the reader notes it for each page."""
    pictures = {note.where for note in report.unread if "图像识别" in note.what}
    return any(evidence.where.startswith(tuple(pictures)) for evidence in finding.evidence) if pictures else False


def _remarks(media_types: Iterable[str]) -> tuple[str, ...]:
    return ("取自 PDF，行末断开的文字由本软件接续",) if "application/pdf" in set(media_types) else ()
