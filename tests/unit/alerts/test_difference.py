"""One year beside another: measures, rows that came and went, codes that were renamed."""

from __future__ import annotations

from decimal import Decimal

from alerts.difference import RowChange, difference, series
from parsers.model import Kind, Report, TableRow, TableStatus
from tests.unit.alerts.reports import budget, cell, fact, final, table

EXPENDITURE = "final_accounts.general_expenditure"


def row(code: str | None, name: str, amount: str | None) -> TableRow:
    return TableRow(label=name, code=code, cells={} if amount is None else {"total": Decimal(amount)})


def with_rows(*rows: TableRow, year: int = 2024, kind: str = EXPENDITURE) -> Report:
    return final(tables=[table(kind, TableStatus.PRESENT, *rows)], year=year)


def rows(before: Report, after: Report) -> dict[str, RowChange]:
    return {change.code: change for change in difference(before, after).rows}


def test_a_measure_has_both_years_with_change_and_percent_in_two_decimals() -> None:
    before = final(fact("three_public.total", "8.42"), fact("meetings", "1.00"), year=2023)
    after = final(fact("three_public.total", "12.35"), cell("training", "2.44"))
    found = {m.measure: m for m in difference(before, after).measures}
    assert list(found) == ["three_public.total", "meetings", "training"]
    total = found["three_public.total"]
    assert (total.change, str(total.percent), total.unit) == (Decimal("3.93"), "46.67", "万元")
    assert (found["training"].before, found["training"].change, found["training"].percent) == (None, None, None)
    assert found["meetings"].after is None


def test_a_base_of_0_has_no_percent() -> None:
    moved = difference(final(fact("meetings", "0.00"), year=2023), final(fact("meetings", "1.00"))).measures[0]
    assert (moved.change, moved.percent) == (Decimal("1.00"), None)


def test_the_text_stands_for_a_measure_before_a_table_does() -> None:
    after = final(cell("procurement.total", "71.64"), fact("procurement.total", "76.14"))
    assert difference(final(year=2023), after).measures[0].after == Decimal("76.14")


def test_rows_come_go_and_change_and_the_rest_is_not_told() -> None:
    before = with_rows(
        row("2130301", "行政运行", "500.00"), row("2130305", "工程建设", "9.00"), row("2130314", "防汛", "7.0")
    )
    after = with_rows(
        row("2130301", "行政运行", "534.87"), row("2130306", "运行与维护", "4.00"), row("2130314", "防汛", "7.00")
    )
    found = rows(before, after)
    assert {code: change.status for code, change in found.items()} == {
        "2130301": "changed", "2130306": "new", "2130305": "gone",
    }  # fmt: skip
    assert (found["2130305"].before, found["2130305"].after) == (Decimal("9.00"), None)


def test_a_renamed_code_is_one_row_with_both_names() -> None:
    found = rows(
        with_rows(row("215", "资源勘探信息等支出", "3.00")), with_rows(row("215", "资源勘探工业信息等支出", "3.00"))
    )
    assert (found["215"].status, found["215"].name_before) == ("changed", "资源勘探信息等支出")


def test_a_name_under_another_code_is_one_row_with_both_codes() -> None:
    found = rows(
        with_rows(row("2080501", "行政单位离退休", "3.00")), with_rows(row("2080509", "行政单位离退休", "4.00"))
    )
    assert list(found) == ["2080509"]
    assert (found["2080509"].code_before, found["2080509"].before) == ("2080501", Decimal("3.00"))


def test_a_name_that_stands_twice_is_not_followed_to_another_code() -> None:
    before = with_rows(row("30201", "其他", "1.00"), row("30202", "其他", "2.00"))
    assert {c.status for c in rows(before, with_rows(row("30203", "其他", "1.00"))).values()} == {"new", "gone"}


def test_a_table_that_one_year_lacks_is_named_and_its_rows_are_left_out() -> None:
    found = difference(final(year=2023), with_rows(row("2130301", "行政运行", "5.00")))
    assert found.rows == ()
    assert found.not_compared == (EXPENDITURE,)


def test_the_second_table_of_a_classification_serves_where_the_first_is_lacking() -> None:
    kind = "final_accounts.expenditure"
    found = difference(with_rows(row("213", "农林水", "1"), kind=kind), with_rows(row("213", "农林水", "2"), kind=kind))
    assert [(c.table, c.code) for c in found.rows] == [(kind, "213")]


def test_a_series_has_one_point_for_each_report_that_states_it() -> None:
    reports = [final(fact("meetings", "3.00")), budget(fact("meetings", "2.00"), year=2023), final(year=2022)]
    found = [(p.year, p.kind, p.amount) for p in series("meetings", reports)]
    assert found == [(2023, Kind.BUDGET, Decimal("2.00")), (2024, Kind.FINAL_ACCOUNTS, Decimal("3.00"))]
