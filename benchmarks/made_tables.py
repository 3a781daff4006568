"""PDFs with tables whose cells are known: one for each way of drawing tables that the field uses.

Everything is our own composition. ``Song`` is a CID font that is named and not embedded, as office programs of the
field do; ``Vera`` is an embedded TrueType font without Chinese: each character is printed as a letter.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

Rows = list[list[str]]

SONG, VERA = "STSong-Light", "Vera"
FONTS = (SONG, VERA)
SIZE = 10

HEAD = [["科目编码", "科目名称", "本年支出", "", ""], ["", "", "小计", "基本支出", "项目支出"]]
MERGED = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (1, 1)), ("SPAN", (2, 0), (4, 0))]
BODY = [
    ["", "合计", "967.73", "845.53", "122.20"],
    ["213", "农林水支出", "869.73", "747.53", "122.20"],
    ["21303", "水利", "869.73", "747.53", "122.20"],
    ["2130301", "行政运行", "747.53", "747.53", ""],
    ["2130306", "水利工程运行与维护", "122.20", "", "122.20"],
    ["221", "住房保障支出", "98.00", "98.00", ""],
]


@dataclass(frozen=True, kw_only=True)
class MadeTable:
    """A PDF and the rows of each table in it; ``ruled`` where rules alone tell its cells."""

    name: str
    font: str
    content: bytes
    tables: tuple[Rows, ...]
    ruled: bool


def made_tables(font: str) -> Iterator[MadeTable]:
    """Every way of drawing, in ``font``."""
    registerFont(UnicodeCIDFont(SONG))
    registerFont(TTFont(VERA, "Vera.ttf"))
    for name, draw, tables, ruled in CASES:
        shown = tuple([[_in(font, cell) for cell in row] for row in rows] for rows in tables)
        yield MadeTable(name=name, font=font, content=draw(font), tables=shown, ruled=ruled)


def _in(font: str, text: str) -> str:
    """The text with characters that the font has."""
    if font == SONG:
        return text
    return "".join(chr(ord("A") + ord(char) % 26) if ord(char) > 0x2FF else char for char in text)


# --- tables set by a program ---------------------------------------------------------------------------


def _set(
    font: str, rows: Rows, *more: tuple[object, ...], widths: Sequence[float] | None = None, repeat: int = 0
) -> Table:
    style = ParagraphStyle(font, fontName=font, fontSize=SIZE, leading=SIZE * 1.3, wordWrap="CJK")
    cells = [[Paragraph(_in(font, cell), style) if len(cell) > 8 else _in(font, cell) for cell in row] for row in rows]
    grid = [("FONT", (0, 0), (-1, -1), font, SIZE), ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    return Table(
        cells, colWidths=widths, style=[*grid, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *more], repeatRows=repeat
    )


def _said(font: str, text: str) -> Paragraph:
    return Paragraph(
        _in(font, text), ParagraphStyle(f"{font} text", fontName=font, fontSize=12, leading=18, wordWrap="CJK")
    )


def _pages(*story: Flowable) -> bytes:
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4).build(list(story))
    return buffer.getvalue()


def merged_head(font: str) -> bytes:
    """A head of two rows with cells merged across and down."""
    return _pages(_said(font, "一般公共预算财政拨款支出决算表"), _set(font, [*HEAD, *BODY], *MERGED))


def wrapped_labels(font: str) -> bytes:
    """Labels that wrap in narrow cells."""
    return _pages(_set(font, LONG_LABELS, widths=[50, 75, 60, 60]))


def several(font: str) -> bytes:
    """Two tables on one page, each with its own name and unit."""
    return _pages(
        _said(font, "表一 收入决算表"), _said(font, "单位：万元"), _set(font, SMALL), Spacer(1, 12),
        _said(font, "表二 资产表"), _said(font, "单位：元"), _set(font, OTHER), _said(font, "注：以上为年末数"),
    )  # fmt: skip


def over_pages(font: str) -> bytes:
    """A table over three pages whose head is repeated."""
    return _pages(_said(font, "项目支出明细表"), _set(font, LONG, widths=[80, 120, 80], repeat=1))


def empty_cells(font: str) -> bytes:
    """A form in which nearly nothing is filled in, after one on the page before."""
    return _pages(_set(font, SMALL), PageBreak(), _said(font, "政府性基金预算支出决算表"), _set(font, EMPTY))


LONG_LABELS = [
    ["编码", "名称", "预算数", "决算数"],
    ["2080505", "机关事业单位基本养老保险缴费支出", "46.21", "46.21"],
    ["2101103", "公务员医疗补助与其他医疗保障补助", "12.00", "11.98"],
    ["", "合计", "58.21", "58.19"],
]
SMALL = [["项目", "决算数"], ["财政拨款", "967.73"], ["其他收入", "0.00"], ["合计", "967.73"]]
OTHER = [["类别", "数量", "原值"], ["车辆", "3", "512600.00"], ["设备", "41", "188340.50"]]
LONG = [
    ["科目编码", "项目名称", "金额"],
    *([f"21303{n:02d}", f"第{n}项工程", f"{n * 3}.{n:02d}"] for n in range(1, 91)),
]
EMPTY = [["科目编码", "科目名称", "合计"], ["", "", ""], ["229", "其他支出", ""], ["", "合计", ""]]


# --- tables drawn line by line ---------------------------------------------------------------------------


class _Pen:
    """Draws cells and rules at given places; y counts from the top of the page."""

    def __init__(self, font: str, turned: int = 0) -> None:
        self._buffer = io.BytesIO()
        self.canvas = Canvas(self._buffer, pagesize=A4)
        self.font = font
        self.turned = turned
        self.page()

    def page(self, after: bool = False) -> None:
        """Begins a page, sideways where that is asked for."""
        if after:
            self.canvas.showPage()
        self.canvas.setFont(self.font, SIZE)
        self.height = A4[1]
        if self.turned:
            self.canvas.translate(A4[0], 0)
            self.canvas.rotate(90)
            self.height = A4[0]

    def text(self, x: float, y: float, text: str) -> None:
        """Text that begins at x."""
        self.canvas.drawString(x, self.height - y, _in(self.font, text))

    def figure(self, right: float, y: float, text: str) -> None:
        """Text that ends at ``right``."""
        self.text(right - stringWidth(_in(self.font, text), self.font, SIZE), y, text)

    def across(self, y: float, left: float, right: float) -> None:
        """A horizontal rule."""
        self.canvas.line(left, self.height - y, right, self.height - y)

    def down(self, x: float, top: float, bottom: float) -> None:
        """A vertical rule."""
        self.canvas.line(x, self.height - top, x, self.height - bottom)

    def row(self, y: float, cells: Sequence[str], rights: Sequence[float], left: float = 90) -> None:
        """A label and figures that end at ``rights``."""
        self.text(left, y, cells[0])
        for cell, right in zip(cells[1:], rights, strict=True):
            self.figure(right, y, cell)

    def done(self) -> bytes:
        """The finished file."""
        self.canvas.save()
        return self._buffer.getvalue()


OPEN = [
    ["项目", "预算数", "决算数", "完成率"],
    ["一、人员经费", "747.50", "747.53", "100.0"],
    ["二、水利工程运行与维护项目支出", "110.00", "122.20", "111.1"],
    ["三、其他", "", "98.00", ""],
    ["合计", "857.50", "967.73", "112.9"],
]
RIGHTS = (290, 370, 450)


def three_rules(font: str) -> bytes:
    """Rules above the head, below the head and below the last row only; a label that wraps around its figures."""
    pen = _Pen(font)
    pen.text(90, 80, "表一 支出完成情况")
    for y in (100, 120, 205):
        pen.across(y, 85, 455)
    pen.row(114, OPEN[0], RIGHTS)
    pen.row(134, OPEN[1], RIGHTS)
    pen.text(90, 150, "二、水利工程运行与")
    pen.row(156, ["", *OPEN[2][1:]], RIGHTS)
    pen.text(90, 162, "维护项目支出")
    pen.row(180, OPEN[3], RIGHTS)
    pen.row(196, OPEN[4], RIGHTS)
    pen.text(90, 240, "以上数据来自本部门决算，与批复的预算口径一致，未作调整，特此说明如下。")
    return pen.done()


def no_rules(font: str) -> bytes:
    """No rule at all."""
    pen = _Pen(font)
    pen.text(90, 80, "以下为本年度各项支出的完成情况，供社会监督，请对照后文的说明一并阅读。")
    for number, cells in enumerate(OPEN):
        pen.row(114 + 18 * number, cells, RIGHTS)
    pen.text(90, 240, "以上数据来自本部门决算，与批复的预算口径一致，未作调整，特此说明如下。")
    return pen.done()


def row_rules(font: str) -> bytes:
    """A rule below each row and around the whole, none between columns."""
    pen = _Pen(font)
    for number in range(len(OPEN) + 1):
        pen.across(100 + 20 * number, 85, 455)
    pen.down(85, 100, 100 + 20 * len(OPEN))
    pen.down(455, 100, 100 + 20 * len(OPEN))
    for number, cells in enumerate(OPEN):
        pen.row(114 + 20 * number, cells, RIGHTS)
    return pen.done()


def column_rules(font: str) -> bytes:
    """A rule between columns and below the head, none between rows."""
    pen = _Pen(font)
    for y in (100, 120, 200):
        pen.across(y, 85, 455)
    for x in (85, 245, 295, 375, 455):
        pen.down(x, 100, 200)
    for number, cells in enumerate(OPEN):
        pen.row(114 + 18 * number, cells, RIGHTS)
    return pen.done()


def cut_row(font: str) -> bytes:
    """A row that the page end cuts in the middle of its label, far from the edge of the cell."""
    pen = _Pen(font)
    _boxed(pen, 720, [["编码", "名称", "金额"], *CUT[1:4], ["2130306", "水利工程运行", "122.20"]])
    pen.page(after=True)
    _boxed(pen, 60, [["", "与维护", ""], *CUT[5:]])
    return pen.done()


CUT = [
    ["编码", "名称", "金额"],
    ["2130301", "行政运行", "747.53"],
    ["2130302", "一般行政管理事务", "11.20"],
    ["2130304", "水利行业业务管理", "20.00"],
    ["2130306", "水利工程运行与维护", "122.20"],
    ["2130311", "水资源节约管理与保护", "8.00"],
]


def _boxed(pen: _Pen, top: float, rows: Rows, xs: Sequence[float] = (85, 150, 330, 400)) -> None:
    bottom = top + 20 * len(rows)
    for number in range(len(rows) + 1):
        pen.across(top + 20 * number, xs[0], xs[-1])
    for x in xs:
        pen.down(x, top, bottom)
    for number, cells in enumerate(rows):
        for at, cell in enumerate(cells):
            pen.text(xs[at] + 4, top + 20 * number + 14, cell)


def sideways(font: str) -> bytes:
    """A wide table printed sideways on an upright page."""
    pen = _Pen(font, turned=90)
    pen.text(85, 60, "表八 项目支出决算表")
    _boxed(pen, 80, CUT)
    return pen.done()


def turned(font: str) -> bytes:
    """The same, on a page that is marked as turned."""
    pen = _Pen(font, turned=90)
    pen.canvas.setPageRotation(90)
    pen.text(85, 60, "表八 项目支出决算表")
    _boxed(pen, 80, CUT)
    return pen.done()


def watermark(font: str) -> bytes:
    """Large text askew over the table."""
    pen = _Pen(font)
    _boxed(pen, 80, CUT)
    pen.canvas.saveState()
    pen.canvas.setFont(font, 30)
    pen.canvas.translate(120, A4[1] - 200)
    pen.canvas.rotate(30)
    pen.canvas.drawString(0, 0, _in(font, "澄湖区内部资料2031"))
    pen.canvas.restoreState()
    return pen.done()


def side_by_side(font: str) -> bytes:
    """Two tables next to each other."""
    pen = _Pen(font)
    _boxed(pen, 80, SMALL, xs=(60, 150, 230))
    _boxed(pen, 80, OTHER, xs=(300, 360, 420, 510))
    return pen.done()


Draw = Callable[[str], bytes]
CASES: tuple[tuple[str, Draw, tuple[Rows, ...], bool], ...] = (
    ("merged head", merged_head, ([*HEAD, *BODY],), True),
    ("wrapped labels", wrapped_labels, (LONG_LABELS,), True),
    ("several on a page", several, (SMALL, OTHER), True),
    ("over three pages", over_pages, (LONG,), True),
    ("nearly empty", empty_cells, (SMALL, EMPTY), True),
    ("side by side", side_by_side, (SMALL, OTHER), True),
    ("row cut by a page end", cut_row, (CUT,), True),
    ("under a watermark", watermark, (CUT,), False),
    ("printed sideways", sideways, (CUT,), False),
    ("marked as turned", turned, (CUT,), False),
    ("three rules", three_rules, (OPEN,), False),
    ("no rules", no_rules, (OPEN,), False),
    ("rules between rows only", row_rules, (OPEN,), False),
    ("rules between columns only", column_rules, (OPEN,), False),
)
