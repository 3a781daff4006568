"""What keeps a notice back for now: a silence, a graver alert that explains it, a source that can't be read. Pure.

The finding itself is never touched: it is listed all the same, and told when nothing keeps it back any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fnmatch import fnmatchcase

from alerts.model import Alert, AlertState, Silence
from alerts.routing import is_named

MISSING = ("T1", "C1")  # the whole report is missing: what its figures would say is beside the point
ABOUT_TIME = ("T1", "T2", "C1")  # judged by what a source shows: say nothing while it shows nothing
_ABOUT_VALUES = ("A", "E", "G", "P", "Q")  # families whose findings rest on what a report states
_STANDING = (AlertState.OPEN, AlertState.ACKNOWLEDGED)


def silenced_by(alert: Alert, silences: Iterable[Silence], now: datetime) -> Silence | None:
    """The first silence that holds now and means this alert."""
    return next((silence for silence in silences if _holds(silence, now) and matches(silence, alert)), None)


def matches(silence: Silence, alert: Alert) -> bool:
    """Whether a silence means this alert; what it leaves empty matches everything."""
    return (
        (not silence.rule or fnmatchcase(alert.finding.rule, silence.rule))
        and is_named(alert.body.department, (silence.department,) if silence.department else ())
        and is_named(alert.body.district, (silence.district,) if silence.district else ())
        and silence.alert_id in (None, alert.id)
        and silence.kind in (None, alert.body.kind)
        and silence.fiscal_year in (None, alert.body.fiscal_year)
        and (silence.max_severity is None or alert.finding.severity.rank <= silence.max_severity.rank)
    )


def rests_on_values(alert: Alert) -> bool:
    """Whether an alert that the report is missing would explain this one."""
    return alert.finding.rule.startswith(_ABOUT_VALUES)


def inhibited_by(alert: Alert, missing: Iterable[Alert]) -> Alert | None:
    """The standing alert, among those on the same body and year, that the report is missing altogether."""
    if not rests_on_values(alert):
        return None
    return next((one for one in missing if one.finding.rule in MISSING and one.state in _STANDING), None)


def _holds(silence: Silence, now: datetime) -> bool:
    return silence.ended_at is None and now < silence.until  # from when it was said, whatever the clock does then
