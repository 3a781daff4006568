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


def test_figures_count_more_than_a_note_that_says_the_table_is_empty() -> None:
    result = read(*text("一般公共预算支出表", "单位：万元"), GENERAL, *text("注：本单位无此项支出，故本表为空表。"))

    assert [table.status for table in result.tables] == [TableStatus.PRESENT]


def test_a_table_of_contents_is_no_table() -> None:
    contents = text("附件：1. 部门收支总表", "2. 部门收入总表", "3. 部门支出总表", "4.政府采购预算明细表")

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


OPERATIONS = (
    "项 目|预算数|决算数|项 目|决算数",
    "一、“三公”经费支出|—|—|四、机关运行经费|88.10",
    "（一）支出合计|6.00|4.50|五、国有资产占用情况|—",
    "3．公务接待费|2.00|1.50|（一）车辆数合计（辆）|2",
    "4．公务用车保有量（辆）|—|1|（一）政府采购支出合计|30.00",
)


def test_the_budget_beside_the_final_figure_is_its_opening_budget() -> None:
    result = read(*text("机构运行信息表", "单位：万元"), grid(*OPERATIONS), identity=FINAL)

    total = next(fact for fact in result.facts if fact.measure == "three_public.total")
    assert (total.amount, total.comparisons[0].base, total.comparisons[0].base_amount) == (
        Decimal("4.50"),
        "opening_budget",
        Decimal("6.00"),
    )
    assert amounts(result)["assets.vehicles"] == "2"
    assert amounts(result)["procurement.total"] == "30.00"


def test_a_note_can_make_the_budget_column_the_revised_budget() -> None:
    note = text("注：预算数为全年预算数，即年初预算数加全年调整数。")
    result = read(*text("机构运行信息表", "单位：万元"), grid(*OPERATIONS), *note, identity=FINAL)

    total = next(fact for fact in result.facts if fact.measure == "three_public.total")
    assert total.comparisons[0].base == "revised_budget"
    assert [remark.code for remark in result.remarks] == ["revised_budget_column"]


def test_parts_of_a_split_code_are_joined() -> None:
    result = read(
        *text("一般公共预算支出功能分类预算表", "单位：万元"),
        grid(
            "项目||||一般公共预算支出||",
            "功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出",
            "类|款|项||||",
            "213|||农林水支出|7.00|7.00|0",
            "213|03|01|行政运行|7.00|7.00|0",
            "|||合计|7.00|7.00|0",
        ),
    )

    assert [row.code for row in result.tables[0].rows] == ["213", "2130301", None]
    assert amounts(result)["general_budget.project"] == "0"


def test_a_column_that_is_not_known_is_reported_with_its_head() -> None:
    result = read(
        *text("部门支出总表", "单位：万元"),
        grid("科目编码|科目名称|总计|基本支出|机动储备金", "|合计|5.00|4.00|1.00"),
    )

    assert [unread.what for unread in result.unread] == ["列名未识别：机动储备金"]
    assert amounts(result) == {"expenditure.total": "5.00", "expenditure.basic": "4.00"}


def lines(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=each, line=True) for each in texts)


def test_a_table_that_lost_its_lines_is_read_by_the_official_form() -> None:
    result = read(
        *lines(
            "支出决算表",
            "公开03表",
            "公开部门：重庆市澄湖区水务局    2025年度    单位：万元",
            "本年支出合计",
            "基本支出",
            "合计 1,300.20 900.10 400.10 0.00 0.00 0.00",
            "213 农林水支出 1,300.20 900.10 400.10 0.00 0.00 0.00",
            "2130301 行政运行 900.10 900.10",
            "备注：本表反映各项支出情况。",
            "本页共 3 件 5 项",
        ),
        identity=FINAL,
    )

    assert amounts(result)["expenditure.project"] == "400.10"
    assert [row.code for row in result.tables[0].rows] == [None, "213"]
    assert [unread.what for unread in result.unread] == ["表格行未识别：2130301 行政运行 900.10 900.10"]


def test_wrapped_rows_keep_their_sides_and_their_budget() -> None:
    result = read(
        *lines(
            "机构运行信息表",
            "单位：万元",
            "（一）支出合计 6.00 4.50 四、机关运行经费 88.10",
            "（2）国（境）外接待费  5.执法执勤用车 0",
            "6．国内公务接待人次（人）  120 1．政府采购货物支出 12.02",
            "三、培训费  3.30",
        ),
        identity=FINAL,
    )

    assert amounts(result) == {
        "three_public.total": "4.50",
        "three_public.reception_persons": "120",
        "agency_operation": "88.10",
        "training": "3.30",
        "procurement.goods": "12.02",
    }


def test_a_wrapped_empty_table_is_declared_by_its_note() -> None:
    result = read(
        *lines(
            "政府性基金预算支出表", "单位：万元", "合计", "备注：本表反映基金支出。", "本单位无该项支出，故本表无数据。"
        )
    )

    assert [table.status for table in result.tables] == [TableStatus.DECLARED_EMPTY]
