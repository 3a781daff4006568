"""Which tables and forms a report must carry, by where its body sits."""

from __future__ import annotations

import pytest

from alerts.rules.profiles import content, forms_wanted, profile_of, required, table_name
from parsers.model import Identity, Kind, Level


def identity(department: str, kind: Kind = Kind.BUDGET, year: int = 2024, level: Level = Level.DISTRICT) -> Identity:
    return Identity(department=department, kind=kind, fiscal_year=year, level=level)


@pytest.mark.parametrize(
    ("department", "profile"),
    [
        ("重庆市澄湖区水务局", "chongqing"),
        ("澄湖区水务局", "chongqing"),
        ("中共重庆市委宣传部", "chongqing"),
        ("上海市静安区财政局", "shanghai"),
        ("北京市水务局", "beijing"),
        ("深圳市司法局（本级）", "shenzhen"),
        ("广州市信访局", "guangdong"),
        ("广东省水利厅", "guangdong"),
        ("苏州市审计局", "jiangsu"),
        ("福州市医疗保障局", "national"),
        ("西安市人民政府办公厅", "national"),
    ],
)
def test_the_printed_name_tells_the_place(department: str, profile: str) -> None:
    assert profile_of(identity(department)) == profile


def test_a_central_body_follows_the_national_list() -> None:
    assert profile_of(identity("某部", level=Level.CENTRAL)) == "national"


def test_shenzhen_prints_basic_expenditure_otherwise_and_jiangsu_two_tables_more() -> None:
    def kinds(department: str) -> set[str]:
        return {kind for one in required(identity(department)) for kind in one.kinds}

    assert "budget.general_basic" not in kinds("深圳市司法局")
    assert {"budget.agency_operation", "budget.procurement"} <= kinds("苏州市审计局")
    assert "budget.procurement" not in kinds("上海市静安区财政局")


def test_the_ninth_table_of_accounts_is_asked_for_since_2020() -> None:
    def count(year: int) -> int:
        return len(required(identity("上海市静安区财政局", Kind.FINAL_ACCOUNTS, year)))

    assert (count(2019), count(2020)) == (8, 9)


def test_forms_are_asked_for_in_chongqing_only_and_not_of_old_reports() -> None:
    assert forms_wanted(identity("重庆市澄湖区水务局")) == ("overall", "project")
    assert forms_wanted(identity("重庆市澄湖区水务局", year=2018)) == ()
    assert forms_wanted(identity("上海市静安区财政局")) == ()


def test_every_table_of_a_profile_has_a_name_for_people() -> None:
    for name, profile in content()["profiles"].items():
        for kind in ("budget", "final_accounts"):
            entries = profile[kind] if isinstance(profile[kind], list) else []
            assert all(table_name(code) != code for entry in entries for code in entry["any"]), name
