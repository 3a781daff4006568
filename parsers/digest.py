"""One hash over what a report says: equal readings have equal digests, wherever and in whatever file they stand."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from parsers import wire
from parsers.model import Fact, PerformanceForm, Report, StandardTable


def reading_sha256(report: Report) -> str:
    """SHA-256 (hex) of identity, facts, tables, forms and narrative; no files, places, quotes or page furniture."""
    said = (
        report.identity,
        [_fact(fact) for fact in report.facts],
        [_table(table) for table in report.tables],
        [_form(form) for form in report.performance],
        report.narrative_sha256,
    )
    return sha256(wire.encode(said)).hexdigest()


def _fact(fact: Fact) -> tuple[object, ...]:
    changes = [(c.base, c.base_text, c.change, c.percent, c.base_amount, c.completion) for c in fact.comparisons]
    return fact.measure, fact.source, fact.amount, changes


def _table(table: StandardTable) -> tuple[object, ...]:
    rows = [(row.code, row.label, sorted(row.cells.items())) for row in table.rows]
    return table.kind, table.status, table.note, rows


def _form(form: PerformanceForm) -> tuple[object, ...]:
    amounts = (form.declared_amount, form.opening_budget, form.revised_budget, form.executed, form.execution_rate)
    indicators = [replace(indicator, evidence=None) for indicator in form.indicators]
    return form.name, form.table, amounts, form.rate_score, form.score, indicators
