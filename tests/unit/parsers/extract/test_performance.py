"""Performance forms: name, money in 万元, rate, score and indicators."""

from __future__ import annotations

from decimal import Decimal

from parsers.extract.performance import FormsRead, performance_forms
from parsers.model import Block, Document, Grid, Identity, Kind, Paragraph

FINAL = Identity(department="重庆市澄湖区水务局", fiscal_year=2025, kind=Kind.FINAL_ACCOUNTS)
BUDGET = Identity(department="重庆市澄湖区水务局", fiscal_year=2025, kind=Kind.BUDGET)


def read(*blocks: Block, identity: Identity = FINAL) -> FormsRead:
    document = Document(name="a.txt", sha256="0" * 64, media_type="text/plain", blocks=blocks)
    return performance_forms([document], identity)


def text(*lines: str, line: bool = False) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=each, line=line) for each in lines)


def grid(*rows: str) -> Grid:
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    width = max(map(len, cells))
    return Grid(rows=tuple((*row, *[""] * (width - len(row))) for row in cells))


EVALUATION = (
    "项目名称|河道清淤|自评总分（分）|97.5",
    "项目主管部门|118-重庆市澄湖区水务局|财政归口科室|农业科|联系电话|",
    "项目资金（万元）|年度总金额|年初预算数|全年（调整）预算数|全年执行数|执行率（%）|执行率权重|执行率得分（分）",
    "||60.00|48.5|41.2|||",
    "|其中：财政拨款|50.00|48.5|41.2|84.95|10|8.5",
    "当年绩效目标|年初绩效目标|全年目标实际完成情况",
    "|清淤十公里|已清淤九公里",
    "绩效指标|指标名称|计量单位|指标性质|指标值|全年完成值|偏离度（%）|得分系数（%）|指标权重（分）|指标得分（分）",
    "|清淤长度|公里|≥|10|9|-10|90|40|36",
    "|群众满意度|%|≥|90|95|5.56|100|50|50",
    "说明||",
)


def test_a_self_evaluation_gives_money_rate_score_and_indicators() -> None:
    form = read(*text("2025年度项目绩效自评表"), grid(*EVALUATION)).forms[0]

    assert (form.name, form.table, form.overall) == ("河道清淤", "final_accounts.performance_project", False)
    assert (form.opening_budget, form.revised_budget, form.executed) == (
        Decimal("60.00"),
        Decimal("48.5"),
        Decimal("41.2"),
    )
    assert (form.execution_rate, form.rate_weight, form.rate_score) == (Decimal("84.95"), Decimal(10), Decimal("8.5"))
    assert form.score == Decimal("97.5")
    assert [indicator.name for indicator in form.indicators] == ["清淤长度", "群众满意度"]
    first = form.indicators[0]
    assert (first.target, first.actual, first.weight, first.score) == ("10", "9", "40", "36")
    assert (first.deviation, first.relation, first.unit) == ("-10", "≥", "公里")


def test_a_form_in_yuan_is_moved_to_ten_thousand_yuan() -> None:
    form = read(
        *text("整体支出绩效目标自评表", "单元：元"),
        grid(
            "整体支出（元）|系统申报数|全年预算数|全年执行数|执行率|得分",
            "|18449258.26|18449258.00|18449258.00|100|10",
            "总分|||||98",
        ),
    ).forms[0]

    assert form.overall
    assert form.name == "重庆市澄湖区水务局"
    assert form.declared_amount == Decimal("1844.925826")
    assert form.opening_budget is None
    assert (form.executed, form.score) == (Decimal("1844.925800"), Decimal(98))


def test_a_row_that_slipped_by_one_head_is_put_right_by_its_rate_and_told() -> None:
    result = read(
        *text("整体支出绩效目标自评表"),
        grid(
            "部门（单位）名称|澄湖区水务局",
            "整体支出（万元）|系统申报数|年初预算数|全年预算数|全年执行数|执行率|",
            "|900.00|900.00|720.00|80|8|",
        ),
    )

    form = result.forms[0]
    assert (form.opening_budget, form.revised_budget, form.executed) == (
        Decimal("900.00"),
        Decimal("900.00"),
        Decimal("720.00"),
    )
    assert (form.execution_rate, form.rate_score) == (Decimal(80), Decimal(8))
    assert "错位" in result.unread[0].what


def test_without_a_unit_the_rate_is_kept_and_no_amount_is_taken() -> None:
    form = read(
        *text("项目绩效自评表"),
        grid("项目名称|水质监测", "资金|年初预算数|全年预算数|全年执行数|执行率", "|10|10|5|50"),
    ).forms[0]

    assert (form.executed, form.execution_rate) == (None, Decimal(50))


TARGET = (
    "项目名称|{name}|主管部门|118-重庆市澄湖区水务局",
    "当年预算|{amount}",
    "绩效指标|指标名称|指标权重|指标性质|指标值|计量单位|是否核心",
    "|巡查次数|90|≥|120|次|是",
)


def test_a_target_form_has_a_budget_and_no_execution() -> None:
    rows = [row.format(name="水库巡查", amount="9.00") for row in TARGET]
    form = read(*text("项目绩效目标表（一级项目）", "单位：万元"), grid(*rows), identity=BUDGET).forms[0]

    assert (form.name, form.opening_budget, form.executed) == ("水库巡查", Decimal("9.00"), None)
    assert (form.indicators[0].target, form.indicators[0].relation) == ("120", "≥")


def test_several_forms_in_one_grid_are_told_apart_by_the_project_name() -> None:
    rows = [row.format(name=name, amount=amount) for name, amount in (("甲", "1.00"), ("乙", "2.00")) for row in TARGET]
    forms = read(*text("项目绩效目标表", "单位：万元"), grid(*rows), identity=BUDGET).forms

    assert [(form.name, form.opening_budget, len(form.indicators)) for form in forms] == [
        ("甲", Decimal("1.00"), 1),
        ("乙", Decimal("2.00"), 1),
    ]


def test_a_list_of_projects_gives_one_form_for_each_line_with_a_name() -> None:
    forms = read(
        *text("市级一般性项目绩效目标表（一级项目）", "单位：万元"),
        grid(
            "序号|项目名称|当年财政拨款预算金额|当年绩效目标|指标名称|指标性质|指标值|计量单位|指标权重(%)",
            "1|办公运行|534.17|保障运转|运行天数|≥|365|天|60",
            "||||年度预算执行率|=|100|%|10",
            "2|设备更新|20.00|更新|更新台数|≥|5|台|90",
        ),
        identity=BUDGET,
    ).forms

    assert [(form.name, form.opening_budget, len(form.indicators)) for form in forms] == [
        ("办公运行", Decimal("534.17"), 2),
        ("设备更新", Decimal("20.00"), 1),
    ]


def test_an_overall_form_bears_the_name_of_the_department() -> None:
    result = read(
        *text("2025年部门整体绩效目标表", "单位名称：重庆市澄湖区水务局"),
        grid("当年整体绩效目标|", "绩效指标|指标名称|指标值|指标权重(%)", "|供水保证率|95|100"),
        identity=Identity(fiscal_year=2025, kind=Kind.BUDGET),
    )

    assert [form.name for form in result.forms] == ["重庆市澄湖区水务局"]


def test_an_empty_printed_form_is_no_form() -> None:
    rows = [row.format(name="", amount="") for row in TARGET[:3]]
    result = read(*text("项目绩效目标表", "单位：万元"), grid(*rows), *text("备注：本单位无此类项目，故此表无数据"))

    assert result.forms == ()


def test_a_form_cut_over_many_lines_still_gives_name_money_and_score() -> None:
    cut = ["一般自评项目绩效目标自评表", "（2025 年度）", "项目名 ", "称 ", "泵站运行费", "项目编 ", "码 ", "118-R-01"]
    cut += [
        "项目资  ",
        "金（元） ",
        "系统申报数",
        "全年预算数",
        "全年执行数",
        "执行率（执行金",
        "额/安排金",
        "额,%)",
        "得分",
    ]
    cut += ["2019338.3 1777499.28 1777499.28 100 10", "数量指", "标", "预算执", "行率得", "分", "10", "总分", "96"]
    result = read(*text(*cut, line=True))

    form = result.forms[0]
    assert (form.name, form.declared_amount, form.executed) == (
        "泵站运行费",
        Decimal("201.93383"),
        Decimal("177.749928"),
    )
    assert (form.execution_rate, form.rate_score, form.score) == (Decimal(100), Decimal(10), Decimal(96))
    assert "指标未读" in result.unread[0].what


def test_a_list_that_a_page_end_has_cut_gives_one_form_and_sums_give_none() -> None:
    head = "单位编码|单位（项目）名称|资金总额|绩效目标|三级指标|指标值|度量单位"
    first = grid(head, "118|澄湖区水务局|50.00||||", "118|泵站更新|50.00|更新泵站|更新台数|5|台")
    second = grid(head, "118|泵站更新|50.00|更新泵站|完成率|100|%")
    title = text("2025年项目支出绩效目标表", "单位：万元")

    forms = read(*title, first, *title, second, identity=BUDGET).forms

    assert [(form.name, [indicator.name for indicator in form.indicators]) for form in forms] == [
        ("泵站更新", ["更新台数", "完成率"])
    ]


def test_the_national_form_is_read_too() -> None:
    form = read(
        *text("2025年度部门项目支出绩效自评表"),
        grid(
            "项目名称|堤防维护||||||",
            "主管部门|澄湖区水务局||实施单位|河道管理站|||",
            "项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分",
            "|年度资金总额|80.00|75.00|60.00|10|80%|8",
            "|其中：当年财政拨款|80.00|75.00|60.00|—|80%|—",
            "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分",
            "|产出指标|数量指标|堤防维护长度|≥12公里|12公里|50|50",
            "总分||||||100|98",
        ),
    ).forms[0]

    assert (form.name, form.opening_budget, form.executed) == ("堤防维护", Decimal("80.00"), Decimal("60.00"))
    assert (form.execution_rate, form.rate_weight, form.rate_score) == (Decimal(80), Decimal(10), Decimal(8))
    assert form.score == Decimal(98)
    assert [(i.name, i.target, i.actual, i.score) for i in form.indicators] == [
        ("堤防维护长度", "≥12公里", "12公里", "50")
    ]


def test_a_form_without_a_name_of_its_own_is_known_by_what_it_holds() -> None:
    first = [row.format(name="水库巡查", amount="9.00") for row in TARGET]
    second = [row.format(name="泵站更新", amount="5.00") for row in TARGET]
    result = read(
        *text("项目绩效目标表", "单位：万元"),
        grid(*first),
        *text("三、另附以下项目，一并公开如下。"),
        grid(*second),
        identity=BUDGET,
    )

    assert [(form.name, form.opening_budget) for form in result.forms] == [
        ("水库巡查", Decimal("9.00")),
        ("泵站更新", Decimal("5.00")),
    ]


def test_a_target_form_without_any_unit_gives_no_amount() -> None:
    rows = [row.format(name="水库巡查", amount="9.00") for row in TARGET]
    form = read(*text("项目绩效目标表"), grid(*rows), identity=BUDGET).forms[0]

    assert form.opening_budget is None


def test_findings_can_quote_the_row_of_an_indicator_and_of_the_money() -> None:
    form = read(*text("2025年度项目绩效自评表"), grid(*EVALUATION)).forms[0]
    first = form.indicators[0].evidence

    assert first is not None
    assert first.quote == "清淤长度 公里 ≥ 10 9 -10 90 40 36"
    assert form.evidence.quote == "2025年度项目绩效自评表：河道清淤：60.00 48.5 41.2"


def test_an_indicator_without_a_name_is_read_where_its_kind_and_marks_are_printed() -> None:
    rows = [*EVALUATION[:-1], "经济效益指标||||||||10|10", "小计||||||||100|96"]
    form = read(*text("2025年度项目绩效自评表"), grid(*rows)).forms[0]
    assert [(i.name, i.weight, i.score) for i in form.indicators[2:]] == [("", "10", "10")]


def test_prose_with_figures_after_the_name_of_a_form_in_a_list_is_no_form() -> None:
    prose = ["第一部分 部门概况", "内设5个科室。", "编制30人，实有28人。", "2025年收入预算300.00万元。"]
    assert read(*text("十二、部门整体支出绩效目标表", *prose, line=True), identity=BUDGET).unread == ()


def test_the_unit_may_stand_behind_a_head_that_no_list_knows() -> None:
    rows = (
        "部门名称|重庆市澄湖区水务局|||",
        "整体支出规模（万元）||年初预算数|全年预算数|全年执行数|执行率|得分",
        "|支出总额|80.40|86.50|85.20|98.50%|9.8",
        "一级指标|二级指标|三级指标|目标值|实际完成值|权重|得分",
        "产出|数量|清淤成本（元）|≤9|9|10|10",
    )
    form = read(*text("部门整体支出绩效自评表"), grid(*rows)).forms[0]
    assert (form.opening_budget, form.revised_budget, form.executed) == tuple(map(Decimal, ("80.40", "86.50", "85.20")))


def test_the_sum_of_the_whole_period_is_the_budget_where_the_form_prints_no_sum_of_the_year() -> None:
    rows = ("项目名称|圩堤养护||", "资金金额（万元）|实施期资金总额：|63.5|执行率分值（10分）", "|其中：财政拨款|60.5|")
    heads = ("绩效指标|三级指标|指标值|分值权重（90分）", "|养护里程（公里）|≥12|20")
    alone = read(*text("2025年度项目绩效目标表"), grid(*rows, *heads), identity=BUDGET).forms[0]
    year = "|年度资金总额：|31.5|"
    both = read(*text("2025年度项目绩效目标表"), grid(*rows, year, *heads), identity=BUDGET).forms[0]

    assert (alone.opening_budget, both.opening_budget) == (Decimal("63.5"), Decimal("31.5"))
    assert alone.indicators[0].weight == "20"


def test_the_sum_of_the_tasks_is_the_departments_budget() -> None:
    form = read(
        *text("部门整体支出绩效目标表"),
        grid(
            "年度主要任务|任务名称|主要内容|预算金额（万元）||执行率分值（10分）",
            "|||总额|财政拨款|",
            "|机关运转|日常工作|466.2|466.2|",
            "|河湖管护|巡查|120|100|",
            "|金额合计||586.2|566.2|",
            "年度绩效指标|一级指标|三级指标|指标值||分值权重（90分）",
            "|产出指标|巡查次数（次）|≥52||30",
        ),
        identity=BUDGET,
    ).forms[0]

    assert (form.name, form.opening_budget) == ("重庆市澄湖区水务局", Decimal("586.2"))
