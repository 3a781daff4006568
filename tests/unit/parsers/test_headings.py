"""Headings and units, for every number and every mark that the field uses."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from parsers.headings import parse_heading
from parsers.money import COUNTED, MONEY_EXPONENTS, UnitClass, figures, unit_class

NUMERALS = "一二三四五六七八九"
TITLES = st.sampled_from(["收支决算说明", "预算绩效管理情况", "专业性名词解释"])


def chinese(number: int) -> str:
    """11 → 十一, 20 → 二十, 35 → 三十五."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else NUMERALS[tens - 1] + "十"
    return ten + (NUMERALS[ones - 1] if ones else "")


@given(st.integers(1, 99), TITLES)
def test_a_chinese_numeral_is_the_headings_number_in_each_of_its_styles(number: int, title: str) -> None:
    for level, printed in enumerate((f"第{chinese(number)}部分", f"{chinese(number)}、", f"（{chinese(number)}）")):
        heading = parse_heading(printed + title)
        assert heading is not None
        assert (heading.ordinal, heading.level, heading.title) == (number, level, title)


@given(st.integers(1, 99), st.sampled_from(["{}.", "{}、", "（{}）", "({})", "{}）"]))
def test_a_digit_before_a_title_is_its_number_and_no_part_of_it(number: int, style: str) -> None:
    heading = parse_heading(style.format(number) + "其他材料")

    assert heading is not None
    assert (heading.ordinal, heading.title) == (number, "其他材料")
    assert heading.level >= 3


@given(st.integers(1, 99), st.decimals("0.01", "99999", places=2))
def test_a_numbered_line_that_states_a_sum_is_no_heading(number: int, amount: Decimal) -> None:
    assert parse_heading(f"{chinese(number)}、公务接待费{amount}万元") is None


@given(st.sampled_from(sorted({*MONEY_EXPONENTS, *COUNTED})), st.decimals("0", "99999", places=2))
def test_each_unit_is_found_whole_behind_its_number(unit: str, value: Decimal) -> None:
    (figure,) = figures(f"共{value}{unit}，")

    assert (figure.unit, figure.value, figure.counts) == (unit, value, unit_class(unit))
    assert (figure.counts is UnitClass.MONEY) == (unit in MONEY_EXPONENTS)
