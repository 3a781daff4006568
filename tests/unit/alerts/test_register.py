"""The register: which names mean one department, and which only look alike."""

from __future__ import annotations

import time
from datetime import date

import pytest

from alerts.register import Entry, Found, NotFound, Register, bare, find, rename_candidates

PLACE = "澄湖区"


@pytest.mark.parametrize(
    "printed",
    [
        "重庆市澄湖区水务局", "澄湖区水务局", "水务局", "318-重庆市澄湖区水务局", "318001 重庆市澄湖区水务局",
        "水务局（本级）", "重庆市澄湖区水务局(本级)", "澄湖区水务局本级", "重庆市 澄湖区 水务局",
    ],
)  # fmt: skip
def test_names_with_and_without_place_code_and_scope_are_one(printed: str) -> None:
    assert bare(printed, PLACE) == "水务局"
    assert Register().same(printed, 2024, "水务局", 2023, PLACE)


def test_a_subordinate_unit_and_a_look_alike_are_other_departments() -> None:
    register = Register()
    assert not register.same("澄湖区水务局执法支队", 2024, "澄湖区水务局", 2023, PLACE)
    assert not register.same("澄湖区水利局", 2024, "澄湖区水务局", 2023, PLACE)
    assert not register.same("别湖区水务局", 2024, "水务局", 2023, PLACE)


def test_a_district_that_is_the_whole_end_of_a_name_stays() -> None:
    assert bare("重庆市澄湖区", PLACE) == "重庆市澄湖区"


def test_a_rename_joins_only_where_somebody_said_so() -> None:
    renamed = Entry(name="重庆市澄湖区水利局", aliases=("水务局",))
    assert Register((renamed,)).same("重庆市澄湖区水利局", 2025, "澄湖区水务局", 2024, PLACE)
    assert not Register().same("重庆市澄湖区水利局", 2025, "澄湖区水务局", 2024, PLACE)


def test_renames_follow_one_another_and_a_circle_ends() -> None:
    chain = (Entry(name="丙局", aliases=("乙局",)), Entry(name="乙局", aliases=("甲局",)))
    assert Register(chain).same("丙局", 2025, "甲局", 2020, PLACE)
    circle = (Entry(name="甲局", aliases=("乙局",)), Entry(name="乙局", aliases=("甲局",)))
    assert Register(circle).key("甲局", PLACE, 2024)


def test_what_bears_the_name_after_the_end_is_another_department() -> None:
    register = Register((Entry(name="水务局", until=date(2023, 12, 31)),))
    assert register.same("水务局", 2023, "水务局", 2022, PLACE)
    assert not register.same("水务局", 2024, "水务局", 2023, PLACE)
    assert register.ended("澄湖区水务局", PLACE, 2024)
    assert not register.ended("澄湖区水务局", PLACE, 2023)


def test_a_successor_takes_over_the_history_of_what_ended() -> None:
    register = Register(
        (Entry(name="水务局", until=date(2023, 12, 31)), Entry(name="水利局", aliases=("水务局",))),
    )
    assert register.same("水利局", 2024, "水务局", 2023, PLACE)


def test_an_entry_of_one_district_says_nothing_of_another() -> None:
    register = Register((Entry(name="水利局", aliases=("水务局",), district=PLACE),))
    assert register.same("水利局", 2024, "水务局", 2023, PLACE)
    assert not register.same("水利局", 2024, "水务局", 2023, "别湖区")


def test_units_and_parent_are_a_family() -> None:
    register = Register((Entry(name="水文中心", parent="重庆市澄湖区水务局"), Entry(name="河道所", parent="水务局")))
    assert register.family("澄湖区水文中心", PLACE, 2024) == register.family("水务局（本级）", PLACE, 2024) == "水务局"
    assert register.members("水务局", PLACE, 2024) == {"水文中心", "河道所"}
    assert register.parent("水务局", PLACE, 2024) is None


NAMES = ["重庆市澄湖区水务局", "重庆市澄湖区档案馆", "重庆市澄湖区统计局", "水务局"]


@pytest.mark.parametrize("text", ["重庆市澄湖区水务局", "水务局", "澄湖区水务局", "务局"])
def test_a_name_or_an_ending_that_only_one_has_finds_it(text: str) -> None:
    assert find(text, NAMES, PLACE, Register()) == Found(("重庆市澄湖区水务局", "水务局"))


def test_an_alias_finds_what_is_stored_under_the_name() -> None:
    register = Register((Entry(name="重庆市澄湖区水务局", aliases=("水利局",)),))
    assert find("水利局", NAMES, PLACE, register) == Found(("重庆市澄湖区水务局", "水务局"))


def test_an_ending_that_several_have_is_refused_with_their_names() -> None:
    assert find("局", NAMES, PLACE, Register()) == NotFound(
        ("重庆市澄湖区水务局", "重庆市澄湖区统计局"), ambiguous=True
    )


def test_an_unknown_name_is_refused_with_near_ones() -> None:
    found = find("水利局", NAMES, PLACE, Register())
    assert isinstance(found, NotFound)
    assert not found.ambiguous
    assert "重庆市澄湖区水务局" in found.near


def test_a_department_that_ends_where_a_like_one_begins_is_a_candidate_and_nothing_more() -> None:
    years = {"水务局": [2022, 2023], "水利局": [2024, 2025], "档案馆": [2022, 2025], "教委": [2024, 2025]}
    assert rename_candidates(years) == [("水务局", "水利局")]
    assert rename_candidates({"水务局": [2022, 2023], "水利局": [2022, 2025]}) == []
    assert rename_candidates({}) == []


def test_a_register_of_a_whole_city_answers_at_once() -> None:
    entries = [
        Entry(name=f"第{n}局", aliases=(f"第{n}处",), parent=f"第{n % 40}局" if n > 40 else None) for n in range(2000)
    ]
    register = Register(tuple(entries))
    begin = time.process_time()
    for n in range(2000):
        assert register.same(f"第{n}局", 2024, f"第{n}处", 2023, PLACE)
        assert register.family(f"第{n}处", PLACE, 2024)
    assert time.process_time() - begin < 2
