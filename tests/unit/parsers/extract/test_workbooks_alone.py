"""A workbook given alone: whose report it is, and which of its sheets are tables of it."""

from __future__ import annotations

from parsers.extract import extract
from parsers.model import Document, Grid, Kind, Paragraph, Report, Scope, TableStatus


def sheet(name: str, *rows: str) -> Grid:
    cells = [row.split("|") for row in rows]
    width = max(map(len, cells))
    return Grid(rows=tuple((*row, *[""] * (width - len(row))) for row in cells), where=f"{name}!A1", name=name)


def read(*blocks: Grid | Paragraph, name: str = "附件.xls") -> Report:
    return extract([Document(name=name, sha256="0", media_type="application/vnd.ms-excel", blocks=blocks)])


SUMMARY = sheet(
    "GK01 收入支出决算表",
    "收入支出决算总表",
    "||||公开01表",
    "部门：澄湖市临江区水务局||2024年度||金额单位：万元",
    "收入|||支出||",
    "项目|行次|金额|项目|行次|金额",
    "一、一般公共预算财政拨款收入|1|80.50|十二、农林水支出|43|80.50",
    "本年收入合计|27|80.50|本年支出合计|57|80.50",
    "总计|31|80.50|总计|62|80.50",
)
ASSETS = sheet("CS05 房屋", "房屋明细|面积|金额", "仓库|20|9.99")


def test_body_year_and_kind_stand_in_the_rows_above_the_tables() -> None:
    identity = read(SUMMARY).identity
    assert (identity.department, identity.fiscal_year, identity.kind) == (
        "澄湖市临江区水务局",
        2024,
        Kind.FINAL_ACCOUNTS,
    )
    assert identity.district == "临江区"


def test_the_body_may_stand_beside_its_label_or_before_the_name_of_a_table() -> None:
    beside = sheet(
        "表1", "2025年部门收支总表", "编制单位：|澄湖市水务局|单位：万元", "收入||支出|", "项目|预算数|项目|预算数"
    )
    before = sheet("表1", "2025年澄湖市水务局财政拨款收支总表", "单位：万元", "收入||支出|", "项目|预算数|项目|预算数")
    for table in (beside, before):
        identity = read(table).identity
        assert (identity.department, identity.fiscal_year, identity.kind) == ("澄湖市水务局", 2025, Kind.BUDGET)


def test_a_cover_sheet_tells_the_scope() -> None:
    cover = Paragraph(text="澄湖市水务局2025年部门预算", where="封面")
    assert read(cover, sheet("表1", "收入总表", "项目|预算数", "合计|3.00")).identity.scope == Scope.DEPARTMENT


def test_two_years_in_the_heads_are_no_year() -> None:
    other = sheet("GK02", "收入决算表", "部门：澄湖市临江区水务局|2023年度", "项目|合计", "合计|1.00")
    assert read(SUMMARY, other).identity.fiscal_year is None


def test_a_sheet_without_a_known_name_is_no_page_of_the_table_before_it() -> None:
    report = read(SUMMARY, ASSETS)
    (table,) = report.tables
    assert [row.label for row in table.rows if "仓库" in row.label] == []
    assert [unread.where for unread in report.unread] == ["CS05 房屋!A1"]


def test_a_list_of_tables_on_a_sheet_holds_no_tables() -> None:
    listed = sheet("目录", "序号|表名|页码", "1|收入支出决算总表|3", "2|收入决算表|4", "3|支出决算表|5")
    report = read(listed, SUMMARY)
    assert [(table.kind, bool(table.rows)) for table in report.tables] == [("final_accounts.summary", True)]
    assert report.listed == ("final_accounts.summary", "final_accounts.revenue", "final_accounts.expenditure")


def test_a_list_of_tables_says_why_a_table_is_empty() -> None:
    listed = sheet(
        "目录",
        "报表|报表名称|是否空表|公开空表理由",
        "表1|收入支出决算总表|否|",
        "表2|收入决算表|否|",
        "表3|国有资本经营预算财政拨款支出决算表|是|本单位无国有资本经营预算支出",
    )
    empty = sheet("表3", "国有资本经营预算财政拨款支出决算表", "项目|合计|基本支出|项目支出", "合计|||")
    table = read(listed, SUMMARY, empty).tables[1]
    assert (table.status, table.note) == (TableStatus.DECLARED_EMPTY, "本单位无国有资本经营预算支出")


def test_a_form_on_what_was_published_is_no_report() -> None:
    checked = sheet(
        "2031年部门预算",
        "2031年度澄湖区部门预算公开情况检查表",
        "单位名称：澄湖区水务局",
        "检查内容|是否公开",
        "“三公”经费|是",
    )

    assert read(checked).identity.not_a_report == "公开情况检查表，不是部门预决算"
