"""Judging again a batch of stored reports in a process of its own: text of readings in, differences out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from alerts.confidence import with_confidence
from alerts.evaluate import evaluate
from alerts.histories import history
from alerts.model import Alert, Body
from alerts.register import Register
from alerts.replay import Replayed, beside_alerts, together
from alerts.rules.timeliness import judge_replacement
from alerts.settings import RuleBook
from parsers import wire
from parsers.model import Report
from storage.repositories.stock import Kept


class Item(NamedTuple):
    """A stored report with all that judging it needs beside the rules."""

    kept: Kept
    text: str  # the reading as it is stored
    wanted: bool  # else it is there as another one's history only
    alerts: tuple[Alert, ...] = ()
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    """What is the same for every batch."""

    register: Register
    rules: RuleBook

    def batch(self, families: Sequence[Sequence[Item]]) -> Replayed:
        """The differences of the wanted reports in families that are each whole."""
        return together(one for family in families for one in self._family(family))

    def _family(self, family: Sequence[Item]) -> list[Replayed]:
        readings = {item.kept.body: wire.decode(item.text, Report) for item in family}
        return [self._one(item, readings) for item in family if item.wanted]

    def _one(self, item: Item, readings: Mapping[Body, Report]) -> Replayed:
        kept, body = item.kept, item.kept.body
        known = history(body, self.register, list(readings), readings.get, item.missed)
        results = [*with_confidence(evaluate(readings[body], known, self.rules), readings[body])]
        if kept.replaces:
            results.append(judge_replacement(kept.changed, body, kept.url, self.rules))
        return beside_alerts(
            body, results, item.alerts, historic=kept.is_history, source_url=kept.url, seen_at=kept.seen_at
        )


_bench: list[Bench] = []


def begin(bench: Bench) -> None:
    """Once in each process, before its first batch."""
    _bench[:] = [bench]


def judge(families: Sequence[Sequence[Item]]) -> Replayed:
    """One batch, in a process that has begun."""
    return _bench[0].batch(families)
