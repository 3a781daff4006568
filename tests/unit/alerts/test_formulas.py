"""The language of formulas.toml: what a relation may say, and that nonsense is refused by name."""

from __future__ import annotations

from decimal import Decimal

import pytest

from alerts.formulas import Cell, Form, FormulaError, Measure, parse, relations, words
from alerts.rules.relations import RULES
from parsers.model import Kind, Source


def one(text: str, **entry: object):  # type: ignore[no-untyped-def]
    (relation,) = parse([{"rule": "A1", "kind": "budget", "holds": [text], **entry}])
    return relation


def test_a_sum_of_cells_is_read_with_its_signs_and_the_table_of_the_term_before() -> None:
    relation = one("summary:revenue[total] = [current] + ![other].basic - expenditure[30217]")
    assert relation.left[0].what == Cell("budget.summary", "revenue", ("total",), "total")
    first, second, third = relation.right
    assert first.what == Cell("budget.summary", "revenue", ("current",), "total")
    assert (second.required, second.what) == (True, Cell("budget.summary", "revenue", ("other",), "basic"))
    assert (third.negative, third.what) == (True, Cell("budget.expenditure", None, ("30217",), "total"))


def test_several_rows_in_one_bracket_are_several_terms() -> None:
    assert len(one("summary:revenue[total] = [general_budget, government_fund, other]").right) == 3


def test_measures_forms_and_numbers_are_terms() -> None:
    relation = one("{text three_public.total} <= {table three_public.total}")
    assert relation.left[0].what == Measure("three_public.total", Source.NARRATIVE)
    assert relation.right[0].what == Measure("three_public.total", Source.TABLE)
    choice = one("@each.weights in 90, 100", each="@form")
    assert choice.left[0].what == Form("each", "weights")
    assert [term.what for term in choice.right] == [Decimal(90), Decimal(100)]


def test_a_printed_name_in_quotes_names_a_row() -> None:
    assert one("summary['本年收入合计'] = [current]").left[0].what == Cell(
        "budget.summary", None, ("'本年收入合计'",), "total"
    )


@pytest.mark.parametrize(
    "text",
    ["summary[total]", "summary[total] = ", "summary[total] == [current]", "[total] = [current]", "summary total = 1"],
)
def test_what_is_no_relation_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        one(text)


def test_every_relation_of_the_file_can_be_read_and_belongs_to_a_rule_of_relations() -> None:
    assert {relation.rule for relation in relations()} == set(RULES)
    assert {relation.kind for relation in relations()} == set(Kind)
    assert len({relation.id for relation in relations()}) == len(relations())
    assert words()["columns"]["basic"] == "基本支出"
