"""The prose of a report: facts with the changes their sentences state, and what could not be read.

outline    headings and paragraphs, whatever the numbering          parsers.outline
placed     section and account of each part                         settings
bind       tokens → names, amounts, changes                         narrative_binding
merged     one fact per measure and amount                          narrative_facts
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from parsers.extract.narrative_binding import bind
from parsers.extract.narrative_desk import Desk
from parsers.extract.narrative_facts import Draft, merged
from parsers.extract.narrative_state import Setting
from parsers.extract.narrative_text import plain
from parsers.extract.settings import Placed, placed
from parsers.model import Document, Fact, Identity, Kind, Unread
from parsers.outline import outline

NO_ITEMS: Mapping[str, str] = MappingProxyType({})
SCRAP = 60  # characters of a line that may be no sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class NarrativeRead:
    """What the prose states. ``figures`` counts its sums of money, ``unread`` those that nothing took up."""

    facts: tuple[Fact, ...] = ()
    unread: tuple[Unread, ...] = ()
    figures: int = 0
    sha256: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """A document's parts, each with its place."""

    document: Document
    parts: tuple[Placed, ...]


def bodies(documents: Sequence[Document]) -> tuple[Body, ...]:
    """The prose of every document under its headings."""
    return tuple(Body(document=document, parts=tuple(placed(outline(document)))) for document in documents)


def narrative(texts: Sequence[Body], identity: Identity, items: Mapping[str, str] = NO_ITEMS) -> NarrativeRead:
    """The figures that the prose states. A text that is no report states none.

    ``items`` are the codes of items of the classification by the names that the report's tables give them.
    """
    if identity.kind is None:
        return NarrativeRead(sha256=narrative_sha256(texts))
    desks = [_read(one, text.document, identity, items) for text in texts for one in text.parts]
    drafts: list[Draft] = [draft for desk in desks for draft in desk.memory.drafts]
    return NarrativeRead(
        facts=merged(drafts),
        unread=tuple(note for desk in desks for note in desk.unread),
        figures=sum(desk.money for desk in desks),
        sha256=narrative_sha256(texts),
    )


def narrative_sha256(texts: Sequence[Body]) -> str:
    """Digest of the body text without white space; page furniture, contents, tables and scraps are outside it."""
    digest = hashlib.sha256()
    for text in texts:
        for one in text.parts:
            digest.update((one.part.heading.printed if one.part.heading else "").encode(errors="surrogatepass"))
            for passage in one.part.passages:
                if not _is_scrap(passage.text):
                    digest.update(passage.text.encode(errors="surrogatepass"))
    return digest.hexdigest()


def _is_scrap(text: str) -> bool:
    """Whether a line says no sentence: a title, a link, a counter, which sites change under a report."""
    return len(text) < SCRAP and not any(mark in text for mark in "。；")


def _read(one: Placed, document: Document, identity: Identity, items: Mapping[str, str]) -> Desk:
    setting = Setting(
        file=document.name,
        sha256=document.sha256,
        kind=identity.kind or Kind.BUDGET,
        year=identity.fiscal_year,
        body=identity.department or "",
        where=one.part.where,
        account=one.place.account,
        section=one.place.section,
        side=one.place.side,
        items=items,
        title=plain(one.part.heading.title) if one.part.heading else "",
    )
    return bind(setting, () if one.place.quiet else one.part.passages)
