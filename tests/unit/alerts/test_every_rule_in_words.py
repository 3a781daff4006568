"""What must stand in every notice, whatever the rule: in chat, in a letter's plain form and in its HTML."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from alerts.entry import Entry, entry_of
from alerts.evaluate import evaluate
from alerts.group_letter import compose_group
from alerts.letter import Item, Paper, compose_one
from alerts.lifecycle import raised
from alerts.model import Alert, Body, Finding, History, Reason, Severity
from alerts.rules.health import SourceState, judge_host
from alerts.rules.timeliness import Duty, judge_deadline
from alerts.settings import load
from alerts.settling import clauses
from parsers.extract import extract
from parsers.model import Evidence, Kind, Scope
from parsers.read import read
from tests import planting

URL = "http://www.chenghu.example/zwgk_159/fdzdgknr/czyjs/js/zfbgs/202510/t20251029_13456789.html"
SHA = "0123456789abcdef" * 4
DISCLAIMER = "本提示仅为线索，请核对原文"
BOOK = load()
CHAT, MAIL = Paper(), Paper(html=True)
BODY = Body(
    department="重庆市澄湖区水务局",
    district="澄湖区",
    fiscal_year=2024,
    kind=Kind.FINAL_ACCOUNTS,
    scope=Scope.DEPARTMENT,
)
REPORTS = Path(__file__).parents[2] / "golden" / "reports"


def alert(finding: Finding) -> Alert:
    return raised(None, finding, BODY, datetime(2025, 9, 1, tzinfo=UTC), False, URL, SHA).alert


def of_rule(rule: str) -> Finding:
    """A finding of this rule with everything that a finding may have."""
    known = BOOK.rule(rule)
    return Finding(
        rule=rule,
        severity=known.severity,
        subject="x",
        topic=known.topic,
        message=f"{known.title[:12]}：12.30万元，8.10万元。",
        basis="决算较上年决算",
        reason_given="汛期延长，车辆出动频繁",
        evidence=(Evidence(file="a.pdf", where="公开07表!B3"),),
        confidence="高（文字与报表一致）",
    )


def first_line(entry: Entry) -> str:
    return f"【预警·{entry.level}】澄湖区 水务局｜2024年度部门决算｜{entry.topic}"


@pytest.mark.parametrize("rule", [rule.id for rule in BOOK.rules])
def test_the_advice_is_the_rules_own_and_short_enough_for_chat(rule: str) -> None:
    first, whole = clauses(BOOK.rule(rule).settles)[-1], BOOK.rule(rule).settles
    families = {BOOK.rule(other.id).settles for other in BOOK.rules if other.id != rule}
    assert whole not in families - {whole if rule == "N7" else ""}, "two rules, two things to do"
    assert 6 <= len(first) <= 26
    assert not whole.endswith(("。", "；"))
    assert not any(word in whole for word in ("违法", "违规", "造假", "舞弊"))


@pytest.mark.parametrize("rule", [rule.id for rule in BOOK.rules])
def test_a_notice_for_chat_says_all_that_is_needed_in_three_hundred_characters(rule: str) -> None:
    one = alert(of_rule(rule))
    entry = entry_of(one, Reason.FIRST)
    text = compose_one(Item(alert=one, reason=Reason.FIRST), CHAT).text
    assert len(text) <= 300
    assert text.split("\n")[0] == first_line(entry)
    told = ("12.30", "8.10", "公开07表!B3", "决算较上年决算", "汛期延长，车辆出动频繁", URL, "首见2025-09-01", SHA[:12])
    assert [part for part in told if part not in text] == []
    assert f"建议：{clauses(BOOK.rule(rule).settles)[-1]}" in text
    assert f"（规则{rule}）。置信度：高（文字与报表一致）。" in text
    assert text.endswith(f"\n{DISCLAIMER} {one.id}")


@pytest.mark.parametrize("rule", [rule.id for rule in BOOK.rules])
def test_a_letter_says_all_of_it_in_both_forms_alone_and_among_others(rule: str) -> None:
    one, other = alert(of_rule(rule)), replace(alert(of_rule(rule)), id="A-0000000")
    alone = compose_one(Item(alert=one, reason=Reason.FIRST), MAIL)
    ((group, _),) = compose_group([Item(alert=a, reason=Reason.FIRST) for a in (one, other)], MAIL)
    for text in (alone.text, html.unescape(alone.html), group.text, html.unescape(group.html)):
        entry = entry_of(one, Reason.FIRST)
        assert [part for part in whole(entry) if part not in text] == []
        assert f"建议：{BOOK.rule(rule).settles}（规则{rule}）。" in text
        assert DISCLAIMER in text


def whole(entry: Entry) -> Iterator[str]:
    """Every piece of an entry that has to be told."""
    yield from (entry.mark, entry.department, "2024年度部门决算", entry.topic, entry.fact, entry.places, entry.basis)
    yield from (entry.reason, entry.url, entry.sha256, entry.first_seen, entry.confidence, entry.id, "澄湖区")


def real_findings() -> Iterator[Finding]:
    """What the rules themselves say of made reports, of a missing one and of a site in trouble."""
    for path in sorted(REPORTS.glob("*.txt")):
        results = evaluate(extract([read(path.read_bytes(), path.name)]), History(), BOOK)
        yield from (finding for result in results for finding in result.findings)
    for kind in (
        "digit in prose only",
        "score over full",
        "target missed, full marks",
        "missing table",
        "low execution",
    ):
        yield from (finding for outcome in planting.outcomes(kind, 1) for finding in outcome.found)
    checked = datetime(2025, 12, 20, 3, tzinfo=UTC)
    late = Duty(
        body=BODY, approved_on=date(2025, 9, 25), found_on=None, sources_checked_ok=True, last_checked_at=checked,
        sources=(URL,),
    )  # fmt: skip
    for days in (50, 120):
        yield from judge_deadline(late, date(2025, 9, 25) + timedelta(days=days), BOOK).findings
    down = SourceState(url=URL, host="www.chenghu.example", failures=5, error="HTTP 503", usual_items=20, page_items=20)
    yield from (finding for result in judge_host([down], BOOK) for finding in result.findings)


def test_what_the_rules_really_find_is_told_whole_in_every_family() -> None:
    families = set()
    for finding in real_findings():
        families.add(finding.rule[0])
        one = alert(finding)
        entry = entry_of(one, Reason.FIRST)
        text = compose_one(Item(alert=one, reason=Reason.FIRST), CHAT).text
        assert len(text) <= 300
        assert text.startswith(first_line(entry))
        address = URL if len(entry.fact) <= 90 else "www.chenghu.example"  # a long fact comes before a long address
        told = (address, SHA[:12], "首见2025-09-01", "建议：", f"{DISCLAIMER} {one.id}")
        assert [part for part in told if part not in text] == [], text
        said = entry.fact.replace("，请对照原文。", "。").removesuffix("如已在其他栏目公开，请告知网址。")
        assert said in text or entry.fact in text, "no number is cut away"
        assert clauses(entry.to_do)[-1] in text or len(text) > 300 - 20, f"there was room for advice: {text}"
        shown = {"出处：": entry.places, "口径：": entry.basis, "部门说明：": entry.reason}
        rest = [label for label, said in shown.items() if said and label not in text]
        assert not rest or len(text) > 300 - 20, f"there was room for {rest}: {text}"
        letter = compose_one(Item(alert=one, reason=Reason.FIRST), MAIL)
        for form in (letter.text, html.unescape(letter.html)):
            assert [part for part in whole(entry) if part not in form] == []
    assert families >= set("CAGEPQTS")


def test_a_rule_that_is_not_ours_is_told_all_the_same() -> None:
    finding = replace(of_rule("G2"), rule="经费9", severity=Severity.MEDIUM)
    assert (
        "建议：请对照原文核实（规则经费9）。" in compose_one(Item(alert=alert(finding), reason=Reason.FIRST), CHAT).text
    )
