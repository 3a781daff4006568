"""What every report must state and this one does not: said as unread, so that nobody takes silence for a zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from parsers.extract.narrative import Body
from parsers.extract.narrative_text import plain
from parsers.model import Fact, SectionStatus, StandardTable, TableStatus, Unread

_WORDS = "三公经费"
_TOTAL = "three_public.total"


def unstated_totals(
    texts: Sequence[Body],
    facts: Sequence[Fact],
    tables: Sequence[StandardTable],
    sections: Mapping[str, SectionStatus],
) -> tuple[Unread, ...]:
    """Why there is no “三公” total where prose or table speak of one; nothing where it is stated or does not apply."""
    if any(fact.measure == _TOTAL for fact in facts) or sections.get("three_public") is SectionStatus.NOT_APPLICABLE:
        return ()
    places = [*_spoken(texts), *_drawn(tables)]
    if not places:
        return ()
    where = places[0]
    parts = any(fact.measure.startswith("three_public.") and fact.amount is not None for fact in facts)
    why = "只写明了分项" if parts else "未读到金额"
    return (Unread(file=where[0], where=where[1], what=f"“三公”经费合计：{why}"),)


def _spoken(texts: Sequence[Body]) -> Iterator[tuple[str, str]]:
    """Where the prose speaks of it, outside glossaries and duties."""
    for text in texts:
        for one in text.parts:
            passages = [] if one.place.quiet else one.part.passages
            where = next((at.place(0)[0] or one.part.where for at in passages if _WORDS in plain(at.text)), None)
            if where is not None:
                yield text.document.name, where


def _drawn(tables: Sequence[StandardTable]) -> Iterator[tuple[str, str]]:
    for table in tables:
        if table.kind.endswith(".three_public") and table.status is TableStatus.PRESENT:
            yield table.evidence.file, table.evidence.where
