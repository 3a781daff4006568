"""What a column does over days: publications come, go, return, move; the site fails; whole passes on a moved clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.model import Alert
from tests.town import COLUMN, HOST, Town, installed, path_of, publications, source, town_of_one_report, whole_pages
from watcher.context import Context
from watcher.polling import emit_due_rereads, poll

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def town() -> Town:
    return town_of_one_report()


@pytest.fixture
def context(tmp_path: Path, town: Town) -> Iterator[Context]:
    """An installation that has taken the column in."""
    with installed(tmp_path, town) as opened:
        poll(opened)
        yield opened


def alerts(context: Context, rule: str) -> list[Alert]:
    with context.database.reading() as unit:
        return [alert for alert in unit.alerts.all() if alert.finding.rule == rule]


def test_an_unchanged_column_costs_one_request_and_a_counter_changes_nothing(context: Context, town: Town) -> None:
    assert [p.state for p in publications(context)] == ["read"]
    for visitor in (1, 2, 3):
        town.asked.clear()
        town.list(whole_pages()[0], extra=f"<p>第{visitor}位访客</p>")
        assert poll(context).ok
        assert town.asked == [COLUMN]
    assert len(publications(context)) == 1


def test_off_the_list_is_withdrawn_only_after_three_looks_over_a_day_and_its_return_settles_that(
    context: Context, town: Town
) -> None:
    other = whole_pages()[1]
    town.publish(other)
    town.list(whole_pages()[0], other)
    poll(context)
    town.list(other)
    for hours in (0, 8, 8, 7):
        town.later(hours=hours)
        poll(context)
        assert publications(context)[0].state == "read", "a day has not passed"
    town.later(hours=2)
    poll(context)
    gone = publications(context)[0]
    assert (gone.state, gone.gone_why) == ("withdrawn", "list")
    (alert,) = alerts(context, "T5")
    assert (alert.state, alert.finding.subject) == ("open", "withdrawal")

    town.list(whole_pages()[0], other)
    poll(context)
    assert publications(context)[0].state == "read"
    assert alerts(context, "T5")[0].state == "settled"


def test_a_page_that_answers_404_is_looked_for_again_and_then_withdrawn(context: Context, town: Town) -> None:
    url = HOST + path_of(whole_pages()[0])
    body = town.pages.pop(url)
    poll(context, reread=True)
    assert publications(context)[0].gone_looks == 1
    for hours in (5, 9, 17):
        town.later(hours=hours)
        poll(context)
    assert publications(context)[0].state == "withdrawn"
    assert [a.state for a in alerts(context, "T5")] == ["open"]
    town.pages[url] = body
    town.later(days=8)
    poll(context)
    assert publications(context)[0].state == "read"
    assert [a.state for a in alerts(context, "T5")] == ["settled"]


def test_a_reread_that_is_ended_and_begun_again_asks_for_nothing_twice(context: Context) -> None:
    everything = {source(context).id}
    assert emit_due_rereads(context, everything, everything=True) == 1
    assert emit_due_rereads(context, everything, everything=True) == 0, "it is asked for already"
    poll(context)
    assert emit_due_rereads(context, everything, everything=True) == 1


def test_one_failed_look_is_no_withdrawal(context: Context, town: Town) -> None:
    url = HOST + path_of(whole_pages()[0])
    body = town.pages.pop(url)
    poll(context, reread=True)
    town.pages[url] = body
    town.later(days=2)
    poll(context, reread=True)
    assert publications(context)[0].gone_since is None
    assert not alerts(context, "T5")


def test_a_repost_under_a_new_key_is_joined_and_the_old_page_may_go(context: Context, town: Town) -> None:
    report = whole_pages()[0]
    again = "/zwgk/js/202511/t20251103_99.html"
    town.publish(report, again)
    town.pages.pop(HOST + path_of(report))
    row = f'<li><a href="{again}" title="{report.title}">{report.title}</a><span>2025-11-03</span></li>'
    town.pages[COLUMN] = f'<html><head><meta charset="utf-8"></head><body><ul>{row}</ul></body></html>'.encode()
    for hours in (0, 10, 10, 10):
        town.later(hours=hours)
        poll(context, reread=True)
    with context.database.reading() as unit:
        (known,) = unit.reports.all()
        assert [r.number for r in unit.reports.revisions(known.id)] == [1]
    assert not alerts(context, "T5")
    assert {p.report_id for p in publications(context)} == {known.id}


def test_a_report_taken_down_and_published_anew_with_other_figures_was_replaced(context: Context, town: Town) -> None:
    report = whole_pages()[0]
    with context.database.reading() as unit:
        (known,) = unit.reports.all()
        facts = unit.reports.reading(unit.reports.revisions(known.id)[-1].id).facts
    printed = next(str(f.amount) for f in facts if f.measure == "three_public.total" and f.amount)
    again = "/zwgk/js/202511/t20251103_99.html"
    url = town.publish(report, again)
    town.pages[url] = town.pages[url].replace(printed.encode(), b"777.77")
    town.pages.pop(HOST + path_of(report))
    row = f'<li><a href="{again}" title="{report.title}">{report.title}</a><span>2025-11-03</span></li>'
    town.pages[COLUMN] = f'<html><head><meta charset="utf-8"></head><body><ul>{row}</ul></body></html>'.encode()
    poll(context)
    assert not alerts(context, "T5")
    for _ in range(4):
        town.later(hours=10)
        poll(context, reread=True)
    (alert,) = alerts(context, "T5")
    assert f"{printed}→777.77" in alert.finding.message
    assert alert.state == "open"


def test_a_stub_that_only_leads_on_is_followed_to_the_report(tmp_path: Path) -> None:
    town, report = Town(), whole_pages()[0]
    real = town.publish(report, "/bm/swj/201.html")
    town.list(report)
    stub = f'<html><head><meta http-equiv="Refresh" content="0;URL={real}"></head><body></body></html>'
    town.pages[HOST + path_of(report)] = stub.encode()
    with installed(tmp_path, town) as context:
        poll(context)
        assert [p.state for p in publications(context)] == ["read"]


def test_an_article_that_lists_children_is_fetched_at_each_check(tmp_path: Path) -> None:
    town, (one, two, *_) = Town(), whole_pages()
    index = f"{HOST}/zwgk/js/202510/t20251020_500.html"
    links = "".join(f'<p><a href="{path_of(p)}" title="{p.title}">{p.title}</a></p>' for p in (one, two))
    name = "澄湖区水务局2024年度部门决算公开（含下属单位）"
    town.pages[index] = (
        f'<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{name}"></head><body>'
        f'<div class="TRS_UEDITOR">{links}</div></body></html>'.encode()
    )
    town.pages[COLUMN] = (
        f'<html><head><meta charset="utf-8"></head><body><ul><li><a href="{index}" title="{name}">{name}</a>'
        f"<span>2025-10-20</span></li></ul></body></html>".encode()
    )
    town.publish(one)
    town.publish(two)
    with installed(tmp_path, town) as context:
        poll(context)
        assert sum(p.state == "read" for p in publications(context)) == 2
        town.asked.clear()
        poll(context)
        assert index in town.asked


def test_a_list_that_shows_nothing_any_more_is_a_fault_of_the_source_and_withdraws_nothing(
    context: Context, town: Town
) -> None:
    town.pages[COLUMN] = b"<html><body><p>redesigned</p></body></html>"
    for hours in (0, 20, 20, 20):
        town.later(hours=hours)
        poll(context)
    assert source(context).last_reason == "drift"
    assert [p.state for p in publications(context)] == ["read"]
    assert [a.state for a in alerts(context, "S3")] == ["open"]
    town.list(whole_pages()[0])
    poll(context)
    assert [a.state for a in alerts(context, "S3")] == ["settled"]


def test_a_host_that_fails_is_told_once_and_its_recovery_once(context: Context, town: Town) -> None:
    town.statuses[COLUMN] = 503
    for _ in range(5):
        poll(context)
        town.later(hours=1)
    (alert,) = alerts(context, "S1")
    assert (alert.state, alert.revision) == ("open", 1)
    town.statuses.clear()
    poll(context)
    assert [a.state for a in alerts(context, "S1")] == ["settled"]


def test_when_one_column_of_a_site_answers_again_its_others_are_asked_soon_whatever_they_were_put_off_to(
    tmp_path: Path,
) -> None:
    town, others = Town(), [f"{HOST}/zwgk/ys/", "http://sw.chenghu.example/js/"]
    for address in (COLUMN, *others):
        town.list(whole_pages()[0], address=address)
    more = "".join(f'[[sources]]\ndistrict = "澄湖区"\nurl = "{url}"\n' for url in others)
    with installed(tmp_path, town, more) as context:
        poll(context)
        town.statuses = dict.fromkeys((COLUMN, *others), 503)
        for _ in range(6):
            poll(context)
            town.later(hours=2)
        town.statuses.clear()
        poll(context, source_url=COLUMN)
        with context.database.reading() as unit:
            own, twin, elsewhere = unit.sources.all()
        assert (own.consecutive_failures, twin.consecutive_failures, elsewhere.consecutive_failures) == (0, 6, 6)
        assert twin.next_due_at - town.now == timedelta(minutes=5)
        assert elsewhere.next_due_at - town.now > timedelta(hours=10)
        assert own.next_due_at - town.now > timedelta(minutes=50)


def test_a_further_page_that_is_only_posted_is_read(tmp_path: Path) -> None:
    town, (one, two, *_) = Town(), whole_pages()
    for report in (one, two):
        town.publish(report)
    record = "<record><![CDATA[<a href='{}' title='{}'>{}</a><span>2025-10-20</span>]]></record>"
    rows = [record.format(path_of(p), p.title, p.title) for p in (one, two)]
    inner = f"<datastore><recordset>{rows[0]}</recordset></datastore>".replace("<", "&lt;").replace(">", "&gt;")
    proxy = f"{HOST}/module/web/jpage/dataproxy.jsp"
    town.pages[COLUMN] = (
        f'<html><head><meta charset="utf-8"></head><body><div id="9"><script type="text/xml">{inner}</script></div>'
        "<script>var param = {col:1,columnid:'77',unitid:'9'};$('#9').jpage({totalRecord:2,"
        "proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:1,ajaxParam:param});</script></body></html>"
    ).encode()
    town.pages[f"{proxy}?startrecord=2&endrecord=2&perpage=1"] = (
        f"<datastore><recordset>{rows[1]}</recordset></datastore>".encode()
    )
    with installed(tmp_path, town) as context:
        assert poll(context).ok
        assert source(context).adapter == "jcms"
        assert [p.state for p in publications(context)] == ["read", "read"]
    assert [one.body for one in town.posted] == [b"col=1&columnid=77&unitid=9"]


def test_what_a_list_of_limited_length_drops_at_its_end_is_not_gone(tmp_path: Path) -> None:
    town, (one, two, *_) = Town(), whole_pages()
    for report in (one, two):
        town.publish(report)
    town.list(one)
    with installed(tmp_path, town) as context:
        poll(context)
        town.list(two)
        for _ in range(3):
            poll(context)
            town.later(hours=20)
        assert [p.gone_since for p in publications(context)] == [None, None]
        assert source(context).doubts == 0


def test_a_pass_over_one_source_rereads_nothing_of_the_others(tmp_path: Path) -> None:
    town, other = Town(), f"{HOST}/zwgk/ys/"
    first, second = whole_pages()[:2]
    addresses = [town.publish(first), town.publish(second)]
    town.list(first)
    town.list(second, address=other)
    with installed(tmp_path, town, f'[[sources]]\ndistrict = "澄湖区"\nurl = "{other}"\n') as context:
        poll(context)
        town.later(days=40)
        town.asked.clear()
        poll(context, source_url=other)
        assert [url for url in town.asked if url in addresses] == [addresses[1]]
        town.asked.clear()
        poll(context)
        assert [url for url in town.asked if url in addresses] == [addresses[0]]


def test_one_article_in_two_columns_under_http_and_https_with_and_without_www_is_one(tmp_path: Path) -> None:
    town, bare = Town(), "https://chenghu.example/zwgk/jz/"
    report = whole_pages()[0]
    town.publish(report)
    town.list(report)
    twin = path_of(report).replace("/zwgk/js/", "./").replace(".html", "_wap.html")
    row = f'<li><a href="{twin}">{report.title}</a><span>{report.published[:10]}</span></li>'
    town.pages[bare] = f'<meta charset="utf-8"><ul>{row}</ul>'.encode()
    more = f'[[sources]]\ndistrict = "澄湖区"\nurl = "{bare}"\n'
    with installed(tmp_path, town, more) as context:
        poll(context)
        assert [p.state for p in publications(context)] == ["read"]
        with context.database.reading() as unit:
            assert [len(unit.publications.of_source(s.id)) for s in unit.sources.all()] == [1, 1]


def test_a_page_that_trips_a_reader_is_a_fault_of_its_column_and_is_told(
    context: Context, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(*_given: object) -> None:
        raise RecursionError

    town.list(whole_pages()[0], extra='<a href="/xw/t20251021_9.html">湖滨新闻</a>')
    with monkeypatch.context() as patched:
        patched.setattr("watcher.steps.list_pages.read_listing", trip)
        assert not poll(context).ok
    assert "RecursionError" in (source(context).last_error or "")
    assert [p.state for p in publications(context)] == ["read"]
    town.later(hours=2)
    assert poll(context).ok
    assert source(context).last_error is None


def test_where_every_host_fails_at_once_it_is_said_once_that_it_is_us(tmp_path: Path) -> None:
    town, report = Town(), whole_pages()[0]
    town.publish(report)
    columns = [COLUMN, *(f"http://{n}.chenghu.example/js/" for n in range(9))]
    for column in columns:
        town.list(report, address=column)
    more = "".join(f'[[sources]]\ndistrict = "澄湖区"\nurl = "{column}"\n' for column in columns[1:])
    with installed(tmp_path, town, more) as context:
        poll(context)
        town.statuses = dict.fromkeys(columns, 503)
        for _ in range(4):
            town.later(hours=1)
            poll(context)
        assert [a.state for a in alerts(context, "S9")] == ["open"]
        assert alerts(context, "S1") == []
        town.statuses = {}
        town.later(hours=1)
        poll(context)
        assert [a.state for a in alerts(context, "S9")] == ["settled"]


def test_sites_not_yet_asked_again_after_our_own_outage_are_in_no_trouble_of_their_own(tmp_path: Path) -> None:
    town, report = Town(), whole_pages()[0]
    town.publish(report)
    columns = [COLUMN, *(f"http://{n}.chenghu.example/js/" for n in range(9)), f"{HOST}/zwgk/ys/"]
    for column in columns:
        town.list(report, address=column)
    more = "".join(f'[[sources]]\ndistrict = "澄湖区"\nurl = "{column}"\n' for column in columns[1:])
    with installed(tmp_path, town, more) as context:
        poll(context)
        town.statuses = dict.fromkeys(columns, 503)
        for _ in range(4):
            town.later(hours=1)
            poll(context)
        town.statuses = dict.fromkeys(columns[2:-1], 503)
        town.later(hours=1)
        poll(
            context, source_url=columns[0]
        )  # the line is back; neither other sites nor its other column were asked since
        assert [a.state for a in alerts(context, "S9")] == ["settled"]
        assert alerts(context, "S1") == []
        with context.database.reading() as unit:
            waits = [s.next_due_at - town.now for s in unit.sources.all() if s.consecutive_failures]
        assert len(waits) == len(columns) - 1
        assert max(waits) < timedelta(minutes=10), "how long they back off says nothing of them"
        assert len(set(waits)) >= len(columns) - 2, "one after another"
        town.later(minutes=5)
        poll(context, source_url=columns[0])
        assert alerts(context, "S1") == []
        town.later(minutes=5)
        poll(context)
        assert len(alerts(context, "S1")) == 8, "those that fail now fail by themselves"


def test_a_known_page_whose_site_is_down_is_tried_again_after_hours_and_a_new_one_after_minutes(
    context: Context, town: Town
) -> None:
    first, second = whole_pages()[0], whole_pages()[1]
    poll(context)
    town.publish(second)
    town.list(first, second)
    town.statuses = {HOST + path_of(one): 503 for one in (first, second)}
    poll(context, reread=True)
    waits = [p.next_due_at - context.now() for p in publications(context) if p.next_due_at]
    assert [round(wait / timedelta(minutes=5)) for wait in waits] == [24, 1]
