"""What an office says of its own columns is held against them: here, how old the newest item may be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.town import COLUMN, installed, town_of_one_report, whole_pages
from watcher.polling import poll

pytestmark = pytest.mark.timeout(120)


def test_a_list_that_stands_still_is_told_once_and_settled_by_a_new_item(tmp_path: Path) -> None:
    town = town_of_one_report()
    newest = date.fromisoformat(whole_pages()[0].published[:10])
    allowed = (town.now.date() - newest).days + 2
    with installed(tmp_path, town, f"newest_within_days = {allowed}\n") as context:
        for days in (0, 1):
            town.later(days=days)
            poll(context)
        with context.database.reading() as unit:
            assert [a for a in unit.alerts.all() if a.finding.rule == "S3"] == []
        for _ in range(3):
            town.later(days=2)
            poll(context)
        with context.database.reading() as unit:
            (alert,) = (a for a in unit.alerts.all() if a.finding.rule == "S3")
        assert f"最新一条的日期是{newest}，应在{allowed}天以内" in alert.finding.message
        assert (alert.state, alert.revision) == ("open", 1)
        today = town.now.date().isoformat()
        link = f'<a href="{COLUMN}t20990101_99.html" title="关于调整的通知">关于调整的通知</a>'
        town.list(*whole_pages(), extra=f"<ul><li>{link}<span>{today}</span></li></ul>")
        poll(context)
        with context.database.reading() as unit:
            assert [a.state for a in unit.alerts.all() if a.finding.rule == "S3"] == ["settled"]
