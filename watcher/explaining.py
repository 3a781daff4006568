"""One alert explained for a person. Pure: what is stored goes in, lines come out.

Quotes are verbatim but for the names and telephones of contact persons: an explanation is passed on like a notice (Q8).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from alerts.confidence import confidence
from alerts.difference import Point
from alerts.model import Alert, Finding
from alerts.rules.wording import measure_name, shown
from alerts.safe_text import without_contacts
from alerts.settings import Parameter, Rule
from parsers.model import Evidence, Fact, Report, Scope, StandardTable
from storage.records import AlertEventRecord
from watcher.follow_up import event_line, state_of
from watcher.wording import KINDS, STATES

SCOPES = {Scope.DEPARTMENT: "部门", Scope.OWN_LEVEL: "本级", Scope.UNIT: "所属单位"}
LEVELS = {"critical": "红·严重", "high": "橙·高", "medium": "黄·中", "low": "蓝·低", "info": "蓝·提示"}
VALUES = {
    "actual": "完成值",
    "allowed_from": "可容许自",
    "allowed_to": "可容许至",
    "amount": "金额",
    "approved_on": "批准日",
    "base_amount": "基数",
    "before": "对比数",
    "change": "增减额",
    "closing": "上年年末",
    "computed": "推算",
    "days": "天数",
    "depth": "现有位数",
    "difference": "相差",
    "due_on": "最迟公开日",
    "executed": "全年执行数",
    "family_before": "本级及所属单位上年",
    "family_now": "本级及所属单位本年",
    "first": "一处",
    "gone_since": "自何时不见",
    "implied": "推得数",
    "kept": "所比报告载明",
    "left": "年末结转结余",
    "now": "本年",
    "opening": "年初",
    "others": "所比各数",
    "pairs": "不符处数",
    "part": "分项",
    "parts": "各类合计",
    "percent": "增减率",
    "published": "已公开",
    "rate": "执行率",
    "revised_budget": "全年预算数",
    "score": "得分",
    "second": "另一处",
    "share": "占比",
    "spent": "支出",
    "stated": "文中所载",
    "suspect": "疑似有误的数",
    "target": "目标值",
    "tolerance": "允差",
    "total": "合计",
    "wanted": "应有位数",
    "weight": "权重",
    "whole": "总数",
    "witnesses": "同因不符的关系",
}
#: What some rules call by another name.
OWN_VALUES = {("E2", "first"): "年初或申报数", ("A53", "part"): "所属单位", ("A53", "whole"): "部门汇总"}
PERCENTS = ("percent", "rate", "share")
YUAN = "元"


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """Everything that an explanation draws on."""

    alert: Alert
    rule: Rule | None  # None: a rule that is not there any more
    report: Report | None = None  # the reading that was judged; None where a report is missing
    parts: Sequence[Mapping[str, Any]] = ()  # files of that reading: name, url, sha256, media_type
    others: Sequence[Report] = ()  # what it was compared with
    series: Sequence[Point] = ()
    events: Sequence[AlertEventRecord] = ()
    other_years: Sequence[Alert] = ()  # the same finding in other years
    waiting: Sequence[str] = ()  # notices of it that have not gone yet: to whom, why, until when
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))


def explanation(what: Explained) -> Iterator[str]:
    """The lines of an explanation."""
    alert, finding = what.alert, what.alert.finding
    body = alert.body
    yield f"{alert.id} [{LEVELS[finding.severity]}] {state_of(alert)}（第 {alert.revision} 版）"
    yield f"对象：{body.district} {body.department}（{SCOPES[body.scope]}）{body.fiscal_year} 年度{KINDS[body.kind]}"
    yield from _rule(finding, what.rule)
    yield f"情况：{without_contacts(finding.message)}"
    yield from _calculation(finding)
    yield f"部门说明：{without_contacts(finding.reason_given) or '（未见说明）'}"
    for number, evidence in enumerate(finding.evidence, 1):
        yield from _evidence(what, number, evidence)
    yield from _series(what)
    trust = confidence(finding, what.report, [str(part.get("media_type")) for part in what.parts])
    yield f"置信度：{trust}"
    yield f"怎样可以了结：{what.rule.settles if what.rule and what.rule.settles else '对照原文核实'}。"
    yield from _sources(what)
    yield from (f"经过：{event_line(event, what.zone)}" for event in what.events)
    yield from (f"待送通知：{line}" for line in what.waiting)
    yield from (f"其他年度的同类线索：{a.id} {a.body.fiscal_year} {STATES[a.state]}" for a in what.other_years)
    yield "本提示仅为线索，请核对原文。"


def _rule(finding: Finding, rule: Rule | None) -> Iterator[str]:
    if rule is None:
        yield f"规则：{finding.rule}（现在的规则中已没有这一条）"
        return
    yield f"规则：{rule.id} {rule.title}{'（本单位自定）' if rule.own else ''}"
    yield f"依据：{rule.source}"
    yield from (f"  参数 {_parameter(p)}" for p in rule.parameters.values() if not isinstance(p.value, tuple))
    if "Q6" in finding.modifiers:
        yield "  修正：报告声明口径变化，等级降低一级（Q6）"


def _parameter(p: Parameter) -> str:
    value = shown(p.value) if isinstance(p.value, Decimal) else p.value
    return f"{p.name} = {value}{p.unit}（{'配置' if p.set_in == 'config' else '默认'}）：{p.about}"


def _calculation(finding: Finding) -> Iterator[str]:
    if finding.formula:
        yield f"算式：{finding.formula}"
    if finding.basis:
        yield f"口径：{finding.basis}"
    if values := [_value(finding.rule, key, value) for key, value in finding.values.items() if value]:
        yield f"数值：{'，'.join(values)}"


def _value(rule: str, key: str, value: str) -> str:
    """A number with its name; what is missing is named by its measure, and the parts of a form by themselves."""
    if key.startswith("missing_"):
        return f"缺 {measure_name(value)}"
    name = OWN_VALUES.get((rule, key)) or VALUES.get(key, key)
    return f"{name} {value}{'%' if key in PERCENTS else ''}"


# --- places ---------------------------------------------------------------------------------------


def _evidence(what: Explained, number: int, evidence: Evidence) -> Iterator[str]:
    page = f"（第 {evidence.page} 页）" if evidence.page and f"第{evidence.page}页" not in evidence.where else ""
    yield f"证据 {number}：{evidence.file} · {evidence.where}{page}"
    if evidence.quote:
        yield f"  原文：{without_contacts(evidence.quote)}"
    for report in filter(None, (what.report, *what.others)):
        yield from dict.fromkeys(
            _amount(report, f) for f in report.facts if f.evidence == evidence and f.amount is not None
        )
    if evidence.sha256:
        yield f"  文件 SHA-256：{evidence.sha256}"


def _amount(report: Report, fact: Fact) -> str:
    """The amount as printed and in 万元: a table in 元 prints other digits than we keep."""
    amount = fact.amount or Decimal(0)
    table = next((t for t in report.tables if _holds(t, fact)), None)
    if fact.unit == "万元" and table is not None and table.unit == YUAN:
        return f"  {measure_name(fact.measure)}：原表 {shown(amount.scaleb(4))} 元 = {shown(amount)} 万元"
    return f"  {measure_name(fact.measure)}：{shown(amount)} {fact.unit}"


def _holds(table: StandardTable, fact: Fact) -> bool:
    return table.kind == fact.table and table.evidence.file == fact.evidence.file


def _series(what: Explained) -> Iterator[str]:
    if len({point.year for point in what.series}) >= 2:
        years = "，".join(f"{p.year}{'预算' if p.kind == 'budget' else '决算'} {shown(p.amount)}" for p in what.series)
        yield f"各年：{measure_name(what.alert.finding.measure or '')} {years}"


def _sources(what: Explained) -> Iterator[str]:
    yield f"网址：{what.alert.source_url}"
    for part in what.parts:
        yield f"原件：{part.get('name')}　SHA-256 {part.get('sha256')}　{part.get('url')}"
    yield f"首见：{what.alert.first_seen_at.astimezone(what.zone):%Y-%m-%d %H:%M}"
