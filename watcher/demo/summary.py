"""What the demo's database holds at the end: reports, findings, deliveries."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from alerts.model import Alert, AlertState, Body, Severity
from parsers.model import Kind
from storage import Database, Unit
from storage.records import ReportRecord

LEVELS = {Severity.CRITICAL: "红", Severity.HIGH: "橙", Severity.MEDIUM: "黄", Severity.LOW: "蓝", Severity.INFO: "蓝"}
KINDS = {Kind.BUDGET: "部门预算", Kind.FINAL_ACCOUNTS: "部门决算"}
DELIVERIES = {"delivered": "已送达", "pending": "待发送", "sending": "发送中", "dead": "未送达", "suppressed": "已抑制"}


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Counts, and rows of report, finding, severity and delivery: new findings, then new reports without one."""

    reports: int
    historic: int
    rows: tuple[tuple[str, str, str, str], ...]


def summarise(database: Database) -> Summary:
    """The summary of a whole database."""
    with database.reading() as unit:
        alerts = unit.alerts.all()
        news = [each for each in alerts if each.state is not AlertState.HISTORIC]
        reports = unit.reports.all()
        rows = [_row(unit, each) for each in sorted(news, key=_order)]
        rows += [
            (_name(each), "没有发现", "—", "不发") for each in _silent(unit, reports, {each.body for each in news})
        ]
        return Summary(reports=len(reports), historic=len(alerts) - len(news), rows=tuple(rows))


def _silent(unit: Unit, reports: Iterable[ReportRecord], spoken_of: Container[Body]) -> list[Body]:
    """Reports that came as news and that nothing was found in."""
    return [each.body for each in reports if each.body not in spoken_of and _is_news(unit, each)]


def _is_news(unit: Unit, report: ReportRecord) -> bool:
    latest = unit.reports.latest_revision(report.id)
    return latest is not None and not latest.is_history


def _name(body: Body) -> str:
    return f"{body.department.removeprefix(body.district)} {body.fiscal_year}年度{KINDS[body.kind]}"


def _order(alert: Alert) -> tuple[object, ...]:
    return alert.first_seen_at, -alert.finding.severity.rank, alert.finding.rule


def _row(unit: Unit, alert: Alert) -> tuple[str, str, str, str]:
    finding = alert.finding
    told = [DELIVERIES[each.state] for each in unit.deliveries.of_alert(alert.id)]
    return (
        _name(alert.body),
        f"［{finding.topic}］{finding.message}",
        LEVELS[finding.severity],
        "、".join(told) or "只列出",
    )
