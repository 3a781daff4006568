"""A page that is out before its report is looked at again soon, and its figures are news, not a replacement."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.records import PublicationRecord
from tests.integration.test_files_of_a_publication import OLD, REPORT, content, put
from tests.town import COLUMN, HOST, Town, installed, path_of
from watcher.context import Context
from watcher.polling import poll

pytestmark = pytest.mark.timeout(240)
NOTHING_YET = {"empty": "", "to come": "<p>现将我单位决算公开如下，详见附件。</p>", "unnamed": "<p>附件：</p>"}
OLDER = '<li><a href="/zwgk/js/202001/t20200101_1.html">关于元旦放假的通知</a><span>2020-01-01</span></li>'


def there(context: Context) -> PublicationRecord:
    with context.database.reading() as unit:
        (found,) = [p for p in unit.publications.all() if p.url == HOST + path_of(REPORT)]
        return found


@pytest.mark.parametrize("words", NOTHING_YET)
def test_files_that_are_put_to_a_page_later_are_found_within_hours_and_replace_nothing(
    words: str, tmp_path: Path
) -> None:
    town = Town()
    town.list(extra=f"<ul>{OLDER}</ul>")
    with installed(tmp_path, town) as context:
        assert poll(context).ok
        town.list(REPORT, extra=f"<ul>{OLDER}</ul>")
        title = f'<meta charset="utf-8"><meta name="ArticleTitle" content="{REPORT.title}">'
        page = f'<html>{title}<div class="TRS_UEDITOR">{NOTHING_YET[words]}</div></html>'
        town.pages[HOST + path_of(REPORT)] = page.encode()
        for _ in range(3):
            town.later(hours=1)
            assert poll(context).ok
        town.pages[OLD] = content()
        put(town, OLD)
        town.later(hours=4)
        assert poll(context).ok
        with context.database.reading() as unit:
            reading = unit.reports.reading(unit.reports.revisions(there(context).report_id or 0)[-1].id)
            assert any(f.measure == "three_public.total" for f in reading.facts)
            assert [a for a in unit.alerts.all() if a.finding.rule == "T5"] == []
        assert not there(context).is_history


def test_a_page_that_stays_without_figures_is_looked_at_ever_more_seldom(tmp_path: Path) -> None:
    town = Town()
    town.list(REPORT)
    town.pages[HOST + path_of(REPORT)] = f"<meta charset=utf-8><h1>{REPORT.title}</h1>".encode()
    with installed(tmp_path, town) as context:
        for _ in range(48):
            assert poll(context).ok
            town.later(hours=1)
        asked = town.asked.count(HOST + path_of(REPORT))
    assert 5 <= asked <= 7
    assert COLUMN in town.asked
