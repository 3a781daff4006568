"""Items of the classification that prose names without their code, and the headings around them."""

from __future__ import annotations

from parsers.extract import extract
from parsers.model import Block, Document, Grid, Paragraph, Report

TITLE = "重庆市澄湖区档案馆2024年度部门决算情况说明"
TABLE: tuple[str, Grid] = (
    "一般公共预算财政拨款支出决算表",
    Grid(
        rows=(
            ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
            ("合计", "", "90.00", "60.00", "30.00"),
            ("20126", "档案事务", "90.00", "60.00", "30.00"),
            ("2012601", "行政运行", "60.00", "60.00", ""),
            ("2012604", "档案馆", "30.00", "", "30.00"),
        )
    ),
)


def read(*blocks: Block | str) -> Report:
    texts = [Paragraph(text=block) if isinstance(block, str) else block for block in (TITLE, *blocks)]
    return extract([Document(name="a.txt", sha256="0" * 64, media_type="text/plain", blocks=tuple(texts))])


def narrative(report: Report) -> dict[str, str]:
    return {fact.measure: str(fact.amount) for fact in report.facts if fact.source == "narrative"}


GENERAL = "三、一般公共预算财政拨款支出决算情况说明"


def test_an_item_without_a_code_is_told_by_the_reports_own_table() -> None:
    report = read(GENERAL, "1.一般公共服务支出（类）档案事务（款）行政运行（项）支出60.00万元，用于运转。", *TABLE)

    assert narrative(report)["general_budget.function.2012601"] == "60.00"


def test_an_item_as_a_heading_is_the_subject_of_its_budget_and_its_expenditure() -> None:
    report = read(
        GENERAL, "（二）具体情况",
        "1.一般公共服务支出（类）档案事务（款）档案馆（项）。年初预算为20.00万元，支出决算为30.00万元，完成年初预算的150%。",
        *TABLE,
    )  # fmt: skip
    (fact,) = [fact for fact in report.facts if fact.measure == "general_budget.function.2012604"]

    assert str(fact.amount) == "30.00"
    assert [(str(c.base_amount), str(c.completion)) for c in fact.comparisons] == [("20.00", "150")]
    assert "general_budget.expenditure" not in narrative(report)


def test_an_item_that_no_table_tells_or_two_codes_bear_has_no_code() -> None:
    twice = Grid(
        rows=(*TABLE[1].rows, ("20199", "档案事务", "1.00", "1.00", ""), ("2019901", "行政运行", "1.00", "1.00", ""))
    )
    sentence = "1.一般公共服务支出（类）档案事务（款）行政运行（项）支出60.00万元，用于运转。"

    assert narrative(read(GENERAL, sentence)) == {}
    assert narrative(read(GENERAL, sentence, TABLE[0], twice)) == {}


def test_the_classes_under_the_composition_of_expenditure_are_figures() -> None:
    report = read(
        GENERAL, "1.支出构成。2024年度一般公共预算财政拨款支出90.00万元，其中：卫生健康支出（类）30.00万元，占33%。"
    )

    assert narrative(report) == {"general_budget.expenditure": "90.00", "general_budget.function.210": "30.00"}


def test_an_items_name_is_no_heading_of_a_section_and_the_account_around_it_holds_on() -> None:
    report = read(
        GENERAL, "（一）一般公共服务支出（类）", "1.政府办公厅（室）及相关机构事务（款）行政运行（项）支出20.00万元。",
        "（二）卫生健康支出（类）", "卫生健康支出30.00万元，用于医疗。",
    )  # fmt: skip

    assert narrative(report) == {"general_budget.function.210": "30.00"}
