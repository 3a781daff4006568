"""Performance forms: 自评表 of final accounts, 绩效目标表 of budgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from watcher.demo.press.department import Indicator, Project
from watcher.demo.press.figures import CENT, ZERO, Figures, figures
from watcher.demo.press.measures import HUNDRED, percent_of
from watcher.demo.press.sheet import LEFT, UP, Row, Sheet, money, padded

RATE_WEIGHT = Decimal(10)
BASES = {"general": "一般公共预算", "government_fund": "政府性基金预算", "other": "其他收入"}


@dataclass(frozen=True, kw_only=True)
class Money:
    """What a self-evaluation says of its money."""

    opening: Decimal
    revised: Decimal
    executed: Decimal

    @property
    def rate(self) -> Decimal:
        return percent_of(self.executed, self.revised)

    @property
    def rate_score(self) -> Decimal:
        return (self.rate * RATE_WEIGHT / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def self_evaluations(own: Figures) -> list[Sheet]:
    """The form of the whole department, then one for each project."""
    projects = [_project_evaluation(own, each) for each in own.department.projects]
    return [_overall_evaluation(own), *projects]


def targets(own: Figures) -> list[Sheet]:
    """表十, and one 表十一 for each project."""
    return [_overall_target(own), *(_project_target(own, each) for each in own.department.projects)]


def revised_total(own: Figures) -> Decimal:
    """The year's revised budget: what was spent and what projects left unspent."""
    unspent = sum(
        (each.revised[own.year] - each.final[own.year] for each in own.department.projects if own.year in each.revised),
        ZERO,
    )
    return own.sum() + unspent


def _project_evaluation(own: Figures, project: Project) -> Sheet:
    executed = project.final[own.year]
    funds = Money(opening=project.budget[own.year], revised=project.revised.get(own.year, executed), executed=executed)
    indicators = _of_year(project, own.year)
    head: list[Row] = [
        ("项目名称", LEFT, project.name, LEFT, LEFT, LEFT, "自评总分（分）", LEFT, _total(indicators, funds), LEFT),
        (
            "项目主管部门",
            LEFT,
            _office(own),
            LEFT,
            LEFT,
            LEFT,
            "财政归口科室",
            LEFT,
            own.department.raw["finance_section"],
            LEFT,
        ),
    ]
    done = project.done_in.get(own.year, project.texts["done"])
    rows = [
        *head,
        *_money_rows("项目资金（万元）", funds),
        *_goal_rows(project.texts["goal"], done),
        *_indicator_rows(indicators),
    ]
    return _form(own, "performance_project", "项目绩效自评表", rows)


def _overall_evaluation(own: Figures) -> Sheet:
    opening = figures(own.department, own.year, "budget").sum()
    funds = Money(opening=opening, revised=revised_total(own), executed=own.sum())
    indicators = own.department.overall
    head: list[Row] = [
        (
            "部门名称",
            LEFT,
            own.department.name,
            LEFT,
            LEFT,
            LEFT,
            "自评总分（分）",
            LEFT,
            _total(indicators, funds),
            LEFT,
        ),
    ]
    raw = own.department.raw
    goals = _goal_rows(raw["overall_goal"], raw["overall_done"])
    rows = [*head, *_money_rows("整体支出（万元）", funds), *goals, *_indicator_rows(indicators)]
    return _form(own, "performance_overall", "部门整体绩效自评表", rows)


def _form(own: Figures, kind: str, title: str, rows: Sequence[Row]) -> Sheet:
    line = (f"填报部门：{own.department.name}", f"{own.year}年度", "单位：万元")
    return Sheet(kind=f"final_accounts.{kind}", number="", title=title, line=line, rows=padded(rows), header=0)


def _money_rows(label: str, funds: Money) -> list[Row]:
    amounts = tuple(money(each) for each in (funds.opening, funds.revised, funds.executed))
    names = ("年初预算数", LEFT, "全年（调整）预算数", "全年执行数", "执行率（%）", "执行率权重", "执行率得分（分）")
    return [
        (label, "", LEFT, *names),
        (
            UP,
            "年度总金额",
            LEFT,
            amounts[0],
            LEFT,
            *amounts[1:],
            money(funds.rate),
            f"{RATE_WEIGHT}",
            money(funds.rate_score),
        ),
    ]


def _goal_rows(goal: str, done: str) -> list[Row]:
    return [
        ("当年绩效目标", "年初绩效目标", LEFT, LEFT, LEFT, "全年目标实际完成情况", LEFT, LEFT, LEFT, LEFT),
        (UP, goal, LEFT, LEFT, LEFT, done, LEFT, LEFT, LEFT, LEFT),
    ]


def _indicator_rows(indicators: Sequence[Indicator]) -> list[Row]:
    names = (
        "指标名称",
        "计量单位",
        "指标性质",
        "指标值",
        "全年完成值",
        "偏离度（%）",
        "得分系数（%）",
        "指标权重（分）",
        "指标得分（分）",
    )
    return [("绩效指标", *names), *((UP, *_indicator_row(each)) for each in indicators)]


def _indicator_row(each: Indicator) -> Row:
    deviation = percent_of(each.actual - each.target, each.target) if each.target else ZERO
    texts = (each.name, each.unit, each.relation, f"{each.target}", f"{each.actual}", money(deviation))
    return (*texts, money(_coefficient(each)), f"{each.weight}", money(_score(each)))


def _coefficient(each: Indicator) -> Decimal:
    """How much of the target was reached, in percent: full where it was met."""
    met = each.actual <= each.target if each.relation == "≤" else each.actual >= each.target
    return HUNDRED if met else percent_of(each.actual, each.target)


def _score(each: Indicator) -> Decimal:
    return (each.weight * _coefficient(each) / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def _total(indicators: Sequence[Indicator], funds: Money) -> str:
    return money(sum((_score(each) for each in indicators), ZERO) + funds.rate_score)


def _of_year(project: Project, year: int) -> list[Indicator]:
    changed = project.actual.get(year, {})
    return [Indicator(**{**vars(each), "actual": changed.get(each.name, each.actual)}) for each in project.indicators]


def _office(own: Figures) -> str:
    return f"{own.department.raw['code']}-{own.department.name}"


def _overall_target(own: Figures) -> Sheet:
    """表十: its weights add up to 100, the form of a self-evaluation's to 90."""
    last = own.department.overall[-1]
    indicators = [*own.department.overall[:-1], Indicator(**{**vars(last), "weight": last.weight + RATE_WEIGHT})]
    rows: list[Row] = [
        ("部门(单位)名称", _office(own), LEFT, "部门支出预算数", money(own.sum()), LEFT),
        ("当年整体绩效目标", own.department.raw["overall_goal"], LEFT, LEFT, LEFT, LEFT),
        ("绩效指标", "指标", "指标权重", "计量单位", "指标性质", "指标值"),
    ]
    rows += [(UP, x.name, f"{x.weight}", x.unit, x.relation, f"{x.target}") for x in indicators]
    title = f"{own.year}年{own.department.name}部门（单位）整体绩效目标表"
    line = ("", "", "单位：万元")
    return Sheet(kind="budget.performance_overall", number="表十", title=title, line=line, rows=tuple(rows), header=0)


def _project_target(own: Figures, project: Project) -> Sheet:
    texts = project.texts
    rows: list[Row] = [
        ("项目名称", project.name, LEFT, "主管部门", _office(own), LEFT, LEFT),
        ("当年预算", money(project.budget[own.year]), LEFT, "资金来源", BASES[project.fund], LEFT, LEFT),
        ("项目概况", texts["summary"], LEFT, LEFT, LEFT, LEFT, LEFT),
        ("立项依据", texts["basis"], LEFT, LEFT, LEFT, LEFT, LEFT),
        ("当年绩效目标", texts["goal"], LEFT, LEFT, LEFT, LEFT, LEFT),
        ("绩效指标", "指标名称", "指标权重", "指标性质", "指标值", "计量单位", "是否核心"),
    ]
    rows += [
        (UP, x.name, f"{x.weight}", x.relation, f"{x.target}", x.unit, "是" if i == 0 else "否")
        for i, x in enumerate(project.indicators)
    ]
    title = f"{own.year}年{own.department.name}项目绩效目标表（一级项目）"
    line = (f"编制单位：{_office(own)}", "", "单位：万元")
    return Sheet(kind="budget.performance_project", number="表十一", title=title, line=line, rows=tuple(rows), header=0)
