"""How fast judging is: one report with ten years of history, and a replay of a whole store.

    python benchmarks/judging.py [REPORTS] [DATABASE]

The reports are two of the demo's own, read as the service reads them and then given other departments, years and
amounts. REPORTS defaults to 10000 (500 departments, ten years, both kinds); DATABASE to a temporary SQLite file.
Prints one line per figure; filling the store is not counted.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from importlib.resources import files
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from alerts.evaluate import evaluate
from alerts.histories import body_of, history
from alerts.register import Register
from alerts.settings import load
from parsers.digest import reading_sha256
from parsers.extract import extract
from parsers.model import Fact, Kind, Report
from parsers.read import read
from storage import Database, open_database
from watcher.replay.replaying import replay

NOW = datetime(2025, 11, 1, tzinfo=UTC)
YEARS = range(2015, 2025)
MODELS = {Kind.BUDGET: "archives-2025-budget", Kind.FINAL_ACCOUNTS: "archives-2023-final"}
BATCH = 250


def models() -> dict[Kind, Report]:
    """One report of each kind, as it is read from its page."""
    site = files("watcher.demo") / "site"
    return {kind: extract([read((site / key / "body.html").read_bytes(), "body.html")]) for kind, key in MODELS.items()}


def made(model: Report, kind: Kind, number: int, year: int) -> Report:
    """The model as another department's report of another year; amounts grow by 0.01 a year."""
    name = f"重庆市澄湖区第{number:04d}局"
    identity = replace(model.identity, department=name, district="澄湖区", fiscal_year=year, kind=kind)
    step = Decimal("0.01") * (year - YEARS[0])
    facts = tuple(_grown(fact, step) for fact in model.facts)
    return replace(model, identity=identity, facts=facts)


def _grown(fact: Fact, step: Decimal) -> Fact:
    return fact if not fact.amount or fact.unit != "万元" else replace(fact, amount=fact.amount + step)


def reports(number: int) -> Iterator[Report]:
    """That many reports, department after department."""
    kinds = models()
    endless = (
        made(kinds[kind], kind, department, year)
        for department in range(number)
        for year in YEARS
        for kind in (Kind.BUDGET, Kind.FINAL_ACCOUNTS)
    )
    return islice(endless, number)


def fill(database: Database, number: int) -> None:
    """Store them, each with a publication of its own."""
    waiting = reports(number)
    with database.transaction() as unit:
        source = unit.sources.ensure("http://www.chenghu.example/js/", "澄湖区", None, None, NOW)
    stored = 0
    while batch := list(islice(waiting, BATCH)):
        with database.transaction() as unit:
            for report in batch:
                stored += 1
                _store(unit, source.id, report, stored)


def _store(unit: object, source_id: int, report: Report, number: int) -> None:
    from storage import Unit

    assert isinstance(unit, Unit)
    address = f"http://www.chenghu.example/js/t{number}.html"
    publication, _ = unit.publications.find_or_add(
        source_id, site="www.chenghu.example", key=f"t{number}", url=address, title="", district="澄湖区",
        published_on=None, is_history=True, now=NOW,
    )  # fmt: skip
    body = body_of(report.identity)
    assert body is not None
    unit.reports.add_revision(
        report_id=unit.reports.add(body, NOW).id, publication_id=publication.id, report=report,
        content_sha256="c" * 64, reading_sha256=reading_sha256(report), reader_version="1", changed=[],
        is_history=True, now=NOW,
    )  # fmt: skip


def one_report() -> None:
    """The newest final accounts of one department, its ten years and both kinds at hand."""
    rules, known = load(), {body: r for r in reports(20) if (body := body_of(r.identity))}
    newest = max((b for b in known if b.kind == Kind.FINAL_ACCOUNTS), key=lambda b: b.fiscal_year)
    times = []
    for _ in range(50):
        begin = time.process_time()
        evaluate(known[newest], history(newest, Register(), list(known), known.get), rules)
        times.append(time.process_time() - begin)
    times.sort()
    median, slowest = times[25] * 1000, times[-1] * 1000
    print(f"one report, ten years of history: median {median:.1f} ms, slowest {slowest:.1f} ms of one core")


def whole_store(database: Database, number: int) -> None:
    """Every stored report by today's rules, on all cores."""
    begin, used = time.perf_counter(), _used()
    with database.reading() as unit:
        found = replay(unit, Register(), load(), None)
    seconds, used = time.perf_counter() - begin, _used() - used
    print(f"replay: {found.reports} of {number} reports in {seconds:.0f} s, {seconds / number * 1000:.1f} ms each")
    print(f"        {used:.0f} s of processor time in all: on a busy machine this is the figure that can be compared")
    print(f"        {len(found.appearing)} findings would appear")


def _used() -> float:
    """Processor time of this process and of the children that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def main(number: int, url: str | None) -> None:
    """Both figures."""
    one_report()
    with TemporaryDirectory() as folder:
        database = open_database(url or f"sqlite:///{Path(folder) / 'judging.db'}")
        try:
            database.migrate()
            begin = time.perf_counter()
            fill(database, number)
            print(f"filled with {number} reports in {time.perf_counter() - begin:.0f} s")
            whole_store(database, number)
        finally:
            database.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, sys.argv[2] if len(sys.argv) > 2 else None)
