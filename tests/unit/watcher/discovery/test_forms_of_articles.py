"""The files of an article, in the many forms in which sites show them."""

from __future__ import annotations

import pytest

from tests.unit.watcher.discovery.pages import ARTICLE, article
from watcher.discovery import read_article
from watcher.discovery.titles import whole_title

HOST = "http://www.chenghu.gov.cn"
NAME = "水务局2024年度部门决算.pdf"
FORMS = {
    "viewer": ('<iframe src="/v.html?file=%2Ffiles%2Fa1.pdf"></iframe>', "/files/a1.pdf"),
    "object with a parameter": ('<object><param name="src" value="/files/a1.pdf"></object>', "/files/a1.pdf"),
    "script": ('<script>var s = "/files/a1.pdf"; if (s.indexOf(".pdf") > 0) f(s);</script>', "/files/a1.pdf"),
    "link with a data attribute": (f'<a href="javascript:;" data-file="/files/a1.pdf">{NAME}</a>', "/files/a1.pdf"),
    "link that a script opens": (f"<a href=\"javascript:down('/files/a1.pdf')\">{NAME}</a>", "/files/a1.pdf"),
    "download attribute": (f'<a href="/down?id=7" download="{NAME}">下载</a>', "/down?id=7"),
    "named by its text": (f'<a href="/file/download.do?id=77f0">{NAME}</a>', "/file/download.do?id=77f0"),
    "named by its title": (f'<a href="/file/7" title="{NAME}">附件</a>', "/file/7"),
    "handed out under a name": (f'<a href="/f/download?fileName={NAME}">附件</a>', f"/f/download?fileName={NAME}"),
    "handed out by a program": (f'<a href="/file-download?fileUrl=a.pdf">{NAME}</a>', "/file-download?fileUrl=a.pdf"),
    "counted": (f'<a href="/download.jsp?wbfileid=45">附件【{NAME}】已下载3次</a>', "/download.jsp?wbfileid=45"),
    "made by a function": (
        f"<a href=\"javascript:down('7')\">{NAME}</a><script>function down(n){{location.href='/f/get?n='+n}}</script>",
        "/f/get?n=7",
    ),
    "script with a version": ("<script>show('/files/a1.pdf?v=2')</script>", "/files/a1.pdf?v=2"),
    "protocol left out": (f'<a href="//www.chenghu.gov.cn/files/a1.pdf">{NAME}</a>', "/files/a1.pdf"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_found_in_whatever_form_it_is_shown(form: str) -> None:
    markup, address = FORMS[form]
    (found,) = read_article(article(markup), ARTICLE).attachments
    assert (found.url, found.suffix) == (HOST + address, ".pdf")
    assert found.name.endswith(".pdf")


def test_a_file_that_is_handed_out_may_be_called_nothing() -> None:
    (found,) = read_article(article('<a href="/system/download.jsp?wbfileid=45">点击下载</a>'), ARTICLE).attachments
    assert found.url == HOST + "/system/download.jsp?wbfileid=45"


def test_a_picture_above_links_to_articles_makes_the_list_no_report() -> None:
    links = "".join(f'<p><a href="./t20240912_{n}.html">第{n}中学2024年度单位决算公开</a></p>' for n in (1, 2, 3))
    found = read_article(article('<p><img src="/p/banner.jpg"></p>' + links), ARTICLE)
    assert (len(found.children), found.attachments) == (3, ())


def test_pictures_are_the_pages_of_a_report_that_is_not_written_out() -> None:
    pages = '<p><img src="/p/W1.jpg"></p><p><img data-src="/p/W2.png" src="/images/loading.gif"></p>'
    found = read_article(article("<p>公开如下：</p>" + pages + '<img src="/images/icon_pdf.png">'), ARTICLE).attachments
    assert [(one.url, one.suffix) for one in found] == [(f"{HOST}/p/W1.jpg", ""), (f"{HOST}/p/W2.png", "")]
    assert read_article(article("<p>单位基本情况如下。</p>" * 200 + pages), ARTICLE).attachments == ()


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/down/help">下载中心</a>',
        '<a href="/help.html">如何打开决算.pdf</a>',
        '<a href="./t20240912_2.html" title="决算.pdf的说明">说明</a>',
        '<script>if (u.indexOf(".pdf") != -1 || u.indexOf("./.PDF") != -1) f();</script>',
        '<script>show("http://cdn.example/manual.pdf")</script>',
    ],
)
def test_what_only_speaks_of_files_is_none(markup: str) -> None:
    assert read_article(article(markup + "<p>正文如下。</p>"), ARTICLE).attachments == ()


def test_a_long_article_whose_script_counts_its_pages_has_them() -> None:
    script = (
        "<script>var currentPage = 0;//从0开始\nvar countPage = 3//共多少页\n"
        'for (i = 1; i < countPage; i++) document.write("t20240912_13576801"+"_"+i+".html");</script>'
    )
    found = read_article(article("<p>正文</p>" * 9 + script), ARTICLE)
    assert [url.rpartition("/")[2] for url in found.page_urls] == [
        "t20240912_13576801_1.html", "t20240912_13576801_2.html",
    ]  # fmt: skip


def test_a_long_article_whose_pages_are_linked_has_them_and_its_neighbours_are_none() -> None:
    pager = '<a href="7788_2.htm">2</a><a href="7788_4.htm">4</a><a href="7789.htm">下一篇</a><a href="77_2.htm">文</a>'
    found = read_article(article("<p>正文</p>" * 9 + pager), HOST + "/info/1021/7788.htm")
    assert [url.rpartition("/")[2] for url in found.page_urls] == ["7788_2.htm", "7788_3.htm", "7788_4.htm"]
    neighbours = '<a href="./t20240912_13576802.html">下一篇</a>'
    assert read_article(article("<p>正文</p>" * 9 + neighbours), ARTICLE).page_urls == ()


@pytest.mark.parametrize(
    "script",
    [
        "$.getJSON('/api/detail?id=' + getQueryString('id'), show);",
        "var id = getQueryString('id'); $.getJSON('/api/detail?id=' + id, show);",
        "let id = new URLSearchParams(location.search).get('id');\n$.get('/api/detail', {id: id}, show);",
        "axios.get('/api/detail', {params: {id: this.$route.query.id}}).then(show)",
    ],
)
def test_the_text_that_a_script_draws_is_asked_for_by_the_number_in_the_address(script: str) -> None:
    page = f'<html><body><div id="app"></div><script>{script}</script></body></html>'.encode()
    assert [one.url for one in read_article(page, HOST + "/info.html?id=7788").asked] == [HOST + "/api/detail?id=7788"]


@pytest.mark.parametrize(
    "script",
    [
        "$.post('/api/article/like', {id: getQueryString('id')});", "$.get('/api/hits?id=' + getQueryString('id'));",
        "$.post('/api/article/sendMail', {id: getQueryString('id')});",
    ],
)  # fmt: skip
def test_what_only_counts_or_changes_an_article_is_not_asked(script: str) -> None:
    page = f'<html><body><div id="app"></div><script>{script}</script></body></html>'.encode()
    assert read_article(page, HOST + "/info.html?id=7788").asked == ()


@pytest.mark.parametrize(
    ("listed", "stated", "whole"),
    [
        ("重庆市澄湖区水务局2024年…", "重庆市澄湖区水务局2024年度部门决算", "重庆市澄湖区水务局2024年度部门决算"),
        ("重庆市澄湖区水务局...", "首页", "重庆市澄湖区水务局..."),
        ("水务局2024年度部门决算", "重庆市澄湖区水务局2024年度部门决算", "水务局2024年度部门决算"),
        ("", "水务局", "水务局"),
    ],
)
def test_a_title_that_its_list_cuts_is_taken_from_the_page(listed: str, stated: str, whole: str) -> None:
    assert whole_title(listed, stated) == whole
