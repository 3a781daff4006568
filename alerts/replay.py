"""What today's rules would make of what is stored, beside the alerts that are there. Pure; nothing is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.lifecycle import comes_back, fingerprint, same_finding
from alerts.model import Alert, AlertState, Body, Finding, Outcome, RuleResult

STANDING = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.HISTORIC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Appearing:
    """A finding that no standing alert is about; ``settled`` names the alert that it would open again."""

    body: Body
    finding: Finding
    settled: str | None = None
    historic: bool = False  # the report stood there before anybody watched: listed, never sent
    source_url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A finding of today's rules, new or not; ``alert`` is the one that is about it, in whatever state."""

    body: Body
    finding: Finding
    alert: Alert | None = None
    historic: bool = False
    source_url: str = ""
    seen_at: datetime | None = None  # when the reading that shows it was first seen


@dataclass(frozen=True, kw_only=True, slots=True)
class Vanishing:
    """A standing alert that the rules do not find any more, and what the rule came to instead."""

    alert: Alert
    outcome: Outcome
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Changing:
    """An alert whose finding would have another severity or other values."""

    alert: Alert
    finding: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class Replayed:
    """All differences; ``unchanged`` counts the alerts that stay as they are."""

    reports: int = 0
    unchanged: int = 0
    appearing: tuple[Appearing, ...] = ()
    vanishing: tuple[Vanishing, ...] = ()
    changing: tuple[Changing, ...] = ()
    standing: tuple[Standing, ...] = ()  # everything that the rules find


def beside_alerts(
    body: Body, results: Sequence[RuleResult], alerts: Sequence[Alert], *, historic: bool = False,
    source_url: str = "", seen_at: datetime | None = None,
) -> Replayed:  # fmt: skip
    """One report's new results beside its alerts. Alerts of rules that judged nothing here (T1) are left alone."""
    known = {alert.fingerprint: alert for alert in alerts}
    found = {fingerprint(body, f.rule, f.subject): f for result in results for f in result.findings}
    appearing = [
        Appearing(
            body=body, finding=finding, settled=alert.id if alert else None, historic=historic, source_url=source_url
        )
        for mark, finding in found.items()
        for alert in [known.get(mark)]
        if alert is None or comes_back(alert, finding)
    ]
    again = [(known[mark], f) for mark, f in found.items() if mark in known and not comes_back(known[mark], f)]
    changing = [Changing(alert=a, finding=f) for a, f in again if not same_finding(a.finding, f)]
    gone = [a for a in alerts if a.state in STANDING and a.fingerprint not in found]
    return Replayed(
        reports=1, unchanged=len(again) - len(changing), appearing=tuple(appearing), changing=tuple(changing),
        vanishing=tuple(_vanishing(gone, {r.rule: r for r in results})),
        standing=tuple(
            Standing(body=body, finding=finding, alert=known.get(mark), historic=historic, source_url=source_url,
                     seen_at=seen_at)
            for mark, finding in found.items()
        ),
    )  # fmt: skip


def _vanishing(gone: Iterable[Alert], results: Mapping[str, RuleResult]) -> Iterable[Vanishing]:
    for alert in gone:
        result = results.get(alert.finding.rule)
        if result is not None:
            yield Vanishing(alert=alert, outcome=result.outcome, reason=result.reason)
        elif not alert.finding.rule.startswith("T"):  # deadlines and withdrawals are no matter of a report's rules
            yield Vanishing(alert=alert, outcome=Outcome.NOT_APPLICABLE, reason="现在的规则中没有这一条")


def together(parts: Iterable[Replayed]) -> Replayed:
    """All reports' differences as one, the gravest first."""
    parts = list(parts)
    return Replayed(
        reports=sum(p.reports for p in parts),
        unchanged=sum(p.unchanged for p in parts),
        appearing=tuple(sorted((a for p in parts for a in p.appearing), key=lambda a: -a.finding.severity.rank)),
        vanishing=tuple(sorted((v for p in parts for v in p.vanishing), key=lambda v: -v.alert.finding.severity.rank)),
        changing=tuple(sorted((c for p in parts for c in p.changing), key=lambda c: -c.finding.severity.rank)),
        standing=tuple(s for p in parts for s in p.standing),
    )
