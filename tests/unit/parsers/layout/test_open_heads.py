"""Tables without vertical rules: heads in the middle of their columns, names at the left edge, figures at the right."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from parsers.layout.grid import Char, Rule, Table, lay_out

SIZE = 8.0
STEP = 16.0
Cell = tuple[str, float]


def text(words: str, left: float, base: float) -> list[Char]:
    width = {at: SIZE / 2 if char in "0123456789.,-" else SIZE for at, char in enumerate(words)}
    chars = []
    for at, char in enumerate(words):
        chars.append(Char(char, left, base - SIZE, left + width[at], base + 1, base))
        left += width[at]
    return chars


def width(words: str) -> float:
    return sum(SIZE / 2 if char in "0123456789.,-" else SIZE for char in words)


def middle(words: str, left: float, right: float, base: float) -> list[Char]:
    return text(words, (left + right - width(words)) / 2, base)


def row(cells: Sequence[str], edges: Sequence[float], base: float) -> list[Char]:
    """Names at the left edge of their columns, figures at the right one, both close to it."""
    chars: list[Char] = []
    for cell, left, right in zip(cells, edges, edges[1:], strict=False):
        figure = cell.replace(".", "").isdigit() and left > edges[0]
        chars += text(cell, right - 2 - width(cell) if figure else left + 2, base)
    return chars


def page(heads: Sequence[Sequence[tuple[str, int, int]]], body: Sequence[Sequence[str]], edges: Sequence[float]) -> list[Char]:  # noqa: E501  # fmt: skip
    """Lines of heads, each over columns from one to another, and the rows under them."""
    chars: list[Char] = []
    base = 100.0
    for line in heads:
        for words, first, last in line:
            chars += middle(words, edges[first], edges[last + 1], base)
        base += STEP
    for cells in body:
        chars += row(cells, edges, base)
        base += STEP
    return chars


def rules(edges: Sequence[float], *bases: float) -> list[Rule]:
    return [Rule(base, edges[0], edges[-1]) for base in bases]


def rows(chars: Sequence[Char], across: Sequence[Rule]) -> list[list[str]]:
    [table] = [item for item in lay_out(chars, across, []) if isinstance(item, Table)]
    return table.rows


SIDES = [0.0, 200.0, 330.0, 530.0, 660.0]
BODY = [
    ["一、财政拨款", "1431.45", "一、公共服务", "1138.55"],
    ["二、基金", "", "二、外交支出", ""],
    ["", "", "三、住房保障", "292.90"],
    ["收入总计", "1431.45", "支出总计", "1431.45"],
]
TWO_STOREYS = [
    [("收入", 0, 1), ("支出", 2, 3)],
    [("项目", 0, 0), ("预算数", 1, 1), ("项目", 2, 2), ("预算数", 3, 3)],
]


@pytest.mark.parametrize("every_row", [False, True], ids=["three rules", "a rule for each row"])
def test_heads_in_the_middle_of_wide_columns_belong_to_what_stands_beside_them(every_row: bool) -> None:
    ends = [85.0, 125.0, 190.0] if not every_row else [85.0 + STEP * at for at in range(7)]
    found = rows(page(TWO_STOREYS, BODY, SIDES), rules(SIDES, *ends))
    assert found == [["收入", "", "支出", ""], ["项目", "预算数", "项目", "预算数"], *BODY]


def test_figures_close_to_the_name_on_their_right_are_cells_of_their_own() -> None:
    edges = [0.0, 100.0, 140.0, 240.0, 300.0]
    found = rows(page(TWO_STOREYS, BODY, edges), rules(edges, 85, 125, 190))
    assert found[2][:3] == ["一、财政拨款", "1431.45", "一、公共服务"]


CODED = [0.0, 40.0, 240.0, 340.0, 440.0, 540.0]


def test_a_code_close_to_its_name_is_a_cell_of_its_own() -> None:
    edges = [0.0, 33.0, 240.0, 340.0]
    heads = [[("编码", 0, 0), ("名称", 1, 1), ("合计", 2, 2)]]
    body = [["2080505", "养老保险", "96.32"], ["2101101", "单位医疗", "41.05"], ["2210201", "公积金", "88.60"]]
    assert rows(page(heads, body, edges), rules(edges, 85, 109, 160))[1:] == body


def test_a_head_over_three_columns_stands_in_the_first_of_them() -> None:
    chars = [*middle("基本支出", 240, 540, 100), *middle("科目编码", 0, 40, 108), *middle("科目名称", 40, 240, 108)]
    for at, words in enumerate(("小计", "人员经费", "公用经费")):
        chars += middle(words, CODED[at + 2], CODED[at + 3], 116)
    body = [["201", "公共服务", "812.40", "685.90", "126.50"], ["208", "社会保障", "144.48", "144.48", ""]]
    for at, cells in enumerate(body):
        chars += row(cells, CODED, 134 + STEP * at)
    head = [["科目编码", "科目名称", "基本支出", "", ""], ["", "", "小计", "人员经费", "公用经费"]]
    assert rows(chars, rules(CODED, 88, 122, 160)) == [*head, *body]


def test_the_numbers_of_the_columns_are_no_figures_of_a_column_of_their_own() -> None:
    edges = [0.0, 200.0, 330.0, 460.0]
    heads = [[("项目", 0, 0), ("合计", 1, 1), ("基本支出", 2, 2)], [("栏次", 0, 0), ("1", 1, 1), ("2", 2, 2)]]
    body = [["公共服务", "812.40", "812.40"], ["社会保障", "144.48", "144.48"]]
    expected = [["项目", "合计", "基本支出"], ["栏次", "1", "2"], *body]
    assert rows(page(heads, body, edges), rules(edges, 85, 122, 160)) == expected


def test_a_name_that_wraps_around_its_figures_has_a_column_though_no_line_of_figures_holds_it() -> None:
    edges = [0.0, 60.0, 240.0, 340.0, 440.0]
    heads = [[("编码", 0, 0), ("名称", 1, 1), ("合计", 2, 2), ("基本支出", 3, 3)]]
    chars = page(heads, [["201", "", "812.40", "812.40"], ["", "", "", ""], ["208", "", "144.48", "144.48"]], edges)
    for above in (112, 144):
        chars += [*text("澄湖区退役军人事务", 62, above), *text("局", 62, above + 8)]
    assert rows(chars, rules(edges, 85, 104, 170))[1:] == [
        ["201", "澄湖区退役军人事务局", "812.40", "812.40"],
        ["208", "澄湖区退役军人事务局", "144.48", "144.48"],
    ]
