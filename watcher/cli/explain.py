"""`watcher explain`: rule, law, formula with its numbers, quotes, places, confidence and what would settle it."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from zoneinfo import ZoneInfo

from alerts.difference import series
from alerts.model import Alert, History
from parsers.model import Report
from storage import Unit
from watcher.cli.options import add_config, stored, with_settings
from watcher.comparing import find_history
from watcher.config import Settings
from watcher.explaining import Explained, explanation
from watcher.rulebook import register_of, rule_book
from watcher.steps.tell import recipients_of
from watcher.waiting import why_it_waits

EXAMPLES = """
例：
  watcher explain A-7F3K2QX -c config.toml
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """ALERT, -c"""
    parser.add_argument("alert", metavar="线索编号", help="通知末尾的编号，如 A-7F3K2QX")
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """0; 1 where there is no such alert."""
    return with_settings(arguments.config, lambda settings: _explain(settings, arguments.alert.upper()))


def _explain(settings: Settings, alert_id: str) -> int:
    with stored(settings) as database, database.reading() as unit:
        alert = unit.alerts.get(alert_id)
        lines = [] if alert is None else list(explanation(_explained(settings, unit, alert)))
    if alert is None:
        print(f"没有线索 {alert_id}；用 watcher alerts 查看全部编号", file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0


def _explained(settings: Settings, unit: Unit, alert: Alert) -> Explained:
    rules = {rule.id: rule for rule in rule_book(settings).rules}
    known = Explained(
        alert=alert, rule=rules.get(alert.finding.rule), events=unit.alerts.events(alert.id),
        other_years=unit.alerts.same_elsewhen(alert), waiting=_waiting(settings, unit, alert),
        zone=ZoneInfo(settings.service.timezone),
    )  # fmt: skip
    kept = unit.reports.find(alert.body)
    revision = unit.reports.latest_revision(kept.id) if kept else None
    if revision is None:
        return known
    publication = unit.publications.get(revision.publication_id)
    history = find_history(unit, register_of(settings, unit), alert.body, publication)
    report, others = unit.reports.reading(revision.id), _others(history)
    points = series(alert.finding.measure, [report, *others]) if alert.finding.measure else ()
    return replace(known, report=report, parts=revision.parts, others=others, series=points)


def _waiting(settings: Settings, unit: Unit, alert: Alert) -> list[str]:
    known, zone = {r.name: r for r in recipients_of(settings)}, ZoneInfo(settings.service.timezone)
    of_alert = unit.deliveries.of_alert(alert.id)
    reasons = [(one.recipient, why_it_waits(one, known.get(one.recipient), zone)) for one in of_alert]
    return [f"{recipient}，{reason}" for recipient, reason in reasons if reason]


def _others(history: History) -> tuple[Report, ...]:
    """What the report was compared with, the same year's budget included."""
    return tuple(r for r in (history.budget, *history.series) if r is not None)
