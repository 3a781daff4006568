"""Lists with one line for each project, with goals in place of indicators, and budgets that stand under their label."""

from __future__ import annotations

from decimal import Decimal

from parsers.extract.performance import performance_forms
from parsers.model import Block, Document, Grid, Identity, Kind, Paragraph, PerformanceForm

BUDGET = Identity(department="云汀市商务局", fiscal_year=2026, kind=Kind.BUDGET)


def read(*blocks: Block) -> tuple[PerformanceForm, ...]:
    document = Document(name="a.txt", sha256="0" * 64, media_type="text/plain", blocks=blocks)
    return performance_forms([document], BUDGET).forms


def grid(*rows: str) -> Grid:
    return Grid(rows=tuple(tuple(cell.strip() for cell in row.split("|")) for row in rows))


def unread(*blocks: Block) -> list[str]:
    document = Document(name="a.txt", sha256="0" * 64, media_type="text/plain", blocks=blocks)
    return [item.what for item in performance_forms([document], BUDGET).unread]


def budgets(forms: tuple[PerformanceForm, ...]) -> dict[str, Decimal | None]:
    return {form.name: form.opening_budget for form in forms}


def test_a_list_with_goals_under_no_name_is_one_form_for_each_line() -> None:
    forms = read(
        grid(
            "预算单位名称|一级项目名称|预算数（万元）|绩效目标",
            "云汀市商务局|集市整治|120.50|整治四处集市",
            "||| 并完成验收",
            "云汀市商务局|会展补助|80.00|办好两场会展",
        )
    )

    assert budgets(forms) == {"集市整治": Decimal("120.50"), "会展补助": Decimal("80.00")}
    assert {form.table for form in forms} == {"budget.performance_project"}


def test_the_unit_in_the_head_counts_before_the_one_beside_the_table() -> None:
    forms = read(
        Paragraph(text="项目支出绩效表"), Paragraph(text="单位：元"),
        grid("单位名称|项目名称|金额（万元）|绩效目标", "云汀市商务局|集市整治|12.00|整治"),
    )  # fmt: skip

    assert budgets(forms) == {"集市整治": Decimal("12.00")}


def test_a_line_without_a_goal_is_a_sum_and_no_project() -> None:
    forms = read(
        Paragraph(text="项目支出绩效表"), Paragraph(text="单位：万元"),
        grid("项目名称|金额|绩效目标", "合计|30.00|", "集市整治|30.00|整治四处集市"),
    )  # fmt: skip

    assert budgets(forms) == {"集市整治": Decimal("30.00")}


def test_a_table_of_projects_without_goals_is_no_list_of_forms() -> None:
    assert read(grid("单位名称|项目名称|金额", "云汀市商务局|集市整治|30.00")) == ()


def test_a_list_may_bear_its_name_in_rows_of_its_own() -> None:
    forms = read(
        grid(
            "预算12表项目支出绩效目标表|||||",
            "||||金额单位：万元|",
            "项目名称|项目总额|绩效目标|三级指标|绩效指标性质|本年绩效指标值",
            "110022T94-会展服务|8.00|办好会展|场次|≥|2",
            "|||满意率|≥|95",
        )
    )

    assert budgets(forms) == {"会展服务": Decimal("8.00")}
    assert [(item.name, item.relation, item.target) for item in forms[0].indicators] == [
        ("场次", "≥", "2"),
        ("满意率", "≥", "95"),
    ]


def test_a_budget_may_stand_under_its_label() -> None:
    forms = read(
        Paragraph(text="部门整体支出绩效目标表"),
        grid(
            "部门名称|云汀市商务局||",
            "总体资金情况（万元）|预算支出总额|财政拨款|",
            "||基本支出|项目支出",
            "|50.00|20.00|30.00",
            "活动|三级指标|指标值|度量单位",
            "会展|场次|2|场",
        ),
    )

    assert budgets(forms) == {"云汀市商务局": Decimal("50.00")}


def test_a_list_may_head_units_and_projects_together_and_print_no_budget() -> None:
    forms = read(
        Paragraph(text="项目支出绩效目标表"),
        grid(
            "单位名称、项目名称|项目年度绩效目标|一级指标|二级指标|三级指标|指标性质|指标值|度量单位",
            "澄湖区水务局|||||||",
            "河道保洁|河道干净|产出指标|数量指标|保洁长度|≥|30|公里",
            "|||满意度指标|群众满意度|≥|90|%",
        ),
    )
    assert [(form.name, form.opening_budget) for form in forms] == [("河道保洁", None)]
    assert [(i.name, i.relation, i.target, i.unit) for i in forms[0].indicators] == [
        ("保洁长度", "≥", "30", "公里"),
        ("群众满意度", "≥", "90", "%"),
    ]


def test_the_amounts_of_a_departments_tasks_are_not_its_budget() -> None:
    (form,) = read(
        Paragraph(text="部门整体支出绩效目标表"),
        grid(
            "部门名称|澄湖区水务局|||",
            "年度主要任务|任务名称|主要内容|预算金额（万元）|",
            "|供水|保障供水|80.50|",
            "年度部门整体支出预算|资金总额|财政拨款|其他资金|",
            "|120.50|110.50|10.00|",
            "绩效指标|一级指标|二级指标|三级指标|指标值",
            "|产出指标|数量指标|供水量|≥100万吨",
        ),
    )
    assert form.opening_budget == Decimal("120.50")


def test_what_a_transfer_pays_is_a_form_of_its_own() -> None:
    forms = read(
        Paragraph(text="专项转移支付绩效目标表"),
        grid(
            "转移支付名称|小型水库养护补助||市级主管部门|云汀市水务局",
            "资金情况（万元）|年度金额：|||36.50",
            "|其中：中央财政资金|||",
            "|市级财政资金|||36.50",
            "绩效指标|一级指标|二级指标|三级指标|指标值",
            "|产出指标|数量指标|养护座数|≥12座",
        ),
    )

    assert budgets(forms) == {"小型水库养护补助": Decimal("36.50")}
    assert [(item.name, item.target) for item in forms[0].indicators] == [("养护座数", "≥12座")]


def test_a_project_without_a_sum_leaves_its_indicators_to_nobody() -> None:
    listed = grid(
        "项目名称|项目总额（万元）|绩效目标|三级指标|指标值",
        "河道保洁|30.00|河道干净|保洁长度|30",
        "堤防巡查|另行下达|堤防完好|巡查次数|12",
        "|||上报次数|4",
        "水质监测|12.00|达标|监测点|8",
    )

    assert [(form.name, [item.name for item in form.indicators]) for form in read(listed)] == [
        ("河道保洁", ["保洁长度"]),
        ("水质监测", ["监测点"]),
    ]
    assert unread(listed) == ["绩效表中“堤防巡查”一行没有金额，2项指标不知属于哪个项目，未读：项目绩效目标表"]


def test_kinds_printed_before_the_name_in_one_cell_are_no_part_of_it() -> None:
    (form,) = read(
        Paragraph(text="部门整体支出绩效目标表"),
        grid(
            "部门名称|云汀市商务局|||",
            "预算支出总额（万元）|50.00|||",
            "活动|绩效指标|指标性质|指标值|度量单位",
            "会展|产出指标数量指标展会场次|≥|2|场",
            "会展|满意度指标服务对象满意度指标参展商满意度|≥|95|%",
        ),
    )

    assert [(item.name, item.target) for item in form.indicators] == [("展会场次", "2"), ("参展商满意度", "95")]


def test_indicators_that_no_form_takes_are_reported_with_their_number() -> None:
    listed = grid(
        "项目名称|河道保洁|||",
        "年度金额（万元）|30.00|||",
        "一级指标|二级指标|三级指标|指标值|",
        "产出指标|数量指标|保洁长度|30公里|",
    )
    strange = grid("产出指标|数量指标|巡查次数|12次", "|质量指标|完好率|95%", "效益指标|社会效益指标||")

    assert [item.name for item in read(Paragraph(text="项目绩效目标表"), listed)[0].indicators] == ["保洁长度"]
    assert unread(Paragraph(text="项目绩效目标表"), listed, Paragraph(text="其他事项说明。"), strange) == [
        "2行绩效指标不在读出的绩效表中，未读"
    ]


def test_a_head_printed_again_is_no_indicator() -> None:
    (form,) = read(
        grid(
            "项目名称|项目总额（万元）|绩效目标|三级指标|指标值",
            "河道保洁|30.00|河道干净|保洁长度|30",
            "项目名称|项目总额（万元）|绩效目标|三级指标|指标值",
            "|||完好率|95%",
        )
    )

    assert [item.name for item in form.indicators] == ["保洁长度", "完好率"]


def test_two_units_may_have_projects_of_one_name_and_sum() -> None:
    forms = read(
        grid(
            "单位名称|项目名称|金额（万元）|绩效目标",
            "云汀市商务局|综合经费|20.00|保障运行",
            "云汀市会展中心|综合经费|20.00|保障运行",
        )
    )

    assert [(form.name, form.opening_budget) for form in forms] == [("综合经费", Decimal("20.00"))] * 2
