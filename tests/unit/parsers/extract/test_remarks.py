"""What the text says, or has lost, that modifies how figures are judged."""

from __future__ import annotations

import pytest

from parsers.extract.narrative import bodies, narrative
from parsers.extract.remarks import remarks
from parsers.model import REMARKS, Document, Identity, Kind, Paragraph, Remark


def read(*texts: str, kind: Kind = Kind.FINAL_ACCOUNTS) -> dict[str, Remark]:
    blocks = tuple(Paragraph(text=text) for text in texts)
    texts_read = bodies([Document(name="a", sha256="", media_type="", blocks=blocks)])
    facts = narrative(texts_read, Identity(kind=kind, fiscal_year=2023)).facts
    return {remark.code: remark for remark in remarks(texts_read, facts)}


@pytest.mark.parametrize(
    "reason",
    [
        "上年数为汇总数，无法比较",
        "从2023年起下属单位分开填报决算",
        "澄湖区河道管护站已调整为区水务局下属事业单位",
        "机构改革，区档案中心划入我馆",
        "统计口径变化",
        "上年基数为0，不可比",
    ],
)
def test_a_break_in_what_the_figures_cover_is_remarked(reason: str) -> None:
    found = read("二、收支情况", f"2023年度收入总计10万元，较上年减少2万元，主要原因是{reason}。")

    assert reason[:4] in found["scope_break"].evidence.quote


def test_a_reform_in_the_list_of_duties_is_no_break() -> None:
    assert "scope_break" not in read("（一）职能职责", "负责机构改革工作，撤销的单位由本局接收，经费由本局承担。")


def test_no_reform_is_no_break() -> None:
    assert "scope_break" not in read("二、收支情况", "本年未发生机构改革，收入与上年持平。")


def test_an_institution_that_has_no_agency_operation_says_so() -> None:
    found = read("（二）机关运行经费情况", "我单位为事业单位，不在机关运行经费统计范围之内。")

    assert found["institution_exempt"].sections == ("agency_operation",)


def test_a_note_that_the_budget_is_the_revised_one_is_remarked() -> None:
    found = read("三、“三公”经费情况", "本表预算数为全年预算数，反映按规定程序调整后的预算数。")

    assert found["revised_budget_column"].sections == ("three_public",)


def test_a_heading_with_the_tail_of_another_sentence_below_has_lost_its_text() -> None:
    found = read(
        "三、部门预算情况说明",
        "2023年一般公共预算财政拨款支出10万元。",
        "四、“三公”经费情况说明",
        "采购7万元：货物采购预算2万元、工程采购预算0万元、服务采购预算5万元。",
        "4.国有资产占有使用情况。全局共有车辆3辆，其中一般公务用车3辆。2023年安排购置车辆0辆。",
        "六、专业性名词解释",
        "（一）其他收入：略。",
        kind=Kind.BUDGET,
    )

    assert found["truncated"].sections == ("three_public", "agency_operation")
    assert found["truncated"].evidence.where == "四、“三公”经费情况说明"


def test_a_heading_before_a_skipped_number_with_nothing_below_has_lost_its_text() -> None:
    found = read("四、“三公”经费情况说明", "六、名词解释", "（一）其他收入：略。")

    assert "three_public" in found["truncated"].sections


@pytest.mark.parametrize(
    "text",
    [
        "2023年度“三公”经费支出共计0万元。",
        "本单位2023年度未安排相关经费。",
        "公务接待费2万元，与上年持平。",
    ],
)
def test_a_heading_with_its_own_text_has_lost_nothing(text: str) -> None:
    assert "truncated" not in read("四、“三公”经费情况说明", text, "五、其他需要说明的事项", "无。")


def test_each_remark_is_a_known_one() -> None:
    found = read(
        "二、收支情况", "收入总计10万元，上年数无法比较。", "（二）机关运行经费", "本单位不在机关运行经费范围。"
    )

    assert set(found) <= set(REMARKS)
