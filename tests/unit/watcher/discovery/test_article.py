"""What stands on an article page."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.watcher.discovery.pages import ARTICLE, COLUMN, META, article, document
from watcher.discovery import Attachment, read_article

FOLDER = COLUMN + "202409/"
TEXT = "<p>一、单位基本情况。本单位负责水利设施的建设与养护。</p>"


def test_title_day_and_labels_are_read() -> None:
    found = read_article(article(TEXT), ARTICLE)
    assert found.title == "重庆市澄湖区水务局2023年度部门决算公开说明"
    assert found.published_on == date(2024, 9, 12)
    assert found.meta["ContentSource"] == "澄湖区水务局"
    assert found.meta["索引号"] == "11500999009275760X/2024-00031"
    assert found.meta["发布机构"] == "澄湖区水务局"
    assert (found.attachments, found.children, found.page_urls, found.redirect) == ((), (), (), None)
    assert found.adapter == "trs_wcm"


@pytest.mark.parametrize(
    ("head", "extra", "title"),
    [
        ("<title>澄湖区统计局2024年部门预算_重庆市澄湖区人民政府</title>", "", "澄湖区统计局2024年部门预算"),
        ("<title>澄湖区统计局2024年部门预算 - 澄湖区政府网</title>", "", "澄湖区统计局2024年部门预算"),
        ("<title></title>", "<h1>澄湖区统计局2024年部门预算</h1>", "澄湖区统计局2024年部门预算"),
        ("<title></title>", "", ""),
    ],
)
def test_without_its_meta_tag_the_title_comes_from_heading_or_document(head: str, extra: str, title: str) -> None:
    assert read_article(article(extra + TEXT, head=head, block=""), ARTICLE).title == title


@pytest.mark.parametrize(
    ("head", "block", "day"),
    [
        ('<meta name="pubdate" content="2024/9/1 8:00">', "", date(2024, 9, 1)),
        ("", "<p><b>发布日期：</b><span>2024年9月2日</span></p>", date(2024, 9, 2)),
        ("", "<ul><li>成文日期：2024-09-03</li></ul>", date(2024, 9, 3)),
        ("", "<p>来源：区水务局 发布时间： 2024-09-04 10:00 浏览次数：31</p>", date(2024, 9, 4)),
        ("", "", date(2024, 9, 12)),
    ],
)
def test_the_day_comes_from_meta_block_text_or_address(head: str, block: str, day: date) -> None:
    assert read_article(article(TEXT, head=head, block=block), ARTICLE).published_on == day


def test_attachments_are_found_however_they_are_named() -> None:
    body = """<p><a href="./P020240912355815003237.pdf" title="澄湖区水务局部门决算公开说明.pdf">附件</a></p>
    <p><a href="../js/P020240912355815003238.XLSX" textvalue="决算公开表">点击下载</a></p>
    <p><a onclick="downloadFj('绩效自评表.docx','./W020240912340958279596.docx')">绩效自评表</a></p>
    <iframe src="/pdfjs/viewer.html"></iframe><p><a href="/protect/download?id=7" appendix="true">情况说明</a></p>"""
    viewer = '<div class="js-open-pdf" data-pdf="./P020240912355815003237.pdf"></div>'
    found = read_article(article(body, after=viewer), ARTICLE)
    assert found.attachments == (
        Attachment(url=FOLDER + "P020240912355815003237.pdf", name="澄湖区水务局部门决算公开说明.pdf", suffix=".pdf"),
        Attachment(url=COLUMN + "js/P020240912355815003238.XLSX", name="决算公开表.xlsx", suffix=".xlsx"),
        Attachment(url=FOLDER + "W020240912340958279596.docx", name="绩效自评表.docx", suffix=".docx"),
        Attachment(url="http://www.chenghu.gov.cn/protect/download?id=7", name="情况说明", suffix=""),
    )


def test_a_file_name_cannot_steer_paths_or_displays() -> None:
    body = '<a href="P01.pdf" title="..\\..\\etc/\u202efdp.表&#10;格">x</a>'
    assert read_article(article(body), ARTICLE).attachments[0].name == "fdp.表格.pdf"


def test_a_body_that_only_lists_articles_has_children() -> None:
    rows = "".join(
        f'<p>{n}、<a href="http://swj.chenghu.gov.cn/js/202409/t20240912_1357690{n}.html">澄湖区水务局下属第{n}站2023年度单位决算</a></p>'
        for n in range(1, 5)
    )
    rows += '<p>5、<a href="./P020240912355815003299.pdf">澄湖区节水办公室2023年度单位决算</a></p>'
    found = read_article(article(rows), ARTICLE)
    assert [child.key for child in found.children] == [
        *(f"t20240912_1357690{n}" for n in range(1, 5)),
        "P020240912355815003299",
    ]
    assert found.children[0].site == "swj.chenghu.gov.cn"
    assert found.attachments == ()


def test_a_text_with_links_in_it_has_no_children() -> None:
    link = '<a href="./t20240911_1.html">区财政局的通知</a>'
    found = read_article(
        article(f"<p>根据{link}和{link.replace('_1', '_2')}的要求，现将本单位决算情况公开如下。</p>{TEXT * 3}"), ARTICLE
    )
    assert found.children == ()


def test_the_front_page_of_a_site_has_no_children() -> None:
    news = "".join(f'<li><a href="./t2024091{n}_1.html">召开第{n}次防汛工作会</a></li>' for n in range(1, 6))
    front = f"<html><head><title>澄湖区水务局</title></head><body><div class='content'>{news}</div></body></html>"
    assert read_article(front.encode(), ARTICLE).children == ()
    told = front.replace("<title>澄湖区水务局", "<title>澄湖区水务局2023年度部门决算公开")
    assert len(read_article(told.encode(), ARTICLE).children) == 5


def test_files_of_one_body_are_attachments_and_a_file_for_each_unit_is_a_publication() -> None:
    one = "".join(
        f'<p>附件{n}：<a href="P02024091235581500320{n}.pdf">澄湖区水务局2023年部门决算{kind}</a></p>'
        for n, kind in enumerate(("说明", "公开表", "绩效表"))
    )
    many = "".join(
        f'<p><a href="P02024091235581500320{n}.pdf">00{n}-澄湖区{unit}-2023年单位决算说明</a></p>'
        for n, unit in enumerate(("水务局", "第一水库", "节水办公室"))
    )
    assert len(read_article(article(one), ARTICLE).attachments) == 3
    assert len(read_article(article(many), ARTICLE).children) == 3


def test_a_long_article_has_further_pages() -> None:
    call = '<script>createPage(3, 0, "t20240912_13576801", "html");</script>'
    found = read_article(article(TEXT, after=call), ARTICLE)
    assert found.page_urls == (FOLDER + "t20240912_13576801_1.html", FOLDER + "t20240912_13576801_2.html")
    single = call.replace("3,", "1,")
    assert read_article(article(TEXT, after=single), ARTICLE).page_urls == ()


def test_an_empty_article_leads_on() -> None:
    stub = document(head='<meta http-equiv="refresh" content="0; url=./P020240912355815003237.pdf">')
    assert read_article(stub, ARTICLE).redirect == FOLDER + "P020240912355815003237.pdf"


def test_a_document_in_place_of_a_page_is_an_article_without_anything() -> None:
    found = read_article(b"%PDF-1.7 <a href='x.pdf'>x</a>", ARTICLE)
    assert (found.title, found.attachments, found.children) == ("", (), ())
    assert found.published_on == date(2024, 9, 12)


def test_broken_markup_and_xml_declarations_do_no_harm() -> None:
    page = b'<?xml version="1.0" encoding="utf-8"?>' + article(TEXT).replace(b"</p>", b"").replace(b"</div>", b"")
    assert read_article(page, ARTICLE).title == "重庆市澄湖区水务局2023年度部门决算公开说明"
    assert read_article(b"t20240912_1.html", ARTICLE).title == ""
    assert META in article(TEXT).decode()
