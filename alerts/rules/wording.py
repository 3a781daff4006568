"""How figures, bases and tables are called and shown to people."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache

from parsers import measures
from parsers.model import Base, Kind

BASES = {
    Base.OPENING_BUDGET: "年初预算",
    Base.REVISED_BUDGET: "全年（调整）预算",
    Base.PRIOR_FINAL: "上年决算",
    Base.PRIOR_BUDGET: "上年预算",
    Base.PRIOR_EXECUTION: "上年执行数",
}
KINDS = {Kind.BUDGET: "预算", Kind.FINAL_ACCOUNTS: "决算"}
COMPARISON_PARTS = {"change": "增减额", "percent": "增减率", "base_amount": "对比数"}


def basis(kind: Kind | None, base: Base) -> str:
    """The comparison by name: 决算较年初预算."""
    return f"{KINDS[kind] if kind else '本年数'}较{BASES[base]}"


def shown(number: Decimal) -> str:
    """As printed, without an exponent."""
    return format(number, "f")


def signed(number: Decimal) -> str:
    """As printed with its sign: +0.15, -7.02, 0.00."""
    return format(number, "+f") if number else shown(abs(number))


def percent(number: Decimal | None) -> str:
    """A computed percentage; where the base is 0 there is none (N4)."""
    return "基数为0，不可比" if number is None else f"{signed(number)}%"


def moved(change: Decimal, unit: str = "万元") -> str:
    """A signed change in words: 增加0.15万元, 减少7.02万元."""
    return f"{'减少' if change < 0 else '增加'}{shown(abs(change))}{unit}"


def grown(rate: Decimal) -> str:
    """A signed percentage in words: 增长11.3%, 下降82.6%."""
    return f"{'下降' if rate < 0 else '增长'}{shown(abs(rate))}%"


def base_name(base: Base | None, text: str | None = None) -> str:
    """A base by its name, or as printed where it is none of ours."""
    return BASES[base] if base else text or "所列基数"


def rate_shown(rate: Decimal) -> str:
    """A computed rate with two decimals; one below 100 is never shown as 100."""
    cut = rate < 100 <= rate.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return shown(rate.quantize(Decimal("0.01"), ROUND_DOWN if cut else ROUND_HALF_UP))


@cache
def measure_name(code: str) -> str:
    """The term of the field for a measure's code, without the remarks of the vocabulary; an unknown code as it is."""
    try:
        return re.split(r"；| / |（预算中", measures.term(code))[0].removeprefix("其中：")
    except KeyError:
        return code
