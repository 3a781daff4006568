"""What the text says, or lacks, that modifies how its figures are judged (``parsers.model.REMARKS``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.extract.narrative import Body
from parsers.extract.narrative_text import Normal, normal, plain
from parsers.extract.sections import shows
from parsers.extract.settings import Placed
from parsers.lexicon import load
from parsers.model import Document, Evidence, Fact, Remark
from parsers.passage import Passage

LONGEST_QUOTE = 120


def remarks(texts: Sequence[Body], facts: Sequence[Fact]) -> tuple[Remark, ...]:
    """Every remark of the prose, each code once, with the first place that says so."""
    found = [*_said(texts), *truncated(texts, facts)]
    first: dict[str, Remark] = {}
    for remark in found:
        first.setdefault(remark.code, remark)
    return tuple(first.values())


def truncated(texts: Sequence[Body], facts: Sequence[Fact]) -> Iterator[Remark]:
    """Headings whose own text is lost: the tail of another sentence stands below, or nothing at all."""
    stated = {fact.measure for fact in facts}
    for body in texts:
        for place, one in enumerate(body.parts):
            section = one.place.section
            if section in load("remarks")["own_words"] and _heads(one) and not shows(section, stated):
                text = plain("".join(passage.text for passage in _below(body.parts, place)))
                own = re.search(load("remarks")["own_words"][section], text)
                skips = _skips(body.parts, place)
                if (skips and not text) or (text and not own and _begins_inside(one)):
                    yield _lost(body.document, one, _swallowed(body.parts, stated) if skips else ())


def _heads(one: Placed) -> bool:
    """Whether the part's own heading opens its section."""
    return one.part.heading is not None and one.part.heading.level == one.place.level and not one.part.follows_table


def _below(parts: Sequence[Placed], place: int) -> Iterator[Passage]:
    """The text of the part and of those under it that are of the same section."""
    level = parts[place].place.level
    yield from parts[place].part.passages
    for one in parts[place + 1 :]:
        if one.part.heading is None or one.part.heading.level <= level:
            return
        if one.place.section == parts[place].place.section:
            yield from one.part.passages


def _begins_inside(one: Placed) -> bool:
    """Whether the text after the heading is the tail of another sentence, not a beginning of its own."""
    first = plain(one.part.passages[0].text) if one.part.passages else ""
    return bool(first) and not re.match(r"20\d\d|本|我|按|根据|截[至止]|无|（|\d|[一二三四五]、", first)


def _skips(parts: Sequence[Placed], place: int) -> bool:
    """Whether the number of the next heading of the level is not the next number."""
    own = parts[place].part.heading
    level = own.level if own else None
    later = [one.part.heading for one in parts[place + 1 :] if one.part.heading and one.part.heading.level == level]
    following = later[0] if later else None
    return bool(own and own.ordinal and following and following.ordinal and following.ordinal > own.ordinal + 1)


def _swallowed(parts: Sequence[Placed], stated: set[str]) -> tuple[str, ...]:
    """Sections that the hole may have taken with it: no heading names them and nothing of them is stated."""
    named = {one.place.section for one in parts}
    return tuple(key for key in ("agency_operation", "procurement") if key not in named and not shows(key, stated))


def _lost(document: Document, one: Placed, others: tuple[str, ...]) -> Remark:
    passage = one.part.passages[0] if one.part.passages else Passage(text="")
    quote = (one.part.heading.printed if one.part.heading else "") + passage.text
    sections = (one.place.section, *others)
    return Remark(code="truncated", evidence=_evidence(document, one, passage, quote), sections=sections)


def _said(texts: Sequence[Body]) -> Iterator[Remark]:
    for body in texts:
        for one in body.parts:
            for passage in one.part.passages:
                yield from _in_passage(body.document, one, passage)


def _in_passage(document: Document, one: Placed, passage: Passage) -> Iterator[Remark]:
    text = normal(passage.text)
    words = load("remarks")
    if not one.place.quiet:
        for sentence in _sentences(text, words["scope_break"]):
            if re.search(words["scope_near"], sentence) and not re.search(words["scope_not"], sentence):
                yield Remark(code="scope_break", evidence=_evidence(document, one, passage, sentence))
    for sentence in _sentences(text, words["revised_budget_column"]):
        evidence = _evidence(document, one, passage, sentence)
        yield Remark(code="revised_budget_column", evidence=evidence, sections=("three_public",))
    if one.place.section == "agency_operation":
        for sentence in _sentences(text, load("sections")["agency_operation"]["exempt"]):
            evidence = _evidence(document, one, passage, sentence)
            yield Remark(code="institution_exempt", evidence=evidence, sections=("agency_operation",))


def _sentences(text: Normal, pattern: str) -> Iterator[str]:
    """The printed sentences in which ``pattern`` is found."""
    for match in re.finditer(pattern, text.text):
        start = max(text.text.rfind("。", 0, match.start()) + 1, 0)
        stop = text.text.find("。", match.end())
        yield text.quote(start, stop if stop >= 0 else len(text.text))


def _evidence(document: Document, one: Placed, passage: Passage, quote: str) -> Evidence:
    at = max(passage.text.find(quote[:12]), 0)
    where, page = passage.place(at)
    return Evidence(
        file=document.name,
        where=where or one.part.where,
        quote=quote[:LONGEST_QUOTE],
        sha256=document.sha256,
        page=page,
    )
