"""Relations held against composed reports: satisfied, violated, or not evaluated and why."""

from __future__ import annotations

from decimal import Decimal

import pytest

from alerts.book import Book
from alerts.check import Answer, Checked, answers, check
from alerts.formulas import parse
from alerts.model import History
from alerts.rules.case import Case
from parsers.model import Indicator, Report, StandardTable, TableRow, TableStatus, Unread
from tests.unit.alerts.reports import budget, fact, final, form, table


def row(
    label: str, meaning: str | None = None, *, code: str | None = None, side: str | None = None, **cells: str
) -> TableRow:
    named = {column.replace("__", "."): Decimal(amount) for column, amount in cells.items()}
    return TableRow(label=label, meaning=meaning, code=code, side=side, cells=named)


def ask(text: str, report: Report, **entry: object) -> Checked:
    """The one answer to one relation."""
    kind = report.identity.kind
    assert kind is not None
    (relation,) = parse(
        [{"rule": "A1", "kind": kind.value, **({"holds": [text]} if "tree" not in entry else {}), **entry}]
    )
    return next(iter(check(Book(Case.of(report, History())), relation)))


def expenditure(
    *rows: TableRow, kind: str = "budget.expenditure", status: TableStatus = TableStatus.PRESENT
) -> StandardTable:
    return table(kind, status, *rows)


WHOLE = row("合计", "total", total="300.00", basic="200.00", project="100.00")


def test_a_sum_that_holds_is_satisfied_and_shows_its_numbers() -> None:
    found = ask("expenditure[total] = [total].basic + [total].project", budget(tables=[expenditure(WHOLE)]))
    assert found.answer == Answer.SATISFIED
    assert found.formula == "《部门支出总表》合计 300.00 = 合计（基本支出） 200.00 + 合计（项目支出） 100.00（300.00）"


@pytest.mark.parametrize(("project", "answer"), [("100.02", Answer.SATISFIED), ("100.03", Answer.VIOLATED)])
def test_rounding_of_two_addends_explains_two_cents_and_no_more(project: str, answer: Answer) -> None:
    whole = row("合计", "total", total="300.00", basic="200.00", project=project)
    found = ask("expenditure[total] = [total].basic + [total].project", budget(tables=[expenditure(whole)]))
    assert (found.answer, found.tolerance) == (answer, Decimal("0.02"))


def test_a_table_in_whole_tens_of_thousands_may_be_off_by_half_a_unit_for_each_number() -> None:
    whole = row("合计", "total", total="301", basic="200", project="100")
    found = ask("expenditure[total] = [total].basic + [total].project", budget(tables=[expenditure(whole)]))
    assert (found.answer, found.tolerance) == (Answer.SATISFIED, Decimal("1.5"))


def test_a_blank_part_adds_nothing_and_a_blank_total_is_not_judged() -> None:
    only_basic = row("合计", "total", total="300.00", basic="200.00")
    found = ask("expenditure[total] = [total].basic + [total].project", budget(tables=[expenditure(only_basic)]))
    assert found.answer == Answer.VIOLATED
    no_total = row("合计", "total", basic="200.00", project="100.00")
    found = ask("expenditure[total] = [total].basic + [total].project", budget(tables=[expenditure(no_total)]))
    assert (found.answer, found.why) == (Answer.NOT_EVALUATED, "“合计”为空")


def test_a_required_part_that_is_blank_leaves_the_relation_open() -> None:
    only_basic = row("合计", "total", total="300.00", basic="200.00")
    report = budget(tables=[expenditure(only_basic)])
    assert ask("expenditure[total] = [total].basic + ![total].project", report).answer == Answer.NOT_EVALUATED


def test_a_table_that_is_not_there_or_there_twice_is_not_judged() -> None:
    text = "expenditure[total] = summary:expenditure[total]"
    assert ask(text, budget(tables=[expenditure(WHOLE)])).why == "部门收支总表未读到"
    other = row("合计", "total", total="1.00")
    twice = budget(tables=[expenditure(WHOLE), expenditure(other)])
    assert ask(text, twice).why == "部门支出总表不止一张"


def test_two_rows_of_one_name_with_two_amounts_are_not_judged() -> None:
    report = budget(tables=[expenditure(WHOLE, row("总计", "total", total="310.00"))])
    assert "不止一行" in ask("expenditure[total] = [total].basic + [total].project", report).why


def test_what_was_not_understood_in_a_table_may_be_what_is_lacking() -> None:
    short = row("合计", "total", total="300.00", basic="200.00")
    stranger = row("其他", total="100.00")
    text = "expenditure[total] = [total].basic + [total].project"
    assert "未能识别的行" in ask(text, budget(tables=[expenditure(short, stranger)])).why
    unread = Unread(file="水务局.html", where="表格", what="列名未识别：备用金")
    assert "未能识别之处" in ask(text, budget(tables=[expenditure(short)], unread=[unread])).why
    lost = Unread(file="水务局.html", where="表格", what="表格行未识别：213 农林水支出 100.00")
    assert "未能识别之处" in ask(text, budget(tables=[expenditure(short)], unread=[lost])).why


def test_an_unknown_column_does_not_hinder_sums_down_another_column() -> None:
    rows = [row("公安", "", code="204", total="90.00"), row("行政运行", "", code="20401", total="80.00")]
    strange = Unread(file="水务局.html", where="表格", what="列名未识别：备用金")
    found = ask("", budget(tables=[expenditure(*rows)], unread=[strange]), tree="expenditure", columns=["total"])
    assert found.answer == Answer.VIOLATED


def test_a_column_that_a_table_does_not_have_is_told_once_for_all_rows() -> None:
    two = budget(tables=[expenditure(WHOLE, row("其他", "", code="229", total="1.00"))])
    text = "expenditure[$].basic = [$].personnel + [$].public_use"
    assert ask(text, two, each="expenditure[*]").why == "部门支出总表没有所需的栏"


def test_a_relation_between_unlike_scopes_is_not_asked() -> None:
    report = budget(tables=[expenditure(WHOLE)])
    found = ask("expenditure[total] = [total].basic", report, unless=["expenditure[total].project"])
    assert (found.answer, found.why) == (Answer.NOT_EVALUATED, "《部门支出总表》合计（项目支出） 100.00，口径不同")


def test_at_least_and_at_most_have_the_tolerance_on_their_side() -> None:
    report = budget(tables=[expenditure(WHOLE)])
    assert ask("expenditure[total] >= [total].basic", report).answer == Answer.SATISFIED
    assert ask("expenditure[total] <= [total].basic", report).answer == Answer.VIOLATED


CODED = (
    row("合计", "total", total="100.00"),
    row("教育支出", "function.205", code="205", total="60.00"),
    row("进修及培训", code="20508", total="60.00"),
    row("培训支出", code="2050803", total="60.00"),
    row("住房保障支出", "function.221", code="221", total="40.00"),
)


def tree(*rows: TableRow) -> list[Checked]:
    (relation,) = parse([{"rule": "A2", "kind": "budget", "tree": "general_expenditure", "columns": ["total"]}])
    report = budget(tables=[table("budget.general_expenditure", TableStatus.PRESENT, *rows)])
    return list(check(Book(Case.of(report, History())), relation))


def test_classes_groups_and_items_add_up_level_by_level() -> None:
    assert [found.answer for found in tree(*CODED)] == [Answer.SATISFIED] * 3


def test_a_class_that_its_groups_do_not_make_is_violated_there_only() -> None:
    broken = [found for found in tree(CODED[0], CODED[1], row("进修及培训", code="20508", total="50.00"), CODED[4])
              if found.answer == Answer.VIOLATED]  # fmt: skip
    assert [found.left.figures[0].name for found in broken] == ["教育支出"]


def test_codes_that_repeat_or_lack_their_first_part_are_not_judged() -> None:
    assert [found.why[-5:] for found in tree(*CODED, CODED[4])] == ["编码有重复"]
    assert [found.why[-5:] for found in tree(CODED[0], row("职业教育", code="03", total="100.00"))] == ["编码不完整"]


def test_each_row_is_asked_by_itself_and_beside_its_namesake_of_another_table() -> None:
    one = table(
        "budget.summary", TableStatus.PRESENT, row("教育支出", "function.205", side="expenditure", total="60.00")
    )
    other = expenditure(row("教育支出", "function.205", code="205", total="61.00"))
    found = ask("summary:expenditure[$] = expenditure[$]", budget(tables=[one, other]),
                each="summary:expenditure[function.*]")  # fmt: skip
    assert (found.answer, found.difference) == (Answer.VIOLATED, Decimal("1.00"))


@pytest.mark.parametrize(("stated", "answer"), [("16.25", Answer.SATISFIED), ("17.25", Answer.VIOLATED)])
def test_a_ratio_is_held_against_what_the_printed_digits_allow(stated: str, answer: Answer) -> None:
    report = final(fact("three_public.reception_per_person", stated), fact("three_public.reception", "0.46"),
                   fact("three_public.reception_persons", "286"))  # fmt: skip
    found = ask("{text three_public.reception_per_person} = {three_public.reception}", report,
                per="{three_public.reception_persons}", times="10000")  # fmt: skip
    assert found.answer == answer


def test_a_measure_that_is_stated_twice_with_two_amounts_is_not_judged() -> None:
    report = final(
        fact("procurement.total", "10.00"), fact("procurement.total", "12.00"), fact("procurement.sme", "1.00")
    )
    assert ask("{text procurement.sme} <= {text procurement.total}", report).why == "政府采购总额有不同的数"


def test_weights_are_judged_only_where_every_indicator_was_read() -> None:
    rate = Indicator(name="及时率", weight="30", score="30")
    whole = form("巡查", Indicator(name="次数", weight="50", score="50"), rate, score="90", rate_score="10")
    text, report = "@each.weights in 90, 100", final(forms=[whole])
    assert ask(text, report, each="@form", exact=True).answer == Answer.VIOLATED
    partly = form("巡查", Indicator(name="次数", weight="50", score="50"), score="100", rate_score="10")
    assert ask(text, final(forms=[partly]), each="@form", exact=True).answer == Answer.NOT_EVALUATED


def test_all_relations_can_be_asked_of_a_report_that_holds_nothing() -> None:
    assert {found.answer for found in answers(Case.of(budget(), History()))} == {Answer.NOT_EVALUATED}
