"""A better reader reads what is kept again: better figures are no report that was replaced in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from alerts.model import Alert
from parsers.digest import reading_sha256
from parsers.model import Report
from parsers.version import reader_version
from storage.records import RevisionRecord
from tests.town import HOST, Town, installed, path_of, town_of_one_report, whole_pages
from watcher.context import Context
from watcher.polling import poll
from watcher.reading.reader import ReadFailed

pytestmark = pytest.mark.timeout(120)
TOTAL = "expenditure.total"


@pytest.fixture
def town() -> Town:
    return town_of_one_report()


@pytest.fixture
def context(tmp_path: Path, town: Town) -> Iterator[Context]:
    """An installation whose reading was kept by an older reader that read one figure wrongly and lost the tables."""
    with installed(tmp_path, town) as opened:
        poll(opened)
        [kept] = revisions(opened)
        with opened.database.transaction() as unit:
            worse = spoiled(unit.reports.reading(kept.id))
            unit.reports.replace_reading(kept.id, worse, reading_sha256(worse), "1")
            [publication] = unit.publications.all()
            unit.publications.save(replace(publication, read_sha256=publication.content_sha256))
        yield opened


def spoiled(report: Report) -> Report:
    facts = [fact for fact in report.facts if fact.table is None]
    wrong = [replace(fact, amount=Decimal("1.00")) if fact.measure == TOTAL else fact for fact in facts]
    assert facts != wrong
    return replace(report, facts=tuple(wrong), tables=())


def revisions(context: Context) -> list[RevisionRecord]:
    with context.database.reading() as unit:
        [known] = unit.reports.all()
        return unit.reports.revisions(known.id)


def reading(context: Context) -> Report:
    [*_, last] = revisions(context)
    with context.database.reading() as unit:
        return unit.reports.reading(last.id)


def replaced(context: Context) -> list[Alert]:
    with context.database.reading() as unit:
        return [alert for alert in unit.alerts.all() if alert.finding.rule == "T5"]


def results(context: Context) -> list[str]:
    with context.database.reading() as unit:
        return [result.rule for result in unit.reports.results(revisions(context)[-1].id)]


def replace_total(context: Context, town: Town) -> None:
    """The publisher puts another total of the three expenses on the page."""
    [total] = {f.amount for f in reading(context).facts if f.measure == "three_public.total" and f.table is None}
    assert total is not None
    url = HOST + path_of(whole_pages()[0])
    town.pages[url] = town.pages[url].replace(f"{total}".encode(), f"{total + 1}".encode())


@pytest.mark.parametrize("days", [0, 40], ids=["--reread", "at its own time"])
def test_what_an_older_reader_kept_is_read_and_judged_again_and_nothing_was_replaced(
    context: Context, town: Town, days: int
) -> None:
    with context.database.transaction() as unit:
        unit.reports.add_results(revisions(context)[0].id, [])
    town.later(days=days, minutes=5)
    poll(context, reread=not days)
    [kept] = revisions(context)
    assert (kept.number, kept.reader_version) == (1, reader_version())
    assert len(reading(context).tables) > 5
    assert "A1" in results(context)
    assert not replaced(context)


def test_a_report_replaced_after_an_upgrade_is_told_by_its_own_change_alone(context: Context, town: Town) -> None:
    replace_total(context, town)
    town.later(minutes=5)
    poll(context, reread=True)
    assert [kept.number for kept in revisions(context)] == [1, 2]
    changed = {str(change["what"]) for change in revisions(context)[1].changed}
    assert changed == {"three_public.total"}
    assert [alert.state for alert in replaced(context)] == ["open"]


def test_where_the_earlier_file_can_not_be_read_any_more_nothing_is_said_to_be_replaced(
    context: Context, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, reads = town.pages[HOST + path_of(whole_pages()[0])], context.reader.read

    def reads_the_new_file_only(files: Sequence[tuple[str, bytes]]) -> Report | ReadFailed:
        return ReadFailed(reason="读取时间超过 60 秒", errors=()) if files[0][1] == before else reads(files)

    monkeypatch.setattr(context.reader, "read", reads_the_new_file_only)
    replace_total(context, town)
    town.later(minutes=5)
    poll(context, reread=True)
    assert [kept.changed for kept in revisions(context)] == [(), ()]
    assert not replaced(context)


def test_a_second_look_by_the_same_reader_reads_nothing(
    context: Context, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.later(minutes=5)
    poll(context, reread=True)
    town.later(minutes=5)
    asked: list[object] = []
    monkeypatch.setattr(context.reader, "read", asked.append)
    poll(context, reread=True)
    assert asked == []
