"""Which parts of the explanation are there, which do not apply by the report's own words, which are missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from parsers.extract.narrative import Body
from parsers.extract.narrative_text import plain
from parsers.lexicon import load
from parsers.model import Fact, Grid, Identity, SectionStatus

KEYS = (
    "overview",
    "revenue_expenditure",
    "appropriation",
    "general_budget",
    "government_fund",
    "state_capital",
    "three_public",
    "agency_operation",
    "meetings_training",
    "procurement",
    "assets",
    "performance",
    "glossary",
    "contact",
)


def sections(
    texts: Sequence[Body], facts: Sequence[Fact], identity: Identity, lost: Sequence[str] = ()
) -> Mapping[str, SectionStatus]:
    """The status of every section; one whose text is lost (``lost``) is missing. Nothing for what is no report."""
    if identity.kind is None:
        return {}
    headed = _headed(texts)
    text = plain("".join(passage.text for body in texts for one in body.parts for passage in one.part.passages))
    stated = {fact.measure for fact in facts if fact.amount is not None}
    drawn = _drawn(texts)
    return {key: _status(key, text, stated, headed - set(lost), drawn) for key in KEYS}


def shows(key: str, stated: set[str]) -> bool:
    """Whether one of the stated measures shows that the section is there."""
    return any(measure.startswith(prefix) for prefix in load("sections")[key].get("facts", ()) for measure in stated)


def _drawn(texts: Sequence[Body]) -> str:
    """The words of every drawn table."""
    grids = [block for body in texts for block in body.document.blocks if isinstance(block, Grid)]
    return plain("".join(cell for grid in grids for row in grid.rows for cell in row))


def _headed(texts: Sequence[Body]) -> set[str]:
    """Sections that have a heading with something under it."""
    return {
        one.place.section
        for body in texts
        for one in body.parts
        if one.place.section and (one.part.passages or one.part.follows_table)
    }


def _status(key: str, text: str, stated: set[str], headed: set[str], drawn: str) -> SectionStatus:
    entry = load("sections").get(key, {})
    if shows(key, stated):
        return SectionStatus.PRESENT
    if "none" in entry and re.search(entry["none"], text):
        return SectionStatus.NOT_APPLICABLE
    said = "says" in entry and re.search(entry["says"], text)
    said = said or ("tables" in entry and re.search(entry["tables"], drawn))
    return SectionStatus.PRESENT if key in headed or said else SectionStatus.MISSING
