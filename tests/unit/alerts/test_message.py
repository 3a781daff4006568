"""The words of a notice: complete, short, and safe whatever a report says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.lifecycle import raised
from alerts.message import compose
from alerts.model import Alert, Body, Finding, Reason, Severity
from parsers.model import Evidence, Kind, Scope

DISCLAIMER = "本提示仅为线索，请核对原文"
URL = "http://www.chenghu.example/zwgk_159/fdzdgknr/czyjs/js/202508/t20250829_13456789.html"
BODY = Body(
    department="重庆市澄湖区水务局",
    district="澄湖区",
    fiscal_year=2024,
    kind=Kind.FINAL_ACCOUNTS,
    scope=Scope.DEPARTMENT,
)
FINDING = Finding(
    rule="G2",
    severity=Severity.HIGH,
    subject="three_public.total",
    message="三公经费决算12.30万元，上年8.10万元，增加4.20万元。",
    topic="三公经费",
    values={"current": "12.30", "prior": "8.10"},
    basis="决算对上年决算",
    reason_given="车辆老化，维修增多",
    evidence=(Evidence(file="a.pdf", where="第6页"), Evidence(file="a.pdf", where="公开07表!B3")),
)


def alert(finding: Finding = FINDING, body: Body = BODY, **changes: Any) -> Alert:
    made = raised(None, finding, body, datetime(2025, 9, 1, tzinfo=UTC), False, URL, "0123456789abcdef" * 4).alert
    return replace(made, **changes)


def text(finding: Finding = FINDING, reason: Reason = Reason.FIRST, **changes: Any) -> str:
    return compose(alert(finding, **changes), reason).text


def test_a_notice_says_everything_that_is_needed() -> None:
    one = alert()
    lines = compose(one, Reason.FIRST).text.split("\n")
    assert lines[0] == "【预警·橙】澄湖区 水务局｜2024年度部门决算｜三公经费"
    assert lines[1:] == [
        "事项：三公经费决算12.30万元，上年8.10万元，增加4.20万元。",
        "出处：第6页；公开07表!B3",
        "口径：决算对上年决算",
        "部门说明：车辆老化，维修增多",
        f"证据：{URL} SHA-256 0123456789ab 首见2025-09-01",
        "建议：看增加的是哪一分项、原因是否针对上年（规则G2）。置信度：中（无引文）。",
        f"{DISCLAIMER} {one.id}",
    ]


@pytest.mark.parametrize(
    ("severity", "word"),
    [
        (Severity.CRITICAL, "红"),
        (Severity.HIGH, "橙"),
        (Severity.MEDIUM, "黄"),
        (Severity.LOW, "蓝"),
        (Severity.INFO, "蓝"),
    ],
)
def test_the_level_is_a_colour(severity: Severity, word: str) -> None:
    assert text(replace(FINDING, severity=severity)).startswith(f"【预警·{word}】")


@pytest.mark.parametrize("topic", ["三公经费", "执行率", "缺表", "矛盾", "替换", "逾期"])
def test_the_topic_stands_in_the_first_line_and_in_the_title(topic: str) -> None:
    notice = compose(alert(replace(FINDING, topic=topic)), Reason.FIRST)
    assert topic in notice.text.split("\n")[0]
    assert topic in notice.title


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        (Reason.WORSENED, "升级"),
        (Reason.CORRECTED, "更正"),
        (Reason.SETTLED, "解除"),
        (Reason.REOPENED, "再现"),
        (Reason.REMINDER, "提醒"),
    ],
)
def test_the_reason_is_the_first_word(reason: Reason, word: str) -> None:
    assert text(reason=reason).startswith(f"【{word}·")


def test_a_revision_says_from_what_to_what() -> None:
    revised = replace(FINDING, values={"current": "11.30", "prior": "8.10"})
    assert "更正：由12.30改为11.30\n" in text(revised, Reason.CORRECTED, previous=FINDING)


def test_a_revision_of_the_level_alone_says_so() -> None:
    graver = replace(FINDING, severity=Severity.CRITICAL)
    assert "更正：等级由橙改为红\n" in text(graver, Reason.WORSENED, previous=FINDING)


def test_a_value_with_a_chinese_name_is_named() -> None:
    before, after = (replace(FINDING, values={"执行率": rate}) for rate in ("71.2", "79.9"))
    assert "更正：执行率由71.2改为79.9\n" in text(after, Reason.CORRECTED, previous=before)


def test_a_settled_notice_says_that_it_is_no_longer_found() -> None:
    said = text(reason=Reason.SETTLED)
    assert "未再发现" in said
    assert "建议：请核对最新公开的版本；在办的可据此了结（规则G2）。" in said


@pytest.mark.parametrize(
    ("scope", "shown"), [(Scope.DEPARTMENT, "决算｜"), (Scope.OWN_LEVEL, "（本级）"), (Scope.UNIT, "（所属单位）")]
)
def test_the_scope_is_told_where_it_is_not_the_whole_department(scope: Scope, shown: str) -> None:
    assert shown in text(body=replace(BODY, scope=scope)).split("\n")[0]


@pytest.mark.parametrize("word", ["违法", "违规", "造假", "舞弊"])
def test_a_verdict_of_the_report_itself_is_left_out(word: str) -> None:
    hidden = f"{word[0]} \u200b\n{word[1]}"
    said = text(
        replace(FINDING, reason_given=f"查处{hidden}行为的支出", message=f"{hidden}建筑整治项目12万元", topic=word),
        body=replace(BODY, department=f"澄湖区{word}建筑整治中心"),
    )
    assert word not in re.sub(r"\s", "", said)
    assert "部门说明：（原话略，见出处）" in said


@pytest.mark.parametrize(
    "contact",
    [
        "联系电话：023-48661234",
        "联系人：王小明",
        "经办人 王小明",
        "手机 138 0013 8000",
        "13800138000",
        "咨询热线４８６６１２３４",
        "（023）48661234",
        "负责人：王小明",
        "账号 6222020200112233445",
        "1380013800002348661234",
    ],
)
def test_contacts_do_not_travel_along(contact: str) -> None:
    said = text(replace(FINDING, reason_given=f"车辆老化。{contact}"))
    assert "王小明" not in said
    reason = said.partition("部门说明：")[2].partition("\n")[0]
    assert reason.startswith("车辆老化。")
    assert not re.search(r"[\d０-９]{3}", reason)


@pytest.mark.parametrize(
    "amount", ["18449258.26元", "18449258元", "13800138000元", "2023-2024年", "2080501", "1,844.93万元"]
)
def test_amounts_and_years_are_not_taken_for_telephone_numbers(amount: str) -> None:
    assert amount in text(replace(FINDING, message=f"支出{amount}，上年8.10万元。"))


HOSTILE = [
    "@all",
    '<at user_id="all">所有人</at>',
    "[点此](http://evil.example/x)",
    "**粗**",
    "<img src=x onerror=alert(1)>",
    "https://evil.example",
    "`code`",
    "# 标题",
    "<@U123>",
    "a\r\nBcc: x@evil.example",
    "\u202e\u2066反向",
    "&lt;b&gt;",
    "\x00\x1b[31m",
]


@pytest.mark.parametrize("attack", HOSTILE)
def test_text_of_a_report_cannot_command_a_chat_program(attack: str) -> None:
    finding = replace(
        FINDING,
        message=f"增加4.20万元{attack}",
        reason_given=attack,
        topic=attack,
        basis=attack,
        evidence=(Evidence(file=attack, where=attack),),
    )
    body = replace(BODY, department=f"水务局{attack}", district=attack)
    notice = compose(alert(finding, body, document_sha256=attack), Reason.FIRST)
    without_address = notice.text.replace(URL, "")
    assert not re.search(r"[<>@\[\]*`#&\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", without_address)
    assert "://" not in without_address
    assert "evil.example" not in without_address
    assert len(notice.text.split("\n")) <= 9
    assert not re.search(r"[\r\n<>@\[\]]", notice.title)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "", "http://[", "ftp://a.example/x"])
def test_only_addresses_of_the_web_are_given(address: str) -> None:
    assert text(source_url=address).count("证据：SHA-256") == 1


def test_an_address_cannot_carry_markup() -> None:
    said = text(source_url="http://a.example/x\n@all [公告](y) 违法*.html")
    assert "http://a.example/x%0A%40all%20%5B%E5" in said
    assert "*" not in said


def test_a_long_address_gives_way_to_the_fact() -> None:
    said = text(source_url="http://www.chenghu.example/" + "a" * 200)
    assert "www.chenghu.example（全址见系统记录）" in said
    assert FINDING.message in said


def test_a_number_is_never_cut_in_two() -> None:
    for length in range(100, 170):
        said = text(replace(FINDING, message="增" * length + "加1844.93万元"))
        assert "1844.93" in said or "1" not in said.split("\n")[1]


ANY_TEXT = st.text(max_size=400)


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, st.sampled_from(list(Reason)))
def test_whatever_a_report_says_the_notice_is_short_and_whole(
    one: str, two: str, three: str, four: str, reason: Reason
) -> None:
    finding = replace(FINDING, message=one, reason_given=two, basis=three, topic=four, values={"执": one})
    body = replace(BODY, department=three, district=two)
    made = alert(finding, body, previous=FINDING, source_url="http://a.example/" + four)
    notice = compose(made, reason)
    assert len(notice.text) <= 300
    assert len(notice.title) <= 60
    assert notice.text.endswith(f"{DISCLAIMER} {made.id}")
    assert "建议：" in notice.text
    assert not any(word in notice.text + notice.title for word in ("违法", "违规", "造假", "舞弊"))
    assert "\r" not in notice.text
    assert "\n" not in notice.title
