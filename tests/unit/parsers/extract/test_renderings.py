"""The same explanation states the same, however a page, a text or a paste from a printed page holds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

import pytest

from parsers.extract import extract
from parsers.model import Kind
from parsers.read import read
from tests.unit.parsers.extract.test_compositions import Composition, compositions

LONG_ENOUGH = 500  # characters: of less no one can tell where its lines end
LONG = [one for one in compositions() if sum(map(len, one.lines)) >= LONG_ENOUGH]
Lines = Sequence[str]


def page(title: str, body: str) -> tuple[bytes, str]:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode(), "a.html"


def paragraphs(lines: Lines) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def cut(lines: Lines, width: int) -> list[str]:
    """The lines as a printer cuts them, with the numbers of pages between."""
    printed: list[str] = []
    for line in lines:
        for at in range(0, len(line), width):
            printed.append(line[at : at + width])
            if len(printed) % 24 == 23:
                printed.append(f"- {len(printed) // 24 + 1} -")
    return printed


def spaced(lines: Lines) -> list[str]:
    return [re.sub(r"(?<=[\u4e00-\u9fff])(\d[\d.,]*)(?=[\u4e00-\u9fff])", r" \1 ", line) for line in lines]


RENDERINGS: dict[str, Callable[[str, Lines], tuple[bytes, str]]] = {
    "text": lambda title, lines: ("\n".join([title, *lines]).encode(), "a.txt"),
    "text cut at 38": lambda title, lines: ("\n".join([title, *cut(lines, 38)]).encode(), "a.txt"),
    "text cut at 27": lambda title, lines: ("\n".join([title, *cut(spaced(lines), 27)]).encode(), "a.txt"),
    "page of cut lines": lambda title, lines: page(title, "<div>" + "<br>".join(cut(lines, 36)) + "</div>"),
    "preformatted": lambda title, lines: page(title, "<pre>" + "\n".join(map(escape, lines)) + "</pre>"),
    "one column": lambda title, lines: page(
        "澄湖区", f"<table><tr><td>{title}</td></tr><tr><td>{paragraphs(lines)}</td></tr></table>"
    ),
    "title above": lambda title, lines: page("澄湖区", f"<div><div>{title}</div><div>{paragraphs(lines)}</div></div>"),
}


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("one", LONG, ids=lambda one: one.name)
def test_a_rendering_states_what_the_plain_page_states(one: Composition, rendering: str) -> None:
    title = f"澄湖区水务局2024年部门{'预算' if one.kind is Kind.BUDGET else '决算'}情况说明"
    lines = [line for line in one.lines if line.strip()]
    content, name = RENDERINGS[rendering](title, lines)

    assert stated(content, name) == stated(*page(title, paragraphs(lines)))


def stated(content: bytes, name: str) -> list[str]:
    report = extract([read(content, name)])
    return [
        " ".join(map(str, [fact.measure, fact.amount, *((c.base, c.change, c.percent) for c in fact.comparisons)]))
        for fact in report.facts
    ]
