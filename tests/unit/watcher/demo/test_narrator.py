"""What the user sees: colour on a terminal, plain lines elsewhere."""

from __future__ import annotations

import io

from rich.console import Console

from watcher.demo.narrator import Narrator
from watcher.demo.receiver import Received

NOTICE = Received(
    title="【预警·红】澄湖区 水务局 2024年度部门决算·三公经费",
    text="【预警·红】…\n事项：决算12.35万元，年初预算9.60万元\n请核对原文 A-1",
)


def _shown(*, terminal: bool) -> str:
    out = io.StringIO()
    narrator = Narrator(
        Console(file=out, force_terminal=terminal, width=60, color_system="standard" if terminal else None)
    )
    narrator.title("第 1 幕：[题目]")
    narrator.notice(NOTICE)
    narrator.table(("报告", "发现"), [("水务局", "甲" * 80)])
    return out.getvalue()


def test_each_notice_line_names_its_subject_word() -> None:
    (line,) = [each for each in _shown(terminal=False).splitlines() if "接收端" in each]
    assert "［三公经费］" in line
    assert line.endswith("：决算12.35万元，年初预算9.60万元")


def test_without_a_terminal_lines_are_plain_and_never_broken() -> None:
    shown = _shown(terminal=False)
    assert "\x1b" not in shown
    assert f"  水务局｜{'甲' * 80}" in shown.splitlines()
    assert "第 1 幕：[题目]" in shown.splitlines()


def test_on_a_terminal_there_is_colour() -> None:
    assert "\x1b[1;31m" in _shown(terminal=True)
