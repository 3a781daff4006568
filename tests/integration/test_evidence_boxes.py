"""Each figure read from a PDF has a page and a rectangle, and the figure is really printed inside it."""

from __future__ import annotations

from decimal import Decimal

import pypdfium2
import pytest

from parsers.extract import extract
from parsers.model import Evidence, Source
from parsers.read import read
from watcher.demo.press.publication import Planned, plan
from watcher.demo.press.writers import pdf

PLANS = [next(planned for planned in plan() if planned.kind == kind) for kind in ("final", "budget")]
#: Ends of glyphs stand a little outside of the boxes that PDFium tells.
MARGIN = 2


def printed_in(document: pypdfium2.PdfDocument, evidence: Evidence) -> str:
    assert evidence.page is not None
    assert evidence.box is not None
    left, top, right, bottom = evidence.box
    page = document[evidence.page - 1]
    height = page.get_height()
    text = page.get_textpage().get_text_bounded(
        left - MARGIN, height - bottom - MARGIN, right + MARGIN, height - top + MARGIN
    )
    return "".join(text.split()).replace(",", "")


def forms(amount: Decimal) -> set[str]:
    plain = f"{abs(amount):f}"
    return {plain, plain.removesuffix(".00"), f"{abs(amount) * 10000:f}".rstrip("0").rstrip(".")}


@pytest.mark.parametrize("planned", PLANS, ids=[planned.key for planned in PLANS])
@pytest.mark.parametrize("source", list(Source))
def test_the_number_of_each_fact_stands_inside_its_box(planned: Planned, source: Source) -> None:
    content = pdf.write(planned.make())
    facts = [fact for fact in extract([read(content, "决算.pdf")]).facts if fact.source == source]
    assert len(facts) > 10
    document = pypdfium2.PdfDocument(content)
    for fact in facts:
        inside = printed_in(document, fact.evidence)
        assert fact.amount is None or any(form in inside for form in forms(fact.amount)), (fact, inside)


@pytest.mark.parametrize("planned", PLANS, ids=[planned.key for planned in PLANS])
def test_the_rows_of_a_form_stand_inside_their_boxes(planned: Planned) -> None:
    content = pdf.write(planned.make())
    performance = extract([read(content, "决算.pdf")]).performance
    indicators = [indicator for form in performance for indicator in form.indicators]
    assert len(indicators) > 3
    document = pypdfium2.PdfDocument(content)
    for indicator in indicators:
        assert indicator.evidence is not None
        assert "".join(indicator.name.split()) in printed_in(document, indicator.evidence)
        assert indicator.target is None or indicator.target in indicator.evidence.quote
    for form in performance:
        budget = form.opening_budget
        assert budget is None or any(each in printed_in(document, form.evidence) for each in forms(budget))
