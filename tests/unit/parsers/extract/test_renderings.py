"""The same explanation states the same, however a page, a text or a paste from a printed page holds it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from html import escape

import pytest
from reportlab.lib.pagesizes import A4, A5
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

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


FONT, MARGIN = "STSong-Light", 50


def printed(title: str, lines: Lines, *, paper: tuple[float, float], size: int) -> tuple[bytes, str]:
    """A PDF with the title at the head of each page and the page's number at its foot; paragraphs are indented."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas, (width, height) = Canvas(buffer := io.BytesIO(), pagesize=paper), paper
    per_page, room = int((height - 2 * MARGIN) // (size * 1.7)), width - 2 * MARGIN
    rows = [row for line in (title, *lines) for row in fitted(f"　　{line}", room, size)]
    for number, first in enumerate(range(0, len(rows), per_page), start=1):
        canvas.setFont(FONT, size)
        canvas.drawString(MARGIN, height - 30, title)
        for at, row in enumerate(rows[first : first + per_page]):
            canvas.drawString(MARGIN, height - MARGIN - 10 - at * size * 1.7, row)
        canvas.drawCentredString(width / 2, 25, f"- {number} -")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue(), "a.pdf"


def fitted(line: str, room: float, size: int) -> list[str]:
    rows = [""]
    for mark in line:
        if pdfmetrics.stringWidth(rows[-1] + mark, FONT, size) > room:
            rows.append("")
        rows[-1] += mark
    return rows


#: Its paragraph ends in a full line, and the next one says what could be said of its last figure.
OPEN = {("liaoning", "printed on A5")}

RENDERINGS: dict[str, Callable[[str, Lines], tuple[bytes, str]]] = {
    "text": lambda title, lines: ("\n".join([title, *lines]).encode(), "a.txt"),
    "text cut at 38": lambda title, lines: ("\n".join([title, *cut(lines, 38)]).encode(), "a.txt"),
    "text cut at 27": lambda title, lines: ("\n".join([title, *cut(spaced(lines), 27)]).encode(), "a.txt"),
    "page of cut lines": lambda title, lines: page(title, "<div>" + "<br>".join(cut(lines, 36)) + "</div>"),
    "preformatted": lambda title, lines: page(title, "<pre>" + "\n".join(map(escape, lines)) + "</pre>"),
    "one column": lambda title, lines: page(
        "澄湖区", f"<table><tr><td>{title}</td></tr><tr><td>{paragraphs(lines)}</td></tr></table>"
    ),
    "printed on A4": lambda title, lines: printed(title, lines, paper=A4, size=16),
    "printed on A5": lambda title, lines: printed(title, lines, paper=A5, size=14),
    "title above": lambda title, lines: page("澄湖区", f"<div><div>{title}</div><div>{paragraphs(lines)}</div></div>"),
}


PAIRS = [(one, rendering) for one in LONG for rendering in RENDERINGS if (one.name, rendering) not in OPEN]


@pytest.mark.parametrize(("one", "rendering"), PAIRS, ids=[f"{one.name}, {rendering}" for one, rendering in PAIRS])
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
