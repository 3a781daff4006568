"""What the rules find in five real reports: every expected hit of the rule book's oracle, none that must not be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from alerts.evaluate import JUDGES, evaluate
from alerts.model import Finding, History, Outcome, RuleResult, Severity
from alerts.settings import load
from parsers.extract import extract
from parsers.read import read

pytestmark = pytest.mark.corpus

#: Rule → gravest severity expected, by seed: the oracle of the rule book, and what else is said at low or info.
EXPECTED = {
    "000": {
        "A40": "high", "A41": "high", "C14": "medium", "P5": "medium", "E4": "medium", "C15": "low", "P4": "low",
        "E6": "info", "G8": "info", "G9": "info", "P8": "info",
    },
    "001": {"N7": "medium", "C5": "high", "C8": "high"},
    "002": {"P9": "low", "Q7": "low", "G8": "info"},
    "003": {
        "C14": "medium", "E4": "medium", "Q1": "low", "Q7": "low", "P8": "info", "E6": "info", "G9": "info",
    },
    "004": {
        "P1": "high", "P2": "high", "P7": "high", "A42": "high", "A45": "high", "E2": "medium", "P3": "medium",
        "P6": "medium", "Q1": "medium",
        "G2": "low", "G3": "low", "G5": "info", "G8": "info", "P8": "info", "A28": "info",
    },
}  # fmt: skip
WITHOUT_TABLES = ("000", "001", "003")


@cache
def results(corpus: Path, seed: str) -> tuple[RuleResult, ...]:
    (path,) = (corpus / "seeds").glob(f"{seed}_*")
    return judged(path)


def judged(path: Path) -> tuple[RuleResult, ...]:
    return evaluate(extract([read(path.read_bytes(), path.name)]), History(), load())


def findings(corpus: Path, seed: str) -> Iterator[Finding]:
    return (finding for result in results(corpus, seed) for finding in result.findings)


@pytest.mark.parametrize("seed", EXPECTED)
def test_what_the_oracle_expects_is_found_and_nothing_else_of_weight(corpus: Path, seed: str) -> None:
    found: dict[str, Severity] = {}
    for finding in findings(corpus, seed):
        found[finding.rule] = max(finding.severity, found.get(finding.rule, Severity.INFO), key=lambda s: s.rank)
    assert {rule: severity.value for rule, severity in found.items()} == EXPECTED[seed]


@pytest.mark.parametrize("seed", EXPECTED)
def test_no_rule_fails_on_a_real_report(corpus: Path, seed: str) -> None:
    assert [r.rule for r in results(corpus, seed)] == list(JUDGES)
    assert [r.reason for r in results(corpus, seed) if r.outcome == Outcome.ERROR] == []


@pytest.mark.parametrize("seed", ["000", "001", "002", "003"])
def test_none_of_the_findings_that_must_not_be(corpus: Path, gold: Path, seed: str) -> None:
    document = json.loads((gold / f"seed_{seed}.json").read_text("utf-8"))
    banned = [
        f"{finding.rule} {finding.measure}: {ban['why']}"
        for finding in findings(corpus, seed)
        for ban in document["findings_must_not"]
        if _is(finding, ban)
    ]
    assert banned == []


def _is(finding: Finding, ban: dict[str, Any]) -> bool:
    grave = finding.severity.rank >= Severity(ban.get("min_severity", "info")).rank
    return grave and fnmatch(finding.rule, ban["rule"]) and ban["measure"] in (None, finding.measure)


@pytest.mark.parametrize("seed", WITHOUT_TABLES)
def test_a_text_without_tables_waits_for_its_attachments(corpus: Path, seed: str) -> None:
    (tables,) = (result for result in results(corpus, seed) if result.rule == "C2")
    assert (tables.outcome, tables.reason) == (Outcome.NO_DATA, "正文无表，待查附件")


def test_the_gaps_of_a_truncated_text_are_marked_as_doubtful(corpus: Path) -> None:
    gaps = [finding for finding in findings(corpus, "001") if finding.rule in ("C5", "C8")]
    assert [(gap.message.startswith("【待核】"), gap.modifiers) for gap in gaps] == [(True, ("N7",))] * 2


def test_a_declared_change_of_scope_is_seen_and_softens_no_contradiction(corpus: Path) -> None:
    (scope,) = (result for result in results(corpus, "000") if result.rule == "Q6")
    assert scope.reason
    assert {f.severity for f in findings(corpus, "000") if f.rule in ("A40", "A41")} == {Severity.HIGH}


def test_the_contradiction_of_the_items_is_that_of_the_rule_book(corpus: Path) -> None:
    (finding,) = (finding for finding in findings(corpus, "004") if finding.rule == "A42")
    assert finding.values == {"stated": "0.15", "computed": "0.25", "tolerance": "0.02"}


def test_forms_whose_every_cell_is_a_line_give_up_the_missed_target_and_the_empty_indicator(corpus: Path) -> None:
    (missed,) = (finding for finding in findings(corpus, "004") if finding.rule == "P2")
    assert (missed.values["target"], missed.values["actual"], missed.values["score"]) == ("350", "321", "10")
    assert missed.evidence[0].quote.endswith("350 321 10 10")
    (empty,) = (finding for finding in findings(corpus, "004") if finding.rule == "P3")
    assert (empty.values["score"], empty.evidence[0].quote) == ("10", "无 10 10 无")


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_the_same_report_with_real_tables_gives_up_its_missed_target_with_a_full_mark(
    corpus: Path, suffix: str
) -> None:
    found = [f for result in judged(corpus / "made" / f"jlp2021.{suffix}") for f in result.findings]
    (missed,) = (finding for finding in found if finding.rule == "P2")
    assert (missed.values["target"], missed.values["actual"], missed.values["score"]) == ("350", "321", "10")
    grave = {f.rule for f in found if f.severity.rank >= Severity.MEDIUM.rank}
    assert grave - {"C14"} == {"A42", "A45", "E2", "P1", "P2", "P6", "P7", "Q1"}  # one form of the two is not drawn
