"""Workbooks: every visible sheet a grid, numbers exact."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest

from parsers.errors import Unreadable
from parsers.model import Document, Grid, Paragraph
from parsers.readers.workbook import cell_text, column_letters, read


def document(write: Callable[[openpyxl.Workbook], None]) -> Document:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    write(book)
    book.save(buffer)
    return read(buffer.getvalue(), "公开表.xlsx", "0" * 64)


def test_each_sheet_is_a_grid_with_its_name_and_place() -> None:
    def write(book: openpyxl.Workbook) -> None:
        book.active.title = "公开01表"
        book.active["B2"] = "项目"
        book.active["C3"] = 967.73
        book.create_sheet("空表")
        book.create_sheet("公开02表")["A1"] = 3

    first, second = document(write).blocks
    assert first == Grid(rows=(("项目", ""), ("", "967.73")), where="公开01表!B2", name="公开01表")
    assert second == Grid(rows=(("3",),), where="公开02表!A1", name="公开02表")


def test_a_sheet_that_fills_one_column_is_text() -> None:
    def write(book: openpyxl.Workbook) -> None:
        book.active.title = "编制说明"
        book.active["A1"] = "2025年部门预算编制说明"
        book.active["A3"] = "收入预算300万元。\n支出预算300万元。"
        book.active.merge_cells("A3:H3")

    blocks = document(write).blocks
    assert [(block.text, block.where) for block in blocks if isinstance(block, Paragraph)] == [
        ("2025年部门预算编制说明", "编制说明"),
        ("收入预算300万元。", "编制说明"),
        ("支出预算300万元。", "编制说明"),
    ]


def test_a_merged_cell_stands_once() -> None:
    def write(book: openpyxl.Workbook) -> None:
        book.active["A1"] = "收入"
        book.active.merge_cells("A1:C1")
        book.active["C2"] = "预算数"

    [grid] = document(write).blocks
    assert isinstance(grid, Grid)
    assert grid.rows == (("收入", "", ""), ("", "", "预算数"))


def test_a_hidden_sheet_is_told_not_read() -> None:
    def write(book: openpyxl.Workbook) -> None:
        book.active["A1"] = "合计"
        hidden = book.create_sheet("底稿")
        hidden["A1"] = 1
        hidden.sheet_state = "hidden"

    found = document(write)
    assert len(found.blocks) == 1
    assert (found.unread[0].where, found.unread[0].what) == ("底稿", "隐藏的工作表，未读取")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (18449258.26, "18449258.26"),
        (12.0, "12"),
        (7, "7"),
        (1e-7, "0.0000001"),
        (1e16, "10000000000000000"),
        (-0.4, "-0.4"),
        (True, "TRUE"),
        (date(2031, 8, 20), "2031-08-20"),
        (datetime(2031, 8, 20), "2031-08-20"),  # noqa: DTZ001
        (" 合计 ", "合计"),
    ],
)
def test_values_become_exact_text(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_letters(number: int, letters: str) -> None:
    assert column_letters(number) == letters


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_a_broken_workbook_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content, "x.xls", "")


def test_a_workbook_without_content_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="没有可见的内容"):
        document(lambda book: None)


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1, "0.00", "1.00"),
        (31.1, "#,##0.00", "31.10"),
        (967.7299999999999, "0.00", "967.73"),  # what the sheet shows, not what the sum in it left over
        (0.976, "0.0%", "97.6%"),
        (-5.5, "#,##0.00_ ;[Red]-#,##0.00 ", "-5.50"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (0, "0.00;-0.00;;@", ""),
        (0, "0.00", "0.00"),
        (12.5, "0.##", "12.5"),
        (201, "0000000", "0000201"),
        (12.5, "General", "12.5"),
        (12.5, '0.00"万元"', "12.50"),
        (1234567, "0.00,", "1234567"),  # shown in thousands: left as it is
        (1e26, "0.00", "1" + "0" * 26),
    ],
)
def test_numbers_have_the_digits_that_the_sheet_shows(value: float, number_format: str, shown: str) -> None:
    def write(book: openpyxl.Workbook) -> None:
        book.active["B2"], book.active["C2"] = "合计", "金额"
        book.active["C4"] = value
        book.active["C4"].number_format = number_format

    [grid] = document(write).blocks
    assert isinstance(grid, Grid)
    assert grid.rows[0][0] == "合计"
    assert (grid.rows[-1][-1] if len(grid.rows) == 3 else "") == shown


def test_formats_belong_to_their_sheet() -> None:
    def write(book: openpyxl.Workbook) -> None:
        book.active["A1"] = 3
        second = book.create_sheet("公开02表")
        second["A1"] = 3
        second["A1"].number_format = "0.00"

    assert [block.rows for block in document(write).blocks if isinstance(block, Grid)] == [(("3",),), (("3.00",),)]
