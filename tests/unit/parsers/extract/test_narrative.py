"""Sentences of the genre, each with the figures and changes that a careful reader takes from it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.extract.narrative import bodies, narrative
from parsers.model import Document, Fact, Identity, Kind, Paragraph

Change = tuple[str | None, str | None, str | None]


def read(*texts: str, kind: Kind = Kind.BUDGET, year: int = 2024, line: bool = False) -> list[Fact]:
    blocks = tuple(Paragraph(text=text, line=line) for text in texts)
    document = Document(name="a.txt", sha256="", media_type="text/plain", blocks=blocks)
    return list(narrative(bodies([document]), Identity(kind=kind, fiscal_year=year)).facts)


def unread(*texts: str, kind: Kind = Kind.BUDGET) -> list[str]:
    blocks = tuple(Paragraph(text=text) for text in texts)
    document = Document(name="a.txt", sha256="", media_type="text/plain", blocks=blocks)
    return [note.what for note in narrative(bodies([document]), Identity(kind=kind, fiscal_year=2024)).unread]


def amounts(facts: list[Fact]) -> dict[str, str | None]:
    return {fact.measure: None if fact.amount is None else str(fact.amount) for fact in facts}


def changes(facts: list[Fact], measure: str) -> list[Change]:
    return [
        (
            comparison.base.value if comparison.base else comparison.base_text,
            None if comparison.change is None else str(comparison.change),
            None if comparison.percent is None else str(comparison.percent),
        )
        for fact in facts
        if fact.measure == measure
        for comparison in fact.comparisons
    ]


@pytest.mark.parametrize(
    ("sentence", "measure", "expected"),
    [
        (
            "公务接待费2万元，比2023年增加0.50万元，增长33.33%。",
            "three_public.reception",
            ("prior_budget", "0.50", "33.33"),
        ),
        ("公务接待费2万元，比2023年减少0.50万元。", "three_public.reception", ("prior_budget", "-0.50", None)),
        ("公务接待费2万元，与2023年持平。", "three_public.reception", ("prior_budget", "0", None)),
        ("公务接待费2万元，与上年预算数一致。", "three_public.reception", ("prior_budget", "0", None)),
        ("公务接待费2万元，与2023年一致无变化。", "three_public.reception", ("prior_budget", "0", None)),
        ("公务接待费2万元，较上年无增减变化。", "three_public.reception", ("prior_budget", "0", None)),
        ("公务接待费2万元，与上年相比，基本持平。", "three_public.reception", ("prior_budget", "0", None)),
        (
            "公务接待费2万元，比上年增加（减少）0万元，增长（减少）0%。",
            "three_public.reception",
            ("prior_budget", "0", "0"),
        ),
        ("公务接待费2万元，较上年增加0，增长0%。", "three_public.reception", ("prior_budget", "0", "0")),
        (
            "公务接待费2万元，较上年增长0.50万元，增加33.33%。",
            "three_public.reception",
            ("prior_budget", "0.50", "33.33"),
        ),
        ("公务接待费2万元，比2023年预算执行数减少20%。", "three_public.reception", ("prior_execution", None, "-20")),
        ("公务接待费2万元，同比下降20%。", "three_public.reception", ("prior_budget", None, "-20")),
        ("公务接待费2万元。费用支出较上年减少1万元。", "three_public.reception", ("prior_budget", "-1", None)),
        ("公务接待费2万元，比2024年预算减少1万元。", "three_public.reception", ("比2024年预算", "-1", None)),
        ("公务接待费2万元，比2020年减少1万元。", "three_public.reception", ("比2020年", "-1", None)),
        ("公务接待费20000元，比上年减少5000.5元。", "three_public.reception", ("prior_budget", "-0.50005", None)),
        ("与上年相比，机关运行经费减少2万元，下降10%。", "agency_operation", ("prior_budget", "-2", "-10")),
    ],
)
def test_a_stated_change_is_signed_and_has_its_base(sentence: str, measure: str, expected: Change) -> None:
    assert changes(read(sentence), measure) == [expected]


def test_two_bases_in_one_sentence_are_two_changes() -> None:
    facts = read(
        "机关运行经费30.00万元，比2023年度减少5.00万元，降低14.29%，比年初预算数增加1.00万元。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert changes(facts, "agency_operation") == [
        ("prior_final", "-5.00", "-14.29"),
        ("opening_budget", "1.00", None),
    ]


def test_a_second_statement_of_no_change_does_not_undo_the_first() -> None:
    facts = read("培训费3万元，较上年增加0.10万元，增长3.4%，与上年预算数相比，基本持平。")

    assert changes(facts, "training") == [("prior_budget", "0.10", "3.4")]


def test_one_statement_of_no_change_holds_for_all_items() -> None:
    facts = read("“三公”经费预算9万元，比2023年减少1万元。其中：因公出国（境）费0万元，公务接待费3万元，均与上年持平。")

    assert changes(facts, "three_public.total") == [("prior_budget", "-1", None)]
    assert (
        changes(facts, "three_public.overseas")
        == changes(facts, "three_public.reception")
        == [("prior_budget", "0", None)]
    )


def test_a_change_of_revenue_and_expenditure_holds_for_both_totals() -> None:
    facts = read("一、收支总体情况", "2024年度收入总计10万元，支出总计10万元。收支较上年减少2万元，下降16.67%。")

    assert changes(facts, "revenue.total") == changes(facts, "expenditure.total") == [("prior_budget", "-2", "-16.67")]


def test_changes_told_in_turn_go_to_the_items_in_turn() -> None:
    facts = read("一、一般公共预算情况", "人员经费60万元、公用经费20万元，分别比上年增加5万元、减少2万元。")

    assert changes(facts, "general_budget.personnel") == [("prior_budget", "5", None)]
    assert changes(facts, "general_budget.public_use") == [("prior_budget", "-2", None)]


def test_a_subject_in_the_sentence_before_is_the_whole_not_the_last_of_its_parts() -> None:
    facts = read(
        "（二）支出预算：2024年年初预算数100万元，包括教育支出10万元，农林水支出80万元，住房保障支出10万元。"
        "比2023年增加4万元，主要是基本支出增加6万元，项目支出减少2万元。"
    )

    assert changes(facts, "expenditure.total") == [("prior_budget", "4", None)]
    assert changes(facts, "expenditure.function.221") == []
    assert amounts(facts)["expenditure.basic"] is None
    assert changes(facts, "expenditure.project") == [("prior_budget", "-2", None)]


def test_a_change_too_great_for_a_part_is_that_of_the_whole() -> None:
    facts = read(
        "（二）支出预算：2024年年初预算数100万元，其中：教育支出10万元，住房保障支出10万元，比2023年增加40万元。"
    )

    assert changes(facts, "expenditure.total") == [("prior_budget", "40", None)]


def test_a_bracket_interrupts_and_does_not_change_the_subject() -> None:
    facts = read(
        "公务用车购置及运行维护费8.5万元（公务用车购置费0万元，较上年增加0万元；公务用车运行维护费8.5万元，"
        "较上年减少3万元。）较上年减少3万元，下降26.1%。"
    )

    assert changes(facts, "three_public.vehicles") == [("prior_budget", "-3", "-26.1")]
    assert changes(facts, "three_public.vehicle_purchase") == [("prior_budget", "0", None)]


def test_budget_and_outcome_in_one_sentence_are_base_and_amount() -> None:
    facts = read("“三公”经费支出年初预算为12.00万元，支出决算为9.60万元，完成预算的80%。", kind=Kind.FINAL_ACCOUNTS)

    (fact,) = facts
    (comparison,) = fact.comparisons
    assert str(fact.amount) == "9.60"
    assert (str(comparison.base_amount), str(comparison.completion)) == ("12.00", "80")


def test_opening_and_revised_budget_are_told_apart() -> None:
    facts = read(
        "一般公共预算财政拨款支出年初预算数为100万元，全年预算数为120万元，决算数为110万元，完成全年预算数的91.67%。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    found = {comparison.base: comparison for comparison in facts[0].comparisons if comparison.base}
    assert {base.value: str(comparison.base_amount) for base, comparison in found.items()} == {
        "opening_budget": "100",
        "revised_budget": "120",
    }


def test_last_year_told_beside_this_year_is_a_base() -> None:
    facts = read(
        "2024年公务接待费支出决算为3万元，2023年公务接待费支出决算为4万元，减少1万元。", kind=Kind.FINAL_ACCOUNTS
    )

    (fact,) = facts
    assert (str(fact.amount), str(fact.comparisons[0].base_amount)) == ("3", "4")
    assert str(fact.comparisons[0].change) == "-1"


def test_a_reason_belongs_to_the_changes_before_it() -> None:
    facts = read(
        "公务接待费2万元，比2023年减少1万元，主要原因一是来访减少；二是标准降低。公务用车运行费3万元，与上年持平。"
    )

    reasons = {fact.measure: fact.comparisons[0].reason for fact in facts}
    assert reasons["three_public.reception"] == "来访减少；二是标准降低"
    assert reasons["three_public.vehicle_operation"] is None


def test_a_reason_may_follow_in_its_own_sentence() -> None:
    facts = read("会议费2万元，比2023年减少1万元，下降33.33%。主要原因是会议改为视频方式。")

    assert facts[0].comparisons[0].reason == "会议改为视频方式"


def test_the_word_of_direction_is_quoted_with_the_comparison_that_it_speaks_of() -> None:
    facts = read(
        "一般公共预算财政拨款支出年初预算为903万元，支出决算为880万元。决算数大于预算数的主要原因是人员变动。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    (stated,) = facts[0].comparisons
    assert stated.quote.endswith("支出决算为880万元。决算数大于预算数的")
    assert stated.reason == "人员变动"


def test_counts_of_receptions_may_follow_what_they_were_for() -> None:
    facts = read(
        "三、“三公”经费情况说明",
        "公务接待费0.39万元。主要用于接待上级部门调研，列明公务接待2批次、26人次，其中：接待外宾0批次、0人次。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert amounts(facts)["three_public.reception_batches"] == "2"
    assert amounts(facts)["three_public.reception_persons"] == "26"


def test_figures_of_reasons_uses_and_parts_of_parts_are_no_facts() -> None:
    facts = read(
        "机关运行经费40万元，比2023年增加4万元，主要原因是新增会议费2万元；主要用于办公费20万元、培训费3万元。",
        "机关运行经费中，其中：公务接待费1万元。",
    )

    assert amounts(facts) == {"agency_operation": "40"}


def test_a_part_that_bears_the_name_of_the_whole_does_not_replace_it() -> None:
    facts = read(
        "政府采购预算总额86万元：政府采购货物预算6万元、政府采购服务预算80万元；"
        "其中一般公共预算拨款政府采购56万元：政府采购货物预算6万元、政府采购服务预算50万元。"
    )

    assert amounts(facts) == {
        "procurement.total": "86",
        "procurement.goods": "6",
        "procurement.services": "80",
    }


def test_the_account_of_the_whole_is_that_of_its_parts() -> None:
    sentence = "其中：基本支出7万元，项目支出3万元。"
    whole = read("一、支出决算情况说明", "本年支出合计10万元，" + sentence, kind=Kind.FINAL_ACCOUNTS)
    general = read("三、部门预算情况说明", "一般公共预算财政拨款支出10万元。" + sentence)
    appropriation = read("四、财政拨款支出情况", "财政拨款支出10万元。" + sentence)

    assert {"expenditure.basic", "expenditure.project"} <= set(amounts(whole))
    assert {"general_budget.basic", "general_budget.project"} <= set(amounts(general))
    assert set(amounts(appropriation)) == {"expenditure.fiscal_appropriation"}


def test_functions_of_all_money_are_not_those_of_the_general_budget() -> None:
    assert "expenditure.function.205" in amounts(read("（二）支出预算：2024年年初预算数9万元，其中：教育支出9万元。"))
    assert "general_budget.function.205" in amounts(
        read("（三）一般公共预算财政拨款支出情况", "主要用于以下几个方面：", "（1）教育支出9万元，占100%。")
    )


def test_items_below_a_class_are_no_facts_without_a_code_and_are_with_one() -> None:
    facts = read(
        "五、一般公共预算支出情况",
        "1.“教育支出（类）进修及培训（款）培训支出（项）”3万元，主要用于培训。2023年当年预算执行数为2万元，2024年预算安排3万元。",
        "（一）2050803-培训支出3.00万元，主要用于培训。",
        "2.住房公积金（2210201）5.00万元，较上年增加1.00万元。",
    )

    assert amounts(facts) == {
        "general_budget.function.2050803": "3.00",
        "general_budget.function.2210201": "5.00",
    }


def test_the_heading_names_the_figure_where_its_sentence_does_not() -> None:
    facts = read(
        "（一）因公出国（境）费用。2024年预算数8.25万元，主要用于学习。", "（二）公务接待费。2024年预算数0.53万元。"
    )

    assert amounts(facts) == {"three_public.overseas": "8.25", "three_public.reception": "0.53"}


def test_quantities_are_named_by_subject_and_unit() -> None:
    facts = read(
        "因公出国（境）共计1个团组，3人；公务用车购置0辆，公务车保有量为2辆；国内公务接待3批次66人，"
        "其中：国内外事接待1批次，2人；国（境）外公务接待9批次，9人。人均接待费103.03元，车均维护费1万元。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert {measure.removeprefix("three_public."): amount for measure, amount in amounts(facts).items()} == {
        "overseas_groups": "1",
        "overseas_persons": "3",
        "vehicles_purchased": "0",
        "vehicles_held": "2",
        "reception_batches": "3",
        "reception_persons": "66",
        "foreign_guest_batches": "1",
        "foreign_guest_persons": "2",
        "reception_per_person": "103.03",
    }


def test_a_figure_stated_twice_with_different_amounts_is_two_facts() -> None:
    facts = read("公务接待费2万元。", "公务接待费3万元。")

    assert [str(fact.amount) for fact in facts] == ["2", "3"]


def test_the_same_figure_stated_twice_is_one_fact_with_all_its_changes() -> None:
    facts = read("公务接待费2万元，比2023年减少1万元。", "公务接待费2.00万元，比2023年预算执行数增加0.5万元。")

    assert len(facts) == 1
    assert [change[0] for change in changes(facts, "three_public.reception")] == ["prior_budget", "prior_execution"]


def test_what_says_there_is_none_states_no_figure() -> None:
    assert read("五、政府性基金情况", "本单位2024年无政府性基金预算财政拨款收支。") == []


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("档案数字化服务费18.80万元。", "未能归属"),
        ("公务接待费4万元，较上年减少484.05，下降10%。", "缺少单位"),
        ("公务接待费4万元，较上年增加（减少）2万元。", "方向"),
        ("公务接待费支出总计,867.48万元。", "可能不完整"),
        ("公务接待费4万元，688.84万元131.49万元。", "未能归属"),
    ],
)
def test_what_is_not_understood_is_reported(sentence: str, why: str) -> None:
    assert any(why in note for note in unread(sentence))


@pytest.mark.parametrize("heading", ["一、主要职能", "六、专业名词解释", "（三）政府购买服务情况"])
def test_parts_that_state_nothing_are_quiet(heading: str) -> None:
    assert read(heading, "公务接待费用于接待，例如100万元。") == []


def test_the_place_of_a_figure_is_its_heading_and_the_quote_is_the_printed_one() -> None:
    (fact,) = read("四、“三公”经费情况", "2024年“三公”经费预算6.40万元，比2023年减少1.20万元。以上。")

    assert fact.evidence.where == "四、“三公”经费情况"
    assert fact.evidence.quote == "2024年“三公”经费预算6.40万元，比2023年减少1.20万元"
    assert fact.comparisons[0].quote == "比2023年减少1.20万元"


SENTENCE = "公务接待费2.50万元，比2023年减少1,234.50万元，下降33.33%，主要原因是厉行节约。"


@given(st.sets(st.integers(min_value=1, max_value=len(SENTENCE) - 1), max_size=6))
def test_blanks_anywhere_change_nothing(places: set[int]) -> None:
    spaced = "".join(" " + char if place in places else char for place, char in enumerate(SENTENCE))

    assert changes(read(spaced), "three_public.reception") == [("prior_budget", "-1234.50", "-33.33")]


@given(
    st.decimals(min_value=1, max_value=9999, places=2),
    st.decimals(min_value=0, max_value=999, places=2),
    st.sampled_from([("增加", 1), ("增长", 1), ("减少", -1), ("下降", -1), ("压减了", -1)]),
    st.sampled_from(["较上年", "比2023年", "与2023年相比，", "较2023年预算数"]),
)
def test_any_amount_and_change_are_read_exactly(
    amount: Decimal, change: Decimal, verb: tuple[str, int], base: str
) -> None:
    (fact,) = read(f"机关运行经费{amount}万元，{base}{verb[0]}{change}万元。")

    assert str(fact.amount) == str(amount)
    assert fact.comparisons[0].change == change * verb[1]
    assert fact.comparisons[0].change.as_tuple().exponent == change.as_tuple().exponent


@given(
    st.text(
        alphabet="一二（）():：；，。、0123456789.%万元比较上年增加减少持平其中主要原因是公务接待费收入支出",
        max_size=80,
    )
)
def test_no_text_breaks_the_reading(text: str) -> None:
    for fact in read(text):
        assert fact.measure
