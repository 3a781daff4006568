"""Whole reports of our own making, in the manners of several provinces, against what a careful reader takes from them.

A report is ``reports/<name>.txt``, its reading ``reports/<name>.toml``. To add a case write both by hand.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parsers.extract import extract
from parsers.model import Comparison, Report, Source
from parsers.read import read

REPORTS = Path(__file__).with_name("reports")
CASES = sorted(path.stem for path in REPORTS.glob("*.txt"))


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> tuple[Report, dict[str, Any]]:
    path = REPORTS / f"{request.param}.txt"
    expected = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    return extract([read(path.read_bytes(), path.name)]), expected


def test_the_identity_is_read(case: tuple[Report, dict[str, Any]]) -> None:
    report, expected = case
    who = report.identity
    said = {
        "department": who.department,
        "district": who.district,
        "fiscal_year": who.fiscal_year,
        "kind": who.kind and who.kind.value,
        "scope": who.scope and who.scope.value,
        "level": who.level and who.level.value,
    }
    assert {key: value for key, value in said.items() if value is not None} == expected["identity"]


def test_every_figure_is_read_and_no_other(case: tuple[Report, dict[str, Any]]) -> None:
    report, expected = case
    stated = [f"{fact.measure} {_text(fact.amount)}" for fact in report.facts if fact.source is Source.NARRATIVE]

    assert stated == expected["facts"]


def test_every_change_is_read_and_no_other(case: tuple[Report, dict[str, Any]]) -> None:
    report, expected = case
    stated = [f"{fact.measure} {_change(comparison)}" for fact in report.facts for comparison in fact.comparisons]

    assert stated == expected["changes"]


def test_sections_remarks_and_what_was_not_read_are_told(case: tuple[Report, dict[str, Any]]) -> None:
    report, expected = case
    absent = {key: status.value for key, status in report.sections.items() if status != "present"}

    assert absent == expected["absent"]
    assert [remark.code for remark in report.remarks] == expected["remarks"]
    assert [note.what.split("：", 1)[1] for note in report.unread] == expected["unread"]


def test_every_figure_can_be_found_again(case: tuple[Report, dict[str, Any]]) -> None:
    report, _ = case
    for fact in report.facts:
        assert fact.evidence.where
        assert fact.evidence.quote


def _change(comparison: Comparison) -> str:
    base = comparison.base.value if comparison.base else comparison.base_text
    figures = [comparison.change, comparison.percent, comparison.base_amount, comparison.completion]
    return " ".join([str(base), *map(_text, figures)])


def _text(value: Decimal | None) -> str:
    return "-" if value is None else format(value, "f")
