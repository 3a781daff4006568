"""Keys, sites, days and what an address leads to."""

from __future__ import annotations

from datetime import date
from urllib.parse import urljoin

import pytest

from watcher.discovery.dates import date_in_address, read_date
from watcher.discovery.keys import absolute, key_of, leads_to_article, site_of, suffix_of

SITE = "http://www.chenghu.gov.cn"


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/zwgk_159/czyjs/js/zfbgs/202310/t20231020_12451922.html", "t20231020_12451922"),
        ("/zwgk_159/czyjs/js/zfbgs/202310/t20231020_12451922_wap.html", "t20231020_12451922"),
        ("/zwgk_159/czyjs/js/zfbgs/202310/t20231020_12451922_2.html", "t20231020_12451922"),
        ("/zwgk_159/czyjs/js/zfbgs/202310/t20231020_12451922.htm?from=wx", "t20231020_12451922"),
        ("/bm/P020260302355815003237.PDF", "P020260302355815003237"),
        ("/art/2022/10/12/art_1229608992_4094383.html", "art_1229608992_4094383"),
        ("/art/2026/art_4a3b88e8c4974bc4ab00de86925106c2.html", "art_4a3b88e8c4974bc4ab00de86925106c2"),
        ("/ysjs/content/post_2578298.html", "post_2578298"),
        ("/c1/202501/8cea754b233547629968901c4f555a3f.shtml", "8cea754b233547629968901c4f555a3f"),
        ("/info/1157/7658.htm", "/info/1157/7658.htm"),
        ("/info/1157/7658_wap.htm", "/info/1157/7658.htm"),
        ("/show.jsp?id=7&cat=2#top", "/show.jsp?cat=2&id=7"),
        ("/detail2?Z0mY4%3D", "/detail2?Z0mY4%3D="),
        ("/n2588035/c35386789/content.html", "c35386789"),
        ("/js/index.html", "/js/"),
        ("/js/%E5%86%B3%E7%AE%97.pdf", "/js/决算.pdf"),
        ("", "/"),
    ],
)
def test_a_publication_is_known_by_what_stays_the_same(path: str, key: str) -> None:
    assert key_of(SITE + path) == key


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("http://www.chenghu.gov.cn/a", "chenghu.gov.cn"),
        ("https://chenghu.gov.cn:443/a", "chenghu.gov.cn"),
        ("http://CZJ.chenghu.gov.cn:80", "czj.chenghu.gov.cn"),
        ("http://219.145.244.73:88/a", "219.145.244.73:88"),
    ],
)
def test_a_site_is_its_host_without_www_whatever_the_scheme(url: str, site: str) -> None:
    assert site_of(url) == site


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("./a.html", SITE + "/x/a.html"),
        ("../a.html", SITE + "/a.html"),
        ("/a.html", SITE + "/a.html"),
        ("//czj.chenghu.gov.cn/a", "http://czj.chenghu.gov.cn/a"),
        ("a.html#top", SITE + "/x/a.html"),
        (" a.html\n", SITE + "/x/a.html"),
        ("a\\b.pdf", SITE + "/x/a/b.pdf"),
        ("?page=2", SITE + "/x/y.html?page=2"),
        ("#top", None),
        ("", None),
        ("javascript:void(0)", None),
        ("mailto:a@b", None),
        ("http://[bad", None),
    ],
)
def test_links_are_resolved_as_browsers_do(href: str, url: str | None) -> None:
    assert absolute(href, SITE + "/x/y.html") == url


@pytest.mark.parametrize(
    ("path", "article"),
    [
        ("/js/202310/t20231020_12451922.html", True),
        ("/info/1157/7658.htm", True),
        ("/public/118322806/1258999741.html", True),
        ("/ysjs/content/post_2578298.html", True),
        ("/OpennessContent/show/2190.html", True),
        ("/OpennessContent/show/2190", True),
        ("/c119485/202501/8cea754b-2335-4762-9968-901c4f555a3f.shtml", True),
        ("/article/detail/2026/03/id/9210562.shtml", True),
        ("/content?contentId=6773f814", True),
        ("/js/index.html", False),
        ("/js/index_3.html", False),
        ("/", False),
        ("/js/", False),
        ("/col/col77388/index.html", False),
        ("/col/col77388/art/2026/art_774773c1be45689e33aa403b8dd3aa01.html", True),
        ("/zwgk/wzdt.html", False),
    ],
)
def test_articles_are_told_from_lists_by_their_address(path: str, *, article: bool) -> None:
    assert leads_to_article(SITE + path) is article


def test_the_suffix_of_a_document_is_read_from_its_address() -> None:
    assert suffix_of(SITE + "/a/x.PDF?v=1") == ".pdf"
    assert suffix_of(SITE + "/a/x.pdf.pdf") == ".pdf"
    assert suffix_of(SITE + "/a/x.html") == suffix_of(SITE + "/a.pdf/") == suffix_of(SITE) == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("2026/3/2 10:06", date(2026, 3, 2)),
        ("[2026.03.02]", date(2026, 3, 2)),
        ("2026年3月2日", date(2026, 3, 2)),
        ("2026 年 03 月 02 日", date(2026, 3, 2)),
        ("发布于20260302。", date(2026, 3, 2)),
        ("02 2026-03", date(2026, 3, 2)),
        ("2026-03 02", date(2026, 3, 2)),
        ("二〇二六年三月二日", date(2026, 3, 2)),
        ("二○二五年十二月二十一日", date(2025, 12, 21)),
        ("2024年决算 2026-03-02", date(2026, 3, 2)),
        ("2026-03-01T16:00:00.000+0000", date(2026, 3, 2)),
        ("2026-03-01T15:59:59Z", date(2026, 3, 1)),
        ("2026-03-02T00:00:00+08:00", date(2026, 3, 2)),
        ("2026-03-02T23:10", date(2026, 3, 2)),
        ("2026-13-02T16:00:00Z", None),
        ("2026-13-02", None),
        ("2026-02-30", None),
        ("03-02", None),
        ("2026年", None),
        ("15478320260302111", None),
        ("", None),
    ],
)
def test_dates_are_read_in_all_their_forms_and_never_guessed(text: str, day: date | None) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/js/202310/t20231020_12451922.html", date(2023, 10, 20)),
        ("/art/2022/1/2/art_1_2.html", date(2022, 1, 2)),
        ("/202602/11/7ee7b132.html", date(2026, 2, 11)),
        ("/a/P020260302355815003237.pdf", date(2026, 3, 2)),
        ("/js/202310/x.html", None),
        ("/t20239920_1.html", None),
    ],
)
def test_the_day_in_an_address_is_read(path: str, day: date | None) -> None:
    assert date_in_address(SITE + path) == day


@pytest.mark.parametrize(
    "href", ["/zwgk/8/t20260301_77.html", "/a", "/a/", "/a/./b", "/a/../b", "/a//b", "//b.gov.cn/a"]
)
def test_an_address_from_the_root_is_what_the_standard_library_makes_of_it(href: str) -> None:
    for base in (SITE + "/x/y.html", "https://www.b.gov.cn:8443/", "HTTPS://b.gov.cn/x?y#z"):
        assert absolute(href, base) == urljoin(base, href)
