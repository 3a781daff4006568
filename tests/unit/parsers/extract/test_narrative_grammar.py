"""The grammar of the sentences that state figures, over all combinations of its axes (``sentences.toml``)."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.extract.narrative import bodies, narrative
from parsers.model import Document, Fact, Identity, Kind, Paragraph

AXES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))
SUBJECTS: list[str] = AXES["subjects"]
CHANGES: list[str] = AXES["changes"]
FLATS: list[str] = AXES["flats"]
ITEMS = {
    "three_public.reception": "公务接待费",
    "three_public.overseas": "因公出国（境）费",
    "three_public.vehicle_operation": "公务用车运行维护费",
    "three_public.vehicle_purchase": "公务用车购置费",
}
WORDS = {Kind.BUDGET: ("预算", "prior_budget"), Kind.FINAL_ACCOUNTS: ("决算", "prior_final")}
KINDS = list(WORDS)
Change = tuple[str | None, Decimal | None, Decimal | None]


def read(kind: Kind, *texts: str) -> list[Fact]:
    paragraphs = tuple(Paragraph(text=text) for text in ("三、“三公”经费情况说明", *texts))
    document = Document(name="a.txt", sha256="", media_type="text/plain", blocks=paragraphs)
    return list(narrative(bodies([document]), Identity(kind=kind, fiscal_year=2024, department="澄湖区水务局")).facts)


def stated(facts: list[Fact]) -> dict[str, Decimal | None]:
    return {fact.measure: fact.amount for fact in facts}


def changed(facts: list[Fact], measure: str) -> list[Change]:
    every = [one for fact in facts if fact.measure == measure for one in fact.comparisons]
    return [(one.base and one.base.value, one.change, one.percent) for one in every]


def subject(form: str, name: str, kind: Kind, amount: str = "12.5万元") -> str:
    return form.format(y=2024, n=name, a=amount, k=WORDS[kind][0])


def change(form: str, kind: Kind, *, up: bool) -> str:
    more, greater, before = ("增加", "增长", "11") if up else ("减少", "下降", "14")
    return form.format(m=more, g=greater, c="1.5", q="11.1", b=before, l=2023, p=WORDS[kind][0])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", SUBJECTS)
def test_each_item_is_read_however_it_is_named(form: str, kind: Kind) -> None:
    for measure, name in ITEMS.items():
        facts = read(kind, subject(form, name, kind) + "，比上年增加1.5万元，增长13.6%。")

        assert stated(facts) == {measure: Decimal("12.5")}, name
        assert changed(facts, measure) == [(WORDS[kind][1], Decimal("1.5"), Decimal("13.6"))], name


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", CHANGES)
def test_each_change_is_read_however_it_is_told(form: str, kind: Kind) -> None:
    for sign in (1, -1):
        facts = read(kind, "公务接待费12.5万元" + change(form, kind, up=sign > 0) + "。")

        assert stated(facts) == {"three_public.reception": Decimal("12.5")}
        wanted = (WORDS[kind][1], Decimal("1.5") * sign, Decimal("11.1") * sign)
        assert changed(facts, "three_public.reception") == [wanted]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", FLATS)
def test_no_change_is_read_however_it_is_told(form: str, kind: Kind) -> None:
    facts = read(kind, "公务接待费12.5万元" + form.format(l=2023, p=WORDS[kind][0]) + "。")

    assert stated(facts) == {"three_public.reception": Decimal("12.5")}
    assert changed(facts, "three_public.reception") == [(WORDS[kind][1], Decimal(0), None)]


@pytest.mark.parametrize("adverb", AXES["adverbs"])
@pytest.mark.parametrize("base", ["，较上年", "，比上年决算数", "，与上年相比，"])
def test_a_word_that_names_nothing_may_stand_before_the_verb(adverb: str, base: str) -> None:
    facts = read(Kind.FINAL_ACCOUNTS, f"公务接待费12.5万元{base}{adverb}减少1.5万元，下降10.7%。")

    assert changed(facts, "three_public.reception") == [("prior_final", Decimal("-1.5"), Decimal("-10.7"))]


@pytest.mark.parametrize("case", AXES["several"], ids=lambda case: str(case["text"])[:20])
def test_one_statement_of_several_items(case: dict[str, Any]) -> None:
    facts = read(Kind.FINAL_ACCOUNTS, case["text"])

    amounts = {measure: amount for measure, amount in stated(facts).items() if amount is not None}
    assert amounts == {f"three_public.{item}": Decimal(amount) for item, amount in case["amounts"].items()}
    for item in ITEMS:
        told = [str(one[1].normalize()) for one in changed(facts, item) if one[1] is not None]
        assert told == case["changes"].get(item.split(".")[1], []), item


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.sampled_from(list(ITEMS)), st.sampled_from(SUBJECTS[:13])), min_size=2, max_size=4,
             unique_by=lambda pair: pair[0]),
    st.lists(st.sampled_from([*CHANGES, *FLATS]), min_size=4, max_size=4),
    st.sampled_from(KINDS),
    st.sampled_from(["。", "；"]),
)  # fmt: skip
def test_items_that_follow_each_other_keep_apart(
    items: list[tuple[str, str]], forms: list[str], kind: Kind, mark: str
) -> None:
    """Whatever the forms and the mark between them: each item has its own amount and its own one change."""
    amounts = [Decimal(20 + place) for place in range(len(items))]
    texts = [
        subject(form, ITEMS[measure], kind, f"{amount}万元") + change(told, kind, up=True)
        for (measure, form), amount, told in zip(items, amounts, forms, strict=False)
    ]
    facts = read(kind, mark.join(texts) + "。")

    assert stated(facts) == {measure: amount for (measure, _), amount in zip(items, amounts, strict=True)}
    for (measure, _), told in zip(items, forms, strict=False):
        wanted = Decimal(0) if told in FLATS else Decimal("1.5")
        assert [one[1] for one in changed(facts, measure)] == [wanted], measure


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("since", ["由上年的", "从上年", "由2023年的", "由2023年{p}数", "从去年的"])
@pytest.mark.parametrize("until", ["{m}到", "{m}至", "调整为", "{m}到2024年的"])
@pytest.mark.parametrize(("verb", "before", "change"), [("增加", "11", "1.5"), ("减少", "14", "-1.5")])
def test_a_change_may_be_told_by_where_it_begins_and_ends(
    kind: Kind, since: str, until: str, verb: str, before: str, change: str
) -> None:
    word, base = WORDS[kind]
    text = f"2024年公务接待费{since.format(p=word)}{before}万元{until.format(m=verb)}12.5万元，主要原因是业务变化。"
    [fact] = read(kind, text)

    assert (fact.measure, fact.amount) == ("three_public.reception", Decimal("12.5"))
    [told] = fact.comparisons
    assert (told.base and told.base.value, told.change, told.base_amount) == (base, Decimal(change), Decimal(before))
    assert told.reason == "业务变化"


@pytest.mark.parametrize(
    "text",
    [
        "公务接待费由上年的14万元增加到12.5万元。",  # the words and the figures contradict each other
        "公务接待费由2019年的11万元增加到12.5万元。",  # no base of this report
        "公务接待费由上年的11万元增加到2025年的12.5万元。",  # not where this report's year ends
        "主要原因是接待费由上年的11万元增加到12.5万元。",
    ],
)
def test_where_a_change_ends_is_no_figure_of_the_report_otherwise(text: str) -> None:
    assert "three_public.reception" not in stated(read(Kind.FINAL_ACCOUNTS, text))
