"""Every real PDF has its “三公” total, or says why it has none; no real page is taken for a report without a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.reading_coverage import covered, pdfs
from parsers.extract import extract
from parsers.read import read

pytestmark = pytest.mark.corpus


@pytest.mark.long
def test_each_pdf_has_a_total_or_a_reason(corpus: Path) -> None:
    every = [covered(path) for path in pdfs(corpus / "pdf")]

    assert [one.name for one in every if not one.explained] == []
    spoken = [one for one in every if one.speaks and one.report is not None and one.report.identity.kind is not None]
    assert len(spoken) >= 30
    assert [one.name for one in spoken if one.three_public == "不适用"] == []


def test_each_page_is_a_report_with_a_body_or_says_why_not(corpus: Path) -> None:
    for path in sorted((corpus / "html").rglob("*")):
        if not path.is_file():
            continue
        who = extract([read(path.read_bytes(), path.name)]).identity
        assert (who.kind is None) == (who.not_a_report is not None), path.name
        assert who.kind is None or who.department is not None, path.name
