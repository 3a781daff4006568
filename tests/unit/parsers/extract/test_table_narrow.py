"""Pages of a table that have lost their empty columns: the sums tell which ones, or nothing does."""

from __future__ import annotations

import pytest

from parsers.extract.tables import TablesRead, standard_tables
from parsers.model import Document, Grid, Identity, Kind, Paragraph

IDENTITY = Identity(department="云汀市水务局", fiscal_year=2026, kind=Kind.BUDGET)


def grid(page: int, *rows: str) -> Grid:
    cells = tuple(tuple(cell.strip() for cell in row.split("|")) for row in rows)
    return Grid(rows=cells, page=page, where=f"第{page}页")


def read(*next_page: str) -> TablesRead:
    first = grid(
        3,
        "科目编码|科目名称|合计|基本支出|项目支出|上缴上级支出",
        "合计||60.00|35.00|25.00|",
        "208|社会保障和就业支出|20.00|20.00||",
        "221|住房保障支出|40.00|15.00|25.00|",
        "22102|住房改革支出|40.00|15.00|25.00|",
        "2210201|住房公积金|15.00|15.00||",
    )
    blocks = (Paragraph(text="支出总表"), Paragraph(text="单位：万元"), first, grid(4, *next_page))
    document = Document(name="a.pdf", sha256="0" * 64, media_type="application/pdf", blocks=blocks)
    return standard_tables([document], IDENTITY)


def row(read: TablesRead, code: str) -> dict[str, str]:
    return {key: str(value) for row in read.tables[0].rows if row.code == code for key, value in row.cells.items()}


def test_the_sums_tell_which_column_is_lost() -> None:
    assert row(read("2210203|购房补贴|25.00|25.00"), "2210203") == {"total": "25.00", "project": "25.00"}


def test_columns_that_add_up_nowhere_stay_unread() -> None:
    result = read("2210203|购房补贴|26.00|26.00")

    assert row(result, "2210203") == {}
    assert any("表头未识别" in note.what for note in result.unread)


@pytest.mark.parametrize("line", ["2299999|其他支出|3.00|3.00", "备付金|备用|3.00|3.00"])
def test_items_of_which_no_sum_speaks_stay_unread(line: str) -> None:
    assert "表头未识别" in "".join(note.what for note in read(line).unread)
