"""What was left in a report by mistake, or is said in passing and matters to a judge.

Template text, another year's or another body's name, goals of another year, and sentences about who pays for what.
The words are in ``parsers/lexicon/slips.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from parsers.extract.narrative import Body
from parsers.extract.narrative_text import plain
from parsers.extract.settings import Placed
from parsers.lexicon import load
from parsers.model import Document, Evidence, Grid, Identity, Kind, Paragraph, Remark
from parsers.passage import Passage

LONGEST_QUOTE = 120
MOST = 5
SHORTEST_GOAL = 10  # less is a label


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the prose without blanks, and where it stands."""

    text: str
    evidence: Evidence
    section: str
    opens: bool  # the first of its paragraph
    quiet: bool


def slips(texts: Sequence[Body], identity: Identity) -> tuple[Remark, ...]:
    """Every slip, each sentence once for each code, in the order of the text; nothing for what is no report."""
    if identity.kind is None:
        return ()
    said = [one for body in texts for one in _sentences(body)]
    found = [
        *_in_prose([one for one in said if one.text]),
        *_other_years(texts, said, identity),
        *_in_tables(texts, identity),
    ]
    once = {(r.code, r.evidence.quote): r for r in reversed(found)}
    return tuple(_few(list(once.values())[::-1]))


def _few(found: Sequence[Remark]) -> Iterator[Remark]:
    """The first of each code: what is said forty times is known after five."""
    seen: Counter[str] = Counter()
    for remark in found:
        seen[remark.code] += 1
        if seen[remark.code] <= MOST:
            yield remark


def _sentences(body: Body) -> Iterator[Said]:
    for one in body.parts:
        if one.part.heading is not None:
            title = re.sub(r"\s+", "", one.part.heading.printed)[:LONGEST_QUOTE]
            place = Evidence(file=body.document.name, where=one.part.where, quote=title, sha256=body.document.sha256)
            yield Said(plain(title), place, one.place.section, False, True)
        for passage in one.part.passages:
            pieces = [piece for piece in re.split(r"(?<=[。；])", passage.text) if piece.strip()]
            for number, piece in enumerate(pieces):
                evidence = _evidence(body.document, one, passage, piece)
                yield Said(plain(piece), evidence, one.place.section, number == 0, one.place.quiet)


def _evidence(document: Document, one: Placed, passage: Passage, quote: str) -> Evidence:
    where, page = passage.place(max(passage.text.find(quote[:12]), 0))
    quote = re.sub(r"\s+", "", quote)[:LONGEST_QUOTE]
    return Evidence(file=document.name, where=where or one.part.where, quote=quote, sha256=document.sha256, page=page)


def _in_prose(said: Sequence[Said]) -> Iterator[Remark]:
    for code, words in load("slips")["prose"].items():
        for one in said:
            if re.search(words["pattern"], one.text) and not ("not" in words and re.search(words["not"], one.text)):
                founded = code == "secrecy" and re.search(words["basis"], one.text)
                yield Remark(code=code, evidence=one.evidence, sections=("basis",) if founded else (one.section,))


def _other_years(texts: Sequence[Body], said: Sequence[Said], identity: Identity) -> Iterator[Remark]:
    """Where the text tells of its own year and names another one."""
    words, year = load("slips")["year"], identity.fiscal_year
    if year is None:
        return
    ends = (year,) if identity.kind == Kind.FINAL_ACCOUNTS else (year - 1, year)
    for one in said:
        day = re.search(words["day"], one.text)
        wrong_day = day is not None and int(day["year"]) not in ends
        if wrong_day or _tells_of(one, words, year, final=identity.kind == Kind.FINAL_ACCOUNTS):
            yield Remark(code="other_year", evidence=one.evidence, sections=(one.section,))
    for body in texts:
        yield from _headings(body, words, year)


def _tells_of(one: Said, words: dict[str, Any], year: int, *, final: bool) -> bool:
    """Whether a paragraph opens with another year's figures; a budget may tell how last year's was executed."""
    own = re.search(words["own"], one.text) if one.opens and not one.quiet else None
    return own is not None and int(own["year"]) != year and (final or not re.search(words["past"], one.text[:40]))


def _headings(body: Body, words: dict[str, Any], year: int) -> Iterator[Remark]:
    for one in body.parts:
        title = plain(one.part.heading.printed) if one.part.heading else ""
        named = re.search(words["heading"], title)
        if named and int(named["year"]) != year and str(year) not in title:
            evidence = Evidence(file=body.document.name, where=one.part.where, quote=title[:LONGEST_QUOTE],
                                sha256=body.document.sha256)  # fmt: skip
            yield Remark(code="other_year", evidence=evidence, sections=(one.place.section,))


def _in_tables(texts: Sequence[Body], identity: Identity) -> Iterator[Remark]:
    for body in texts:
        for block in body.document.blocks:
            if isinstance(block, Paragraph):
                yield from _left_in(body.document, block)
                yield from _owner(body.document, block.text, block.where, block.page, identity)
                continue
            for row in block.rows:
                yield from _goal(body.document, block, row, identity)
                for cell in row:
                    yield from _owner(body.document, cell, block.where, block.page, identity)


def _left_in(document: Document, block: Paragraph) -> Iterator[Remark]:
    """The form's own text, also where it stands between a heading and a table and belongs to no part."""
    for code in ("template_instruction", "template_mark"):
        for piece in re.split(r"(?<=[。；])", block.text):
            if re.search(load("slips")["prose"][code]["pattern"], plain(piece)):
                quote = re.sub(r"\s+", "", piece)[:LONGEST_QUOTE]
                evidence = Evidence(file=document.name, where=block.where, quote=quote, sha256=document.sha256,
                                    page=block.page)  # fmt: skip
                yield Remark(code=code, evidence=evidence)


def _owner(document: Document, text: str, where: str, page: int | None, identity: Identity) -> Iterator[Remark]:
    """The line over a table that names another body than the one whose report it is."""
    words, department = load("slips")["owner"], _bare(identity.department or "")
    found = re.match(words["line"], plain(text)) if len(text) < LONGEST_QUOTE else None
    name = _bare(found["name"]) if found else ""
    if department and re.search(words["body"], name) and name not in department and department not in name:
        evidence = Evidence(file=document.name, where=where or "表头", quote=re.sub(r"\s+", "", text)[:LONGEST_QUOTE],
                            sha256=document.sha256, page=page)  # fmt: skip
        yield Remark(code="other_body", evidence=evidence)


def _bare(name: str) -> str:
    return re.sub(r"[（(][^）)]*[）)]|\s", "", name)


def _goal(document: Document, grid: Grid, row: Sequence[str], identity: Identity) -> Iterator[Remark]:
    """A goal that cites only years other than the report's."""
    words = load("slips")["goal"]
    cells = [plain(cell) for cell in row if cell.strip()]
    if len(cells) < 2 or not re.search(words["label"], cells[0]):
        return
    for cell in cells[1:]:
        cited = [m for m in re.finditer(r"(20\d\d)年", cell) if _is_cited(cell, m, words)]
        told = len(cell) > SHORTEST_GOAL and not re.search(words["not"], cell)
        if cited and told and str(identity.fiscal_year) not in cell:
            evidence = Evidence(file=document.name, where=grid.where or cells[0], quote=cell[:LONGEST_QUOTE],
                                sha256=document.sha256, page=grid.page)  # fmt: skip
            yield Remark(code="stale_goal", evidence=evidence, sections=("performance",))


def _is_cited(cell: str, match: re.Match[str], words: dict[str, Any]) -> bool:
    before, after = cell[max(0, match.start() - 2) : match.start()], cell[match.end() : match.end() + 2]
    return not re.search(words["compared"], before) and not re.search(words["cited"], after)
