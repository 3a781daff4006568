"""The made figures hold every accounting relation by construction."""

from __future__ import annotations

from decimal import Decimal

import pytest

from watcher.demo.press.department import Department, load_departments
from watcher.demo.press.figures import ZERO, Figures, figures
from watcher.demo.press.forms import revised_total
from watcher.demo.press.measures import measured, measures, percent_of

REPORTS = [(2023, "budget"), (2023, "final"), (2024, "budget"), (2024, "final"), (2025, "budget")]
ALL = [(d, year, kind) for d in load_departments().values() for year, kind in REPORTS]
IDS = [f"{d.key}-{year}-{kind}" for d, year, kind in ALL]


@pytest.fixture(params=ALL, ids=IDS)
def own(request: pytest.FixtureRequest) -> Figures:
    department, year, kind = request.param
    return figures(department, year, kind)


def test_basic_expenditure_by_function_equals_it_by_economic_item(own: Figures) -> None:
    assert (
        own.sum("basic", fund="general") == own.personnel + own.public_use == own.economic("301", "302", "303", "310")
    )


def test_revenue_and_opening_carry_over_pay_for_expenditure_and_closing_carry_over(own: Figures) -> None:
    assert own.sum("revenue") + own.sum("opening") == own.sum() + own.sum("closing")


def test_what_is_left_over_one_year_opens_the_next(own: Figures) -> None:
    if own.kind == "final" and own.year > 2023:
        assert own.sum("opening") == figures(own.department, own.year - 1, "final").sum("closing")


def test_three_public_items_that_basic_expenditure_pays_are_those_of_the_explanation(own: Figures) -> None:
    _, _, operation, reception = own.three_public
    assert (own.economy["30231"], own.economy["30217"]) == (operation, reception)


def test_agency_operation_is_public_use_money_where_only_civil_servants_work(own: Figures) -> None:
    if own.department.raw["institution"]:
        assert own.agency < own.public_use
    else:
        assert own.agency == own.public_use


def test_each_measure_has_two_decimals_or_is_a_count(own: Figures) -> None:
    for measure, amount in measures(own).items():
        assert amount == amount.quantize(Decimal("0.01")), measure


def test_changes_of_the_parts_add_up_to_the_change_of_the_whole(own: Figures) -> None:
    if (own.year, own.kind) == (2023, "budget"):  # only a base for others: it is not published
        return
    values = measured(own, {}, {})
    for base, before in values.bases.items():
        items = ("overseas", "vehicle_purchase", "vehicle_operation", "reception")
        assert (
            sum((values.against(f"three_public.{x}", base).change or ZERO for x in items), ZERO)
            == values.against("three_public.total", base).change
        )
        classes = [x for x in {**values.own, **before} if x.startswith("general_budget.function.")]
        assert (
            sum((values.against(x, base).change or ZERO for x in classes), ZERO)
            == values.against("general_budget.expenditure", base).change
        )


def _final(key: str, year: int = 2024) -> tuple[Department, Figures]:
    department = load_departments()[key]
    return department, figures(department, year, "final")


def test_water_spends_more_on_three_public_than_its_budget_and_than_the_year_before() -> None:
    department, own = _final("water")
    spent = sum(own.three_public)
    budget = sum(figures(department, 2024, "budget").three_public)
    before = sum(figures(department, 2023, "final").three_public)
    assert spent > budget
    assert spent - before >= 1
    assert percent_of(spent - before, before) >= 10


def test_only_water_in_2024_lets_three_public_grow() -> None:
    for department, year, kind in ALL:
        if year == 2023 and kind == "budget":
            continue
        own = figures(department, year, kind)
        before = figures(department, year - 1, kind)
        grew = any(now > then for now, then in zip(own.three_public, before.three_public, strict=True))
        assert grew == ((department.key, year, kind) == ("water", 2024, "final"))


def test_one_project_of_2024_is_executed_at_62_percent_and_all_others_in_full() -> None:
    for department in load_departments().values():
        for year in (2023, 2024):
            for project in department.projects:
                revised = project.revised.get(year, project.final[year])
                rate = percent_of(project.final[year], revised)
                short = (department.key, year, project.name) == ("city", 2024, "生活垃圾分类收运")
                assert rate == (62 if short else 100)


def test_no_department_stays_far_from_its_budget() -> None:
    for department in load_departments().values():
        for year in (2023, 2024):
            own, budget = figures(department, year, "final"), figures(department, year, "budget")
            assert Decimal("0.8") < own.sum() / budget.sum() < Decimal("1.3")
            assert own.sum() / revised_total(own) > Decimal("0.9")


def test_weights_of_a_self_evaluation_leave_ten_points_for_the_execution_rate() -> None:
    for department in load_departments().values():
        for indicators in (department.overall, *(each.indicators for each in department.projects)):
            assert sum(each.weight for each in indicators) == 90
