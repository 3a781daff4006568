"""Cells of standard tables: what columns and rows mean in the forms of different places, also without lines."""

from __future__ import annotations

from decimal import Decimal

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


def test_a_count_before_the_next_number_is_an_amount_and_no_code() -> None:
    result = read(
        *lines("机构运行信息表", "单位：万元", "6．国内公务接待人次（人） — 101 2．政府采购工程支出 63.40"),
        identity=FINAL,
    )

    assert amounts(result) == {"three_public.reception_persons": "101", "procurement.works": "63.40"}


def test_a_line_of_figures_without_a_name_is_reported() -> None:
    result = read(
        *lines("一般公共预算“三公”经费支出表", "单位：万元", "合计 因公出国（境）费", "2.95 0.00 2.45", "- 7 -")
    )

    assert [unread.what for unread in result.unread] == ["表格行未识别：2.95 0.00 2.45"]


def test_a_table_cut_into_its_cells_is_reported_once() -> None:
    result = read(
        *lines("部门收入总表", "单位：万元", "合计", "9.00", "205", "教育支出", "4.00", "213", "农林水支出", "5.00")
    )

    assert [unread.what for unread in result.unread] == ["表格行未识别：3行只有金额（9.00等）"]


def test_a_wrapped_empty_table_is_declared_by_its_note() -> None:
    result = read(
        *lines(
            "政府性基金预算支出表", "单位：万元", "合计", "备注：本表反映基金支出。", "本单位无该项支出，故本表无数据。"
        )
    )

    assert [table.status for table in result.tables] == [TableStatus.DECLARED_EMPTY]


def test_a_row_that_numbers_the_columns_is_no_data() -> None:
    result = read(
        *text("部门支出总表", "单位：万元"),
        grid("功能分类科目名称|合计|基本支出|项目支出", "**|1=2+3|2|3", "合计|9.00|6.00|3.00"),
    )

    assert amounts(result) == {"expenditure.total": "9.00", "expenditure.basic": "6.00", "expenditure.project": "3.00"}


def test_the_carryover_of_an_account_is_a_column_of_its_own() -> None:
    result = read(
        *text("部门收入总表", "单位：万元"),
        grid(
            "部门名称|合计|本年收入|||上年结转结余|",
            "||小计|一般公共预算|政府性基金预算|小计|一般公共预算",
            "合计|9.00|8.00|7.00|1.00|1.00|1.00",
        ),
    )

    assert sorted(result.tables[0].rows[0].cells) == [
        "carryover",
        "carryover.general_budget",
        "current",
        "general_budget",
        "government_fund",
        "total",
    ]


def test_a_code_before_a_name_is_taken_apart() -> None:
    result = read(
        *text("部门支出总表", "单位：万元"),
        grid("支出功能分类科目|合计|基本支出|项目支出", "2130301-行政运行|9.00|6.00|3.00", "合计|9.00|6.00|3.00"),
    )

    assert (result.tables[0].rows[0].code, result.tables[0].rows[0].label) == ("2130301", "行政运行")


def test_rows_without_a_name_are_never_a_total_where_there_are_several() -> None:
    result = read(
        *text("“三公”经费支出情况表", "单位：万元"),
        grid(
            "预算单位|总计|公务接待费",
            "澄湖区水务局|9.00|9.00",
            "|4.00|4.00",
        ),
    )

    assert result.facts == ()


def test_the_total_with_meetings_and_training_is_not_the_three_public_total() -> None:
    result = read(
        *text("一般公共预算“三公”经费、会议费、培训费支出预算表", "单位：万元"),
        grid(
            "合计|“三公”经费||||||会议费|培训费",
            "|小计|因公出国（境）费|公务用车购置及运行维护费|||公务接待费||",
            "|||小计|公务用车购置费|公务用车运行维护费|||",
            "9.00|4.00||3.00||3.00|1.00|2.00|3.00",
        ),
    )

    assert amounts(result)["three_public.total"] == "4.00"
    assert amounts(result)["meetings"] == "2.00"


def test_a_class_that_stands_once_for_each_unit_is_no_figure_of_the_department() -> None:
    result = read(
        *text("部门支出总表", "单位：万元"),
        grid(
            "科目编码|科目名称|合计|基本支出|项目支出",
            "合计||9.00|9.00|",
            "213|农林水支出|5.00|5.00|",
            "213|农林水支出|3.00|3.00|",
            "221|住房保障支出|1.00|1.00|",
        ),
    )

    assert [fact.measure for fact in result.facts if ".function." in fact.measure] == ["expenditure.function.221"]


def test_the_code_of_a_unit_is_no_part_of_an_items_code() -> None:
    rows = ["科目编码|||单位代码|科目名称|合计|基本支出|项目支出", "类|款|项|||||"]
    rows += ["213|03|01|125001|行政运行|120.50|80.50|40.00"]
    (table,) = read(*text("部门支出总表", "单位：万元"), grid(*rows)).tables
    assert [(row.code, row.label) for row in table.rows] == [("2130301", "行政运行")]


def test_changes_under_a_head_that_names_both_figures_are_changes() -> None:
    rows = ["功能分类科目||2024年执行数|2025年预算数|||2025年预算数比2024年执行数||增减变化原因"]
    rows += [
        "科目编码|科目名称||小计|基本支出|项目支出|增减额|增减%|",
        "合计||100.00|110.00|80.00|30.00|10.00|10.00|新增",
    ]
    result = read(*text("一般公共预算支出预算表", "单位：万元"), grid(*rows))
    cells = {key: str(value) for key, value in result.tables[0].rows[0].cells.items()}
    assert cells["change.total"] == cells["percent.total"] == "10.00"
    assert cells["prior_execution.total"] == "100.00"
    assert result.unread == ()


def test_revenue_under_the_words_of_other_places() -> None:
    rows = [
        "功能科目|合计|本级财政拨款||财政专户管理事业收入|事业单位经营服务收入|其它收入",
        "||金额|其中：经费拨款|||",
    ]
    rows += ["合计|9.00|5.00|5.00|1.00|2.00|1.00"]
    result = read(*text("部门收入总体情况表", "单位：万元"), grid(*rows))
    assert {amount: measure for measure, amount in amounts(result).items()}["5.00"] == "revenue.fiscal_appropriation"
    assert amounts(result)["revenue.business"] == "2.00"
    assert amounts(result)["revenue.other"] == "1.00"


def test_a_head_cut_off_from_the_words_that_tell_its_two_halves_gives_no_figure() -> None:
    head = ("合计|公务接待费|合计|公务接待费", "9.00|3.00|7.60|2.10")
    result = read(*text("财政拨款“三公”经费支出决算表", "单位：万元"), grid(*head), identity=FINAL)
    assert amounts(result) == {}
    assert [note.what[:5] for note in result.unread] == ["表头未识别"]


def test_a_table_of_administrative_expenses_holds_the_three_expenses() -> None:
    rows = (
        "项目|2025年预算",
        "行政经费|286.30",
        "“三公”经费|7.60",
        "其中：（一）因公出国（境）支出|0.00",
        "（三）公务接待费支出|7.60",
    )
    result = read(*text("财政拨款安排的行政经费及“三公”经费情况表", "单位：万元"), grid(*rows))
    assert amounts(result)["three_public.total"] == "7.60"


def test_what_the_budget_of_the_year_pays_is_beside_the_whole() -> None:
    head = ("科目编码|单位名称（科目）|合计|当年财政拨款安排||", "|||小计|基本支出|项目支出")
    rows = ("|合计|1431.45|1331.45|1105.30|226.15", "2010301|行政运行|1431.45|1331.45|1105.30|226.15")
    result = read(*text("一般公共预算支出预算表", "单位：万元"), grid(*head, *rows))
    assert amounts(result)["general_budget.expenditure"] == "1431.45"
    assert result.unread == ()
    public = (
        "单位编码|单位名称（科目）|当年财政拨款预算安排||",
        "||合计|因公出国（境）费用|公务接待费",
        "|合计|7.60||7.60",
    )
    result = read(*text("一般公共预算“三公”经费支出预算表", "单位：万元"), grid(*public))
    assert amounts(result)["three_public.total"] == "7.60"


def test_a_sheet_may_name_its_number_and_its_body_in_any_way() -> None:
    head = ("项目|预算数|项目|预算数", "收入总计|12.00|支出总计|12.00")
    for number, body in (("表1-1", "部门/单位：澄湖区水务局"), ("财决公开01表", "部门（单位）：澄湖区水务局")):
        result = read(grid(f"|||{number}", "收支总表|||", f"{body}|||单位：万元", *head, where="01!A1"))
        assert amounts(result)["revenue.total"] == "12.00"


def test_the_total_that_a_page_end_parts_from_its_empty_table_does_not_hide_the_note() -> None:
    head = grid("科目编码|科目名称|本年政府性基金预算支出||", "||合计|基本支出|项目支出")
    note = text("合计", "注：本部门无政府性基金预算支出，故本表无数据。")
    [table] = read(*text("政府性基金预算支出表", "单位：万元"), head, *note).tables
    assert table.status == TableStatus.DECLARED_EMPTY


def test_what_is_bought_how_and_when_is_no_amount_and_no_second_side_of_the_table() -> None:
    head = "科目编码|采购项目|采购目录|购买服务内容|规格型号|数量|实施采购时间|预算金额|说明"
    rows = ("合计|||||3||41.80|", "|台式计算机|计算机|办公|A型|3|2026年6月|41.80|")
    result = read(*text("政府采购预算表", "单位：万元"), grid(head, *rows))
    assert amounts(result)["procurement.total"] == "41.80"
    assert result.unread == ()


def test_a_code_in_brackets_stands_before_the_name_of_its_row() -> None:
    rows = ("功能科目名称|一般公共预算支出||", "|小计|其中：基本支出|项目支出", "合计|90.50|60.50|30.00")
    result = read(
        *text("一般公共预算支出情况表（按功能分类科目）", "单位：万元"),
        grid(*rows, "[213]农林水支出|90.50|60.50|30.00", "　[21303]水利|90.50|60.50|30.00"),
    )

    assert amounts(result)["general_budget.function.213"] == "90.50"
    assert [row.code for row in result.tables[0].rows][1:] == ["213", "21303"]
