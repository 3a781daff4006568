"""What a command says of itself and of a mistake is Chinese, with an example for each verb."""

from __future__ import annotations

import re

import pytest

from watcher.cli.alert_verbs import ACTS
from watcher.cli.main import VERBS, main

ENGLISH = re.compile(r"usage:|positional|options:|show this|error:|argument |required:|invalid")


def said(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(words)
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out + printed.err


@pytest.mark.parametrize("words", [*([verb] for verb in VERBS), *(["alerts", act] for act in ACTS)], ids=" ".join)
def test_each_help_is_chinese_and_has_an_example(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, text = said([*words, "--help"], capsys)
    assert status == 0
    assert text.startswith(f"用法：watcher {' '.join(words)}")
    assert not ENGLISH.search(text)
    assert f"  watcher {' '.join(words)}" in text.partition("例：")[2]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["alerts", "dismiss", "A-1"], "缺少：--reason"),
        (["alerts", "ack"], "缺少：编号"),
        (["alerts", "--state", "offen"], "--state 不能是 'offen'；可用：'open'"),
        (["alerts", "unsilence", "drei"], "号 应为整数；现为 'drei'"),
        (["alerts", "silence", "--year"], "--year 之后须有一个值"),
        (["alerts", "label", "A-1", "已函询", "--due", "明天"], "--due：不是日期：明天；写作 2026-01-31"),
        (["status", "--jason"], "不认识的参数：--jason"),
        (["redeliver"], "须写其一：通知号 --dead"),
    ],
)
def test_a_mistake_is_told_in_chinese_with_status_2(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, text = said(words, capsys)
    assert status == 2
    assert f"用法有误：{told}" in text
    assert "更多说明：watcher" in text
    assert not ENGLISH.search(text)
