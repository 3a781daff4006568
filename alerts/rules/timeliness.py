"""T: published in time (T1) and left as published (T5). These two are judged apart from a report's other rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from alerts.compare import Change
from alerts.model import Body, Finding, RuleResult, Severity
from alerts.rules.case import judged, no_data, not_applicable, ok
from alerts.rules.wording import KINDS
from alerts.settings import Rule, RuleBook
from parsers.model import Evidence, Kind, Scope

ARTICLES = {Kind.BUDGET: "五十二", Kind.FINAL_ACCOUNTS: "八十"}
CHINA = timezone(timedelta(hours=8))
NOT_THERE = "（无）"


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """A body owes a report; what is known of it and of how well we looked."""

    body: Body
    approved_on: date | None  # 人大批准预算, 人大常委会批准决算
    found_on: date | None  # first day it is known to have been public
    sources_checked_ok: bool  # the latest check of each source where it would stand succeeded
    last_checked_at: datetime | None  # the oldest of those checks
    sources: tuple[str, ...] = ()  # their addresses
    proof: tuple[str, ...] = ()  # for each: how well it could be read, in words
    confirmed: bool = True  # named by the roster; False where only last year's publication says so


def judge_deadline(duty: Duty, today: date, rules: RuleBook) -> RuleResult:
    """T1 on ``today``. "Missing" is said only after the grace days and after every source was read since."""
    rule = rules.rule("T1")
    if not rule.enabled:
        return not_applicable(rule, "规则已在配置中停用")
    if duty.approved_on is None:
        return not_applicable(rule, rule.words["no_day"])
    due = duty.approved_on + timedelta(days=rule.whole(_allowed(duty.body.scope)))
    limit = due + timedelta(days=rule.whole("grace_days"))
    if duty.found_on is not None:
        word = "published" if duty.found_on <= limit else "published_late"
        return ok(rule, rule.say(word, found=duty.found_on, due=due))
    if today <= limit:
        return ok(rule, rule.say("not_due", due=due, limit=limit))
    if trouble := _unseen(duty, limit):
        return no_data(rule, rule.words[trouble])
    return judged(rule, [_overdue(rule, duty, duty.approved_on, due, today)])


def _allowed(scope: Scope) -> str:
    return "department_days" if scope == Scope.DEPARTMENT else "unit_days"


def _unseen(duty: Duty, limit: date) -> str:
    if not duty.sources_checked_ok or duty.last_checked_at is None:
        return "unchecked"
    return "checked_early" if duty.last_checked_at.astimezone(CHINA).date() < limit else ""


def _overdue(rule: Rule, duty: Duty, approved_on: date, due: date, today: date) -> Finding:
    """No days overdue among the values: they change daily, and a finding that changes is told again."""
    body = duty.body
    message = rule.say(
        "message", today=today, sources=len(duty.sources), department=body.department, year=body.fiscal_year,
        kind=KINDS[body.kind], approved=approved_on, article=ARTICLES[body.kind], due=due,
    ) + ("" if duty.confirmed else rule.words["unconfirmed"])  # fmt: skip
    days = rule.whole(_allowed(body.scope))
    long = rule.whole("critical_after_days")
    standing = today > due + timedelta(days=rule.whole("grace_days") + long)
    message += (rule.say("still_missing", days=long) if standing else "") + rule.say("elsewhere")
    proof = duty.proof or ("",) * len(duty.sources)
    return Finding(
        rule=rule.id, severity=Severity.CRITICAL if standing else rule.severity, subject="publication",
        topic=rule.topic, message=message,
        values={"approved_on": approved_on.isoformat(), "due_on": due.isoformat()},
        formula=f"{approved_on} + {days} 天 = {due}，另宽限 {rule.whole('grace_days')} 天",
        basis=f"《预算法》第十四条、第{ARTICLES[body.kind]}条，{days}天为批复日未知时的推算上限",
        evidence=tuple(
            Evidence(file=url, where="栏目列表", quote=read) for url, read in zip(duty.sources, proof, strict=True)
        ),
    )  # fmt: skip


def judge_replacement(
    changes: Sequence[Change | Mapping[str, str | None]], body: Body, url: str, rules: RuleBook
) -> RuleResult:
    """T5: what was published reads otherwise now. No changed figure means that only words changed, and that is said.

    Where figures only came to those that stood there, the report was completed: worth a line in a digest.
    """
    rule = rules.rule("T5")
    if not rule.enabled:
        return not_applicable(rule, "规则已在配置中停用")
    return judged(rule, [_replaced(rule, [_change(c) for c in changes], body, url)])


def judge_withdrawal(
    body: Body, url: str, why: str, since: datetime, looks: int, rules: RuleBook
) -> RuleResult:  # fmt: skip
    """T5: what was published is off its lists (``why`` "list") or its page is gone ("page"), looked for repeatedly."""
    rule = rules.rule("T5")
    if not rule.enabled:
        return not_applicable(rule, "规则已在配置中停用")
    day = since.astimezone(CHINA).date()
    message = rule.say(
        f"gone_{why}", department=body.department, year=body.fiscal_year, kind=KINDS[body.kind], since=day, looks=looks
    )
    finding = Finding(
        rule=rule.id, severity=rule.severity, subject="withdrawal", topic="撤回", message=message,
        values={"gone_since": day.isoformat()}, formula=f"自{day}起 {looks} 次检查未见", basis="至少一天内三次检查",
        evidence=(Evidence(file=url, where="网页"),),
    )  # fmt: skip
    return judged(rule, [finding])


def _change(change: Change | Mapping[str, str | None]) -> Change:
    """A change as it is, or as it was stored: a mapping of its fields."""
    if isinstance(change, Change):
        return change
    return Change(
        what=change["what"] or "", label=change["label"] or "", before=change["before"], after=change["after"]
    )


def _word(changes: Sequence[Change]) -> str:
    """Which sentence tells these changes: figures differ, figures only came, or none is touched."""
    if not changes:
        return "narrative"
    return "added" if all(change.before is None for change in changes) else "message"


def _replaced(rule: Rule, changes: Sequence[Change], body: Body, url: str) -> Finding:
    listed = [
        rule.say("change", label=c.label, before=c.before or NOT_THERE, after=c.after or NOT_THERE) for c in changes
    ]
    most, word = rule.whole("max_listed"), _word(changes)
    message = rule.say(
        word, department=body.department, year=body.fiscal_year, kind=KINDS[body.kind], count=len(changes),
        changes="；".join(listed[:most]), more=rule.words["more"] if len(listed) > most else "",
    )  # fmt: skip
    return Finding(
        rule=rule.id, severity=Severity.LOW if word == "added" else rule.severity, subject="replacement",
        topic=rule.topic, message=message,
        values={c.what: f"{c.before or ''}→{c.after or ''}" for c in changes}, formula="；".join(listed),
        basis="本次读取对上次读取", evidence=(Evidence(file=url, where="网页"),),
    )  # fmt: skip
