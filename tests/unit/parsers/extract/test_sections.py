"""Which parts of the explanation are there, do not apply, or are missing."""

from __future__ import annotations

import pytest

from parsers.extract.narrative import bodies, narrative
from parsers.extract.sections import KEYS, sections
from parsers.model import Document, Grid, Identity, Kind, Paragraph, SectionStatus

FINAL = Identity(kind=Kind.FINAL_ACCOUNTS, fiscal_year=2023)


def status(key: str, *texts: str, grid: Grid | None = None) -> str:
    blocks = (*(Paragraph(text=text) for text in texts), *([grid] if grid else []))
    read = bodies([Document(name="a", sha256="", media_type="", blocks=blocks)])
    return sections(read, narrative(read, FINAL).facts, FINAL)[key].value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("government_fund", "本单位2023年度无政府性基金预算财政拨款收支。"),
        ("government_fund", "2023年度没有使用政府性基金预算财政拨款安排的支出。"),
        ("state_capital", "本部门无国有资本经营预算财政拨款支出。"),
        ("procurement", "2023年度我单位未发生政府采购事项，无相关经费支出。"),
        ("agency_operation", "本馆属事业单位，不在机关运行经费统计范围之内。"),
        ("three_public", "2023年度未安排“三公”经费。"),
    ],
)
def test_what_the_text_says_there_is_none_of_does_not_apply(key: str, text: str) -> None:
    assert status(key, "四、其他需要说明的事项", text) == "not_applicable"


@pytest.mark.parametrize("key", ["three_public", "agency_operation", "procurement", "meetings_training", "glossary"])
def test_what_is_not_mentioned_is_missing(key: str) -> None:
    assert status(key, "一、部门基本情况", "负责档案工作。") == "missing"


def test_a_figure_shows_the_section_though_its_heading_is_missing() -> None:
    assert status("agency_operation", "2023年度机关运行经费支出3万元。") == "present"


def test_a_printed_nought_is_a_figure() -> None:
    assert status("procurement", "2023年度政府采购支出总额0万元，无相关支出。") == "present"


def test_a_heading_with_text_shows_the_section() -> None:
    assert status("performance", "五、预算绩效管理情况", "按要求开展工作。") == "present"


def test_a_heading_without_text_does_not() -> None:
    assert (
        status("agency_operation", "（二）机关运行经费情况说明", "（三）国有资产占用情况说明", "无车辆。") == "missing"
    )


def test_a_column_of_a_table_shows_an_account() -> None:
    table = Grid(rows=(("项目", "一般公共预算", "国有资本经营预算"), ("合计", "1.00", "")))

    assert status("state_capital", "一、收支情况", "略。", grid=table) == "present"


def test_a_car_to_be_bought_is_no_statement_of_the_three_public_expenses() -> None:
    assert status("three_public", "（四）国有资产占有使用情况", "2023年安排购置车辆0辆。") == "missing"


def test_every_section_has_a_status_and_what_is_no_report_has_none() -> None:
    read = bodies([Document(name="a", sha256="", media_type="")])

    assert tuple(sections(read, (), FINAL)) == KEYS
    assert sections(read, (), Identity(not_a_report="通知")) == {}


def test_a_lost_section_is_missing() -> None:
    blocks = (Paragraph(text="四、“三公”经费情况说明"), Paragraph(text="采购0万元。"))
    read = bodies([Document(name="a", sha256="", media_type="", blocks=blocks)])

    assert sections(read, (), FINAL, lost=("three_public",))["three_public"] is SectionStatus.MISSING
