"""Every way of drawing a table, in two fonts, against the cells put in; a second library vouches for those."""

from __future__ import annotations

import io
import re
from collections import Counter

import pdfplumber
import pytest

from benchmarks.made_tables import FONTS, MadeTable, made_tables
from parsers.model import Document, Grid
from parsers.readers.pdf import read

FIGURE = re.compile(r"[\d.]+")
MADE = [made for font in FONTS for made in made_tables(font)]


def read_back(made: MadeTable) -> Document:
    return read(made.content, f"{made.name}.pdf", "0" * 64)


@pytest.mark.parametrize("made", MADE, ids=lambda made: f"{made.name}, {made.font}")
def test_each_table_is_read_cell_by_cell(made: MadeTable) -> None:
    found = [[list(row) for row in block.rows] for block in read_back(made).blocks if isinstance(block, Grid)]
    assert found == [[row for row in rows if any(row)] for rows in made.tables]


@pytest.mark.parametrize("made", MADE, ids=lambda made: f"{made.name}, {made.font}")
def test_each_row_has_a_box_on_its_page_that_holds_its_figures(made: MadeTable) -> None:
    with pdfplumber.open(io.BytesIO(made.content)) as pdf:
        for block in read_back(made).blocks:
            if isinstance(block, Grid):
                pages = block.pages or (block.page,) * len(block.rows)
                assert len(block.boxes) == len(block.rows)
                for row, box, page in zip(block.rows, block.boxes, pages, strict=True):
                    assert page is not None
                    left, top, right, bottom = box
                    inside = pdf.pages[page - 1].within_bbox((left - 2, top - 3, right + 2, bottom + 3), strict=False)
                    drawn = Counter(char["text"] for char in inside.chars)
                    figures = "".join(cell for cell in row if FIGURE.fullmatch(cell))
                    assert not Counter(figures) - drawn


@pytest.mark.parametrize(
    "made", [made for made in MADE if made.ruled and made.font == "Vera"], ids=lambda made: made.name
)
def test_the_known_cells_are_what_a_second_library_finds(made: MadeTable) -> None:
    """It has no use for fonts that are not embedded, sees repeated heads again and a cut row twice."""
    with pdfplumber.open(io.BytesIO(made.content)) as pdf:
        theirs = {
            "".join(cell.split())
            for page in pdf.pages
            for rows in page.filter(lambda thing: thing.get("upright", True)).extract_tables()
            for row in rows
            for cell in row
            if cell
        }
    known = {"".join(cell.split()) for rows in made.tables for row in rows for cell in row if cell}
    assert len(known - theirs) <= (made.name == "row cut by a page end")


def test_text_under_a_table_without_rules_stays_text() -> None:
    made = next(made for made in MADE if made.name == "no rules" and made.font == "STSong-Light")
    first, table, last = read_back(made).blocks
    assert not isinstance(first, Grid)
    assert isinstance(table, Grid)
    assert not isinstance(last, Grid)


def test_text_askew_is_reported_with_its_page() -> None:
    made = next(made for made in MADE if made.name == "under a watermark" and made.font == "STSong-Light")
    assert [(note.where, note.what) for note in read_back(made).unread] == [
        ("第1页", "斜排的文字（多为水印）未读取：澄湖区内部资料2031")
    ]
