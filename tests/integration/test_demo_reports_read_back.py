"""What the press prints is what the readers read, in each of the four forms."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from parsers.model import Grid, Paragraph
from parsers.read import read
from watcher.demo.press.publication import Planned, files, plan
from watcher.demo.press.sheet import LEFT, UP

PLANS = plan()


def _plain(text: str) -> str:
    """Without white space and thousands separators; 398.00 and 398 are one number."""
    text = re.sub(r"[\s,]", "", text)
    return f"{Decimal(text).normalize():f}" if re.fullmatch(r"-?\d+\.\d+", text) else text


@pytest.mark.parametrize("planned", PLANS, ids=[each.key for each in PLANS])
def test_each_cell_of_each_table_is_read_back(planned: Planned) -> None:
    made = planned.make()
    name, content = next((n, c) for n, c in files(planned).items() if n != "body.html" or planned.form == "html")
    grids = [block for block in read(content, name).blocks if isinstance(block, Grid)]
    sheets = [*made.tables, *made.forms]
    assert len(grids) == len(sheets)
    printed = Counter(_plain(x) for sheet in sheets for row in sheet.rows for x in row if x not in ("", LEFT, UP))
    found = Counter(_plain(x) for grid in grids for row in grid.rows for x in row if x.strip())
    assert printed - found == Counter()


@pytest.mark.parametrize("planned", PLANS, ids=[each.key for each in PLANS])
def test_each_sentence_of_the_explanation_is_read_back(planned: Planned) -> None:
    made = planned.make()
    documents = [read(content, name) for name, content in files(planned).items()]
    text = "".join(block.text for each in documents for block in each.blocks if isinstance(block, Paragraph))
    text = re.sub(r"- \d+ -|\s", "", text)  # page numbers may stand inside a sentence
    for part in made.parts:
        # A PDF without its font loses a full stop that stands alone on a line.
        assert re.sub(r"\s", "", part.text).rstrip("。") in text
