"""Q: what a report looks like: template text, a wrong unit, another year or body, scans, page residue."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from alerts.model import Finding, RuleResult
from alerts.rules.case import Case, judged, lowered, not_applicable, ok
from alerts.rules.profiles import table_name
from alerts.rules.wording import measure_name, shown
from alerts.settings import Rule
from alerts.units import UnitSlip, slips
from parsers.model import Comparison, Evidence, Fact, Level, Remark, Unread

#: A form's stand-in for the name of the body.
_NAMELESS = re.compile(r"[×XxＸ]{2,}(?:局|委|办|部门|单位|街道|镇)")


def judge_q1(case: Case, rule: Rule) -> RuleResult:
    """The drafting instructions left in; mere marks of an unfilled form are a small matter."""
    instructions = _said(case, "template_instruction")
    marks = [mark for mark in _said(case, "template_mark") if mark not in _unnamed(case)]
    if not instructions and not marks:
        return ok(rule)
    severity = rule.severity if instructions else lowered(rule.severity)
    quote = (instructions or marks)[0].evidence.quote[:40]
    return judged(rule, [
        Finding(rule=rule.id, severity=severity, subject="template", topic=rule.topic,
                message=rule.say("message" if instructions else "marks", quote=quote),
                evidence=tuple(r.evidence for r in (*instructions, *marks)))
    ])  # fmt: skip


def _said(case: Case, code: str) -> list[Remark]:
    return [remark for remark in case.report.remarks if remark.code == code]


def judge_q2(case: Case, rule: Rule) -> RuleResult:
    """元 for 万元, seen by a factor of ten thousand between two places, or by a small body with too much money."""
    found = [_unit(rule, slip) for slip in case.once(slips)]
    return judged(rule, found or _too_large(case, rule))


def _unit(rule: Rule, slip: UnitSlip) -> Finding:
    one, other = slip.pairs[0]
    message = rule.say(
        "message", name=one.name, first=shown(one.amount), second=shown(other.amount), one=table_name(one.table),
        other=table_name(other.table), count=len(slip.pairs),
    )  # fmt: skip
    return Finding(
        rule=rule.id, severity=rule.severity, subject=slip.place, topic=rule.topic, message=message,
        values={"first": shown(one.amount), "second": shown(other.amount), "pairs": str(len(slip.pairs))},
        formula="；".join(f"{a.name} {shown(a.amount)}，{shown(b.amount)}" for a, b in slip.pairs[:10]),
        evidence=tuple(dict.fromkeys(figure.evidence for pair in slip.pairs[:5] for figure in pair)),
    )  # fmt: skip


def _too_large(case: Case, rule: Rule) -> list[Finding]:
    identity, total = case.report.identity, case.figure("expenditure.total") or case.figure("expenditure.current")
    small = identity.level in (Level.DISTRICT, Level.TOWN) and _is_small(rule, identity.department or "")
    if not small or total is None or (total.amount or Decimal(0)) <= rule.decimal("max_total"):
        return []
    amount = shown(total.amount or Decimal(0))
    return [
        Finding(rule=rule.id, severity=rule.severity, subject=total.measure, measure=total.measure, topic=rule.topic,
                message=rule.say("large", name=measure_name(total.measure), amount=amount), values={"amount": amount},
                evidence=(total.evidence,))
    ]  # fmt: skip


def _is_small(rule: Rule, department: str) -> bool:
    return department.removesuffix("（本级）").endswith(rule.texts("small_bodies"))


def judge_q3(case: Case, rule: Rule) -> RuleResult:
    """Another year or another body's name where the report speaks of itself."""
    found = [
        *_slip(rule, "other_year", "year", [r.evidence for r in _said(case, "other_year")] + _titles(case)),
        *_slip(rule, "other_body", "body", [r.evidence for r in _said(case, "other_body")]),
        *_slip(rule, "unnamed", "name", [r.evidence for r in _unnamed(case)]),
        *_slip(rule, "impossible_base", "base", [f.evidence for f, _ in _impossible(case)]),
    ]
    return judged(rule, found)


def _unnamed(case: Case) -> list[Remark]:
    """Places where the form's own XX局 stands for the body's name."""
    return [mark for mark in _said(case, "template_mark") if _NAMELESS.search(mark.evidence.quote)]


def _slip(rule: Rule, word: str, subject: str, places: Sequence[Evidence]) -> list[Finding]:
    if not places:
        return []
    message = rule.say(word, quote=places[0].quote[:60])
    return [Finding(rule=rule.id, severity=rule.severity, subject=subject, topic=rule.topic, message=message,
                    evidence=tuple(dict.fromkeys(places)))]  # fmt: skip


def _titles(case: Case) -> list[Evidence]:
    """Tables whose own name tells of another year."""
    year = str(case.report.identity.fiscal_year)
    titles = [(t.title.strip(), t.evidence) for t in case.report.tables]
    return [evidence for title, evidence in titles if title[:2] == "20" and title[4:5] == "年" and title[:4] != year]


def _impossible(case: Case) -> list[tuple[Fact, Comparison]]:
    """Comparisons with a base that can not be: 比2026年预算 in a budget of 2026."""
    pairs = [(f, c) for f in case.report.facts for c in f.comparisons if c.base is None and c.base_text]
    return [(f, c) for f, c in pairs if str(case.report.identity.fiscal_year) in (c.base_text or "")]


def by_unread(words: str) -> Callable[[Case, Rule], RuleResult]:
    """A rule about what the reading had to leave (Q4 scans, Q7 page residue)."""

    def judge(case: Case, rule: Rule) -> RuleResult:
        left = [u for u in case.report.unread if any(word in u.what for word in rule.texts(words))]
        if not left:
            return ok(rule)
        finding = Finding(
            rule=rule.id, severity=rule.severity, subject="reading", topic=rule.topic,
            message=rule.say("message", what=left[0].what[:60], count=len(left)),
            evidence=tuple(map(_place, left)),
        )  # fmt: skip
        return judged(rule, [finding])

    return judge


def _place(unread: Unread) -> Evidence:
    return Evidence(file=unread.file, where=unread.where or "正文", quote=unread.what[:80])


def elsewhere(case: Case, rule: Rule) -> RuleResult:
    """A rule that is kept by another part of the service and has nothing to judge in a report (Q5, Q8)."""
    del case
    return not_applicable(rule, rule.words["elsewhere"])
