"""What the demo's database holds at the end: reports, findings, deliveries."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.model import Alert, AlertState, Severity
from parsers.model import Kind
from storage import Database, Unit

LEVELS = {Severity.CRITICAL: "红", Severity.HIGH: "橙", Severity.MEDIUM: "黄", Severity.LOW: "蓝", Severity.INFO: "蓝"}
KINDS = {Kind.BUDGET: "部门预算", Kind.FINAL_ACCOUNTS: "部门决算"}
DELIVERIES = {"delivered": "已送达", "pending": "待发送", "sending": "发送中", "dead": "未送达", "suppressed": "已抑制"}


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Counts, and one row for each finding that is no history: report, finding, severity, delivery."""

    reports: int
    historic: int
    rows: tuple[tuple[str, str, str, str], ...]


def summarise(database: Database) -> Summary:
    """The summary of a whole database."""
    with database.reading() as unit:
        alerts = unit.alerts.all()
        news = [each for each in alerts if each.state is not AlertState.HISTORIC]
        rows = tuple(_row(unit, each) for each in sorted(news, key=_order))
        return Summary(reports=len(unit.reports.all()), historic=len(alerts) - len(news), rows=rows)


def _order(alert: Alert) -> tuple[object, ...]:
    return alert.first_seen_at, -alert.finding.severity.rank, alert.finding.rule


def _row(unit: Unit, alert: Alert) -> tuple[str, str, str, str]:
    body, finding = alert.body, alert.finding
    report = f"{body.department.removeprefix(body.district)} {body.fiscal_year}年度{KINDS[body.kind]}"
    told = [DELIVERIES[each.state] for each in unit.deliveries.of_alert(alert.id)]
    return report, f"［{finding.topic}］{finding.message}", LEVELS[finding.severity], "、".join(told) or "只列出"
