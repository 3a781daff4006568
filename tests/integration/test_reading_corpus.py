"""The real reports, where they are present: no crash, no hang, and tables like those of a second opinion."""

from __future__ import annotations

import statistics
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest

from parsers.errors import ReadingError, Scanned
from parsers.model import Document, Grid, Paragraph
from parsers.read import read

pytestmark = pytest.mark.corpus


def files(corpus: Path, folder: str) -> list[Path]:
    found = sorted(path for path in (corpus / folder).rglob("*") if path.is_file())
    assert found
    return found


def opened(path: Path) -> Document | ReadingError:
    try:
        return read(path.read_bytes(), path.name)
    except ReadingError as error:
        return error


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def plain(text: str) -> str:
    """Without white space, full-width signs as half-width ones: PDFium writes some of them so."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def cells(document: Document) -> Counter[str]:
    return Counter(plain(cell) for grid in grids(document) for row in grid.rows for cell in row if cell)


def test_every_page_is_read(corpus: Path) -> None:
    pages = [opened(path) for path in files(corpus, "html")]
    assert all(isinstance(page, Document) and page.media_type == "text/html" for page in pages)


def test_every_pdf_is_read_or_is_a_scan_and_fast(corpus: Path) -> None:
    milliseconds = []
    for path in files(corpus, "pdf"):
        content = path.read_bytes()
        count = len(pypdfium2.PdfDocument(content))
        began = time.process_time()
        found = opened(path)
        milliseconds.append((time.process_time() - began) * 1000 / count)
        assert isinstance(found, (Document, Scanned))
        if isinstance(found, Document):
            assert all(len({len(row) for row in grid.rows}) == 1 for grid in grids(found))
    assert statistics.median(milliseconds) <= 6 * 3  # three times the aim: the machine may be busy


def test_every_seed_has_text_and_the_wrapped_one_has_lines(corpus: Path) -> None:
    for path in files(corpus, "seeds"):
        found = opened(path)
        assert isinstance(found, Document)
        lines = [block.line for block in found.blocks if isinstance(block, Paragraph)]
        assert all(lines) if path.name.startswith("004") else not any(lines)


@pytest.mark.parametrize("report", ["nanan2024", "jlp2021"])
def test_the_same_report_has_the_same_tables_as_word_and_as_pdf(corpus: Path, report: str) -> None:
    word, pdf = (opened(corpus / "made" / f"{report}{suffix}") for suffix in (".docx", ".pdf"))
    assert isinstance(word, Document)
    assert isinstance(pdf, Document)
    assert len(grids(word)) == len(grids(pdf))
    assert sum((cells(word) - cells(pdf)).values()) <= 2


@pytest.mark.long
def test_no_cell_is_read_that_a_second_opinion_does_not_see(corpus: Path) -> None:
    """pdfplumber reports frames and repeated heads too; of tables without inner rules it sees the words.

    We may not invent.
    """
    for path in files(corpus, "pdf")[::7]:
        ours = opened(path)
        if not isinstance(ours, Document):
            continue
        with pdfplumber.open(path) as pdf:
            theirs = Counter(
                plain(cell)
                for page in pdf.pages
                for table in page.extract_tables()
                for row in table
                for cell in row
                if cell
            ) + Counter(plain(word["text"]) for page in pdf.pages for word in page.extract_words())
        # rows that a page end cuts are whole with us and in two pieces there
        invented = [cell for cell in (cells(ours) - theirs).elements() if len(cell) < 30]
        assert len(invented) <= 0.05 * max(cells(ours).total(), 100), (path.name, invented[:5])
