"""Which figures add up with their neighbours."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.sums import adds_up


def figures(text: str) -> list[Decimal | None]:
    return [None if each == "-" else Decimal(each) for each in text.split()]


@pytest.mark.parametrize(
    ("row", "at"),
    [
        ("967.73 845.53 122.20", 0),  # a total before its parts
        ("967.73 845.53 122.20", 2),  # a part
        ("845.53 122.20 967.73", 2),  # a total behind them
        ("845.53 - 122.20 967.73 5.00", 0),
        ("1044.73 967.73 845.53 122.20 77.00", 2),  # parts of parts
        ("1338.13 1338.13 - -", 1),  # a single part
    ],
)
def test_totals_and_their_parts_add_up(row: str, at: int) -> None:
    assert adds_up(figures(row), at)


@pytest.mark.parametrize(
    ("row", "at"),
    [
        ("967.73 845.53 122.90", 2),
        ("967.73 - 122.20", 1),  # nothing is printed there
        ("0.00 0.00 0.00", 0),  # zeros add up to anything
        ("5 5 12", 0),  # one digit equals another by chance
        ("12.50", 0),
    ],
)
def test_what_does_not_add_up(row: str, at: int) -> None:
    assert not adds_up(figures(row), at)


@given(st.lists(st.decimals("1000", "99999", places=2), min_size=2, max_size=6))
def test_each_part_of_a_total_adds_up_and_so_does_the_total(parts: list[Decimal]) -> None:
    row: list[Decimal | None] = [sum(parts, Decimal(0)), *parts]
    assert all(adds_up(row, at) for at in range(len(row)))
