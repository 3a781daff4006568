"""Workbooks: every visible sheet a grid, numbers exact."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest

from parsers.errors import Unreadable
from parsers.model import Document, Grid
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
