"""表一 to 表九 of a budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from watcher.demo.press.figures import ZERO, Figures
from watcher.demo.press.sheet import (
    LEFT,
    UP,
    Row,
    Sheet,
    economy_codes,
    economy_name,
    function_codes,
    function_name,
    money_or_blank,
    padded,
)
from watcher.demo.press.words import numeral

SOURCES = (
    ("一般公共预算拨款收入", "general"),
    ("政府性基金预算拨款收入", "government_fund"),
    ("国有资本经营预算拨款收入", "state_capital"),
    ("财政专户管理资金收入", "special_account"),
    ("事业收入", "institutional"),
    ("上级补助收入", "superior"),
    ("附属单位上缴收入", "affiliate"),
    ("事业单位经营收入", "business"),
    ("其他收入", "other"),
)
NO_FUND = "备注：本年度没有使用政府性基金预算安排的支出，此表无数据。"


def _sheet(own: Figures, number: int, kind: str, name: str, rows: Sequence[Row], header: int, *notes: str) -> Sheet:
    title = f"{own.year}年{own.department.name}{name}"
    line = ("", "", "单位：万元")
    return Sheet(
        kind=f"budget.{kind}",
        number=f"表{numeral(number)}",
        title=title,
        line=line,
        rows=padded(rows),
        header=header,
        notes=notes,
    )


def appropriation_summary(own: Figures) -> Sheet:
    """表一 财政拨款收支总表."""

    def funds(prefix: str = "") -> Row:
        three = [own.sum(prefix=prefix, fund=fund) for fund in ("general", "government_fund", "state_capital")]
        return tuple(money_or_blank(each) for each in (sum(three, ZERO), *three))

    general, fund = own.sum(fund="general"), own.sum(fund="government_fund")
    left: list[Row] = [
        ("一般公共预算资金", money_or_blank(general)),
        ("政府性基金预算资金", money_or_blank(fund)),
        ("国有资本经营预算资金", ""),
    ]
    right: list[Row] = [(function_name(code), *funds(code)) for code in _classes(own, fiscal=True)]
    rows: list[Row] = [
        ("收入", LEFT, "支出", LEFT, LEFT, LEFT, LEFT),
        ("项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"),
        ("一、本年收入", money_or_blank(own.fiscal()), "一、本年支出", *funds()),
        *((*(a or ("", "")), *(b or ("",) * 5)) for a, b in zip_longest(left, right)),
        ("二、上年结转", "", "二、结转下年"),
        ("一般公共预算拨款", ""),
        ("政府性基金预算拨款", ""),
        ("国有资本经营收入", ""),
        ("收入合计", money_or_blank(own.fiscal()), "支出合计", *funds()),
    ]
    return _sheet(own, 1, "appropriation_summary", "财政拨款收支总表", rows, 2)


def general_expenditure(own: Figures) -> Sheet:
    """表二 一般公共预算财政拨款支出预算表."""
    rows: list[Row] = [
        ("功能分类科目", LEFT, f"{own.year}年预算数", LEFT, LEFT),
        ("科目编码", "科目名称", "总计", "基本支出", "项目支出"),
        *_by_function(own, "general", lambda code: _parts(own, code, "general")),
    ]
    note = "备注：本表列示当年一般公共预算财政拨款的支出安排。"
    return _sheet(own, 2, "general_expenditure", "一般公共预算财政拨款支出预算表", rows, 2, note)


def general_basic(own: Figures) -> Sheet:
    """表三 一般公共预算财政拨款基本支出预算表."""
    rows: list[Row] = [
        ("经济分类科目", LEFT, f"{own.year}年基本支出", LEFT, LEFT),
        ("科目编码", "科目名称", "总计", "人员经费", "日常公用经费"),
        ("合计", LEFT, *(money_or_blank(x) for x in (own.personnel + own.public_use, own.personnel, own.public_use))),
    ]
    for code in economy_codes(own, "301", "302", "303", "310"):
        amount = money_or_blank(own.economic(code))
        personnel = code.startswith(("301", "303"))
        rows.append((code, economy_name(code), amount, amount if personnel else "", "" if personnel else amount))
    return _sheet(own, 3, "general_basic", "一般公共预算财政拨款基本支出预算表", rows, 2)


def three_public(own: Figures) -> Sheet:
    """表四 一般公共预算“三公”经费支出表."""
    overseas, purchase, operation, reception = own.three_public
    cells = (sum(own.three_public, ZERO), overseas, purchase + operation, purchase, operation, reception)
    rows: list[Row] = [
        (f"{own.year}年预算数", LEFT, LEFT, LEFT, LEFT, LEFT),
        ("合计", "因公出国（境）费", "公务用车购置及运行费", LEFT, LEFT, "公务接待费"),
        (UP, UP, "小计", "公务用车购置费", "公务用车运行费", UP),
        tuple(f"{each:.2f}" for each in cells),
    ]
    return _sheet(own, 4, "three_public", "一般公共预算“三公”经费支出表", rows, 3)


def government_fund(own: Figures) -> Sheet:
    """表五 政府性基金预算支出表."""
    head: list[Row] = [
        ("科目编码", "科目名称", "本年政府性基金预算财政拨款支出", LEFT, LEFT),
        (UP, UP, "总计", "基本支出", "项目支出"),
    ]
    if not own.sum(fund="government_fund"):
        empty = [*head, ("合计", LEFT, "", "", "")]
        return _sheet(own, 5, "government_fund", "政府性基金预算支出表", empty, 2, NO_FUND)
    rows = head + _by_function(own, "government_fund", lambda code: _parts(own, code, "government_fund"))
    return _sheet(own, 5, "government_fund", "政府性基金预算支出表", rows, 2)


def summary(own: Figures) -> Sheet:
    """表六 部门收支总表."""
    left: list[Row] = [(_source_name(name), money_or_blank(own.sum(fund=fund))) for name, fund in SOURCES]
    right: list[Row] = [(function_name(code), money_or_blank(own.sum(prefix=code))) for code in _classes(own)]
    total = money_or_blank(own.sum())
    rows: list[Row] = [
        ("收入", LEFT, "支出", LEFT),
        ("项目", "预算数", "项目", "预算数"),
        ("合计", total, "合计", total),
        *((*(a or ("", "")), *(b or ("", ""))) for a, b in zip_longest(left, right)),
    ]
    return _sheet(own, 6, "summary", "部门收支总表", rows, 2)


def revenue(own: Figures) -> Sheet:
    """表七 部门收入总表."""

    def cells(code: str) -> Row:
        amounts = (own.sum(prefix=code, fund=fund) for fund in ("", *(fund for _, fund in SOURCES)))
        return tuple(money_or_blank(each) for each in amounts)

    rows: list[Row] = [
        ("科目", LEFT, "总计", *(name for name, _ in SOURCES)),
        ("科目编码", "科目名称", UP, *(UP for _ in SOURCES)),
        *_by_function(own, "", cells),
    ]
    return _sheet(own, 7, "revenue", "部门收入总表", rows, 2)


def expenditure(own: Figures) -> Sheet:
    """表八 部门支出总表."""
    rows: list[Row] = [
        ("科目编码", "科目名称", "总计", "基本支出", "项目支出"),
        *_by_function(own, "", lambda code: _parts(own, code, "")),
    ]
    return _sheet(own, 8, "expenditure", "部门支出总表", rows, 1)


def procurement(own: Figures) -> Sheet:
    """表九 政府采购预算明细表."""
    names = (("A", "货物"), ("B", "工程"), ("C", "服务"))
    empty = ("",) * (len(SOURCES) - 1)
    total = money_or_blank(sum(own.procurement, ZERO))
    rows: list[Row] = [
        ("项目编号", "项目", "总计", *(name for name, _ in SOURCES)),
        ("合计", LEFT, total, total, *empty),
    ]
    for (code, name), amount in zip(names, own.procurement, strict=True):
        if amount:
            rows.append((code, name, money_or_blank(amount), money_or_blank(amount), *empty))
    return _sheet(own, 9, "procurement", "政府采购预算明细表", rows, 1)


def _source_name(name: str) -> str:
    """表六 names the same sources as money: 事业收入资金."""
    return (
        f"{name.removesuffix('拨款收入').removesuffix('资金收入')}资金"
        if name.endswith(("拨款收入", "资金收入"))
        else f"{name}资金"
    )


def _classes(own: Figures, *, fiscal: bool = False) -> list[str]:
    return sorted({each.code[:3] for each in own.lines if not fiscal or each.fund in ("general", "government_fund")})


def _parts(own: Figures, code: str, fund: str) -> Row:
    return tuple(money_or_blank(own.sum(part, prefix=code, fund=fund)) for part in ("total", "basic", "project"))


def _by_function(own: Figures, fund: str, cells: Callable[[str], Row]) -> list[Row]:
    body = [(code, function_name(code), *cells(code)) for code in function_codes(own, fund)]
    return [("合计", LEFT, *cells("")), *body]
