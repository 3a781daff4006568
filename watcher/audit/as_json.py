"""An audit as the JSON of the contract: amounts are decimal strings, what is unknown is null."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from alerts.model import Finding
from parsers.model import Comparison, Evidence, Fact, PerformanceForm, Report, StandardTable, Unread
from watcher.audit.auditing import Audit, Audited

CONTRACT = 1


def audit_json(audit: Audit) -> dict[str, Any]:
    """The object that `watcher audit --json` prints."""
    return {
        "contract": CONTRACT,
        "reports": [_report(audited) for audited in audit.audited],
        "errors": [{"file": file, "error": reason} for file, reason in audit.errors],
    }


def _report(audited: Audited) -> dict[str, Any]:
    report = audited.report
    return {
        "files": list(report.files),
        "identity": _identity(report),
        "facts": [_fact(fact) for fact in report.facts],
        "sections": dict(report.sections),
        "tables": [_table(table) for table in report.tables],
        "performance": [_form(form) for form in report.performance],
        "findings": [_finding(finding) for finding in audited.findings],
        "rules": {r.rule: {"outcome": r.outcome, "reason": r.reason} for r in audited.results},
        "unread": [_unread(unread) for unread in report.unread],
        "unread_share": _plain(report.unread_share),
    }


def _identity(report: Report) -> dict[str, Any]:
    identity = report.identity
    fields = ("department", "district", "fiscal_year", "kind", "scope", "level")
    said = {name: getattr(identity, name) for name in fields}
    return said | ({"not_a_report": identity.not_a_report} if identity.kind is None else {})


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "measure": fact.measure,
        "source": fact.source,
        "amount": _plain(fact.amount),
        "unit": fact.unit,
        "comparisons": [_comparison(c) for c in fact.comparisons],
        "evidence": _evidence(fact.evidence),
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    said: dict[str, Any] = {
        "base": comparison.base,
        "change": _plain(comparison.change),
        "percent": _plain(comparison.percent),
    }
    extra = {
        "base_text": comparison.base_text,
        "base_amount": _plain(comparison.base_amount),
        "completion": _plain(comparison.completion),
        "reason": comparison.reason,
    }
    return said | {key: value for key, value in extra.items() if value is not None}


def _table(table: StandardTable) -> dict[str, Any]:
    return {
        "kind": table.kind,
        "title": table.title,
        "status": table.status,
        "unit": table.unit,
        "rows": len(table.rows),
        "evidence": _evidence(table.evidence),
    }


def _form(form: PerformanceForm) -> dict[str, Any]:
    """``opening_budget`` is the 年初预算数; where a form prints only a 系统申报数, that, and it is named too."""
    amounts = ("revised_budget", "executed", "execution_rate", "score")
    declared = {} if form.declared_amount is None else {"declared_amount": _plain(form.declared_amount)}
    return {
        "name": form.name,
        "opening_budget": _plain(form.declared_amount if form.opening_budget is None else form.opening_budget),
        **{name: _plain(getattr(form, name)) for name in amounts},
        **declared,
        "unit": "万元",
        "indicators": [
            {key: getattr(i, key) for key in ("name", "target", "actual", "weight", "score")} for i in form.indicators
        ],
        "evidence": _evidence(form.evidence),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "measure": finding.measure,
        "subject": finding.subject,
        "topic": finding.topic,
        "message": finding.message,
        "values": dict(finding.values),
        "formula": finding.formula,
        "basis": finding.basis,
        "modifiers": list(finding.modifiers),
        "evidence": [_evidence(e) for e in finding.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    said: dict[str, Any] = {
        "file": evidence.file,
        "where": evidence.where,
        "quote": evidence.quote,
        "sha256": evidence.sha256,
    }
    if evidence.box is not None:
        said |= {"page": evidence.page, "box": [round(edge, 2) for edge in evidence.box]}
    return said


def _unread(unread: Unread) -> dict[str, str]:
    return {"file": unread.file, "where": unread.where, "what": unread.what}


def _plain(amount: Decimal | None) -> str | None:
    """A decimal string without exponent."""
    return None if amount is None else format(amount, "f")
