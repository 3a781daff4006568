"""T2, T3, T4, T6: near its end, later than the others, dated oddly, and not all of a family there. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alerts.model import Body, Finding, RuleResult
from alerts.rules.case import judged, not_applicable, ok
from alerts.rules.timeliness import CHINA, Duty
from alerts.rules.wording import KINDS
from alerts.settings import Rule, RuleBook
from parsers.model import Evidence, Scope


def judge_nearing(duty: Duty, today: date, rules: RuleBook) -> RuleResult:
    """T2: the last day comes near and nothing was found."""
    rule, term = rules.rule("T2"), rules.rule("T1")
    if not rule.enabled or duty.approved_on is None:
        return not_applicable(rule, "规则已停用或没有批准日期")
    department = duty.body.scope == Scope.DEPARTMENT
    due = duty.approved_on + timedelta(days=term.whole("department_days" if department else "unit_days"))
    near = duty.approved_on + timedelta(days=rule.whole("department_days" if department else "unit_days"))
    if duty.found_on is not None or today > due:
        return ok(rule, rule.words["over"])
    if today < near:
        return ok(rule, rule.words["not_near"])
    body = duty.body
    message = rule.say(
        "message", department=body.department, year=body.fiscal_year, kind=KINDS[body.kind], due=due,
        approved=duty.approved_on,
    )  # fmt: skip
    return judged(rule, [_finding(rule, "nearing", message, duty.sources, {"due_on": due.isoformat()})])


def judge_against_peers(
    body: Body, found_on: date, peers: Sequence[date], expected: int, rules: RuleBook
) -> RuleResult:
    """T3: published long after nearly all others of the district. ``peers``: the days of those that did, in order."""
    rule = rules.rule("T3")
    enough = -(-expected * rule.whole("share_percent") // 100)
    if not rule.enabled or expected < rule.whole("min_peers") or len(peers) < enough:
        return not_applicable(rule, rule.words["few"])
    reached = peers[enough - 1]
    days = (found_on - reached).days
    if days <= rule.whole("days"):
        return ok(rule, rule.words["fine"])
    message = rule.say(
        "message", department=body.department, year=body.fiscal_year, kind=KINDS[body.kind], found=found_on,
        share=rule.whole("share_percent"), reached=reached, days=days,
    )  # fmt: skip
    return judged(rule, [_finding(rule, "peers", message, (), {"days": str(days)})])


@dataclass(frozen=True, kw_only=True, slots=True)
class Dating:
    """Every day that is known of one publication."""

    url: str
    published_on: date | None  # as printed
    address_on: date | None  # as its address says
    first_seen_at: datetime
    watched: bool  # its column was read to the end before it appeared: not seeing it earlier means something
    approved_on: date | None


def judge_dating(body: Body, dating: Dating, rules: RuleBook) -> RuleResult:
    """T4: printed before the approval, another day in the address, or seen long after the printed day."""
    rule = rules.rule("T4")
    if not rule.enabled or dating.published_on is None:
        return not_applicable(rule, rule.words["no_day"])
    printed = dating.published_on
    seen = dating.first_seen_at.astimezone(CHINA).date()
    odd = []
    if dating.approved_on is not None and printed < dating.approved_on:
        odd.append(rule.say("before_approval", approved=dating.approved_on))
    if dating.address_on is not None and abs((dating.address_on - printed).days) > rule.whole("address_days"):
        odd.append(rule.say("address", address=dating.address_on))
    if dating.watched and (seen - printed).days > rule.whole("seen_days"):
        odd.append(rule.say("seen", seen=seen))
    if not odd:
        return ok(rule, rule.words["fine"])
    message = rule.say(
        "message", department=body.department, year=body.fiscal_year, kind=KINDS[body.kind], printed=printed,
        odd="；".join(odd),
    )  # fmt: skip
    return judged(rule, [_finding(rule, "dating", message, (dating.url,), {"published_on": printed.isoformat()})])


def judge_family(body: Body, found_on: date, missing: Sequence[str], today: date, rules: RuleBook) -> RuleResult:
    """T6: the department published, units that belong to it did not."""
    rule = rules.rule("T6")
    if not rule.enabled:
        return not_applicable(rule, "规则已在配置中停用")
    if not missing or today <= found_on + timedelta(days=rule.whole("days")):
        return ok(rule, rule.words["fine"])
    message = rule.say(
        "message", department=body.department, year=body.fiscal_year, kind=KINDS[body.kind], found=found_on,
        count=len(missing), units="、".join(missing[:5]),
    )  # fmt: skip
    return judged(rule, [_finding(rule, "family", message, (), {"units": "、".join(sorted(missing))})])


def _finding(rule: Rule, subject: str, message: str, urls: Sequence[str], values: dict[str, str]) -> Finding:
    return Finding(
        rule=rule.id, severity=rule.severity, subject=subject, topic=rule.topic, message=message, values=values,
        basis=rule.source, evidence=tuple(Evidence(file=url, where="栏目列表") for url in urls),
    )  # fmt: skip
