"""公开01表 to 公开08表 of final accounts; 公开09表 has a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from watcher.demo.press.department import load_table
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
    money,
)
from watcher.demo.press.words import numeral

REVENUES = (
    ("一般公共预算财政拨款收入", "general"),
    ("政府性基金预算财政拨款收入", "government_fund"),
    ("国有资本经营预算财政拨款收入", "state_capital"),
    ("上级补助收入", "superior"),
    ("事业收入", "institutional"),
    ("经营收入", "business"),
    ("附属单位上缴收入", "affiliate"),
    ("其他收入", "other"),
)
NO_FUND = "说明：本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。"
NO_STATE_CAPITAL = "说明：本年度没有国有资本经营预算财政拨款支出，故本表无数据。"


def final_sheet(own: Figures, number: int, kind: str, title: str, rows: Sequence[Row], header: int, note: str) -> Sheet:
    """A 公开 table with the line above it."""
    line = (f"公开部门：{own.department.name}", f"{own.year}年度", "单位：万元")
    width = max(len(row) for row in rows)
    whole = tuple((*row, *("",) * (width - len(row))) for row in rows)
    return Sheet(
        kind=f"final_accounts.{kind}",
        number=f"公开{number:02d}表",
        title=title,
        line=line,
        rows=whole,
        header=header,
        notes=(note,),
    )


def summary(own: Figures) -> Sheet:
    """公开01表 收入支出决算总表."""
    left = [
        (f"{numeral(i)}、{name}", money(own.sum("revenue", fund=fund))) for i, (name, fund) in enumerate(REVENUES, 1)
    ]
    right = [(f"{numeral(i)}、{name}", money(own.sum(prefix=code))) for i, (code, name) in enumerate(_classes(), 1)]
    rows: list[Row] = [("收入", LEFT, "支出", LEFT), ("项目", "决算数", "项目（按功能分类）", "决算数")]
    rows += [(*a, *b) for a, b in zip_longest(left, right, fillvalue=("", ""))]
    total = money(own.sum("revenue") + own.sum("opening"))
    rows += [
        ("本年收入合计", money(own.sum("revenue")), "本年支出合计", money(own.sum())),
        ("使用非财政拨款结余和专用结余", money(ZERO), "结余分配", money(ZERO)),
        ("年初结转和结余", money(own.sum("opening")), "年末结转和结余", money(own.sum("closing"))),
        ("总计", total, "总计", money(own.sum() + own.sum("closing"))),
    ]
    return final_sheet(
        own, 1, "summary", "收入支出决算总表", rows, 2, "注：本表列示部门全年收入、支出和结转结余的总体数额。"
    )


def revenue(own: Figures) -> Sheet:
    """公开02表 收入决算表."""
    head: list[Row] = [
        (
            "项目",
            LEFT,
            "本年收入合计",
            "财政拨款收入",
            "上级补助收入",
            "事业收入",
            LEFT,
            "经营收入",
            "附属单位上缴收入",
            "其他收入",
        ),
        ("功能分类科目编码", "科目名称", UP, UP, UP, "小计", "其中：教育收费", UP, UP, UP),
    ]

    def cells(code: str) -> Row:
        fiscal, other = own.fiscal("revenue", prefix=code), own.sum("revenue", prefix=code, fund="other")
        zeros = (money(ZERO),) * 5
        return (money(fiscal + other), money(fiscal), *zeros, money(other))

    rows = head + _by_function(own, "", cells)
    return final_sheet(own, 2, "revenue", "收入决算表", rows, 2, "注：本表列示部门本年取得的各项收入。")


def expenditure(own: Figures) -> Sheet:
    """公开03表 支出决算表."""
    head: list[Row] = [
        ("项目", LEFT, "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"),
        ("功能分类科目编码", "科目名称", UP, UP, UP, UP, UP, UP),
    ]

    def cells(code: str) -> Row:
        parts = (own.sum(part, prefix=code) for part in ("total", "basic", "project"))
        return (*(money(each) for each in parts), money(ZERO), money(ZERO), money(ZERO))

    rows = head + _by_function(own, "", cells)
    return final_sheet(own, 3, "expenditure", "支出决算表", rows, 2, "注：本表列示部门本年的各项支出。")


def appropriation_summary(own: Figures) -> Sheet:
    """公开04表 财政拨款收入支出决算总表."""
    head: list[Row] = [
        ("收入", LEFT, "支出", LEFT, LEFT, LEFT, LEFT),
        ("项目", "决算数", "项目（按功能分类）", "小计", *(f"{name[:-2]}" for name, _ in REVENUES[:3])),
    ]
    classes = [
        (f"{numeral(i)}、{name}", *_three_funds(own, "total", code)) for i, (code, name) in enumerate(_classes(), 1)
    ]
    revenues = [*_fiscal_parts(own, "revenue"), *[("", "")] * (len(classes) - 3)]
    total = money(own.fiscal("revenue") + own.fiscal("opening"))
    rows: list[Row] = [
        *head,
        *((*a, *b) for a, b in zip(revenues, classes, strict=True)),
        ("本年收入合计", money(own.fiscal("revenue")), "本年支出合计", *_three_funds(own, "total")),
        (
            "年初财政拨款结转和结余",
            money(own.fiscal("opening")),
            "年末财政拨款结转和结余",
            *_three_funds(own, "closing"),
        ),
        *((*opening, "", "", "", "", "") for opening in _fiscal_parts(own, "opening")),
        ("总计", total, "总计", *_three_funds(own, "total", closing=True)),
    ]
    note = "注：本表列示一般公共预算、政府性基金预算和国有资本经营预算财政拨款的收支与结转结余。"
    return final_sheet(own, 4, "appropriation_summary", "财政拨款收入支出决算总表", rows, 2, note)


def _fiscal_parts(own: Figures, part: str) -> list[Row]:
    """One line for each of the three funds: 一、一般公共预算财政拨款 …"""
    return [
        (f"{numeral(i)}、{name[:-2]}", money(own.sum(part, fund=fund)))
        for i, (name, fund) in enumerate(REVENUES[:3], 1)
    ]


def general_expenditure(own: Figures) -> Sheet:
    """公开05表 一般公共预算财政拨款支出决算表."""
    head: list[Row] = [
        ("项目", LEFT, "本年支出", LEFT, LEFT),
        ("功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ]

    def cells(code: str) -> Row:
        return tuple(money(own.sum(part, prefix=code, fund="general")) for part in ("total", "basic", "project"))

    rows = head + _by_function(own, "general", cells)
    title = "一般公共预算财政拨款支出决算表"
    return final_sheet(own, 5, "general_expenditure", title, rows, 2, "注：本表列示一般公共预算财政拨款的支出明细。")


def general_basic(own: Figures) -> Sheet:
    """公开06表 一般公共预算财政拨款基本支出决算表."""

    def column(*classes: str) -> list[Row]:
        return [(code, economy_name(code), money(own.economic(code))) for code in economy_codes(own, *classes)]

    head: list[Row] = [
        ("人员经费", LEFT, LEFT, "公用经费", LEFT, LEFT, LEFT, LEFT, LEFT),
        ("经济分类科目编码", "科目名称", "金额") * 3,
    ]
    columns = zip_longest(column("301", "303"), column("302"), column("310"), fillvalue=("", "", ""))
    rows = head + [(*a, *b, *c) for a, b, c in columns]
    totals = ("人员经费合计", LEFT, money(own.personnel), "公用经费合计", LEFT, LEFT, LEFT, LEFT, money(own.public_use))
    title = "一般公共预算财政拨款基本支出决算表"
    return final_sheet(own, 6, "general_basic", title, [*rows, totals], 2, "注：本表按经济分类款级科目列示基本支出。")


def government_fund(own: Figures) -> Sheet:
    """公开07表 政府性基金预算财政拨款收入支出决算表."""
    head: list[Row] = [
        ("项目", LEFT, "年初结转和结余", "本年收入", "本年支出", LEFT, LEFT, "年末结转和结余"),
        ("功能分类科目编码", "科目名称", UP, UP, "合计", "基本支出", "项目支出", UP),
    ]
    title = "政府性基金预算财政拨款收入支出决算表"

    def cells(code: str) -> Row:
        parts = ("opening", "revenue", "total", "basic", "project", "closing")
        return tuple(money(own.sum(part, prefix=code, fund="government_fund")) for part in parts)

    if not own.sum(fund="government_fund"):
        return final_sheet(own, 7, "government_fund", title, [*head, ("合计", LEFT, *("",) * 6)], 2, NO_FUND)
    rows = head + _by_function(own, "government_fund", cells)
    return final_sheet(
        own, 7, "government_fund", title, rows, 2, "注：本表列示政府性基金预算财政拨款的收支与结转结余。"
    )


def state_capital(own: Figures) -> Sheet:
    """公开08表 国有资本经营预算财政拨款支出决算表."""
    rows: list[Row] = [
        ("项目", LEFT, "本年支出", LEFT, LEFT),
        ("功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("合计", LEFT, "", "", ""),
    ]
    return final_sheet(own, 8, "state_capital", "国有资本经营预算财政拨款支出决算表", rows, 2, NO_STATE_CAPITAL)


def _classes() -> list[tuple[str, str]]:
    return [(each["code"], each["name"]) for each in load_table("codes.toml")["classes"]]


def _three_funds(own: Figures, part: str, prefix: str = "", *, closing: bool = False) -> Row:
    sums = [own.sum(part, prefix=prefix, fund=fund) for fund in ("general", "government_fund", "state_capital")]
    if closing:
        ends = (own.sum("closing", fund=fund) for fund in ("general", "government_fund", "state_capital"))
        sums = [amount + end for amount, end in zip(sums, ends, strict=True)]
    return tuple(money(each) for each in (sum(sums, ZERO), *sums))


def _by_function(own: Figures, fund: str, cells: Callable[[str], Row]) -> list[Row]:
    body = [(code, function_name(code), *cells(code)) for code in function_codes(own, fund)]
    return [("合计", LEFT, *cells("")), *body]
