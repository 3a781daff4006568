"""Turns of phrase met outside the labelled reports, in sentences of our own."""

from __future__ import annotations

import pytest

from parsers.extract.narrative import bodies, narrative
from parsers.model import Document, Fact, Identity, Kind, Paragraph


def read(*texts: str, kind: Kind = Kind.BUDGET) -> list[Fact]:
    document = Document(
        name="a.txt", sha256="", media_type="text/plain", blocks=tuple(Paragraph(text=text) for text in texts)
    )
    return list(narrative(bodies([document]), Identity(kind=kind, fiscal_year=2024)).facts)


def amounts(facts: list[Fact]) -> dict[str, str]:
    return {fact.measure: str(fact.amount) for fact in facts}


def changes(facts: list[Fact], measure: str) -> list[tuple[str, str]]:
    return [
        (str(comparison.base), str(comparison.change))
        for fact in facts
        if fact.measure == measure
        for comparison in fact.comparisons
    ]


def test_a_zero_without_a_unit_is_a_figure_where_its_name_is_one_of_money() -> None:
    facts = read("政府性基金拨款支出预算为0；国有资本经营预算拨款支出预算为0，与上年持平。")

    assert amounts(facts) == {"government_fund.expenditure": "0", "state_capital.expenditure": "0"}
    assert changes(facts, "state_capital.expenditure") == [("prior_budget", "0")]


def test_a_zero_without_a_unit_that_counts_something_else_is_no_sum_of_money() -> None:
    assert amounts(read("三、“三公”经费情况", "因公出国（境）团组数为0，公务用车购置数为0。")) == {}


def test_a_comment_that_a_change_is_small_is_no_second_change() -> None:
    facts = read("2024年收入预算512.40万元，比上年执行数增加2.10万元，增长0.4%，与上年基本持平。")

    assert changes(facts, "revenue.total") == [("prior_execution", "2.10")]


def test_a_change_told_in_the_next_sentence_is_of_the_whole_and_of_its_only_part() -> None:
    facts = read(
        "一、预算收支总体情况",
        "2024年，本单位收入预算为80.50万元，其中：一般公共预算拨款收入80.50万元。比上年减少3.10万元，下降3.71%。",
    )

    assert changes(facts, "revenue.total") == [("prior_budget", "-3.10")]
    assert changes(facts, "general_budget.revenue") == [("prior_budget", "-3.10")]


def test_a_list_in_a_new_paragraph_does_not_list_parts_of_a_part_of_the_one_before() -> None:
    facts = read(
        "（三）支出预算情况说明",
        "2024年支出预算90.00万元。",
        "1.按支出功能分类，包括卫生健康支出30.00万元、住房保障支出60.00万元。",
        "2.按支出用途分类，包括人员支出50.00万元；日常公用支出10.00万元；项目支出30.00万元。",
    )

    assert amounts(facts)["expenditure.project"] == "30.00"


def test_the_vehicles_of_the_paragraph_on_three_public_are_those_that_are_held() -> None:
    facts = read("三、“三公”经费预算情况", "公务用车运行维护费5.60万元，截至2023年10月，本单位公务用车共2辆。")

    assert amounts(facts)["three_public.vehicles_held"] == "2"
    assert amounts(read("五、国有资产占用情况", "本单位公务用车共2辆。")) == {"assets.vehicles": "2"}


def unread(*texts: str) -> list[str]:
    document = Document(
        name="a.txt", sha256="", media_type="text/plain", blocks=tuple(Paragraph(text=text) for text in texts)
    )
    return [note.what for note in narrative(bodies([document]), Identity(kind=Kind.BUDGET, fiscal_year=2024)).unread]


PROJECTS = (
    "第三部分 部门预算支出具体情况",
    "（五）项目支出90.00万元，具体包括：",
    "1.集市整治50.00万元，主要包括：巡查20.00万元，用于巡查集市；公务接待费3.00万元，用于交流。",
    "2.预算准备金40.00万元，主要用于临时性工作。",
)


def test_numbered_projects_under_their_sum_are_parts_of_it_and_no_figures_of_the_department() -> None:
    assert amounts(read(*PROJECTS)) == {"expenditure.project": "90.00"}
    assert unread(*PROJECTS) == []


def test_kinds_of_expenditure_told_after_the_projects_are_figures_of_the_department() -> None:
    facts = read("三、支出预算情况说明", "（二）项目支出。项目支出预算90.00万元。其中：", "1.事业单位经营支出0元。")

    assert amounts(facts)["expenditure.business"] == "0.0000"


def test_after_the_projects_figures_are_the_departments_again() -> None:
    facts = read(*PROJECTS, "2024年公务接待费2.00万元。")

    assert amounts(facts)["three_public.reception"] == "2.00"


def test_numbered_sums_that_are_under_no_sum_of_projects_are_reported_where_they_are_not_understood() -> None:
    assert unread("第三部分 支出情况", "1.集市整治50.00万元。") != []


def test_a_heading_that_runs_into_its_sentence_is_no_part_of_the_name() -> None:
    facts = read(
        "（一）收入支出决算总体情况说明", "1.总体情况2024年度收入总计42.00万元，支出总计42.00万元。",
        kind=Kind.FINAL_ACCOUNTS,
    )  # fmt: skip

    assert amounts(facts) == {"revenue.total": "42.00", "expenditure.total": "42.00"}


def test_what_the_totals_consist_of_is_no_part_on_the_body() -> None:
    facts = read(
        "一、收入支出总体情况说明",
        "（一）收入总计主要构成",
        "本年收入41.2万元。",
        "（二）支出总计主要构成",
        "本年支出40.9万元。",
    )

    assert amounts(facts) == {"revenue.current": "41.2", "expenditure.current": "40.9"}


def test_a_statement_of_the_three_expenses_alone_is_divided_into_them() -> None:
    facts = read(
        "二、公务用车购置及运行维护费",
        "按规定更新购置公务用车1辆，车辆购置支出18万元。截至2024年12月底，单位共有公务用车6辆。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert amounts(facts) == {
        "three_public.vehicles_purchased": "1",
        "three_public.vehicle_purchase": "18",
        "three_public.vehicles_held": "6",
    }


def test_a_percent_with_both_verbs_has_the_sign_of_its_change() -> None:
    facts = read("三、“三公”经费情况", "公务接待费3万元，比2023年度减少0.5万元，下降（增长）14.29%。")

    (comparison,) = [comparison for fact in facts for comparison in fact.comparisons]
    assert (str(comparison.change), str(comparison.percent)) == ("-0.5", "-14.29")


def test_a_zero_runs_into_the_next_name_of_a_kind_of_revenue() -> None:
    facts = read("（一）收入预算", "2024年年初预算数310万元，其中：事业收入0事业单位经营收入0，其他收入0万元。")

    assert amounts(facts) == {
        "revenue.total": "310",
        "revenue.institutional": "0",
        "revenue.business": "0",
        "revenue.other": "0",
    }


def test_the_beginning_and_the_end_of_a_year_are_no_part_of_the_year() -> None:
    facts = read(
        "（一）收入预算", "2024年初预算数310万元，其中：一般预算财政拨款收入300万元，2023年末结转和结余10万元。"
    )

    assert amounts(facts)["revenue.total"] == "310"
    assert amounts(facts)["general_budget.revenue"] == "300"


def test_an_office_by_its_short_name_may_stand_before_what_it_spends() -> None:
    facts = read(
        "三、“三公”经费情况", "2024澄湖区政府办“三公”经费财政拨款预算数9万元，较2023年预算下降25%，减少3万元。"
    )

    assert amounts(facts) == {"three_public.total": "9"}
    assert changes(facts, "three_public.total") == [("prior_budget", "-3")]


def test_whoever_spends_may_be_told_at_length_before_what_is_spent() -> None:
    facts = read(
        "三、“三公”经费情况",
        "2024年各行政单位（含参照管理的单位）、事业单位和其他单位使用财政拨款安排“三公”经费预算总额为96万元。",
    )

    assert amounts(facts) == {"three_public.total": "96"}


def test_groups_and_receptions_may_be_counted_by_times() -> None:
    facts = read("三、“三公”经费情况", "2024年因公出国（境）团组1次，累计出国（境）2人次。公务接待5次，41人次。")

    assert amounts(facts) == {
        "three_public.overseas_groups": "1",
        "three_public.overseas_persons": "2",
        "three_public.reception_batches": "5",
        "three_public.reception_persons": "41",
    }


def test_one_of_the_three_expenses_may_be_told_out_of_all() -> None:
    facts = read(
        "三、“三公”经费情况",
        "2024年一般公共预算安排“三公”经费支出预算中公务用车运行维护费为36万元，比上年减少0.9万元。",
    )

    assert amounts(facts) == {"three_public.vehicle_operation": "36"}
    assert changes(facts, "three_public.vehicle_operation") == [("prior_budget", "-0.9")]


def test_a_sum_over_several_bodies_is_the_figure_and_its_batches_change_by_times() -> None:
    facts = read(
        "三、“三公”经费情况",
        "2024年“三公”经费支出决算汇总数为34万元，相比2023年决算增加2万元。国内公务接待批次为12次，较上年减少9批次，共计接待96人次。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert amounts(facts) == {
        "three_public.total": "34",
        "three_public.reception_batches": "12",
        "three_public.reception_persons": "96",
    }
    assert changes(facts, "three_public.total") == [("prior_final", "2")]
    assert changes(facts, "three_public.reception_batches") == [("prior_final", "-9")]


def test_the_base_may_follow_the_bare_word_of_comparing() -> None:
    facts = read("三、“三公”经费情况", "公务接待费4万元，比较2023年预算无变化。")

    assert changes(facts, "three_public.reception") == [("prior_budget", "0")]


def test_an_amount_may_follow_its_percent_in_a_sentence_of_its_own() -> None:
    facts = read(
        "三、“三公”经费情况", "公务用车运行维护费预算8万元，较2023年预算下降20%。减少2万元。主要原因是厉行节约。"
    )

    (comparison,) = [comparison for fact in facts for comparison in fact.comparisons]
    assert (str(comparison.change), str(comparison.percent)) == ("-2", "-20")


def test_numbered_items_of_one_sentence_end_the_reason_before_them() -> None:
    facts = read(
        "三、“三公”经费情况",
        "一、2024年因公出国（境）费预算7万元，与2023年预算相比增加7万元，主要原因是开展招商工作，"
        "二、2024年公务接待费预算20万元，与2023年预算相比持平。",
    )

    assert amounts(facts) == {"three_public.overseas": "7", "three_public.reception": "20"}
    assert changes(facts, "three_public.reception") == [("prior_budget", "0")]


def test_the_three_expenses_are_themselves_under_a_whole_that_is_not_understood() -> None:
    facts = read(
        "三、“三公”经费情况", "2024年某某口径甲类开销合计52万元，其中：公务接待费12万元，因公出国（境）费40万元。"
    )

    assert amounts(facts) == {"three_public.reception": "12", "three_public.overseas": "40"}


@pytest.mark.parametrize(
    "words",
    [
        "2024年区本级一般公共预算中“三公”经费支出预算为52万元。",
        "各单位使用当年一般公共预算拨款（包括纳入一般公共预算管理的非税收入）安排的2024年“三公”经费预算为52万元。",
        "2024年全县县级部门汇总一般公共预算“三公”经费预安排52万元。",
    ],
)
def test_the_money_spent_may_be_told_before_the_three_expenses(words: str) -> None:
    assert amounts(read("三、“三公”经费情况", words)) == {"three_public.total": "52"}


def test_a_full_stop_of_another_alphabet_ends_a_title_before_a_year() -> None:
    facts = read(
        "（一）收入支出决算总体情况说明",
        "2.收入情况.2024年度收入合计61.28万元，较上年决算数增加2.9万元。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert amounts(facts) == {"revenue.current": "61.28"}


def test_the_word_before_the_year_compared_with_may_be_lost() -> None:
    facts = read("三、“三公”经费情况", "公务接待费支出3万元，2024年度预算相比，减少2万元。", kind=Kind.FINAL_ACCOUNTS)

    assert changes(facts, "three_public.reception") == [("opening_budget", "-2")]


def test_a_heading_states_nothing_so_that_a_sentence_of_no_change_is_none() -> None:
    facts = read(
        "五、“三公”经费预算情况说明",
        "2024年“三公”经费预算5万元，其中：因公出国（境）经费0万元，公务接待费5万元。",
        "（一）因公出国（境）经费与2023年预算持平。",
        "（二）公务接待费较2023年预算下降20%。",
    )

    assert changes(facts, "three_public.overseas") == [("prior_budget", "0")]
    assert amounts(facts) == {
        "three_public.total": "5",
        "three_public.overseas": "0",
        "three_public.reception": "5",
    }


def test_what_a_name_includes_may_stand_in_brackets_inside_it() -> None:
    facts = read("三、“三公”经费情况", "公务用车（含执法执勤用车）运行维护费6万元。")

    assert amounts(facts) == {"three_public.vehicle_operation": "6"}


def test_contracts_with_the_smallest_are_a_part_of_those_with_small_enterprises() -> None:
    facts = read(
        "（二）政府采购支出情况",
        "政府采购支出总额55万元，其中：货物55万元。主要用于采购设备。"
        "授予中小企业合同金额50万元，占90.9%，其中：授予小微企业合同金额30万元。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert amounts(facts)["procurement.small_micro"] == "30"


def test_a_class_of_expenditure_may_be_called_a_class() -> None:
    facts = read("三、支出预算情况说明", "（一）教育支出类科目520.5万元，同比增加2.5万元，增长0.5%。")

    assert amounts(facts) == {"expenditure.function.205": "520.5"}


def test_a_change_that_tells_of_no_base_is_reported() -> None:
    words = ("三、“三公”经费情况", "公务接待费5万元，减少1万元。")

    assert changes(read(*words), "three_public.reception") == []
    assert unread(*words) == ["增减没有说明比较对象或方向：，减少1万元"]


def test_figures_in_turn_of_which_there_are_more_than_names_are_none_of_them() -> None:
    words = ("三、“三公”经费情况", "公务接待费、公务用车运行维护费分别为2万元、3万元、4万元。")

    assert amounts(read(*words)) == {}
    assert unread(*words) != []


def test_a_direction_may_be_told_before_what_a_figure_is_compared_with() -> None:
    facts = read(
        "五、一般公共预算财政拨款支出决算情况",
        "一般公共预算财政拨款支出41.5万元，与上年相比减少3.7万元，降低8%；决算数大于预算数5.9万元，主要原因是调资。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert changes(facts, "general_budget.expenditure") == [("prior_final", "-3.7"), ("opening_budget", "5.9")]


def test_income_under_the_heading_of_income_is_that_of_the_year() -> None:
    facts = read(
        "二、决算情况说明",
        "（一）收入决算情况。",
        "2024年度，本单位收入为187.5万元，其中：财政拨款收入180.5万元；其他收入7万元。",
        "（二）支出决算情况",
        "2024年度，本单位支出为182.5万元。其中：基本支出121.5万元；项目支出61万元。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert amounts(facts) == {
        "revenue.current": "187.5",
        "revenue.fiscal_appropriation": "180.5",
        "revenue.other": "7",
        "expenditure.current": "182.5",
        "expenditure.basic": "121.5",
        "expenditure.project": "61",
    }


def test_a_change_under_a_heading_of_its_own_is_of_what_the_heading_names() -> None:
    facts = read(
        "1、部门收支情况说明：2024年度收入预算总额351.8万元。",
        "2、收支增减变化情况说明：较上年减少13.2万元，主要原因是项目减少。",
    )

    assert changes(facts, "revenue.total") == [("prior_budget", "-13.2")]


def test_vehicles_are_no_part_of_receptions_that_were_named_last() -> None:
    facts = read(
        "三、“三公”经费情况",
        "“三公”经费预算46万元，其中：公务接待费11万元。",
        "公务用车情况如下。其中，公务用车运行费10万元，公务用车购置费25万元。",
    )

    assert amounts(facts)["three_public.vehicle_operation"] == "10"
    assert amounts(facts)["three_public.vehicle_purchase"] == "25"


def test_a_reason_counted_with_digits_goes_on_after_a_semicolon() -> None:
    facts = read(
        "（一）收入预算情况",
        "2024年收入预算总额为783.2万元，比上年增加71.5万元，增长10%，原因是：1、人员增加；"
        "2、本年增加了其他资金预算70万元。其中：财政拨款收入713.2万元，占91%；其他收入70万元，占9%。",
    )

    assert amounts(facts) == {"revenue.total": "783.2", "revenue.fiscal_appropriation": "713.2", "revenue.other": "70"}


@pytest.mark.parametrize("body", ["政协机关", "县政协", "区人大常委会机关", "纪委监委机关"])
def test_the_short_name_of_an_office_may_stand_before_what_it_spends(body: str) -> None:
    facts = read("三、“三公”经费情况", f"2024年{body}“三公”经费预算数为20.1万元，与上年相比减少0.2万元。")

    assert amounts(facts) == {"three_public.total": "20.1"}
    assert changes(facts, "three_public.total") == [("prior_budget", "-0.2")]


def test_what_is_reserved_for_small_enterprises_is_a_figure_and_no_budget_of_one() -> None:
    facts = read(
        "（二）政府采购支出情况",
        "面向中小企业预留政府采购项目预算金额62.4万元，面向小微企业预留政府采购项目预算金额41.3万元。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert amounts(facts) == {"procurement.sme_reserved": "62.4", "procurement.small_micro_reserved": "41.3"}


def test_the_words_before_tell_of_which_step_of_the_performance_management_a_sum_is() -> None:
    steps = (
        "编报绩效目标的项目19个，涉及预算金额815.2万元；开展绩效跟踪的项目18个，涉及预算金额805.2万元；"
        "绩效自评的项目17个，涉及预算金额795.2万元。"
    )
    told = {"performance.target_amount": "815.2", "performance.self_evaluated_amount": "795.2"}

    assert told.items() <= amounts(read("十、预算绩效管理情况", steps, kind=Kind.FINAL_ACCOUNTS)).items()
    assert amounts(read("十、预算绩效管理情况", steps)) == {"performance.target_amount": "815.2"}


def test_vehicles_in_stock_are_those_held() -> None:
    facts = read("五、“三公”经费情况", "公务用车运行维护费预算4.2万元，本单位实有存量公务车2辆。")

    assert amounts(facts)["three_public.vehicles_held"] == "2"


@pytest.mark.parametrize(
    "told", ["减少0.6万元，减幅12.5%", "（减少）0.6万元，（减）幅12.5%", "（减）0.6万元，降幅12.5%"]
)
def test_the_word_of_direction_may_be_the_one_left_of_two(told: str) -> None:
    facts = read("三、“三公”经费情况", f"2024年公务接待费预算4.2万元，较上年{told}。")

    assert changes(facts, "three_public.reception") == [("prior_budget", "-0.6")]
    assert [str(change.percent) for fact in facts for change in fact.comparisons] == ["-12.5"]


def test_a_form_that_leaves_both_directions_says_neither_in_brackets() -> None:
    facts = read("三、“三公”经费情况", "2024年公务接待费预算4.2万元，较上年增加（减少）0万元。")

    assert changes(facts, "three_public.reception") == [("prior_budget", "0")]


def test_two_headings_on_one_line_are_two() -> None:
    facts = read(
        "一、基本情况二、收支预算总表说明", "（一）收入情况", "本年度预算总收入为383.6万元，比上年增加35.9万元。"
    )

    assert amounts(facts) == {"revenue.total": "383.6"}


def test_a_single_line_cut_inside_a_word_goes_on() -> None:
    facts = read(
        "（一）收入预算情况",
        "2024年收入预算总额为910.8万元，其中：财政拨款收入889.6万元，占97.7%；上年结",
        "余21.2万元，占2.3%。",
    )

    assert amounts(facts)["carryover.opening"] == "21.2"


@pytest.mark.parametrize("brackets", ["（）", "()"])
def test_what_an_item_spends_is_not_what_the_account_spends(brackets: str) -> None:
    opened, closed = brackets
    item = "1.农林水支出（类）水利（款）水利工程运行与维护（项）：".replace("（", opened).replace("）", closed)
    facts = read(
        "（三）一般公共预算财政拨款支出决算具体情况",
        "2024年一般公共预算支出决算数为126.4万元，完成预算59.7%。其中：",
        f"{item} 支出决算为67.6万元，完成预算89.53%，决算数小于预算数的主要原因是年初预算不足。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert amounts(facts) == {"general_budget.expenditure": "126.4"}


@pytest.mark.parametrize("each", ["各是125.4,143.9万元", "各为125.4、143.9万元", "各是125.4万元、143.9万元"])
def test_two_figures_that_share_a_word_and_a_unit_are_those_of_two_names(each: str) -> None:
    facts = read(
        "一、收入支出决算总体情况说明",
        f"2024年度收、支总计{each}。与2023年相比，收、支总计各减少12.6,25.7万元，各下降9.1%、15.1%。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert amounts(facts) == {"revenue.total": "125.4", "expenditure.total": "143.9"}
    assert changes(facts, "revenue.total") == [("prior_final", "-12.6")]
    assert changes(facts, "expenditure.total") == [("prior_final", "-25.7")]


def test_one_figure_of_two_names_is_that_of_both() -> None:
    facts = read("一、收支情况", "2024年度收、支总计各为12,125.4万元，比上年各增加1,005.4万元，增长9%。")

    assert amounts(facts) == {"revenue.total": "12125.4", "expenditure.total": "12125.4"}
    assert changes(facts, "expenditure.total") == [("prior_budget", "1005.4")]


def test_codes_between_the_names_of_an_item_and_a_word_said_twice_change_nothing() -> None:
    facts = read(
        "三、支出情况",
        "财政拨款支出主要内容如下：1、公共安全支出（204类）司法（06款）行政运行（01项）167.6万元，主要用于基本支出。",
        "四、“三公”经费情况",
        "公务车用车运行费2.5万元。",
    )

    assert amounts(facts) == {"three_public.vehicle_operation": "2.5"}


def test_a_bare_word_at_the_beginning_names_the_total() -> None:
    facts = read(
        "一、收入支出决算总体情况说明",
        "2024年度，本单位收入为168.4万元，比上年增加10万元，升幅6.3%，其中：财政拨款收入151.6万元；"
        "支出为165.2万元，比上年减少5万元。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert amounts(facts) == {
        "revenue.total": "168.4", "revenue.fiscal_appropriation": "151.6", "expenditure.total": "165.2",
    }  # fmt: skip
    assert changes(facts, "revenue.total") == [("prior_final", "10")]
    assert changes(facts, "expenditure.total") == [("prior_final", "-5")]


def test_receptions_and_vehicles_by_their_short_names() -> None:
    facts = read(
        "三、“三公”经费情况",
        "“三公”经费全年支出5.5万元。其中：接待费1.5万元，接待15批次120人次；车辆运行维护费4万元，2辆公车平均每辆2万元。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert amounts(facts)["three_public.reception"] == "1.5"
    assert amounts(facts)["three_public.reception_batches"] == "15"
    assert amounts(facts)["three_public.vehicle_operation"] == "4"


def test_a_change_behind_the_whole_told_again_is_not_one_of_its_parts() -> None:
    facts = read(
        "二、财政拨款收支情况",
        "2024年度财政拨款收入总计120万元，其中一般公共预算110万元，政府性基金10万元；"
        "财政拨款支出总计120万元，与上年相比均增加5万元，增长4.3%。",
        kind=Kind.FINAL_ACCOUNTS,
    )

    assert amounts(facts) == {
        "appropriation.total": "120", "general_budget.revenue": "110", "government_fund.revenue": "10",
    }  # fmt: skip
    assert [fact.measure for fact in facts if fact.comparisons] == ["appropriation.total"]


@pytest.mark.parametrize(
    ("heading", "sentence", "kind", "expected"),
    [
        (
            "四、政府采购情况", "2024年度政府采购共计60.5万元。授予中小企业60.5万元，占100%。",
            Kind.FINAL_ACCOUNTS, {"procurement.total": "60.5", "procurement.sme": "60.5"},
        ),
        (
            "二、收支总体情况", "2024年部门收入预算1,000万元，其中：本级财力安排950万元，上级补助50万元。",
            Kind.BUDGET, {"revenue.total": "1000", "revenue.superior_subsidy": "50"},
        ),
        (
            "三、预算收支及增减变化情况", "澄湖区柳岸镇人民政府2024年部门预算总收入预计860.5万元，比上年增加10万元。",
            Kind.BUDGET, {"revenue.total": "860.5"},
        ),
        (
            "四、财政拨款收支预算", "2024年财政拨款收支总预算950万元。收入为一般公共预算当年拨款收入950万元。",
            Kind.BUDGET, {"appropriation.total": "950", "general_budget.revenue": "950"},
        ),
        (
            "六、预算绩效情况", "2024年纳入绩效目标管理的项目8个，资金总额350.5万元，占项目支出的100%。",
            Kind.BUDGET, {"performance.target_amount": "350.5"},
        ),
        (
            "七、会议费、培训费情况", "2024年召开会议5次，支出会议费1.5万元；举办培训3期，支出培训费2.4万元。",
            Kind.FINAL_ACCOUNTS, {"meetings": "1.5", "training": "2.4"},
        ),
        (
            "三、“三公”经费情况", "国内公务接待累计25批次、180人，人均138.9元；无外事接待。", Kind.FINAL_ACCOUNTS,
            {
                "three_public.reception_batches": "25", "three_public.reception_persons": "180",
                "three_public.reception_per_person": "138.9",
            },
        ),
    ],
)  # fmt: skip
def test_short_names_are_read_where_their_section_tells_them(
    heading: str, sentence: str, kind: Kind, expected: dict[str, str]
) -> None:
    assert amounts(read(heading, sentence, kind=kind)) == expected
