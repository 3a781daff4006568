"""Printed digits, growth, and what changed between two readings."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.compare import (
    Interval,
    changed_figures,
    finest,
    growth,
    last_digit,
    printed,
    same_amount,
    share,
    stated_percent,
    sum_tolerance,
)
from parsers.model import Base, TableRow, TableStatus
from tests.unit.alerts.reports import against, cell, fact, final, form, table

D = Decimal
cents = st.integers(-(10**9), 10**9).map(lambda n: D(n).scaleb(-2))
true_amounts = st.integers(-(10**12), 10**12).map(lambda n: D(n).scaleb(-5))


@given(true_amounts)
def test_a_printed_number_stands_for_what_rounds_to_it(true: Decimal) -> None:
    assert true in printed(true.quantize(D("0.01")), D("0.01"))


@given(true_amounts, true_amounts)
def test_sums_and_differences_of_intervals_hold_those_of_their_numbers(one: Decimal, other: Decimal) -> None:
    first, second = printed(one.quantize(D("0.01"))), printed(other.quantize(D("0.01")))
    assert one + other in first + second
    assert one - other in first - second


@given(true_amounts, true_amounts.filter(lambda n: abs(n) > 1))
def test_a_ratio_of_intervals_holds_the_ratio_of_their_numbers(part: Decimal, whole: Decimal) -> None:
    ratio = printed(part.quantize(D("0.01"))) / printed(whole.quantize(D("0.01")))
    assert ratio.low - D("1E-12") <= part / whole <= ratio.high + D("1E-12")


@given(cents, cents)
def test_two_intervals_meet_whichever_is_asked(one: Decimal, other: Decimal) -> None:
    assert printed(one).meets(printed(other)) == printed(other).meets(printed(one)) == (abs(one - other) <= D("0.01"))


def test_a_divisor_that_may_be_nought_has_no_ratio() -> None:
    with pytest.raises(ZeroDivisionError):
        printed(D("1.00")) / printed(D("0.00"))


@pytest.mark.parametrize(("text", "digit"), [("1.48", "0.01"), ("13.6", "0.1"), ("3", "1"), ("1.5E+4", "1E+3")])
def test_the_exponent_keeps_the_last_printed_digit(text: str, digit: str) -> None:
    assert last_digit(D(text)) == D(digit)


def test_an_infinite_amount_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        last_digit(D("Infinity"))


def test_beside_two_decimals_a_shorter_number_has_only_lost_its_noughts() -> None:
    assert printed(D("13.6"), finest(D("1099.63"), D("13.6"))) == Interval(D("13.595"), D("13.605"))
    assert printed(D("1.5E+4"), D("0.01")) == Interval(D("14500"), D("15500"))


def test_a_printed_percentage_may_have_been_cut() -> None:
    assert stated_percent(D("59.2")) == Interval(D("59.1"), D("59.3"))
    assert stated_percent(D("43")) == Interval(D("42"), D("44"))


@pytest.mark.parametrize(("addends", "tolerance"), [
    (["0.05", "0.20"], "0.02"), (["1.00"] * 17, "0.09"), (["0", "0.00", "1.02", "0.46"], "0.02"), ([], "0.02"),
    (["1.5E+4", "20.00"], "500.02"),
])  # fmt: skip
def test_a_sum_may_be_off_by_its_addends_rounding(addends: list[str], tolerance: str) -> None:
    assert sum_tolerance(map(D, addends)) == D(tolerance)


@pytest.mark.parametrize(("one", "other", "unit", "same"), [
    ("967.74", "967.73", "万元", True), ("967.75", "967.72", "万元", False), ("1.5E+4", "15023.45", "万元", True),
    ("13.6", "13.64", "万元", True), ("0", "0.30", "万元", False), ("45", "0", "批次", False),
    ("45", "45", "批次", True), ("1", "2", "辆", False), ("16.25", "16.3", "元", True), ("16.25", "16.5", "元", False),
])  # fmt: skip
def test_two_printings_of_one_figure(one: str, other: str, unit: str, same: bool) -> None:
    assert same_amount(D(one), D(other), unit) is same
    assert same_amount(D(other), D(one), unit) is same


def test_growth_has_two_decimals_and_none_on_a_base_of_nought() -> None:
    assert growth(D("1.48"), D("1.33")).percent == D("11.28")
    assert growth(D("0.30"), D("0.00")).percent is None
    assert share(D("1"), D("-4")) == D("-25.00")


# --- one reading beside another


def test_an_equal_reading_has_no_changes_even_with_other_noughts() -> None:
    before = final(fact("three_public.total", "1.5"), fact("meetings", "0"))
    after = final(fact("meetings", "0.00"), fact("three_public.total", "1.50"))
    assert changed_figures(before, after) == ()


def test_a_changed_figure_is_told_with_both_amounts_as_printed() -> None:
    before = final(fact("three_public.total", "1.48", against(Base.PRIOR_FINAL, "0.15", "11.3")))
    after = final(fact("three_public.total", "1.84", against(Base.PRIOR_FINAL, "0.51", "11.3")))
    changes = changed_figures(before, after)
    assert [(c.what, c.before, c.after) for c in changes] == [
        ("three_public.total", "1.48", "1.84"),
        ("three_public.total/prior_final/change", "0.15", "0.51"),
    ]
    assert changes[0].label == "“三公”经费合计"
    assert "增减额" in changes[1].label


def test_a_figure_that_came_or_went_has_one_side_only() -> None:
    changes = changed_figures(final(fact("meetings", "0.82")), final(fact("training", "3.10")))
    assert [(c.what, c.before, c.after) for c in changes] == [("meetings", "0.82", None), ("training", None, "3.10")]


def test_a_figure_stated_in_text_and_table_is_one_change() -> None:
    row = TableRow(label="三公经费合计", cells={"own": D("1.48")})
    later = TableRow(label="三公经费合计", cells={"own": D("1.84")})
    kind = "final_accounts.agency_operations"
    before = final(fact("three_public.total", "1.48"), cell("three_public.total", "1.48", table=kind),
                   tables=[table(kind, TableStatus.PRESENT, row)])  # fmt: skip
    after = final(fact("three_public.total", "1.84"), cell("three_public.total", "1.84", table=kind),
                  tables=[table(kind, TableStatus.PRESENT, later)])  # fmt: skip
    assert [c.what for c in changed_figures(before, after)] == ["three_public.total"]


def test_only_the_table_changed_while_the_text_stayed() -> None:
    before = final(fact("meetings", "0.82"), cell("meetings", "0.82"))
    after = final(fact("meetings", "0.82"), cell("meetings", "0.28"))
    (change,) = changed_figures(before, after)
    assert (change.what, change.label, change.before, change.after) == (
        "meetings@table",
        "会议费（报表）",
        "0.82",
        "0.28",
    )


def test_cells_of_rows_with_one_name_are_told_apart() -> None:
    rows = [TableRow(label="办公费", code="30201", cells={"total": D(n)}) for n in ("1.00", "2.00")]
    later = [rows[0], TableRow(label="办公费", code="30201", cells={"total": D("5.00")})]
    kind = "final_accounts.general_basic"
    before = final(tables=[table(kind, TableStatus.PRESENT, *rows, title="基本支出决算表")])
    after = final(tables=[table(kind, TableStatus.PRESENT, *later, title="基本支出决算表")])
    (change,) = changed_figures(before, after)
    assert (change.what, change.before, change.after) == (f"{kind}/30201办公费/total#2", "2.00", "5.00")
    assert "基本支出决算表" in change.label


def test_a_changed_performance_form_is_told_by_its_name() -> None:
    before = final(forms=[form("河道清淤", executed="90.00", score="98")])
    after = final(forms=[form("河道清淤", executed="70.00", score="98")])
    (change,) = changed_figures(before, after)
    assert (change.before, change.after) == ("90.00", "70.00")
    assert "河道清淤" in change.label
