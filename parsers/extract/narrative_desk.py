"""The desk on which a part is read: its text, what is remembered, and the questions that every step asks."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from parsers.extract.labels import Named, resolve
from parsers.extract.narrative_facts import Draft, Noted
from parsers.extract.narrative_state import Memory, Setting
from parsers.extract.narrative_text import normal, plain
from parsers.extract.narrative_tokens import Token
from parsers.measures import unit
from parsers.model import Evidence, Unread
from parsers.money import Figure, UnitClass
from parsers.passage import Passage

LONGEST_QUOTE = 160
NO_BASE = "增减没有说明比较对象或方向"
_BEFORE_UNREAD = 30
_SUMS = (UnitClass.MONEY, UnitClass.UNKNOWN)
_LISTED = re.compile("(?:包括|如下|包含|为|有)：$")
_NUMBERED = re.compile(r"\d{1,2}[.、．]|（\d{1,2}）|[①-⑳]")


class Desk:
    """One part of a report while it is read. ``unread`` and ``money`` grow, everything else is in ``memory``."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.memory = Memory()
        self.unread: list[Unread] = []
        self.money = 0  # sums of money met so far
        self.passage = Passage(text="")
        self.normal = normal("")

    @property
    def text(self) -> str:
        """The passage as it is matched."""
        return self.normal.text

    def lay(self, passage: Passage) -> None:
        """Take up the next passage."""
        before, self.passage, self.normal = self.text, passage, normal(passage.text)
        against = self.memory.last_against or self.memory.carried if before.endswith("：") else self.memory.of_items
        self.memory.begin_passage(projects=self._lists_projects(before))
        self.memory.of_items = against if _NUMBERED.match(self.text) else None

    def _lists_projects(self, before: str) -> bool:
        """Whether the passage is one of a list of projects: numbered, after a sum of projects and a colon."""
        if not _NUMBERED.match(self.text):
            return False
        last = self.memory.recent[-1].measure if self.memory.recent else None
        return self.memory.projects or (_LISTED.search(before) is not None and str(last).endswith(".project"))

    # --- what words name ----------------------------------------------------------------------------

    def phrase(self, token: Token) -> str:
        """The words right before a token; what a comma cuts off from them is remembered."""
        pieces = re.split("[，：]", self.text[self.memory.cursor : token.start])
        before = [piece for piece in pieces[:-1] if piece]
        self.memory.pending = before[-1] if before else self.memory.pending
        return pieces[-1]

    def named(self, phrase: str, figure: Figure | None = None) -> Named | None:
        """What ``phrase`` names just here, for the unit of ``figure``."""
        counts = figure.counts if figure else UnitClass.MONEY
        said = re.split("[。；]", self.text[: figure.start])[-1] if figure else ""
        return resolve(plain(phrase), counts, replace(self.memory.context(self.setting), said=said))

    def titled(self, figure: Figure | None = None) -> Named | None:
        """What the heading, or a sentence that is only a name, names."""
        return self.named(self.memory.title, figure) if self.memory.title else None

    # --- figures in the making ----------------------------------------------------------------------

    def draft(self, measure: str | None, figure: Figure | None, phrase: str = "") -> Draft:
        """A new figure in the making, remembered as named last."""
        at = figure.start - len(phrase) if figure and phrase else self._after_marks(figure)
        counts = figure.counts if figure else UnitClass.MONEY
        end = figure.end if figure else at + 1
        draft = Draft(measure=measure, counts=counts, evidence=self.evidence(at, end))
        self.memory.add([draft])
        return draft

    def _after_marks(self, figure: Figure | None) -> int:
        """Where the words before a figure begin, or the place reached."""
        end = figure.start if figure else len(self.text)
        gap = self.text[self.memory.cursor : end]
        return self.memory.cursor + len(gap) - len(gap.lstrip("，、；：。和及"))

    def known_or_new(self, measure: str, figure: Figure | None) -> Draft:
        """The figure of this part that has ``measure``; where there is none, one of which only changes are stated."""
        return self.memory.find(measure) or self.draft(measure, figure)

    def note(self, draft: Draft, noted: Noted) -> None:
        """A change of ``draft`` that waits for its reason."""
        memory = self.memory
        another = memory.paused and not any(waiting in draft.noted for waiting in memory.without_reason)
        if memory.stale or another:
            memory.without_reason = []
        memory.stale = memory.paused = False
        draft.noted.append(noted)
        self.memory.without_reason.append(noted)

    # --- places ---------------------------------------------------------------------------------------

    def quote(self, start: int, end: int) -> str:
        """The printed text of a stretch, cut where it is long."""
        return self.normal.quote(max(0, start), end)[:LONGEST_QUOTE]

    def evidence(self, start: int, end: int) -> Evidence:
        """From the words that name a figure to the end of its sentence; place and box are those of the figure."""
        start = max(0, start)
        stop = self.text.find("。", end)
        where, page = self._place(max(start, end - 1))
        return Evidence(
            file=self.setting.file,
            where=where,
            quote=self.quote(start, stop if stop >= 0 else len(self.text)),
            sha256=self.setting.sha256,
            page=page,
            box=self.passage.box(self._offset(start), self._offset(end - 1) + 1),
        )

    def report(self, figure: Figure, why: str) -> None:
        """A sum of money that nothing took up."""
        if figure.counts in _SUMS:
            self.unread.append(self.doubt(figure, why))

    def doubt(self, figure: Figure, why: str) -> Unread:
        """What is said of a figure that nothing took up, with the words before it."""
        quote = self.quote(max(self.memory.cursor, figure.start - _BEFORE_UNREAD), figure.end)
        where, _ = self._place(figure.start)
        return Unread(file=self.setting.file, where=where, what=f"{why}：{quote}")

    def settle(self) -> None:
        """A change whose sentence is over and told of no base."""
        if self.memory.loose is not None and self.memory.loose.figure.counts in _SUMS:
            self.unread.append(self.memory.loose.doubt)
        self.memory.loose = None

    def _place(self, start: int) -> tuple[str, int | None]:
        where, page = self.passage.place(self._offset(start))
        return where or self.setting.where, page

    def _offset(self, start: int) -> int:
        """Where in the passage a character of the text stands."""
        return self.normal.at[start] if 0 <= start < len(self.normal.at) else 0


def fits(draft: Draft, figure: Figure) -> bool:
    """Whether a figure counts what the draft counts."""
    return draft.counts_like(figure.counts) or (figure.counts is UnitClass.UNKNOWN and not figure.value)


def value(draft: Draft, figure: Figure) -> Decimal:
    """A figure in the unit of the draft that it fits; a 0 is 0 in any unit."""
    if figure.counts is UnitClass.UNKNOWN:
        return figure.value
    return figure.in_unit(unit(draft.measure) if draft.measure else "万元")
