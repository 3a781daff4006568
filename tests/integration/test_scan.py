"""Reports that are pictures, read where the extra [ocr] is installed; elsewhere they are told as not read."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from parsers import read as registry
from parsers.errors import Scanned
from parsers.model import Grid, Paragraph, Report
from parsers.read import read
from watcher.reading.reader import ReadFailed, read_publication

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
    pytest.mark.timeout(300),
]
needs_engine = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None, reason="the extra [ocr] is not installed"
)

#: Latin text and figures: no Chinese font comes with the tests' own tools. The real scan below is Chinese.
ROWS = [["ITEM", "BUDGET", "FINAL"], ["TOTAL", "967.73", "824.65"], ["RECEPTION", "1.48", "0.15"]]


def drawn() -> bytes:
    """A page with a line of text and a ruled table."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, A4)
    canvas.setFont("Helvetica", 14)
    canvas.drawString(72, 760, "Statement of final accounts 2031")
    for at in range(4):
        canvas.line(72, 700 - 30 * at, 72 + 450, 700 - 30 * at)
        canvas.line(72 + 150 * at, 700, 72 + 150 * at, 610)
    for down, row in enumerate(ROWS):
        for across, text in enumerate(row):
            canvas.drawString(82 + 150 * across, 680 - 30 * down, text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def picture(turn: float = 0.0) -> bytes:
    """That page as a picture, turned by degrees as a sheet on the glass is."""
    image = pypdfium2.PdfDocument(drawn())[0].render(scale=200 / 72).to_pil().convert("L")
    buffer = io.BytesIO()
    image.rotate(turn, fillcolor=255).save(buffer, "PNG")
    return buffer.getvalue()


def scanned(*pictures: bytes, text_first: bool = False) -> bytes:
    """A PDF of pictures, after a page of text if so wished."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, A4)
    if text_first:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        canvas.setFont("STSong-Light", 14)
        canvas.drawString(72, 760, "重庆市澄湖区水务局2031年部门决算公开说明")
        canvas.showPage()
    for each in pictures:
        canvas.drawImage(ImageReader(io.BytesIO(each)), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def tables(blocks: object) -> list[list[list[str]]]:
    return [[list(row) for row in block.rows] for block in blocks if isinstance(block, Grid)]  # type: ignore[attr-defined]


@needs_engine
@pytest.mark.parametrize("turn", [0.0, 0.7, -0.7])
def test_a_scanned_table_has_its_cells(turn: float) -> None:
    document = read(scanned(picture(turn)), "扫描.pdf", scans=True)
    assert tables(document.blocks) == [ROWS]
    assert "2031" in next(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert {(block.where, block.page) for block in document.blocks} == {("第1页", 1)}
    assert document.unread[0].what == "文字由图像识别得到，数字请对照原文"


@needs_engine
def test_an_image_file_is_read_too() -> None:
    document = read(picture(), "扫描.png", scans=True)
    assert document.media_type == "image/png"
    assert tables(document.blocks) == [ROWS]


@needs_engine
def test_pages_of_pictures_stand_among_the_pages_of_text() -> None:
    document = read(scanned(picture(), text_first=True), "扫描.pdf", scans=True)
    assert [block.page for block in document.blocks] == sorted(block.page or 0 for block in document.blocks)
    assert tables(document.blocks) == [ROWS]
    assert not any(note.what.startswith("scanned") for note in document.unread)


@needs_engine
def test_a_publication_with_a_scan_is_read_in_a_child_with_room_for_it() -> None:
    text = "重庆市澄湖区水务局\n2031年度部门决算情况说明\n2031年度“三公”经费支出共计1.10万元，与上年持平。".encode()
    report = read_publication([("说明.txt", text), ("扫描.pdf", scanned(picture()))])
    assert isinstance(report, Report)
    assert report.files == ("说明.txt", "扫描.pdf")


@needs_engine
def test_a_picture_without_text_says_so() -> None:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("L", (400, 300), 255).save(buffer, "PNG")
    with pytest.raises(Scanned, match="未识别出文字"):
        read(buffer.getvalue(), "空白.png", scans=True)


def test_without_the_engine_a_scan_is_told_as_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "ENGINE", "no_such_engine")
    outcome = read_publication([("扫描.pdf", scanned(picture()))])
    assert isinstance(outcome, ReadFailed)
    assert outcome.reason.startswith("scanned, not read")


@needs_engine
@pytest.mark.corpus
def test_the_real_scan_has_its_amounts(corpus: Path) -> None:
    document = read((corpus / "made" / "scan.pdf").read_bytes(), "scan.pdf", scans=True)
    text = "".join(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert all(amount in text for amount in ("967.73", "699.81", "267.92", "47.28", "2.90", "1.90"))
    [table] = [grid for grid in tables(document.blocks) if len(grid) > 10]
    assert ["一般公共预算资金", "967.73", "一般公共服务支出", "824.65", "824.65", "", ""] in table
