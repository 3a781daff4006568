"""What was left in by mistake: templates, other years, other bodies, goals of other years."""

from __future__ import annotations

import pytest

from parsers.extract import extract
from parsers.model import Block, Document, Grid, Paragraph, Remark

TITLE = "重庆市澄湖区档案馆2024年度部门决算情况说明"


def remarks(*blocks: Block | str) -> dict[str, list[Remark]]:
    texts = [
        Paragraph(text=b) if isinstance(b, str) else b
        for b in (TITLE, "一、单位基本情况", "二、部门决算情况说明", *blocks)
    ]
    document = Document(name="说明.html", sha256="0" * 64, media_type="text/html", blocks=tuple(texts))
    found: dict[str, list[Remark]] = {}
    for remark in extract([document]).remarks:
        found.setdefault(remark.code, []).append(remark)
    return found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一级单位应公开整体自评表，其他单位至少选择2个项目。", "template_instruction"),
        ("公开内容。详见表格。", "template_mark"),
        ("与上年相比增加（减少）0万元。", "template_mark"),
        ("公用经费减少，主要原因是弥补人员经费。", "staff_gap"),
        ("我馆车辆登记在区机关事务中心名下。", "borne_elsewhere"),
        ("由主管部门办公室负责接待。", "borne_elsewhere"),
        ("下属事业单位1个，为澄湖区地方志中心。", "subordinate_units"),
        ("部分项目涉密，不予公开。", "secrecy"),
        ("截至2022年12月31日，本馆共有车辆1辆。", "other_year"),
        ("2022年度一般公共预算财政拨款支出310.00万元。", "other_year"),
    ],
)
def test_a_sentence_that_matters_is_remarked_with_its_words(text: str, code: str) -> None:
    (remark,) = remarks(text)[code]
    assert remark.evidence.quote in text


@pytest.mark.parametrize(
    "text",
    [
        "截至2024年12月31日，本馆共有车辆1辆。",
        "2024年度一般公共预算财政拨款支出310.00万元。",
        "较上年增加3.10万元，主要原因是2023年受汛情影响。",
        "本馆无下属单位。",
        "公开范围逐步扩大，公众满意。",
    ],
)
def test_an_ordinary_sentence_is_no_slip(text: str) -> None:
    assert remarks(text) == {}


def test_the_line_over_a_table_that_names_another_body_is_remarked() -> None:
    found = remarks("公开部门：重庆市澄湖区水务局 单位：万元")
    assert [r.evidence.quote for r in found["other_body"]] == ["公开部门：重庆市澄湖区水务局单位：万元"]
    assert remarks("公开部门：重庆市澄湖区档案馆（本级） 单位：万元") == {}


def test_a_goal_of_another_year_is_remarked_and_one_that_compares_is_not() -> None:
    stale = Grid(rows=(("当年绩效目标", "在2022年全市档案工作考评中进入前十名。"),))
    compared = Grid(rows=(("当年绩效目标", "馆藏数字化率较2022年提高五个百分点。"),))
    assert "stale_goal" in remarks(stale)
    assert "stale_goal" not in remarks(compared)


def test_the_ground_of_a_secret_is_kept() -> None:
    (said,) = remarks("依据保密法的规定，涉密项目不公开。")["secrecy"]
    assert said.sections == ("basis",)


def test_what_is_said_forty_times_is_remarked_five_times() -> None:
    marks = [f"与上年相比增加（减少）{n}万元。" for n in range(40)]
    assert len(remarks(*marks)["template_mark"]) == 5
