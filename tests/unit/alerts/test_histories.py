"""What a report is compared with: the same department, scope and kind, whatever name it bore."""

from __future__ import annotations

from dataclasses import replace

from alerts.histories import body_of, history, relatives
from alerts.model import Body, History
from alerts.register import Entry, Register
from parsers.model import Identity, Kind, Report, Scope

BODY = Body(
    department="重庆市澄湖区水务局",
    district="澄湖区",
    fiscal_year=2024,
    kind=Kind.FINAL_ACCOUNTS,
    scope=Scope.DEPARTMENT,
)


def body(year: int, kind: Kind = Kind.FINAL_ACCOUNTS, name: str = BODY.department, scope: Scope = BODY.scope) -> Body:
    return replace(BODY, fiscal_year=year, kind=kind, department=name, scope=scope)


def read(which: Body) -> Report:
    identity = Identity(
        department=which.department, district=which.district, fiscal_year=which.fiscal_year, kind=which.kind,
        scope=which.scope,
    )  # fmt: skip
    return Report(files=(which.department,), identity=identity)


def of(which: Body, *kept: Body, register: Register | None = None) -> History:
    return history(which, register or Register(), kept, read)


def years(history: History) -> list[tuple[int | None, Kind | None]]:
    return [(r.identity.fiscal_year, r.identity.kind) for r in history.series]


def test_final_accounts_have_a_year_before_a_budget_and_a_series() -> None:
    found = of(BODY, body(2024, Kind.BUDGET), body(2023), body(2023, Kind.BUDGET), body(2022), body(2018), body(2025))
    assert found.prior == read(body(2023))
    assert found.budget == read(body(2024, Kind.BUDGET))
    assert found.prior_final is None
    assert years(found) == [(2023, Kind.FINAL_ACCOUNTS), (2023, Kind.BUDGET), (2022, Kind.FINAL_ACCOUNTS)]
    assert found.family == ()


def test_a_budget_is_compared_with_last_years_budget_and_final_accounts() -> None:
    found = of(body(2024, Kind.BUDGET), body(2023), body(2023, Kind.BUDGET), BODY)
    assert found.prior == read(body(2023, Kind.BUDGET))
    assert found.prior_final == read(body(2023))
    assert found.budget is None


def test_another_scope_is_no_history_but_family() -> None:
    own_level = body(2023, scope=Scope.OWN_LEVEL, name="重庆市澄湖区水务局（本级）")
    found = of(BODY, own_level, replace(own_level, fiscal_year=2024))
    assert found.prior is None
    assert [r.identity.scope for r in found.family] == [Scope.OWN_LEVEL]
    assert [r.identity.scope for r in found.family_prior] == [Scope.OWN_LEVEL]


def test_a_unit_that_was_said_to_belong_to_the_department_is_family() -> None:
    register = Register((Entry(name="水文中心", parent="水务局"),))
    unit = body(2024, name="重庆市澄湖区水文中心", scope=Scope.UNIT)
    found = of(BODY, unit, BODY, register=register)
    assert found.members == {"水文中心"}
    assert [r.identity.department for r in found.family] == ["重庆市澄湖区水文中心", BODY.department]
    assert of(BODY, unit, BODY).family == ()


def test_a_renamed_department_keeps_its_history_only_where_somebody_said_so() -> None:
    before = body(2023, name="澄湖区水利局")
    register = Register((Entry(name=BODY.department, aliases=("水利局",)),))
    assert of(BODY, before).prior is None
    assert of(BODY, before, register=register).prior == read(before)


def test_a_year_in_which_two_departments_stood_that_were_merged_has_no_prior() -> None:
    register = Register((Entry(name=BODY.department, aliases=("水利局", "河道局")),))
    assert of(BODY, body(2023, name="水利局"), body(2023, name="河道局"), register=register).prior is None


def test_of_two_printings_of_one_name_the_very_name_counts() -> None:
    assert of(BODY, body(2023, name="水务局"), body(2023)).prior == read(body(2023))


def test_only_names_of_the_department_and_its_family_are_relatives() -> None:
    register = Register((Entry(name="水文中心", parent="水务局"), Entry(name="水务局", aliases=("水利局",))))
    names = ["水务局", "重庆市澄湖区水利局", "澄湖区水文中心", "档案馆"]
    assert relatives(BODY, register, names) == names[:3]


def test_a_reading_that_does_not_say_whose_it_is_has_no_body() -> None:
    assert body_of(read(BODY).identity) == BODY
    assert body_of(replace(read(BODY).identity, fiscal_year=None)) is None
