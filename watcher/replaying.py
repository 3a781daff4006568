"""Judging all that is stored again with today's rules, department by department. Writes nothing, tells nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from alerts.evaluate import evaluate
from alerts.histories import history
from alerts.model import Alert, Body, RuleResult
from alerts.register import Register
from alerts.replay import Replayed, beside_alerts, together
from alerts.rules.timeliness import judge_replacement
from alerts.settings import RuleBook
from parsers.model import Report
from storage import Unit
from storage.repositories.stock import Kept


def replay(unit: Unit, register: Register, rules: RuleBook, since: datetime | None) -> Replayed:
    """Every report that was read since then (None: all) by these rules, beside the stored alerts."""
    alerts, missed = defaultdict[Body, list[Alert]](list), unit.stock.missed()
    for alert in unit.alerts.all():
        alerts[alert.body].append(alert)
    return together(
        beside_alerts(kept.body, results, alerts[kept.body], historic=kept.is_history, source_url=kept.url)
        for family in _families(unit.stock.latest(), register)
        if since is None or any(k.seen_at >= since for k in family)
        for kept, results in _judged(unit, register, rules, family, missed, since)
    )


def _families(latest: Sequence[Kept], register: Register) -> list[list[Kept]]:
    """Reports that may be compared with one another: each reading is then decoded once."""
    families: dict[tuple[str, str], list[Kept]] = defaultdict(list)
    for kept in latest:
        body = kept.body
        families[body.district, register.family(body.department, body.district, body.fiscal_year)].append(kept)
    return list(families.values())


def _judged(
    unit: Unit,
    register: Register,
    rules: RuleBook,
    family: Sequence[Kept],
    missed: Mapping[int, tuple[str, ...]],
    since: datetime | None,
) -> Iterator[tuple[Kept, list[RuleResult]]]:
    readings = unit.stock.readings([kept.revision_id for kept in family])
    by_body: dict[Body, Report] = {kept.body: readings[kept.revision_id] for kept in family}
    for kept in family:
        if since is None or kept.seen_at >= since:
            known = history(kept.body, register, list(by_body), by_body.get, missed.get(kept.publication_id, ()))
            yield kept, [*evaluate(by_body[kept.body], known, rules), *_replaced(rules, kept)]


def _replaced(rules: RuleBook, kept: Kept) -> Iterator[RuleResult]:
    """T5, where this reading replaced what had been published."""
    if kept.replaces:
        yield judge_replacement(kept.changed, kept.body, kept.url, rules)
