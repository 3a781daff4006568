"""A list of projects as a spreadsheet prints it: merged cells run over page ends, their text in the middle of them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT, SIZE = "STSong-Light", 7
WIDTH, HEIGHT, TOP, ROW = 842, 595, 76, 20
XS = (40, 130, 190, 260, 330, 400, 520, 580, 640, 700)
MERGED = 3  # name, sum and goal
HEAD = [
    "项目名称",
    "项目总额（万元）",
    "绩效目标",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标性质",
    "指标值",
    "度量单位",
]


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project: lines of its name and goal, its sum, and the names of its indicators."""

    name: Sequence[str]
    amount: str
    goal: Sequence[str]
    indicators: Sequence[str]

    def cells(self) -> tuple[Sequence[str], ...]:
        """The lines of its merged cells."""
        return self.name, [self.amount], self.goal


def printed(
    projects: Sequence[Project], *, rows: int, clipped: bool = False, headed: bool = False, nameless: Sequence[str] = ()
) -> bytes:
    """The list with so many rows on a page. ``clipped``: what is not seen of a cell on a page is not written there.

    ``headed``: the head stands on each page. The projects of ``nameless`` have their name written nowhere.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    ends = list(accumulate((len(project.indicators) for project in projects), initial=1))
    for first in range(0, ends[-1], rows):
        canvas.setFont(FONT, SIZE)
        if headed and first:
            _head(canvas)
        _page(canvas, projects, ends, range(first, min(first + rows, ends[-1])), clipped=clipped, nameless=nameless)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _head(canvas: Canvas) -> None:
    """The head once more, right above the rows of a page."""
    for x in XS:
        canvas.line(x, HEIGHT - TOP + ROW, x, HEIGHT - TOP)
    for y in (HEIGHT - TOP + ROW, HEIGHT - TOP):
        canvas.line(XS[0], y, XS[-1], y)
    for x, text in zip(XS, HEAD, strict=False):
        canvas.drawString(x + 2, HEIGHT - TOP + ROW * 0.4, text)


def _page(
    canvas: Canvas, projects: Sequence[Project], ends: Sequence[int], shown: range, *, clipped: bool,
    nameless: Sequence[str],
) -> None:  # fmt: skip
    bottom = TOP + ROW * len(shown)
    for x in XS:
        canvas.line(x, HEIGHT - TOP, x, HEIGHT - bottom)
    for at in range(shown.start, shown.stop + 1):
        y = HEIGHT - TOP - ROW * (at - shown.start)
        canvas.line(XS[0] if at in (0, *ends) else XS[MERGED], y, XS[-1], y)
    for x, text, y in _texts(projects, ends, shown, nameless):
        down = y - ROW * shown.start
        if not clipped or 0 <= down < ROW * len(shown):
            canvas.drawString(x + 2, HEIGHT - TOP - down, text)


def _texts(
    projects: Sequence[Project], ends: Sequence[int], shown: range, nameless: Sequence[str]
) -> Iterator[tuple[float, str, float]]:
    """Left edge, text and baseline of what is in cells on these rows, below the first page's top as if all were one."""
    if shown.start == 0:
        yield from ((x, text, ROW * 0.6) for x, text in zip(XS, HEAD, strict=False))
    for project, first, end in zip(projects, ends, ends[1:], strict=False):
        if end <= shown.start or shown.stop <= first:
            continue
        for column, cell in enumerate(project.cells()):
            lines = [] if column == 0 and "".join(cell) in nameless else cell
            middle = ROW * (first + end) / 2 - SIZE * 1.3 * (len(lines) - 1) / 2
            yield from ((XS[column], text, middle + SIZE * (1.3 * at + 0.4)) for at, text in enumerate(lines))
        for at, name in enumerate(project.indicators, start=first):
            if at not in shown:
                continue
            cells = ("产出指标", "数量指标", name, "≥", str(at), "次")
            yield from ((x, text, ROW * (at + 0.6)) for x, text in zip(XS[MERGED:], cells, strict=False))
