"""An office's own rules: refused with their path where they are wrong, judged like all others where they are right."""

from __future__ import annotations

from typing import Any

import pytest

from alerts.evaluate import evaluate
from alerts.lifecycle import fingerprint
from alerts.model import Body, History, Outcome, RuleResult, Severity
from alerts.settings import RuleSettingError, load
from parsers.model import Base, Kind, Report, Scope
from tests.unit.alerts.reports import against, budget, fact, final, form, only

TRAINING = {
    "id": "X1",
    "title": "培训费增长",
    "measure": "training",
    "against": "prior_final",
    "operator": ">=",
    "amount": "2",
    "percent": "20",
    "severity": "high",
}


def judge(entry: dict[str, Any], case: Report, history: History | None = None) -> RuleResult:
    results = evaluate(case, history or History(), load({}, [entry]))
    return next(r for r in results if r.rule == entry["id"])


def risen(amount: str, change: str) -> Report:
    return final(fact("training", amount, against(Base.PRIOR_FINAL, change, reason="新增轮训")))


def test_a_change_above_both_thresholds_is_found_with_its_numbers() -> None:
    found = only(judge(TRAINING, risen("12.00", "2.00")))
    assert (found.rule, found.severity, found.subject) == ("X1", Severity.HIGH, "training")
    assert found.values == {"now": "12.00", "before": "10.00", "change": "2.00", "percent": "20.00"}
    assert found.reason_given == "新增轮训"
    assert found.evidence
    assert "待核实" in found.message


@pytest.mark.parametrize(("amount", "change"), [("12.00", "1.99"), ("14.00", "2.00"), ("8.00", "-4.00")])
def test_below_either_threshold_nothing_is_found(amount: str, change: str) -> None:
    assert judge(TRAINING, risen(amount, change)).outcome == Outcome.OK


def test_the_comparison_may_come_from_a_stored_report() -> None:
    prior = final(fact("training", "5.00"), year=2023)
    assert only(judge(TRAINING, final(fact("training", "9.00")), History(prior=prior))).values["percent"] == "80.00"


def test_what_can_not_be_compared_is_no_data_and_a_base_of_0_is_not_comparable() -> None:
    assert judge(TRAINING, final(fact("training", "9.00"))).outcome == Outcome.NO_DATA
    assert judge(TRAINING, final(fact("meetings", "9.00"))).outcome == Outcome.NO_DATA
    alone = {key: value for key, value in TRAINING.items() if key != "amount"}
    assert judge(alone, risen("9.00", "9.00")).outcome == Outcome.NOT_APPLICABLE
    assert only(judge(TRAINING, risen("9.00", "9.00"))).values == {"now": "9.00", "before": "0.00", "change": "9.00"}


def test_a_fall_is_watched_with_a_negative_threshold() -> None:
    fall = TRAINING | {"operator": "<", "amount": "-3", "percent": "-10"}
    assert only(judge(fall, risen("8.00", "-4.00"))).values["change"] == "-4.00"
    assert judge(fall, risen("8.00", "-3.00")).outcome == Outcome.OK


def test_an_amount_alone_needs_no_comparison() -> None:
    rule = {"id": "X2", "title": "会议费上限", "measure": "meetings", "operator": ">", "amount": "3"}
    assert only(judge(rule, final(fact("meetings", "3.01")))).severity == Severity.MEDIUM
    assert judge(rule, final(fact("meetings", "3.00"))).outcome == Outcome.OK
    assert judge(rule | {"kind": "budget"}, final(fact("meetings", "9.00"))).outcome == Outcome.NOT_APPLICABLE


def test_an_execution_rate_of_projects_and_of_the_department() -> None:
    rule = {"id": "X3", "title": "执行率", "execution": "project", "operator": "<", "percent": "95"}
    low, full = (
        form("清漂", executed="90.00", revised_budget="100.00"),
        form("值守", executed="5.00", revised_budget="5.00"),
    )
    found = only(judge(rule, final(forms=(low, full))))
    assert found.formula == "90.00 ÷ 100.00 = 90.00%"
    assert judge(rule, final()).outcome == Outcome.NO_DATA
    assert judge(rule, budget()).outcome == Outcome.NOT_APPLICABLE
    whole = final(fact("expenditure.current", "80.00", against(Base.OPENING_BUDGET, base_amount="100.00")))
    assert only(judge(rule | {"execution": "department"}, whole)).values["percent"] == "80.00"


def test_the_offices_own_sentence_is_filled_in() -> None:
    entry = TRAINING | {"text": "{department}{name}由{before}万元到{now}万元（{percent}%）"}
    message = only(judge(entry, risen("12.00", "2.00"))).message
    assert message == "重庆市澄湖区水务局培训费由10.00万元到12.00万元（20.00%），待核实，请对照原文。"


def test_it_is_listed_as_set_in_the_configuration_and_known_by_its_id() -> None:
    book = load({}, [TRAINING])
    listed = next(rule for rule in book.listing() if rule["id"] == "X1")
    assert listed["own"]
    assert listed["severity_set_in"] == "config"
    assert {p["set_in"] for p in listed["parameters"].values()} == {"config"}
    assert book.get("X1", "confirm_after_hours") is None
    body = Body(department="水务局", district="澄湖区", fiscal_year=2024, kind=Kind.BUDGET, scope=Scope.DEPARTMENT)
    assert fingerprint(body, "X1", "training") != fingerprint(body, "X2", "training")


@pytest.mark.parametrize(
    ("change", "path", "told"),
    [
        ({"measure": "trainings"}, "measure", "training"),
        ({"measure": "培训费"}, "measure", "training"),
        ({"measure": None}, "measure", "没有指标"),
        ({"against": "prior_finale"}, "against", "prior_final"),
        ({"operator": "=>"}, "operator", ">="),
        ({"severity": "grave"}, "severity", "high"),
        ({"amount": 1.5}, "amount", "加引号"),
        ({"amount": "much"}, "amount", "十进制"),
        ({"id": "G1"}, "id", "已有规则"),
        ({"id": "much too long"}, "id", "8"),
        ({"title": ""}, "title", "必填"),
        ({"text": "{nou}"}, "text", "{now}"),
        ({"kind": "final"}, "kind", "final_accounts"),
        ({"treshold": "1"}, "treshold", "可用"),
        ({"execution": "project"}, "measure", "其一"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_path_and_what_is_allowed(
    change: dict[str, Any], path: str, told: str
) -> None:
    with pytest.raises(RuleSettingError) as caught:
        load({}, [TRAINING | change])
    assert caught.value.path == f"own_rules[0].{path}"
    assert told in caught.value.message


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "X1", "title": "甲", "measure": "training", "operator": ">"},
        {"id": "X1", "title": "甲", "measure": "training", "operator": ">", "percent": "10"},
        {"id": "X1", "title": "甲", "execution": "project", "operator": "<", "amount": "10"},
        {"id": "X1", "title": "甲", "execution": "project", "against": "prior_final", "operator": "<", "percent": "10"},
        {"id": "X1", "title": "甲", "operator": "<", "percent": "10"},
    ],
)
def test_a_rule_that_could_never_be_judged_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(RuleSettingError):
        load({}, [entry])


def test_two_rules_of_one_id_are_refused() -> None:
    with pytest.raises(RuleSettingError, match=r"own_rules\[1\].id"):
        load({}, [TRAINING, TRAINING])
