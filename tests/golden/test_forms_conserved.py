"""Each indicator that a real PDF prints is read once or reported as unread: none twice, none passed over."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.reading_coverage import pdfs
from parsers.errors import ReadingError
from parsers.extract import extract
from parsers.extract.performance_left import is_indicator
from parsers.model import Document, Grid, Report
from parsers.read import read

pytestmark = pytest.mark.corpus

#: So many indicators stand in the forms of the PDFs at hand at least.
FEWEST = 1_000


def _printed(document: Document) -> Counter[int]:
    """How many rows of the page's tables print an indicator."""
    found: Counter[int] = Counter()
    for grid in (block for block in document.blocks if isinstance(block, Grid)):
        pages = grid.pages or (grid.page or 0,) * len(grid.rows)
        found.update(page for page, row in zip(pages, grid.rows, strict=True) if is_indicator(row))
    return found


def _read(report: Report) -> list[tuple[int, object]]:
    """Page and rectangle of each indicator that was read from a table."""
    placed = [item.evidence for form in report.performance for item in form.indicators if item.evidence]
    return [(place.page, place.box) for place in placed if place.page and place.box]


def test_each_printed_indicator_is_read_once_or_reported(corpus: Path) -> None:
    total = 0
    for path in pdfs(corpus / "pdf"):
        try:
            document = read(path.read_bytes(), path.name)
        except ReadingError:
            continue
        printed = _printed(document)
        report = extract([document]) if printed else None
        if report is None or report.identity.kind is None:
            continue
        places = _read(report)
        assert len(places) == len(set(places)), path.name
        on_page = Counter(page for page, _ in places)
        reported = {item.where for item in report.unread if "指标" in item.what}
        short = [page for page, count in printed.items() if on_page[page] < count]
        assert [page for page in short if f"第{page}页" not in reported] == [], path.name
        total += len(places)
    assert total >= FEWEST
