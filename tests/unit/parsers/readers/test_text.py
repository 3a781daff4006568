"""Plain text: paragraphs, tables between tabs, forms pasted cell by cell, lines that a PDF wrapped."""

from __future__ import annotations

import pytest

from parsers.errors import Unreadable
from parsers.model import Document, Grid, Paragraph
from parsers.readers.text import read


def document(text: str, encoding: str = "utf-8") -> Document:
    return read(text.encode(encoding), "澄湖.txt", "0" * 64)


def grids(text: str) -> list[Grid]:
    return [block for block in document(text).blocks if isinstance(block, Grid)]


def test_each_line_of_prose_is_a_paragraph() -> None:
    blocks = document("重庆市澄湖区水务局\n\n一、单位基本情况\n").blocks
    assert blocks == (Paragraph(text="重庆市澄湖区水务局"), Paragraph(text="一、单位基本情况"))


def test_tabbed_lines_are_one_rectangular_table() -> None:
    text = "表一\n单位：万元\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n合计\t12.50\t合计\t12.50\n备注：无"
    [grid] = grids(text)
    assert grid.rows[0] == ("收入", "", "支出", "")
    assert grid.rows[2] == ("合计", "12.50", "合计", "12.50")


def test_a_blank_line_inside_a_table_is_a_page_end() -> None:
    [grid] = grids("编码\t名称\t总计\n201\t服务\t1.00\n\n208\t保障\t2.00\n\n备注")
    assert [row[0] for row in grid.rows] == ["编码", "201", "208"]


def test_a_table_that_begins_again_with_its_head_is_another_table() -> None:
    assert len(grids("项目名称\t甲\n金额\t1.00\n\n项目名称\t乙\n金额\t2.00")) == 2


def test_tables_of_different_width_stay_apart() -> None:
    assert len(grids("编码\t总计\n201\t1.00\n\n编码\t名称\t总计\n208\t保障\t2.00")) == 2


FORM = (
    "2031年度项目绩效自评表\n\t项目\n名称\n\t河道巡查\n\t自评\n总分\n\n（分）\n\t97\n\n\t项目资金（万元）\n\t年初\n预算数\n\t全年执行数\n"
    "\n\t\n\t30.50\n\t28.01\n\n\n2.绩效自评报告\n本单位无此事项。\n"
)


def test_a_form_pasted_cell_by_cell_gets_its_rows_back() -> None:
    [grid] = grids(FORM)
    assert grid.rows == (
        ("项目名称", "河道巡查", "自评总分（分）", "97"),
        ("项目资金（万元）", "年初预算数", "全年执行数", ""),
        ("", "30.50", "28.01", ""),
    )


def test_the_text_after_a_pasted_form_is_not_drawn_into_it() -> None:
    texts = [block.text for block in document(FORM).blocks if isinstance(block, Paragraph)]
    assert texts == ["2031年度项目绩效自评表", "2.绩效自评报告", "本单位无此事项。"]


def test_two_pasted_forms_are_two_tables() -> None:
    again = FORM.split("\n\n\n2.", maxsplit=1)[0]
    assert len(grids(f"{again}\n\n{again}\n")) == 2


def test_lines_that_a_page_cut_are_marked_as_lines() -> None:
    lines = [f"澄湖区水务局负责全区河道湖库的日常巡查与养护工作第{number}" for number in range(10, 30)]
    blocks = document("\n\n".join(lines)).blocks
    assert all(isinstance(block, Paragraph) and block.line for block in blocks)


def test_paragraphs_that_end_like_sentences_are_not_lines() -> None:
    lines = [f"澄湖区水务局负责全区河道湖库的日常巡查与养护工作第{number}条。" for number in range(10, 30)]
    assert not any(isinstance(block, Paragraph) and block.line for block in document("\n".join(lines)).blocks)


@pytest.mark.parametrize("mark", ["[bookmark: _GoBack]", "PAGEREF _Toc1234 h 3", '<ol style="x">'])
def test_what_a_program_left_behind_is_taken_out_and_told(mark: str) -> None:
    found = document(f"{mark}（十三）商品和服务支出")
    assert found.blocks == (Paragraph(text="（十三）商品和服务支出"),)
    assert mark in found.unread[0].what


def test_a_comparison_sign_in_a_cell_is_not_residue() -> None:
    [grid] = grids("指标\t性质\t值\n空栏目数\t<\t5\n")
    assert grid.rows[1] == ("空栏目数", "<", "5")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings_read_alike(encoding: str) -> None:
    assert document("澄湖区档案馆决算", encoding).blocks == (Paragraph(text="澄湖区档案馆决算"),)


def test_a_file_cut_inside_its_last_character_is_read_and_told() -> None:
    found = read("澄湖区档案馆".encode()[:-1], "x.txt", "")
    assert found.blocks == (Paragraph(text="澄湖区档案"),)
    assert "截断" in found.unread[0].what


def test_bytes_of_no_known_encoding_are_refused_with_a_reason() -> None:
    with pytest.raises(Unreadable, match="文字编码无法识别"):
        read("臺灣預算書歲入歲出決算總表說明與檢討".encode("big5") * 20, "x.txt", "")
