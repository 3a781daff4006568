"""One report in many formats states the same, fact by fact: reports of the demo's press, real ones where present."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from parsers.model import Fact, Grid, Paragraph, Report
from parsers.read import read
from parsers.readers import office
from tests.rich_text import rich_text
from watcher.demo.press.publication import Planned, files, plan
from watcher.reading.reader import read_publication

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

PLANS = {planned.key: planned for planned in plan() if planned.stage == "history"}
CHOSEN = [next(key for key in PLANS if key.endswith(kind)) for kind in ("final", "budget")]


def stated(fact: Fact) -> tuple[object, ...]:
    """What a fact says, without where it stands and how the sentence was broken."""
    changes = tuple((c.base, c.change, c.percent, c.base_amount, c.completion) for c in fact.comparisons)
    return fact.measure, fact.source, fact.amount, fact.unit, fact.table, changes


def facts(report: object) -> set[tuple[object, ...]]:
    assert isinstance(report, Report), report
    return {stated(fact) for fact in report.facts}


def in_form(planned: Planned, form: str) -> list[tuple[str, bytes]]:
    return list(files(replace(planned, form=form)).items())


@pytest.mark.parametrize("key", CHOSEN)
@pytest.mark.parametrize("form", ["docx", "pdf", "workbook"])
def test_a_made_report_states_the_same_in_each_form(key: str, form: str) -> None:
    page, other = (read_publication(in_form(PLANS[key], each)) for each in ("html", form))
    assert facts(page) == facts(other)
    assert facts(page)


@pytest.mark.parametrize("key", CHOSEN)
def test_a_made_report_states_the_same_as_rich_text(key: str) -> None:
    [(name, content)] = [each for each in in_form(PLANS[key], "docx") if each[0].endswith("docx")]
    blocks = [block for block in read(content, name).blocks if isinstance(block, (Paragraph, Grid))]
    word, rich = (read_publication([each]) for each in ((name, content), ("决算.doc", rich_text(blocks))))
    assert facts(word) == facts(rich)
    assert facts(rich)


MADE = {
    "nanan2024": (".doc", ".html", ".pdf", ".rtf"),
    "jlp2021": (".doc", ".pdf"),
}


@pytest.mark.corpus
@pytest.mark.parametrize(("report", "suffix"), [(name, suffix) for name, many in MADE.items() for suffix in many])
def test_a_real_report_states_the_same_in_each_format(corpus: Path, report: str, suffix: str) -> None:
    if suffix == ".doc" and not any(map(shutil.which, office.PROGRAMS)):
        pytest.skip("no LibreOffice here (Debian: libreoffice-writer-nogui)")
    word, other = (corpus / "made" / f"{report}{each}" for each in (".docx", suffix))
    assert facts(read_publication([(word.name, word.read_bytes())])) == facts(
        read_publication([(other.name, other.read_bytes())])
    )


@pytest.mark.corpus
@pytest.mark.skipif(not any(map(shutil.which, office.PROGRAMS)), reason="no LibreOffice here")
def test_a_real_old_word_file_has_all_tables_of_the_new_one(corpus: Path) -> None:
    word, old = (read((corpus / "made" / f"nanan2024{each}").read_bytes(), each) for each in (".docx", ".doc"))
    assert [len(grid.rows) for grid in word.blocks if isinstance(grid, Grid)] == [
        len(grid.rows) for grid in old.blocks if isinstance(grid, Grid)
    ]


@pytest.mark.corpus
@pytest.mark.parametrize("suffix", [".xls", ".xlsx"])
def test_a_real_workbook_has_the_cells_of_the_report(corpus: Path, suffix: str) -> None:
    word, book = (read((corpus / "made" / f"nanan2024{each}").read_bytes(), each) for each in (".docx", suffix))
    rows = [row for block in word.blocks if isinstance(block, Grid) for row in _filled(block)]
    found = [row for block in book.blocks if isinstance(block, Grid) for row in _filled(block)]
    assert [row for row in rows if row not in found] == []


def _filled(grid: Grid) -> list[tuple[str, ...]]:
    """Rows without blanks; a workbook keeps no zero after the point."""
    return [tuple(_plain(cell) for cell in row if cell.strip()) for row in grid.rows if any(map(str.strip, row))]


def _plain(cell: str) -> str:
    text = "".join(cell.split())
    return text.rstrip("0").rstrip(".") if text.replace(".", "", 1).isdigit() and "." in text else text
