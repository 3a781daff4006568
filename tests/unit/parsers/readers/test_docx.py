"""Word files, made with another library than the one that reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as Draft
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from parsers.errors import LimitExceeded, Scanned, Unreadable
from parsers.model import Document, Grid, Paragraph
from parsers.office.word_numbers import chinese
from parsers.readers.docx import read

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def saved(write: Callable[[Draft], object]) -> bytes:
    draft, buffer = docx.Document(), io.BytesIO()
    write(draft)
    draft.save(buffer)
    return buffer.getvalue()


def document(write: Callable[[Draft], object]) -> Document:
    return read(saved(write), "决算.docx", "0" * 64)


def test_text_and_tables_come_in_reading_order() -> None:
    def write(draft: Draft) -> None:
        draft.add_heading("一、部门基本情况", level=1)
        draft.add_paragraph("区水务局为政府工作部门。")
        draft.add_table(1, 2).cell(0, 1).text = "967.73"
        draft.add_paragraph("备注：无")

    assert document(write).blocks == (
        Paragraph(text="一、部门基本情况", heading=True),
        Paragraph(text="区水务局为政府工作部门。"),
        Grid(rows=(("", "967.73"),)),
        Paragraph(text="备注：无"),
    )


def test_merged_cells_stand_once_in_a_rectangle() -> None:
    def write(draft: Draft) -> None:
        table = draft.add_table(3, 3)
        table.cell(0, 0).merge(table.cell(1, 0)).text = "项目"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "2031年预算数"
        for column, text in enumerate(["合计", "12.50", ""]):
            table.cell(2, column).text = text

    [grid] = document(write).blocks
    assert isinstance(grid, Grid)
    assert grid.rows == (("项目", "2031年预算数", ""), ("", "", ""), ("合计", "12.50", ""))


def test_paragraphs_of_a_cell_stay_lines() -> None:
    def write(draft: Draft) -> None:
        cell = draft.add_table(1, 2).cell(0, 0)
        cell.text = "1.00"
        cell.add_paragraph("2.00")

    [grid] = document(write).blocks
    assert isinstance(grid, Grid)
    assert grid.rows == (("1.00\n2.00", ""),)


def test_a_line_that_the_author_broke_is_two_paragraphs() -> None:
    assert [
        block.text
        for block in document(lambda draft: draft.add_paragraph("重庆市澄湖区水务局\n2031年度部门决算")).blocks
        if isinstance(block, Paragraph)
    ] == ["重庆市澄湖区水务局", "2031年度部门决算"]


def test_deleted_text_and_field_codes_are_not_printed() -> None:
    def write(draft: Draft) -> None:
        paragraph = draft.add_paragraph("决算")
        gone = OxmlElement("w:del")
        gone.append(paragraph.add_run("旧稿")._r)
        paragraph._p.append(gone)
        code = OxmlElement("w:instrText")
        code.text = "PAGE"
        paragraph.runs[0]._r.append(code)

    assert document(write).blocks == (Paragraph(text="决算"),)


def test_automatic_numbers_are_printed_before_their_paragraphs() -> None:
    def write(draft: Draft) -> None:
        numbering = draft.part.numbering_part.element
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), "77")
        for depth, (form, text) in enumerate([("chineseCounting", "%1、"), ("chineseCounting", "（%2）")]):
            level = OxmlElement("w:lvl")
            level.set(qn("w:ilvl"), str(depth))
            for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
                setting = OxmlElement(tag)
                setting.set(qn("w:val"), value)
                level.append(setting)
            abstract.append(level)
        numbering.insert(0, abstract)
        number = numbering.add_num(77)
        for depth, text in ((0, "基本情况"), (1, "职能职责"), (1, "机构设置"), (0, "决算情况"), (1, "总体情况")):
            properties = draft.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = number.numId
            properties.get_or_add_ilvl().val = depth

    texts = [block.text for block in document(write).blocks if isinstance(block, Paragraph)]
    assert texts == ["一、基本情况", "（一）职能职责", "（二）机构设置", "二、决算情况", "（一）总体情况"]


@pytest.mark.parametrize(("number", "written"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")])
def test_chinese_numerals(number: int, written: str) -> None:
    assert chinese(number) == written


def test_a_document_of_pictures_is_a_scan() -> None:
    with pytest.raises(Scanned):
        document(lambda draft: draft.add_picture(io.BytesIO(PIXEL)))


def test_an_empty_document_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="没有任何文字"):
        document(lambda draft: None)


def packed(xml: bytes, name: str = "word/document.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, xml)
    return buffer.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(LimitExceeded, match="炸弹"):
        read(packed(b" " * 20_000_000), "x.docx", "")


@pytest.mark.parametrize(
    "content",
    [packed(b"<w:document"), packed(b"x", "word/other.xml"), saved(lambda draft: draft.add_paragraph("一"))[:-200]],
)
def test_a_broken_package_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content, "x.docx", "")


def test_an_entity_is_not_resolved() -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f"""<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname">]><w:document xmlns:w="{w}"><w:body>
    <w:p><w:r><w:t>前&f;后</w:t></w:r></w:p></w:body></w:document>"""
    [block] = read(packed(xml.encode()), "x.docx", "").blocks
    assert isinstance(block, Paragraph)
    assert block.text == "前"
