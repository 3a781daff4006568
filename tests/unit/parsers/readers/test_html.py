"""Web pages: the article without the site, tables as drawn, what the page says about itself."""

from __future__ import annotations

import pytest

from parsers.errors import LimitExceeded
from parsers.model import Document, Grid, Paragraph
from parsers.readers.html import read


def document(body: str, head: str = "", encoding: str = "utf-8") -> Document:
    page = f'<!DOCTYPE html><html><head><meta charset="{encoding}">{head}</head><body>{body}</body></html>'
    return read(page.encode(encoding), "t20310820_1.html", "0" * 64)


def texts(body: str) -> list[str]:
    return [block.text for block in document(body).blocks if isinstance(block, Paragraph)]


def grid(body: str) -> Grid:
    [found] = [block for block in document(body).blocks if isinstance(block, Grid)]
    return found


SITE = """<div class="header"><a href="/">首页</a>今天是2031年8月20日 星期三</div>
<div class="position">您的位置：首页 &gt; 部门决算</div>
{article}
<div class="footer">主办：澄湖区人民政府办公室　访问量：1234567</div><script>var visits = 9;</script>"""


def test_of_a_trs_page_only_the_editors_text_is_read() -> None:
    article = '<div class="trs_editor_view TRS_UEDITOR"><p>一、部门基本情况</p><p>　　水务局是政府部门。</p></div>'
    assert texts(SITE.format(article=article)) == ["一、部门基本情况", "水务局是政府部门。"]


def test_of_an_unknown_page_the_densest_part_is_read() -> None:
    prose = "区水务局负责全区河道湖库的日常巡查与养护工作。" * 8
    found = texts(SITE.format(article=f'<div class="x1"><div class="x2"><p>{prose}</p><p>{prose}</p></div></div>'))
    assert found == [prose, prose]


def test_an_empty_known_container_is_an_empty_article() -> None:
    article = '<div class="trs_editor_view"></div><p>附件：<a href="./P0203.pdf" title="部门决算.pdf">下载</a></p>'
    found = document(SITE.format(article=article))
    assert found.blocks == ()
    assert found.attachments == ("部门决算.pdf",)


def test_a_page_of_pictures_says_so() -> None:
    assert "图片" in document('<div id="zoom"><img src="W020.jpg"></div>').unread[0].what
    pages = '<p><img src="W020.jpg"></p><p><img src="W021.jpg"></p><img src="/icons/pdf.png">'
    assert "2张图片" in document(f'<div id="zoom"><p>水务局2024年度部门决算</p>{pages}</div>').unread[0].what
    assert document(f'<div id="zoom">{"<p>我单位按规定公开如下。</p>" * 100}{pages}</div>').unread == ()
    assert document(f'<div id="zoom">{pages}<p><a href="a.docx">附件</a></p></div>').unread == ()


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ('<a href="./P020.pdf" textvalue="决算表.xlsx">附件</a>', "决算表.xlsx"),
        ('<a href="./P020.pdf">部门决算.pdf</a>', "部门决算.pdf"),
        ('<a href="/files/%E5%86%B3%E7%AE%97.xls?x=1"></a>', "决算.xls"),
        ("""<a onclick="downloadFj('公开表.pdf','./W020.pdf')">查看</a>""", "公开表.pdf"),
        ('<a href="download.jsp?id=3" appendix="true">公开表</a>', "公开表"),
    ],
)
def test_attachments_go_by_the_name_that_people_see(link: str, name: str) -> None:
    assert document(f"<p>正文</p>{link}<a href='/index.html'>返回</a>").attachments == (name,)


def test_merged_cells_stand_once_in_a_rectangle() -> None:
    found = grid(
        "<table><tr><td rowspan=2>项目</td><td colspan='2'>2031年预算数</td></tr>"
        "<tr><td>基本支出</td><td>项目支出</td></tr>"
        "<tr><td>合计</td><td>12.50</td><td></td></tr></table>"
    )
    assert found.rows == (("项目", "2031年预算数", ""), ("", "基本支出", "项目支出"), ("合计", "12.50", ""))


def test_paragraphs_of_a_cell_stay_lines_and_source_breaks_vanish() -> None:
    found = grid("<table><tr><td><p>1.00</p><p>2.00</p></td><td>一般公共\n   预算</td></tr></table>")
    assert found.rows == (("1.00\n2.00", "一般公共预算"),)


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    inner = "<table><tr><td>合计</td><td>3.20</td></tr></table>"
    found = document(f'<div id="zoom"><table><tr><td><p>说明</p>{inner}</td></tr></table></div>').blocks
    assert found == (Paragraph(text="说明"), Grid(rows=(("合计", "3.20"),)))


def test_a_table_inside_a_cell_of_a_table_is_read_on_its_own() -> None:
    inner = "<table><tr><td>甲</td><td>乙</td></tr></table>"
    found = document(f"<table><tr><td>外</td><td>1{inner}</td></tr></table>").blocks
    assert [block.rows for block in found if isinstance(block, Grid)] == [(("外", "1"),), (("甲", "乙"),)]


def test_an_absurd_rowspan_is_refused_not_filled() -> None:
    wide = "<td colspan=2000 rowspan=2000>x</td>" * 50
    with pytest.raises(LimitExceeded):
        document(f"<table>{f'<tr>{wide}</tr>' * 50}</table>")


def test_a_broken_line_makes_two_paragraphs_and_headings_are_marked() -> None:
    found = document('<div id="zoom"><h2>第一部分</h2>甲<b>乙</b><br>丙<!-- 旧稿 --></div>').blocks
    assert found == (Paragraph(text="第一部分", heading=True), Paragraph(text="甲乙"), Paragraph(text="丙"))


HEAD = """<title>澄湖区水务局</title><meta name="ArticleTitle" content="2031年度部门决算">
<meta name="pubdate" content="2032-08-20 09:00">
<meta name="ContentSource" content=""><meta name="generator" content="x">"""


def test_what_the_page_says_about_itself_is_kept_where_it_is_not_empty() -> None:
    meta = document("<p>正文</p>", HEAD).meta
    assert meta == {"title": "澄湖区水务局", "ArticleTitle": "2031年度部门决算", "PubDate": "2032-08-20 09:00"}


@pytest.mark.parametrize(
    "above",
    [
        "<h2>{title}</h2><p>更新时间：2032-08-20</p>",
        '<div class="newsTitle">{title}</div><h3>分享</h3>',
        '<table><tr><td class="bt">{title}</td></tr></table>',
        "<h1>{title}</h1>",
        "<div><span>{title}</span></div><h2>打印本页及分享到微信</h2>",
        '<h2>{title}</h2><h3><a href="../1.html">澄湖区民政局2031年部门决算</a></h3>',
    ],
)
def test_the_title_that_stands_above_the_article_is_the_heading(above: str) -> None:
    title = "澄湖区水务局2031年部门决算情况说明"
    prose = "<p>区水务局负责全区河道湖库的日常巡查与养护工作。</p>" * 20
    beside = "<h2>相关新闻与信息公开</h2>"
    page = f'<h1 class="logo">澄湖区</h1><div>{above.format(title=title)}<div>{prose}</div>{beside}</div>'

    assert document(page, "<title>澄湖区水务局</title>").meta["heading"] == title


@pytest.mark.parametrize(
    "block",
    [
        "<table><tr><td>[ 索引号 ]</td><td>1150/2032-7</td><td>[ 发布机构 ]</td><td>区水务局</td></tr></table>",
        "<ul><li><span>[ 索引号 ]</span><span>1150/2032-7</span></li><li><b>发布机构：</b>区水务局</li></ul>",
        "<p>索引号：1150/2032-7</p><p>发布机构： 区水务局 发布日期：2032-08-20</p>",
        "<p>[ 索号 ] 1150/2032-7</p><p><i>发布机构</i><em></em><em>区水务局</em></p>",
    ],
)
def test_the_metadata_block_is_read_in_its_many_shapes(block: str) -> None:
    meta = document(f'{block}<div class="trs_editor_view"><p>索引号：正文里的不算</p></div>').meta
    assert (meta["索引号"], meta["发布机构"]) == ("1150/2032-7", "区水务局")


def test_an_empty_value_does_not_take_the_next_label() -> None:
    block = "<table><tr><td>[ 发文字号 ]</td><td></td></tr><tr><td>[ 主题分类 ]</td><td>水务</td></tr></table>"
    meta = document(f'{block}<div class="trs_editor_view">正文</div>').meta
    assert meta == {"主题分类": "水务"}


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "utf-8"])
def test_the_bytes_decide_the_encoding_whatever_is_declared(encoding: str) -> None:
    page = f'<html><head><meta charset="{encoding}"></head><body><p>澄湖区㙍水务局决算</p></body></html>'
    for real in ("gb18030", "utf-8"):
        assert read(page.encode(real), "x", "").blocks == (Paragraph(text="澄湖区㙍水务局决算"),)


def test_a_page_nested_like_the_worst_real_ones_is_read() -> None:
    assert texts("<div>" * 90 + "<p>深处</p>" + "</div>" * 90 + "<p>末尾</p>") == ["深处", "末尾"]


PARTS = [
    f"（{number}）区水务局负责全区河道湖库的日常巡查与养护工作，每季度通报一次巡查的结果。" * 3
    for number in "一二三四五六七"
]
ARTICLE = "".join(f"<p>{part}</p>" for part in PARTS)


@pytest.mark.parametrize(
    "page",
    [
        f"<table><tr><td>水务局2031年部门预算</td></tr><tr><td>日期：2032-02-01</td></tr><tr><td>{ARTICLE}</td></tr></table>",
        f"<table><tr><td><ul><li>机构职能</li></ul></td><td>{ARTICLE}</td></tr></table>",
    ],
)
def test_a_table_that_holds_the_article_in_a_cell_only_lays_out_the_page(page: str) -> None:
    found = document(page).blocks

    assert all(isinstance(block, Paragraph) for block in found)
    assert [block.text for block in found if isinstance(block, Paragraph)][-len(PARTS) :] == PARTS


def test_the_lines_of_preformatted_text_stay_lines() -> None:
    assert texts("<div id='zoom'><pre>一、收入情况\n收入10万元。\n\n二、支出情况</pre></div>") == [
        "一、收入情况", "收入10万元。", "二、支出情况",
    ]  # fmt: skip


def test_a_paragraph_that_holds_nearly_all_the_text_is_not_the_whole_article() -> None:
    heading = "四、政府性基金预算情况"
    prose = "本年收入120万元，本年支出110万元，年末结转和结余20万元，与上年相比变化不大。" * 6

    assert texts(f"<div><div>{heading}</div><div><span>{prose}</span></div></div>") == [heading, prose]
