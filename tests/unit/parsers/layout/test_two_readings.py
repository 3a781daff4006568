"""Numbers that cross a rule, lie over each other or stand in two lines: believed only where the sums agree."""

from __future__ import annotations

from parsers.layout.grid import Char, Rule, Table, lay_out
from parsers.layout.pages import Bound, bound
from parsers.layout.running import Page
from parsers.model import Grid

XS = [0.0, 60.0, 120.0, 180.0, 240.0]


def number(text: str, right: float, base: float, size: float = 6) -> list[Char]:
    left = right - size * len(text)
    return [
        Char(char, left + at * size, base - 8, left + (at + 1) * size - 0.5, base, base) for at, char in enumerate(text)
    ]


def ruled(*rows: list[list[Char]], height: float = 20) -> list[Table]:
    across = [Rule(at * height, XS[0], XS[-1]) for at in range(len(rows) + 1)]
    down = [Rule(x, 0, height * len(rows)) for x in XS]
    found = lay_out([char for row in rows for cell in row for char in cell], across, down)
    return [item for item in found if isinstance(item, Table)]


def read(*rows: list[list[Char]], height: float = 20) -> tuple[tuple[tuple[str, ...], ...], Bound]:
    whole = bound([Page(number=1, height=800, items=ruled(*rows, height=height))])
    [grid] = whole.blocks
    assert isinstance(grid, Grid)
    return grid.rows, whole


def label(text: str, base: float) -> list[Char]:
    return [Char(char, 2 + at * 9, base - 9, 10 + at * 9, base + 1, base) for at, char in enumerate(text)]


def test_a_number_that_runs_over_a_rule_is_whole_where_the_row_adds_up() -> None:
    """It ends at the right edge of the second column and is too wide for it."""
    wide = [number("123456789.10", 118, 14), number("123456000.00", 178, 14, 4), number("789.10", 238, 14)]
    rows, whole = read([label("合计", 14), *wide])
    assert rows == (("合计", "123456789.10", "123456000.00", "789.10"),)
    assert whole.doubts == ()


def test_the_same_number_in_a_row_that_does_not_add_up_is_reported_and_left_out() -> None:
    wide = [number("123456789.10", 118, 14), number("5.00", 178, 14), number("6.00", 238, 14)]
    rows, whole = read([label("合计", 14), *wide])
    assert rows[0][-2:] == ("5.00", "6.00")
    assert rows[0][0] == "合计"
    assert "123456789.10" not in rows[0]
    [(page, reason)] = whole.doubts
    assert page == 1
    assert "123456789.10" in reason
    assert "按单元格" in reason


def test_numbers_that_nearly_touch_across_a_rule_are_two() -> None:
    rows, whole = read(
        [label("合计", 14), number("12.00", 119.9, 14), number("3.00", 144.5, 14), number("9.00", 230, 14)]
    )
    assert rows == (("合计", "12.00", "3.00", "9.00"),)
    assert whole.doubts == ()


def test_a_code_over_a_rule_stays_in_its_parts() -> None:
    rows, whole = read([number("2130301", 80, 14), [], number("3.00", 178, 14), number("9.00", 230, 14)])
    assert rows[0][0] + rows[0][1] == "2130301"
    assert whole.doubts == ()


def test_a_column_settles_a_doubt_as_well_as_a_row() -> None:
    below = [[label("其一", 34), number("123450000.00", 118, 34, 4)], [label("其二", 54), number("6789.10", 118, 54)]]
    rows, whole = read([label("合计", 14), number("123456789.10", 118, 14)], *below)
    assert [row[1] for row in rows] == ["123456789.10", "123450000.00", "6789.10"]
    assert whole.doubts == ()


def test_numbers_printed_over_each_other_are_not_mixed() -> None:
    over = [*number("1234.50", 118, 14), *number("87.25", 115, 14)]
    rows, whole = read([label("合计", 14), over, number("5.00", 178, 14), number("6.00", 238, 14)])
    assert rows == (("合计", "5.00", "6.00"),)
    [(_, reason)] = whole.doubts
    assert "1234.50／87.25" in reason


def test_a_number_that_fills_its_line_goes_on_in_the_next() -> None:
    wrapped = [*number("18449", 118, 14, 11), *number("258.26", 118, 28)]
    rows, whole = read([label("合计", 14), wrapped], height=40)
    assert rows == (("合计", "18449258.26"),)
    assert whole.doubts == ()


def test_figures_in_two_short_lines_are_one_number_only_if_that_adds_up() -> None:
    wrapped = [*number("184", 80, 14), *number("258.26", 102, 28)]
    rows, _ = read([label("合计", 14), wrapped, number("184000.00", 178, 14), number("258.26", 238, 14)], height=40)
    assert rows[0][1] == "184258.26"
    rows, whole = read([label("合计", 14), wrapped, number("5.00", 178, 14), number("6.00", 238, 14)], height=40)
    assert "184258.26" not in rows[0]
    assert len(whole.doubts) == 1


def test_a_doubt_moves_with_its_row_over_a_page_end() -> None:
    head = [label("项目", 14), number("11", 118, 14), number("22", 178, 14), number("33", 238, 14)]
    wide = [label("合计", 34), number("123456789.10", 118, 34), number("5.00", 178, 34), number("6.00", 238, 34)]
    first, second = ruled(head, [label("其一", 34), number("1.00", 118, 34)]), ruled(head, wide)
    whole = bound([Page(number=4, height=800, items=first), Page(number=5, height=800, items=second)])
    [grid] = whole.blocks
    assert isinstance(grid, Grid)
    assert len(grid.rows) == 3
    assert [page for page, _ in whole.doubts] == [5]


def test_a_table_of_which_nothing_can_be_believed_is_none() -> None:
    whole = bound([Page(number=1, height=800, items=ruled([number("123456.10", 100, 14)]))])
    assert whole.blocks == ()
    assert len(whole.doubts) == 1
