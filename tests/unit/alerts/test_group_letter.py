"""One message whatever the channel takes: the gravest first, nothing twice, what is left out counted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alerts.group_letter import compose_group
from alerts.letter import Item, Paper, last_to_spare
from alerts.lifecycle import raised
from alerts.model import Alert, Body, Finding, Reason, Severity
from alerts.notify.services import table
from parsers.model import Kind, Scope

NOW = datetime(2025, 9, 1, tzinfo=UTC)
CHANNELS = sorted({(limits["characters"], scheme.startswith("mailto")) for scheme, limits in table("limits").items()})
NOTE = last_to_spare(NOW, UTC)
LONG = "政务服务管理办公室综合行政执法支队及所属各街道便民服务中心"


def alert(
    number: int, severity: Severity = Severity.MEDIUM, district: str = "澄湖区", kind: Kind = Kind.BUDGET
) -> Alert:
    body = Body(
        department=f"{district}{LONG}{number}", district=district, fiscal_year=2024, kind=kind, scope=Scope.DEPARTMENT
    )
    finding = Finding(
        rule="G2", severity=severity, subject="s", message="三公经费决算12.30万元，上年8.10万元，增加4.20万元。" * 4,
        topic="三公经费", reason_given="汛期延长，车辆出动频繁" * 5,
    )  # fmt: skip
    url = f"http://www.a.example/{'zwgk/' * 12}{number}.html"
    return raised(None, finding, body, NOW, historic=False, source_url=url, document_sha256="ab" * 32).alert


def first(*alerts: Alert) -> list[Item]:
    return [Item(alert=one, reason=Reason.FIRST) for one in alerts]


@pytest.mark.parametrize(
    ("characters", "mail", "number"),
    [*((size, mail, number) for size, mail in CHANNELS for number in (2, 9, 60)), (100_000, False, 700)],
)
def test_it_is_one_message_within_what_the_channel_takes(characters: int, mail: bool, number: int) -> None:
    severities = (Severity.MEDIUM, Severity.HIGH, Severity.MEDIUM, Severity.CRITICAL)
    items = first(*(alert(each, severities[each % 4], f"{'澄碧霁'[each % 3]}湖区") for each in range(number)))
    ((letter, told),) = compose_group(items, Paper(html=mail, characters=characters), NOTE)
    assert set(told) == {one.alert.id for one in items}, "what is only counted is told too"
    assert max(len(letter.text), len(letter.html)) <= characters
    shown = re.findall(r"^\d+\. (A-\w+)", letter.text, re.MULTILINE)
    counted = re.findall(r"[红橙黄](\d+)条", "".join(re.findall(r"^另有.*未列出", letter.text, re.MULTILINE)))
    assert len(set(shown)) == len(shown)
    assert len(shown) + sum(map(int, counted)) == number
    assert letter.text.split()[-1] == shown[-1]
    assert NOTE in letter.text
    ranks = [one.alert.finding.severity.rank for alert_id in shown for one in items if one.alert.id == alert_id]
    assert ranks == sorted(ranks, reverse=True)


def test_what_is_new_comes_before_what_is_over_and_an_alert_is_told_once() -> None:
    new, over, twice = alert(1), alert(2, Severity.HIGH), alert(3, Severity.HIGH)
    items = [
        Item(alert=over, reason=Reason.SETTLED), Item(alert=twice, reason=Reason.REMINDER, follow_up="已函询"),
        *first(new), Item(alert=twice, reason=Reason.CORRECTED, follow_up="已函询"),
    ]  # fmt: skip
    ((letter, _),) = compose_group(items, Paper())
    assert letter.title == "【预警·橙】澄湖区 2024年度部门预算·3条线索"
    marks = re.findall(r"^\d+\. (A-\w+) 【(..)·", letter.text, re.MULTILINE)
    assert marks == [(twice.id, "更正"), (new.id, "预警"), (over.id, "解除")]


def test_a_letter_in_which_nothing_is_new_sounds_no_alarm() -> None:
    over = [Item(alert=alert(each, Severity.HIGH), reason=Reason.SETTLED) for each in range(2)]
    assert compose_group(over, Paper())[0][0].title.startswith("【解除·橙】")


def test_whose_an_urgent_one_is_stands_beside_it_and_the_rest_stands_by_batch() -> None:
    grave, other = alert(1, Severity.HIGH), replace(alert(2), previous=None)
    finals = alert(3, kind=Kind.FINAL_ACCOUNTS)
    text = compose_group(first(other, finals, grave), Paper())[0][0].text
    assert "红、橙（1条）\n1. " in text
    assert f"{grave.id} 【预警·橙】澄湖区 " in text
    assert "澄湖区 2024年度部门预算（1条）\n2. " in text
    assert "澄湖区 2024年度部门决算（1条）\n3. " in text


@pytest.mark.parametrize("mail", [False, True])
def test_what_is_no_chat_names_every_alert_in_parts_where_one_takes_too_little(mail: bool) -> None:
    items = first(*(alert(each) for each in range(300)))
    parts = compose_group(items, Paper(html=mail, characters=20_000), NOTE)
    assert len(parts) > 1
    assert all(max(len(letter.text), len(letter.html)) <= 20_000 for letter, _ in parts)
    named = [re.findall(r"^\d+\. (A-\w+)", letter.text, re.MULTILINE) for letter, _ in parts]
    assert named == [list(told) for _, told in parts]
    assert sorted(one for part in named for one in part) == sorted(one.alert.id for one in items)
    ends = [letter.title[-5:] for letter, _ in parts]
    assert ends == [f"（{number}/{len(parts)}）" for number in range(1, len(parts) + 1)]
