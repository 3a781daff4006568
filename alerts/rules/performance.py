"""P: whether a self-evaluation can be right as it is filled in."""

from __future__ import annotations

import re
from decimal import Decimal

from alerts.model import Finding, RuleResult
from alerts.rules.case import Case, judged, no_data, not_applicable
from alerts.rules.wording import shown
from alerts.settings import Rule
from parsers.model import Evidence, Indicator, Kind, PerformanceForm

#: A number with what follows it up to the end: "350个", "≥95%", "不低于 95 %".
_NUMBER = re.compile(
    r"^(?P<relation>≥|≤|>=|<=|=|>|<|＞|＜|不低于|不少于|不高于|不超过|大于|小于)?(?P<number>\d+(?:\.\d+)?)(?P<unit>[^\d.～~—–-]*)$"
)
_AT_MOST = {"≤", "<=", "<", "＜", "不高于", "不超过", "小于"}
_AT_LEAST = {"≥", ">=", ">", "＞", "不低于", "不少于", "大于"}


def judge_p1(case: Case, rule: Rule) -> RuleResult:
    """No score above its full mark: the whole form, its execution rate, each indicator."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, "预算没有自评得分")
    scored = [(name, form) for name, form in case.forms() if _scored(form)]
    if not scored:
        return no_data(rule, "未公开绩效自评表，或自评表没有可读的得分")
    return judged(rule, [f for name, form in scored if (f := _above_full(rule, name, form))])


def _scored(form: PerformanceForm) -> bool:
    return (
        form.score is not None or form.rate_score is not None or any(mark(i.score) is not None for i in form.indicators)
    )


def _above_full(rule: Rule, name: str, form: PerformanceForm) -> Finding | None:
    """All that is above its mark in one form is one finding: a wrong part makes a wrong total."""
    above = _parts_above(form)
    full = rule.decimal("full_score")
    parts = [rule.say("part", name=part, score=shown(score), full=shown(weight)) for part, score, weight in above]
    values = {f"{part}": f"{shown(score)}" for part, score, _ in above}
    if form.score is not None and form.score > full:
        parts.insert(0, rule.say("total", score=shown(form.score), full=shown(full)))
        values["score"] = shown(form.score)
    if not parts:
        return None
    return Finding(
        rule=rule.id, severity=rule.severity, subject=name, topic=rule.topic,
        message=rule.say("message", form=name, parts="；".join(parts)), values=values, formula="；".join(parts),
        basis="得分不超过满分", evidence=(form.evidence, *_rows_above(form)),
    )  # fmt: skip


def _rows_above(form: PerformanceForm) -> list[Evidence]:
    rows = [(i.evidence, mark(i.score), mark(i.weight)) for i in form.indicators]
    return [row for row, score, weight in rows if row and score is not None and weight and score > weight]


def _parts_above(form: PerformanceForm) -> list[tuple[str, Decimal, Decimal]]:
    parts = [("预算执行率", form.rate_score, form.rate_weight)]
    parts += [(i.name, mark(i.score), mark(i.weight)) for i in form.indicators]
    return [(name, score, weight) for name, score, weight in parts if score is not None and weight and score > weight]


def judge_p2(case: Case, rule: Rule) -> RuleResult:
    """A target that was missed earns no full mark. Only targets and results that are numbers of one unit are judged."""
    if case.kind != Kind.FINAL_ACCOUNTS:
        return not_applicable(rule, "预算没有自评得分")
    judgeable = [
        (name, form, i) for name, form in case.forms() for i in form.indicators if _missed(rule, i) is not None
    ]
    if not judgeable:
        return no_data(rule, "自评表没有可比较目标值与完成值的指标")
    full = [(name, form, i) for name, form, i in judgeable if _missed(rule, i) and _full_mark(i)]
    return judged(rule, [_full_though_missed(rule, name, form, i) for name, form, i in full])


def _missed(rule: Rule, indicator: Indicator) -> bool | None:
    """Whether the result falls short of the target; None where that can't be told."""
    target, actual = _number(indicator.target), _number(indicator.actual)
    if not target or not actual or not _one_unit(target, actual, indicator.unit):
        return None
    relation = indicator.relation or target["relation"] or ""
    goal, result = Decimal(target["number"]), Decimal(actual["number"])
    if relation in _AT_MOST:
        return result > goal
    if relation in _AT_LEAST:
        return result < goal
    units = {target["unit"], actual["unit"], indicator.unit}
    unclear = any(word in indicator.name for word in rule.texts("less_is_better"))
    unclear = unclear or not units.isdisjoint(rule.texts("cost_units"))
    return None if unclear else result < goal


def _one_unit(target: re.Match[str], actual: re.Match[str], unit: str | None) -> bool:
    """A unit may stand in its own column, in the target, in the result; 95% and 0.95 are two."""
    units = {m["unit"] for m in (target, actual) if m["unit"]} | ({unit} if unit and unit != "无" else set())
    share = "%" in units and any(not m["unit"] and Decimal(m["number"]) <= 1 for m in (target, actual))
    return len(units) <= 1 and not share


def _full_mark(indicator: Indicator) -> bool:
    weight, score = mark(indicator.weight), mark(indicator.score)
    return bool(weight) and score is not None and weight is not None and score >= weight


def _full_though_missed(rule: Rule, name: str, form: PerformanceForm, indicator: Indicator) -> Finding:
    target, actual, score = indicator.target or "", indicator.actual or "", indicator.score or ""
    return Finding(
        rule=rule.id, severity=rule.severity, subject=f"{name}/{indicator.name}", topic=rule.topic,
        message=rule.say("message", form=name, name=indicator.name, target=target, actual=actual, score=score),
        values={"target": target, "actual": actual, "weight": indicator.weight or "", "score": score},
        formula=f"完成 {actual}，目标 {indicator.relation or ''}{target}；得分 {score}，权重 {indicator.weight}",
        basis="完成值对目标值", evidence=(indicator.evidence or form.evidence,),
    )  # fmt: skip


def _number(text: str | None) -> re.Match[str] | None:
    return _NUMBER.match("".join((text or "").split()).replace(",", "").replace("％", "%"))


def mark(text: str | None) -> Decimal | None:
    """A mark as a number: "10" or "10分"; None for anything else."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)分?", "".join((text or "").split()))
    return Decimal(match[1]) if match else None
