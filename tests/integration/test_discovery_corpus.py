"""Real list and article pages, where they are present: how many publications, files and pages are found on each."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from watcher.discovery import looks_like_report, read_article, read_listing

pytestmark = pytest.mark.corpus
COLUMN = "https://yjj.cq.gov.cn/zwgk_230/fdzdgknr/czyjs/"


@pytest.mark.parametrize(
    ("name", "url", "items", "reports", "pages"),
    [
        ("samples/trs_list_createPage.html", COLUMN, 15, 15, 9),
        ("samples/trs_portal_list_createPage.html", COLUMN, 15, 15, 2),
        ("samples/createPageHTML_1_*.html", "https://www.gz.gov.cn/zwgk/zdly/lysc/index.html", 20, 0, 3),
        ("samples/createPageHTML_2_*.html", "https://scjgj.suzhou.gov.cn/szqts/fzscjgjs/nav_list.shtml", 15, 0, 1),
        ("samples/trs_index_of_all_depts.html", COLUMN + "202603/t20260302_15481553.html", 192, 0, 0),
        ("石家庄/*.html", COLUMN, 17, 17, 0),
        ("长沙/*.html", COLUMN, 15, 14, 1),
    ],
)
def test_a_real_list_is_read_whole(corpus: Path, name: str, url: str, items: int, reports: int, pages: int) -> None:
    (path,) = (corpus / "html").glob(name)
    found = read_listing(path.read_bytes(), url)
    assert len(found.items) == items
    assert sum(looks_like_report(item.title) is True for item in found.items) == reports
    assert len(found.page_urls) == pages
    assert found.problems == ()


@pytest.mark.parametrize(
    ("city", "reports"), [("宁德", 3), ("宜宾", 4), ("鄂尔多斯", 4), ("沧州", 5), ("苏州", 5), ("乌鲁木齐", 10)]
)
def test_reports_on_a_crowded_front_page_are_not_missed(corpus: Path, city: str, reports: int) -> None:
    (path,) = (corpus / "html" / city).glob("*.html")
    items = read_listing(path.read_bytes(), COLUMN).items
    assert sum(looks_like_report(item.title) is True for item in items) == reports


def test_a_file_that_only_a_script_shows_is_found(corpus: Path) -> None:
    (page,) = (corpus / "html/温州").glob("*.html")
    assert [a.suffix for a in read_article(page.read_bytes(), COLUMN).attachments] == [".pdf"]


def test_a_real_stub_leads_on(corpus: Path) -> None:
    stub = (corpus / "html/samples/trs_meta_refresh_stub.html").read_bytes()
    assert read_listing(stub, COLUMN).redirect == COLUMN + "202402/t20240229_12978053.html"


@pytest.mark.parametrize(
    ("name", "attachments", "children"),
    [
        ("trs_article_attachment_only", 1, 0),
        ("trs_article_district_audit", 1, 0),
        ("trs_article_empty_title", 33, 0),  # its pages are pictures
        ("trs_article_generic_title", 23, 0),
        ("trs_article_links_to_children", 0, 11),
        ("trs_index_of_all_depts", 0, 194),
    ],
)
def test_a_real_article_is_read(corpus: Path, name: str, attachments: int, children: int) -> None:
    page = (corpus / f"html/samples/{name}.html").read_bytes()
    stated = re.search(r'name="ArticleTitle" content="([^"]+)"', page.decode())
    found = read_article(page, COLUMN + "202603/t20260302_1.html")
    assert stated is not None
    assert found.title == stated[1]
    assert looks_like_report(found.title)
    assert found.published_on == date(2026, 3, 2)
    assert (len(found.attachments), len(found.children)) == (attachments, children)
