"""A service without its network side: findings go in, notices come out at real receivers, and the clock is ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from alerts import settings as rule_settings
from alerts.model import Alert, Body, Finding, Outcome, RuleResult, Severity
from alerts.notify import AppriseNotifier
from parsers.model import Evidence, Kind, Scope
from storage import Database
from storage.archive import Archive
from tests.receivers import HttpReceiver
from watcher.config import Settings
from watcher.context import Context
from watcher.delivering import deliver_pass
from watcher.fetching import Fetcher
from watcher.reading.reader import Reader
from watcher.steps.judge_report import Case, apply_results

NOON = datetime(2025, 9, 2, 4, 0, tzinfo=UTC)  # Tuesday, 12:00 in China
BODY = Body(
    department="重庆市澄湖区水务局",
    district="澄湖区",
    fiscal_year=2024,
    kind=Kind.FINAL_ACCOUNTS,
    scope=Scope.DEPARTMENT,
)
FINDING = Finding(
    rule="G2",
    severity=Severity.HIGH,
    subject="three_public.total",
    message="三公经费决算12.30万元，上年8.10万元，增加4.20万元。",
    topic="三公经费",
    values={"current": "12.30", "prior": "8.10"},
    basis="决算对上年决算",
    evidence=(Evidence(file="a.pdf", where="第6页", quote="12.30万元"),),
)
MEDIUM = replace(FINDING, severity=Severity.MEDIUM)
ALONE = {"group_wait_minutes": 0}  # [alerting]: each notice by itself


@dataclass
class Clock:
    """A clock that only moves when told, or with the real one from where it was set."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def move(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


@dataclass
class Office:
    """Everything a test of alerting needs."""

    context: Context
    clock: Clock
    log: list[str] = field(default_factory=list)

    def find(
        self, *findings: Finding, body: Body = BODY, historic: bool = False, rules: tuple[str, ...] = ()
    ) -> list[Alert]:
        """A reading of a body's report shows these findings and none else of their rules, nor of ``rules``."""
        with self.context.database.transaction() as unit:
            report = unit.reports.add(body, self.clock())
            case = Case(body=body, report_id=report.id, historic=historic, source_url="http://a.example/1.html")
            apply_results(self.context, unit, case, _results(findings, rules))
            return unit.alerts.of_report(report.id)

    def deliver(self) -> Any:
        """The end of a pass."""
        return deliver_pass(self.context)

    def alert(self, alert_id: str) -> Alert:
        """As it is stored."""
        with self.context.database.reading() as unit:
            found = unit.alerts.get(alert_id)
        assert found is not None
        return found

    def states(self) -> list[str]:
        """Of all notices, letters left out, in the order they were queued."""
        with self.context.database.reading() as unit:
            return [d.state for d in unit.deliveries.all() if d.kind == "notice"]


def _results(findings: tuple[Finding, ...], rules: tuple[str, ...]) -> list[RuleResult]:
    found = {rule: tuple(f for f in findings if f.rule == rule) for rule in dict.fromkeys(f.rule for f in findings)}
    violated = [RuleResult(rule=rule, outcome=Outcome.VIOLATED, findings=those) for rule, those in found.items()]
    return violated + [RuleResult(rule=rule, outcome=Outcome.OK) for rule in rules if rule not in found]


def department(name: str) -> Body:
    """Another department of the fictional district."""
    return replace(BODY, department=f"重庆市澄湖区{name}")


def recipient(receiver: HttpReceiver | str, name: str = "预工委", **keys: Any) -> dict[str, Any]:
    """An entry of [[recipients]]."""
    url = receiver if isinstance(receiver, str) else f"json://{receiver.address}/notices"
    return {"name": name, "url": url, **keys}


@contextmanager
def office(database: Database, folder: Path, *recipients: Mapping[str, Any], **sections: Any) -> Iterator[Office]:
    """The service as configured, on a database of the test's own."""
    clock, log = Clock(), list[str]()
    settings = Settings.model_validate({"recipients": recipients, **sections})
    settings = settings.model_copy(update={"service": settings.service.model_copy(update={"data": str(folder)})})
    context = Context(
        settings=settings,
        rules=rule_settings.load({}),
        database=database,
        archive=Archive(folder / "archive"),
        fetcher=cast("Fetcher", None),
        reader=cast("Reader", None),
        notifier=AppriseNotifier(connect_timeout=2, read_timeout=2),
        now=clock,
        record=log.append,
    )
    yield Office(context=context, clock=clock, log=log)


def texts(receiver: HttpReceiver) -> list[str]:
    """What a json:// receiver got, in order."""
    return [str(one.content["message"]) for one in receiver.received]


def ids(text: str) -> list[str]:
    """The alerts that a text names, in order."""
    return re.findall(r"A-[0-9A-Z]{7,}", text)


def told(text: str) -> list[str]:
    """The alerts that a text tells of, in order: other years' and the last one's repetition are none."""
    return re.findall(r"^\d+\. (A-\w+)", text, re.MULTILINE) or ids(text)[-1:]
