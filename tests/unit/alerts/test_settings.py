"""What an office may set, and what it is told where a setting does not fit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from alerts.model import Severity
from alerts.settings import RuleSettingError, load

FIRST_HOUR = {
    "G1", "G2", "G3", "G4", "E1", "E2", "E3", "C2", "C3", "C5", "C8", "A20", "A40", "A41", "A42", "A45", "A46", "N7",
    "P1", "P2", "T1", "T5", "Q6",
}  # fmt: skip
NEVER_SAID = ("违法", "违规", "造假", "舞弊")


def test_the_rules_of_the_first_hour_are_all_there() -> None:
    assert {rule.id for rule in load().rules} >= FIRST_HOUR


def test_defaults_are_those_of_the_rule_book() -> None:
    book = load({})
    assert book.get("G2", "min_change") == Decimal(1)
    assert book.get("G2", "min_percent") == Decimal(10)
    assert book.get("E1", "alert_below") == Decimal(80)
    assert book.get("C2", "confirm_after_hours") == 24
    assert book.get("T1", "department_days") == 40
    assert book.get("G2", "confirm_after_hours") is None


@pytest.mark.parametrize(("rule", "severity"), [
    ("G1", "critical"), ("G2", "high"), ("G3", "medium"), ("C2", "high"), ("A42", "high"), ("N7", "medium"),
    ("P1", "high"), ("T1", "high"),
])  # fmt: skip
def test_severities_are_those_of_the_rule_book(rule: str, severity: str) -> None:
    assert load().rule(rule).severity == Severity(severity)


def test_an_override_changes_one_parameter_and_says_where_it_was_set() -> None:
    book = load({"G2": {"min_change": "5"}})
    assert book.get("G2", "min_change") == Decimal(5)
    assert book.get("G4", "min_change") == Decimal(1)
    assert book.rule("G2").parameters["min_change"].set_in == "config"
    assert book.rule("G2").parameters["min_percent"].set_in == "default"


def test_a_whole_number_is_taken_where_a_decimal_one_is_meant() -> None:
    assert load({"E1": {"alert_below": 100}}).get("E1", "alert_below") == Decimal(100)


def test_severity_and_enabled_can_be_set_for_every_rule() -> None:
    rule = load({"A42": {"severity": "low", "enabled": False}}).rule("A42")
    assert (rule.severity, rule.severity_set_in, rule.enabled) == (Severity.LOW, "config", False)


def test_the_waiting_time_of_all_missing_parts_follows_that_of_missing_tables() -> None:
    assert load({"C2": {"confirm_after_hours": 0}}).get("C5", "confirm_after_hours") == 0
    book = load({"C2": {"confirm_after_hours": 0}, "C5": {"confirm_after_hours": 48}})
    assert book.get("C5", "confirm_after_hours") == 48
    assert book.get("C8", "confirm_after_hours") == 0


def test_a_misspelt_parameter_is_refused_with_its_path_the_near_name_and_what_is_allowed() -> None:
    with pytest.raises(RuleSettingError) as caught:
        load({"G2": {"min_chnage": "1"}})
    assert caught.value.path == "rules.G2.min_chnage"
    assert "是否指 min_change" in caught.value.message
    assert "min_percent" in caught.value.message
    assert "severity" in caught.value.message


def test_an_unknown_rule_is_refused_with_its_near_names() -> None:
    with pytest.raises(RuleSettingError) as caught:
        load({"G22": {}})
    assert caught.value.path == "rules.G22"
    assert "G2" in caught.value.message


@pytest.mark.parametrize(("rule", "name", "value"), [
    ("G2", "min_change", 1.5), ("G2", "min_change", "many"), ("G2", "min_change", "-1"), ("G2", "min_change", True),
    ("G2", "min_change", "NaN"), ("C2", "confirm_after_hours", "24"), ("C2", "confirm_after_hours", -1),
    ("C2", "confirm_after_hours", True), ("Q6", "softens", "G2"), ("Q6", "softens", [1]), ("G1", "severity", "red"),
    ("G1", "enabled", "no"),
])  # fmt: skip
def test_a_value_of_the_wrong_kind_is_refused_with_its_path(rule: str, name: str, value: object) -> None:
    with pytest.raises(RuleSettingError) as caught:
        load({rule: {name: value}})
    assert caught.value.path == f"rules.{rule}.{name}"


def test_something_that_is_no_section_is_refused() -> None:
    with pytest.raises(RuleSettingError) as caught:
        load({"G2": "off"})  # type: ignore[dict-item]
    assert caught.value.path == "rules.G2"


def test_a_rule_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load().rule("Z9")


def test_the_listing_tells_every_parameter_with_its_value_as_text_and_where_it_was_set() -> None:
    listing = {entry["id"]: entry for entry in load({"E1": {"alert_below": "100"}}).listing()}
    assert listing["E1"]["parameters"]["alert_below"]["value"] == "100"
    assert listing["E1"]["parameters"]["alert_below"]["default"] == "80"
    assert listing["E1"]["parameters"]["alert_below"]["set_in"] == "config"
    assert listing["G1"]["source"]
    assert listing["Q6"]["parameters"]["softens"]["value"][0] == "G2"


def test_every_rule_has_a_title_a_source_a_topic_and_words_that_pass_no_verdict() -> None:
    for rule in load().rules:
        assert rule.title, rule.id
        assert rule.source, rule.id
        assert rule.topic, rule.id
        for words in (rule.title, rule.source, *rule.words.values()):
            assert not any(word in words for word in NEVER_SAID), (rule.id, words)
        for parameter in rule.parameters.values():
            assert parameter.about, (rule.id, parameter.name)
