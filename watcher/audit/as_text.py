"""An audit in Chinese for people: identity, key figures with their changes, tables, findings with quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from alerts.model import Finding, Outcome
from alerts.safe_text import shortened
from parsers.measures import term
from parsers.model import Base, Comparison, Fact, Kind, Report, Scope, Source, StandardTable, TableStatus
from watcher.audit.auditing import Audit, Audited

KINDS = {Kind.BUDGET: "部门预算", Kind.FINAL_ACCOUNTS: "部门决算"}
SCOPES = {Scope.DEPARTMENT: "部门", Scope.OWN_LEVEL: "本级", Scope.UNIT: "所属单位"}
BASES = {
    Base.OPENING_BUDGET: "较年初预算",
    Base.REVISED_BUDGET: "较全年预算",
    Base.PRIOR_FINAL: "较上年决算",
    Base.PRIOR_BUDGET: "较上年预算",
    Base.PRIOR_EXECUTION: "较上年执行数",
}
STATUSES = {
    TableStatus.PRESENT: "有",
    TableStatus.DECLARED_EMPTY: "空表（有说明）",
    TableStatus.BLANK: "空表（无说明）",
    TableStatus.UNAVAILABLE: "见未取得的附件",
}
LEVELS = {"critical": "红·严重", "high": "橙·高", "medium": "黄·中", "low": "蓝·低", "info": "蓝·提示"}
KEY_MEASURES = (
    "revenue.total",
    "expenditure.total",
    "general_budget.revenue",
    "general_budget.expenditure",
    "expenditure.basic",
    "expenditure.project",
    "general_budget.basic",
    "general_budget.project",
    "general_budget.personnel",
    "general_budget.public_use",
    "three_public.total",
    "three_public.overseas",
    "three_public.vehicle_purchase",
    "three_public.vehicle_operation",
    "three_public.reception",
    "agency_operation",
    "procurement.total",
)
MOST_UNREAD = 10
QUOTE = 90  # characters
QUOTE_END = 49
_OF_A_NUMBER = "0123456789.,"


def audit_text(audit: Audit) -> str:
    """What `watcher audit` prints without --json."""
    lines: list[str] = []
    for audited in audit.audited:
        lines += [*_report(audited), ""]
    lines += [f"无法读取：{file}：{reason}" for file, reason in audit.errors]
    return "\n".join(lines).rstrip()


def _report(audited: Audited) -> Iterator[str]:
    report = audited.report
    yield f"━━ {'、'.join(report.files)}"
    if report.identity.kind is None:
        yield f"不是部门预决算报告：{report.identity.not_a_report or '未能判定报告类型'}"
        return
    yield _identity(report)
    yield from _figures(report)
    yield from _tables(report)
    yield from _findings(audited)
    yield from _unread(report)


def _identity(report: Report) -> str:
    identity = report.identity
    scope = f"（{SCOPES[identity.scope]}）" if identity.scope else ""
    year = f"{identity.fiscal_year} 年度" if identity.fiscal_year else "年度未写明 "
    kind = KINDS[identity.kind] if identity.kind else "类型未写明"
    return f"【身份】{identity.department or '部门未写明'}{scope} {year}{kind}，{identity.district or '区县未写明'}"


def _figures(report: Report) -> Iterator[str]:
    shown = {fact.measure: fact for fact in _tables_first(report) if fact.amount is not None}
    chosen = [shown[m] for m in KEY_MEASURES if m in shown]
    yield "【主要数字】" + ("" if chosen else "未读出")
    for fact in chosen:
        changes = "；".join(filter(None, map(_change, fact.comparisons)))
        yield f"  {term(fact.measure)} {_plain(fact.amount)} {fact.unit}" + (f"（{changes}）" if changes else "")


def _tables_first(report: Report) -> list[Fact]:
    """So that, in a mapping, what the prose says (with its changes) wins over the bare cell."""
    return sorted(report.facts, key=lambda fact: fact.source == Source.NARRATIVE)


def _change(comparison: Comparison) -> str:
    if comparison.change is None and comparison.completion is None:
        return ""
    base = BASES[comparison.base] if comparison.base else f"比{comparison.base_text}"
    if comparison.change is None:
        return f"{base}完成 {_plain(comparison.completion)}%"
    if comparison.change == 0:
        return f"{base}持平"
    percent = f"，{comparison.percent:+f}%" if comparison.percent is not None else ""
    return f"{base} {comparison.change:+f}{percent}"


def _tables(report: Report) -> Iterator[str]:
    if all(".performance_" in table.kind for table in report.tables):
        yield "【表格】正文无标准表，待查附件"
    else:
        yield "【表格】"
    groups: dict[str, list[StandardTable]] = {}
    for table in report.tables:
        groups.setdefault(table.kind, []).append(table)
    for tables in groups.values():
        count = f" ×{len(tables)}" if len(tables) > 1 else ""
        yield f"  {tables[0].title}{count}：{STATUSES[tables[0].status]}，{tables[0].evidence.where}"


def _findings(audited: Audited) -> Iterator[str]:
    outcomes = Counter(result.outcome for result in audited.results)
    judged = outcomes[Outcome.OK] + outcomes[Outcome.VIOLATED]
    counts = [f"判断规则 {judged} 条", f"不适用 {outcomes[Outcome.NOT_APPLICABLE]} 条"]
    counts.append(f"缺数据未判断 {outcomes[Outcome.NO_DATA]} 条")
    counts += [f"出错 {outcomes[Outcome.ERROR]} 条"] if outcomes[Outcome.ERROR] else []
    yield f"【线索】{len(audited.findings)} 条（{'，'.join(counts)}）"
    for finding in audited.findings:
        yield from _finding(finding)
    if audited.findings:
        yield "  以上均为线索，请核对原文。"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"  [{LEVELS[finding.severity]}] {finding.rule} {finding.topic}：{finding.message}"
    for evidence in finding.evidence[:3]:
        place = evidence.where or evidence.file
        yield f"      {place}：“{excerpt(evidence.quote)}”" if evidence.quote else f"      {place}"


def excerpt(quote: str) -> str:
    """A long quote by its beginning and its end, where the change stands. No number is cut: half a figure is false."""
    if len(quote) <= QUOTE:
        return quote
    before, end = quote[:-QUOTE_END], quote[-QUOTE_END:]
    if before[-1] in _OF_A_NUMBER:
        end = end.lstrip(_OF_A_NUMBER + "%％")
    return shortened(quote, QUOTE - QUOTE_END) + end


def _unread(report: Report) -> Iterator[str]:
    if not report.unread:
        return
    yield f"【未读懂】{len(report.unread)} 处（占 {report.unread_share * 100:.1f}%）"
    for unread in report.unread[:MOST_UNREAD]:
        yield f"  {unread.where or unread.file}：{unread.what}"
    if len(report.unread) > MOST_UNREAD:
        yield f"  另有 {len(report.unread) - MOST_UNREAD} 处，见 --json"


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else format(amount, "f")
