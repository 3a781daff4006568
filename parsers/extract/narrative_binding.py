"""Binding: every figure of a passage to what it states.

One token after the other; ``ACTIONS`` at the end says who handles which mark. A figure is in turn a percent, a
change (a verb stands before it), the base's own figure, or an amount; an amount that no name fits is kept as unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from parsers.extract.comparisons import Against, direction, stated_base
from parsers.extract.labels import Named, canonical, resolve
from parsers.extract.narrative_facts import Draft, Noted
from parsers.extract.narrative_state import Memory, Setting
from parsers.extract.narrative_text import Normal, normal, plain
from parsers.extract.narrative_tokens import Mark, Token, tokens
from parsers.extract.subjects import all_of_them, implicit, pair_with
from parsers.lexicon import load
from parsers.measures import unit
from parsers.model import Base, Evidence, Unread
from parsers.money import Figure, UnitClass, figures, signed
from parsers.outline import Passage

LONGEST_QUOTE = 160
LONGEST_NAME = 60
_COUNTED_ON = (UnitClass.PERSONS, UnitClass.BATCHES, UnitClass.VEHICLES, UnitClass.GROUPS)
#: What an amount is called again after its base was stated: 年初预算为…，支出决算为….
_AGAIN = ("", "支出", "收入", "实际支出", "实际")
_LOST_DIGITS = re.compile(r"[\u4e00-\u9fff）],$")


class Binder:
    """Reads the passages of one part in order."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.memory = Memory()
        self.unread: list[Unread] = []
        self.money = 0
        self._text = normal("")
        self._passage = Passage(text="")

    def read(self, passage: Passage) -> None:
        """Take up one passage."""
        first = not self._passage.text
        self._passage, self._text = passage, normal(passage.text)
        self.memory.begin_passage()
        if first:
            self._begin_part()
        for token in tokens(self._text.text, self.setting.kind, self.setting.year):
            ACTIONS[token.mark](self, token)
        self._end_reason(len(self._text.text))

    def _begin_part(self) -> None:
        """The heading's own words are the first subject."""
        named = self._resolve(self.setting.title, None) if self.setting.title else None
        if named is not None and not named.empty:
            self._entitle(self.setting.title, named)

    # --- marks that steer -----------------------------------------------------------------------

    def _stop(self, token: Token) -> None:
        self._end_reason(token.start)
        if not self.memory.scenes:
            self._title_sentence(self._text.text[self.memory.sentence_at : token.start])
            self.memory.end_sentence()
        self.memory.cursor = self.memory.sentence_at = token.end

    def _title_sentence(self, sentence: str) -> None:
        """A sentence that is only a name ("因公出国（境）费用。", "…（款）…（项）。") is the subject of those after it."""
        if not sentence or len(sentence) > LONGEST_NAME or "，" in sentence or figures(sentence):
            return
        named = self._resolve(sentence, None)
        if named is not None and not named.empty:
            self._entitle(sentence, named)

    def _entitle(self, title: str, named: Named) -> None:
        self.memory.title = title
        if not named.measures:
            self._silence()

    def _pause(self, token: Token) -> None:
        memory, rest = self.memory, self._text.text[token.end :]
        if memory.reason_from is not None and re.search(load("words")["reason_goes_on"], rest):
            return
        self._end_reason(token.start)
        memory.using = memory.using and memory.using_on
        memory.forget_base()
        memory.cursor, memory.pending = token.end, ""

    def _open(self, token: Token) -> None:
        self.memory.open_scene()
        self.memory.cursor = token.end

    def _close(self, token: Token) -> None:
        self._end_reason(token.start)
        self.memory.close_scene()
        self.memory.cursor = token.end

    def _list(self, token: Token) -> None:
        memory = self.memory
        if memory.using:
            memory.using_on = True
        if memory.reason_from is not None or memory.using:
            return
        memory.last_against = memory.last_against or memory.carried
        memory.parent = memory.listed_parent or (memory.recent[-1] if memory.recent else None)
        memory.siblings, memory.listed_parent, memory.cursor, memory.pending = [], None, token.end, ""

    def _list_end(self, token: Token) -> None:
        if self.memory.reason_from is None:
            self.memory.parent, self.memory.siblings, self.memory.cursor = None, [], token.end

    def _use(self, token: Token) -> None:
        if self.memory.reason_from is None:
            colon = re.match(r"[^，。；：]{0,15}：[^；。]*?\d(?:万|元)", self._text.text[token.end :])
            self.memory.using, self.memory.using_on = True, self.memory.using_on or bool(colon)
            self.memory.cursor = token.end

    def _reason(self, token: Token) -> None:
        if self.memory.reason_from is None:
            self.memory.reason_from, self.memory.chain = token.end, self.memory.last_against is not None
            self.memory.cursor = token.end
            self.memory.forget_base()

    def _end_reason(self, end: int) -> None:
        memory = self.memory
        if memory.reason_from is None:
            return
        reason = self._text.quote(memory.reason_from, end).strip("：:，,")
        for noted in memory.without_reason:
            noted.reason = noted.reason or reason or None
        memory.without_reason, memory.reason_from, memory.chain = [], None, False

    # --- what a figure is compared with -----------------------------------------------------------

    def _base(self, token: Token) -> None:
        memory = self.memory
        if token.against is None or (memory.reason_from is not None and not self._fresh(token)):
            return
        self._end_reason(token.start)
        memory.subject = self._phrase(token)
        memory.against = memory.last_against = token.against
        memory.base_amount, memory.cursor = None, token.end

    def _fresh(self, token: Token) -> bool:
        """Inside a reason only a new comparison of the same figure counts: after a comma, against another base."""
        before = self._text.text[: token.start]
        follows = re.match(r"(?:，)?[^，。；\d]{0,6}\d", self._text.text[token.end :])
        known = {noted.against.base for draft in self.memory.recent for noted in draft.noted}
        return bool(token.against and follows and before.endswith("，")) and (token.against.base not in known)

    def _flat(self, token: Token) -> None:
        memory = self.memory
        between = self._text.text[memory.cursor : token.start]
        if memory.reason_from is not None or (token.weak and between.strip("，均保持基本也仍都")):
            return
        phrase = self._phrase(token)
        if memory.against is None:
            self._flat_as_before(token, phrase)
            return
        everyone = all_of_them(memory.subject + phrase)
        targets = memory.siblings if everyone and memory.siblings else self._targets(phrase or memory.subject, None)
        quote = self._quote(memory.against.start, token.end)
        for draft in targets:
            if draft.stated(memory.against) is None:
                self._note(draft, Noted(against=memory.against, change=Decimal(0), quote=quote))
        memory.forget_base()
        memory.cursor = token.end

    def _flat_as_before(self, token: Token, phrase: str) -> None:
        """…与2023年度持平。其中：因公出国（境）费支出持平: the parts are compared with what the whole was."""
        against, named = self.memory.last_against, self._resolve(phrase, None)
        self.memory.cursor = token.end
        if against is None or named is None or self.memory.parent is None:
            return
        for measure in named.measures:
            draft = self._known_or_new(measure, None)
            if draft.stated(against) is None:
                self._note(
                    draft,
                    Noted(against=against, change=Decimal(0), quote=self._quote(token.start - len(phrase), token.end)),
                )

    # --- figures ----------------------------------------------------------------------------------

    def _figure(self, token: Token) -> None:
        figure = token.figure
        if figure is None:
            return
        self.money += figure.counts is UnitClass.MONEY
        phrase = self._phrase(token)
        verb = direction(phrase)
        if figure.counts is UnitClass.PERCENT:
            self._percent(figure, phrase, verb.sign if verb else None)
        elif verb:
            self._change(figure, phrase[: verb.start], verb.sign)
        elif self.memory.against and not phrase and self.memory.cursor == self.memory.against.end:
            self.memory.base_amount = figure.value.scaleb(0) if figure.unit == "万元" else self._in_ten_thousand(figure)
        else:
            self._amount(figure, phrase)
        self.memory.cursor, self.memory.pending = figure.end, ""

    def _in_ten_thousand(self, figure: Figure) -> Decimal | None:
        return figure.in_unit("万元") if figure.counts is UnitClass.MONEY else figure.value

    def _percent(self, figure: Figure, phrase: str, sign: int | None) -> None:
        memory = self.memory
        if sign is not None and memory.noted and memory.against is None and memory.noted[0].percent is None:
            for noted in memory.noted:
                noted.percent = signed(figure.value, sign or 1)
                noted.quote = self._quote(noted.against.start, figure.end)
        elif sign is not None and memory.against and memory.reason_from is None:
            targets = self._targets(memory.subject, None)
            percent, quote = signed(figure.value, sign or 1), self._quote(memory.against.start, figure.end)
            memory.noted = [Noted(against=memory.against, percent=percent, quote=quote) for _ in targets]
            for draft, noted in zip(targets, memory.noted, strict=True):
                self._note(draft, noted)
            memory.forget_base()
        elif sign is None and memory.reason_from is None and re.search(load("words")["completion"], phrase):
            self._completion(figure, phrase)

    def _completion(self, figure: Figure, phrase: str) -> None:
        base = Base.REVISED_BUDGET if re.search("全年|调整", phrase) else Base.OPENING_BUDGET
        start = figure.start - len(phrase)
        for draft in self.memory.recent:
            stated = [
                noted for noted in draft.noted if noted.against.base in (Base.OPENING_BUDGET, Base.REVISED_BUDGET)
            ]
            noted = stated[-1] if len(stated) == 1 else draft.stated(Against(base=base, text=phrase))
            if noted is None:
                noted = Noted(against=Against(base=base, text=phrase), quote=self._quote(start, figure.end))
                self._note(draft, noted)
            noted.completion = figure.value

    def _change(self, figure: Figure, before: str, sign: int) -> None:
        memory = self.memory
        against = memory.against or memory.last_against
        if memory.reason_from is not None:
            self._change_in_reason(figure, before, sign)
            return
        subject = before or (memory.subject if memory.against else "")
        if against is None or (sign == 0 and figure.value):
            self._report(figure, "增减没有说明比较对象或方向")
            return
        targets = [draft for draft in self._targets(subject, figure, sign) if self._fits(draft, figure)]
        if not targets:
            self._report(figure, "增减的对象未能识别")
            return
        memory.noted = []
        for draft in targets:
            change = signed(self._value(draft, figure), sign or 1)
            noted = Noted(against=against, change=change, base_amount=memory.base_amount,
                          quote=self._quote(against.start, figure.end))  # fmt: skip
            memory.noted.append(self._note(draft, noted))
        memory.forget_base()

    def _change_in_reason(self, figure: Figure, before: str, sign: int) -> None:
        """主要是基本支出增加…，项目支出减少…: changes stated as a list; any other figure of a reason is its own affair."""
        memory = self.memory
        against = memory.last_against
        gap = self._text.text[memory.cursor : figure.start].lstrip("，、；和及")
        named = self._resolve(before, figure) if memory.chain and against and "，" not in gap and sign else None
        if named is None or not named.measures or against is None:
            memory.chain = False
            return
        memory.noted = []
        for measure in named.measures:
            draft = memory.find(measure) or self._silent_draft(measure, figure)
            if draft.stated(against) is None and self._fits(draft, figure):
                noted = Noted(against=against, change=signed(self._value(draft, figure), sign), reason=None,
                              quote=self._quote(figure.start - len(before) - 2, figure.end))  # fmt: skip
                draft.noted.append(noted)
                memory.noted.append(noted)

    def _silent_draft(self, measure: str, figure: Figure) -> Draft:
        draft = Draft(measure=measure, counts=figure.counts, evidence=self._evidence(figure.start, figure.end))
        self.memory.drafts.append(draft)
        return draft

    # --- amounts ----------------------------------------------------------------------------------

    def _amount(self, figure: Figure, phrase: str) -> None:
        memory, setting = self.memory, self.setting
        if memory.reason_from is not None or memory.using:
            return
        base = stated_base(phrase, setting.kind, setting.year) if figure.counts is UnitClass.MONEY else None
        if base is not None:
            self._base_stated(figure, phrase, base)
            return
        if not phrase and self._lost_digits(figure):
            self._report(figure, "数字前的文字缺失，数字可能不完整")
            return
        named = self._named(figure, phrase)
        if named is None:
            self._unknown(figure, phrase)
        elif named.empty:
            self._unnamed(figure)
        else:
            self._state(figure, phrase, named)

    def _named(self, figure: Figure, phrase: str) -> Named | None:
        """What the words before an amount name, or, where they name nothing, the words before those."""
        open_draft = next((draft for draft in self.memory.recent if draft.amount is None and draft.noted), None)
        if open_draft and canonical(phrase).rstrip("数为是：") in _AGAIN:
            return Named(empty=True)
        named = self._resolve(phrase, figure)
        if named is not None and not named.empty:
            return named
        if figure.counts in _COUNTED_ON and (named is not None or not phrase):
            return self._resolve(self.memory.phrase, figure)
        if named is not None and self.memory.pending and not open_draft:
            before = self._resolve(self.memory.pending, figure)
            return before if before is not None else named
        return named

    def _base_stated(self, figure: Figure, phrase: str, base: Base) -> None:
        """The base's own figure stands in a clause of its own: 年初预算为…万元，支出决算为…万元."""
        against = Against(base=base, text=phrase, start=figure.start - len(phrase), end=figure.start)
        named = self._resolve(
            re.sub(r"(?:年初|全年|调整后?)?预算(?:执行)?(?:数|额|安排)?(?:为|是)?$", "", phrase), figure
        )
        if named is None or named.empty:
            targets = self.memory.recent
        else:
            targets = [self._draft_for(measure, figure) for measure in named.measures]
        for draft in targets:
            if draft.stated(against) is None and self._fits(draft, figure):
                quote = self._quote(against.start, figure.end)
                draft.noted.append(Noted(against=against, base_amount=self._value(draft, figure), quote=quote))

    def _draft_for(self, measure: str, figure: Figure) -> Draft:
        draft = Draft(measure=measure, counts=figure.counts, evidence=self._evidence(figure.start, figure.end))
        self.memory.add([draft])
        return draft

    def _unnamed(self, figure: Figure) -> None:
        """An amount without a name of its own: the figure named just before, or what the heading names."""
        waiting = [draft for draft in self.memory.recent if draft.amount is None and self._fits(draft, figure)]
        if waiting:
            for draft in waiting:
                draft.amount = self._value(draft, figure)
            return
        if self.memory.recent and self.memory.recent[-1].measure is None:
            return
        said = [
            draft
            for draft in self.memory.recent
            if self._fits(draft, figure) and draft.amount == self._value(draft, figure)
        ]
        named = self._resolve(self.memory.title, figure) if self.memory.title else None
        if said:
            return
        if named and named.measures and not any(self.memory.find(measure) for measure in named.measures):
            self._state(figure, "", named)
        elif figure.counts is UnitClass.MONEY:
            self._unknown(figure, "")

    def _state(self, figure: Figure, phrase: str, named: Named) -> None:
        """A figure that is named: new drafts, or a silent one where the name has no code just here."""
        memory = self.memory
        parent = memory.parent
        measures = named.measures
        if parent is not None and (parent.closed or any(self._repeats(measure, figure) for measure in measures)):
            measures = ()
        phrase = phrase.lstrip("、和及与")
        evidence = self._evidence(figure.start - len(phrase), figure.end)
        drafts = [
            Draft(measure=measure, counts=figure.counts, evidence=evidence, amount=figure.in_unit(unit(measure)))
            for measure in measures
        ]
        pair = pair_with(memory, drafts)
        memory.add(drafts or [Draft(measure=None, counts=figure.counts, evidence=evidence)])
        memory.recent = [*pair, *memory.recent]
        memory.phrase = phrase or memory.phrase
        self._colon_begins_list(figure)

    def _repeats(self, measure: str, figure: Figure) -> bool:
        """Inside a list the whole's own name means a part of it (其中一般公共预算拨款政府采购…)."""
        said = [draft for draft in self.memory.drafts[self.memory.sentence_from :] if draft.measure == measure]
        own = self.memory.parent is not None and self.memory.parent.measure == measure
        return own or any(draft.amount != figure.in_unit(unit(measure)) for draft in said)

    def _colon_begins_list(self, figure: Figure) -> None:
        if self._text.text[figure.end : figure.end + 1] == "：":
            self.memory.parent, self.memory.siblings = self.memory.recent[-1], []

    def _unknown(self, figure: Figure, phrase: str) -> None:
        if figure.counts is not UnitClass.MONEY:
            return
        parent = self.memory.parent
        evidence = self._evidence(figure.start - len(phrase), figure.end)
        self.memory.add([Draft(measure=None, counts=figure.counts, evidence=evidence)])
        if parent is None or not parent.closed:
            self._report(figure, "未能归属的金额")

    def _lost_digits(self, figure: Figure) -> bool:
        """A bare comma before a number that no phrase names: a thousands separator whose digits are lost."""
        before = self._text.printed[: self._text.at[figure.start]]
        return bool(_LOST_DIGITS.search(before)) and bool(self.memory.pending)

    # --- small questions --------------------------------------------------------------------------

    def _phrase(self, token: Token) -> str:
        """The words right before a token; what a comma cuts off from them is remembered."""
        pieces = re.split("[，：]", self._text.text[self.memory.cursor : token.start])
        before = [piece for piece in pieces[:-1] if piece]
        self.memory.pending = before[-1] if before else self.memory.pending
        return pieces[-1]

    def _resolve(self, phrase: str, figure: Figure | None) -> Named | None:
        counts = figure.counts if figure else UnitClass.MONEY
        return resolve(plain(phrase), counts, self.memory.context(self.setting))

    def _targets(self, subject: str, figure: Figure | None, sign: int = 0) -> list[Draft]:
        """The figures that a comparison speaks of."""
        everyone = all_of_them(subject)
        bare = re.sub(load("words")["all_of_them"], "", subject)
        told = implicit(self.memory, bare, figure, sign, everyone)
        if told is not None:
            return told or self._from_title(figure)
        named = self._resolve(bare, figure)
        if named is None:
            return []
        if named.empty:
            return implicit(self.memory, "", figure, sign, everyone) or self._from_title(figure)
        return [self._known_or_new(measure, figure) for measure in named.measures] or self._silence()

    def _from_title(self, figure: Figure | None) -> list[Draft]:
        """Where nothing was named yet, the heading is the subject."""
        named = self._resolve(self.memory.title, figure) if self.memory.title else None
        return [self._known_or_new(measure, figure) for measure in named.measures] if named else []

    def _known_or_new(self, measure: str, figure: Figure | None) -> Draft:
        known = self.memory.find(measure)
        if known is not None:
            return known
        at = figure.start if figure else self.memory.cursor
        counts = figure.counts if figure else UnitClass.MONEY
        draft = Draft(measure=measure, counts=counts, evidence=self._evidence(at, at + 1))
        self.memory.add([draft])
        return draft

    def _silence(self) -> list[Draft]:
        draft = Draft(measure=None, counts=UnitClass.MONEY, evidence=self._evidence(0, 0))
        self.memory.add([draft])
        return [draft]

    def _note(self, draft: Draft, noted: Noted) -> Noted:
        if self.memory.stale:
            self.memory.without_reason, self.memory.stale = [], False
        draft.noted.append(noted)
        self.memory.without_reason.append(noted)
        return noted

    def _fits(self, draft: Draft, figure: Figure) -> bool:
        return draft.counts == figure.counts

    def _value(self, draft: Draft, figure: Figure) -> Decimal:
        return figure.in_unit(unit(draft.measure)) if draft.measure else figure.in_unit("万元")

    def _quote(self, start: int, end: int) -> str:
        return self._text.quote(max(0, start), end)[:LONGEST_QUOTE]

    def _evidence(self, start: int, end: int) -> Evidence:
        """From the words that name the figure to the end of its sentence."""
        start = max(0, start)
        stop = self._text.text.find("。", end)
        offset = self._text.at[start] if start < len(self._text.at) else 0
        where, page = self._passage.place(offset)
        return Evidence(
            file=self.setting.file,
            where=where or self.setting.where,
            quote=self._quote(start, stop if stop >= 0 else len(self._text.text)),
            sha256=self.setting.sha256,
            page=page,
        )

    def _report(self, figure: Figure, why: str) -> None:
        if figure.counts is not UnitClass.MONEY:
            return
        where, _ = self._passage.place(self._text.at[figure.start])
        quote = self._quote(max(self.memory.cursor, figure.start - 30), figure.end)
        self.unread.append(Unread(file=self.setting.file, where=where or self.setting.where, what=f"{why}：{quote}"))


#: Who handles which mark.
ACTIONS: Mapping[Mark, Callable[[Binder, Token], None]] = {
    Mark.STOP: Binder._stop,
    Mark.PAUSE: Binder._pause,
    Mark.OPEN: Binder._open,
    Mark.CLOSE: Binder._close,
    Mark.LIST: Binder._list,
    Mark.LIST_END: Binder._list_end,
    Mark.USE: Binder._use,
    Mark.REASON: Binder._reason,
    Mark.BASE: Binder._base,
    Mark.FLAT: Binder._flat,
    Mark.FIGURE: Binder._figure,
}

__all__ = ["Binder", "Normal"]
