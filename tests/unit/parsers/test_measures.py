"""The vocabulary of figures."""

from __future__ import annotations

import pytest

from parsers.lexicon import load
from parsers.measures import functions, measure, term, unit, vocabulary


def test_each_code_has_a_term_and_a_unit() -> None:
    assert all(entry.zh and entry.unit for entry in vocabulary().values())


@pytest.mark.parametrize(
    "code", ["general_budget.function.208", "general_budget.function.2080505", "three_public.total"]
)
def test_a_printed_classification_code_belongs_to_its_family(code: str) -> None:
    assert unit(code) == "万元"


@pytest.mark.parametrize("code", ["general_budget.function.20", "three_public.sum", "function.208"])
def test_an_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(KeyError):
        measure(code)


def test_a_class_of_expenditure_bears_its_own_name() -> None:
    assert term("expenditure.function.208") == "社会保障和就业支出"
    assert term("general_budget.function.2080505") == "社会保障和就业支出（2080505）"
    assert term("three_public.reception") == "公务接待费"


def test_two_spellings_of_a_class_have_one_code() -> None:
    assert functions()["社会保障与就业支出"] == functions()["社会保障和就业支出"] == "208"


def test_each_label_names_codes_of_the_vocabulary() -> None:
    named = {
        code
        for entry in load("labels")["labels"]
        for reading in entry["readings"]
        for code in reading.get("measures", ())
    }
    assert named <= set(vocabulary())


def test_no_label_is_spelled_twice() -> None:
    names = [name for entry in load("labels")["labels"] for name in entry["names"]]
    assert sorted(set(names)) == sorted(names)
