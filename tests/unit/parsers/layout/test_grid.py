"""Geometry alone: rules and characters in, cells out."""

from __future__ import annotations

from parsers.layout.grid import Char, Line, Rule, Table, lay_out


def word(text: str, left: float, base: float, size: float = 10) -> list[Char]:
    return [
        Char(char, left + at * size, base - size, left + (at + 1) * size, base + 1, base)
        for at, char in enumerate(text)
    ]


def box(xs: list[float], ys: list[float]) -> tuple[list[Rule], list[Rule]]:
    return [Rule(y, xs[0], xs[-1]) for y in ys], [Rule(x, ys[0], ys[-1]) for x in xs]


def only_table(chars: list[Char], across: list[Rule], down: list[Rule]) -> Table:
    [table] = [item for item in lay_out(chars, across, down) if isinstance(item, Table)]
    return table


def test_each_character_goes_where_its_centre_is() -> None:
    table = only_table([*word("合计", 5, 15), *word("12", 65, 15)], *box([0, 60, 120], [0, 20]))
    assert table.rows == [["合计", "12"]]
    assert table.edges == [0, 60, 120]


def test_rules_drawn_twice_are_one() -> None:
    across, down = box([0, 60, 120], [0, 20, 40])
    twice = [Rule(rule.at + 1.2, rule.start, rule.end) for rule in down]
    table = only_table([*word("甲", 5, 15), *word("乙", 65, 35)], across, [*down, *twice])
    assert table.rows == [["甲", ""], ["", "乙"]]


def test_rules_in_short_pieces_are_one() -> None:
    across, down = box([0, 60, 120], [0, 20, 40])
    pieces = [Rule(rule.at, start, start + 19) for rule in down for start in (0, 20)]
    assert only_table(word("甲", 5, 15), across, pieces).rows == [["甲", ""], ["", ""]]


def test_a_missing_piece_of_a_rule_merges_two_cells() -> None:
    across, down = box([0, 60, 120], [0, 20, 40])
    down[1] = Rule(60, 20, 40)
    table = only_table([*word("收入", 40, 15), *word("项目", 5, 35), *word("数", 65, 35)], across, down)
    assert table.rows == [["收入", ""], ["项目", "数"]]


def test_open_sides_end_where_the_rules_end() -> None:
    across, down = box([0, 60, 120], [0, 20, 40])
    table = only_table([*word("甲", 5, 15), *word("乙", 65, 35)], across, down[1:2])
    assert table.rows == [["甲", ""], ["", "乙"]]


def test_two_tables_on_a_page_and_text_between_them() -> None:
    first, second = box([0, 60, 120], [0, 20]), box([0, 40, 120], [60, 80])
    chars = [*word("甲", 5, 15), *word("表二", 5, 45), *word("乙", 45, 75)]
    items = lay_out(chars, [*first[0], *second[0]], [*first[1], *second[1]])
    assert [type(item) for item in items] == [Table, Line, Table]


def test_a_wide_gap_is_a_space_and_a_letter_drawn_twice_is_one() -> None:
    bold = [*word("单位", 0, 10), *word("单位", 0.4, 10), *word("万元", 60, 10)]
    assert lay_out(bold, [], []) == [Line("单位 万元", 0, 11, 0, 80)]


def test_a_wrapped_label_is_joined_but_two_amounts_stay_two() -> None:
    across, down = box([0, 60, 120], [0, 40])
    label = [*word("养老保", 5, 15), *word("险", 5, 30)]
    amounts = [*word("1.00", 65, 15, 8), *word("2.00", 65, 30, 8)]
    assert only_table([*label, *amounts], across, down).rows == [["养老保险", "1.00\n2.00"]]


def test_marks_on_one_line_belong_together_whatever_their_height() -> None:
    dash = Char("一", 10, 4, 20, 6, 10)
    comma = Char("，", 20, 8, 24, 13, 10)
    assert lay_out([*word("甲", 0, 10), dash, comma], [], []) == [Line("甲一，", 0, 13, 0, 24)]


def test_underlines_and_loose_rules_are_no_table() -> None:
    items = lay_out(word("决算", 0, 10), [Rule(12, 0, 20), Rule(30, 0, 200)], [])
    assert items == [Line("决算", 0, 11, 0, 20)]


def test_words_wider_than_their_cell_belong_to_the_cell_that_holds_most_of_them() -> None:
    chars = [*word("人员经费和公用经费", 5, 15), *word("12.50", 115, 15, 6)]
    assert only_table(chars, *box([0, 80, 160], [0, 20])).rows == [["人员经费和公用经费", "12.50"]]


def test_words_centred_over_their_cell_on_both_sides_are_one_cell() -> None:
    chars = [*word("小计", 5, 15), *word("公务用车购置及运行", 30, 15), *word("会议费", 125, 15)]
    assert only_table(chars, *box([0, 40, 110, 160], [0, 20])).rows == [["小计", "公务用车购置及运行", "会议费"]]


def test_words_of_neighbouring_cells_that_keep_off_the_rule_stay_apart() -> None:
    chars = [*word("基本支出", 18, 15), *word("项目支出", 61, 15)]
    assert only_table(chars, *box([0, 60, 120], [0, 20])).rows == [["基本支出", "项目支出"]]


def test_words_that_fill_their_cells_and_touch_stay_apart() -> None:
    chars = [*word("政府性基金预算", 0, 15), *word("国有资本预算", 71, 15)]
    assert only_table(chars, *box([0, 70.5, 132], [0, 20])).rows == [["政府性基金预算", "国有资本预算"]]
