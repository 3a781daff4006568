"""Indicators of forms in which every piece of a cell is a line of its own."""

from __future__ import annotations

import pytest

from parsers.extract.performance import FormsRead, performance_forms
from parsers.extract.performance_lines import read_rows
from parsers.model import Document, Identity, Indicator, Kind, Paragraph

HEAD = "二级指|标|指标名|称|指标说|明|计量单|位|指标性质|年度指标值|全年完成值|权重|得分|偏差原因"
FINAL = Identity(department="重庆市澄湖区水务局", fiscal_year=2025, kind=Kind.FINAL_ACCOUNTS)
BUDGET = Identity(department="重庆市澄湖区水务局", fiscal_year=2026, kind=Kind.BUDGET)


def lines(cells: str) -> list[str]:
    return cells.split("|")


def one(row: str, head: str = HEAD) -> Indicator:
    found = read_rows([*lines(head), *lines(row), "总分 90"])
    assert (len(found.rows), found.lost) == (1, 0)
    return found.rows[0].indicator


def told(indicator: Indicator) -> tuple[str | None, ...]:
    return indicator.name, indicator.target, indicator.actual, indicator.weight, indicator.score


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("数量指|标|清淤|长度|公里数|公里|无|30|28|10|10|无", ("清淤长度公里数", "30", "28", "10", "10")),
        ("数量指标|清淤|公里数|公里|≥|30 公里|28|20|18.5|河道|结冰", ("清淤", "30公里", "28", "20", "18.5")),
        ("满意度|指标|居民|说好|% 无 95% 96% 10 10 无", ("居民", "95%", "96%", "10", "10")),
        ("质量指标|验收|合格|项|无|闸门|合格|闸门|合格|5|5|无", ("验收", "闸门合格", "闸门合格", "5", "5")),
        ("成本指标|造价|每米|元|≤|1200|元|1180.5|10|10|无", ("造价", "1200元", "1180.5", "10", "10")),
        ("时效指标|按期|无|年|无|十二月前|完工|完成|10|10|无", ("按期", "十二月前完工", "完成", "10", "10")),
        ("经济效益|指标|无 无 无 无 无 0 0 0 无", ("无", "无", "0", "0", "0")),
        ("经济效|益指标|无|10 10 无", ("", None, None, "10", "10")),
    ],
)
def test_a_row_is_told_from_its_kind_and_its_marks(row: str, expected: tuple[str | None, ...]) -> None:
    assert told(one(row)) == expected


def test_a_relation_and_a_unit_are_kept() -> None:
    indicator = one("数量指标|清淤|公里数|公里|≥|30|28|10|8|无")
    assert (indicator.relation, indicator.unit) == ("≥", "公里")


def test_what_a_page_end_has_cut_off_a_cell_belongs_to_no_other_row() -> None:
    rows = "数量指标|甲|乙|个|无|3|4|10|10|无|丙的|其余|质量指标|丁|戊|个|无|5|6|7|7|无"
    found = read_rows([*lines(HEAD), *lines(rows)])
    assert [told(row.indicator) for row in found.rows] == [("甲", "3", "4", "10", "10"), ("丁", "5", "6", "7", "7")]


def test_target_and_result_that_run_into_each_other_are_left_out_and_the_marks_kept() -> None:
    found = read_rows([*lines(HEAD), *lines("质量指标|甲|乙|项|无|水清|岸绿|鱼多|10|10|无")])
    assert told(found.rows[0].indicator) == ("甲", None, None, "10", "10")
    assert not found.rows[0].whole


@pytest.mark.parametrize("row", ["数量指标|甲|乙|个|无|3|4|十分", "数量指标|甲|个|无|3|4|9|9|无|乙|个|无|3|4|8|8|无"])
def test_a_row_that_can_not_be_told_is_counted_and_not_guessed(row: str) -> None:
    found = read_rows([*lines(HEAD), *lines(row)])
    assert (found.rows, found.lost) == ((), 1)


@pytest.mark.parametrize("head", ["二级指标|指标名称|得分|权重|全年完成值|年度指标值", "二级指标|名目|应做|做了"])
def test_under_heads_that_are_not_known_nothing_is_read(head: str) -> None:
    found = read_rows([*lines(head), *lines("数量指标|甲|3|4|10|10")])
    assert (found.rows, found.lost) == ((), 1)


def read(*lines: str, identity: Identity = FINAL) -> FormsRead:
    blocks = tuple(Paragraph(text=text, line=True) for text in lines)
    return performance_forms([Document(name="a.txt", sha256="0", media_type="text/plain", blocks=blocks)], identity)


def test_the_form_has_its_indicators_with_their_rows_and_says_what_is_not_sure() -> None:
    money = "项目名|称|河道清|淤|项目编码|01|项目资金（元）|申报数|全年预算数|全年执行数|执行率|得分|50 50 50 100 10"
    rows = "数量指标|清淤|长度|公里数|公里|无|30|28|10|10|无|总分|97"
    result = read("项目绩效目标自评表", *lines(money), *lines(HEAD), *lines(rows))

    (form,) = result.forms
    (indicator,) = form.indicators
    assert (form.name, form.score) == ("河道清淤", 97)
    assert indicator.evidence is not None
    assert indicator.evidence.quote == "清淤 长度 公里数 公里 无 30 28 10 10"
    assert "50 50 50 100 10" in form.evidence.quote
    (doubt,) = result.unread
    assert doubt.what == "绩效表排版断行，1项指标的单元格未能全部分开：项目绩效目标自评表"


def test_lines_that_are_rows_are_read_under_a_head_of_one_line() -> None:
    result = read(
        "项目支出绩效自评表",
        "项目名称 河道清淤",
        "主管部门 重庆市澄湖区水务局 实施单位 河道所",
        "项目资金（万元） 年初预算数 全年预算数 全年执行数 分值 执行率 得分",
        "年度资金总额 80.00 86.50 85.20 10 98.50% 9.85",
        "其中：当年财政拨款 80.00 86.50 85.20 — 98.50% —",
        "绩效指标 一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施",
        "产出指标 数量指标 清淤长度 ≥12公里 11公里 10 9.2 河道 结冰",
        "工期 ≤90日 85日 10 10",
        "满意度指标 服务对象满意度指标 服务对象满意度 ≥90% 93% 10 10",
        "质量指标 验收 合格",
        "总分 100 97.45",
    )
    (form,) = result.forms
    assert (form.name, str(form.opening_budget), str(form.revised_budget), str(form.executed)) == (
        "河道清淤", "80.00", "86.50", "85.20",
    )  # fmt: skip
    assert (str(form.execution_rate), str(form.rate_score), str(form.score)) == ("98.50", "9.85", "97.45")
    assert [told(indicator) for indicator in form.indicators] == [
        ("清淤长度", "≥12公里", "11公里", "10", "9.2"),
        ("工期", "≤90日", "85日", "10", "10"),
        ("服务对象满意度", "≥90%", "93%", "10", "10"),
    ]
    assert form.indicators[1].evidence is not None
    assert form.indicators[1].evidence.quote == "工期 ≤90日 85日 10 10"
    assert [doubt.what[:13] for doubt in result.unread] == ["绩效表排版断行，1项指标未"]


GOAL = (
    "部门预算项目绩效目标表",
    "项目名称 执法办案",
    "预算金额（万元） 68.00 其中：财政拨款 68.00",
    "一级指标 二级指标 三级指标 指标性质 指标值 度量单位 权重（%）",
    "产出指标 数量 查处案件数 ≥ 300 件 20",
    "质量 办结率 ≥ 98 % 30",
)


def test_a_goal_given_in_rows_has_its_budget() -> None:
    (form,) = read(*GOAL, identity=BUDGET).forms
    assert (form.name, str(form.opening_budget)) == ("执法办案", "68.00")
    assert [(i.name, i.relation, i.target, i.unit, i.weight) for i in form.indicators] == [
        ("查处案件数", "≥", "300", "件", "20"),
        ("办结率", "≥", "98", "%", "30"),
    ]
