"""Which row is a table's total, where the table does not say so: rows by year, rows that bear the department's name."""

from __future__ import annotations

from parsers.extract.tables import TablesRead, standard_tables
from parsers.model import Document, Grid, Identity, Kind, Paragraph, TableStatus

BODY = "云汀市档案馆（本级）"
BUDGET = Identity(department=BODY, fiscal_year=2025, kind=Kind.BUDGET)


def read(title: str, *rows: str) -> TablesRead:
    cells = tuple(tuple(cell.strip() for cell in row.split("|")) for row in rows)
    blocks = (Paragraph(text=title), Paragraph(text="单位：万元"), Grid(rows=cells))
    document = Document(name="a.txt", sha256="0" * 64, media_type="text/plain", blocks=blocks)
    return standard_tables([document], BUDGET)


def amounts(read: TablesRead) -> dict[str, str]:
    return {fact.measure: str(fact.amount) for fact in read.facts}


def bases(read: TablesRead, measure: str) -> list[tuple[str, str]]:
    return [
        (comparison.base or "", str(comparison.base_amount))
        for fact in read.facts
        if fact.measure == measure
        for comparison in fact.comparisons
    ]


BY_YEAR = (
    "预算单位|年度|总计|||因公出国(境)费|||公务接待费||",
    "|" + "|一般公共预算|政府性基金预算|国有资本经营预算" * 3,
)


def test_a_row_for_each_year_is_this_years_figure_and_the_base_of_its_comparison() -> None:
    result = read(
        "财政拨款“三公”经费支出表",
        *BY_YEAR,
        f"{BODY}|2024年|7.50|0.00|0.00|4.00|0.00|0.00|3.50|0.00|0.00",
        "|2025年|9.10|0.00|0.00|6.00|0.00|0.00|3.10|0.00|0.00",
        "|增减变化金额|1.60|0.00|0.00|2.00|0.00|0.00|-0.40|0.00|0.00",
    )

    assert amounts(result) == {
        "three_public.total": "9.10",
        "three_public.overseas": "6.00",
        "three_public.reception": "3.10",
    }
    assert bases(result, "three_public.reception") == [("prior_budget", "3.50")]


def test_an_item_that_several_accounts_pay_for_has_no_figure_in_a_table_that_prints_no_sum() -> None:
    result = read("财政拨款“三公”经费支出表", *BY_YEAR, f"{BODY}|2025年|9.10|0.00|0.00|6.00|0.00|0.00|3.10|0.20|0.00")

    assert "three_public.reception" not in amounts(result)
    assert amounts(result)["three_public.overseas"] == "6.00"


def test_a_row_of_a_year_that_is_not_understood_is_reported_and_is_no_figure() -> None:
    result = read("财政拨款“三公”经费支出表", *BY_YEAR, f"{BODY}|第三年|9.10|0.00|0.00|6.00|0.00|0.00|3.10|0.20|0.00")

    assert amounts(result) == {}
    assert any("年度未识别" in note.what for note in result.unread)


EXPENDITURE = ("预算单位|科目编码|科目名称|支出总计|基本支出|项目支出",)


def test_the_first_row_that_bears_the_departments_name_is_the_total() -> None:
    result = read(
        "支出总表", *EXPENDITURE, f"{BODY}|||30.00|20.00|10.00", "|208|社会保障和就业支出|12.00|12.00|0.00",
        "|201|一般公共服务支出|18.00|8.00|10.00",
    )  # fmt: skip

    assert amounts(result)["expenditure.basic"] == "20.00"
    assert amounts(result)["expenditure.project"] == "10.00"


def test_a_first_row_that_bears_another_name_is_no_total() -> None:
    result = read(
        "支出总表", *EXPENDITURE, "云汀市修复中心|||30.00|20.00|10.00", "|208|社会保障和就业支出|12.00|12.00|0.00"
    )

    assert "expenditure.basic" not in amounts(result)


def test_a_column_without_the_projects_of_construction_is_not_the_column_of_projects() -> None:
    result = read(
        "一般公共预算支出表",
        "科目编码|科目名称|合计|基本支出|项目支出|",
        "||||项目支出总数|扣除基建项目后预算数",
        "2010601|行政运行|40.00|30.00|10.00|6.00",
        "合计||40.00|30.00|10.00|6.00",
    )

    assert amounts(result)["general_budget.project"] == "10.00"


def test_kinds_of_purchase_name_the_rows_where_nothing_else_does() -> None:
    result = read("政府采购预算明细表", "采购类别|金额", "A-货物|3.50", "C-服务|1.50", "合计|5.00")

    assert amounts(result) == {"procurement.total": "5.00", "procurement.goods": "3.50", "procurement.services": "1.50"}


def test_the_number_of_an_only_column_is_no_figure() -> None:
    result = read("国有资本经营预算支出表", "科目名称|项目支出", "**|1", "合计|")

    assert [table.status for table in result.tables] == [TableStatus.BLANK]


def test_the_table_of_running_costs_alone_states_them_by_its_only_column() -> None:
    result = read(
        "一般公共预算机关运行经费支出预算表",
        "科目编码|科目名称|机关运行经费支出",
        "|合计|9.5",
        "302|商品和服务支出|9.5",
    )

    assert amounts(result) == {"agency_operation": "9.5"}


def test_a_budgets_own_year_totals_are_facts_beside_the_grand_totals() -> None:
    result = read(
        "收支总表", "收入||支出|", "项目|预算数|项目|预算数", "本年收入合计|10.00|本年支出合计|11.00",
        "上年结转|1.00||", "收入总计|11.00|支出总计|11.00",
    )  # fmt: skip

    assert amounts(result)["revenue.current"] == "10.00"
    assert amounts(result)["expenditure.current"] == "11.00"


def test_two_tables_that_a_reader_has_put_together_are_told_apart_by_their_names() -> None:
    result = read(
        "政府性基金预算支出表",
        "科目编码|科目名称|合计|基本支出|项目支出",
        "212|城乡社区支出|4.00||4.00",
        "合计||4.00||4.00",
        "||||",
        "预算08表国有资本经营预算支出表||||",
        "||||金额单位：万元",
        "科目编码|科目名称|合计|基本支出|项目支出",
        "合计||||",
    )

    assert [(table.kind, table.status) for table in result.tables] == [
        ("budget.government_fund", TableStatus.PRESENT),
        ("budget.state_capital", TableStatus.BLANK),
    ]
