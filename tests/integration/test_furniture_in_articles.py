"""What a site changes around a report, inside the element that holds it, is no change of the report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.town import HOST, Town, installed, path_of, whole_pages
from watcher.polling import poll

pytestmark = pytest.mark.timeout(240)
REPORT = whole_pages()[0]
BODY, TITLE = REPORT.content("body.html").decode(), REPORT.title
FORMS: dict[str, Callable[[int], str]] = {
    "neighbours and hits": lambda n: (
        f'<div class="content"><h1>{TITLE}</h1><p>发布时间：2024-10-18 来源：区财政局 浏览次数：{n * 17}次</p>{BODY}'
        f'<p>上一篇：<a href="a{n}.html">关于第{n}号事项的通知</a></p><p>下一篇：没有了</p></div>'
    ),
    "an article element": lambda n: (
        f"<article><h1>{TITLE}</h1><div>阅读：{n * 17} 字体：【大 中 小】</div>{BODY}"
        f"<ul><li>上一条：第{n}号通知</li><li>下一条：第{n + 1}号通知</li></ul></article>"
    ),
    "no element of its own": lambda n: (
        f"<table><tr><td>今天是2025年11月{n}日</td></tr></table>"
        f"<table><tr><td><h2>{TITLE}</h2>点击数：{n * 31}</td></tr>"
        f"<tr><td>{BODY}</td></tr></table><table><tr><td><a href=a{n}.html>第{n}则新闻</a></td></tr></table>"
        f"<p>您是第{n * 1000}位访问者</p>"
    ),
    "buttons and hands": lambda n: (
        f'<div id="zoom">{BODY}<div class="share">分享到：微信 {n}</div><p>责任编辑：编辑{n}</p>'
        f"<p>【打印】【关闭】</p></div>"
    ),
    "news below": lambda n: (
        f'<div class="TRS_Editor">{BODY}<p>推荐阅读</p><ul><li><a href="x{n}.html">全区第{n}次会议召开</a></li></ul>'
        f"</div>"
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_neighbours_counters_and_buttons_are_no_part_of_the_report(form: str, tmp_path: Path) -> None:
    town = Town()
    town.list(REPORT)
    with installed(tmp_path, town) as context:
        for number in (1, 2, 3):
            head = f'<html><head><meta charset="utf-8"><title>{TITLE}</title></head><body>'
            foot = f'<div class="footer">版权所有 {number}</div></body></html>'
            town.pages[HOST + path_of(REPORT)] = (head + FORMS[form](number) + foot).encode()
            assert poll(context, reread=True).ok
            town.later(days=3)
        with context.database.reading() as unit:
            (publication,) = unit.publications.all()
            assert publication.state == "read"
            assert len(unit.publications.captures(publication.id)) == 3
            assert len(unit.reports.revisions(publication.report_id or 0)) == 1
            assert [a for a in unit.alerts.all() if a.finding.rule == "T5"] == []
        changed = BODY.replace("。", "，特此说明。", 1)
        town.pages[HOST + path_of(REPORT)] = (head + FORMS[form](3).replace(BODY, changed) + foot).encode()
        assert poll(context, reread=True).ok
        with context.database.reading() as unit:
            assert len(unit.reports.revisions(publication.report_id or 0)) == 2, "a changed sentence is one"


def test_a_page_that_only_counts_its_visitors_is_left_alone_for_longer_and_longer(tmp_path: Path) -> None:
    town, url = Town(), HOST + path_of(REPORT)
    town.list(REPORT)
    with installed(tmp_path, town) as context:
        for day in range(40):
            head = f'<html><head><meta charset="utf-8"><title>{TITLE}</title></head><body>'
            town.pages[url] = f"{head}{FORMS['neighbours and hits'](day)}</body></html>".encode()
            assert poll(context).ok
            town.later(days=1, minutes=1)
        assert 5 <= town.asked.count(url) <= 7, "after 1, 2, 6 and 18 days, not each day"
        town.pages[url] = town.pages[url].replace(BODY.encode(), BODY.replace("。", "，特此说明。", 1).encode())
        assert poll(context, reread=True).ok
        with context.database.reading() as unit:
            (publication,) = unit.publications.all()
            assert len(unit.reports.revisions(publication.report_id or 0)) == 2
            assert publication.next_due_at
            assert publication.next_due_at - town.now <= timedelta(days=1), "a change is looked at again soon"
