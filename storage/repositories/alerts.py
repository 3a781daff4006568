"""Findings with a life, and the history of that life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, exists, func, insert, select, update

from alerts.model import Alert, AlertState, Body, Finding, Told
from storage import mapping
from storage.errors import Conflict
from storage.records import AlertEventRecord, DeliveryRecord
from storage.tables import ALERT, ALERT_EVENT, DELIVERY
from storage.writing import insert_new, ours

# What is asked for each report is built once: building a statement costs more than running it.
_ALERTS = select(ALERT).order_by(ALERT.c.first_seen_at, ALERT.c.id)
_ONE = select(ALERT).where(ALERT.c.id == bindparam("row_id"))
_FINGERPRINTED = select(ALERT).where(ALERT.c.fingerprint == bindparam("fingerprint"))
_OF_REPORT = _ALERTS.where(ALERT.c.report_id == bindparam("report_id"))
_OF_RULES = ALERT.c.rule.in_(bindparam("rules", expanding=True))
_ALIVE = _ALERTS.where(_OF_RULES, ALERT.c.state.in_((AlertState.OPEN.value, AlertState.ACKNOWLEDGED.value)))
_ALIVE_THERE = _ALIVE.where(ALERT.c.district == bindparam("district"))
_OWED = ("department", "district", "fiscal_year", "kind")  # what a body owes: whatever part of it an alert is about
_ABOUT = _ALERTS.where(*(ALERT.c[name] == bindparam(name) for name in _OWED), _OF_RULES)
_WHOLE = update(ALERT).where(ALERT.c.id == bindparam("row_id"))  # what to set is what its parameters name
_EVENT = insert(ALERT_EVENT)


class Alerts:
    """Alerts, known by their id and by their fingerprint."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, alert_id: str) -> Alert | None:
        """The alert that notices name by this id."""
        return self._first(_ONE, {"row_id": alert_id})

    def by_fingerprint(self, fingerprint: str) -> Alert | None:
        """The alert of the same rule, body and subject, whatever its value was."""
        return self._first(_FINGERPRINTED, {"fingerprint": fingerprint})

    def of_report(self, report_id: int) -> list[Alert]:
        """Every alert that rests on this report, in any state."""
        return self._found(_OF_REPORT, {"report_id": report_id})

    def all(self, state: AlertState | str | None = None) -> list[Alert]:
        """Every alert, or those in one state, the oldest first."""
        return self._list(*([] if state is None else [ALERT.c.state == str(state)]))

    def report_id(self, alert_id: str) -> int | None:
        """The report that an alert rests on; None where there is none: a missing report has no row."""
        return self._connection.execute(select(ALERT.c.report_id).where(ALERT.c.id == alert_id)).scalar()

    def save(self, alert: Alert, report_id: int | None = None) -> None:
        """Write the whole alert, new or known; ``report_id`` None leaves the report that it had.

        Raises Conflict where another alert has its fingerprint.
        """
        columns = mapping.alert_values(alert) | ({"report_id": report_id} if report_id else {})
        change = columns | {"row_id": alert.id}
        # Two keys are unique here: ON CONFLICT on one of them lets the other fail when two workers meet.
        if self._connection.execute(_WHOLE, change).rowcount or insert_new(self._connection, ALERT, columns):
            return
        if not self._connection.execute(_WHOLE, change).rowcount:
            raise Conflict(f"fingerprint {alert.fingerprint}")

    def add_event(
        self, alert_id: str, at: datetime, actor: str, action: str, from_state: AlertState | None,
        to_state: AlertState, reason: str = "", finding: Finding | None = None, label: str | None = None,
        due_on: date | None = None, revision: int | None = None,
    ) -> None:  # fmt: skip
        """Append a line to the history; the database refuses to change or delete it."""
        row = {
            "alert_id": alert_id, "at": at, "actor": actor, "action": action, "from_state": from_state,
            "to_state": to_state, "reason": reason, "finding": mapping.exact(finding) if finding else None,
            "label": label, "due_on": due_on, "revision": revision,
        }  # fmt: skip
        self._connection.execute(_EVENT, row)

    def events(self, alert_id: str) -> list[AlertEventRecord]:
        """The history of an alert, the oldest first."""
        statement = select(ALERT_EVENT).where(ALERT_EVENT.c.alert_id == alert_id).order_by(ALERT_EVENT.c.id)
        return [mapping.event(row) for row in self._connection.execute(statement)]

    def moved(self, since: datetime, until: datetime) -> list[AlertEventRecord]:
        """Every step from one state to another in a time, of all alerts, the oldest first."""
        within = (ALERT_EVENT.c.at >= since, ALERT_EVENT.c.at < until)
        stepped = ALERT_EVENT.c.from_state != ALERT_EVENT.c.to_state
        statement = select(ALERT_EVENT).where(*within, stepped).order_by(ALERT_EVENT.c.id)
        return [mapping.event(row) for row in self._connection.execute(statement)]

    def same_elsewhen(self, alert: Alert) -> list[Alert]:
        """The same finding about the same department in other years, the oldest year first."""
        body = alert.body
        same = (
            ALERT.c.rule == alert.finding.rule, ALERT.c.department == body.department, ALERT.c.scope == body.scope,
            ALERT.c.district == body.district, ALERT.c.kind == body.kind, ALERT.c.fiscal_year != body.fiscal_year,
        )  # fmt: skip
        found = [one for one in self._list(*same) if one.finding.subject == alert.finding.subject]
        return sorted(found, key=lambda one: one.body.fiscal_year)

    def about(self, body: Body, rules: Sequence[str]) -> list[Alert]:
        """Alerts of these rules on what a department owes for a year, whatever part of it they are about."""
        return self._found(_ABOUT, mapping.body_values(body) | {"rules": list(rules)})

    def alive(self, rules: Sequence[str], district: str | None = None) -> list[Alert]:
        """Alerts of these rules that are open or acknowledged, everywhere or in a district."""
        if district is None:
            return self._found(_ALIVE, {"rules": list(rules)})
        return self._found(_ALIVE_THERE, {"rules": list(rules), "district": district})

    def newest(self, rule: str) -> Alert | None:
        """The alert of a rule that changed last, in any state."""
        statement = select(ALERT).where(ALERT.c.rule == rule).order_by(ALERT.c.updated_at.desc()).limit(1)
        row = self._connection.execute(statement).first()
        return None if row is None else mapping.alert(row)

    def labelled(self) -> list[AlertEventRecord]:
        """The newest label of each alert that bears one."""
        newest = select(func.max(ALERT_EVENT.c.id)).where(ALERT_EVENT.c.label.is_not(None))
        statement = select(ALERT_EVENT).where(ALERT_EVENT.c.id.in_(newest.group_by(ALERT_EVENT.c.alert_id)))
        return [mapping.event(row) for row in self._connection.execute(statement.order_by(ALERT_EVENT.c.id))]

    def newest_label(self, alert_id: str) -> AlertEventRecord | None:
        """How the follow-up of an alert stands; None where nobody has written that down."""
        labelled = (ALERT_EVENT.c.alert_id == alert_id, ALERT_EVENT.c.label.is_not(None))
        statement = select(ALERT_EVENT).where(*labelled).order_by(ALERT_EVENT.c.id.desc()).limit(1)
        row = self._connection.execute(statement).first()
        return None if row is None else mapping.event(row)

    def told(self, alert_id: str, recipient: str) -> Told | None:
        """What this recipient last *received* of an alert: what is under way or failed does not count.

        The order in which notices were queued decides, not the clock: it may have gone back.
        """
        statement = select(DELIVERY).where(
            DELIVERY.c.alert_id == alert_id, DELIVERY.c.recipient == recipient, DELIVERY.c.state == "delivered"
        )
        newest = statement.order_by(DELIVERY.c.alert_revision.desc(), DELIVERY.c.id.desc()).limit(1)
        row = self._connection.execute(newest).first()
        told = None if row is None else mapping.told(mapping.record(row, DeliveryRecord))
        return told and replace(told, finding=self._finding_of(alert_id, told.revision))

    def _finding_of(self, alert_id: str, revision: int) -> Finding | None:
        """What a revision of an alert said."""
        statement = select(ALERT_EVENT).where(
            ALERT_EVENT.c.alert_id == alert_id, ALERT_EVENT.c.revision <= revision, ALERT_EVENT.c.finding.is_not(None)
        )
        row = self._connection.execute(statement.order_by(ALERT_EVENT.c.id.desc()).limit(1)).first()
        return None if row is None else mapping.event(row).finding

    def held(self, now: datetime) -> list[Alert]:
        """Open alerts whose second look is due and that nobody has been told of."""
        queued = exists().where(DELIVERY.c.alert_id == ALERT.c.id)
        return self._list(ALERT.c.state == AlertState.OPEN.value, ALERT.c.hold_until <= now, ~queued)

    def _first(self, statement: Select[Any], wanted: mapping.Values) -> Alert | None:
        row = self._connection.execute(ours(self._connection, statement), wanted).first()
        return None if row is None else mapping.alert(row)

    def _found(self, statement: Select[Any], wanted: mapping.Values) -> list[Alert]:
        return [mapping.alert(row) for row in self._connection.execute(statement, wanted)]

    def _list(self, *conditions: ColumnElement[bool]) -> list[Alert]:
        return self._found(_ALERTS.where(*conditions), {})
