"""Turns of phrase of districts, towns and schools, in sentences of our own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.extract.narrative import bodies, narrative
from parsers.model import Document, Fact, Identity, Kind, Paragraph

THREE_PUBLIC = "三、“三公”经费情况说明"
Change = tuple[str | None, str | None, str | None]


def read(*texts: str, kind: Kind = Kind.FINAL_ACCOUNTS) -> list[Fact]:
    document = Document(
        name="a.txt", sha256="", media_type="text/plain", blocks=tuple(Paragraph(text=text) for text in texts)
    )
    return list(narrative(bodies([document]), Identity(kind=kind, fiscal_year=2024)).facts)


def amounts(facts: list[Fact]) -> dict[str, str | None]:
    return {fact.measure: None if fact.amount is None else str(fact.amount) for fact in facts}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def changes(facts: list[Fact], measure: str) -> list[Change]:
    return [
        (one.base and one.base.value, _text(one.change), _text(one.percent))
        for fact in facts
        if fact.measure == measure
        for one in fact.comparisons
        if one.change is not None or one.percent is not None
    ]


def test_an_item_before_a_colon_is_the_subject_of_its_paragraph() -> None:
    facts = read(
        "五、一般公共预算财政拨款支出决算情况说明",
        "2024年一般公共预算支出决算数为900.50万元，完成预算98.1%。其中：",
        "1.农林水支出（类）水利（款）水利工程运行与维护（项）：支出决算为67.20万元，完成预算89.5%。",
        "2.农林水支出（类）水利（款）其他水利支出（项）：年初预算为6万元，支出决算为5万元。",
    )

    assert amounts(facts) == {"general_budget.expenditure": "900.50"}
    assert [str(one.completion) for fact in facts for one in fact.comparisons] == ["98.1"]


def test_a_bracket_with_an_enumeration_interrupts_like_one_with_commas() -> None:
    facts = read(
        THREE_PUBLIC,
        "2024年度镇本级“三公”经费决算4.50万元，公务接待费0万元，公务用车购置及运行维护费4.50万元"
        "（公务用车购置费0万元、公务用车运行维护费4.50万元）。经比较，2024年度镇本级“三公”经费较上年决算数减少0.30万元。",
    )

    assert amounts(facts)["three_public.vehicle_purchase"] == "0"
    assert changes(facts, "three_public.total") == [("prior_final", "-0.30", None)]


def test_what_a_change_names_is_the_subject_of_the_next_one() -> None:
    facts = read(
        THREE_PUBLIC,
        "“三公”经费支出合计40万元。其中，公务用车运行维护费31万元；公务接待费9万元。",
        "全镇“三公”经费较上年减少3万元，较年初预算数减少0.40万元。其中：公务用车运行维护费较上年减少1.30万元，"
        "下降4.0%，较年初预算数减少0.10万元；公务接待费较上年减少1.70万元，较年初预算数减少0.30万元。",
    )

    assert changes(facts, "three_public.total") == [("prior_final", "-3", None), ("opening_budget", "-0.40", None)]
    assert changes(facts, "three_public.vehicle_operation") == [
        ("prior_final", "-1.30", "-4.0"),
        ("opening_budget", "-0.10", None),
    ]
    assert changes(facts, "three_public.reception") == [
        ("prior_final", "-1.70", None),
        ("opening_budget", "-0.30", None),
    ]


def test_parts_of_a_budget_are_budgets_and_no_outcomes() -> None:
    facts = read(
        THREE_PUBLIC,
        "2024年我镇“三公”经费预算为20万元，其中：公务接待费9万元，公务用车运行维护费11万元。",
        "2024年“三公”经费支出共计8万元，较年初预算数减少12万元。",
    )

    assert amounts(facts)["three_public.total"] == "8"
    assert amounts(facts)["three_public.reception"] is None
    assert {str(one.base_amount) for fact in facts if fact.amount is None for one in fact.comparisons} == {"9", "11"}


def test_no_change_after_a_reason_is_still_said_of_the_figure() -> None:
    facts = read(THREE_PUBLIC, "1.因公出国（境）费0万元，主要原因是本年没有相关安排，与上年持平。")

    assert changes(facts, "three_public.overseas") == [("prior_final", "0", None)]


@pytest.mark.parametrize("named", ["一般性支出统一压减10%", "落实要求，公用定额压减5%", "参会人员增加20%"])
def test_the_percent_of_something_that_only_a_reason_names_is_not_that_of_the_figure(named: str) -> None:
    facts = read("四、其他重要事项", f"会议费10万元，比上年增加2万元，主要原因是{named}，新增专题会议。")

    assert changes(facts, "meetings") == [("prior_final", "2", None)]


@pytest.mark.parametrize("words", ["因油价上涨10%", "受油价上涨10%影响", "主要是轮胎更换增加3万元，增长60%"])
def test_a_percent_of_what_is_no_figure_of_the_report_is_not_that_of_the_figure_before(words: str) -> None:
    facts = read(THREE_PUBLIC, f"公务用车运行维护费5万元，比上年增加0.50万元，{words}。")

    assert changes(facts, "three_public.vehicle_operation") == [("prior_final", "0.50", None)]


@pytest.mark.parametrize("words", ["增长11.11%", "即增长11.11%", "同比增长11.11%", "总体增长11.11%", "支出增长11.11%"])
def test_a_percent_of_the_figure_may_have_a_word_before_it(words: str) -> None:
    facts = read(THREE_PUBLIC, f"公务用车运行维护费5万元，比上年增加0.50万元，{words}。")

    assert changes(facts, "three_public.vehicle_operation") == [("prior_final", "0.50", "11.11")]


def test_percents_of_several_figures_are_told_in_turn() -> None:
    facts = read(
        "四、其他重要事项",
        "培训费3万元，会议费2万元，分别比上年增加1万元、减少0.50万元，分别增长50%、下降20%。",
    )

    assert changes(facts, "training") == [("prior_final", "1", "50")]
    assert changes(facts, "meetings") == [("prior_final", "-0.50", "-20")]


@pytest.mark.parametrize("words", ["增长25%", "同比增长25%"])
def test_a_percent_that_stands_after_the_reason_is_that_of_the_figure(words: str) -> None:
    facts = read("四、其他重要事项", f"会议费10万元，比上年增加2万元，主要原因是参会人员增加，{words}。")

    assert changes(facts, "meetings") == [("prior_final", "2", "25")]


def test_a_figure_that_a_reason_names_is_compared_in_its_own_right() -> None:
    facts = read(
        "（一）收入支出决算总体情况说明",
        "2.收入情况。2024年度收入合计500万元，较上年决算数减少10万元，下降2.0%，主要原因是事业收入较上年决算数"
        "减少12万元，下降30.0%。其中：财政拨款收入470万元，事业收入28万元。",
    )

    assert changes(facts, "revenue.current") == [("prior_final", "-10", "-2.0")]
    assert changes(facts, "revenue.institutional") == [("prior_final", "-12", "-30.0")]
    assert amounts(facts)["revenue.fiscal_appropriation"] == "470"


def test_parts_listed_after_a_change_are_those_of_the_figure_with_an_amount() -> None:
    facts = read(
        "（一）收入支出决算总体情况说明",
        "3.支出情况。2024年度支出合计500万元，较上年决算数减少10万元，主要原因是基本支出较上年决算数增加6万元；"
        "项目支出较上年决算数减少16万元。其中：基本支出400万元，项目支出100万元。",
    )

    assert amounts(facts)["expenditure.project"] == "100"
    assert changes(facts, "expenditure.project") == [("prior_final", "-16", None)]


def test_a_sentence_without_a_subject_is_of_the_whole_where_its_last_part_was_compared_before() -> None:
    facts = read(
        "五、一般公共预算财政拨款支出决算情况说明",
        "2024年一般公共预算财政拨款支出900万元，其中：农林水支出820万元，较上年增加50万元；住房保障支出80万元，"
        "与上年持平。较上年决算数增加50万元，增长5.88%。",
    )

    assert changes(facts, "general_budget.function.221") == [("prior_final", "0", None)]
    assert changes(facts, "general_budget.expenditure") == [("prior_final", "50", "5.88")]


def test_one_more_item_of_the_sentence_before_is_compared_with_the_same() -> None:
    facts = read(
        THREE_PUBLIC,
        "“三公”经费预算14万元，其中：公务用车运行维护费14万元，公务接待费0万元。与2023年预算相比增长10%，"
        "其中公务用车运行维护费增加2万元，原因是车辆老化。公务接待费减少0万元，主要是压缩接待。",
        kind=Kind.BUDGET,
    )

    assert changes(facts, "three_public.total") == [("prior_budget", None, "10")]
    assert changes(facts, "three_public.reception") == [("prior_budget", "0", None)]


def test_a_base_without_a_unit_is_passed_over() -> None:
    facts = read(THREE_PUBLIC, "“三公”经费支出2.05万元，较上年2.08减少0.03万元，减少了1.44%。")

    assert changes(facts, "three_public.total") == [("prior_final", "-0.03", "-1.44")]


def test_a_statement_after_the_words_of_a_reason_states() -> None:
    facts = read(
        THREE_PUBLIC,
        "“三公”经费增减变化的主要原因是：2024年“三公”经费支出合计24.50万元，比上年减少4万元。",
    )

    assert changes(facts, "three_public.total") == [("prior_final", "-4", None)]


def test_guests_named_by_a_use_are_those_of_the_department() -> None:
    facts = read(
        THREE_PUBLIC,
        "公务接待费支出0.50万元，主要用于接待上级单位调研，列明公务接待2批次、26人次，其中：接待外宾0批次、1人次。",
    )

    assert amounts(facts) == {
        "three_public.reception": "0.50",
        "three_public.reception_batches": "2",
        "three_public.reception_persons": "26",
        "three_public.foreign_guest_batches": "0",
        "three_public.foreign_guest_persons": "1",
    }


def test_guests_of_other_countries_after_the_persons_do_not_replace_them() -> None:
    facts = read(THREE_PUBLIC, "国内公务接待批次为52个，接待人次为420人，其中外事接待0批次、0人。")

    assert amounts(facts) == {
        "three_public.reception_batches": "52",
        "three_public.reception_persons": "420",
        "three_public.foreign_guest_batches": "0",
        "three_public.foreign_guest_persons": "0",
    }


def test_words_that_the_field_uses_for_three_public() -> None:
    facts = read(
        THREE_PUBLIC,
        "2024年部门决算公开“三公”经费合计31.20万元，其中：公务接待费1.50万元，车辆运行费29.70万元。",
        "公务用车保有量2辆，购置及运行维护费29.70万元，接待媒体46批次，约600人。",
    )

    assert amounts(facts) == {
        "three_public.total": "31.20",
        "three_public.reception": "1.50",
        "three_public.vehicle_operation": "29.70",
        "three_public.vehicles_held": "2",
        "three_public.vehicles": "29.70",
        "three_public.reception_batches": "46",
        "three_public.reception_persons": "600",
    }


def test_kinds_of_procurement_after_its_ways_are_parts_of_the_whole() -> None:
    facts = read(
        "（二）政府采购情况说明",
        "2024年政府采购支出总额3万元。其中：政府集中采购3万元，分散采购0元。",
        "按采购项目类型，分为货物、工程和服务三种。其中：货物类采购1万元，工程类采购0元，服务类采购20000元。",
    )

    assert amounts(facts) == {
        "procurement.total": "3",
        "procurement.goods": "1",
        "procurement.works": "0.0000",
        "procurement.services": "2.0000",
    }


def test_a_paragraph_cut_inside_its_sentence_goes_on() -> None:
    facts = read(
        "（一）收入支出决算总体情况说明",
        "2.收入情况。2024年度收入合计241.10万元，较上年决算",
        "数增加13.10万元，增长6%。",
    )

    assert changes(facts, "revenue.current") == [("prior_final", "13.10", "6")]


def test_performance_money_and_counts() -> None:
    finals = read("十、预算绩效管理情况", "绩效自评的2024年度项目39个，涉及预算金额415.50万元。")
    budget = read("七、预算绩效目标说明", "纳入部门整体支出绩效目标的金额为656.70万元。", kind=Kind.BUDGET)

    assert amounts(finals) == {
        "performance.self_evaluated_projects": "39",
        "performance.self_evaluated_amount": "415.50",
    }
    assert amounts(budget) == {"performance.target_amount": "656.70"}


def test_accounts_that_begin_under_the_description_of_the_body_are_read() -> None:
    facts = read(
        "一、部门基本情况",
        "（一）职能职责",
        "负责渡口管理，2024年管理渡口300万元资产。",
        "（一）收入支出决算总体情况说明",
        "1.总体情况。2024年度收入总计60.70万元，支出总计60.70万元。",
    )

    assert amounts(facts) == {"revenue.total": "60.70", "expenditure.total": "60.70"}


def test_each_side_is_compared_with_the_base_that_both_share() -> None:
    facts = read(
        "（一）收入支出决算总体情况说明",
        "本部门2024年度收入总计69.50万元，支出总计68.40万元。与2023年决算数相比，收入增加9.50万元，主要原因是新增项目。"
        "支出增加8.40万元，增长14.0%，主要原因是增人增资。",
    )

    assert changes(facts, "revenue.total") == [("prior_final", "9.50", None)]
    assert changes(facts, "expenditure.total") == [("prior_final", "8.40", "14.0")]


def test_a_sentence_that_gives_a_reason_names_no_new_subject() -> None:
    facts = read(
        "（二）财政拨款收入支出决算总体情况说明",
        "财政拨款支出64.50万元，较上年决算数增加8.40万元。主要原因是购置中心办公区及增人增资。较年初预算数减少3.80万元。",
    )

    assert changes(facts, "expenditure.fiscal_appropriation") == [
        ("prior_final", "8.40", None),
        ("opening_budget", "-3.80", None),
    ]


def test_a_base_without_its_preposition_and_a_list_without_its_full_stop() -> None:
    facts = read(
        "（一）收入支出决算总体情况说明",
        "2.支出情况。2024年度支出合计243.80万元，2023年度相比，减少4.20万元，下降1.7%，主要原因是基本支出减少3万元，"
        "项目支出减少1.20万元其中：基本支出200万元；项目支出43.80万元。",
    )

    assert changes(facts, "expenditure.current") == [("prior_final", "-4.20", "-1.7")]
    assert amounts(facts) == {
        "expenditure.current": "243.80",
        "expenditure.basic": "200",
        "expenditure.project": "43.80",
    }


def test_parts_of_last_years_figure_are_no_figures_of_this_year() -> None:
    facts = read(
        THREE_PUBLIC,
        "2024年“三公”经费决算数合计为18万元，其中：公务接待费8万元，公务用车运行费用10万元。"
        "2023年的“三公”经费决算数合计为20万元，其中：公务接待费9万元，公务用车运行费用11万元。",
    )

    assert [(fact.measure, str(fact.amount)) for fact in facts] == [
        ("three_public.total", "18"),
        ("three_public.reception", "8"),
        ("three_public.vehicle_operation", "10"),
    ]
    assert {str(one.base_amount) for fact in facts for one in fact.comparisons} == {"20", "9", "11"}


def test_numbered_items_of_a_change_share_its_base() -> None:
    facts = read(
        THREE_PUBLIC,
        "“三公”经费决算数合计为18万元，其中：公务接待费8万元，公务用车运行费10万元。",
        "“三公”经费决算数较上年增加5万元，主要原因是：",
        "1.公务用车运行费增加3万元，原因是车辆老化。",
        "2.公务接待费增加2万元。",
    )

    assert changes(facts, "three_public.vehicle_operation") == [("prior_final", "3", None)]
    assert changes(facts, "three_public.reception") == [("prior_final", "2", None)]


def test_no_change_told_after_a_completion_is_a_change_of_zero() -> None:
    facts = read(THREE_PUBLIC, "公务接待费年初预算为0万元，支出决算为0万元，完成预算的0%，决算数与年初预算数持平。")

    (one,) = facts[0].comparisons
    assert (str(one.change), str(one.base_amount), str(one.completion)) == ("0", "0", "0")


def test_a_sum_right_after_another_is_no_figure_of_the_heading() -> None:
    assert amounts(read(THREE_PUBLIC, "公务用车运行维护费68.80万元13.40万元，主要原因是车辆老化。")) == {
        "three_public.vehicle_operation": "68.80"
    }


def test_the_number_of_a_page_inside_a_line_is_no_figure() -> None:
    assert amounts(read(THREE_PUBLIC, "国内公务接待23批次， - 15 - 186人次，其中：外事接待0批次0人次。")) == {
        "three_public.reception_batches": "23",
        "three_public.reception_persons": "186",
        "three_public.foreign_guest_batches": "0",
        "three_public.foreign_guest_persons": "0",
    }


def test_amounts_as_people_print_them() -> None:
    facts = read(
        THREE_PUBLIC,
        "“三公”经费支出1.20亿元，较上年增加2,000万元。公务用车购置费1, 537.4万元，公务用车运行维护费70,734,万元，"
        "公务接待费50000元，较上年减少 万元，下降 %。",
    )

    assert {measure: Decimal(amount or "") for measure, amount in amounts(facts).items()} == {
        "three_public.total": Decimal(12000),
        "three_public.vehicle_purchase": Decimal("1537.4"),
        "three_public.vehicle_operation": Decimal(70734),
        "three_public.reception": Decimal(5),
    }
    assert changes(facts, "three_public.reception") == []


def test_a_figure_whose_first_digits_are_lost_is_none() -> None:
    assert amounts(read("（一）收入支出决算总体情况说明", "支出总计,867.48万元。")) == {}


def test_a_change_that_only_forbids_growth_is_none() -> None:
    facts = read(THREE_PUBLIC, "“三公”经费支出6万元，较2023年只减不增，严格控制支出。")

    assert changes(facts, "three_public.total") == []


def test_guests_of_other_countries_in_brackets_do_not_interrupt_the_count() -> None:
    facts = read(THREE_PUBLIC, "国内公务接待共312批次（其中外事接待0批次），4228人次（其中外事接待3人次）。")

    assert amounts(facts) == {
        "three_public.reception_batches": "312",
        "three_public.foreign_guest_batches": "0",
        "three_public.reception_persons": "4228",
        "three_public.foreign_guest_persons": "3",
    }


def test_no_change_of_an_item_against_both_bases_in_turn() -> None:
    facts = read(
        THREE_PUBLIC,
        "“三公”经费支出决算总额为5.50万元，比预算增加0万元，比去年增加1.50万元，增长37.5%。其中，因公出国支出决算"
        "比预算无增减变化，比去年无增减变化。",
        "用餐费等公务接待费决算支出1.50万元。因公出国（境）团组共计 ,2 个。",
    )

    assert changes(facts, "three_public.overseas") == [("opening_budget", "0", None), ("prior_final", "0", None)]
    assert amounts(facts)["three_public.reception"] == "1.50"
    assert amounts(facts)["three_public.overseas_groups"] == "2"


def test_a_change_on_the_same_basis_and_a_number_of_persons_after_the_groups() -> None:
    facts = read(
        THREE_PUBLIC,
        "“三公”经费支出数为65.10万元，按同口径同比减少3.90万元，下降5.7%。",
        "2024年因公出国（境）团组1个，人数4人。",
    )

    assert changes(facts, "three_public.total") == [("prior_final", "-3.90", "-5.7")]
    assert amounts(facts)["three_public.overseas_persons"] == "4"
