"""What stands on a list page."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.watcher.discovery.pages import COLUMN, FOOTER, ITEMS, NAVIGATION, document, listing
from watcher.discovery import ListedItem, Listing, read_listing


def read(page: bytes, url: str = COLUMN) -> Listing:
    return read_listing(page, url)


def test_the_items_of_the_list_are_read_and_no_menus_or_footers() -> None:
    found = read(listing())
    assert found.adapter == "trs_wcm"
    assert found.problems == ()
    assert [item.key for item in found.items] == [
        "t20240912_13576801",
        "t20240912_13576802",
        "t20240219_12943310",
        "t20230914_12330077",
        "t20230920_12345678",
    ]


def test_an_item_has_its_full_title_its_day_and_its_place() -> None:
    first = read(listing()).items[0]
    assert first == ListedItem(
        url=COLUMN + "202409/t20240912_13576801.html", key="t20240912_13576801", site="chenghu.gov.cn",
        title="重庆市澄湖区水务局2023年度部门决算公开说明", published_on=date(2024, 9, 12),
    )  # fmt: skip


def test_the_same_article_on_the_mobile_twin_and_twice_on_the_page_is_one_item() -> None:
    twin = '<li><a href="./202409/t20240912_13576801_wap.html">重庆市澄湖区水务局2023年度部门…</a></li>'
    more = '<li><a href="./202409/t20240912_13576801.html">[详细]</a></li>'
    found = read(listing(items=ITEMS.replace('<ul class="gk-list">', f'<ul class="gk-list">{twin}{more}')))
    assert len(found.items) == 5
    assert found.items[0].title == "重庆市澄湖区水务局2023年度部门决算公开说明"
    assert "_wap" not in found.items[0].url


def test_a_stub_leads_on_to_its_newest_article() -> None:
    stub = document(head='<meta http-equiv="Refresh" content="0;URL=./202409/t20240912_13576801.html" />')
    found = read(stub)
    assert (found.redirect, found.items) == (COLUMN + "202409/t20240912_13576801.html", ())
    assert found.problems == ()
    script = document('<script>window.location.href = "./202409/t20240912_13576801.html";</script>')
    assert read(script).redirect == found.redirect


def test_a_page_that_reloads_itself_every_few_minutes_is_no_stub() -> None:
    assert read(listing().replace(b"<head>", b'<head><meta http-equiv="refresh" content="300">')).redirect is None


@pytest.mark.parametrize(
    ("row", "dated"),
    [
        ('<li><span>2024-09-12</span><a href="{url}">{title}</a></li>', date(2024, 9, 12)),
        ('<li><a href="{url}"><b>{title}</b><i>[2024/9/12]</i></a></li>', date(2024, 9, 12)),
        ('<tr><td>1</td><td><a href="{url}">{title}</a></td><td>2024年9月12日</td></tr>', date(2024, 9, 12)),
        ('<dl><dt><a href="{url}">{title}</a></dt><dd>2024.09.12</dd></dl>', date(2024, 9, 12)),
        ('<div class="item"><div class="d"><b>12</b><p>2024-09</p></div><h3><a href="{url}">{title}</a></h3></div>',
         date(2024, 9, 12)),
        ('<a href="{url}">{title}</a><em>2024-09-12</em><br>', date(2024, 9, 12)),
        ('<li><a href="{url}">{title}</a></li>', None),
    ],
)  # fmt: skip
def test_rows_of_all_shapes_are_read_with_their_day(row: str, dated: date | None) -> None:
    bodies = ("水务局", "档案馆", "统计局")
    rows = [
        row.format(url=f"/info/1157/76{n}.htm", title=f"澄湖区{body}2024年部门预算") for n, body in enumerate(bodies)
    ]
    wrapper = ("<table>", "</table>") if row.startswith("<tr") else ('<div class="list">', "</div>")
    found = read(document(NAVIGATION, wrapper[0], *rows, wrapper[1], FOOTER))
    assert [(item.title, item.published_on) for item in found.items] == [
        (f"澄湖区{body}2024年部门预算", dated) for body in bodies
    ]


def test_documents_in_a_list_are_items() -> None:
    rows = "".join(
        f'<li><a href="./P02024091235581500323{n}.pdf">澄湖区某单位{n}2023年度单位决算</a></li>' for n in range(3)
    )
    found = read(document(f"<ul>{rows}</ul>"))
    assert [item.key for item in found.items] == [f"P02024091235581500323{n}" for n in range(3)]
    assert found.items[0].published_on == date(2024, 9, 12)


def test_a_report_beside_a_longer_list_of_news_is_not_missed() -> None:
    news = "".join(
        f'<li><a href="/xw/202409/t20240901_135{n}.html">澄湖区召开第{n}次会议</a><i>2024-09-01</i></li>'
        for n in range(9)
    )
    report = '<div class="tab"><p><a href="./202409/t20240912_99.html">澄湖区档案馆2023年度单位决算</a></p></div>'
    keys = {item.key for item in read(document(f"<ul>{news}</ul>", report)).items}
    assert "t20240912_99" in keys


def test_a_list_that_a_script_fetches_is_reported() -> None:
    found = read(document("<script>$.post('/module/web/jpage/dataproxy.jsp?startrecord=1')</script>"))
    assert found.items == ()
    assert "JCMS" in found.problems[0]


def test_an_empty_page_is_reported() -> None:
    assert read(document("<p>栏目建设中</p>")).problems
    assert read(b"").problems
    assert read(b"%PDF-1.7 <a href='t20240101_1.html'>x</a>").items == ()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_the_bytes_count_and_not_the_declared_encoding(encoding: str) -> None:
    page = listing().replace(b'charset="utf-8"', b'charset="gb2312"').decode().encode(encoding)
    assert read(page).items[0].title == "重庆市澄湖区水务局2023年度部门决算公开说明"
    assert read(page).problems == ()


def test_bytes_in_no_known_encoding_are_reported() -> None:
    found = read(document("<p>" + "x" * 50) + b"\xff\xfe\x80" * 100)
    assert "编码" in found.problems[0]


def test_the_stated_base_of_a_page_is_honoured() -> None:
    page = document(
        '<ul><li><a href="t20240912_1.html">澄湖区水务局2024年部门预算</a></li></ul>', head='<base href="/bm/js/">'
    )
    assert read(page).items[0].url == "http://www.chenghu.gov.cn/bm/js/t20240912_1.html"
