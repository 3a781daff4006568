"""Standard tables: found by name, columns and rows by meaning, amounts in 万元."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.extract.tables import TablesRead, standard_tables
from parsers.model import Block, Document, Grid, Identity, Kind, Paragraph, TableStatus

BUDGET = Identity(department="重庆市澄湖区水务局", fiscal_year=2025, kind=Kind.BUDGET)
FINAL = Identity(department="重庆市澄湖区水务局", fiscal_year=2025, kind=Kind.FINAL_ACCOUNTS)


def read(*blocks: Block, identity: Identity = BUDGET) -> TablesRead:
    document = Document(name="a.txt", sha256="0" * 64, media_type="text/plain", blocks=blocks)
    return standard_tables([document], identity)


def text(*lines: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=line) for line in lines)


def grid(*rows: str, name: str = "", where: str = "") -> Grid:
    cells = [tuple(cell.strip() for cell in row.split("|")) for row in rows]
    return Grid(rows=tuple(cells), name=name, where=where)


def amounts(read: TablesRead) -> dict[str, str]:
    return {fact.measure: str(fact.amount) for fact in read.facts}


GENERAL = grid(
    "功能分类科目||2025年预算数||",
    "科目编码|科目名称|总计|基本支出|项目支出",
    "合计||812.40|612.10|200.30",
    "213|农林水支出|700.10|500.00|200.10",
    "2130301|行政运行|500.00|500.00|",
    "221|住房保障支出|112.30|112.10|0.20",
)


@pytest.mark.parametrize(
    "title",
    [
        "一般公共预算财政拨款支出预算表",
        "2025年重庆市澄湖区水务局一般公共预算财政拨款支出预算表",
        "表二：2025 年 部门一般公共预算支出情况表",
        "附件3 澄湖区档案馆一般公共预算支出表",
        "预算05表 一般公共预算支出表",
        "一般公共预算支出表（续）",
        "一般公共预算支出表 公开05表 公开部门：重庆市澄湖区水务局 单位：万元",
    ],
)
def test_a_table_is_known_by_its_name_whatever_its_number_year_or_owner(title: str) -> None:
    result = read(*text(title, "单位：万元"), GENERAL)

    assert [(table.kind, table.status) for table in result.tables] == [
        ("budget.general_expenditure", TableStatus.PRESENT)
    ]


def test_totals_and_classes_become_facts_with_the_row_as_quote() -> None:
    result = read(*text("一般公共预算支出表", "单位：万元"), GENERAL)

    assert amounts(result) == {
        "general_budget.expenditure": "812.40",
        "general_budget.basic": "612.10",
        "general_budget.project": "200.30",
        "general_budget.function.213": "700.10",
        "general_budget.function.221": "112.30",
    }
    assert result.facts[0].evidence.quote == "合计812.40612.10200.30"
    assert result.facts[0].table == "budget.general_expenditure"


def test_a_blank_cell_is_absent_and_a_printed_zero_is_there() -> None:
    result = read(
        *text("“三公” 经费支出情况表", "单位：万元"),
        grid(
            "合计|因公出国（境）费|公务用车购置及运行费|||公务接待费", "||小计|购置费|运行费|", "3.10||3.10|0.00|3.10|"
        ),
    )

    assert amounts(result) == {
        "three_public.total": "3.10",
        "three_public.vehicles": "3.10",
        "three_public.vehicle_purchase": "0.00",
        "three_public.vehicle_operation": "3.10",
    }


def test_amounts_in_yuan_become_ten_thousand_yuan_with_the_printed_precision() -> None:
    result = read(
        *text("部门支出预算总表", "编制部门：重庆市澄湖区水务局 单位：元"),
        grid("科目编码|科目名称|合计|基本支出|项目支出", "|合计|8,124,003.50|6,121,000|2,003,003.50"),
    )

    assert amounts(result)["expenditure.total"] == "812.400350"
    assert amounts(result)["expenditure.basic"] == "612.1000"


def test_without_any_unit_no_amount_is_taken_and_the_place_is_told() -> None:
    result = read(*text("一般公共预算支出表"), GENERAL)

    assert result.facts == ()
    assert any("单位未注明" in unread.what for unread in result.unread)


def test_the_sides_of_a_summary_are_rows_of_their_own() -> None:
    result = read(
        *text("2025年部门收支总表", "单位：万元"),
        grid(
            "收入||支出|",
            "项目|预算数|项目|预算数",
            "一、一般公共预算资金|900.00|一、农林水支出|880.00",
            "二、其他收入资金|20.00|二、住房保障支出|40.00",
            "收入合计|920.00|支出合计|920.00",
        ),
    )

    assert [(row.side, row.meaning, row.cells.get("total")) for row in result.tables[0].rows][:2] == [
        ("revenue", "general_budget", Decimal("900.00")),
        ("expenditure", "function.213", Decimal("880.00")),
    ]
    assert amounts(result)["revenue.other"] == "20.00"
    assert amounts(result)["expenditure.total"] == "920.00"


def test_last_years_column_is_the_base_of_a_comparison_and_never_a_fact() -> None:
    result = read(
        *text("一般公共预算“三公”经费支出表", "单位：万元"),
        grid(
            "2024年预算数|||2025年预算数||",
            "合计|因公出国（境）费|公务接待费|合计|因公出国（境）费|公务接待费",
            "9.00||9.00|4.00||4.00",
        ),
    )

    fact = next(fact for fact in result.facts if fact.measure == "three_public.reception")
    assert fact.amount == Decimal("4.00")
    assert [(c.base, c.base_amount) for c in fact.comparisons] == [("prior_budget", Decimal("9.00"))]


def test_the_carryover_under_last_year_is_not_this_years_revenue() -> None:
    result = read(
        *text("财政拨款收支总表", "单位：万元"),
        grid(
            "收入||支出||||",
            "项目|预算数|项目|合计|一般公共预算|政府性基金预算|国有资本经营预算",
            "一、本年收入|800.00|一、本年支出|850.00|850.00||",
            "一般公共预算拨款|800.00|农林水支出|850.00|850.00||",
            "二、上年结转|50.00|二、结转下年||||",
            "一般公共预算拨款|50.00|||||",
            "收入合计|850.00|支出合计|850.00|850.00||",
        ),
    )

    found = amounts(result)
    assert found["general_budget.revenue.current"] == "800.00"
    assert found["general_budget.carryover.opening"] == "50.00"
    assert found["appropriation.total"] == "850.00"
    assert "general_budget.revenue" not in found


FUND = ("科目编码|科目名称|本年政府性基金预算财政拨款支出||", "||总计|基本支出|项目支出", "|合计|||")


def test_an_empty_table_with_a_note_is_declared_and_one_without_is_blank() -> None:
    title = text("政府性基金预算支出表", "单位：万元")
    declared = read(*title, grid(*FUND), *text("备注：本部门无该项收支，故此表无数据。"))
    blank = read(*title, grid(*FUND))

    assert [table.status for table in declared.tables] == [TableStatus.DECLARED_EMPTY]
    assert declared.tables[0].note == "备注：本部门无该项收支，故此表无数据。"
    assert [table.status for table in blank.tables] == [TableStatus.BLANK]


@pytest.mark.parametrize("note", ["注：本表本年无发生额。", "说明：本年度没有此类业务。", "备注：本表内容为零。"])
def test_a_table_of_zeros_is_declared_empty_in_many_words(note: str) -> None:
    zeros = (*FUND[:2], "|合计|0.00|0.00|0.00")
    result = read(*text("政府性基金预算支出表", "单位：万元"), grid(*zeros), *text(note))

    assert [table.status for table in result.tables] == [TableStatus.DECLARED_EMPTY]


def test_figures_count_more_than_a_note_that_says_the_table_is_empty() -> None:
    result = read(*text("一般公共预算支出表", "单位：万元"), GENERAL, *text("注：本单位无此项支出，故本表为空表。"))

    assert [table.status for table in result.tables] == [TableStatus.PRESENT]


def test_a_table_of_contents_is_no_table() -> None:
    contents = text("附件：1. 部门收支总表", "2. 一般公共预算支出表")

    assert read(*contents, *text("一、单位职责", "本局负责全区水务工作。")).tables == ()


def test_prose_that_mentions_a_table_is_no_table() -> None:
    assert read(*text("详见一般公共预算财政拨款支出预算表。"), GENERAL).tables == ()


def test_a_grid_without_a_known_name_is_reported() -> None:
    result = read(*text("全区河长名录表"), grid("姓名|河段", "甲|上游"))

    assert result.tables == ()
    assert "没有已知的名称" in result.unread[0].what


def test_a_table_that_goes_on_after_a_page_end_is_one_table() -> None:
    more = grid("222|粮油物资储备支出|1.00|1.00|")
    result = read(*text("一般公共预算支出表", "单位：万元"), GENERAL, *text("- 12 -"), more)

    assert len(result.tables) == 1
    assert amounts(result)["general_budget.function.222"] == "1.00"


def test_a_sheet_gives_the_cell_as_the_place() -> None:
    sheet = grid("一般公共预算支出表||||", "单位：万元||||", *("|".join(row) for row in GENERAL.rows), where="表2!A1")

    assert read(sheet).facts[0].evidence.where == "表2!A5"


def on_page(number: int, *lines_of_page: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=each, page=number, line=True) for each in lines_of_page)


def on(page: int, *rows: str) -> Grid:
    return Grid(rows=grid(*rows).rows, page=page, where=f"第{page}页")


HEAD = "科目编码|科目名称|合计|基本支出|项目支出"


def test_a_running_head_does_not_end_a_table_that_goes_on_after_it() -> None:
    running = "澄湖区水务局2025年度部门预算公开"
    result = read(
        *on_page(3, running),
        *on_page(4, running, "一般公共预算支出表", "单位：万元"),
        on(4, HEAD, "合计||9.00|9.00|", "213|农林水支出|8.00|8.00|"),
        *on_page(5, running),
        on(5, "221|住房保障支出|1.00|1.00|"),
    )

    assert amounts(result)["general_budget.function.221"] == "1.00"
    assert result.unread == ()


def test_a_name_repeated_on_the_next_page_goes_on_with_its_table() -> None:
    title = ("部门支出总表", "单位：万元")
    result = read(
        *on_page(7, *title),
        on(7, HEAD, "合计||9.00|9.00|"),
        *on_page(8, *title),
        on(8, HEAD, "213|农林水支出|9.00|9.00|"),
    )

    assert [len(table.rows) for table in result.tables] == [2]


def test_other_text_after_a_table_ends_it() -> None:
    after = grid("213|农林水支出|1.00|1.00|")
    result = read(*text("一般公共预算支出表", "单位：万元"), GENERAL, *text("三、其他重要事项说明如下："), after)

    assert len(result.tables[0].rows) == 4
    assert len(result.unread) == 1


def test_a_table_that_no_rule_asks_for_is_known_and_left_alone() -> None:
    result = read(*text("财政拨款支出表（功能科目）", "单位：万元"), GENERAL)

    assert (result.tables, result.facts, result.unread) == ((), (), ())


CONTENTS = ("第二部分 2025年度部门预算表", "一、部门收支总表", "二、部门收入总表......5", "三、部门支出总表")


def test_tables_that_are_only_listed_are_said_to_be_in_another_file() -> None:
    result = read(*text(*CONTENTS, "第三部分 情况说明", "本局负责全区水务工作。"))

    assert {(table.kind, table.status) for table in result.tables} == {
        ("budget.summary", TableStatus.UNAVAILABLE),
        ("budget.revenue", TableStatus.UNAVAILABLE),
        ("budget.expenditure", TableStatus.UNAVAILABLE),
    }


def test_a_list_beside_tables_says_nothing_of_other_files() -> None:
    result = read(*text(*CONTENTS, "一般公共预算支出表", "单位：万元"), GENERAL)

    assert [table.kind for table in result.tables] == ["budget.general_expenditure"]


def test_prose_with_figures_after_a_list_of_tables_is_no_wrapped_table() -> None:
    prose = text("收入预算 812.40 万元", "其中：基本支出 612.10 万元", "单位：万元")
    result = read(*text("三、部门支出总表", "第三部分 情况说明", *("本局负责全区水务工作。",) * 9), *prose)

    assert (result.tables, result.facts) == ((), ())


def test_a_note_far_below_belongs_to_no_table() -> None:
    result = read(
        *text("政府性基金预算支出表", "单位：万元"),
        grid(*FUND),
        *text("三、其他重要事项说明如下：", "注：本部门无此项支出。"),
    )

    assert [table.status for table in result.tables] == [TableStatus.BLANK]


def test_a_name_cut_by_a_line_end_is_whole_though_its_second_half_is_a_name_too() -> None:
    first, second = "2025年重庆市澄湖区水务局一般公共预算财政拨款基本", "支出预算表"
    result = read(
        *text(first, second, "单位：万元"), grid("科目编码|科目名称|总计|人员经费|公用经费", "||3.00|2.00|1.00")
    )
    assert [table.kind for table in result.tables] == ["budget.general_basic"]
