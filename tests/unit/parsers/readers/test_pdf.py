"""PDFs made by another library: text, ruled tables, pages that run on, and what makes a file unreadable."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, SimpleDocTemplate, Spacer, Table
from reportlab.platypus import Paragraph as Printed

from parsers.errors import Encrypted, Scanned, Unreadable
from parsers.model import Document, Grid, Paragraph
from parsers.readers.pdf import read

registerFont(UnicodeCIDFont("STSong-Light"))
SONG = ParagraphStyle("song", fontName="STSong-Light", fontSize=12, leading=18, wordWrap="CJK")
RULED = [("FONTNAME", (0, 0), (-1, -1), "STSong-Light"), ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]

HEAD = [["收入", "", "支出", ""], ["项目", "预算数", "项目", "预算数"]]
MERGED_HEAD = [("SPAN", (0, 0), (1, 0)), ("SPAN", (2, 0), (3, 0))]


def table(
    rows: list[list[object]], *more: tuple[object, ...], widths: list[float] | None = None, repeat: int = 0
) -> Table:
    return Table(rows, colWidths=widths, style=[*RULED, *more], repeatRows=repeat)


def printed(*story: Flowable, on_page: Callable[[Canvas, object], None] | None = None, rotate: int = 0) -> bytes:
    buffer = io.BytesIO()
    template = SimpleDocTemplate(buffer, pagesize=A4, rotation=rotate)
    done = on_page or (lambda canvas, template: None)
    template.build(list(story), onFirstPage=done, onLaterPages=done)
    return buffer.getvalue()


def document(*story: Flowable, on_page: Callable[[Canvas, object], None] | None = None) -> Document:
    return read(printed(*story, on_page=on_page), "决算.pdf", "0" * 64)


def grids(found: Document) -> list[Grid]:
    return [block for block in found.blocks if isinstance(block, Grid)]


def test_lines_and_tables_come_in_reading_order_with_their_page() -> None:
    found = document(Printed("表一：收支总表", SONG), table([["合计", "967.73"]]), Printed("备注：无", SONG))
    first, middle, last = found.blocks
    assert isinstance(first, Paragraph)
    assert (first.text, first.where, first.page, first.line) == ("表一：收支总表", "第1页", 1, True)
    assert isinstance(middle, Grid)
    assert (middle.rows, middle.where, middle.page) == ((("合计", "967.73"),), "第1页", 1)
    assert isinstance(last, Paragraph)
    assert last.text == "备注：无"


def test_merged_headers_stand_once_in_a_rectangle() -> None:
    [grid] = grids(document(table([*HEAD, ["合计", "12.50", "合计", "12.50"]], *MERGED_HEAD)))
    assert grid.rows == (
        ("收入", "", "支出", ""),
        ("项目", "预算数", "项目", "预算数"),
        ("合计", "12.50", "合计", "12.50"),
    )


def test_cells_merged_downwards_stand_at_their_top() -> None:
    rows = [["指标", "名称", "值"], ["绩效", "巡查频率", "4"], ["", "稳定天数", "365"]]
    [grid] = grids(document(table(rows, ("SPAN", (0, 1), (0, 2)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"))))
    assert grid.rows == (("指标", "名称", "值"), ("绩效", "巡查频率", "4"), ("", "稳定天数", "365"))


def test_a_label_that_wraps_in_its_cell_is_one_label() -> None:
    label = Printed("机关事业单位基本养老保险缴费支出", SONG)
    [grid] = grids(document(table([["2080505", label, "46.21"]], widths=[70, 90, 60])))
    assert grid.rows == (("2080505", "机关事业单位基本养老保险缴费支出", "46.21"),)


def test_a_character_alone_in_a_font_that_no_one_has_is_not_lost() -> None:
    """The font is named, not embedded; PDFium drops such a character where the machine has no Chinese font."""
    [grid] = grids(document(table([["值", "年"], ["个", "否"]])))
    assert grid.rows == (("值", "年"), ("个", "否"))


def test_row_boxes_enclose_what_they_hold() -> None:
    [grid] = grids(document(table([["甲", "1.00"], ["乙", "2.00"]], widths=[100, 80])))
    (left, top, right, bottom), below = grid.boxes
    assert right - left == pytest.approx(180, abs=2)
    assert top < bottom == pytest.approx(below[1], abs=1)


def test_a_table_that_runs_over_pages_is_one_grid() -> None:
    rows: list[list[object]] = [
        ["科目编码", "总计"],
        *([str(2010100 + number), f"{number}.50"] for number in range(70)),
    ]
    [grid] = grids(document(table(rows, repeat=1)))
    assert [row[0] for row in grid.rows] == ["科目编码", *(str(2010100 + number) for number in range(70))]
    assert grid.where == "第1-2页"
    assert len(grid.pages) == len(grid.boxes) == 71
    assert set(grid.pages) == {1, 2}


def test_a_title_between_keeps_tables_apart() -> None:
    rows: list[list[object]] = [["科目编码", "总计"], ["201", "1.50"]]
    assert len(grids(document(table(rows), Spacer(1, 600), Printed("表二", SONG), table(rows)))) == 2


def test_page_numbers_are_no_text() -> None:
    def number(canvas: Canvas, template: object) -> None:
        canvas.drawCentredString(A4[0] / 2, 30, f"- {canvas.getPageNumber()} -")

    found = document(Printed("正文", SONG), Spacer(1, 640), Printed("2031", SONG), on_page=number)
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["正文", "2031"]


def test_a_frame_around_the_page_is_no_table() -> None:
    def frame(canvas: Canvas, template: object) -> None:
        canvas.rect(20, 20, A4[0] - 40, A4[1] - 40)

    found = document(Printed("重庆市澄湖区水务局", SONG), on_page=frame)
    assert grids(found) == []
    assert len(found.blocks) == 1


def drawn(draw: Callable[[Canvas], object], **options: object) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    canvas.setFont("STSong-Light", 12)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def ruled(canvas: Canvas, thin_boxes: bool = False) -> None:
    """A table of two cells, its rules either stroked or drawn as thin filled boxes (as office programs do)."""
    for x in (100, 200, 300):
        canvas.rect(x, 600, 0.5, 40, stroke=0, fill=1) if thin_boxes else canvas.line(x, 600, x, 640)
    for y in (600, 640):
        canvas.rect(100, y, 200, 0.5, stroke=0, fill=1) if thin_boxes else canvas.line(100, y, 300, y)
    canvas.drawString(110, 615, "合计")
    canvas.drawString(210, 615, "3.20")


@pytest.mark.parametrize("thin_boxes", [False, True])
def test_rules_may_be_strokes_or_thin_boxes(thin_boxes: bool) -> None:
    found = read(drawn(lambda canvas: ruled(canvas, thin_boxes)), "x.pdf", "")
    assert [grid.rows for grid in grids(found)] == [(("合计", "3.20"),)]


def test_a_form_drawn_on_the_page_is_read_where_it_is_shown() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("form")
        canvas.setFont("STSong-Light", 12)
        ruled(canvas)
        canvas.endForm()
        canvas.translate(40, 60)
        canvas.doForm("form")

    assert [grid.rows for grid in grids(read(drawn(draw), "x.pdf", ""))] == [(("合计", "3.20"),)]


def test_a_turned_page_is_read_as_it_is_shown() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.translate(0, -A4[0])
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(100, 560, "表一")
        canvas.translate(0, -200)
        ruled(canvas)

    found = read(drawn(draw), "x.pdf", "")
    assert [grid.rows for grid in grids(found)] == [(("合计", "3.20"),)]
    assert isinstance(found.blocks[0], Paragraph)
    assert found.blocks[0].text == "表一"


def picture(canvas: Canvas) -> None:
    from reportlab.lib.utils import ImageReader

    bitmap = (
        b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0\1\0\x18\0\0\0\0\0\4" + b"\0" * 19 + b"\xff\0\0\0"
    )
    canvas.drawImage(ImageReader(io.BytesIO(bitmap)), 0, 0, 500, 700)


def test_a_file_of_pictures_is_a_scan() -> None:
    with pytest.raises(Scanned):
        read(drawn(picture), "x.pdf", "")


def test_a_single_picture_page_is_told_and_the_rest_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        picture(canvas)
        canvas.showPage()
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(100, 600, "重庆市澄湖区水务局部门决算")

    found = read(drawn(draw), "x.pdf", "")
    assert len(found.blocks) == 1
    assert (found.unread[0].where, found.unread[0].what[:7]) == ("第1页", "scanned")


def test_an_encrypted_file_says_so() -> None:
    with pytest.raises(Encrypted):
        read(drawn(ruled, encrypt=StandardEncryption("secret")), "x.pdf", "")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_short_is_unreadable(share: float) -> None:
    content = drawn(ruled)
    with pytest.raises(Unreadable):
        read(content[: int(len(content) * share)], "x.pdf", "")


def test_a_file_without_text_or_picture_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="没有任何文字"):
        read(drawn(lambda canvas: canvas.line(0, 0, 9, 9)), "x.pdf", "")


def with_codes(*codes: str) -> bytes:
    """A page of Latin letters in an embedded font whose map says that the first letters are ``codes`` (hex)."""
    registerFont(TTFont("Vera", "Vera.ttf"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 12)
        canvas.drawString(100, 600, "abcdefgh".ljust(100, "x")[:40])
        canvas.drawString(100, 560, "ABCDEFGHIJKLMNOPQRSTUVW")

    content = drawn(draw, pageCompression=0)
    for letter, code in zip("abcdefgh", codes, strict=False):
        old = f"<{ord(letter):04X}>".encode()
        assert content.count(old) == 1
        content = content.replace(old, f"<{code}>".encode())
    return content


def text_of(found: Document) -> str:
    return "".join(block.text for block in found.blocks if isinstance(block, Paragraph))


def test_a_character_of_two_halves_is_one() -> None:
    found = read(with_codes("D842DFB7"), "x.pdf", "")
    assert text_of(found).startswith("\U00020bb7bcdefgh")


def test_an_ornament_without_meaning_is_left_out() -> None:
    found = read(with_codes("DBC2DD6D"), "x.pdf", "")
    assert text_of(found).startswith("bcdefgh")
    assert found.unread == ()


def test_letters_without_meaning_are_reported() -> None:
    found = read(with_codes("E001", "E002", "E003"), "x.pdf", "")
    assert text_of(found).startswith("defgh")
    assert [(note.where, note.what[:5]) for note in found.unread] == [("第1页", "3 个字符")]


def test_a_page_full_of_them_is_not_read() -> None:
    codes = [f"E{number:03X}" for number in range(8)]
    with pytest.raises(Unreadable):
        read(with_codes(*codes), "x.pdf", "")
