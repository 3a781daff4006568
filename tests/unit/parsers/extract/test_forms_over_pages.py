"""A list of projects whose merged cells run over page ends: each indicator belongs to the project it stands beside."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.extract.performance import FormsRead, performance_forms
from parsers.model import Identity, Kind
from parsers.read import read
from tests.sheet_pages import Project, printed

BUDGET = Identity(department="澄湖区水务局", fiscal_year=2026, kind=Kind.BUDGET)

#: Lines of a goal may begin and end like notes and names of tables.
GOAL = ("完成河岸整治，", "说明材料齐备，", "按季填报统计表", "附件一并归档，")


def project(name: str, amount: str, goal: int, indicators: int) -> Project:
    return Project(
        name=(name[:6], name[6:]) if len(name) > 6 else (name,),
        amount=amount,
        goal=[GOAL[at % len(GOAL)] for at in range(goal)],
        indicators=[f"{name[:4]}{at}" for at in range(indicators)],
    )


#: With ten rows a page: the first ends on page 1, the second has nearly all of its rows on page 2 and no more than one
#: row on pages 1 and 3, the third begins on page 3 and has its middle on page 4.
PROJECTS = (
    project("河道保洁服务", "120.50", goal=4, indicators=8),
    project("堤防巡查与养护管理服务", "37.40", goal=24, indicators=12),
    project("水质监测", "66.00", goal=3, indicators=3),
    project("泵站改造", "85.00", goal=9, indicators=14),
)


def forms(content: bytes) -> FormsRead:
    return performance_forms([read(content, "list.pdf")], BUDGET)


@pytest.mark.parametrize("rows", [7, 9, 10, 11, 13, 16])
@pytest.mark.parametrize(("clipped", "headed"), [(False, False), (True, False), (True, True)])
def test_each_indicator_belongs_to_the_project_whose_cell_stands_beside_it(
    rows: int, clipped: bool, headed: bool
) -> None:
    found = forms(printed(PROJECTS, rows=rows, clipped=clipped, headed=headed))

    assert [(form.name, form.opening_budget) for form in found.forms] == [
        ("".join(project.name), Decimal(project.amount)) for project in PROJECTS
    ]
    assert [[indicator.name for indicator in form.indicators] for form in found.forms] == [
        list(project.indicators) for project in PROJECTS
    ]
    assert found.unread == ()


def test_indicators_beside_a_cell_whose_name_is_lost_at_a_page_end_are_nobodys() -> None:
    found = forms(printed(PROJECTS, rows=10, nameless=["堤防巡查与养护管理服务"]))

    assert [form.name for form in found.forms] == ["河道保洁服务", "水质监测", "泵站改造"]
    assert [len(form.indicators) for form in found.forms] == [8, 3, 14]
    assert [(item.where, item.what) for item in found.unread] == [
        ("第1页", "绩效表中一个项目的名称被页面截断，12项指标不知属于哪个项目，未读：项目绩效目标表")
    ]


def test_two_projects_of_one_name_and_sum_on_a_page_are_two() -> None:
    twins = [project("综合经费", "20.00", goal=1, indicators=2), project("综合经费", "20.00", goal=1, indicators=3)]

    assert [len(form.indicators) for form in forms(printed(twins, rows=10)).forms] == [2, 3]
