"""A publication's files are those that its page leads to now: exchanged, taken away, or gone without a word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from parsers.model import Report
from tests.town import HOST, Town, installed, path_of, whole_pages
from watcher.context import Context
from watcher.polling import poll

pytestmark = pytest.mark.timeout(240)
REPORT = whole_pages()[0]
FOLDER = (HOST + path_of(REPORT)).rpartition("/")[0]
OLD, NEW = f"{FOLDER}/P020251101300000000001.doc", f"{FOLDER}/P020251105300000000002.doc"


def put(town: Town, *files: str) -> None:
    """The article: a line that points at its files, which hold the report."""
    body = "".join(f'<p><a href="{url}">{REPORT.title}.doc</a></p>' for url in files)
    text = f'<meta charset="utf-8"><meta name="ArticleTitle" content="{REPORT.title}"><div class="TRS_UEDITOR">{body}'
    town.pages[HOST + path_of(REPORT)] = text.encode()


def content(old: str = "", new: str = "") -> bytes:
    """The report as a file, with one text replaced."""
    body = REPORT.content("body.html").decode()
    assert old in body
    return f'<html><meta charset="utf-8"><body><h1>{REPORT.title}</h1>{body.replace(old, new)}</body></html>'.encode()


@pytest.fixture
def town() -> Town:
    town = Town()
    town.list(REPORT)
    town.pages[OLD] = content()
    put(town, OLD)
    return town


@pytest.fixture
def context(tmp_path: Path, town: Town) -> Iterator[Context]:
    with installed(tmp_path, town) as opened:
        assert poll(opened).ok
        yield opened


def readings(context: Context) -> list[Report]:
    with context.database.reading() as unit:
        (publication,) = unit.publications.all()
        return [unit.reports.reading(r.id) for r in unit.reports.revisions(publication.report_id or 0)]


def told(context: Context) -> list[str]:
    with context.database.reading() as unit:
        return [a.finding.message for a in unit.alerts.all() if a.finding.rule == "T5"]


def test_a_file_exchanged_under_a_new_address_is_read_in_the_place_of_the_old_one(context: Context, town: Town) -> None:
    figure = next(f for f in readings(context)[0].facts if f.measure == "three_public.total" and f.amount)
    assert figure.evidence.quote
    printed = format(figure.amount or 0, "f")
    town.pages[NEW] = content(printed, "777.77")
    put(town, NEW)
    town.later(days=2)
    assert poll(context, reread=True).ok
    (_, now) = readings(context)
    amounts = {format(f.amount, "f") for f in now.facts if f.measure == "three_public.total" and f.amount is not None}
    assert amounts == {"777.77"}
    assert len({e.file for e in (f.evidence for f in now.facts)}) == 1
    (message,) = told(context)
    assert printed in message
    assert "777.77" in message


def test_a_file_that_the_page_links_no_more_is_missing_from_the_report_and_told(context: Context, town: Town) -> None:
    other = f"{FOLDER}/P020251101300000000003.doc"
    town.pages[other] = f"<meta charset=utf-8><h1>{REPORT.title}</h1><p>表格另行公开。".encode()
    put(town, OLD, other)
    town.later(days=2)
    assert poll(context, reread=True).ok
    assert any(f.measure == "three_public.total" for f in readings(context)[-1].facts)
    put(town, other)
    town.later(days=2)
    assert poll(context, reread=True).ok
    assert readings(context)[-1].facts == ()
    assert "→（无）" in told(context)[-1]
    put(town, OLD)  # and back again
    town.later(days=2)
    assert poll(context, reread=True).ok
    assert any(f.measure == "three_public.total" for f in readings(context)[-1].facts)


def test_a_file_that_answers_404_is_kept_through_three_looks_over_a_day(context: Context, town: Town) -> None:
    kept = town.pages.pop(OLD)
    for hours in (30, 5, 9):
        town.later(hours=hours)
        assert poll(context).ok
        assert len(readings(context)) == 1
    with context.database.reading() as unit:
        (publication,) = unit.publications.all()
    assert "沿用已存的" in (publication.last_error or "")
    town.pages[OLD] = kept
    town.later(days=2)
    assert poll(context).ok
    assert len(readings(context)) == 1
    assert told(context) == []


def test_the_same_file_under_a_second_address_changes_no_figure(context: Context, town: Town) -> None:
    put(town, OLD, NEW)
    town.pages[NEW] = town.pages[OLD]
    town.later(days=2)
    assert poll(context, reread=True).ok
    assert (len(readings(context)), told(context)) == (1, [])


def test_a_file_that_stays_away_is_told_and_its_figures_with_it(context: Context, town: Town) -> None:
    put(town, OLD, NEW)
    town.pages[NEW] = town.pages[OLD]
    town.later(days=2)
    assert poll(context, reread=True).ok
    del town.pages[NEW], town.pages[OLD]
    for hours in (97, 5, 9, 17):  # the page has said the same for two days: it is looked at after four
        town.later(hours=hours)
        assert poll(context).ok
    with context.database.reading() as unit:
        (publication,) = unit.publications.all()
        assert publication.state == "read"
        assert any("未取得" in one.what for one in unit.publications.unread(publication.id))
        assert unit.publications.newest_captures(publication.id)[1].sha256 is None


def test_what_a_person_brought_stays_until_the_site_gives_its_files(context: Context, town: Town) -> None:
    from watcher.steps.take_in import take_in

    del town.pages[OLD]
    take_in(context, HOST + path_of(REPORT), [("附表.doc", content("三公", "叁公"))])
    for _ in range(2):
        town.later(days=2)
        assert poll(context, reread=True).ok
    with context.database.reading() as unit:
        (publication,) = unit.publications.all()
        names = {c.name for c in unit.publications.newest_captures(publication.id)}
    assert "附表.doc" in names
    town.pages[OLD] = content()
    town.later(days=2)
    assert poll(context, reread=True).ok
    with context.database.reading() as unit:
        assert "附表.doc" not in {c.name for c in unit.publications.newest_captures(publication.id)}
    assert not [url for url in town.asked if "#" in url]


def with_a_unit(town: Town) -> str:
    """Put the report of another body beside; its department."""
    other = whole_pages()[1]
    body = f"<h1>{other.title}</h1>{other.content('body.html').decode()}"
    town.pages[NEW] = f'<html><meta charset="utf-8"><body>{body}</body></html>'.encode()
    put(town, OLD, NEW)
    return other.department


def test_a_unit_whose_report_stood_there_at_first_sight_is_history(tmp_path: Path, town: Town) -> None:
    with_a_unit(town)
    with installed(tmp_path, town) as context:
        for _ in range(2):
            assert poll(context).ok
            town.later(hours=2)
        with context.database.reading() as unit:
            assert [p.is_history for p in unit.publications.all()] == [True, True]
            assert len(unit.reports.all()) == 2


def test_the_report_of_a_unit_beside_its_bureaus_becomes_a_publication_of_its_own(context: Context, town: Town) -> None:
    unit_of_it = with_a_unit(town)
    for _ in range(3):
        town.later(days=2)
        assert poll(context, reread=True).ok
    with context.database.reading() as unit:
        stored = {r.body.department: len(unit.reports.revisions(r.id)) for r in unit.reports.all()}
        publications = {p.url: (p.state, p.is_history) for p in unit.publications.all()}
        alerts = [a.finding.rule for a in unit.alerts.all()]
    assert sorted(stored) == sorted({REPORT.department, unit_of_it})
    assert set(stored.values()) == {1}
    assert publications == {HOST + path_of(REPORT): ("read", True), NEW: ("read", False)}
    assert not {"A41", "T5", "Q3"} & set(alerts)
