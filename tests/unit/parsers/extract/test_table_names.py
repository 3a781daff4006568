"""Names of standard tables as provinces build them: the kind is told from the parts of the name."""

from __future__ import annotations

import pytest

from parsers.extract.table_titles import caption_of
from parsers.model import Identity, Kind

NAMES = {
    "budget.summary": "部门预算收支总表 收支预算总体情况表 部门财务收支总体情况表 部门（单位）收支总表",
    "budget.revenue": "收入预算表 部门收入预算情况表 单位收入预算表 部门预算收入总表 澄湖区水务局收入总体情况表",
    "budget.expenditure": "支出预算表 部门（单位）支出总表 支出总体情况表 2025年部门支出预算总表",
    "budget.appropriation_summary": "财政拨款收支预算表 财政拨款收支预算总体情况表 部门财政拨款收支总表",
    "budget.general_expenditure": "一般公共预算财政拨款支出表 一般公共预算支出预算表（按功能科目分类）",
    "budget.general_basic": "一般公共预算财政拨款基本支出表 一般公共预算基本支出表（经济分类科目）",
    "budget.three_public": "“三公”经费支出预算表 财政拨款安排的“三公”经费支出表 “三公”经费及会议费、培训费预算表",
    "budget.government_fund": "政府性基金支出表 政府性基金预算收支表 政府性基金拨款支出预算表",
    "budget.state_capital": "国有资本经营支出预算表 国有资本经营预算拨款支出表",
    "budget.procurement": "政府采购情况表 政府采购预算支出表",
    "budget.performance_overall": "部门整体支出绩效目标申报表 部门（单位）整体支出绩效目标批复表",
    "budget.performance_project": "财政项目支出绩效目标填报表（2025年度） 项目支出绩效目标批复表 专项资金绩效目标表",
    "final_accounts.summary": "收支决算总表 部门收支决算总表 收入支出决算表",
    "final_accounts.revenue": "收入决算总表 部门收入决算表 GK02收入决算表(公开02表)",
    "final_accounts.expenditure": "支出决算总表 单位支出决算表",
    "final_accounts.appropriation_summary": "财政拨款收支决算总表 财政拨款收入支出决算表",
    "final_accounts.general_expenditure": "一般公共预算支出决算表（功能科目） 一般公共预算财政拨款收入支出决算表",
    "final_accounts.general_basic": "一般公共预算基本支出决算明细表 一般公共预算财政拨款基本支出决算表（经济分类）",
    "final_accounts.three_public": "“三公”经费支出决算表 财政拨款“三公”经费、会议费和培训费支出决算表 “三公”经费决算表",
    "final_accounts.government_fund": "政府性基金收入支出决算表 政府性基金预算支出决算表",
    "final_accounts.state_capital": "国有资本经营预算支出决算表 国有资本经营财政拨款支出决算表",
    "final_accounts.performance_overall": "部门整体支出绩效目标完成情况自评表 部门整体支出绩效评价自评表",
    "final_accounts.performance_project": "项目支出绩效目标完成情况自评表 项目支出自评表",
}
OTHERS = (
    "项目支出表 基本支出预算表（人员类.运转类公用经费项目） 财政专户管理资金预算支出表 新增资产配置表 "
    "国有资产占用情况表 财政拨款支出决算明细表 一般公共预算基本支出表（按政府预算经济分类） "
    "支出预算分类汇总表（按政府预算经济分类） 政府购买服务指导性目录表"
)
NO_NAMES = "经营收入支出表 债务收支情况表 上级补助收入表 详见收支预算总表 本单位支出 收入预算表格 绩效目标"


def kind_of(name: str, kind: Kind) -> str | None:
    caption = caption_of(name, Identity(department="澄湖区水务局", fiscal_year=2025, kind=kind))
    return caption.kind if caption else None


@pytest.mark.parametrize("kind", NAMES)
def test_the_kind_is_told_from_how_the_name_is_built(kind: str) -> None:
    family = Kind(kind.split(".", maxsplit=1)[0])
    assert {name: kind_of(name, family) for name in NAMES[kind].split()} == dict.fromkeys(NAMES[kind].split(), kind)


@pytest.mark.parametrize("family", Kind)
def test_tables_that_no_rule_asks_for_are_no_standard_tables(family: Kind) -> None:
    assert {name: kind_of(name, family) for name in OTHERS.split()} == dict.fromkeys(OTHERS.split(), "other")


@pytest.mark.parametrize("family", Kind)
def test_what_only_looks_like_a_name_is_none(family: Kind) -> None:
    assert {name: kind_of(name, family) for name in NO_NAMES.split()} == dict.fromkeys(NO_NAMES.split())


def test_a_table_of_the_other_kind_of_report_is_not_taken_for_one_of_this() -> None:
    assert kind_of("部门收支预算总体情况表", Kind.FINAL_ACCOUNTS) is None
    assert kind_of("收支决算总表", Kind.BUDGET) is None
