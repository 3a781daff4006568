"""What the reading of a part remembers: the setting, the figures named so far, and what is pending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from parsers.extract.comparisons import Against
from parsers.extract.labels import Context
from parsers.extract.narrative_facts import Draft, Noted
from parsers.model import Base, Kind, Unread
from parsers.money import Figure


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """What is known before a part's text is read: the report's year and kind, and what its heading says."""

    file: str
    sha256: str
    kind: Kind
    year: int | None
    body: str = ""
    where: str = ""
    account: str = "whole"
    section: str = ""
    side: str = ""
    items: Mapping[str, str] = field(default_factory=dict)  # names of items of the classification → code
    title: str = ""  # the heading's words, which name the figure where its sentence names none


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """What an opening bracket puts aside and its closing one brings back."""

    recent: list[Draft]
    siblings: list[Draft]
    parent: Draft | None
    reason_from: int | None
    using: bool
    phrase: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Loose:
    """A change of which no base was told yet, and what is said of it if none is."""

    figure: Figure
    sign: int
    doubt: Unread


@dataclass(kw_only=True, slots=True)
class Memory:
    """The state between two tokens."""

    cursor: int = 0
    sentence_at: int = 0  # where this sentence begins in the text
    account: str | None = None  # of the paragraphs that follow, where a sentence says so
    title: str = ""  # the heading, or a sentence that is only a name
    drafts: list[Draft] = field(default_factory=list)  # every one of the part, in order
    passage_from: int = 0  # the first draft of this passage
    sentence_from: int = 0  # the first draft of this sentence
    head: list[Draft] = field(default_factory=list)  # what the passage speaks of
    recent: list[Draft] = field(default_factory=list)  # what was named last
    siblings: list[Draft] = field(default_factory=list)  # the parts named so far in this list
    parent: Draft | None = None  # the whole whose parts are listed
    listed: list[Draft] = field(default_factory=list)  # the parts of the sentence before, where they were a bare list
    listed_parent: Draft | None = None
    pending: str = ""  # a phrase before a comma that no figure has taken up
    phrase: str = ""  # the phrase of the figure before
    against: Against | None = None  # a base that no change has taken up
    last_against: Against | None = None  # the last one of this sentence
    carried: Against | None = None  # the last one of the sentence before, for a list that begins this one
    of_items: Against | None = None  # that of a sentence whose numbered items are paragraphs of their own
    subject: str = ""  # the phrase before that base
    aside: Against | None = None  # a base inside a reason, of a figure that the reason names
    base_amount: Decimal | None = None
    told_base: Against | None = None  # a base of this sentence whose own figure was told in a clause of its own
    loose: Loose | None = None
    stated_base: Base | None = None  # the figure before was this base's own
    list_base: Base | None = None  # the parts listed are those of this base, and no figures of the report's year
    turn: list[str] = field(default_factory=list)  # 分别为: each amount that follows has the next of these names
    in_turn: list[Draft] = field(default_factory=list)  # 分别: each change that follows belongs to the next of these
    turned: list[Noted] = field(default_factory=list)  # the changes told in turn, whose percents may follow in turn
    percents: list[Noted] = field(default_factory=list)  # those that the next percents belong to in turn
    turn_sign: int = 0  # the verb before the first of them holds for those without one
    enumerated: bool = False  # the last figure was joined to the one before by 、
    noted: list[Noted] = field(default_factory=list)  # what a percent that follows belongs to
    noted_at: int = -1  # where the change ends that they are
    without_reason: list[Noted] = field(default_factory=list)
    stale: bool = False  # those belong to the sentence before
    paused: bool = False  # those stand before a semicolon
    reason_from: int | None = None
    chain: bool = False  # a reason has begun that may be a list of changes
    using: bool = False
    projects: bool = False  # the paragraph is one of a list of projects: its sums are parts of what has no parts
    using_on: bool = False  # a list of uses that goes on after semicolons
    scenes: list[Scene] = field(default_factory=list)

    def begin_passage(self, *, projects: bool = False) -> None:
        """A new paragraph of the same part: what was named last stays within reach, projects are parts of their sum."""
        self.projects = projects
        self.cursor = self.sentence_at = 0
        self.head, self.siblings, self.parent = [], [], None
        self.stated_base = self.list_base = None
        self.listed, self.listed_parent = [], None
        self.passage_from = self.sentence_from = len(self.drafts)
        self.pending = self.phrase = ""
        self.reason_from, self.using, self.using_on, self.scenes = None, False, False, []
        self.forget_base()
        self.last_against = self.carried = self.told_base = self.loose = None
        self.noted_at = -1
        self.turn, self.turned, self.percents, self.turn_sign = [], [], [], 0

    def end_sentence(self) -> None:
        """Lists and bases end with their sentence; a bare list is remembered for the next one's subject."""
        one = len(self.siblings) == 1 and self.parent is not None and self.siblings[0].amount == self.parent.amount
        bare = (one or len(self.siblings) > 1) and not any(draft.noted for draft in self.siblings)
        self.listed, self.listed_parent = (self.siblings, self.parent) if bare and self.parent else ([], None)
        self.siblings, self.parent, self.using, self.using_on = [], None, False, False
        self.stated_base = self.list_base = None
        self.sentence_from = len(self.drafts)
        self.pending, self.stale, self.paused = "", True, False
        self.forget_base()
        self.carried, self.last_against = self.last_against, None
        self.told_base = self.loose = None
        self.turn, self.turned, self.percents, self.turn_sign = [], [], [], 0
        self.noted = []

    def forget_base(self) -> None:
        """The pending base is used up, or its sentence is over."""
        self.against, self.subject, self.base_amount, self.in_turn = None, "", None, []
        self.aside = None

    def open_scene(self) -> None:
        """Put aside what a bracket interrupts."""
        self.scenes.append(
            Scene(recent=self.recent, siblings=self.siblings, parent=self.parent, reason_from=self.reason_from,
                  using=self.using, phrase=self.phrase)
        )  # fmt: skip
        self.reason_from, self.using, self.siblings = None, False, []

    def close_scene(self) -> None:
        """Take up again what the bracket interrupted."""
        if self.scenes:
            scene = self.scenes.pop()
            self.recent, self.siblings, self.parent = scene.recent, scene.siblings, scene.parent
            self.reason_from, self.using, self.phrase = scene.reason_from, scene.using, scene.phrase
            self.forget_base()

    def add(self, drafts: Sequence[Draft]) -> None:
        """Remember new figures: the first ones outside a list are what the passage speaks of."""
        self.drafts += drafts
        self.recent = list(drafts)
        if self.parent is not None:
            self.siblings += drafts
        elif len(self.drafts) - len(drafts) == self.sentence_from or not self.head:
            self.head = list(drafts)

    def find(self, measure: str) -> Draft | None:
        """The figure of this part that has ``measure``, the one named last."""
        return next((draft for draft in reversed(self.drafts) if draft.measure == measure), None)

    def context(self, setting: Setting) -> Context:
        """What decides between readings just here."""
        whole = self.parent or (self.head[0] if self.head else None)
        sentence = self.drafts[self.sentence_from :]
        return Context(
            account=(whole.account if whole else None) or self.account or setting.account,
            side=(whole.side if whole else "") or setting.side,
            kind=setting.kind.value,
            section=setting.section,
            after=(sentence[-1].measure or "") if sentence else "",
            in_list=self.parent is not None,
            body=setting.body,
            items=setting.items,
        )
