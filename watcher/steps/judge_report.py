"""A report was read: compare, judge, and turn findings into alerts and delivery rows, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts import lifecycle
from alerts.confidence import with_confidence
from alerts.model import Alert, AlertState, Body, Finding, Outcome, RuleResult
from alerts.rules.timeliness import judge_replacement
from storage import Unit
from storage.records import PublicationRecord, RevisionRecord
from watcher.comparing import find_history
from watcher.context import Context
from watcher.rulebook import register_of
from watcher.steps.tell import tell


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What the findings of one judgement are about."""

    body: Body
    report_id: int | None
    historic: bool
    source_url: str
    document_sha256: str = ""


def judge_report(context: Context, revision_id: int) -> None:
    """Judge one revision. Repeating it changes nothing: findings are known by their fingerprint."""
    from alerts.evaluate import evaluate  # all rules: most passes find nothing to judge

    with context.database.reading() as unit:
        revision = unit.reports.get_revision(revision_id)
        latest = unit.reports.latest_revision(revision.report_id)
        if latest is None or latest.id != revision_id:
            return  # a newer reading has come: that one is judged
        body = unit.reports.get(revision.report_id).body
        publication = unit.publications.get(revision.publication_id)
        report = unit.reports.reading(revision_id)
        history = find_history(unit, register_of(context.settings, unit), body, publication)
    media = [str(part.get("media_type")) for part in revision.parts]
    judged = with_confidence(evaluate(report, history, context.rules), report, media)
    results = [*judged, _replacement(context, revision, body, publication)]
    case = Case(
        body=body,
        report_id=revision.report_id,
        historic=revision.is_history,
        source_url=publication.url,
        document_sha256=str(revision.parts[-1]["sha256"]) if revision.parts else "",
    )
    with context.database.transaction() as unit:
        unit.reports.add_results(revision_id, results)
        apply_results(context, unit, case, results)


def _replacement(context: Context, revision: RevisionRecord, body: Body, publication: PublicationRecord) -> RuleResult:
    """T5, where this revision replaced what had been published."""
    if not revision.replaces:
        return RuleResult(rule="T5", outcome=Outcome.NOT_APPLICABLE, reason="没有替换过已公开的内容")
    return judge_replacement(revision.changed, body, publication.url, context.rules)


def apply_results(context: Context, unit: Unit, case: Case, results: Sequence[RuleResult]) -> None:
    """Raise what was found, settle what a newer reading has shown to be in order."""
    raised = [_raise(context, unit, case, finding) for result in results for finding in result.findings]
    known = {alert.fingerprint for alert in raised}
    settled_rules = {r.rule for r in results if lifecycle.settles(r.outcome)}
    for alert in _standing(unit, case, settled_rules):
        if alert.fingerprint not in known and alert.finding.rule in settled_rules:
            _settle(context, unit, case, alert)
    for alert in raised:  # last: one of them may keep the others' notices back
        tell(context, unit, alert)


def _raise(context: Context, unit: Unit, case: Case, finding: Finding) -> Alert:
    now = context.now()
    fingerprint = lifecycle.fingerprint(case.body, finding.rule, finding.subject)
    existing = unit.alerts.by_fingerprint(fingerprint)
    change = lifecycle.raised(
        existing,
        finding,
        body=case.body,
        now=now,
        historic=case.historic,
        source_url=case.source_url,
        document_sha256=case.document_sha256,
        hold_until=_hold_until(context, finding, now),
    )
    alert = change.alert if existing else _with_free_id(unit, change.alert)
    if change.event is not None:
        _save(unit, alert, case, change.event, now)
    return alert


def _with_free_id(unit: Unit, alert: Alert) -> Alert:
    """The new alert under a name that no other has: the name grows where the short one is taken."""
    lengths = (
        length for length in range(7, 40) if unit.alerts.get(lifecycle.alert_id(alert.fingerprint, length)) is None
    )
    return replace(alert, id=lifecycle.alert_id(alert.fingerprint, next(lengths)))


def _hold_until(context: Context, finding: Finding, now: datetime) -> datetime | None:
    """A notice that something is lacking waits for a second look, as long as its rule says."""
    hours = context.rules.get(finding.rule, "confirm_after_hours")
    return now + timedelta(hours=float(str(hours))) if hours else None


def _settle(context: Context, unit: Unit, case: Case, alert: Alert) -> None:
    change = lifecycle.settled(alert, now=context.now(), reason="新的读取结果中已不存在该情况")
    if change.event is not None:
        _save(unit, change.alert, case, change.event, context.now())
        tell(context, unit, change.alert)


def _save(unit: Unit, alert: Alert, case: Case, event: lifecycle.Event, now: datetime) -> None:
    unit.alerts.save(alert, case.report_id)
    unit.alerts.add_event(
        alert_id=alert.id,
        at=now,
        actor="watcher",
        action=event.action,
        from_state=event.from_state,
        to_state=alert.state,
        reason=event.reason,
        finding=alert.finding,
        revision=alert.revision,
    )


def _standing(unit: Unit, case: Case, rules: Iterable[str]) -> Iterable[Alert]:
    """Alerts on this report, or on its absence, that a newer look may settle."""
    states = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.HISTORIC)
    if case.report_id is None:
        found = [a for a in unit.alerts.about(case.body, tuple(rules)) if a.body == case.body]
    else:
        found = unit.alerts.of_report(case.report_id)
    return [a for a in found if a.state in states]
