"""Things to store, all invented: a district, its departments, their figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from alerts.model import Alert, AlertState, Body, Finding, Reason, Severity
from parsers.model import Base, Comparison, Evidence, Fact, Identity, Kind, Report, Scope, Source, Unread
from storage import Unit
from storage.records import DeliveryRecord, PublicationRecord, SourceRecord

NOW = datetime(2025, 9, 1, 8, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BODY = Body(
    department="重庆市澄湖区水务局",
    district="澄湖区",
    fiscal_year=2024,
    kind=Kind.FINAL_ACCOUNTS,
    scope=Scope.DEPARTMENT,
)
FINDING = Finding(
    rule="G1",
    severity=Severity.HIGH,
    subject="three_public.total",
    topic="三公经费",
    message="三公经费支出 12.50 万元，高于年初预算 10.00 万元，待核实。",
    values={"amount": "12.50", "budget": "10.00"},
    evidence=(Evidence(file="决算.html", where="三、三公经费", quote="12.50万元", box=(1.0, 2.5, 3.0, 4.0)),),
)
REPORT = Report(
    files=("决算.html",),
    identity=Identity(department=BODY.department, fiscal_year=2024, kind=Kind.FINAL_ACCOUNTS, scope=Scope.DEPARTMENT),
    facts=(
        Fact(
            measure="three_public.total",
            source=Source.NARRATIVE,
            unit="万元",
            amount=Decimal("12.50"),
            comparisons=(Comparison(base=Base.OPENING_BUDGET, change=Decimal("2.50"), percent=Decimal("25.0")),),
            evidence=Evidence(file="决算.html", where="三、三公经费", quote="12.50万元"),
        ),
    ),
    unread=(Unread(file="决算.html", where="附件3", what="未识别的表头"),),
    unread_share=Decimal("0.013"),
)
ALERT = Alert(
    id="A-7F3K2",
    fingerprint="f" * 64,
    body=BODY,
    finding=FINDING,
    state=AlertState.OPEN,
    revision=1,
    first_seen_at=NOW,
    updated_at=NOW,
    source_url="http://www.chenghu.example/zwgk/t1.html",
)
DELIVERY = DeliveryRecord(
    key="first",
    alert_id=ALERT.id,
    recipient="财政监督科",
    reason=Reason.FIRST,
    alert_revision=1,
    severity=Severity.HIGH,
    title="疑似问题",
    text="请对照原文。A-7F3K2",
    created_at=NOW,
    due_at=NOW,
)


def source(unit: Unit, url: str = "http://www.chenghu.example/zwgk/") -> SourceRecord:
    """A source that is watched."""
    return unit.sources.ensure(url, "澄湖区", Kind.FINAL_ACCOUNTS, None, NOW)


def publication(unit: Unit, source_id: int, key: str = "t1", **changes: Any) -> PublicationRecord:
    """A publication that stands in a source."""
    arguments = {
        "site": "www.chenghu.example",
        "key": key,
        "url": f"http://www.chenghu.example/zwgk/{key}.html",
        "title": "重庆市澄湖区水务局2024年度部门决算",
        "district": "澄湖区",
        "published_on": NOW.date(),
        "is_history": False,
        "now": NOW,
    } | changes
    return unit.publications.find_or_add(source_id, **arguments)[0]


def revision(unit: Unit, report: Report = REPORT, body: Body = BODY, **changes: Any) -> int:
    """A stored reading of a body's report; its id."""
    stood = publication(unit, source(unit).id)
    arguments = {
        "report_id": unit.reports.add(body, NOW).id,
        "publication_id": stood.id,
        "report": report,
        "content_sha256": "c" * 64,
        "reading_sha256": "d" * 64,
        "reader_version": "1",
        "changed": [],
        "is_history": False,
        "now": NOW,
    } | changes
    return unit.reports.add_revision(**arguments).id


def delivery(unit: Unit, key: str = "first", **changes: Any) -> DeliveryRecord:
    """A queued notice of the alert; the alert is there too."""
    unit.alerts.save(ALERT, None)
    queued = replace(DELIVERY, key=key, **changes)
    assert unit.deliveries.add(queued)
    return unit.deliveries.of_alert(ALERT.id)[-1]
