"""One publication (a page with its attachments) to one report: what it states, and what was not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from parsers.extract.expected import unstated_totals
from parsers.extract.identity import identity, title_of
from parsers.extract.items import item_codes
from parsers.extract.narrative import NarrativeRead, bodies, narrative
from parsers.extract.performance import FormsRead, performance_forms
from parsers.extract.remarks import remarks
from parsers.extract.sections import sections
from parsers.extract.slips import slips
from parsers.extract.strangers import sort_out
from parsers.extract.tables import TablesRead, standard_tables
from parsers.model import Document, Identity, Remark, Report, Stranger, Unread

COLLECTION = "本页汇集几份报告，各自另读"
_SHARE = Decimal("0.0001")


def extract(documents: Sequence[Document]) -> Report:
    """What the documents of one publication state together. A file that is no report has no facts.

    Files that are reports of others are no part of it: they are named, in ``strangers`` and in ``unread``.
    """
    if len(documents) < 2:
        return _together(documents)
    found = sort_out(documents, _together)
    report = _together(found.own)
    strangers = tuple(
        Stranger(file=document.name, sha256=document.sha256, identity=who)
        for who, group in found.others
        for document in group
    )
    collection = bool(strangers) and not report.facts and not any(table.rows for table in report.tables)
    return replace(
        report,
        files=tuple(document.name for document in documents),
        identity=Identity(not_a_report=COLLECTION) if collection else report.identity,
        strangers=strangers,
        unread=(*report.unread, *(Unread(file=one.file, where="整个文件", what=_whose(one)) for one in strangers)),
    )


def _whose(one: Stranger) -> str:
    return f"是另一份报告（{one.identity.department}{one.identity.fiscal_year}年度），数字不同，未并入本报告"


def _together(documents: Sequence[Document]) -> Report:
    who = identity(documents)
    texts = bodies(documents)
    tables = standard_tables(documents, who) if who.kind else TablesRead()
    prose = narrative(texts, who, item_codes(tables.tables))
    forms = performance_forms(documents, who) if who.kind else FormsRead()
    said = remarks(texts, prose.facts) if who.kind else ()
    facts = (*prose.facts, *tables.facts)
    lost = [section for remark in said if remark.code == "truncated" for section in remark.sections]
    states = sections(texts, facts, who, lost)
    silent = unstated_totals(texts, facts, tables.tables, states) if who.kind else ()
    return Report(
        files=tuple(document.name for document in documents),
        identity=who,
        title=title_of(documents),
        facts=facts,
        sections=states,
        tables=tables.tables,
        listed=tables.listed,
        performance=forms.forms,
        remarks=(*_once((*said, *tables.remarks)), *slips(texts, who)),
        unread=(
            *(note for document in documents for note in document.unread),
            *prose.unread,
            *tables.unread,
            *forms.unread,
            *silent,
        ),
        unread_share=_unread_share(prose, tables, who),
        narrative_sha256=prose.sha256,
    )


def _once(found: Sequence[Remark]) -> tuple[Remark, ...]:
    """Each code once, the first place that says so."""
    return tuple({remark.code: remark for remark in reversed(found)}.values())[::-1]


def _unread_share(prose: NarrativeRead, tables: TablesRead, who: Identity) -> Decimal:
    """Share of the figures in prose and tables that nothing took up."""
    if who.kind is None:
        return Decimal(0)
    cells = sum(len(row.cells) for table in tables.tables for row in table.rows)
    unread = len(prose.unread) + len(tables.unread)
    every = prose.figures + cells + len(tables.unread)
    return (Decimal(unread) / every).quantize(_SHARE) if every else Decimal(0)
