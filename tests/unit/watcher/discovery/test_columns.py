"""A page that lists no reports but the columns in which they stand is known for the directory that it is."""

from __future__ import annotations

from tests.unit.watcher.discovery.pages import FOOTER, NAVIGATION, document
from watcher.discovery import read_columns

SITE = "http://www.chenghu.gov.cn"
PAGE = SITE + "/zwgk_301/czyjs/index.html"
BODIES = {"jyj": "区教育局", "swj": "区水务局", "dag": "区档案馆"}


def rows(pattern: str) -> str:
    links = (f'<li><a href="{pattern.format(name)}">{body}</a></li>' for name, body in BODIES.items())
    return f'<div class="bmlb"><ul>{"".join(links)}</ul></div>'


def columns(*parts: str) -> list[tuple[str, str]]:
    found = read_columns(document(NAVIGATION, *parts, FOOTER), PAGE)
    return [(one.title, one.url) for one in found]


def test_what_lies_below_a_page_are_its_columns_whatever_they_are_called() -> None:
    assert columns(rows("./{}/")) == [(body, f"{SITE}/zwgk_301/czyjs/{name}/") for name, body in BODIES.items()]


def test_bodies_with_hosts_of_their_own_are_columns_too() -> None:
    found = columns(rows("http://{}.chenghu.gov.cn/czyjs/"))
    assert found[0] == ("区教育局", "http://jyj.chenghu.gov.cn/czyjs/")
    assert len(found) == 2  # an archive is no word of bodies: only what lies below the page may be called anything


def test_other_sites_articles_files_and_further_pages_of_the_list_are_no_columns() -> None:
    assert columns(rows("http://www.moe-{}.gov.cn/")) == []
    assert columns(rows("./{}/t20250901_11.html")) == []
    pager = '<a href="index_1.html">2024年</a><a href="index_2.html">2023年</a><a href="index.html">2025年</a>'
    assert columns(pager, '<a href="a.pdf">部门预算</a><a href="b.pdf">部门决算</a>') == []


def test_years_and_kinds_are_columns_and_a_single_link_is_no_directory() -> None:
    years = '<dl><dd><a href="/x/2024/">2024年</a></dd><dd><a href="/x/2023/">2023年度</a></dd></dl>'
    assert [title for title, _ in columns(years)] == ["2024年", "2023年度"]
    assert columns('<p><a href="/x/2024/">2024年</a></p>') == []
