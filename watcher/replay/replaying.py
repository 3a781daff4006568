"""Judging all that is stored again with today's rules, family by family. Writes nothing, tells nobody.

The work is the judging, so it is spread over the processor's cores: this process reads from the database and hands
out the text of the readings, few at a time; each child decodes and judges. Few reports are judged right here.
"""

from __future__ import annotations

import os
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context

from alerts.model import Alert, Body
from alerts.register import Register
from alerts.replay import Replayed, together
from alerts.settings import RuleBook
from storage import Unit
from storage.repositories.stock import Kept
from watcher.replay import child
from watcher.replay.child import Bench, Item

AT_ONCE = 40  # reports in a batch, more where a family is larger
WORTH_CHILDREN = 200  # a child takes a second to start
AHEAD = 2  # batches that wait for each child: the texts of a large store do not fit into memory

Batch = list[list[Item]]


def replay(
    unit: Unit, register: Register, rules: RuleBook, since: datetime | None, *, processes: int | None = None
) -> Replayed:
    """Every report that was read since then (None: all) by these rules, beside the stored alerts.

    ``processes``: how many children judge; None: one for each core, none where there is little to judge.
    """
    bench, latest = Bench(register, rules), unit.stock.latest()
    families = [f for f in _families(latest, register) if any(_wanted(kept, since) for kept in f)]
    batches = _batches(unit, families, since)
    if processes is None:
        processes = _cores() if sum(map(len, families)) >= WORTH_CHILDREN else 0
    return together(_in_children(bench, batches, processes) if processes > 1 else map(bench.batch, batches))


def _cores() -> int:
    """Those that this process may use; not every system tells which, then all of them."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _wanted(kept: Kept, since: datetime | None) -> bool:
    return since is None or kept.seen_at >= since


def _families(latest: Sequence[Kept], register: Register) -> list[list[Kept]]:
    """Reports that may be compared with one another: each reading is then decoded once."""
    families: dict[tuple[str, str], list[Kept]] = defaultdict(list)
    for kept in latest:
        body = kept.body
        families[body.district, register.family(body.department, body.district, body.fiscal_year)].append(kept)
    return list(families.values())


def _batches(unit: Unit, families: Iterable[Sequence[Kept]], since: datetime | None) -> Iterator[Batch]:
    """Families with their texts and alerts, about AT_ONCE reports together."""
    alerts, missed = defaultdict[Body, list[Alert]](list), unit.stock.missed()
    for alert in unit.alerts.all():
        alerts[alert.body].append(alert)
    for group in _grouped(families):
        texts = unit.stock.texts([kept.revision_id for family in group for kept in family])
        yield [
            [
                Item(kept, texts[kept.revision_id], _wanted(kept, since), tuple(alerts[kept.body]),
                     missed.get(kept.publication_id, ()))
                for kept in family
            ]
            for family in group
        ]  # fmt: skip


def _grouped(families: Iterable[Sequence[Kept]]) -> Iterator[list[Sequence[Kept]]]:
    group: list[Sequence[Kept]] = []
    for family in families:
        group.append(family)
        if sum(map(len, group)) >= AT_ONCE:
            yield group
            group = []
    if group:
        yield group


def _in_children(bench: Bench, batches: Iterable[Batch], processes: int) -> Iterator[Replayed]:
    """The same as in this process, in the same order. Nothing is forked: a database stands open here."""
    waiting: deque[Future[Replayed]] = deque()
    with ProcessPoolExecutor(processes, get_context("spawn"), child.begin, (bench,)) as pool:
        for batch in batches:
            waiting.append(pool.submit(child.judge, batch))
            if len(waiting) > AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
