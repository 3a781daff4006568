"""Who must publish what by when."""

from __future__ import annotations

from datetime import date

from alerts.register import Entry, Register
from parsers.model import Kind
from watcher.config import Deadline, Roster
from watcher.duties.deadlines import found_on, mentions, obligations, same_department

APPROVED = Deadline(district="澄湖区", kind=Kind.FINAL_ACCOUNTS, fiscal_year=2024, approved_on=date(2025, 9, 25))


def test_a_roster_says_who_owes_a_report() -> None:
    roster = [
        Roster(district="澄湖区", departments=("水务局", "档案馆")),
        Roster(district="别区", departments=("教委",)),
    ]
    owed = obligations([APPROVED], roster, Register(), {})
    assert [(o.body.department, o.confirmed) for o in owed] == [("水务局", True), ("档案馆", True)]


def test_a_roster_for_budgets_says_nothing_of_final_accounts() -> None:
    roster = [Roster(district="澄湖区", departments=("水务局",), kinds=(Kind.BUDGET,))]
    assert obligations([APPROVED], roster, Register(), {}) == []


def test_without_a_roster_whoever_published_the_year_before_is_expected_and_unconfirmed() -> None:
    published = {("澄湖区", Kind.FINAL_ACCOUNTS, 2023): ["水务局", "水务局"], ("澄湖区", Kind.BUDGET, 2023): ["档案馆"]}
    owed = obligations([APPROVED], [], Register(), published)
    assert [(o.body.department, o.confirmed) for o in owed] == [("水务局", False)]


def test_aliases_count_as_names() -> None:
    roster = [Roster(district="澄湖区", departments=("水务局",))]
    owed = obligations([APPROVED], roster, Register((Entry(name="重庆市澄湖区水务局", aliases=("水利局",)),)), {})
    assert owed[0].names == ("水务局", "重庆市澄湖区水务局", "水利局")


def test_a_department_that_ended_owes_nothing_more() -> None:
    roster = [Roster(district="澄湖区", departments=("水务局", "档案馆"))]
    ended = Register((Entry(name="水务局", until=date(2023, 12, 31)),))
    assert [o.body.department for o in obligations([APPROVED], roster, ended, {})] == ["档案馆"]


def test_a_department_is_the_same_with_and_without_city_and_district() -> None:
    assert same_department(["重庆市澄湖区水务局"], "水务局", "澄湖区")
    assert same_department(["水务局"], "重庆市澄湖区水务局（本级）", "澄湖区")
    assert not same_department(["水务局"], "重庆市澄湖区水务局执法支队", "澄湖区")


def test_a_title_mentions_a_department_only_with_its_year() -> None:
    assert mentions("澄湖区水务局2024年度部门决算公开", ["水务局"], "澄湖区", 2024)
    assert not mentions("澄湖区水务局2023年度部门决算公开", ["水务局"], "澄湖区", 2024)


def test_a_report_was_public_on_its_earliest_printed_day() -> None:
    assert found_on([date(2025, 10, 3), None], [date(2025, 10, 1)]) == date(2025, 10, 3)
    assert found_on([None], [date(2025, 10, 1)]) == date(2025, 10, 1)
    assert found_on([], []) is None
