"""What bodies state, revision by revision, and what the rules made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, delete, insert, select, update

from alerts.model import Body, RuleResult
from parsers.model import Kind, Report, Scope
from storage import mapping
from storage.errors import NotThere
from storage.records import ReportRecord, RevisionRecord
from storage.tables import FACT, REPORT, REVISION, RULE_RESULT
from storage.writing import insert_new, update_one

# All but the reading, which is large.
_REVISION = [column for column in REVISION.c if column.name != "reading"]

# What is asked for each report is built once: building a statement costs more than running it.
_ID: BindParameter[int] = bindparam("row_id")
_IS = [REPORT.c[field.name] == bindparam(field.name) for field in fields(Body)]
_REPORT = select(REPORT).where(REPORT.c.id == _ID)
_OF_BODY = select(REPORT).where(*_IS)
_LOCKED = select(REPORT.c.id).where(REPORT.c.id == _ID).with_for_update()
_ONE_REVISION = select(*_REVISION).where(REVISION.c.id == _ID)
_REVISIONS = select(*_REVISION).where(REVISION.c.report_id == _ID).order_by(REVISION.c.number)
_LATEST = select(*_REVISION).where(REVISION.c.report_id == _ID).order_by(REVISION.c.number.desc()).limit(1)
_READING = select(REVISION.c.reading).where(REVISION.c.id == _ID)
_LATEST_READING = (
    select(REVISION.c.reading)
    .join(REPORT, REPORT.c.id == REVISION.c.report_id)
    .where(*_IS)
    .order_by(REVISION.c.number.desc())
    .limit(1)
)
_ADDED = insert(REVISION).returning(REVISION.c.id)
_FACTS = insert(FACT)
_RESULTS = insert(RULE_RESULT)
_FORGET_RESULTS = delete(RULE_RESULT).where(RULE_RESULT.c.revision_id == _ID)


class Reports:
    """Reports, known by the body that states them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, identity: Body) -> ReportRecord | None:
        """The report of this body, if we have read one."""
        row = self._connection.execute(_OF_BODY, mapping.body_values(identity)).first()
        return None if row is None else mapping.report(row)

    def add(self, body: Body, now: datetime) -> ReportRecord:
        """The report of this body, new or, where another worker was faster, as it is there."""
        columns = mapping.body_values(body)
        insert_new(self._connection, REPORT, columns | {"first_seen_at": now}, *columns)
        return self._one(_OF_BODY, columns)

    def get(self, report_id: int) -> ReportRecord:
        """Raises NotThere."""
        return self._one(_REPORT, {"row_id": report_id})

    def all(self, district: str | None = None) -> list[ReportRecord]:
        """Every report, or those of a district, in the order they were first seen."""
        chosen = select(REPORT) if district is None else select(REPORT).where(REPORT.c.district == district)
        return [mapping.report(row) for row in self._connection.execute(chosen.order_by(REPORT.c.id))]

    def departments(
        self, district: str, kind: Kind, fiscal_year: int | None = None
    ) -> list[tuple[str, Scope, int]]:  # fmt: skip
        """Who in a district has stated this kind of report: (department, scope, fiscal year)."""
        statement = select(REPORT).where(REPORT.c.district == district, REPORT.c.kind == kind)
        if fiscal_year is not None:
            statement = statement.where(REPORT.c.fiscal_year == fiscal_year)
        rows = self._connection.execute(statement.order_by(REPORT.c.id))
        return [(row.department, Scope(row.scope), row.fiscal_year) for row in rows]

    def revisions(self, report_id: int) -> list[RevisionRecord]:
        """All readings of a report, the oldest first."""
        return self._revisions(_REVISIONS, report_id)

    def latest_revision(self, report_id: int) -> RevisionRecord | None:
        """The reading that holds now."""
        found = self._revisions(_LATEST, report_id)
        return found[0] if found else None

    def get_revision(self, revision_id: int) -> RevisionRecord:
        """Raises NotThere."""
        found = self._revisions(_ONE_REVISION, revision_id)
        if not found:
            raise NotThere
        return found[0]

    def add_revision(
        self, report_id: int, publication_id: int, report: Report, content_sha256: str, reading_sha256: str,
        reader_version: str, changed: Sequence[object], is_history: bool, now: datetime,
        parts: Sequence[Mapping[str, Any]] = (), replaces: bool = False,
    ) -> RevisionRecord:  # fmt: skip
        """A further reading, numbered after the last one, with a row for each figure."""
        self._connection.execute(_LOCKED, {"row_id": report_id})
        last = self.latest_revision(report_id)
        revision = RevisionRecord(
            id=0, report_id=report_id, number=last.number + 1 if last else 1, publication_id=publication_id,
            seen_at=now, is_history=is_history, content_sha256=content_sha256, reading_sha256=reading_sha256,
            reader_version=reader_version, changed=tuple(mapping.json_values(list(changed))), parts=tuple(parts),
            replaces=replaces,
        )  # fmt: skip
        columns = mapping.values(revision) | {"reading": mapping.exact(report)}
        added = self._connection.execute(_ADDED, columns).scalar_one()
        self._add_facts(added, report)
        return self.get_revision(added)

    def mark_replacing(self, revision_id: int, changed: Sequence[object]) -> None:
        """This reading replaced what had been published elsewhere; ``changed`` are the figures that differ."""
        columns = {"replaces": True, "changed": mapping.json_values(list(changed))}
        update_one(self._connection, update(REVISION).where(REVISION.c.id == revision_id).values(columns))

    def replace_reading(self, revision_id: int, report: Report, reading_sha256: str, reader_version: str) -> None:
        """The same statement read again by a newer reader: no revision, the better reading takes its place."""
        columns = {
            "reading": mapping.exact(report),
            "reading_sha256": reading_sha256,
            "reader_version": reader_version,
        }
        update_one(self._connection, update(REVISION).where(REVISION.c.id == revision_id).values(columns))
        self._connection.execute(delete(FACT).where(FACT.c.revision_id == revision_id))
        self._add_facts(revision_id, report)

    def reading(self, revision_id: int) -> Report:
        """What was read, exact to the printed digit. Raises NotThere."""
        text = self._connection.execute(_READING, {"row_id": revision_id}).scalar()
        if text is None:
            raise NotThere
        return mapping.reading(text)

    def latest_reading(self, body: Body) -> Report | None:
        """What this body states now, for comparing with; None where nothing of it was read."""
        text = self._connection.execute(_LATEST_READING, mapping.body_values(body)).scalar()
        return None if text is None else mapping.reading(text)

    def add_results(self, revision_id: int, results: Sequence[RuleResult]) -> None:
        """What every rule came to on a revision; an earlier judgement of it is replaced."""
        self._connection.execute(_FORGET_RESULTS, {"row_id": revision_id})
        rows = [mapping.result_values(revision_id, result) for result in results]
        if rows:
            self._connection.execute(_RESULTS, rows)

    def results(self, revision_id: int) -> list[RuleResult]:
        """What every rule came to on a revision, by rule."""
        statement = select(RULE_RESULT).where(RULE_RESULT.c.revision_id == revision_id)
        rows = self._connection.execute(statement.order_by(RULE_RESULT.c.rule))
        return [mapping.result(row) for row in rows]

    def _add_facts(self, revision_id: int, report: Report) -> None:
        facts = [mapping.fact_values(revision_id, fact) for fact in report.facts]
        if facts:
            self._connection.execute(_FACTS, facts)

    def _one(self, statement: Select[Any], wanted: mapping.Values) -> ReportRecord:
        row = self._connection.execute(statement, wanted).first()
        if row is None:
            raise NotThere
        return mapping.report(row)

    def _revisions(self, statement: Select[Any], row_id: int) -> list[RevisionRecord]:
        rows = self._connection.execute(statement, {"row_id": row_id})
        return [mapping.record(row, RevisionRecord) for row in rows]
