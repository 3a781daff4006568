"""Lines of a printed page are told from paragraphs, whatever they are marked as."""

from __future__ import annotations

from textwrap import wrap

import pytest

from parsers.model import Paragraph
from parsers.read import read
from parsers.wrapping import is_wrapped, looks_wrapped

PROSE = (
    "2031年度本单位“三公”经费财政拨款预算支出安排15.5万元，其中：公务接待费3.5万元，较上年减少0.5万元，下降12.5%，"
    "主要原因是接待任务减少；公务用车运行维护费12万元，与上年持平；公务用车购置费0万元；因公出国（境）费0万元。"
)
PARAGRAPHS = [PROSE[:61], PROSE[61:75], PROSE[75:93], PROSE[93:]]


@pytest.mark.parametrize("width", [19, 22, 27])
def test_a_short_text_cut_at_one_width_is_wrapped(width: int) -> None:
    lines = wrap(PROSE, width, break_on_hyphens=False)

    assert is_wrapped(lines)
    assert looks_wrapped(lines)


def test_figures_cut_from_their_units_show_it_too() -> None:
    assert looks_wrapped(["公务接待费3.", "5万元，公务用车运行维护费12万", "元，因公出国（境", "）费0万元。"])


def test_paragraphs_are_not_wrapped() -> None:
    assert not is_wrapped(PARAGRAPHS)
    assert not looks_wrapped([f"第{number}项工作的名称和要求都写在这一行里面的标题" for number in range(30, 40, 3)])


@pytest.mark.parametrize("between", ["<br>", "</p><p>", "</div><div>"])
def test_lines_pasted_into_a_page_are_lines(between: str) -> None:
    page = f"<html><body><div><p>{between.join(wrap(PROSE, 24))}</p></div></body></html>"
    blocks = read(page.encode(), "a.html").blocks

    assert all(isinstance(block, Paragraph) and block.line for block in blocks)
