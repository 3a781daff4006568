"""Bases, verbs and words of no change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.extract.comparisons import base_of, bases, direction, flats, stated_base
from parsers.lexicon import load
from parsers.model import Base, Kind

FINAL, BUDGET = Kind.FINAL_ACCOUNTS, Kind.BUDGET


@pytest.mark.parametrize(
    ("named", "kind", "base"),
    [
        ("上年", FINAL, Base.PRIOR_FINAL),
        ("上年决算数", FINAL, Base.PRIOR_FINAL),
        ("2022年度", FINAL, Base.PRIOR_FINAL),
        ("上年预算数", FINAL, Base.PRIOR_BUDGET),
        ("年初预算数", FINAL, Base.OPENING_BUDGET),
        ("2023年年初预算数", FINAL, Base.OPENING_BUDGET),
        ("预算数", FINAL, Base.OPENING_BUDGET),
        ("全年预算数", FINAL, Base.REVISED_BUDGET),
        ("调整预算数", FINAL, Base.REVISED_BUDGET),
        ("2021年度", FINAL, None),
        ("2023年度", FINAL, None),
        ("前年", FINAL, None),
        ("2022年", BUDGET, Base.PRIOR_BUDGET),
        ("上年年初预算", BUDGET, Base.PRIOR_BUDGET),
        ("上年执行数", BUDGET, Base.PRIOR_EXECUTION),
        ("2022年决算数", BUDGET, Base.PRIOR_FINAL),
        ("2023年预算", BUDGET, None),
    ],
)
def test_a_base_is_told_by_year_and_kind(named: str, kind: Kind, base: Base | None) -> None:
    assert base_of(named, kind, 2023) is base


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收支较上年决算数减少8万元", ["较上年决算数"]),
        ("与2022年相比，财政拨款收、支总计各增加5万元", ["与2022年相比"]),
        ("比2022年年初预算数125.89万元增加23.84万元", ["比2022年年初预算数"]),
        ("比2022年财政拨款三公经费年初预算增加1万元", ["比2022年财政拨款三公经费年初预算"]),
        ("占比83.36%，与主管部门商定", []),
        ("较年初预算数、上年支出数无增减", ["较年初预算数"]),
    ],
)
def test_bases_are_found_where_they_are_brought_in(text: str, found: list[str]) -> None:
    assert [against.text for against in bases(text, FINAL, 2023)] == found


def test_one_word_of_no_change_may_speak_of_two_bases() -> None:
    (against,) = bases("与年初预算数和上年决算数均持平", FINAL, 2023)

    assert against.base is Base.OPENING_BUDGET
    assert against.also is not None
    assert against.also.base is Base.PRIOR_FINAL


@pytest.mark.parametrize(
    ("phrase", "kind", "base"),
    [
        ("三公经费支出年初预算为", FINAL, Base.OPENING_BUDGET),
        ("全年预算数为", FINAL, Base.REVISED_BUDGET),
        ("2022年当年预算执行数为", BUDGET, Base.PRIOR_EXECUTION),
        ("上年结转资金预算数为", BUDGET, None),
        ("2023年三公经费预算", BUDGET, None),
        ("一般公共预算", FINAL, None),
    ],
)
def test_a_base_may_state_its_own_figure(phrase: str, kind: Kind, base: Base | None) -> None:
    assert stated_base(phrase, kind, 2023) is base


@given(st.sampled_from(load("words")["up"]), st.sampled_from(["", "了", "约", "幅度为"]))
def test_a_verb_before_a_number_says_the_direction(verb: str, after: str) -> None:
    found = direction(f"公务接待费{verb}{after}")

    assert found is not None
    assert found.sign == 1


@given(st.sampled_from(load("words")["down"]))
def test_a_verb_of_falling_is_negative(verb: str) -> None:
    found = direction(f"较上年{verb}")

    assert found is not None
    assert found.sign == -1


def test_both_directions_left_standing_are_none() -> None:
    found = direction("比上年预算增加（减少）")

    assert found is not None
    assert found.sign == 0


@pytest.mark.parametrize("text", ["至少", "公务接待费", "增加的"])
def test_other_words_are_no_verb(text: str) -> None:
    assert direction(text) is None


@given(st.sampled_from(load("words")["flat"] + load("words")["flat_after_base"]))
def test_each_word_of_no_change_is_found_whole(word: str) -> None:
    assert [(start, end) for start, end, _ in flats(f"与上年{word}。")] == [(3, 3 + len(word))]
