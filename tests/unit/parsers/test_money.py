"""Numbers and units: exact, with the digits that were printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.money import MONEY_EXPONENTS, UnitClass, figures, move, number, signed

AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


@given(AMOUNTS, st.sampled_from(sorted(MONEY_EXPONENTS)), st.sampled_from(sorted(MONEY_EXPONENTS)))
def test_a_move_to_another_unit_and_back_loses_no_digit(amount: Decimal, unit: str, other: str) -> None:
    assert move(move(amount, unit, other), other, unit).as_tuple() == amount.as_tuple()


@given(AMOUNTS, st.sampled_from(["元", "万元", "亿元"]))
def test_a_printed_amount_is_found_with_its_own_digits(amount: Decimal, unit: str) -> None:
    (found,) = figures(f"公务接待费{amount}{unit}，")

    assert found.value.as_tuple() == amount.as_tuple()
    assert (found.unit, found.counts) == (unit, UnitClass.MONEY)


def test_yuan_keep_their_precision_as_ten_thousand_yuan() -> None:
    assert str(move(Decimal("18449258.26"), "元", "万元")) == "1844.925826"
    assert move(Decimal("1.5"), "亿元", "万元") == 15000


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("0个团组，0人；购置0辆；3批次66人次", ["个团组", "人", "辆", "批次", "人次"]),
        ("共有车辆5台，设备3台（套）", ["台"]),
        ("增加2个百分点", []),
        ("收费1.36元/吨", []),
        ("追加56.88万；支出3万元", ["万", "万元"]),
        ("推送1.5万次", []),
        ("项目编码2021-D0001", []),
        ("2080501行政单位", []),
    ],
)
def test_only_known_units_make_a_figure(text: str, units: list[str]) -> None:
    assert [figure.unit for figure in figures(text)] == units


def test_a_unit_of_no_money_is_no_amount() -> None:
    with pytest.raises(ValueError, match="辆"):
        move(Decimal(1), "辆", "万元")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1,234.50", "1234.50"), (" 0.00 ", "0.00"), ("-3", "-3"), ("—", None), ("", None), ("无", None), ("1.2.3", None)],
)
def test_a_cell_is_a_number_or_nothing(cell: str, value: str | None) -> None:
    assert number(cell) == (None if value is None else Decimal(value))


def test_a_change_of_nothing_has_no_sign() -> None:
    assert str(signed(Decimal("0.00"), -1)) == "0.00"
    assert str(signed(Decimal("1.20"), -1)) == "-1.20"
