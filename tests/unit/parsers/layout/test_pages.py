"""Pages put together: page numbers, tables that go on, rows that a page end cut."""

from __future__ import annotations

import pytest

from parsers.layout.grid import Line, Table
from parsers.layout.pages import bound
from parsers.layout.running import Page
from parsers.model import Grid, Paragraph

EDGES = [0.0, 60.0, 200.0, 260.0]


def table(*rows: list[str], edges: list[float] | None = None, full: set[int] | None = None) -> Table:
    boxes = [(0.0, at * 20.0, 260.0, at * 20.0 + 20) for at in range(len(rows))]
    return Table([list(row) for row in rows], edges or EDGES, boxes, frozenset(full or ()))


def read(*pages: list[Line | Table]) -> list[Grid | Paragraph]:
    return list(bound([Page(number=at, height=800, items=items) for at, items in enumerate(pages, start=1)]).blocks)


HEAD = ["编码", "名称", "总计"]


@pytest.mark.parametrize("text", ["- 7 -", "—12—", "─2─", "第3页", "第 3 页 共 9 页", "3/12"])
def test_a_dressed_page_number_is_dropped_wherever_it_ends_a_page(text: str) -> None:
    assert [
        block.text for block in read([Line("正文", 300, 312), Line(text, 650, 660)]) if isinstance(block, Paragraph)
    ] == ["正文"]


def test_a_bare_number_is_dropped_in_the_margin_only() -> None:
    assert read([Line("7", 780, 790)]) == []
    assert len(read([Line("2031", 400, 412)])) == 1


def test_a_table_goes_on_over_the_page_without_its_repeated_head() -> None:
    [grid] = read([table(HEAD, ["201", "甲", "1.00"])], [Line("- 2 -", 5, 15), table(HEAD, ["202", "乙", "2.00"])])
    assert isinstance(grid, Grid)
    assert [row[0] for row in grid.rows] == ["编码", "201", "202"]
    assert (grid.where, grid.pages) == ("第1-2页", (1, 1, 2))


def test_a_row_that_the_page_end_cut_is_whole_again() -> None:
    cut = table(HEAD, ["2010302", "一般行政管理", "3.00"], full={1})
    [grid] = read([cut], [table(["", "事务", ""], ["20104", "丙", "1.00"])])
    assert isinstance(grid, Grid)
    assert grid.rows[1:] == (("2010302", "一般行政管理事务", "3.00"), ("20104", "丙", "1.00"))


def test_a_row_cut_far_from_the_edge_of_its_cell_is_told_by_the_columns_that_are_never_empty() -> None:
    rows = [HEAD, ["2010301", "行政运行", "1.00"], ["2010302", "业务管理", "2.00"], ["2010303", "一般行政管理", "3.00"]]
    [grid] = read([table(*rows)], [table(["", "事务", ""], ["20104", "丙", "1.00"])])
    assert isinstance(grid, Grid)
    assert grid.rows[3:] == (("2010303", "一般行政管理事务", "3.00"), ("20104", "丙", "1.00"))


def test_boxes_are_those_of_the_page_as_shown() -> None:
    page = Page(
        number=1, height=800, items=[Line("甲", 10, 20, 30, 40), table(HEAD)], as_shown=lambda box: (*box[2:], *box[:2])
    )
    line, grid = bound([page]).blocks
    assert isinstance(line, Paragraph)
    assert line.box == (40, 20, 30, 10)
    assert isinstance(grid, Grid)
    assert grid.boxes == ((260.0, 20.0, 0.0, 0.0),)


@pytest.mark.parametrize(
    ("row", "full"),
    [
        (["", "五、教育支出", ""], {1}),  # a new item under a full cell
        (["", "事务", ""], set()),  # the cell above had room left
        (["", "", "2.00"], {2}),  # a figure is never glued to a figure
        (["注", "事务", ""], {1}),  # the first column of the cut row is empty
    ],
)
def test_a_new_row_is_not_taken_for_the_rest_of_one(row: list[str], full: set[int]) -> None:
    [grid] = read([table(HEAD, ["", "四、公共安全支出", "3.00"], full=full)], [table(row)])
    assert isinstance(grid, Grid)
    assert len(grid.rows) == 3


def test_a_part_with_fewer_edges_fits_into_the_columns_it_shares() -> None:
    [grid] = read([table(HEAD, ["201", "甲", "1.00"])], [table(["小计", "1.00"], edges=[0.0, 200.0, 260.0])])
    assert isinstance(grid, Grid)
    assert grid.rows[-1] == ("小计", "", "1.00")


@pytest.mark.parametrize(
    "second",
    [
        [Line("表二", 20, 32), table(["201", "甲", "1.00"])],
        [table(["甲", "1.00"], edges=[0.0, 100.0, 260.0])],
        [table(["甲", "1.00"], edges=[0.0, 60.0, 200.0])],
    ],
)
def test_another_table_stays_another_table(second: list[Line | Table]) -> None:
    found = read([table(HEAD, ["201", "甲", "1.00"])], second)
    assert len([block for block in found if isinstance(block, Grid)]) == 2


def test_a_page_between_ends_a_table() -> None:
    assert len(read([table(HEAD)], [], [table(HEAD)])) == 2


def test_rows_and_columns_of_a_frame_vanish() -> None:
    [grid] = read([table(["", "", ""], ["", "合计", "1.00"])])
    assert isinstance(grid, Grid)
    assert grid.rows == (("合计", "1.00"),)
    assert len(grid.boxes) == 1


WIDE = [0.0, 60.0, 120.0, 180.0, 240.0, 300.0, 360.0]
PROJECTS = ["项目名称", "项目总额", "绩效目标", "二级指标", "三级指标", "指标值"]


def overflow(*lines: str, left: float = 125.0, right: float = 175.0) -> list[Line | Table]:
    return [Line(line, 700.0 + 12 * at, 710.0 + 12 * at, left, right) for at, line in enumerate(lines)]


def test_a_table_goes_on_past_text_that_flowed_over_from_its_cells() -> None:
    first = table(PROJECTS, ["河道清淤", "60.5", "清淤十公里", "数量", "清淤长度", "10"], edges=WIDE)
    second = table(["", "", "", "质量", "合格率", "95"], edges=WIDE)
    found = read([first, *overflow("巡查河道并及时", "清理水面垃圾，", "按季通报结果。")], [second])

    [grid] = [block for block in found if isinstance(block, Grid)]
    assert [row[4] for row in grid.rows] == ["三级指标", "清淤长度", "合格率"]
    assert grid.lost == {(2, 0), (2, 1), (2, 2)}


@pytest.mark.parametrize(
    "between",
    [
        overflow("巡查河道并及时", "清理水面垃圾"),
        overflow("全区河道的巡查由各镇街负责，每季度通报一次。", "按季通报。", "年底考核。", left=10.0, right=350.0),
        overflow("公开08表", "一般公共预算支出表", "单位：万元"),
    ],
)
def test_other_text_between_two_tables_keeps_them_apart(between: list[Line | Table]) -> None:
    first = table(PROJECTS, ["河道清淤", "60.5", "清淤十公里", "数量", "清淤长度", "10"], edges=WIDE)
    found = read([first, *between], [table(["", "", "", "质量", "合格率", "95"], edges=WIDE)])

    assert len([block for block in found if isinstance(block, Grid)]) == 2


NARROW = [0.0, 60.0, 360.0]


def test_the_first_rows_of_a_form_may_have_fewer_columns_than_those_on_the_next_page() -> None:
    first = table(["河道保洁项目绩效目标表", ""], ["项目名称", "河道保洁与水生植物打捞补助资"], edges=NARROW, full={1})
    second = table(["", "金", "", "", "", ""], ["主管部门", "水务局", "", "实施单位", "河道所", ""], edges=WIDE)

    [grid] = read([first], [second])

    assert isinstance(grid, Grid)
    assert [row[:2] for row in grid.rows] == [
        ("河道保洁项目绩效目标表", ""),
        ("项目名称", "河道保洁与水生植物打捞补助资金"),
        ("主管部门", "水务局"),
    ]


@pytest.mark.parametrize(
    "row", [["", "金", "", "", "", "1"], ["", "12.00", "", "", "", ""], ["项", "金", "", "", "", ""]]
)
def test_a_table_with_more_columns_is_another_where_no_row_is_cut(row: list[str]) -> None:
    first = table(["项目名称", "河道保洁与水生植物打捞补助资"], edges=NARROW, full={1})

    assert len(read([first], [table(row, edges=WIDE)])) == 2
